import { parsePhoneNumberFromString, type CountryCode } from 'libphonenumber-js/min'
import type { MatchForm, Scalar } from '#canonical'
import { remembered } from './remember.js'
import { vatIdOf } from './vat-formats.js'

/** Lower case, without accents, umlauts written out, single spaces; '' for what is no text. */
export function plain(value: Scalar | undefined): string {
  if (typeof value !== 'string') return ''
  // Most values are nothing but ASCII, and every value of every new record comes through here several times.
  if (/^[ -~]*$/.test(value)) return value.toLowerCase().replace(/ {2,}/g, ' ').trim()
  return value
    .toLowerCase()
    .replace(/ä/g, 'ae')
    .replace(/ö/g, 'oe')
    .replace(/ü/g, 'ue')
    .replace(/ß/g, 'ss')
    .replace(/ø/g, 'oe')
    .replace(/æ/g, 'ae')
    .replace(/å/g, 'aa')
    .replace(/ł/g, 'l')
    .replace(/đ/g, 'd')
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replace(/\s+/g, ' ')
    .trim()
}

/** Plain, and umlauts alike whether they are written out or left away: `Müller`, `Mueller` and `Muller` are `muller`. */
export function folded(value: Scalar | undefined): string {
  return plain(value).replace(/([aou])e/g, '$1')
}

/** Letters and digits only. */
export function compact(value: Scalar | undefined): string {
  return plain(value).replace(/[^\p{L}\p{N}]/gu, '')
}

/** Brings a value into the form in which it is compared; `country` (ISO 3166-1) reads what is written without a prefix. */
export function normalise(form: MatchForm, value: Scalar | undefined, country?: Scalar): string {
  if (typeof value !== 'string') return read(form, value, country)
  return readText(form, value, typeof country === 'string' ? country : null)
}

const readText = remembered((form: MatchForm, value: string, country: string | null) =>
  read(form, value, country),
)

function read(form: MatchForm, value: Scalar | undefined, country?: Scalar): string {
  switch (form) {
    case 'text':
      return folded(value).replace(/[^\p{L}\p{N}]/gu, '')
    case 'number':
      return compact(value)
    case 'code':
      return typeof value === 'string' ? value : typeof value === 'number' ? String(value) : ''
    case 'vatId':
      return vatId(value, country)
    case 'registration':
      return registration(value)
    case 'iban':
      return iban(value)
    case 'email':
      return email(value)
    case 'domain':
      return domain(value)
    case 'phone':
      return phone(value, country)
    case 'postalCode':
      return postalCode(value)
    case 'street':
      return street(value)
  }
}

/** VAT identifier without labels, spaces and punctuation, upper case (EN 16931 BT-48); '' for what cannot be one. */
export function vatId(value: Scalar | undefined, country?: Scalar): string {
  return vatIdOf(compact(value).toUpperCase(), typeof country === 'string' ? country : '')
}

/**
 * Registration number without court and check letter: `HRB 12 345 B` and `Amtsgericht Berlin HRB 12345` are `hrb12345`,
 * `FN 12345 a` is `fn12345`.
 */
export function registration(value: Scalar | undefined): string {
  const german = /(?<![a-z])(hr ?[ab]|gnr|vr|pr|fn) ?\.? ?(?:nr\.? ?)?([\d .]*\d)/.exec(plain(value))
  if (german) return `${german[1]?.replace(' ', '')}${german[2]?.replace(/\D/g, '').replace(/^0+/, '')}`
  const text = compact(value)
  return text.length >= 4 ? text : ''
}

/** IBAN without spaces; '' where its check digits are wrong (ISO 13616, ISO 7064 MOD 97-10). */
export function iban(value: Scalar | undefined): string {
  const text = compact(value).toUpperCase()
  if (!/^[A-Z]{2}\d{2}[A-Z0-9]{11,30}$/.test(text)) return ''
  const digits = (text.slice(4) + text.slice(0, 4)).replace(/[A-Z]/g, (letter) =>
    String(letter.charCodeAt(0) - 55),
  )
  const rest = [...digits].reduce((sum, digit) => (sum * 10 + Number(digit)) % 97, 0)
  return rest === 1 ? text : ''
}

/** E-mail address, lower case. */
export function email(value: Scalar | undefined): string {
  const text = plain(value)
  return /^[^@\s]+@[^@\s]+\.[^@\s]+$/.test(text) ? text : ''
}

/** Mail providers whose domain says nothing about who writes. */
const providers = new RegExp(
  '^(?:(?:gmail|googlemail|outlook|hotmail|live|yahoo|ymail|icloud|me|aol|gmx|web|mail|email|freenet|posteo|mailbox|arcor|' +
    't-online|online|vodafone|proton|protonmail|bluewin|sunrise|hispeed|gmx|chello|aon|orange|wanadoo|free|laposte|sfr|libero|' +
    'virgilio|alice|tiscali|wp|onet|interia|o2|seznam|centrum|ziggo|kpnmail|xs4all|telenet|skynet|yandex|zoho)' +
    '\\.(?:[a-z]{2,4}|co\\.[a-z]{2})|kabelmail\\.de|1und1\\.de|pm\\.me)$',
)

/** The domain of an e-mail address or website, unless anybody can have an address there. */
export function domain(value: Scalar | undefined): string {
  const text = plain(value)
  const found =
    /^[^@\s]+@([^@\s]+\.[^@\s]+)$/.exec(text) ?? /^(?:https?:\/\/)?([^/@\s]+\.[^/@\s]+)/.exec(text)
  const name = (found?.[1] ?? '').replace(/^www\./, '').replace(/[:?#].*$/, '')
  return providers.test(name) ? '' : name
}

/** Phone number as E.164, read with the country's prefix where it lacks one. */
export function phone(value: Scalar | undefined, country: Scalar | undefined): string {
  if (typeof value !== 'string' || value === '') return ''
  const region = typeof country === 'string' && country.length === 2 ? (country as CountryCode) : 'DE'
  return parsePhoneNumberFromString(value, region)?.number ?? ''
}

/** Postcode without spaces and country prefix. */
export function postalCode(value: Scalar | undefined): string {
  return compact(value).replace(/^(?:[a-z]{1,2})(?=\d{4})/, '')
}

/** Street with the usual words written alike, the house number last: `12, rue de Nancy` and `Rue de Nancy 12`. */
export function street(value: Scalar | undefined): string {
  const words = folded(value)
    .replace(/(?:strasse|str\b\.?)/g, 'str')
    .replace(/(?<=\d) ?([a-z])(?![a-z])/g, '$1')
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '' && !['ul', 'ulica', 'nr', 'no', 'haus'].includes(word))
  const isNumber = (word: string): boolean => /^\d/.test(word)
  return [...words.filter((word) => !isNumber(word)), ...words.filter(isNumber)].join('')
}
