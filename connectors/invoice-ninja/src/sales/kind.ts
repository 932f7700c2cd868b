import type { JsonObject } from '#canonical'
import type { WriteOperation } from '#connector-kit'
import type { SchemaField } from '#mapping'
import { MARKER_FIELDS, textOf } from '../api.js'
import type { ApiSales, MarkerField, SalesType } from '../api.js'
import type { Desk, Kind } from '../kind.js'
import { assertLengths, lengthOf } from '../lengths.js'
import { readMark, writeMark } from '../marker.js'
import type { Company } from '../reference.js'
import { rejected, writeRecord } from '../writing.js'
import { TEXT_FIELDS, composeSales, currencyOf } from './compose.js'
import { isUnusual, planLines } from './lines.js'
import type { LinePlan } from './lines.js'
import { act, statusOf } from './status.js'

/** Fields of the document that are not columns of their own under the same name. */
const COMPOSED = new Set([
  'status',
  'number',
  'currency_code',
  'settlement',
  'open',
  'gross',
  'taxes',
  'net',
  'lines',
])

/** Quotes, invoices or credits. */
export function salesKind<T extends SalesType>(type: T): Kind<T> {
  const kind: Kind<T> = {
    entity: type === 'quote' ? 'order' : 'invoice',
    compose: (records, desk) => composeSales(type, records, desk),
    markerOf: (record, field) => readMark(record[field]).marker,
    write: (operation, desk) =>
      writeRecord<SalesType>(
        type,
        { compose: (records) => composeSales(type, records, desk) },
        operation,
        desk,
        async (present, reached) => {
          const plan = await planLines(present, operation.parts, desk)
          if (present) assertFree(type, operation, present, plan)
          await assertCurrency(operation, present, desk)
          const body = bodyOf(operation, present, plan, desk.markerField)
          assertLengths(body)
          reached('writing')
          let record = present
          if (!record) {
            record = await create(type, body, desk, () => reached('written'))
          } else if (Object.keys(body).length > 0) {
            record = await desk.client.update(type, record.id, body)
          }
          if (record !== present) reached('written')
          // A create makes a draft, whatever the values say.
          if (present) record = await act(type, operation.values['status'], record, desk.client, reached)
          return { record, parts: plan.created }
        },
      ),
    describe: (company, markerField) => describe(type, company, markerField),
    removal(record) {
      if (['draft', 'sent'].includes(statusOf(type, record) ?? '')) return 'delete'
      throw rejected('not-draft', 'status')
    },
  }
  return kind
}

/** The client's public notes take the place of the document's when it is created (upstream §7). */
async function create(type: SalesType, body: JsonObject, desk: Desk, reached: () => void): Promise<ApiSales> {
  const record = await desk.client.create(type, body)
  const wanted = textOf(body['public_notes'])
  if (body['public_notes'] === undefined || wanted === textOf(record['public_notes'])) return record
  reached()
  return desk.client.update(type, record.id, { public_notes: wanted ?? '' })
}

/** Invoice Ninja lets issued documents be changed unless the company locks them; the hub never does (design §4). */
function assertFree(
  type: SalesType,
  { values }: WriteOperation,
  present: ApiSales,
  { lines }: LinePlan,
): void {
  if (type === 'quote' || statusOf(type, present) === 'draft') return
  const date = values['date']
  if (lines) throw rejected('issued', 'lines')
  if (date !== undefined && date !== textOf(present['date'])) throw rejected('issued', 'date')
}

/** A document has its client's currency, whatever it was meant to have: another one would change what is owed. */
async function assertCurrency(
  { values }: WriteOperation,
  present: ApiSales | null,
  desk: Desk,
): Promise<void> {
  const wanted = textOf(values['currency_code'])
  if (wanted === null) return
  const id = textOf(present?.client_id ?? values['client_id'])
  const client = present?.client ?? (id === null ? undefined : await desk.client.get('client', id))
  if (!client) throw rejected('no-client', 'client_id')
  const currency = currencyOf({ client }, await desk.reference.get())
  if (currency !== wanted)
    throw rejected('client-currency', 'currency_code', { wanted, currency: currency ?? '?' })
}

/** The request's body: only what the operation names; on a create also what the server would fill in wrongly. */
function bodyOf(
  operation: WriteOperation,
  present: ApiSales | null,
  plan: LinePlan,
  markerField: MarkerField,
): JsonObject {
  const { values } = operation
  const body: JsonObject = {}
  for (const [name, value] of Object.entries(values)) if (!COMPOSED.has(name)) body[name] = value ?? ''
  const number = textOf(values['number'])
  if (number !== null) body['number'] = number
  if (plan.lines) body['line_items'] = plan.lines
  // Discounts are in percent where nothing in the document says otherwise.
  if (plan.lines && present && !isUnusual(present)) body['is_amount_discount'] = false
  if (operation.kind === 'create') {
    body[markerField] = writeMark(operation.marker, number)
    body['line_items'] = plan.lines ?? []
    body['is_amount_discount'] = false
    body['uses_inclusive_taxes'] = false
    // Else it would be the date in the company's time zone, which is Midway's on a fresh installation.
    body['date'] ||= new Date().toISOString().slice(0, 10)
  } else if (number !== null) {
    const { marker } = readMark(present?.[markerField])
    if (marker !== null) body[markerField] = writeMark(marker, number)
  }
  return body
}

function describe(type: SalesType, company: Company, markerField: MarkerField): SchemaField[] {
  const text = (path: string): SchemaField => ({ path, type: 'text', maxLength: lengthOf(path) })
  const number = (path: string, readOnly = false): SchemaField => ({
    path,
    type: 'number',
    ...(readOnly ? { readOnly } : {}),
  })
  return [
    { path: 'client_id', type: 'reference', required: true },
    { path: 'status', type: 'text' },
    text('number'),
    { path: 'currency_code', type: 'text' },
    ...TEXT_FIELDS.map((path): SchemaField => (path.endsWith('date') ? { path, type: 'date' } : text(path))),
    ...MARKER_FIELDS.filter((name) => name !== markerField).map((name): SchemaField => {
      // Quotes, invoices and credits share their labels.
      const label = company.labels[`invoice${name.slice(-1)}`]
      return { ...text(name), custom: true, ...(label ? { label } : {}) }
    }),
    ...(type === 'credit'
      ? [{ path: 'invoice_id', type: 'reference', readOnly: true } satisfies SchemaField]
      : []),
    { path: 'settlement', type: 'text', readOnly: true },
    ...['open', 'gross', 'taxes', 'net'].map((path) => number(path, true)),
    { path: 'lines', type: 'list' },
    { path: 'lines.product_id', type: 'reference' },
    { path: 'lines.text', type: 'text', maxLength: lengthOf('private_notes') },
    ...['position', 'quantity', 'unit_price', 'discount'].map((name) => number(`lines.${name}`)),
    { path: 'lines.unit_code', type: 'text' },
    { path: 'lines.tax', type: 'text' },
    number('lines.net', true),
  ]
}
