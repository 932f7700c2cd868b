import { ACCOUNTS } from './accounting-data.js'
import { char, computed, link, LOG, many } from './fields.js'
import type { Field, Fields } from './fields.js'
import { localized } from './errors.js'
import {
  action,
  cancelMoves,
  draftMoves,
  draftName,
  isRefund,
  isSale,
  partials,
  postMoves,
  settle,
  unsettle,
} from './move-actions.js'
import { isoDate } from './money.js'
import { MOVE, MOVE_LINE, PAYMENT } from './names.js'
import { createRecords, existing, rowIn } from './records.js'
import { billingOnly } from './stored.js'
import type { StoredModel } from './stored.js'
import type { Env } from './env.js'
import type { Row, Value } from './table.js'
import type { Transaction } from './transaction.js'
import type { Values } from './values.js'

const id: Field = { type: 'integer', label: 'ID', readonly: true }

const pairs = (choices: string[][]) => choices.map(([key = '', text = '']) => [key, text] as const)

const selection = (label: string, choices: string[][], more: Partial<Field> = {}): Field => ({
  type: 'selection',
  label,
  selection: pairs(choices),
  ...more,
})

const STATES_17 = [
  ['draft', 'Draft'],
  ['posted', 'Posted'],
  ['cancel', 'Cancelled'],
]
const STATES = [
  ['draft', 'Draft'],
  ['in_process', 'In Process'],
  ['paid', 'Paid'],
  ['canceled', 'Canceled'],
  ['rejected', 'Rejected'],
]

const FIELDS: Fields = {
  id,
  name: char('Number', { copy: false }),
  display_name: char('Display Name', computed),
  state: selection('State', STATES, {
    readonly: true,
    copy: false,
    formerly: { until: 17, selection: pairs(STATES_17) },
  }),
  payment_type: selection('Payment Type', [
    ['outbound', 'Send'],
    ['inbound', 'Receive'],
  ]),
  partner_type: selection('Partner Type', [
    ['customer', 'Customer'],
    ['supplier', 'Vendor'],
  ]),
  partner_id: link('Customer/Vendor', 'res.partner'),
  amount: { type: 'monetary', label: 'Amount' },
  currency_id: link('Currency', 'res.currency'),
  date: { type: 'date', label: 'Date' },
  ref: char('Reference', { until: 17 }),
  memo: char('Memo', { since: 18 }),
  payment_reference: char('Payment Reference', { copy: false }),
  journal_id: link('Journal', 'account.journal'),
  payment_method_line_id: link('Payment Method', 'account.payment.method.line'),
  company_id: link('Company', 'res.company'),
  move_id: link('Journal Entry', MOVE, { readonly: true, copy: false }),
  invoice_ids: many('many2many', 'Invoices', MOVE, { since: 18, copy: false }),
  reconciled_invoice_ids: many('many2many', 'Reconciled Invoices', MOVE, computed),
  reconciled_bill_ids: many('many2many', 'Reconciled Bills', MOVE, computed),
  is_reconciled: { type: 'boolean', label: 'Is Reconciled', readonly: true },
  is_matched: { type: 'boolean', label: 'Is Matched With a Bank Statement', readonly: true },
  ...LOG,
}

const FROZEN = ['partner_id', 'amount', 'currency_id', 'date', 'journal_id', 'payment_type', 'partner_type']

const memoField = (version: number): string => (version < 18 ? 'ref' : 'memo')

/** The first bank or cash journal of the company. */
const bankJournal = (tx: Transaction): number | undefined => {
  const journals = tx.env.db.table('account.journal').after(0)
  const own = journals.filter((journal) => journal['company_id'] === tx.env.companies[0])
  return (own.find(({ type }) => type === 'bank') ?? own.find(({ type }) => type === 'cash'))?.id
}

/** The entry of a payment: what the bank gets, and what the partner's account is credited with or debited. */
function makeEntry(tx: Transaction, payment: Row): number {
  const { version } = tx.env.db
  const amount = Number(payment['amount']) * (payment['payment_type'] === 'inbound' ? 1 : -1)
  const account = payment['partner_type'] === 'supplier' ? ACCOUNTS.payable : ACCOUNTS.receivable
  const line = (account_id: number, balance: number, display_type: string): unknown => [
    0,
    0,
    {
      account_id,
      balance,
      amount_currency: balance,
      display_type,
      name: payment[memoField(version)] ?? false,
    },
  ]
  const values: Values = {
    move_type: 'entry',
    journal_id: payment['journal_id'],
    partner_id: payment['partner_id'] ?? false,
    currency_id: payment['currency_id'],
    date: payment['date'],
    ref: payment[memoField(version)] ?? false,
    line_ids: [line(ACCOUNTS.cash, amount, 'product'), line(account, -amount, 'payment_term')],
  }
  return createRecords(tx, MOVE, [values])[0] ?? 0
}

/** The entry of a draft follows what is changed in the payment. */
function followEntry(tx: Transaction, payment: Row): void {
  const move = rowIn(tx, MOVE, payment['move_id'])
  if (move?.['state'] !== 'draft') return
  const { ref, partner_id, date, currency_id, journal_id } = payment
  const head = { ref: ref ?? null, partner_id, date, currency_id, journal_id } as Record<string, Value>
  tx.put({ ...move, ...head }, MOVE)
  const amount = Number(payment['amount']) * (payment['payment_type'] === 'inbound' ? 1 : -1)
  for (const id of tx.env.db.table(MOVE_LINE).childIds(move.id)) {
    const line = rowIn(tx, MOVE_LINE, id)
    const balance = line?.['display_type'] === 'payment_term' ? -amount : amount
    if (line) tx.put({ ...line, balance, amount_currency: balance }, MOVE_LINE)
  }
}

function post(tx: Transaction, ids: readonly number[]): null {
  for (const payment of existing(tx, PAYMENT, ids, 'write')) {
    if (payment['state'] !== 'draft') {
      const details = { name: String(payment['name'] ?? ''), id: payment.id }
      throw localized('odoo.exceptions.UserError', tx.env.lang, 'mustBeDraft', details)
    }
    const move = typeof payment['move_id'] === 'number' ? payment['move_id'] : makeEntry(tx, payment)
    postMoves(tx, [move])
    const name = rowIn(tx, MOVE, move)?.['name'] ?? null
    tx.patch(payment, { state: tx.env.db.version < 18 ? 'posted' : 'paid', move_id: move, name }, PAYMENT)
  }
  return null
}

/** Back to draft, or cancelled: what the payment settled is open again. */
function takeBack(tx: Transaction, ids: readonly number[], state: string): null {
  for (const { id } of existing(tx, PAYMENT, ids, 'write')) {
    unsettle(tx, ({ payment_id }) => payment_id === id)
    const payment = rowIn(tx, PAYMENT, id)
    const move = rowIn(tx, MOVE, payment?.['move_id'])
    if (move?.['state'] === 'posted') draftMoves(tx, [move.id])
    if (move && state !== 'draft') cancelMoves(tx, [move.id])
    if (payment) tx.patch(payment, { state }, PAYMENT)
  }
  return null
}

const settledMoves = (env: Env, payment: Row, sale: boolean): number[] => [
  ...new Set(
    partials(env)
      .filter(({ payment_id }) => payment_id === payment.id)
      .map(({ move_id }) => Number(move_id))
      .filter((move) => isSale(env.db.table(MOVE).get(move) ?? { id: 0 }) === sale),
  ),
]

export const paymentModels: readonly StoredModel[] = [
  {
    name: PAYMENT,
    label: 'Payments',
    order: 'date desc, name desc, id desc',
    fields: FIELDS,
    allows: billingOnly,
    defaults: (tx) => ({
      payment_type: 'outbound',
      partner_type: 'customer',
      company_id: tx.env.companies[0],
      currency_id: tx.env.db.currencyOf(tx.env.companies[0]),
      date: isoDate(tx.env.now),
      journal_id: bankJournal(tx),
      payment_method_line_id: 1,
    }),
    guard(tx, row, values) {
      const frozen = FROZEN.filter((name) => name in values)
      if (row['state'] === 'draft' || frozen.length === 0) return
      throw localized('odoo.exceptions.UserError', tx.env.lang, 'frozen', { fields: frozen.join(', ') })
    },
    complete(tx, row, before) {
      if (Number(row['amount']) < 0)
        throw localized('odoo.exceptions.ValidationError', tx.env.lang, 'negativePayment')
      return before === null ? { ...row, state: 'draft', name: draftName(tx.env.db.version) } : row
    },
    after(tx, row, before) {
      // Up to 17 a payment has its entry from the beginning (it is one).
      if (before === null && tx.env.db.version < 18) {
        tx.put({ ...row, move_id: makeEntry(tx, row) }, PAYMENT)
      }
      if (before !== null && row['state'] === 'draft') followEntry(tx, row)
    },
    beforeUnlink(tx, row) {
      const free = ['draft', 'cancel', 'canceled'].includes(String(row['state']))
      if (!free) throw localized('odoo.exceptions.UserError', tx.env.lang, 'deletePosted')
    },
    value(env, row, field) {
      if (field === 'reconciled_invoice_ids') return settledMoves(env, row, true)
      if (field === 'reconciled_bill_ids') return settledMoves(env, row, false)
      if (field === 'display_name') return row['name'] ?? null
      return undefined
    },
    methods: {
      action_post: action((tx, { ids }) => post(tx, ids)),
      action_draft: action((tx, { ids }) => takeBack(tx, ids, 'draft')),
      action_cancel: action((tx, { ids }) => {
        return takeBack(tx, ids, tx.env.db.version < 18 ? 'cancel' : 'canceled')
      }),
    },
  },
  {
    name: 'account.payment.register',
    label: 'Pay',
    fields: {
      id,
      amount: { type: 'monetary', label: 'Amount' },
      payment_date: { type: 'date', label: 'Payment Date' },
      communication: char('Memo'),
      journal_id: link('Journal', 'account.journal'),
      payment_method_line_id: link('Payment Method', 'account.payment.method.line'),
      currency_id: link('Currency', 'res.currency'),
      partner_id: link('Partner', 'res.partner'),
      payment_type: FIELDS['payment_type'] as Field,
      payment_difference: { type: 'monetary', label: 'Payment Difference' },
      payment_difference_handling: selection('Difference', [
        ['open', 'Keep open'],
        ['reconcile', 'Mark as fully paid'],
      ]),
      group_payment: { type: 'boolean', label: 'Group Payments' },
      move_ids: many('many2many', 'Invoices', MOVE),
    },
    allows: billingOnly,
    defaults(tx, values) {
      const ids = (tx.env.context['active_ids'] ?? []) as number[]
      const moves = ids.flatMap((move) => rowIn(tx, MOVE, move) ?? [])
      const open = moves.reduce((sum, move) => sum + Number(move['amount_residual']), 0)
      const first = moves[0]
      return {
        amount: open,
        payment_date: isoDate(tx.env.now),
        communication: first?.['name'] ?? false,
        journal_id: bankJournal(tx),
        payment_method_line_id: 1,
        currency_id: first?.['currency_id'],
        partner_id: first?.['partner_id'],
        payment_type: first && isSale(first) !== isRefund(first) ? 'inbound' : 'outbound',
        payment_difference: open - Number(values['amount'] ?? open),
        payment_difference_handling: 'open',
        group_payment: true,
        move_ids: [[6, 0, ids]],
      }
    },
    methods: {
      action_create_payments: action((tx, { ids }) => {
        const [wizard] = existing(tx, 'account.payment.register', ids, 'write')
        const moves = ((wizard?.['move_ids'] ?? []) as number[]).flatMap(
          (move) => rowIn(tx, MOVE, move) ?? [],
        )
        const first = moves[0]
        const values: Values = {
          payment_type: wizard?.['payment_type'],
          partner_type: first && isSale(first) ? 'customer' : 'supplier',
          partner_id: wizard?.['partner_id'],
          amount: wizard?.['amount'],
          currency_id: wizard?.['currency_id'],
          date: wizard?.['payment_date'],
          journal_id: wizard?.['journal_id'],
          [memoField(tx.env.db.version)]: wizard?.['communication'],
        }
        const [made = 0] = createRecords(tx, PAYMENT, [values])
        post(tx, [made])
        for (const move of moves) {
          const payment = rowIn(tx, PAYMENT, made)
          const invoice = rowIn(tx, MOVE, move.id)
          if (payment && invoice) settle(tx, invoice, { payment })
        }
        return {
          name: 'Payments',
          type: 'ir.actions.act_window',
          res_model: PAYMENT,
          context: { create: false },
          view_mode: 'form',
          res_id: made,
        }
      }),
    },
  },
]
