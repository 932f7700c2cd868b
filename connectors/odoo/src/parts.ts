import type { Json, JsonObject, PartWrite } from '#connector-kit'
import type { Kind, ListKind } from './kind.js'
import { rejected } from './references.js'
import type { References, Resolved } from './references.js'

export type PartCreate = Extract<PartWrite, { kind: 'create' }>

/** The list of that name in the document. */
export function listOf(kind: Kind, name: string): ListKind {
  const list = kind.lists.find((one) => one.list === name)
  if (list) return list
  throw rejected('odoo.unknown-field', name, { field: name })
}

/** The command on a list that changes or removes an item (upstream §3). */
export async function itemCommand(
  list: ListKind,
  references: References,
  part: Exclude<PartWrite, PartCreate>,
  document: JsonObject,
): Promise<Json> {
  if (part.kind === 'delete') return list.remove(Number(part.id))
  const items = (document[list.list] ?? []) as JsonObject[]
  const shown = items.find(({ id }) => id === part.id) ?? {}
  return [1, Number(part.id), odooValues(await list.resolve(references, part.values, shown, document))]
}

/** Values of a write: `false` clears, a list of ids replaces. */
export const odooValues = (values: Resolved): JsonObject =>
  Object.fromEntries(
    Object.entries(values).map(([name, value]) => {
      const isIds = Array.isArray(value) && value.every((item) => typeof item === 'number')
      return [name, isIds ? [[6, 0, value]] : (value ?? false)]
    }),
  )
