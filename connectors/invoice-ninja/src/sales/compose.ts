import type { JsonObject } from '#canonical'
import type { NativeRecord } from '#connector-kit'
import { MARKER_FIELDS, isObject, numberOf, textOf } from '../api.js'
import type { ApiSales, MarkerField, SalesType } from '../api.js'
import type { Desk } from '../kind.js'
import { readMark } from '../marker.js'
import { copyTexts, nativeRecord } from '../native.js'
import type { Company, Tables } from '../reference.js'
import { linesOf } from './lines.js'
import { settlementOf, statusOf } from './status.js'

export const TEXT_FIELDS = [
  'po_number',
  'date',
  'due_date',
  'public_notes',
  'private_notes',
  'terms',
  'footer',
]

/** Documents as mappings see them; the products of their lines are looked up together. */
export async function composeSales(
  type: SalesType,
  records: readonly ApiSales[],
  desk: Desk,
): Promise<NativeRecord[]> {
  if (records.length === 0) return []
  const keys = records.flatMap(({ line_items }) =>
    line_items.flatMap((line) => textOf(line['product_key']) ?? []),
  )
  const [tables, products] = await Promise.all([
    desk.reference.get(),
    desk.catalogue.find(keys),
    desk.taxes.load(),
  ])
  return records.map((record) => {
    const values = {
      ...valuesOf(type, record, tables, desk.markerField),
      lines: linesOf(record, products, desk.markerField),
    }
    return nativeRecord(type, record, values, readMark(record[desk.markerField]).marker)
  })
}

function valuesOf(
  type: SalesType,
  record: ApiSales,
  tables: Tables & { company: Company },
  markerField: MarkerField,
): JsonObject {
  const [amount, taxes] = [numberOf(record.amount), numberOf(record.total_taxes)]
  const settlement = settlementOf(type, record)
  const values: JsonObject = {
    status: statusOf(type, record),
    client_id: textOf(record.client_id),
    number: numberOfDocument(record, markerField),
    currency_code: currencyOf(record, tables),
    settlement,
    open: settlement === null ? null : numberOf(record.balance),
    gross: amount,
    taxes,
    net: Number((amount - taxes).toFixed(4)),
  }
  copyTexts(values, record, TEXT_FIELDS)
  copyTexts(
    values,
    record,
    MARKER_FIELDS.filter((name) => name !== markerField),
  )
  if (type === 'credit') values['invoice_id'] = textOf(record['invoice_id'])
  return values
}

/**
 * Invoice Ninja's own number, which the hub sets where another system has given one; but not that of a draft which the hub made without
 * one, since the system that it comes from may number it yet.
 */
function numberOfDocument(record: ApiSales, markerField: MarkerField): string | null {
  const { marker, number } = readMark(record[markerField])
  return marker !== null && number === null && record.status_id === '1' ? null : textOf(record['number'])
}

/** A document has the currency of its client (upstream §12), or the company's. */
export function currencyOf(
  { client }: { client?: JsonObject },
  { company, currencies }: Tables & { company: Company },
): string | null | undefined {
  const settings = isObject(client?.['settings']) ? client['settings'] : {}
  return currencies.code(textOf(settings['currency_id']) ?? company.currencyId)
}
