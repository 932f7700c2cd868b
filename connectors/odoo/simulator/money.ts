import type { Env } from './env.js'
import type { Row } from './table.js'

/** Two digits, halves away from zero; the tiny correction undoes what binary numbers lose (2.675). */
export const round = (value: number): number =>
  (Math.sign(value) * Math.round(Math.abs(value) * 100 + 1e-7)) / 100

export interface Amounts {
  untaxed: number
  tax: number
  total: number
}

/** Net, tax and total of a line. Taxes that are included in the price are taken out of it. */
export function lineAmounts(
  env: Env,
  {
    price,
    quantity,
    discount,
    taxes,
  }: { price: number; quantity: number; discount: number; taxes: number[] },
): Amounts {
  const gross = price * quantity * (1 - discount / 100)
  const rows = taxes.flatMap((id) => env.db.table('account.tax').get(id) ?? [])
  const rate = (tax: Row): number => {
    const shares = env.db.table('account.tax.repartition.line').after(0)
    const booked = shares.filter((share) => share['tax_id'] === tax.id)
    return (
      (Number(tax['amount']) * booked.reduce((sum, share) => sum + Number(share['factor_percent']), 0)) / 100
    )
  }
  const included = rows
    .filter((tax) => tax['price_include'] === true)
    .reduce((sum, tax) => sum + rate(tax), 0)
  const untaxed = round(gross / (1 + included / 100))
  const tax = rows.reduce((sum, row) => sum + round((untaxed * rate(row)) / 100), 0)
  return { untaxed, tax: round(tax), total: round(untaxed + round(tax)) }
}

/** Prices have two digits up to 17; from 18 on they are kept as given (upstream §3). */
export const priceOf = (env: Env, price: number): number => (env.db.version < 18 ? round(price) : price)

export const isoDate = (micros: number): string => new Date(micros / 1_000).toISOString().slice(0, 10)
