import type { Row } from '../client.js'

/** Codes of UN/ECE Rec 20 by the names that ERPNext and people give to units; a code that the unit carries itself comes first. */
const NAMES: Record<string, string> = {
  nos: 'C62', unit: 'C62', each: 'C62', pcs: 'C62', piece: 'C62', stk: 'C62', stück: 'C62', einheit: 'C62',
  hour: 'HUR', hours: 'HUR', stunde: 'HUR', stunden: 'HUR', minute: 'MIN', day: 'DAY', tag: 'DAY', week: 'WEE', woche: 'WEE',
  month: 'MON', monat: 'MON', year: 'ANN', jahr: 'ANN', gram: 'GRM', gramm: 'GRM', kg: 'KGM', kilogram: 'KGM', kilogramm: 'KGM',
  tonne: 'TNE', litre: 'LTR', liter: 'LTR', millimeter: 'MMT', centimeter: 'CMT', zentimeter: 'CMT', meter: 'MTR',
  kilometer: 'KMT', 'square meter': 'MTK', quadratmeter: 'MTK', 'cubic meter': 'MTQ', kubikmeter: 'MTQ', 'kilowatt-hour': 'KWH',
  kilowattstunde: 'KWH', percent: 'P1', prozent: 'P1', pair: 'PR', paar: 'PR', set: 'SET', box: 'BX', packung: 'PK',
} // prettier-ignore

/** The site's units of measure and their codes; names may be translated, so both ways are read from the site. */
export class Units {
  private readonly codes = new Map<string, string>()
  private readonly names = new Map<string, string>()

  constructor(rows: readonly Row[]) {
    for (const row of rows) {
      const own = row['common_code']
      const code = typeof own === 'string' && own !== '' ? own : NAMES[row.name.toLowerCase()]
      if (code === undefined) continue
      this.codes.set(row.name, code)
      // The oldest names of a code are the site's own ("Nos"); disabled ones are never written.
      const known = this.names.get(code)
      const usual = NAMES[row.name.toLowerCase()] === code && row.name.toLowerCase() === 'nos'
      if (row['enabled'] !== 0 && (known === undefined || usual)) this.names.set(code, row.name)
    }
  }

  codeOf(name: string): string | undefined {
    return this.codes.get(name)
  }

  nameOf(code: string): string | undefined {
    return this.names.get(code)
  }

  get choices(): string {
    return [...this.names].map(([code, name]) => `${code} (${name})`).join(', ')
  }
}
