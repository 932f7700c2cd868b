import type { EntityName } from '#canonical'
import type { Json, JsonObject, NativeRecord, PartWrite } from '#connector-kit'
import type { SchemaField } from '#mapping'
import { createHash } from 'node:crypto'
import type { Client } from './client.js'
import type { Facts, Field } from './facts.js'
import type { References, Resolved } from './references.js'

/** A record as `web_search_read` answers it. */
export type Row = JsonObject & { id: number }

/** Child records that a document shows as a list of parts. */
export interface ListKind {
  /** Name of the list in the document. */
  list: string
  model: string
  /** Field of the record that holds them, and their field that points back. */
  field: string
  parent: string
  /** Values of a new child or changed values of one, as Odoo takes them. `shown` is its item in the document. */
  resolve(
    references: References,
    values: JsonObject,
    shown: JsonObject | null,
    context: JsonObject,
  ): Promise<Resolved>
  /** The command that removes a child. */
  remove(id: number): Json
}

/** A model whose changes mean that a document has changed. */
export interface Polled {
  model: string
  /** Field that names the document; without it the record is the document. */
  parent?: string
  domain?: Json[]
}

/**
 * One native type, with what is special about it; reading, polling, listing, creating and changing are the same for all
 * (read.ts, pull.ts, list.ts, create.ts, update.ts).
 */
export interface Kind {
  entity: EntityName
  /** The model, which is the native type. */
  type: string
  /** Further models whose fields must be known. */
  children: readonly string[]
  /** Tables of the database that composing needs. */
  tables: readonly ('taxes' | 'units')[]
  /** How records leave Odoo. */
  removal: 'action_archive' | 'unlink'
  polled: readonly Polled[]
  lists: readonly ListKind[]
  /** Records that belong to the entity here. */
  domain(facts: Facts): Json[]
  specification(facts: Facts): JsonObject
  /** False for a record that `domain` should have kept away: then the filter was not heard. */
  belongs(row: Row, facts: Facts): boolean
  /** What the answer to a search cannot tell is added to the rows here. */
  complete?(client: Client, rows: readonly Row[]): Promise<void>
  compose(row: Row, facts: Facts): JsonObject
  describe(facts: Facts): SchemaField[]
  /** Values of the record itself as Odoo takes them. `current` is null for a create. */
  resolve(references: References, values: JsonObject, current: NativeRecord | null): Promise<Resolved>
  /** Status that an update writes, apart from the values; performed by `act` after them. */
  status?: string
  act?(client: Client, id: number, status: string, current: NativeRecord): Promise<void>
  /**
   * For a type whose items Odoo does not keep as records of its own: what they are in the values of the document, and the ids that
   * they get. Null when nothing changes.
   */
  weave?(
    references: References,
    values: JsonObject,
    parts: readonly PartWrite[],
    current: NativeRecord | null,
  ): Promise<Woven | null>
}

export interface Woven {
  values: Resolved
  /** Ids of new items by their keys. */
  parts: Record<string, string>
}

/** A document with its stamps. */
export function recordOf(kind: Kind, row: Row, facts: Facts): NativeRecord {
  const values = kind.compose(row, facts)
  const [created, changed] = [row['create_date'], row['write_date']]
  return {
    type: kind.type,
    id: String(row.id),
    values,
    incarnation: typeof created === 'string' ? created : null,
    // write_date has whole seconds, moves without a change and not with every one (upstream §4): the content itself is the stamp.
    version: createHash('sha256').update(JSON.stringify(values)).digest('base64url').slice(0, 22),
    changedAt: typeof changed === 'string' ? Date.parse(`${changed.replace(' ', 'T')}Z`) : null,
    // External ids are not part of ordinary reads; `find` looks them up.
    marker: null,
    state: 'present',
  }
}

/** A record of another company: it exists, and nothing of it may be read. */
export const hiddenRecord = (type: string, id: number): NativeRecord => ({
  type,
  id: String(id),
  values: {},
  incarnation: null,
  version: null,
  marker: null,
  state: 'present',
})

/** Fields of a row as documents show them; those that the answer does not hold are left out. */
export function pick(row: JsonObject, names: readonly string[], fields: Record<string, Field>): JsonObject {
  return Object.fromEntries(
    names.flatMap((name) => {
      const value = row[name]
      return value === undefined ? [] : [[name, plain(value, fields[name])]]
    }),
  )
}

/** Odoo says `false` for empty of every type but numbers and lists (upstream §3); a boolean's `false` is a value. */
export function plain(value: Json, field: Field | undefined): Json {
  if (value === false && field?.type !== 'boolean') return null
  if (value === '') return null
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value
  const { id: _id, ...shown } = value
  return shown
}

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

/** Custom fields of the tenant (`x_…`) of simple types, by name. */
export const customFields = (fields: Record<string, Field>): string[] =>
  Object.entries(fields)
    .filter(([name, { type, store }]) => name.startsWith('x_') && PLAIN_TYPES.has(type) && store !== false)
    .map(([name]) => name)
    .sort()

/** A reference as documents show it: the id as text. */
export const idText = (value: Json | undefined): string | null =>
  typeof value === 'number' ? String(value) : null

/** Of a partner that may be somebody's contact: the party that it belongs to. Needs `PARTY_OF` in the specification. */
export function partyOf(value: Json | undefined): string | null {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return null
  const parent = value['parent_id']
  if (typeof parent !== 'object' || parent === null || Array.isArray(parent)) return idText(value['id'])
  return typeof parent['parent_id'] === 'number' ? idText(parent['parent_id']) : idText(parent['id'])
}

export const PARTY_OF: JsonObject = { fields: { parent_id: { fields: { parent_id: {} } } } }

/** The list of a document, its items in the order of the screen. */
export function linesOf(row: JsonObject, field: string): Row[] {
  const order = (line: Row): number => Number(line['sequence'] ?? 0)
  return [...((row[field] ?? []) as Row[])].sort((a, b) => order(a) - order(b) || a.id - b.id)
}
