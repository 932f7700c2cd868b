import { decimalText } from '#canonical'

/**
 * Rounds as Frappe does by default ("Banker's Rounding (legacy)"): to the nearest, a half to the even neighbour, measured on the
 * decimal text, so that 100.125 becomes 100.12 (upstream/erpnext.md §12 no. 2).
 */
export function round(value: number, digits = 2): number {
  const text = decimalText(Number(value.toPrecision(15))) ?? '0'
  const negative = text.startsWith('-')
  const [whole = '0', fraction = ''] = text.replace('-', '').split('.')
  const kept = BigInt(whole + fraction.padEnd(digits, '0').slice(0, digits))
  const rest = fraction.slice(digits)
  const half = `5${'0'.repeat(Math.max(0, rest.length - 1))}`
  const up = rest !== '' && (rest > half || (rest === half && kept % 2n === 1n))
  const units = up ? kept + 1n : kept
  const result = Number(units) / 10 ** digits
  return negative && result !== 0 ? -result : result
}

/** Digits that a site keeps of quantities and percentages. */
export const FLOAT_DIGITS = 3
