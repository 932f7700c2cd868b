import type { Json, JsonObject } from '#connector-kit'
import type { SchemaField } from '#mapping'
import { outgoing, rejected } from './kind.js'
import type { DocumentShape } from './document.js'
import type { Masters } from './masters.js'
import type { Side } from './taxes.js'

/** Names in a line item that are no columns of the row. */
const DERIVED = new Set(['quantity', 'unit_price', 'discount', 'tax', 'net'])

/** Their fields. */
export const LINE_FIELDS: readonly SchemaField[] = [
  { path: 'quantity', type: 'number' },
  { path: 'unit_price', type: 'number' },
  { path: 'discount', type: 'number' },
  { path: 'tax', type: 'text' },
  { path: 'net', type: 'number', readOnly: true },
]

/** A row as an item of the composed document. Credit notes count upwards (canonical `invoice`). */
export function lineItem(row: JsonObject, sign: number, tax: string | null): JsonObject {
  const times = (value: Json | undefined): number => (Number(value) || 0) * sign || 0
  const percent = Number(row['discount_percentage']) || 0
  const list = Number(row['rate_with_margin']) || Number(row['price_list_rate']) || 0
  const discounted = percent !== 0 && list !== 0
  return {
    ...row,
    id: String(row['name']),
    quantity: times(row['qty']),
    // Without a percentage the list price says nothing about what was agreed (recording 121).
    unit_price: discounted ? list : Number(row['rate']) || 0,
    discount: discounted ? percent : null,
    tax,
    net: times(row['net_amount']),
  }
}

export interface LineContext {
  side: Side
  sign: number
  masters: Masters
  defaults: JsonObject
  /** The order that the lines belong to; undefined: as they are. */
  order: Json | undefined
  /** Rows of taxes that stand there. */
  taxes: readonly JsonObject[]
}

/** Lines as rows, and the rows of taxes that give each line its own. */
export function lineRows(
  lines: readonly { before: JsonObject | null; values: JsonObject }[],
  context: LineContext,
): JsonObject {
  const wanted = lines.map(({ before, values }) => ({ ...before, ...values }))
  const codes = wanted.map((line) => (typeof line['tax'] === 'string' ? line['tax'] : null))
  const untouched = lines.every(
    ({ before, values }) =>
      before !== null && (values['tax'] === undefined || values['tax'] === before['tax']),
  )
  const plan = untouched ? null : taxPlan(codes, context)
  return {
    items: wanted.map((line, index) => ({
      ...rowOf(line, lines[index]?.before ?? null, context),
      ...(plan ? { item_tax_template: plan.lines[index] ?? '' } : {}),
    })),
    ...(plan ? { taxes: withSide(plan.rows, context.side), taxes_and_charges: plan.template || null } : {}),
  }
}

function taxPlan(
  codes: readonly (string | null)[],
  { side, masters }: LineContext,
): { rows: JsonObject[]; template: string; lines: string[] } {
  const taxes = masters.taxes[side]
  const unknown = codes.find((code) => code !== null && !taxes.knows(code))
  if (typeof unknown === 'string') {
    throw rejected('tax-unknown', 'lines.tax', { tax: unknown, choices: taxes.choices })
  }
  const plan = taxes.plan(codes)
  if (!plan) {
    const mixed = [...new Set(codes.map((code) => code ?? '–'))].join(', ')
    throw rejected('tax-mixed', 'lines.tax', { taxes: mixed })
  }
  return plan
}

const withSide = (rows: readonly JsonObject[], side: Side): JsonObject[] =>
  rows.map((row) => (side === 'purchase' ? { ...row, category: 'Total', add_deduct_tax: 'Add' } : row))

function rowOf(line: JsonObject, before: JsonObject | null, context: LineContext): JsonObject {
  const { masters, sign, order } = context
  const row: JsonObject = before
    ? outgoing(line, DERIVED)
    : { ...context.defaults, ...outgoing(line, DERIVED) }
  const unit = line['uom']
  if (unit) row['uom'] = typeof unit === 'string' ? (masters.units.nameOf(unit) ?? unit) : unit
  row['qty'] = (Number(line['quantity'] ?? 1) || 0) * sign || 0
  Object.assign(row, priced(line))
  if (!row['item_code']) Object.assign(row, withoutItem(row, masters))
  if (order !== undefined) row['sales_order'] = order
  return row
}

/**
 * Price and discount as ERPNext takes them without looking into a price list of its own: `rate` is what counts, a free line needs
 * the discount as well (upstream/erpnext.md §12 no. 2).
 */
function priced(line: JsonObject): JsonObject {
  const price = Number(line['unit_price']) || 0
  const discount = Number(line['discount']) || 0
  if (price === 0) return { rate: 0, price_list_rate: 0, discount_percentage: 100, discount_amount: 0 }
  return {
    // Six digits are far more than ERPNext keeps, and none of the noise of binary numbers.
    rate: Number(((price * (100 - discount)) / 100).toFixed(6)),
    price_list_rate: price,
    discount_percentage: discount,
    discount_amount: 0,
    margin_rate_or_amount: 0,
  }
}

/** A line without a product says everything itself (upstream/erpnext.md §10). */
function withoutItem(row: JsonObject, masters: Masters): JsonObject {
  const text =
    typeof row['description'] === 'string' ? row['description'].replace(/<[^>]*>/g, ' ').trim() : ''
  const name = text.split('\n')[0]?.slice(0, 140).trim()
  return {
    item_name: row['item_name'] ?? (name || '-'),
    description: row['description'] ?? '-',
    uom: row['uom'] ?? masters.units.nameOf('C62') ?? null,
  }
}

/** Accounts of new rows, which only a product would bring along. */
export function rowDefaults({ doctype }: DocumentShape, { company }: Masters): JsonObject {
  if (doctype === 'Sales Invoice') return { income_account: company.setting('default_income_account') }
  if (doctype === 'Purchase Invoice') return { expense_account: company.setting('default_expense_account') }
  return {}
}
