import { ACCOUNTS } from './accounting-data.js'
import { char, link, LOG, many } from './fields.js'
import { localized } from './errors.js'
import {
  action,
  cancelMoves,
  draftMoves,
  draftName,
  isRefund,
  isSale,
  openOf,
  postMoves,
  refreshSides,
  settle,
  settlementOf,
  sidesOf,
  widgetOf,
} from './move-actions.js'
import { id, LINE_FIELDS, MOVE_FIELDS } from './move-fields.js'
import { isoDate, lineAmounts, priceOf, round } from './money.js'
import { MOVE, MOVE_LINE, ORDER, PARTIAL, PAYMENT } from './names.js'
import { describeProduct, sumOrder, taxesOfCompany } from './order-models.js'
import { copyRecord, existing, rowIn } from './records.js'
import { billingOnly, childIds } from './stored.js'
import type { StoredModel } from './stored.js'
import type { Env } from './env.js'
import type { Row } from './table.js'
import type { Transaction } from './transaction.js'
import type { Values } from './values.js'

/** What a posted document freezes (upstream §6); reference, note and due date stay free. */
const FROZEN = [
  'partner_id',
  'invoice_date',
  'date',
  'currency_id',
  'journal_id',
  'move_type',
  'invoice_line_ids',
  'line_ids',
]

const journalFor = (tx: Transaction, type: string): number | undefined =>
  tx.env.db
    .table('account.journal')
    .after(0)
    .find((journal) => journal['company_id'] === tx.env.companies[0] && journal['type'] === type)?.id

/** Sums of a document follow its lines. */
export function sumMove(tx: Transaction, move: Row | undefined): void {
  if (!move) return
  const lines = childIds(tx.env, MOVE_LINE, 'move_id', move.id).flatMap(
    (id) => rowIn(tx, MOVE_LINE, id) ?? [],
  )
  const sum = (field: string): number => round(lines.reduce((total, line) => total + Number(line[field]), 0))
  const amount_untaxed = sum('price_subtotal')
  const amount_total = sum('price_total')
  const sign = isSale(move) === isRefund(move) ? -1 : 1
  const values = {
    amount_untaxed,
    amount_total,
    amount_tax: round(amount_total - amount_untaxed),
    amount_total_signed: sign * amount_total,
    amount_untaxed_signed: sign * amount_untaxed,
    ...settlementOf(tx.env, { ...move, amount_total }),
  }
  if (Object.entries(values).some(([name, value]) => move[name] !== value)) tx.patch(move, values, MOVE)
}

/** Orders whose lines a document invoices look at it again. */
function refreshOrders(tx: Transaction, moveId: number): void {
  const orders = new Set<number>()
  for (const id of tx.env.db.table(MOVE_LINE).childIds(moveId)) {
    for (const line of (rowIn(tx, MOVE_LINE, id)?.['sale_line_ids'] ?? []) as number[])
      orders.add(Number(rowIn(tx, 'sale.order.line', line)?.['order_id'] ?? 0))
  }
  for (const order of orders) sumOrder(tx, rowIn(tx, ORDER, order))
}

function lineDefaults(tx: Transaction, values: Values): Values {
  const { env } = tx
  const move = rowIn(tx, MOVE, values['move_id'] as number)
  const product = rowIn(tx, 'product.product', Number(values['product_id'] ?? 0))
  const template = rowIn(tx, 'product.template', product?.['product_tmpl_id'])
  const sale = move ? isSale(move) : true
  const preset = { sequence: 100, display_type: 'product', quantity: 1 }
  if (product && template) {
    const taxes = taxesOfCompany(tx, template[sale ? 'taxes_id' : 'supplier_taxes_id'])
    return {
      ...preset,
      name: describeProduct(tx, product, template),
      price_unit: sale ? template['list_price'] : (product['standard_price'] ?? 0),
      product_uom_id: template['uom_id'],
      tax_ids: [[6, 0, taxes]],
    }
  }
  // Without a product the company's own default tax is taken, unless the client says otherwise (recorded: invoice_de_create).
  const use = sale ? 'sale' : 'purchase'
  const first = env.db
    .table('account.tax')
    .after(0)
    .find((tax) => tax['company_id'] === env.companies[0] && tax['type_tax_use'] === use)
  const isText = values['display_type'] === 'line_section' || values['display_type'] === 'line_note'
  const taxable = first && move?.['move_type'] !== 'entry' && !isText
  return { ...preset, ...(taxable && { tax_ids: [[6, 0, [first.id]]] }) }
}

function completeLine(tx: Transaction, row: Row): Row {
  const { env } = tx
  const move = rowIn(tx, MOVE, row['move_id'])
  const price = priceOf(env, Number(row['price_unit']))
  const counts = row['display_type'] === 'product' || row['display_type'] === null
  const { untaxed, total } = lineAmounts(env, {
    price,
    quantity: counts ? Number(row['quantity']) : 0,
    discount: Number(row['discount']),
    taxes: row['tax_ids'] as number[],
  })
  const isEntry = move?.['move_type'] === 'entry'
  return {
    ...row,
    display_type: row['display_type'] ?? 'product',
    price_unit: price,
    price_subtotal: untaxed,
    price_total: total,
    account_id: row['account_id'] ?? (move && isSale(move) ? ACCOUNTS.income : ACCOUNTS.expense),
    company_id: move?.['company_id'] ?? null,
    ...(!isEntry && { balance: -untaxed, amount_currency: -untaxed }),
  }
}

export const moveModels: readonly StoredModel[] = [
  {
    name: MOVE,
    label: 'Journal Entry',
    order: 'date desc, name desc, id desc',
    fields: MOVE_FIELDS,
    allows: billingOnly,
    defaults(tx, values) {
      const type = String(values['move_type'] ?? 'entry')
      const kind = /^out_/.test(type) ? 'sale' : /^in_/.test(type) ? 'purchase' : 'general'
      return {
        move_type: 'entry',
        name: draftName(tx.env.db.version) ?? false,
        company_id: tx.env.companies[0],
        journal_id: journalFor(tx, kind),
        currency_id: tx.env.db.currencyOf(tx.env.companies[0]),
        invoice_user_id: tx.env.user.id,
      }
    },
    guard(tx, row, values) {
      if (row['state'] === 'draft') return
      const frozen = FROZEN.filter((name) => name in values)
      if (row['state'] !== 'posted' || frozen.length === 0) return
      throw localized('odoo.exceptions.UserError', tx.env.lang, 'frozen', { fields: frozen.join(', ') })
    },
    complete(tx, row, before) {
      const today = isoDate(tx.env.now)
      const term = row['invoice_payment_term_id'] !== null
      return {
        ...row,
        state: row['state'] ?? 'draft',
        payment_state: row['payment_state'] ?? 'not_paid',
        date: row['date'] ?? row['invoice_date'] ?? today,
        // Without terms a document is due at once; with terms they decide, whatever was written.
        invoice_date_due:
          row['move_type'] === 'entry'
            ? null
            : term && before === null
              ? (row['invoice_date'] ?? today)
              : (row['invoice_date_due'] ?? today),
      }
    },
    after(tx, row) {
      sumMove(tx, row)
      refreshOrders(tx, row.id)
    },
    beforeUnlink(tx, row) {
      if (row['state'] === 'posted') throw localized('odoo.exceptions.UserError', tx.env.lang, 'deletePosted')
    },
    value(env, row, field) {
      switch (field) {
        case 'display_name':
          return row['ref'] ? `${String(row['name'] ?? '')} (${String(row['ref'])})` : (row['name'] ?? null)
        case 'commercial_partner_id':
          return env.db.partners.get(Number(row['partner_id']))?.['commercial_partner_id'] ?? null
        case 'invoice_partner_display_name':
          return env.db.partners.get(Number(row['partner_id']))?.['complete_name'] ?? null
        case 'invoice_line_ids':
          return childIds(env, MOVE_LINE, 'move_id', row.id).filter((line) => {
            const type = env.db.table(MOVE_LINE).get(line)?.['display_type']
            return row['move_type'] !== 'entry' && type !== 'payment_term' && type !== 'tax'
          })
        case 'matched_payment_ids':
          return [...settledBy(env, row)]
        case 'status_in_payment':
          return row['payment_state'] === 'not_paid' ? (row['state'] ?? null) : (row['payment_state'] ?? null)
        case 'sequence_prefix':
          return String(row['name'] ?? '').replace(/\d+$/, '')
        case 'sequence_number':
          return Number(/\d+$/.exec(String(row['name'] ?? ''))?.[0] ?? 0)
        case 'access_url':
          return `/my/invoices/${row.id}`
        default:
          return undefined
      }
    },
    json: (env, row, field) => (field === 'invoice_payments_widget' ? widgetOf(env, row) : {}),
    methods: {
      action_post: action((tx, { ids }) => {
        postMoves(tx, ids)
        for (const id of ids) refreshOrders(tx, id)
        return false
      }),
      button_draft: action((tx, { ids }) => draftMoves(tx, ids)),
      button_cancel: action((tx, { ids }) => {
        cancelMoves(tx, ids)
        for (const id of ids) refreshOrders(tx, id)
        return null
      }),
      js_assign_outstanding_line: action(
        (tx, { ids, args }) => assign(tx, ids, Number(args['line_id'])),
        ['line_id'],
      ),
      preview_invoice: action((_tx, { ids }) => ({
        type: 'ir.actions.act_url',
        target: 'self',
        url: `/my/invoices/${ids[0] ?? 0}?access_token=simulated`,
      })),
    },
  },
  {
    name: MOVE_LINE,
    label: 'Journal Item',
    order: 'date_maturity desc, id desc',
    fields: LINE_FIELDS,
    allows: billingOnly,
    defaults: lineDefaults,
    guard: (tx, row) => refuseLineChange(tx, row),
    complete: completeLine,
    after(tx, row, before) {
      if (before === null) refuseLineChange(tx, row)
      sumMove(tx, rowIn(tx, MOVE, row['move_id']))
    },
    beforeUnlink: (tx, row) => refuseLineChange(tx, row),
    afterUnlink: (tx, row) => sumMove(tx, rowIn(tx, MOVE, row['move_id'])),
    value(env, row, field) {
      if (field === 'currency_id')
        return env.db.table(MOVE).get(Number(row['move_id']))?.['currency_id'] ?? null
      if (field === 'account_type')
        return env.db.table('account.account').get(Number(row['account_id']))?.['account_type'] ?? null
      return undefined
    },
  },
  {
    name: PARTIAL,
    label: 'Partial Reconcile',
    fields: {
      id,
      debit_move_id: link('Debit Move', MOVE_LINE, { required: true }),
      credit_move_id: link('Credit Move', MOVE_LINE, { required: true }),
      amount: { type: 'monetary', label: 'Amount' },
      debit_amount_currency: { type: 'monetary', label: 'Debit Amount Currency' },
      credit_amount_currency: { type: 'monetary', label: 'Credit Amount Currency' },
      ...LOG,
    },
    allows: billingOnly,
    complete: (tx, row) => ({ ...row, ...sidesOf(tx.env, row) }),
    after: (tx, row) => refreshSides(tx, row),
    afterUnlink: (tx, row) => refreshSides(tx, row),
  },
  {
    name: 'account.move.reversal',
    label: 'Account Move Reversal',
    fields: {
      id,
      reason: char('Reason'),
      date: { type: 'date', label: 'Reversal date' },
      journal_id: link('Journal', 'account.journal'),
      move_ids: many('many2many', 'Moves', MOVE),
    },
    allows: billingOnly,
    defaults: (tx) => ({ move_ids: [[6, 0, tx.env.context['active_ids'] ?? []]] }),
    methods: {
      refund_moves: action((tx, { ids }) => {
        const wizard = existing(tx, 'account.move.reversal', ids, 'write')[0]
        const moves = ((wizard?.['move_ids'] ?? []) as number[]).flatMap(
          (move) => rowIn(tx, MOVE, move) ?? [],
        )
        const made = moves.map((move) =>
          copyRecord(tx, MOVE, move, {
            move_type: String(move['move_type']).replace('_invoice', '_refund'),
            reversed_entry_id: move.id,
            invoice_date: wizard?.['date'] ?? isoDate(tx.env.now),
            ref: `${tx.env.lang.startsWith('de') ? 'Stornierung von' : 'Reversal of'}: ${String(move['name'])}, ${String(wizard?.['reason'] ?? '')}`,
          }),
        )
        return {
          name: 'Reverse Moves',
          type: 'ir.actions.act_window',
          res_model: MOVE,
          view_mode: 'form',
          res_id: made[0] ?? false,
          context: { default_move_type: 'out_refund' },
        }
      }),
    },
  },
]

function refuseLineChange(tx: Transaction, line: Row): void {
  const move = rowIn(tx, MOVE, line['move_id'])
  if (move?.['state'] !== 'posted' || move['move_type'] === 'entry') return
  throw localized('odoo.exceptions.UserError', tx.env.lang, 'frozen', { fields: 'invoice_line_ids' })
}

function settledBy(env: Env, move: Row): Set<number> {
  const partials = env.db.table('account.partial.reconcile').after(0)
  return new Set(
    partials.flatMap(({ move_id, payment_id }) =>
      move_id === move.id && typeof payment_id === 'number' ? [payment_id] : [],
    ),
  )
}

/** "Add" beside an outstanding payment: reconciles as much as both sides have left. */
function assign(tx: Transaction, ids: readonly number[], lineId: number): null {
  const [invoice] = existing(tx, MOVE, ids, 'write')
  const [line] = existing(tx, MOVE_LINE, [lineId], 'read')
  const payment = tx.env.db
    .table(PAYMENT)
    .after(0)
    .find((candidate) => candidate['move_id'] === line?.['move_id'])
  const account = rowIn(tx, 'account.account', line?.['account_id'])?.['account_type']
  const expected = invoice && isSale(invoice) ? 'asset_receivable' : 'liability_payable'
  if (
    !invoice ||
    !payment ||
    account !== expected ||
    invoice['state'] !== 'posted' ||
    openOf(tx.env, payment) <= 0
  )
    throw localized('odoo.exceptions.UserError', tx.env.lang, 'alreadySettled')
  settle(tx, invoice, { payment })
  return null
}
