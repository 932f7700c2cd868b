import type { SeedInvoice, SeedLine, SeedOrder, SeedPayment, SeedProduct } from '#connector-kit/testing'
import { UNITS } from './accounting-data.js'
import { partnerLine } from './move-actions.js'
import { MOVE, ORDER, PARTIAL, PAYMENT } from './names.js'
import { taxField, uomField } from './order-models.js'
import { callMethod } from './record-methods.js'
import { createRecords, rowIn } from './records.js'
import { CURRENCIES } from './tables.js'
import type { Transaction } from './transaction.js'
import type { Values } from './values.js'

/** UN/ECE Rec 20 by external id, as far as the units of the simulated database go. */
const UNIT_CODES: Record<string, string> = {
  C62: 'product_uom_unit',
  DZN: 'product_uom_dozen',
  HUR: 'product_uom_hour',
  DAY: 'product_uom_day',
  MIN: 'product_uom_minute',
  MTR: 'product_uom_meter',
  KGM: 'product_uom_kgm',
  LTR: 'product_uom_litre',
}

/** Ids of what seeds refer to, by their keys. */
export type Known = ReadonlyMap<string, number>

export type Business = SeedProduct | SeedOrder | SeedInvoice | SeedPayment

/** Types one record in, as a person does in Odoo: a document is drafted, then brought into its status. Native type and id. */
export function seedBusiness(tx: Transaction, seed: Business, known: Known): { type: string; id: number } {
  switch (seed.entity) {
    case 'product':
      return { type: 'product.product', id: made(tx, 'product.product', productOf(tx, seed)) }
    case 'order':
      return { type: ORDER, id: seedOrder(tx, seed, known) }
    case 'invoice':
      return { type: MOVE, id: seedInvoice(tx, seed, known) }
    case 'payment':
      return { type: PAYMENT, id: seedPayment(tx, seed, known) }
  }
}

const made = (tx: Transaction, model: string, values: Values): number =>
  createRecords(tx, model, [defined(values)])[0] ?? 0

function productOf(tx: Transaction, seed: SeedProduct): Values {
  const kind = seed.kind === 'service' ? 'service' : 'consu'
  return {
    default_code: seed.number,
    name: seed.name,
    description_sale: seed.description,
    type: kind,
    ...(tx.env.db.version < 18 && { detailed_type: kind }),
    list_price: Number(seed.price ?? 0),
    standard_price: Number(seed.cost ?? 0),
    uom_id: unitOf(seed.unit),
    taxes_id: [[6, 0, taxes(tx, seed.tax, 'sale')]],
  }
}

function seedOrder(tx: Transaction, seed: SeedOrder, known: Known): number {
  const { version } = tx.env.db
  const lines = seed.lines.map((line) => ({
    ...lineOf(line, known),
    product_uom_qty: Number(line.quantity),
    [uomField(version)]: unitOf(line.unit),
    [taxField(version)]: [[6, 0, taxes(tx, line.tax, 'sale')]],
  }))
  const id = made(tx, ORDER, {
    ...headOf(seed, known),
    client_order_ref: seed.reference,
    date_order: moment(seed.date),
    validity_date: seed.validUntil ?? false,
    commitment_date: moment(seed.deliveryDate),
    note: html(seed.note),
    order_line: lines.map((line) => [0, 0, defined(line)]),
  })
  if (seed.status === 'sent') callMethod(tx, ORDER, 'action_quotation_sent', [id])
  if (seed.status === 'cancelled') callMethod(tx, ORDER, 'action_cancel', [id])
  if (seed.status !== 'accepted') return id
  callMethod(tx, ORDER, 'action_confirm', [id])
  // Whoever types an old order in puts its date right afterwards.
  const order = rowIn(tx, ORDER, id)
  if (order && seed.date) tx.patch(order, { date_order: Date.parse(`${seed.date}T10:00:00Z`) * 1_000 }, ORDER)
  return id
}

const MOVE_TYPES = {
  invoice: 'out_invoice',
  creditNote: 'out_refund',
  purchaseInvoice: 'in_invoice',
  purchaseCreditNote: 'in_refund',
} as const

function seedInvoice(tx: Transaction, seed: SeedInvoice, known: Known): number {
  const use = seed.kind.startsWith('purchase') ? 'purchase' : 'sale'
  const lines = seed.lines.map((line) => ({
    ...lineOf(line, known),
    quantity: Number(line.quantity),
    product_uom_id: unitOf(line.unit),
    tax_ids: [[6, 0, taxes(tx, line.tax, use)]],
  }))
  const id = made(tx, MOVE, {
    move_type: MOVE_TYPES[seed.kind],
    ...headOf(seed, known),
    ref: seed.reference,
    invoice_date: seed.date ?? false,
    invoice_date_due: seed.dueDate ?? seed.date,
    currency_id: currencyOf(seed.currency),
    narration: html(seed.note),
    reversed_entry_id: seed.corrects === undefined ? undefined : known.get(seed.corrects),
    invoice_line_ids: lines.map((line) => [0, 0, defined(line)]),
  })
  if (seed.status === 'issued') callMethod(tx, MOVE, 'action_post', [id])
  if (seed.status === 'cancelled') callMethod(tx, MOVE, 'button_cancel', [id])
  return id
}

function seedPayment(tx: Transaction, seed: SeedPayment, known: Known): number {
  const { db } = tx.env
  const invoices = (seed.allocations ?? []).flatMap(({ invoice, amount }) => {
    const id = known.get(invoice)
    return id === undefined ? [] : [{ id, amount }]
  })
  const first = rowIn(tx, MOVE, invoices[0]?.id)
  const journal = db.table('account.journal').after(0)
  const isCash = seed.means === '10'
  const id = made(tx, PAYMENT, {
    payment_type: seed.direction === 'incoming' ? 'inbound' : 'outbound',
    partner_type:
      /^in_/.test(String(first?.['move_type'])) || (!first && seed.direction === 'outgoing')
        ? 'supplier'
        : 'customer',
    ...headOf(seed, known),
    amount: Number(seed.amount),
    currency_id: currencyOf(seed.currency),
    date: seed.date,
    [db.version < 18 ? 'ref' : 'memo']: seed.reference,
    journal_id: isCash ? journal.find(({ type }) => type === 'cash')?.id : undefined,
  })
  if (seed.status === 'cancelled') callMethod(tx, PAYMENT, 'action_cancel', [id])
  if (seed.status !== 'issued') return id
  callMethod(tx, PAYMENT, 'action_post', [id])
  for (const invoice of invoices) allocate(tx, id, invoice.id, Number(invoice.amount))
  return id
}

/** Reconciles part of a payment with an invoice, as the reconciliation screen does. */
function allocate(tx: Transaction, payment: number, invoice: number, amount: number): void {
  const ofPayment = partnerLine(tx.env, rowIn(tx, PAYMENT, payment)?.['move_id'])
  const ofInvoice = partnerLine(tx.env, invoice)
  const credits = Number(ofPayment?.['balance']) < 0
  made(tx, PARTIAL, {
    debit_move_id: (credits ? ofInvoice : ofPayment)?.id,
    credit_move_id: (credits ? ofPayment : ofInvoice)?.id,
    amount,
    debit_amount_currency: amount,
    credit_amount_currency: amount,
  })
}

const headOf = ({ party }: { party: string }, known: Known): Values => ({ partner_id: known.get(party) })

function lineOf({ product, text, unitPrice, discount }: SeedLine, known: Known): Values {
  return {
    product_id: product === undefined ? undefined : known.get(product),
    name: text,
    price_unit: Number(unitPrice),
    discount: Number(discount ?? 0),
  }
}

function unitOf(code: string | undefined): number | undefined {
  const name = code === undefined ? undefined : UNIT_CODES[code]
  return UNITS.find(([, xmlid]) => xmlid === name)?.[0]
}

/** The tax that a person chooses for `S 19`; none for what the company does not have. */
function taxes(tx: Transaction, code: string | undefined, use: string): number[] {
  const [category, rate] = code?.split(' ') ?? []
  const found = tx.env.db
    .table('account.tax')
    .after(0)
    .find((tax) => {
      const fits = tax['company_id'] === tx.env.companies[0] && tax['type_tax_use'] === use
      return fits && category === 'S' && tax['amount'] === Number(rate) && tax['price_include'] !== true
    })
  return found ? [found.id] : []
}

const currencyOf = (code: string | undefined): number | undefined =>
  CURRENCIES.find(({ name }) => name === code)?.id

const moment = (date: string | undefined): string | undefined =>
  date === undefined ? undefined : `${date} 10:00:00`

const html = (text: string | undefined): string | undefined =>
  text === undefined ? undefined : `<p>${text.replaceAll('&', '&amp;').replaceAll('<', '&lt;')}</p>`

const defined = (values: Values): Values =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined))
