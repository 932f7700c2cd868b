import type { Env } from './env.js'
import { fieldsOf } from './fields.js'
import type { Fields } from './fields.js'
import type { Method } from './method.js'
import type { Model, Operation } from './models.js'
import type { Row, Value } from './table.js'
import type { Transaction } from './transaction.js'
import type { Values } from './values.js'

/** One model whose records clients create and change, with what is special about it; the rest is in records.ts. */
export interface StoredModel {
  name: string
  label: string
  order?: string
  fields: Fields
  allows(env: Env, operation: Operation): boolean
  /** Values of a create that the client does not give. */
  defaults?(tx: Transaction, values: Values): Values
  /** Refuses a write or adds to its values, before anything is stored. */
  guard?(tx: Transaction, row: Row, values: Values): void
  /** Computed columns, before the row is stored. `before` is null for a create. */
  complete?(tx: Transaction, row: Row, before: Row | null): Row
  /** What a create or write sets off in other records, once the row and its lists are stored. */
  after?(tx: Transaction, row: Row, before: Row | null): void
  beforeUnlink?(tx: Transaction, row: Row): void
  afterUnlink?(tx: Transaction, row: Row): void
  /** Fields that are computed at reading. Undefined for all others. */
  value?(env: Env, row: Row, field: string): Value | undefined
  /** Fields that hold objects, computed at reading. */
  json?(env: Env, row: Row, field: string): unknown
  methods?: Record<string, Method>
}

/** The rights of all business models here: the hub's account has them, the one without rights may read at most. */
export const allowsBusiness = (env: Env, operation: Operation): boolean =>
  operation === 'read' || env.user.admin || env.user.contacts

/** Journal entries are seen by those who do the billing only (recorded: access error without the right). */
export const billingOnly = (env: Env): boolean => env.user.admin || env.user.contacts

/** A stored model as searching and reading need it. */
export function modelOfStored(stored: StoredModel): Model {
  const { name, label } = stored
  return {
    name,
    label,
    order: stored.order ?? 'id',
    fields: (env) => fieldsOf(stored.fields, env.db.version),
    rows(env, { ids, parents, after, since }) {
      const table = env.db.table(name)
      const chosen = ids ?? parents?.flatMap((parent) => table.childIds(parent))
      if (chosen) {
        const found = [...new Set(chosen)].sort((a, b) => a - b).flatMap((id) => table.get(id) ?? [])
        return after === undefined ? found : found.filter((row) => row.id > after)
      }
      if (since === undefined) return table.after(after ?? 0)
      const changed = table.since(since)
      return after === undefined ? changed : changed.filter((row) => row.id > after)
    },
    get: (env, id) => env.db.table(name).get(id),
    value: (env, row, field) => {
      const own = stored.value?.(env, row, field)
      if (own !== undefined) return own
      const { type, relation, inverse, translate } = stored.fields[field] ?? {}
      if (type === 'one2many' && relation !== undefined && inverse !== undefined)
        return childIds(env, relation, inverse, row.id)
      if (field === 'display_name') return row['name'] ?? null
      if (translate) return translated(env, row, field)
      return row[field] ?? null
    },
    json: (env, row, field) => stored.json?.(env, row, field) ?? false,
    allows: (env, operation) => stored.allows(env, operation),
    // The rule of all models that have a company: those of the companies of the call, and shared ones.
    visible: (env, row) => {
      const company = row['company_id']
      return typeof company !== 'number' || env.companies.includes(company)
    },
  }
}

/** Ids of the records of a one2many, in their order. */
export function childIds(env: Env, model: string, inverse: string, id: number): number[] {
  const table = env.db.table(model)
  const rows =
    table.parent === inverse
      ? table.childIds(id).flatMap((child) => table.get(child) ?? [])
      : table.after(0).filter((row) => row[inverse] === id)
  return rows
    .sort((a, b) => Number(a['sequence'] ?? 0) - Number(b['sequence'] ?? 0) || a.id - b.id)
    .map((row) => row.id)
}

/** Texts in other languages stand beside the source text; without a language the source shows (upstream §3). */
function translated(env: Env, row: Row, field: string): Value {
  const lang = env.context['lang']
  const text = typeof lang === 'string' ? row[`${field}@${lang}`] : undefined
  return text ?? row[field] ?? null
}

/** Under which name a text is stored: that of a language of its own, or the source. */
export function translatedName(env: Env, field: string): string {
  const lang = env.context['lang']
  return typeof lang === 'string' && lang !== 'en_US' ? `${field}@${lang}` : field
}
