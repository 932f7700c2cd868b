import Big from 'big.js'

/** Significant digits that a binary number of a system's JSON is trusted for; the rest is noise (39.519999999999996). */
const trusted = 14

/**
 * A decimal in its one canonical form: plain digits without exponent, plus sign or needless zeros (`119`, `-0.5`).
 * Equal values have equal texts. Null for what is not a number.
 */
export function decimalText(value: string | number): string | null {
  if (typeof value === 'number') {
    return Number.isFinite(value) ? fixed(new Big(value.toPrecision(trusted))) : null
  }
  return /^[+-]?\d+(\.\d+)?$/.test(value) ? fixed(new Big(value.replace(/^\+/, ''))) : null
}

/** The sum of decimals, in canonical form. */
export function sum(values: readonly string[]): string {
  return fixed(values.reduce((total, value) => total.plus(value), new Big(0)))
}

/** How far two decimals are apart, as a positive decimal. */
export function distance(a: string, b: string): string {
  return fixed(new Big(a).minus(b).abs())
}

/** True when the first decimal is greater. */
export function greater(a: string, b: string): boolean {
  return new Big(a).gt(b)
}

const fixed = (value: Big): string => (value.eq(0) ? '0' : value.toFixed())
