import { many } from './fields.js'
import { localized } from './errors.js'
import { isoDate, lineAmounts, priceOf, round } from './money.js'
import { id, ORDER_FIELDS, ORDER_LINE_FIELDS } from './order-fields.js'
import { createRecords, existing, rowIn } from './records.js'
import { allowsBusiness, childIds } from './stored.js'
import type { StoredModel } from './stored.js'
import type { Call } from './method.js'
import { action, cancelMoves } from './move-actions.js'
import { ORDER, ORDER_LINE } from './names.js'
import type { Row, Value } from './table.js'
import type { Transaction } from './transaction.js'
import type { Values } from './values.js'

/** Names of the fields that were renamed in 19 (upstream §7). */
export const uomField = (version: number): string => (version < 19 ? 'product_uom' : 'product_uom_id')
export const taxField = (version: number): string => (version < 19 ? 'tax_id' : 'tax_ids')

/** What a line takes from its product where nobody says otherwise; without a product it has neither unit nor tax. */
function fromProduct(tx: Transaction, values: Values): Values {
  const { env } = tx
  const id = Number(values['product_id'] ?? 0)
  const product = env.db.table('product.product').get(id)
  const template = env.db.table('product.template').get(Number(product?.['product_tmpl_id'] ?? 0))
  if (!product || !template) return {}
  return {
    name: describeProduct(tx, product, template),
    price_unit: template['list_price'],
    [uomField(env.db.version)]: template['uom_id'],
    [taxField(env.db.version)]: [[6, 0, taxesOfCompany(tx, template['taxes_id'])]],
  }
}

export function describeProduct(tx: Transaction, product: Row, template: Row): string {
  const lang = String(tx.env.context['lang'] ?? '')
  const name = template[`name@${lang}`] ?? template['name']
  return product['default_code'] ? `[${String(product['default_code'])}] ${String(name)}` : String(name)
}

export const taxesOfCompany = (tx: Transaction, ids: Value | undefined): number[] =>
  ((ids ?? []) as number[]).filter((id) => {
    return tx.env.db.table('account.tax').get(id)?.['company_id'] === tx.env.companies[0]
  })

function completeLine(tx: Transaction, row: Row): Row {
  const { env } = tx
  const price = priceOf(env, Number(row['price_unit']))
  const taxes = row[taxField(env.db.version)] as number[]
  const quantity = row['display_type'] ? 0 : Number(row['product_uom_qty'])
  const { untaxed, total } = lineAmounts(env, { price, quantity, discount: Number(row['discount']), taxes })
  const order = rowIn(tx, ORDER, row['order_id'])
  return {
    ...row,
    price_unit: price,
    product_uom_qty: quantity,
    price_subtotal: untaxed,
    // As Odoo says it, with the noise of binary numbers (upstream §3).
    price_tax: total - untaxed,
    price_total: total,
    company_id: order?.['company_id'] ?? null,
  }
}

/** Sums of an order follow its lines; its stamp moves only when they change (upstream §4). */
export function sumOrder(tx: Transaction, order: Row | undefined): void {
  if (!order) return
  const lines = childIds(tx.env, ORDER_LINE, 'order_id', order.id).flatMap(
    (id) => rowIn(tx, ORDER_LINE, id) ?? [],
  )
  const sum = (field: string): number => round(lines.reduce((total, line) => total + Number(line[field]), 0))
  const values = {
    amount_untaxed: sum('price_subtotal'),
    amount_tax: sum('price_tax'),
    amount_total: sum('price_total'),
    invoice_status: invoiceStatus(tx, order, lines),
  }
  if (Object.entries(values).some(([name, value]) => order[name] !== value)) tx.patch(order, values, ORDER)
}

function invoiceStatus(tx: Transaction, order: Row, lines: readonly Row[]): string {
  if (order['state'] !== 'sale') return 'no'
  const open = lines.filter(
    (line) => !line['display_type'] && Number(line['product_uom_qty']) > invoiced(tx, line),
  )
  return open.length > 0 ? 'to invoice' : lines.length > 0 ? 'invoiced' : 'no'
}

const invoiceLinesOf = (env: Transaction['env'], line: Row): Row[] =>
  env.db
    .table('account.move.line')
    .after(0)
    .filter((row) => ((row['sale_line_ids'] ?? []) as number[]).includes(line.id))

function invoiced({ env }: { env: Transaction['env'] }, line: Row): number {
  return invoiceLinesOf(env, line).reduce((sum, row) => {
    const move = env.db.table('account.move').get(Number(row['move_id']))
    if (!move || move['state'] === 'cancel') return sum
    return sum + Number(row['quantity']) * (move['move_type'] === 'out_refund' ? -1 : 1)
  }, 0)
}

export const orderModels: readonly StoredModel[] = [
  {
    name: ORDER,
    label: 'Sales Order',
    order: 'date_order desc, id desc',
    fields: ORDER_FIELDS,
    allows: allowsBusiness,
    defaults(tx) {
      const { env } = tx
      return {
        name: `S${String(env.db.nextId('sale.order.number')).padStart(5, '0')}`,
        company_id: env.companies[0],
        user_id: env.user.id,
      }
    },
    complete(tx, row, before) {
      const { env } = tx
      if (before === null && row['date_order'] === null) row = { ...row, date_order: env.now }
      const partner = row['partner_id']
      if (before === null && typeof partner !== 'number') {
        throw localized('odoo.exceptions.ValidationError', env.lang, 'fieldRequired', {
          model: 'Sales Order',
          name: ORDER,
          field: "'Customer' (partner_id)",
        })
      }
      const pricelist = env.db.table('product.pricelist').get(Number(row['pricelist_id'] ?? 0))
      const moved = before !== null && before['partner_id'] !== partner
      const shipping = env.db.partners.childIds(Number(partner)).find((id) => {
        const child = env.db.partners.get(id)
        return child?.['active'] === true && child['type'] === 'delivery'
      })
      return {
        ...row,
        state: row['state'] ?? 'draft',
        partner_invoice_id: moved ? partner : (row['partner_invoice_id'] ?? partner),
        // A child of type delivery is chosen by itself (upstream §6).
        partner_shipping_id: moved
          ? (shipping ?? partner)
          : (row['partner_shipping_id'] ?? shipping ?? partner),
        currency_id: pricelist?.['currency_id'] ?? env.db.currencyOf(Number(row['company_id'])),
        currency_rate: 1,
        invoice_status: row['invoice_status'] ?? 'no',
        validity_date: row['validity_date'] ?? (before === null ? inThirtyDays(env.now) : null),
      } as Row
    },
    after: (tx, row) => sumOrder(tx, row),
    beforeUnlink(tx, row) {
      if (row['state'] === 'draft' || row['state'] === 'cancel') return
      throw localized('odoo.exceptions.UserError', tx.env.lang, 'orderDelete')
    },
    value(env, row, field) {
      if (field === 'access_url') return `/my/orders/${row.id}`
      if (field !== 'invoice_ids') return undefined
      const lines = env.db.table(ORDER_LINE).childIds(row.id)
      const moves = lines.flatMap((id) => {
        const line = env.db.table(ORDER_LINE).get(id)
        return line ? invoiceLinesOf(env, line).map((found) => Number(found['move_id'])) : []
      })
      return [...new Set(moves)]
    },
    json(env, row) {
      const total = Number(row['amount_untaxed']) + Number(row['amount_tax'])
      if (env.db.version < 18) return { amount_untaxed: row['amount_untaxed'], amount_total: total }
      return { currency_id: row['currency_id'], total_amount: total }
    },
    methods: {
      action_confirm: action((tx, call) => {
        const orders = existing(tx, ORDER, call.ids, 'write')
        const wrong = orders.filter(({ state }) => state !== 'draft' && state !== 'sent')
        if (wrong.length > 0) {
          const names = wrong.map(({ name }) => String(name)).join(', ')
          throw localized(
            'odoo.exceptions.UserError',
            tx.env.lang,
            tx.env.db.version < 18 ? 'orderConfirm17' : 'orderConfirm',
            { names },
          )
        }
        // The date is overwritten, whatever it was (upstream §6).
        for (const order of orders)
          sumOrder(tx, tx.patch(order, { state: 'sale', date_order: tx.env.now }, ORDER))
        return true
      }),
      action_cancel: action((tx, call) => {
        const orders = existing(tx, ORDER, call.ids, 'write')
        if (orders.some(({ locked }) => locked === true))
          throw localized('odoo.exceptions.UserError', tx.env.lang, 'orderLocked')
        const warns = tx.env.db.version < 19 && tx.env.context['disable_cancel_warning'] !== true
        // Up to 18 a dialogue opens instead, and nothing is cancelled.
        if (warns && orders.some(({ state }) => state !== 'draft'))
          return {
            type: 'ir.actions.act_window',
            res_model: 'sale.order.cancel',
            target: 'new',
            view_mode: 'form',
          }
        for (const order of orders) {
          const moves = (modelValue(tx, order) as number[]).filter((id) => {
            return rowIn(tx, 'account.move', id)?.['state'] === 'draft'
          })
          cancelMoves(tx, moves)
          sumOrder(tx, tx.patch(order, { state: 'cancel' }, ORDER))
        }
        return true
      }),
      action_preview_sale_order: action((_tx, { ids }) => ({
        type: 'ir.actions.act_url',
        target: 'self',
        url: `/my/orders/${ids[0] ?? 0}?access_token=simulated`,
      })),
      action_draft: action((tx, call) => {
        for (const order of existing(tx, ORDER, call.ids, 'write'))
          if (order['state'] !== 'sale') tx.patch(order, { state: 'draft' }, ORDER)
        return null
      }),
      action_quotation_sent: action((tx, call) => {
        const orders = existing(tx, ORDER, call.ids, 'write')
        if (orders.some(({ state }) => state !== 'draft'))
          throw localized('odoo.exceptions.UserError', tx.env.lang, 'orderSent')
        for (const order of orders) tx.patch(order, { state: 'sent' }, ORDER)
        return null
      }),
    },
  },
  {
    name: ORDER_LINE,
    label: 'Sales Order Line',
    order: 'order_id, sequence, id',
    fields: ORDER_LINE_FIELDS,
    allows: allowsBusiness,
    defaults: (tx, values) => ({ sequence: 10, product_uom_qty: 1, ...fromProduct(tx, values) }),
    complete: completeLine,
    after: (tx, row) => sumOrder(tx, rowIn(tx, ORDER, row['order_id'])),
    beforeUnlink(tx, row) {
      if (rowIn(tx, ORDER, row['order_id'])?.['state'] !== 'sale') return
      throw localized('odoo.exceptions.UserError', tx.env.lang, 'orderLineDelete')
    },
    afterUnlink: (tx, row) => sumOrder(tx, rowIn(tx, ORDER, row['order_id'])),
    value(env, row, field) {
      const order = env.db.table(ORDER).get(Number(row['order_id']))
      if (field === 'state') return order?.['state'] ?? null
      if (field === 'currency_id') return order?.['currency_id'] ?? null
      if (field === 'qty_invoiced') return invoiced({ env }, row)
      if (field === 'invoice_lines') return invoiceLinesOf(env, row).map((line) => line.id)
      return undefined
    },
  },
  {
    name: 'sale.advance.payment.inv',
    label: 'Sales Advance Payment Invoice',
    fields: {
      id,
      advance_payment_method: {
        type: 'selection',
        label: 'Create Invoice',
        selection: [
          ['delivered', 'Regular invoice'],
          ['percentage', 'Down payment (percentage)'],
          ['fixed', 'Down payment (fixed amount)'],
        ],
      },
      sale_order_ids: many('many2many', 'Sales Orders', ORDER),
    },
    allows: allowsBusiness,
    methods: { create_invoices: action((tx, call) => invoiceOrders(tx, call)) },
  },
]

/** What remains to be invoiced of the wizard's orders, as one draft invoice each. */
function invoiceOrders(tx: Transaction, call: Call): unknown {
  const wizard = existing(tx, 'sale.advance.payment.inv', call.ids, 'write')[0]
  const orders = ((wizard?.['sale_order_ids'] ?? []) as number[]).flatMap((id) => rowIn(tx, ORDER, id) ?? [])
  const { version } = tx.env.db
  const moves = orders.map((order) => {
    const lines = childIds(tx.env, ORDER_LINE, 'order_id', order.id).flatMap((id) => {
      const line = rowIn(tx, ORDER_LINE, id)
      const open = line ? Number(line['product_uom_qty']) - invoiced(tx, line) : 0
      if (!line || (open <= 0 && !line['display_type'])) return []
      return [
        {
          display_type: line['display_type'] ?? 'product',
          product_id: line['product_id'] ?? false,
          name: line['name'],
          quantity: open,
          product_uom_id: line[uomField(version)] ?? false,
          price_unit: line['price_unit'],
          discount: line['discount'],
          tax_ids: [[6, 0, line[taxField(version)]]],
          sale_line_ids: [[6, 0, [id]]],
        },
      ]
    })
    if (lines.length === 0) throw localized('odoo.exceptions.UserError', tx.env.lang, 'nothingToInvoice')
    const values = {
      move_type: 'out_invoice',
      partner_id: order['partner_invoice_id'],
      invoice_origin: order['name'],
      ref: order['client_order_ref'] ?? false,
      currency_id: order['currency_id'],
      invoice_line_ids: lines.map((line) => [0, 0, line]),
    }
    return createRecords(tx, 'account.move', [values])[0] ?? 0
  })
  for (const order of orders) sumOrder(tx, rowIn(tx, ORDER, order.id))
  return {
    type: 'ir.actions.act_window',
    name: 'Invoices',
    res_model: 'account.move',
    res_id: moves[0] ?? false,
  }
}

const modelValue = (tx: Transaction, order: Row): Value =>
  orderModels[0]?.value?.(tx.env, order, 'invoice_ids') ?? []

const inThirtyDays = (now: number): string => isoDate(now + 30 * 86_400_000_000)
