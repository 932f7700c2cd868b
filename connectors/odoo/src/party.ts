import type { Json, JsonObject, NativeRecord } from '#connector-kit'
import { createHash } from 'node:crypto'
import type { Facts, Field } from './facts.js'

export const PARTNER = 'res.partner'

/** Native lists of the document. */
export const CONTACTS = 'contacts'
export const ADDRESSES = 'addresses'

/** Children of these types are addresses; all others are contacts. */
const ADDRESS_TYPES = new Set(['invoice', 'delivery', 'other'])

const ADDRESS = ['street', 'street2', 'zip', 'city']

/** Plain fields of a party; those that this database does not have are left out (`mobile` and `title` end with Odoo 18). */
const PARTY = [
  'name',
  'is_company',
  'active',
  'customer_rank',
  'supplier_rank',
  'ref',
  'vat',
  'company_registry',
  'email',
  'phone',
  'mobile',
  'website',
  'lang',
  'comment',
  'function',
  ...ADDRESS,
]

/** Plain fields of contacts and addresses. */
const CONTACT = ['name', 'function', 'email', 'phone', 'mobile', 'lang', 'comment']
const POSTAL = ['type', 'name', 'email', 'phone', 'mobile', 'comment', ...ADDRESS]

/** References that the document shows by a field that says something outside of this database. */
export const REFERENCES: Record<string, string> = { country_id: 'code', state_id: 'name' }

/** Fields of partners that show in some document. */
export const PARTY_FIELDS = [
  ...new Set([...PARTY, ...CONTACT, ...POSTAL, ...Object.keys(REFERENCES), 'parent_id']),
]

const PLAIN_TYPES = new Set([
  'char',
  'text',
  'html',
  'selection',
  'boolean',
  'integer',
  'float',
  'monetary',
  'date',
  'datetime',
])

/** The fields that documents of this database show, by part of the document. */
export interface Shape {
  party: string[]
  contact: string[]
  address: string[]
}

/** Known fields that exist here, and the custom ones of the tenant (`x_…`). */
export function shapeOf({ fields }: Facts): Shape {
  const custom = Object.entries(fields)
    .filter(([name, { type, store }]) => name.startsWith('x_') && PLAIN_TYPES.has(type) && store !== false)
    .map(([name]) => name)
    .sort()
  const existing = (names: string[]): string[] => [...names, ...custom].filter((name) => fields[name])
  const references = Object.keys(REFERENCES)
  return {
    party: existing([...PARTY, ...references]),
    contact: existing(CONTACT),
    address: existing([...POSTAL, ...references]),
  }
}

/** What `web_search_read` is asked for: a party with its children in one transaction, so that both belong together. */
export function specificationOf(shape: Shape): JsonObject {
  const ask = (names: readonly string[]): JsonObject =>
    Object.fromEntries(
      names.map((name) => [name, name in REFERENCES ? { fields: { [REFERENCES[name] ?? '']: {} } } : {}]),
    )
  const children = [...new Set([...shape.contact, ...shape.address])]
  return {
    ...ask(shape.party),
    create_date: {},
    parent_id: {},
    partner_share: {},
    child_ids: { fields: { ...ask(children), type: {}, partner_share: {} } },
  }
}

/**
 * Partners that are parties: without a parent, and neither one of the tenant's own companies nor one of its internal users. Companies
 * that the account may not enter are told by a field of the app Invoicing.
 */
export const partyDomain = ({ excluded, fields }: Facts): Json[] => [
  ['parent_id', '=', false],
  ['partner_share', '=', true],
  ['id', 'not in', excluded],
  ...(fields['ref_company_ids'] ? [['ref_company_ids', '=', false]] : []),
]

/** Composes the document of a party from what `specificationOf` asked for. */
export function compose(
  record: JsonObject & { id: number },
  shape: Shape,
  { fields, excluded }: Facts,
): NativeRecord {
  const children = ((record['child_ids'] ?? []) as (JsonObject & { id: number })[])
    // An employee who is filed under a customer is no contact of that customer.
    .filter((child) => child['partner_share'] === true && !excluded.includes(child.id))
    .sort((a, b) => a.id - b.id)
  const isAddress = (child: JsonObject): boolean => ADDRESS_TYPES.has(String(child['type']))
  const item = (child: JsonObject & { id: number }, names: string[]): JsonObject => ({
    id: String(child.id),
    ...pick(child, names, fields),
  })
  const values: JsonObject = {
    ...pick(record, shape.party, fields),
    [CONTACTS]: children.filter((child) => !isAddress(child)).map((child) => item(child, shape.contact)),
    [ADDRESSES]: children.filter(isAddress).map((child) => item(child, shape.address)),
  }
  const created = record['create_date']
  return {
    type: PARTNER,
    id: String(record.id),
    values,
    incarnation: typeof created === 'string' ? created : null,
    // write_date has whole seconds, moves without a change and not with every one (upstream §4): the content itself is the stamp.
    version: createHash('sha256').update(JSON.stringify(values)).digest('base64url').slice(0, 22),
    // External ids are not part of ordinary reads; `find` looks them up.
    marker: null,
    state: 'present',
  }
}

/** A partner of another company: it exists, and nothing of it may be read. */
export const hidden = (id: number): NativeRecord => ({
  type: PARTNER,
  id: String(id),
  values: {},
  incarnation: null,
  version: null,
  marker: null,
  state: 'present',
})

function pick(record: JsonObject, names: readonly string[], fields: Record<string, Field>): JsonObject {
  return Object.fromEntries(
    names.flatMap((name) => {
      const value = record[name]
      return value === undefined ? [] : [[name, plain(value, fields[name])]]
    }),
  )
}

/** Odoo says `false` for empty of every type but numbers and lists (upstream §3); a boolean's `false` is a value. */
function plain(value: Json, field: Field | undefined): Json {
  if (value === false && field?.type !== 'boolean') return null
  if (value === '') return null
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value
  const { id: _id, ...shown } = value
  return shown
}
