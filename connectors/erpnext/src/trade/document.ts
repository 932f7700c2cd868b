import type { EntityName } from '#canonical'
import type { Json, JsonObject } from '#connector-kit'
import type { SchemaField } from '#mapping'
import type { Row } from '../client.js'
import { ACCEPTED, MARKER, NUMBER, PLACEHOLDER } from '../types.js'
import { cleaned, itemsOf, listed, rejected } from './kind.js'
import type { Change, TradeKind, Update } from './kind.js'
import { LINE_FIELDS, lineItem, lineRows, rowDefaults } from './lines.js'
import type { Masters } from './masters.js'
import type { Side } from './taxes.js'

/** How a document of trade calls the same things. */
export interface DocumentShape {
  doctype: string
  entity: EntityName
  side: Side
  /** Columns. */
  party: string
  date: string
  /** Where the other side's reference stands; `title` only counts when it does not repeat the party's name. */
  reference: string
  rows: string
  /** Further columns that mappings write. */
  columns: readonly string[]
  lifeOf(row: Row): string
}

/** Words for the status that an action leads to; `docstatus` 1 is submitted, 2 cancelled. */
const STATUS: Record<string, 0 | 1 | 2> = { draft: 0, sent: 1, accepted: 1, issued: 1, cancelled: 2 }

/** Stands in the field for the number when the hub submitted a document whose number it does not know yet. */
const NO_NUMBER = '-'

const VIRTUAL: readonly SchemaField[] = [
  { path: 'life', type: 'text', label: 'Status' },
  { path: 'settlement', type: 'text', label: 'Paid', readOnly: true },
  { path: 'number', type: 'text', label: 'Number', maxLength: 140 },
  { path: 'order_id', type: 'reference', label: 'Sales Order' },
  ...['net', 'tax', 'gross', 'open'].map((name): SchemaField => ({
    path: name,
    type: 'number',
    readOnly: true,
  })),
  { path: 'date', type: 'date', label: 'Date' },
  { path: 'delivery_date', type: 'date', label: 'Delivery Date' },
  { path: 'lines', type: 'list', label: 'Items' },
]

/** A quotation, order or invoice as one document with its lines. */
export function documentKind(shape: DocumentShape): TradeKind {
  const { doctype, entity, side } = shape
  const purchase = side === 'purchase'
  const taxTable = purchase ? 'Purchase Taxes and Charges' : 'Sales Taxes and Charges'
  return {
    doctype,
    entity,
    scope: (company) => [
      ['company', '=', company],
      ...(doctype === 'Quotation' ? ([['quotation_to', '=', 'Customer']] as const) : []),
    ],
    related: [
      { field: 'items', doctype: shape.rows },
      { field: 'taxes', doctype: taxTable },
    ],
    parts: {},
    lists: { lines: { doctype: shape.rows, virtual: LINE_FIELDS } },
    virtual: VIRTUAL,
    compose(row, related, masters) {
      const values = cleaned(row)
      const sign = row['is_return'] === 1 ? -1 : 1
      const amount = (column: string): number => (Number(row[column]) || 0) * sign || 0
      const taxes = (related['taxes'] ?? []).map(cleaned)
      const items = (related['items'] ?? []).map(cleaned)
      const open = amount('outstanding_amount')
      return {
        ...values,
        life: shape.lifeOf(row),
        number: numberOf(row, shape),
        [shape.reference]: referenceOf(row, shape),
        ...(entity === 'invoice'
          ? { settlement: row['docstatus'] === 1 ? settlementOf(open, amount('grand_total')) : null, open }
          : {}),
        ...(doctype === 'Sales Invoice'
          ? { order_id: (items.find((item) => item['sales_order'])?.['sales_order'] ?? null) as Json }
          : {}),
        date:
          (doctype === 'Purchase Invoice'
            ? (values['bill_date'] ?? values['posting_date'])
            : values[shape.date]) ?? null,
        delivery_date: saysNothing(values) ? null : (values['delivery_date'] ?? null),
        net: amount('net_total'),
        tax: amount('total_taxes_and_charges'),
        gross: amount('grand_total'),
        taxes,
        lines: items.map((item) =>
          lineItem(item, sign, masters.taxes[side].ofLine(item, taxes, values['taxes_and_charges'])),
        ),
      }
    },
    draft(operation, masters) {
      const { values } = operation
      const returned = values['is_return'] === 1
      const lines = listed([], operation.parts, 'lines')
      return {
        company: masters.company.name,
        ignore_pricing_rule: 1,
        ...(doctype === 'Quotation' ? { quotation_to: 'Customer' } : {}),
        ...(entity === 'invoice' ? { ignore_default_payment_terms_template: 1, update_stock: 0 } : {}),
        ...columns(shape, values),
        ...(doctype === 'Sales Order' && !values['delivery_date']
          ? { delivery_date: values['date'] ?? today(), transaction_date: values['date'] ?? today() }
          : {}),
        ...lineRows(lines, {
          side,
          sign: returned ? -1 : 1,
          masters,
          defaults: rowDefaults(shape, masters),
          order: values['order_id'],
          taxes: [],
        }),
      }
    },
    change: (operation, masters) => changeOf(shape, operation, masters),
  }
}

function changeOf(shape: DocumentShape, { values, parts, current }: Update, masters: Masters): Change {
  const { life, ...rest } = values
  const before = current.values
  const from = Number(before['docstatus']) as 0 | 1 | 2
  const to = life === undefined || life === null ? from : STATUS[String(life)]
  if (to === undefined) throw rejected('status-unknown', 'life', { status: String(life) })
  if (to < from) throw rejected('status-back', 'life', { status: String(life) })
  const changed = Object.fromEntries(
    Object.entries(rest).filter(
      ([key, value]) => JSON.stringify(before[key] ?? null) !== JSON.stringify(value ?? null),
    ),
  )
  const body = columns(shape, changed)
  if (parts.some((part) => part.list === 'lines') || changed['order_id'] !== undefined) {
    Object.assign(
      body,
      lineRows(listed(itemsOf(before, 'lines'), parts, 'lines'), {
        side: shape.side,
        sign: before['is_return'] === 1 ? -1 : 1,
        masters,
        defaults: rowDefaults(shape, masters),
        order: changed['order_id'],
        taxes: itemsOf(before, 'taxes'),
      }),
    )
  }
  // Who submitted it is known by the field for the number: the hub never leaves it empty.
  if (from === 0 && to > 0 && NUMBERED.has(shape.doctype) && !body[NUMBER] && !before[NUMBER])
    body[NUMBER] = NO_NUMBER
  if (shape.doctype === 'Quotation' && life === 'accepted' && before['life'] !== 'accepted')
    body[ACCEPTED] = 1
  return { body, docstatus: ([1, 2] as const).filter((step) => step > from && step <= to) }
}

/** Documents that carry the other system's number in a field of the hub; a purchase invoice has one of its own. */
export const NUMBERED: ReadonlySet<string> = new Set([
  'Quotation',
  'Sales Order',
  'Sales Invoice',
  'Payment Entry',
])

const COMMON = ['currency', 'terms', 'is_return', 'return_against']

/** The composed fields of a document as columns. */
function columns(shape: DocumentShape, values: JsonObject): JsonObject {
  const body: JsonObject = {}
  for (const name of [shape.party, shape.reference, ...COMMON, ...shape.columns]) {
    if (values[name] !== undefined) body[name] = values[name]
  }
  const { date, number } = values
  if (date !== undefined) {
    body[shape.date] = date
    if (shape.date === 'posting_date') body['set_posting_time'] = 1
    if (shape.doctype === 'Purchase Invoice') body['bill_date'] = date
  }
  if (number !== undefined) body[NUMBERED.has(shape.doctype) ? NUMBER : 'bill_no'] = number
  return body
}

/**
 * The legal number: of a purchase invoice the supplier's; of a document that the hub made the one that it brought along; of a
 * document that was submitted here its own name. A draft has none: it may still be deleted, and its name be given to another.
 */
export function numberOf(row: Row, { doctype }: { doctype: string }): string | null {
  const text = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null)
  if (!NUMBERED.has(doctype)) return text(row['bill_no'])
  const brought = text(row[NUMBER])
  if (brought !== null) return brought === NO_NUMBER ? null : brought
  if (text(row[MARKER]) !== null && row['docstatus'] === 0) return null
  return Number(row['docstatus']) > 0 ? row.name : null
}

function referenceOf(row: Row, shape: DocumentShape): string | null {
  const value = row[shape.reference]
  if (typeof value !== 'string' || value === '' || value === PLACEHOLDER) return null
  if (shape.reference !== 'title') return value
  const names = [
    row[shape.party],
    row['customer_name'],
    row['supplier_name'],
    '{customer_name}',
    '{supplier_name}',
  ]
  return names.includes(value) ? null : value
}

/** What payments leave open. */
function settlementOf(open: number, total: number): string {
  if (open <= 0) return 'paid'
  return open < total ? 'partlyPaid' : 'open'
}

const today = (): string => new Date().toISOString().slice(0, 10)

/** ERPNext demands a delivery date of an order; one that only repeats the order's date says nothing. */
const saysNothing = (values: JsonObject): boolean => values['delivery_date'] === values['transaction_date']
