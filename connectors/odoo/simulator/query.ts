import { parseDomain } from './domain.js'
import type { Env } from './env.js'
import { localized, OdooError } from './errors.js'
import type { Field } from './fields.js'
import { checkAccess, modelOf } from './models.js'
import type { Model } from './models.js'
import type { Row, Value } from './table.js'

export interface SearchOptions {
  offset?: number | undefined
  limit?: number | false | null | undefined
  order?: string | null | undefined
}

/** Matching rows of the page, and how many match in all. Throws for domains and orders that the ORM refuses. */
export function search(
  env: Env,
  model: Model,
  domain: unknown,
  options: SearchOptions = {},
): { rows: Row[]; total: number } {
  checkAccess(env, model, 'read')
  const { test, bounds, namesActive } = parseDomain(env, model, domain)
  const compare = ordering(env, model, options.order || model.order)
  const hideArchived = env.activeTest && !namesActive && 'active' in model.fields(env)
  let found: Row[] = []
  for (const row of model.rows(env, bounds)) {
    if (hideArchived && row['active'] !== true) continue
    if (test(row) && model.visible(env, row)) found.push(row)
  }
  const total = found.length
  if (compare) found = found.sort(compare)
  const start = options.offset ?? 0
  return { rows: options.limit ? found.slice(start, start + options.limit) : found.slice(start), total }
}

/** Comparison for an SQL order; null when rows come in that order anyway (by id). */
function ordering(env: Env, model: Model, order: string): ((a: Row, b: Row) => number) | null {
  const keys = order.split(',').map((part) => {
    const [name = '', direction = 'asc'] = part.trim().split(/\s+/)
    const field = model.fields(env)[name]
    if (!field) throw new OdooError('builtins.ValueError', `Invalid field '${name}' on model '${model.name}'`)
    return { name, sign: direction.toLowerCase() === 'desc' ? -1 : 1 }
  })
  if (keys[0]?.name === 'id' && keys[0].sign === 1) return null
  return (a, b) => {
    for (const { name, sign } of keys) {
      const difference = compareValues(model.value(env, a, name), model.value(env, b, name))
      if (difference !== 0) return sign * difference
    }
    return 0
  }
}

/** Empty last, as PostgreSQL sorts. */
function compareValues(a: Value, b: Value): number {
  if (a === b) return 0
  if (a === null) return 1
  if (b === null) return -1
  return a < b ? -1 : 1
}

/** Rows by id for reading: missing ids are silently left out; a record of another company is an AccessError. */
export function rowsForRead(env: Env, model: Model, ids: readonly number[]): Row[] {
  checkAccess(env, model, 'read')
  const rows = ids.flatMap((id) => model.get(env, id) ?? [])
  for (const row of rows) checkVisible(env, model, row, 'read')
  return rows
}

export function checkVisible(env: Env, model: Model, row: Row, operation: string): void {
  if (model.visible(env, row)) return
  const company = env.db.company(Number(row['company_id']))
  throw localized(
    'odoo.exceptions.AccessError',
    env.lang,
    'otherCompany',
    {
      user: env.user.name,
      uid: env.user.id,
      operation,
      label: model.label,
      model: model.name,
      company: company?.name ?? '',
    },
    company ? { suggested_company: { id: company.id, display_name: company.name } } : {},
  )
}

/** Records as `read` gives them; no list of fields means all of them. `bare`: many2one as id without its name (`load: null`). */
export function readRows(
  env: Env,
  model: Model,
  rows: readonly Row[],
  names: readonly string[] | undefined,
  bare = false,
): Record<string, unknown>[] {
  const fields = model.fields(env)
  const chosen = names && names.length > 0 ? names : Object.keys(fields)
  for (const name of chosen) {
    if (fields[name]) continue
    const where = env.db.version >= 19 ? `on '${model.name}'` : `on model '${model.name}'`
    throw new OdooError('builtins.ValueError', `Invalid field '${name}' ${where}`)
  }
  return rows.map((row) => {
    const record: Record<string, unknown> = { id: row.id }
    for (const name of chosen) {
      const field = fields[name]
      if (field?.type === 'json') record[name] = model.json?.(env, row, name) ?? false
      else if (field && name !== 'id')
        record[name] = formatValue(env, field, model.value(env, row, name), bare)
    }
    return record
  })
}

/** A stored value as the API shows it: `false` for empty of every type but numbers and lists (upstream §3). */
function formatValue(env: Env, field: Field, value: Value, bare: boolean): unknown {
  if (field.type === 'one2many' || field.type === 'many2many') return value ?? []
  if (value === null) return ['integer', 'float', 'monetary'].includes(field.type) ? 0 : false
  if (field.type === 'datetime') return formatMoment(value as number)
  if (field.type === 'many2one') return bare ? value : [value, displayName(env, field, value as number)]
  return value
}

/** UTC, cut to seconds (upstream §4). */
export const formatMoment = (micros: number): string =>
  new Date(Math.floor(micros / 1_000_000) * 1_000).toISOString().slice(0, 19).replace('T', ' ')

function displayName(env: Env, field: Field, id: number): string {
  const related = modelOf(
    field.relation ?? '',
    () => new OdooError('builtins.KeyError', field.relation ?? ''),
  )
  const row = related.get(env, id)
  return row ? String(related.value(env, row, 'display_name') ?? '') : ''
}

export type Specification = Record<string, { fields?: Specification }>

/** Records as `web_read` gives them: bare many2one ids, and related records where the specification asks for their fields. */
export function webRead(
  env: Env,
  model: Model,
  rows: readonly Row[],
  specification: Specification,
): Record<string, unknown>[] {
  const fields = model.fields(env)
  const records = readRows(env, model, rows, ['id', ...Object.keys(specification)], true)
  for (const [name, { fields: inner }] of Object.entries(specification)) {
    const field = fields[name]
    if (!inner || !field?.relation) continue
    const related = modelOf(field.relation, () => new OdooError('builtins.KeyError', field.relation ?? ''))
    for (const record of records) {
      const value = record[name]
      if (value === false) continue
      const targets = rowsForRead(env, related, [value].flat() as number[])
      const shown = webRead(env, related, targets, inner)
      record[name] = Array.isArray(value) ? shown : (shown[0] ?? false)
    }
  }
  return records
}
