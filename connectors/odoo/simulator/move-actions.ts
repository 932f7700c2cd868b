import { ACCOUNTS } from './accounting-data.js'
import { localized } from './errors.js'
import type { Call, Method } from './method.js'
import { isoDate, round } from './money.js'
import { MOVE, MOVE_LINE, PARTIAL, PAYMENT } from './names.js'
import { change } from './record-methods.js'
import { createRecords, existing, rowIn } from './records.js'
import type { Env } from './env.js'
import type { Row } from './table.js'
import type { Transaction } from './transaction.js'

export function action(run: (tx: Transaction, call: Call) => unknown, parameters: string[] = []): Method {
  return {
    on: 'record',
    parameters,
    required: parameters,
    writes: true,
    run: (call) => change(call, (tx) => run(tx, call)),
  }
}

export const isRefund = (move: Row): boolean => /_refund$/.test(String(move['move_type']))
export const isSale = (move: Row): boolean => /^out_/.test(String(move['move_type']))

/** Draft documents have no number: `/` up to 17, `false` from 19 on (upstream §6). */
export const draftName = (version: number): string | null => (version < 18 ? '/' : null)

/** Posts documents (upstream §6): the answer is `false`, whatever happened. */
export function postMoves(tx: Transaction, ids: readonly number[]): false {
  const { env } = tx
  for (const move of existing(tx, MOVE, ids, 'write')) {
    if (move['state'] !== 'draft') {
      const name = String(move['name'] ?? '')
      throw localized('odoo.exceptions.UserError', env.lang, 'mustBeDraft', { name, id: move.id })
    }
    const lines = env.db.table(MOVE_LINE).childIds(move.id)
    if (lines.length === 0) throw localized('odoo.exceptions.UserError', env.lang, 'postEmpty')
    if (move['move_type'] !== 'entry' && typeof move['partner_id'] !== 'number')
      throw localized('odoo.exceptions.UserError', env.lang, 'postPartner')
    const today = isoDate(env.now)
    if (/^in_/.test(String(move['move_type'])) && !move['invoice_date'])
      throw localized('odoo.exceptions.UserError', env.lang, 'postDate')
    const invoice_date = move['invoice_date'] ?? (isSale(move) ? today : null)
    const name = numberFor(tx, { ...move, invoice_date })
    const posted = tx.patch(
      move,
      {
        name,
        state: 'posted',
        posted_before: true,
        invoice_date,
        date: move['date'] ?? invoice_date ?? today,
        invoice_date_due: move['invoice_date_due'] ?? invoice_date,
        payment_reference: move['payment_reference'] ?? (isSale(move) ? name : null),
      },
      MOVE,
    )
    if (posted['move_type'] !== 'entry') addPartnerLine(tx, posted)
    // A credit note settles the invoice that it corrects, if that is posted.
    const corrected = rowIn(tx, MOVE, posted['reversed_entry_id'])
    if (corrected?.['state'] === 'posted') settle(tx, corrected, { refund: posted })
  }
  return false
}

/** What the partner owes or is owed. */
function addPartnerLine(tx: Transaction, move: Row): void {
  const balance = Number(move['amount_total']) * (isSale(move) === isRefund(move) ? -1 : 1)
  const id = tx.env.db.nextId(MOVE_LINE)
  const line: Row = {
    id,
    move_id: move.id,
    sequence: 10_000,
    display_type: 'payment_term',
    name: move['payment_reference'] ?? null,
    product_id: null,
    quantity: 1,
    price_unit: 0,
    discount: 0,
    tax_ids: [],
    sale_line_ids: [],
    price_subtotal: 0,
    price_total: 0,
    account_id: isSale(move) ? ACCOUNTS.receivable : ACCOUNTS.payable,
    company_id: move['company_id'] ?? null,
    balance,
    amount_currency: balance,
    date_maturity: move['invoice_date_due'] ?? null,
    create_date: tx.env.now,
    write_date: tx.env.now,
    create_uid: tx.env.user.id,
    write_uid: tx.env.user.id,
  }
  tx.put(line, MOVE_LINE)
}

/** The number of a posted document: its own where it has one, else the next of its journal and year. */
function numberFor(tx: Transaction, move: Row): string {
  const { name } = move
  if (typeof name === 'string' && name !== '/') return name
  const journal = rowIn(tx, 'account.journal', move['journal_id'])
  const year = String(move['invoice_date'] ?? move['date'] ?? isoDate(tx.env.now)).slice(0, 4)
  const prefix = `${isRefund(move) ? 'R' : ''}${move['move_type'] === 'entry' ? 'P' : ''}${String(journal?.['code'] ?? 'INV')}/${year}/`
  return prefix + String(tx.env.db.nextId(`number ${prefix}${String(move['company_id'])}`)).padStart(5, '0')
}

export function draftMoves(tx: Transaction, ids: readonly number[]): null {
  for (const move of existing(tx, MOVE, ids, 'write')) {
    unsettle(tx, ({ move_id, refund_id }) => move_id === move.id || refund_id === move.id)
    const line = move['move_type'] === 'entry' ? undefined : partnerLine(tx.env, move.id)
    if (line) tx.delete(line, MOVE_LINE)
    const now = rowIn(tx, MOVE, move.id)
    if (now) tx.patch(now, { state: 'draft' }, MOVE)
  }
  return null
}

/** Cancels documents, posted and paid ones too: they go by way of the draft (upstream §6). */
export function cancelMoves(tx: Transaction, ids: readonly number[]): null {
  const moves = existing(tx, MOVE, ids, 'write')
  const posted = moves.filter(({ state }) => state === 'posted').map(({ id }) => id)
  if (posted.length > 0) draftMoves(tx, posted)
  for (const { id } of moves) {
    const move = rowIn(tx, MOVE, id)
    if (move?.['state'] !== 'draft')
      throw localized('odoo.exceptions.UserError', tx.env.lang, 'cancelDraftOnly')
    tx.patch(move, { state: 'cancel' }, MOVE)
  }
  return null
}

/** What is still open of a payment. */
export function openOf(env: Env, payment: Row): number {
  const used = partials(env).filter(({ payment_id }) => payment_id === payment.id)
  return round(Number(payment['amount']) - used.reduce((sum, { amount }) => sum + Number(amount), 0))
}

export const partials = (env: Env): Row[] => env.db.table(PARTIAL).after(0)

/** The line of a document or payment on the partner's account: what is settled. */
export const partnerLine = (env: Env, move: unknown): Row | undefined =>
  env.db
    .table(MOVE_LINE)
    .childIds(Number(move))
    .flatMap((id) => env.db.table(MOVE_LINE).get(id) ?? [])
    .find((line) => line['display_type'] === 'payment_term')

/** Settles an invoice as far as both sides reach. */
export function settle(
  tx: Transaction,
  invoice: Row,
  { payment, refund }: { payment?: Row; refund?: Row },
): void {
  const available = payment ? openOf(tx.env, payment) : Number(refund?.['amount_residual'] ?? 0)
  const amount = Math.min(available, Number(invoice['amount_residual']))
  const [own, other] = [
    partnerLine(tx.env, invoice.id),
    partnerLine(tx.env, payment?.['move_id'] ?? refund?.id),
  ]
  if (amount <= 0 || !own || !other)
    throw localized('odoo.exceptions.UserError', tx.env.lang, 'alreadySettled')
  const isDebit = Number(own['balance']) > 0
  createRecords(tx, PARTIAL, [
    { debit_move_id: isDebit ? own.id : other.id, credit_move_id: isDebit ? other.id : own.id, amount },
  ])
}

/** Whom a settlement concerns, told by the moves of its two lines. */
export function sidesOf(env: Env, partial: Row): Record<string, number | null> {
  const moves = [partial['debit_move_id'], partial['credit_move_id']].flatMap((line) => {
    const move = env.db.table(MOVE_LINE).get(Number(line))?.['move_id']
    return env.db.table(MOVE).get(Number(move)) ?? []
  })
  const entry = moves.find(({ move_type }) => move_type === 'entry')
  const documents = moves.filter((move) => move !== entry)
  const document = documents.find((move) => !isRefund(move)) ?? documents[0]
  const payment = env.db
    .table(PAYMENT)
    .after(0)
    .find((one) => entry !== undefined && one['move_id'] === entry.id)
  return {
    move_id: document?.id ?? null,
    refund_id: documents.find((move) => move !== document)?.id ?? null,
    payment_id: payment?.id ?? null,
  }
}

/** Stamps and sums of all that a settlement concerns. */
export function refreshSides(tx: Transaction, { move_id, refund_id, payment_id }: Row): void {
  for (const [model, id] of [
    [MOVE, move_id],
    [MOVE, refund_id],
    [PAYMENT, payment_id],
  ] as const) {
    const row = rowIn(tx, model, id)
    if (row) refresh(tx, row, model)
  }
}

export function unsettle(tx: Transaction, matches: (partial: Row) => boolean): void {
  for (const partial of partials(tx.env).filter(matches)) {
    tx.delete(partial, PARTIAL)
    refreshSides(tx, partial)
  }
}

/** Settlement moves the stamps of both sides (upstream §4). */
function refresh(tx: Transaction, row: Row, model: string): void {
  if (model === PAYMENT) {
    tx.patch(row, { is_reconciled: openOf(tx.env, row) <= 0 }, PAYMENT)
    return
  }
  const fresh = rowIn(tx, MOVE, row.id)
  if (fresh) tx.patch(fresh, settlementOf(tx.env, fresh), MOVE)
}

/** Open amount and payment state follow from what settles a document. */
export function settlementOf(env: Env, move: Row): { amount_residual: number; payment_state: string } {
  const own = partials(env).filter(({ move_id, refund_id }) => move_id === move.id || refund_id === move.id)
  const total = Number(move['amount_total'])
  const residual = round(total - own.reduce((sum, { amount }) => sum + Number(amount), 0))
  if (own.length === 0) return { amount_residual: total, payment_state: 'not_paid' }
  if (residual > 0) return { amount_residual: residual, payment_state: 'partial' }
  const byRefund = !isRefund(move) && own.every(({ refund_id }) => typeof refund_id === 'number')
  return { amount_residual: 0, payment_state: byRefund ? 'reversed' : 'paid' }
}

/** `invoice_payments_widget`: what settles a document, as its form shows it. */
export function widgetOf(env: Env, move: Row): unknown {
  const content = partials(env)
    .filter(({ move_id, refund_id }) => move_id === move.id || refund_id === move.id)
    .map((partial) => {
      const payment = env.db.table(PAYMENT).get(Number(partial['payment_id'] ?? 0))
      const other = partial['move_id'] === move.id ? partial['refund_id'] : partial['move_id']
      const entry = env.db.table(MOVE).get(Number(payment ? payment['move_id'] : other))
      const journal = env.db.table('account.journal').get(Number(entry?.['journal_id']))
      return {
        name: `Manual Payment: ${String(payment?.['memo'] ?? payment?.['ref'] ?? '')}`,
        journal_name: journal?.['name'] ?? false,
        company_name: false,
        amount: partial['amount'],
        currency_id: move['currency_id'],
        date: payment?.['date'] ?? entry?.['invoice_date'] ?? false,
        partial_id: partial.id,
        account_payment_id: payment?.id ?? false,
        payment_method_name: payment ? 'Manual Payment' : false,
        move_id: entry?.id ?? false,
        is_refund: !payment,
        ref: String(entry?.['name'] ?? ''),
        is_exchange: false,
        amount_company_currency: `${Number(partial['amount']).toFixed(2)}\u00a0€`,
        amount_foreign_currency: false,
      }
    })
  return content.length === 0 ? false : { title: 'Less Payment', outstanding: false, content }
}
