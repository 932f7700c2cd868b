import type { JsonObject } from '#canonical'
import type { WriteOperation } from '#connector-kit'
import type { SchemaField } from '#mapping'
import { MARKER_FIELDS, numberOf, textOf } from '../api.js'
import type { ApiRecord, MarkerField } from '../api.js'
import type { Desk, Kind } from '../kind.js'
import { assertLengths, lengthOf } from '../lengths.js'
import { copyTexts, nativeRecord } from '../native.js'
import type { Company } from '../reference.js'
import { GOODS, SERVICE, taxOf } from '../taxes.js'
import { activate, writeRecord } from '../writing.js'

/** Fields of the document that are not columns of their own under the same name. */
const COMPOSED = new Set(['active', 'number', 'name', 'description', 'kind', 'tax', 'price', 'cost'])

/** What a product is called: three fields that stand in two columns. */
interface Naming {
  number: string | null
  name: string | null
  description: string | null
}

export const productKind: Kind<'product'> = {
  entity: 'product',
  async compose(records, { taxes, markerField }) {
    if (records.length > 0) await taxes.load()
    return records.map((record) =>
      nativeRecord('product', record, valuesOf(record, markerField), textOf(record[markerField])),
    )
  },
  markerOf: (record, field) => textOf(record[field]),
  write: (operation, desk) =>
    writeRecord('product', productKind, operation, desk, async (present, reached) => {
      const body = await bodyOf(operation, present, desk)
      assertLengths(body)
      reached('writing')
      let record = present ?? (await desk.client.create('product', body))
      if (present && Object.keys(body).length > 0)
        record = await desk.client.update('product', present.id, body)
      if (record !== present) reached('written')
      return { record: await activate('product', operation, record, desk.client), parts: {} }
    }),
  describe,
  removal: () => 'archive',
}

function valuesOf(record: ApiRecord, markerField: MarkerField): JsonObject {
  const kind = { [GOODS]: 'goods', [SERVICE]: 'service' }[String(record['tax_id'])]
  const values: JsonObject = {
    ...namingOf(record),
    // `tax_id` says the category of a tax without rate as well, and then nothing about the kind.
    ...(kind === undefined ? {} : { kind }),
    price: numberOf(record['price']),
    cost: numberOf(record['cost']),
    tax: taxOf(record),
    active: record.archived_at === 0,
  }
  copyTexts(
    values,
    record,
    MARKER_FIELDS.filter((name) => name !== markerField),
  )
  return values
}

/**
 * A product has a key and a description. The description's first line is the name, the rest describes it; without a description the key
 * is the name. A key that only repeats the name is no number.
 */
function namingOf(record: ApiRecord): Naming {
  const key = textOf(record['product_key'])
  const [first = '', ...rest] = (textOf(record['notes']) ?? '').split(/\r?\n/)
  const name = textOf(first) ?? key
  return { number: key === name ? null : key, name, description: textOf(rest.join('\n')) }
}

async function bodyOf(operation: WriteOperation, present: ApiRecord | null, desk: Desk): Promise<JsonObject> {
  const { values } = operation
  const body: JsonObject = {}
  for (const [name, value] of Object.entries(values)) if (!COMPOSED.has(name)) body[name] = value ?? ''
  if (operation.kind === 'create') body[desk.markerField] = operation.marker
  for (const name of ['price', 'cost']) if (values[name] !== undefined) body[name] = numberOf(values[name])

  if (['number', 'name', 'description'].some((name) => values[name] !== undefined)) {
    const before: Naming = present ? namingOf(present) : { number: null, name: null, description: null }
    const { number, name, description } = { ...before, ...values } as Naming
    body['product_key'] = number ?? name ?? ''
    body['notes'] = [name, description].filter((text) => text !== null).join('\n')
  }
  if (values['tax'] === undefined && values['kind'] === undefined) return body
  const tax = values['tax'] === undefined ? (present ? taxOf(present) : null) : values['tax']
  const shown = present?.['tax_id'] === SERVICE ? 'service' : 'goods'
  const kind = values['kind'] ?? shown
  const columns = values['tax'] === undefined ? {} : await desk.taxes.columns(tax)
  const needed =
    columns['tax_id'] ?? (values['tax'] === undefined && hasOwnId(present) ? present?.['tax_id'] : undefined)
  return { ...body, ...columns, tax_id: needed ?? (kind === 'service' ? SERVICE : GOODS) }
}

/** True when `tax_id` says the category of a tax without rate. */
const hasOwnId = (present: ApiRecord | null): boolean =>
  present !== null && ![GOODS, SERVICE].includes(String(present['tax_id']))

function describe(company: Company, markerField: MarkerField): SchemaField[] {
  const text = (path: string): SchemaField => ({ path, type: 'text', maxLength: lengthOf(path) })
  return [
    text('number'),
    { ...text('name'), required: true },
    { path: 'description', type: 'text', maxLength: lengthOf('private_notes') },
    { path: 'kind', type: 'text', options: ['goods', 'service'] },
    { path: 'price', type: 'number' },
    { path: 'cost', type: 'number' },
    { path: 'tax', type: 'text' },
    { path: 'active', type: 'boolean' },
    ...MARKER_FIELDS.filter((name) => name !== markerField).map((name): SchemaField => {
      const label = company.labels[`product${name.slice(-1)}`]
      return { ...text(name), custom: true, ...(label ? { label } : {}) }
    }),
  ]
}
