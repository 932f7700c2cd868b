/** What follows the prefix of a VAT identifier, by prefix (Directive 2006/112/EC art. 215, as VIES checks it; CH, GB, NO). */
const formats: Record<string, RegExp> = {
  AT: /^U\d{8}$/,
  BE: /^[01]\d{9}$/,
  BG: /^\d{9,10}$/,
  CY: /^\d{8}[A-Z]$/,
  CZ: /^\d{8,10}$/,
  DE: /^\d{9}$/,
  DK: /^\d{8}$/,
  EE: /^\d{9}$/,
  EL: /^\d{9}$/,
  ES: /^[A-Z0-9]\d{7}[A-Z0-9]$/,
  FI: /^\d{8}$/,
  FR: /^[A-Z0-9]{2}\d{9}$/,
  HR: /^\d{11}$/,
  HU: /^\d{8}$/,
  IE: /^\d[A-Z0-9]\d{5}[A-Z]{1,2}$/,
  IT: /^\d{11}$/,
  LT: /^(?:\d{9}|\d{12})$/,
  LU: /^\d{8}$/,
  LV: /^\d{11}$/,
  MT: /^\d{8}$/,
  NL: /^\d{9}B\d{2}$/,
  PL: /^\d{10}$/,
  PT: /^\d{9}$/,
  RO: /^\d{2,10}$/,
  SE: /^\d{12}$/,
  SI: /^\d{8}$/,
  SK: /^\d{10}$/,
  CHE: /^\d{9}$/,
  GB: /^(?:\d{9}|\d{12}|(?:GD|HA)\d{3})$/,
  XI: /^(?:\d{9}|\d{12}|(?:GD|HA)\d{3})$/,
  NO: /^\d{9}$/,
}

const label =
  /^(?:UST(?:ID)?(?:NR)?|VAT(?:REG)?(?:ID|NO|NUMBER|NR)?|TVA|BTW|MWST(?:NR)?|PIVA|UID(?:NR)?|NIP|MOMS)(?=[A-Z]{0,3}\d)/

/**
 * The identifier in its one form, read from letters and digits in upper case; '' for what cannot be one. Without a prefix it
 * is read as one of the given country.
 */
export function vatIdOf(text: string, country: string): string {
  const bare = text.replace(label, '').replace(/(\d)(?:MWST|TVA|IVA|MVA)$/, '$1')
  const prefix = /^CHE(?=\d)|^[A-Z]{2}/.exec(bare)?.[0] ?? ''
  if (prefix === '' || !known(prefix)) {
    const own = { CH: 'CHE', GR: 'EL' }[country] ?? country
    // Only digits: the prefix of a country that is not known here would be read as part of the number.
    if (prefix === '' && formats[own]?.test(bare)) return own + bare
    return /^[A-Z]{2}[A-Z0-9]*\d{4,}[A-Z0-9]*$/.test(bare) ? bare : ''
  }
  const name = prefix === 'GR' ? 'EL' : prefix
  const digits = bare.slice(prefix.length)
  // Belgium put a zero before its old numbers of nine digits.
  const rest = name === 'BE' && /^\d{9}$/.test(digits) ? `0${digits}` : digits
  return formats[name]?.test(rest) ? name + rest : ''
}

const known = (prefix: string): boolean => prefix === 'GR' || Object.hasOwn(formats, prefix)
