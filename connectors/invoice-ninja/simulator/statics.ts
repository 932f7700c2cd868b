import type { JsonObject } from '#canonical'

/** Numbers that ISO 3166-1 has withdrawn; those from 900 on are for private use. */
const WITHDRAWN = new Set([200, 230, 249, 278, 280, 530, 532, 536, 582, 720, 736, 810, 830, 886, 890, 891])

/** ISO 3166-1 alpha-2 by numeric code: the id of a country in Invoice Ninja is its number without leading zeros (upstream §12). */
export const countryCodes: ReadonlyMap<string, string> = new Map(
  Array.from({ length: 899 }, (_, index) => index + 1)
    .filter((number) => !WITHDRAWN.has(number))
    .map((number): [string, string] => [String(number), regionOf(number)])
    .filter(([, code]) => /^[A-Z]{2}$/.test(code)),
)

export const countryIds: ReadonlyMap<string, string> = new Map(
  [...countryCodes].map(([id, code]) => [code, id]),
)

/** Currency ids by ISO 4217 code, as far as upstream §12 names them. */
export const currencyIds: ReadonlyMap<string, string> = pairs(
  'USD 1 GBP 2 EUR 3 ZAR 4 DKK 5 ILS 6 SEK 7 KES 8 CAD 9 PHP 10 INR 11 AUD 12 SGD 13 NOK 14 NZD 15 VND 16 CHF 17 ' +
    'BRL 20 CNY 32 TRY 41 RON 42 JPY 45 PLN 49 CZK 51 HUF 69',
)

/** Language ids by locale, as far as upstream §12 and the recordings name them. */
export const languageIds: ReadonlyMap<string, string> = pairs(
  'en 1 it 2 de 3 fr 4 pt_BR 5 nl 6 es 7 nb_NO 8 da 9 ja 10 sv 11 es_ES 12 fr_CA 13 lt 14 pl 15 cs 16 sq 18 en_GB 20 ' +
    'ar 30 bg 36',
)

/** Lists sorted by name, as the server sends them: ids are in no order, and names follow the user's language. */
export function statics(): JsonObject {
  return {
    industries: named({ 1: 'Accounting & Legal', 2: 'Advertising', 3: 'Aerospace' }),
    countries: [...countryCodes].map(([id, code]) => country(id, code)).sort(byName),
    payment_types: [
      { id: '1', name: 'Bank Transfer', gateway_type_id: 2 },
      { id: '2', name: 'Cash', gateway_type_id: null },
      { id: '29', name: 'SEPA Direct Debit', gateway_type_id: 9 },
    ],
    languages: [...languageIds]
      .map(([locale, id]) => ({ id, name: languageName(locale), locale }))
      .sort(byName),
    currencies: [...currencyIds].map(([code, id]) => currency(code, id)).sort(byName),
    sizes: named({ 1: '1 - 3', 2: '4 - 10', 3: '11 - 50' }),
    datetime_formats: [
      {
        id: '1',
        format: 'd/M/Y g:i a',
        format_moment: 'DD/MMM/YYYY h:mm:ss a',
        format_dart: 'dd/MMM/yyyy h:mm a',
      },
    ],
    timezones: [
      { id: '1', name: 'Pacific/Midway', location: '(GMT-11:00) Midway Island', utc_offset: -39600 },
      { id: '46', name: 'Europe/Berlin', location: '(GMT+01:00) Berlin', utc_offset: 3600 },
    ],
    date_formats: [{ id: '1', format: 'd/M/Y', format_moment: 'DD/MMM/YYYY', format_dart: 'dd/MMM/yyyy' }],
    bulk_updates: {
      client: [
        'public_notes',
        'industry_id',
        'size_id',
        'country_id',
        ...[1, 2, 3, 4].map((n) => `custom_value${n}`),
      ],
    },
  }
}

function pairs(text: string): Map<string, string> {
  const words = text.split(' ')
  return new Map(
    words.flatMap((word, index): [string, string][] => (index % 2 ? [] : [[word, words[index + 1] ?? '']])),
  )
}

/** Unicode's tables of region aliases know the numbers of ISO 3166-1. */
function regionOf(number: number): string {
  return Intl.getCanonicalLocales(`und-${String(number).padStart(3, '0')}`)[0]?.slice(4) ?? ''
}

function country(id: string, code: string): JsonObject & { name: string } {
  const name = new Intl.DisplayNames('en', { type: 'region' }).of(code) ?? code
  return {
    id,
    capital: '',
    citizenship: '',
    country_code: id.padStart(3, '0'),
    currency: '',
    currency_code: '',
    currency_sub_unit: '',
    full_name: name,
    iso_3166_2: code,
    iso_3166_3: '',
    name,
    region_code: '',
    sub_region_code: '',
    eea: false,
    swap_postal_code: false,
    swap_currency_symbol: false,
    thousand_separator: '',
    decimal_separator: '',
  }
}

function currency(code: string, id: string): JsonObject & { name: string } {
  return {
    id,
    name: new Intl.DisplayNames('en', { type: 'currency' }).of(code) ?? code,
    symbol: code,
    precision: ['JPY', 'VND'].includes(code) ? 0 : 2,
    thousand_separator: ',',
    decimal_separator: '.',
    code,
    swap_currency_symbol: false,
    exchange_rate: 1,
  }
}

const languageName = (locale: string): string =>
  new Intl.DisplayNames('en', { type: 'language' }).of(locale.replace('_', '-')) ?? locale

const named = (names: Record<string, string>): JsonObject[] =>
  Object.entries(names).map(([id, name]) => ({ id, name }))

const byName = (a: { name: string }, b: { name: string }): number => (a.name < b.name ? -1 : 1)
