import type { JsonObject } from '#canonical'
import type { SimulatorScreen } from '#connector-kit/testing'
import { textOf, tidyObject } from '../input.js'
import type { Resource } from '../resource.js'
import type { Row } from '../rows.js'

/** The screen shows a product's description in two fields: its first line, as in lists, and the rest. */
export function shownProduct(resource: Resource, row: Row): JsonObject {
  const [title = '', ...rest] = (textOf(row.columns['notes'] as string | null) ?? '').split('\n')
  return {
    ...resource.document(row, ''),
    name: title,
    description: rest.join('\n'),
    active: row.deletedAt === null,
  }
}

export function typedProduct(given: JsonObject, row?: Row): JsonObject {
  const { name: title, description: details, ...values } = tidyObject(given)
  if (title === undefined && details === undefined) return values
  const [first = '', ...rest] = (textOf(row?.columns['notes'] as string | null) ?? '').split('\n')
  const parts = [textOf(title ?? first) ?? '', textOf(details ?? rest.join('\n')) ?? '']
  return { ...values, notes: parts.filter(Boolean).join('\n') }
}

const shared: SimulatorScreen['columns'] = [
  { name: 'number', title: { en: 'Number', de: 'Nummer' } },
  { name: 'po_number', title: { en: 'PO number', de: 'Bestellnummer' } },
  { name: 'client_id', title: { en: 'Client (id)', de: 'Kunde (Id)' } },
  { name: 'date', title: { en: 'Date', de: 'Datum' } },
  { name: 'due_date', title: { en: 'Due', de: 'Fällig' } },
  { name: 'public_notes', title: { en: 'Public notes', de: 'Notizen' } },
  { name: 'status_id', title: { en: 'Status', de: 'Status' }, input: 'none' },
  { name: 'amount', title: { en: 'Amount', de: 'Betrag' }, input: 'none' },
  { name: 'balance', title: { en: 'Open', de: 'Offen' }, input: 'none' },
]

export const salesScreens: readonly SimulatorScreen[] = [
  {
    type: 'product',
    title: { en: 'Products', de: 'Produkte' },
    columns: [
      { name: 'product_key', title: { en: 'Product', de: 'Artikel' } },
      { name: 'name', title: { en: 'Description', de: 'Beschreibung' } },
      { name: 'description', title: { en: 'Details', de: 'Einzelheiten' } },
      { name: 'price', title: { en: 'Price', de: 'Preis' } },
      { name: 'cost', title: { en: 'Cost', de: 'Kosten' } },
      { name: 'tax_name1', title: { en: 'Tax', de: 'Steuer' } },
      { name: 'tax_rate1', title: { en: 'Rate', de: 'Satz' } },
      { name: 'active', title: { en: 'Active', de: 'Aktiv' }, input: 'checkbox' },
    ],
  },
  { type: 'quote', title: { en: 'Quotes', de: 'Angebote' }, columns: shared },
  { type: 'invoice', title: { en: 'Invoices', de: 'Rechnungen' }, columns: shared },
  { type: 'credit', title: { en: 'Credits', de: 'Gutschriften' }, columns: shared },
  {
    type: 'payment',
    title: { en: 'Payments', de: 'Zahlungen' },
    columns: [
      { name: 'number', title: { en: 'Number', de: 'Nummer' } },
      { name: 'transaction_reference', title: { en: 'Reference', de: 'Referenz' } },
      { name: 'client_id', title: { en: 'Client (id)', de: 'Kunde (Id)' } },
      { name: 'date', title: { en: 'Date', de: 'Datum' } },
      { name: 'amount', title: { en: 'Amount', de: 'Betrag' } },
      { name: 'private_notes', title: { en: 'Notes', de: 'Notizen' } },
      { name: 'status_id', title: { en: 'Status', de: 'Status' }, input: 'none' },
    ],
  },
]
