import type { EntityName } from '#canonical'
import { ACCEPTED } from '../types.js'
import { documentKind } from './document.js'
import type { TradeKind } from './kind.js'
import { paymentKind } from './payment.js'
import { productKind } from './product.js'

/** Words of ERPNext for the stages of a quotation, which `docstatus` alone does not tell. */
const QUOTATION: Record<string, string> = {
  Ordered: 'accepted',
  'Partially Ordered': 'accepted',
  Lost: 'cancelled',
  Cancelled: 'cancelled',
}

const invoiceLife = ['draft', 'issued', 'cancelled']
const orderLife = ['draft', 'accepted', 'cancelled']

const kinds: readonly TradeKind[] = [
  productKind,
  documentKind({
    doctype: 'Quotation',
    entity: 'order',
    side: 'sales',
    party: 'party_name',
    date: 'transaction_date',
    reference: 'title',
    rows: 'Quotation Item',
    columns: ['valid_till'],
    lifeOf: (row) =>
      row['docstatus'] === 0
        ? 'draft'
        : row['docstatus'] === 2
          ? 'cancelled'
          : (QUOTATION[String(row['status'])] ?? (row[ACCEPTED] === 1 ? 'accepted' : 'sent')),
  }),
  documentKind({
    doctype: 'Sales Order',
    entity: 'order',
    side: 'sales',
    party: 'customer',
    date: 'transaction_date',
    reference: 'po_no',
    rows: 'Sales Order Item',
    columns: ['delivery_date'],
    lifeOf: (row) => orderLife[Number(row['docstatus'])] ?? 'draft',
  }),
  documentKind({
    doctype: 'Sales Invoice',
    entity: 'invoice',
    side: 'sales',
    party: 'customer',
    date: 'posting_date',
    reference: 'po_no',
    rows: 'Sales Invoice Item',
    columns: ['due_date'],
    lifeOf: (row) => invoiceLife[Number(row['docstatus'])] ?? 'draft',
  }),
  documentKind({
    doctype: 'Purchase Invoice',
    entity: 'invoice',
    side: 'purchase',
    party: 'supplier',
    date: 'posting_date',
    reference: 'title',
    rows: 'Purchase Invoice Item',
    columns: ['due_date'],
    lifeOf: (row) => invoiceLife[Number(row['docstatus'])] ?? 'draft',
  }),
  paymentKind,
]

/** Native types of products, orders, invoices and payments. */
export const TRADE: Readonly<Record<string, TradeKind>> = Object.fromEntries(
  kinds.map((kind) => [kind.doctype, kind]),
)

export const kindsOf = (entity: EntityName): readonly TradeKind[] =>
  kinds.filter((kind) => kind.entity === entity)
