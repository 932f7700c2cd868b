import { parsePhoneNumberFromString, type CountryCode } from 'libphonenumber-js/min'
import type { Scalar } from '#canonical'

/** Lower case, without accents, umlauts written out, single spaces; '' for what is no text. */
export function plain(value: Scalar | undefined): string {
  if (typeof value !== 'string') return ''
  return value
    .toLowerCase()
    .replace(/ä/g, 'ae')
    .replace(/ö/g, 'oe')
    .replace(/ü/g, 'ue')
    .replace(/ß/g, 'ss')
    .replace(/ø/g, 'oe')
    .replace(/æ/g, 'ae')
    .replace(/ł/g, 'l')
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replace(/\s+/g, ' ')
    .trim()
}

/** Letters and digits only. */
function compact(value: Scalar | undefined): string {
  return plain(value).replace(/[^\p{L}\p{N}]/gu, '')
}

// Legal forms as they are written in the countries that the product is used in, longest first.
const legalForms = [
  'gesellschaft mit beschraenkter haftung',
  'societa a responsabilita limitata',
  'gmbh & co kg',
  'gmbh und co kg',
  'ag & co kg',
  'ug haftungsbeschraenkt',
  'aktiengesellschaft',
  'gesellschaft m b h',
  'ges m b h',
  'gesmbh',
  'kommanditgesellschaft',
  'sp z o o',
  'sp zoo',
  'limited',
  'e kfm',
  'e kfr',
  'gmbh',
  'mbh',
  'ohg',
  'gbr',
  'kgaa',
  'sarl',
  's a r l',
  's p a',
  's r l',
  's a s',
  's r o',
  's l',
  'b v',
  'n v',
  's a',
  'e k',
  'e v',
  'e g',
  'spa',
  'srl',
  'sas',
  'sro',
  'ltd',
  'plc',
  'inc',
  'llc',
  'aps',
  'oyj',
  'kft',
  'doo',
  'ag',
  'kg',
  'ug',
  'ek',
  'ev',
  'eg',
  'se',
  'sa',
  'sl',
  'bv',
  'nv',
  'ab',
  'as',
  'oy',
]

const legalPattern = new RegExp(`(?<![\\p{L}\\p{N}])(?:${legalForms.join('|')})(?![\\p{L}\\p{N}])`, 'gu')

/** Words of a name that tell it apart: no legal form, no punctuation, `&` and `und` alike. */
export function nameTokens(value: Scalar | undefined): string[] {
  const text = plain(value)
    .replace(/[^\p{L}\p{N}&]+/gu, ' ')
    .replace(/\s+/g, ' ')
    .trim()
  const bare = text.replace(legalPattern, ' ').replace(/&/g, ' ')
  const tokens = bare.split(' ').filter((token) => token !== '' && !['und', 'and', 'et'].includes(token))
  return tokens.length > 0 ? tokens : text.split(' ').filter((token) => token !== '')
}

/** VAT identifier without spaces and punctuation, upper case (EN 16931 BT-48). */
export function vatId(value: Scalar | undefined): string {
  // Swiss numbers carry the word for VAT in one of the country's languages, or do not.
  const text = compact(value)
    .toUpperCase()
    .replace(/^(CHE\d{9})(MWST|TVA|IVA)$/, '$1')
  return /^[A-Z]{2}[A-Z0-9]{5,}$/.test(text) ? text : ''
}

/** Registration number, e.g. `HRB 12 345` as `hrb12345`. */
export function registration(value: Scalar | undefined): string {
  const text = compact(value)
  return text.length >= 4 ? text : ''
}

/** E-mail address, lower case. */
export function email(value: Scalar | undefined): string {
  const text = plain(value)
  return /^[^@\s]+@[^@\s]+\.[^@\s]+$/.test(text) ? text : ''
}

/** Phone number as E.164, read with the country's prefix where it lacks one. */
export function phone(value: Scalar | undefined, country: Scalar | undefined): string {
  if (typeof value !== 'string' || value === '') return ''
  const region = typeof country === 'string' && country.length === 2 ? (country as CountryCode) : 'DE'
  return parsePhoneNumberFromString(value, region)?.number ?? ''
}

/** Postcode without spaces and country prefix. */
export function postalCode(value: Scalar | undefined): string {
  return compact(value).replace(/^(?:d|a|ch|f|nl|b|i|l)(?=\d)/, '')
}

/** Customer number, for equality. */
export function number(value: Scalar | undefined): string {
  return compact(value)
}

/** Street with the usual words written alike. */
export function street(value: Scalar | undefined): string {
  return plain(value)
    .replace(/str\.|strasse\b|str\b/g, 'str')
    .replace(/[^\p{L}\p{N}]/gu, '')
}
