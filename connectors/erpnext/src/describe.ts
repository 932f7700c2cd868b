import { ConnectorError } from '#connector-kit'
import type { JsonObject } from '#connector-kit'
import type { SchemaField } from '#mapping'
import type { Client } from './client.js'
import type { TradeKind } from './trade/kind.js'
import { TRADE } from './trade/kinds.js'
import { KINDS } from './types.js'

/** Field types that hold no value: lay-out, buttons, and tables, which are not part of the composed document. */
const VALUELESS = new Set([
  'Section Break',
  'Column Break',
  'Tab Break',
  'HTML',
  'Heading',
  'Fold',
  'Button',
  'Image',
  'Table',
  'Table MultiSelect',
])

const TYPES: Record<string, SchemaField['type']> = {
  Check: 'boolean',
  Int: 'number',
  Float: 'number',
  Currency: 'number',
  Percent: 'number',
  Date: 'date',
  Datetime: 'datetime',
  Link: 'reference',
  'Dynamic Link': 'reference',
  JSON: 'json',
}

/** Longest text of a Data column that does not say so itself. */
const DATA_LENGTH = 140

/** Copies on the contact that our documents make writable, since they stand for its primary rows; and their lengths. */
const CHANNELS: Record<string, number> = { email_id: DATA_LENGTH, phone: 20, mobile_no: 20 }

/** The live schema of the composed document, custom fields included; paths as mappings write them. */
export async function describe(client: Client, type: string): Promise<SchemaField[]> {
  const trade = TRADE[type]
  if (trade) return describeTrade(client, trade)
  if (!KINDS[type])
    throw new ConnectorError('misconfigured', { code: 'erpnext.not-found', params: { doctype: type } })
  const [party, contact, address] = await Promise.all(
    [type, 'Contact', 'Address'].map((one) => fieldsOf(client, one)),
  )
  const items = (path: string, fields: SchemaField[]): SchemaField[] =>
    fields.map((field) => ({ ...field, path: `${path}.${field.path}` }))
  const contactItem = (contact ?? []).map((field) =>
    CHANNELS[field.path] ? { ...field, readOnly: false, maxLength: CHANNELS[field.path] as number } : field,
  )
  // The demanded columns of an address may stay empty here: a placeholder is stored for them.
  const addressItem = (address ?? []).map((field) => ({ ...field, required: false }))
  return [
    ...(party ?? []),
    { path: 'email', type: 'text', label: 'Email (own contact)', maxLength: DATA_LENGTH },
    { path: 'phone', type: 'text', label: 'Phone (own contact)', maxLength: 20 },
    ...items('address', addressItem),
    { path: 'contacts', type: 'list', label: 'Contacts' },
    ...items('contacts', contactItem),
    { path: 'addresses', type: 'list', label: 'Addresses' },
    ...items('addresses', addressItem),
  ]
}

/** A document of trade: its own columns, what the connector composes, and the columns of its lists. */
async function describeTrade(client: Client, kind: TradeKind): Promise<SchemaField[]> {
  const own = await fieldsOf(client, kind.doctype)
  const composed = new Set(kind.virtual.map((field) => field.path))
  const lists = await Promise.all(
    Object.entries(kind.lists).map(async ([list, { doctype, virtual }]) => {
      const names = new Set(virtual.map((field) => field.path))
      const fields = (await fieldsOf(client, doctype)).filter((field) => !names.has(field.path))
      return [...fields, ...virtual].map((field) => ({
        ...field,
        path: `${list}.${field.path}`,
        required: false,
      }))
    }),
  )
  return [...own.filter((field) => !composed.has(field.path)), ...kind.virtual, ...lists.flat()]
}

async function fieldsOf(client: Client, doctype: string): Promise<SchemaField[]> {
  const { fields } = await client.meta(doctype)
  const list = Array.isArray(fields) ? (fields as JsonObject[]) : []
  return list.filter((field) => !VALUELESS.has(String(field['fieldtype']))).map(schemaField)
}

function schemaField(field: JsonObject): SchemaField {
  const native = String(field['fieldtype'])
  const length = Number(field['length']) || (native === 'Data' ? DATA_LENGTH : 0)
  const options =
    native === 'Select' && typeof field['options'] === 'string' ? field['options'].split('\n') : undefined
  return {
    path: String(field['fieldname']),
    // Checks are 0 and 1 in the document, not true and false.
    type: native === 'Check' ? 'number' : (TYPES[native] ?? 'text'),
    ...(typeof field['label'] === 'string' ? { label: field['label'] } : {}),
    ...(field['reqd'] === 1 ? { required: true } : {}),
    ...(field['read_only'] === 1 || native === 'Read Only' ? { readOnly: true } : {}),
    ...(options ? { options } : {}),
    ...(length > 0 ? { maxLength: length } : {}),
    ...(field['is_custom_field'] === 1 || String(field['fieldname']).startsWith('custom_')
      ? { custom: true }
      : {}),
  }
}
