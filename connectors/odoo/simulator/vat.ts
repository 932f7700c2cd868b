/**
 * VAT numbers as base_vat treats them: punctuation is removed at saving, and for these countries the form is checked. Check
 * digits are not: the invented numbers of demo worlds would all be refused.
 */
const FORMS: Record<string, { form: RegExp; example: string }> = {
  AT: { form: /^ATU\d{8}$/, example: 'ATU12345675' },
  BE: { form: /^BE[01]\d{9}$/, example: 'BE0477472701' },
  CZ: { form: /^CZ\d{8,10}$/, example: 'CZ12345679' },
  DE: { form: /^DE\d{9}$/, example: 'DE123456788 or 12/345/67890' },
  DK: { form: /^DK\d{8}$/, example: 'DK12345674' },
  ES: { form: /^ES[A-Z0-9]\d{7}[A-Z0-9]$/, example: 'ESA12345674' },
  FR: { form: /^FR[A-Z0-9]{2}\d{9}$/, example: 'FR23334175221' },
  IT: { form: /^IT\d{11}$/, example: 'IT12345670017' },
  NL: { form: /^NL\d{9}B\d{2}$/, example: 'NL123456782B90' },
  PL: { form: /^PL\d{10}$/, example: 'PL1234567883' },
}

/** The number as Odoo saves it; `/` means that the partner has none. */
export function compactVat(vat: string): string {
  const compact = vat.replace(/[\s.,/-]/g, '').toUpperCase()
  return /^[A-Z]{2}/.test(compact) ? compact : vat
}

/** The expected form when the number is wrong; null when it is fine or its country is not checked. */
export function vatProblem(vat: string, country: string | undefined): string | null {
  if (vat === '/' || vat.length === 1) return null
  const prefix = /^[A-Z]{2}/.exec(vat)?.[0]
  const rule = FORMS[prefix ?? country ?? '']
  if (!rule) return null
  const full = prefix ? vat : `${country ?? ''}${vat}`
  return rule.form.test(full) ? null : rule.example
}
