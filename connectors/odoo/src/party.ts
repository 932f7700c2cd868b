import type { Json, JsonObject } from '#connector-kit'
import type { SchemaField } from '#mapping'
import { describeField } from './describe.js'
import type { Facts } from './facts.js'
import { customFields, pick } from './kind.js'
import type { Kind, ListKind, Row } from './kind.js'
import { rejected } from './references.js'

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

/** The fields that documents of this database show, by part of the document. */
interface Shape {
  party: string[]
  contact: string[]
  address: string[]
}

/** Known fields that exist here, and the custom ones of the tenant (`x_…`). */
function shapeOf({ fields }: Facts): Shape {
  const custom = customFields(fields)
  const existing = (names: string[]): string[] => [...names, ...custom].filter((name) => fields[name])
  const references = Object.keys(REFERENCES)
  return {
    party: existing([...PARTY, ...references]),
    contact: existing(CONTACT),
    address: existing([...POSTAL, ...references]),
  }
}

/** What `web_search_read` is asked for: a party with its children in one transaction, so that both belong together. */
function specification(facts: Facts): JsonObject {
  const shape = shapeOf(facts)
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
const domain = ({ excluded, fields }: Facts): Json[] => [
  ['parent_id', '=', false],
  ['partner_share', '=', true],
  ['id', 'not in', excluded],
  ...(fields['ref_company_ids'] ? [['ref_company_ids', '=', false]] : []),
]

/** Composes the document of a party from what `specification` asked for. */
function compose(row: Row, facts: Facts): JsonObject {
  const { fields, excluded } = facts
  const shape = shapeOf(facts)
  const children = ((row['child_ids'] ?? []) as Row[])
    // An employee who is filed under a customer is no contact of that customer.
    .filter((child) => child['partner_share'] === true && !excluded.includes(child.id))
    .sort((a, b) => a.id - b.id)
  const isAddress = (child: JsonObject): boolean => ADDRESS_TYPES.has(String(child['type']))
  const item = (child: Row, names: string[]): JsonObject => ({
    id: String(child.id),
    ...pick(child, names, fields),
  })
  return {
    ...pick(row, shape.party, fields),
    [CONTACTS]: children.filter((child) => !isAddress(child)).map((child) => item(child, shape.contact)),
    [ADDRESSES]: children.filter(isAddress).map((child) => item(child, shape.address)),
  }
}

function describe(facts: Facts): SchemaField[] {
  const { party, contact, address } = shapeOf(facts)
  const described = (names: readonly string[], list?: string): SchemaField[] =>
    names.flatMap((name) => {
      const field = facts.fields[name]
      if (!field) return []
      // The name is demanded by a constraint of the table, of which the schema says nothing.
      const required = field.required === true || (name === 'name' && list !== ADDRESSES)
      return [describeField(name, { ...field, required }, REFERENCES[name], list)]
    })
  return [
    ...described(party),
    { path: CONTACTS, type: 'list' },
    ...described(contact, CONTACTS),
    { path: ADDRESSES, type: 'list' },
    ...described(address, ADDRESSES),
  ]
}

/**
 * Contacts and addresses are partners too. Odoo refuses a contact without a name; said here, it needs no call and leaves the rest of
 * the batch alone.
 */
const children = (list: string): ListKind => ({
  list,
  model: PARTNER,
  field: 'child_ids',
  parent: 'parent_id',
  async resolve(references, values, shown) {
    if (shown) return references.resolve(values, shown)
    if (list === CONTACTS && !values['name']) throw rejected('odoo.contact-without-name', 'contacts.name', {})
    const type = list === CONTACTS ? 'contact' : (values['type'] ?? 'other')
    return { ...(await references.resolve(values)), type }
  },
  // Children may be used in documents, which Odoo does not let go: they are archived.
  remove: (id) => [1, id, { active: false }],
})

/** Partners without a parent. */
export const party: Kind = {
  entity: 'party',
  type: PARTNER,
  children: [],
  tables: [],
  removal: 'action_archive',
  polled: [{ model: PARTNER, parent: 'parent_id' }],
  lists: [children(CONTACTS), children(ADDRESSES)],
  domain,
  specification,
  belongs: (row) => row['parent_id'] === false && row['partner_share'] === true,
  compose,
  describe,
  resolve: (references, values, current) => references.resolve(values, current?.values),
}
