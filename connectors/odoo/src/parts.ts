import type { Json, JsonObject, PartWrite } from '#connector-kit'
import { ADDRESSES, CONTACTS } from './party.js'
import { rejected } from './references.js'
import type { References, Resolved } from './references.js'

export type PartCreate = Extract<PartWrite, { kind: 'create' }>

/**
 * Values of a new child partner. Odoo refuses a contact without a name; said here, it needs no call and leaves the rest of the
 * batch alone.
 */
export async function childValues(references: References, { list, values }: PartCreate): Promise<Resolved> {
  if (list !== CONTACTS && list !== ADDRESSES) throw rejected('odoo.unknown-field', list, { field: list })
  if (list === CONTACTS && !values['name']) throw rejected('odoo.contact-without-name', 'contacts.name', {})
  const type = list === CONTACTS ? 'contact' : (values['type'] ?? 'other')
  return { ...(await references.resolve(values)), type }
}

/** The command on `child_ids` that changes or removes a child (upstream §3). */
export async function childCommand(
  references: References,
  part: Exclude<PartWrite, PartCreate>,
  shown: JsonObject,
): Promise<Json> {
  // Children may be used in documents, which Odoo does not let go: they are archived.
  if (part.kind === 'delete') return [1, Number(part.id), { active: false }]
  const item = childrenOf(shown).find(({ id }) => id === part.id)
  return [1, Number(part.id), odooValues(await references.resolve(part.values, item))]
}

/** Items of both lists of a document. */
export const childrenOf = (values: JsonObject): JsonObject[] =>
  [CONTACTS, ADDRESSES].flatMap((list) => (values[list] ?? []) as JsonObject[])

/** Values of a write: `false` clears. */
export const odooValues = (values: Resolved): JsonObject =>
  Object.fromEntries(Object.entries(values).map(([name, value]) => [name, value ?? false]))
