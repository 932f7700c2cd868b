import { decimalText, distance, greater, sum } from '#canonical'
import { ConnectorError } from '#connector-kit'
import type { JsonObject } from '#connector-kit'
import { stateOf } from './act.js'
import type { Client } from './client.js'
import { rejected } from './references.js'

/** How much of a payment an invoice gets. */
export interface Allocation {
  invoice: number
  /** Decimal. */
  amount: string
}

/**
 * A draft payment cannot settle anything, and Odoo has no place for what it is meant for. Until it is posted this stands behind the
 * number in its field "Payment Reference": `RE-1 [58=20 59=7.5]`, id of the invoice and amount.
 */
const PLAN = /^(.*?)\s*\[((?:\d+=\d+(?:\.\d+)? ?)+)\]$/s

export interface Plan {
  number: string | null
  /** Null when nothing is planned (any more). */
  allocations: Allocation[] | null
}

export function readPlan(reference: unknown): Plan {
  const text = typeof reference === 'string' ? reference : ''
  const [, number = text, list] = PLAN.exec(text) ?? []
  const allocations = list
    ?.trim()
    .split(' ')
    .map((item) => {
      const [invoice, amount] = item.split('=')
      return { invoice: Number(invoice), amount: amount ?? '0' }
    })
  return { number: number || null, allocations: allocations ?? null }
}

export function writePlan({ number, allocations }: Plan): string | null {
  if (!allocations || allocations.length === 0) return number
  const list = allocations.map(({ invoice, amount }) => `${invoice}=${amount}`).join(' ')
  return `${number ?? ''} [${list}]`.trim()
}

const RECONCILE = 'account.partial.reconcile'
const MOVE = 'account.move'
const LINE = 'account.move.line'

/** What a payment has settled so far, as the invoices themselves tell it. Needs `SETTLED` in the specification. */
export function settledBy(payment: JsonObject & { id: number }): Allocation[] {
  const invoices = ['reconciled_invoice_ids', 'reconciled_bill_ids'].flatMap(
    (field) => (payment[field] ?? []) as (JsonObject & { id: number })[],
  )
  return invoices
    .map((invoice) => ({ invoice: invoice.id, amount: paidBy(invoice, payment.id) }))
    .toSorted((a, b) => a.invoice - b.invoice)
}

export const SETTLED: JsonObject = { fields: { invoice_payments_widget: {} } }

function paidBy({ invoice_payments_widget: widget }: JsonObject, payment: number): string {
  const content = (widget as { content?: JsonObject[] } | false | undefined) || {}
  const own = (content.content ?? []).filter((one) => one['account_payment_id'] === payment)
  return sum(own.map((one) => decimalText(Number(one['amount'])) ?? '0'))
}

/** Refuses what cannot be carried out, before the payment is posted. */
export async function checkPlan(
  client: Client,
  amount: string,
  allocations: readonly Allocation[],
): Promise<void> {
  if (greater(sum(allocations.map((one) => one.amount)), amount))
    throw rejected('odoo.allocated-too-much', 'allocations', {})
  for (const { invoice, amount: share } of allocations) {
    const { state, amount_residual: residual } = await stateOf(client, MOVE, invoice, ['amount_residual'])
    if (state !== 'posted' || greater(share, decimalText(Number(residual)) ?? '0'))
      throw rejected('odoo.invoice-not-open', 'allocations', { invoice: String(invoice) })
  }
}

/**
 * Settles what is planned and not settled yet; so it may be repeated after a lost answer. Where the whole of what is left of payment or
 * invoice goes, by Odoo's own button; a part by naming its amount.
 */
export async function settleAll(
  client: Client,
  {
    move,
    amount,
    done,
    planned,
  }: { move: number; amount: string; done: readonly Allocation[]; planned: readonly Allocation[] },
): Promise<void> {
  let left = distance(amount, sum(done.map((one) => one.amount)))
  for (const { invoice, amount: share } of planned) {
    const before = done.find((one) => one.invoice === invoice)?.amount ?? '0'
    if (!greater(share, before)) continue
    const missing = distance(share, before)
    const { amount_residual: residual } = await stateOf(client, MOVE, invoice, ['amount_residual'])
    const most = decimalText(Number(residual)) ?? '0'
    const whole = greater(left, most) ? most : left
    const own = await partnerLine(client, move)
    if (whole === missing)
      await client.call({
        model: MOVE,
        method: 'js_assign_outstanding_line',
        ids: [invoice],
        args: { line_id: own.id },
      })
    else await reconcilePart(client, own, await partnerLine(client, invoice), missing)
    left = distance(left, missing)
  }
}

async function reconcilePart(
  client: Client,
  own: PartnerLine,
  other: PartnerLine,
  amount: string,
): Promise<void> {
  const value = Number(amount)
  const [debit, credit] = own.balance > 0 ? [own, other] : [other, own]
  const vals = {
    debit_move_id: debit.id,
    credit_move_id: credit.id,
    amount: value,
    debit_amount_currency: value,
    credit_amount_currency: value,
  }
  await client.call({ model: RECONCILE, method: 'create', args: { vals_list: [vals] } })
}

interface PartnerLine {
  id: number
  balance: number
}

/** The line of an entry on the partner's account. */
async function partnerLine(client: Client, move: number): Promise<PartnerLine> {
  const { records } = await client.list(LINE, {
    domain: [
      ['move_id', '=', move],
      ['account_id.account_type', 'in', ['asset_receivable', 'liability_payable']],
    ],
    specification: { balance: {}, reconciled: {} },
  })
  const row = records.find((one) => one['reconciled'] !== true) ?? records[0]
  if (row) return { id: row.id, balance: Number(row['balance']) }
  throw new ConnectorError('rejected', { code: 'odoo.payment-without-entry' })
}
