import { localized, OdooError } from './errors.js'
import { fieldsOf } from './fields.js'
import type { Field, Fields } from './fields.js'
import { checkAccess, modelOf, storedOf } from './models.js'
import { createPartners, unlinkPartners, writePartners } from './orm.js'
import { checkVisible, formatMoment } from './query.js'
import { childIds, translatedName } from './stored.js'
import type { StoredModel } from './stored.js'
import type { Row, Value } from './table.js'
import type { Transaction } from './transaction.js'
import { readValues } from './values.js'
import type { Values } from './values.js'

/** Creates records of any model; all or none (the caller rolls back). Returns their ids in order. */
export function createRecords(tx: Transaction, name: string, list: readonly Values[]): number[] {
  if (name === 'res.partner') return createPartners(tx, list)
  checkAccess(tx.env, modelOf(name, unknown(name)), 'create')
  const model = writable(name)
  return list.map((values) => createRecord(tx, model, values))
}

function createRecord(tx: Transaction, model: StoredModel, given: Values): number {
  const { env } = tx
  const { name } = model
  const values = { ...model.defaults?.(tx, given), ...given }
  const fields = fieldsOf(model.fields, env.db.version)
  const { stored, commands } = readValues(env, model, fields, values, true)
  const id = env.db.nextId(name)
  const stamps = {
    create_date: env.now,
    write_date: env.now,
    create_uid: env.user.id,
    write_uid: env.user.id,
  }
  const lists = manyToMany(tx, model, fields, commands, {})
  let row: Row = { ...emptyRow(fields), ...stored, ...lists, ...stamps, id }
  row = model.complete?.(tx, row, null) ?? row
  tx.put(row, name)
  if (tx.importing && typeof given['id'] === 'string') tx.setXmlid(given['id'], name, id)
  oneToMany(tx, fields, id, commands)
  model.after?.(tx, rowIn(tx, name, id) ?? row, null)
  return id
}

/** Writes the same values to records; all or none. A write of the same values moves write_date too (upstream §4). */
export function writeRecords(tx: Transaction, name: string, ids: readonly number[], values: Values): void {
  if (name === 'res.partner') return writePartners(tx, ids, values)
  checkAccess(tx.env, modelOf(name, unknown(name)), 'write')
  const model = writable(name)
  const fields = fieldsOf(model.fields, tx.env.db.version)
  for (const before of existing(tx, name, ids, 'write')) {
    model.guard?.(tx, before, values)
    const { stored, commands } = readValues(tx.env, model, fields, values, false)
    const lists = manyToMany(tx, model, fields, commands, before)
    const changed: Row = { ...before, ...translate(tx, fields, stored), ...lists }
    tx.patch(before, model.complete?.(tx, changed, before) ?? changed, name)
    oneToMany(tx, fields, before.id, commands)
    const row = rowIn(tx, name, before.id)
    if (row) model.after?.(tx, row, before)
  }
}

export function unlinkRecords(tx: Transaction, name: string, ids: readonly number[]): void {
  if (name === 'res.partner') return unlinkPartners(tx, ids)
  checkAccess(tx.env, modelOf(name, unknown(name)), 'unlink')
  const model = writable(name)
  for (const row of existing(tx, name, ids, 'unlink')) {
    model.beforeUnlink?.(tx, row)
    for (const [field, { type, relation, inverse }] of Object.entries(model.fields)) {
      if (type !== 'one2many' || !relation || !inverse || storedOf(relation) === undefined) continue
      const children = tx.env.db.table(relation)
      if (children.parent !== inverse || field === 'line_ids') continue
      for (const child of children.childIds(row.id)) remove(tx, relation, children.get(child))
    }
    remove(tx, name, row)
    model.afterUnlink?.(tx, row)
  }
}

/** A copy as the screen's "Duplicate" makes it, with its lines; numbers, states and external ids do not go along. */
export function copyRecord(tx: Transaction, name: string, row: Row, overrides: Values = {}): number {
  const fields = fieldsOf(writable(name).fields, tx.env.db.version)
  const values: Values = {}
  for (const [field, { type, store, readonly, copy, relation, inverse }] of Object.entries(fields)) {
    if (copy === false || readonly || field === inverse) continue
    const value = row[field] ?? null
    if (type === 'many2many') values[field] = [[6, 0, value ?? []]]
    else if (type === 'datetime' && typeof value === 'number') values[field] = formatMoment(value)
    else if (type !== 'one2many' && store !== false) values[field] = value ?? false
    else if (type === 'one2many' && copy === true && relation && inverse) {
      const children = childIds(tx.env, relation, inverse, row.id)
      values[field] = children.map((id) => [0, 0, copyValues(tx, relation, inverse, id)])
    }
  }
  return createRecords(tx, name, [{ ...values, ...overrides }])[0] ?? 0
}

function copyValues(tx: Transaction, name: string, inverse: string, id: number): Values {
  const row = rowIn(tx, name, id)
  const fields = Object.entries(fieldsOf(writable(name).fields, tx.env.db.version))
  const copied = fields.filter(([field, { type, store, readonly, copy }]) => {
    return field !== inverse && copy !== false && !readonly && store !== false && type !== 'one2many'
  })
  return Object.fromEntries(
    copied.map(([field, { type }]) => {
      const value = row?.[field] ?? null
      return [field, type === 'many2many' ? [[6, 0, value ?? []]] : (value ?? false)]
    }),
  )
}

function remove(tx: Transaction, name: string, row: Row | undefined): void {
  if (!row) return
  for (const xmlid of tx.env.db.xmlidsOf(name, row.id)) tx.removeXmlid(xmlid)
  tx.delete(row, name)
}

/** Rows for writing; one that is gone or hidden stops the whole call. */
export function existing(tx: Transaction, name: string, ids: readonly number[], operation: string): Row[] {
  const { env } = tx
  const rows = ids.map((id) => {
    const row = rowIn(tx, name, id)
    if (row) return row
    throw localized('odoo.exceptions.MissingError', env.lang, 'missing', {
      model: name,
      id,
      uid: env.user.id,
    })
  })
  for (const row of rows) checkVisible(env, modelOf(name, unknown(name)), row, operation)
  return rows
}

export const rowIn = (tx: Transaction, name: string, id: Value | undefined): Row | undefined =>
  typeof id === 'number' ? tx.env.db.table(name).get(id) : undefined

/** Stored fields as they are when nobody says anything. */
export function emptyRow(fields: Fields): Record<string, Value> {
  const empty: Record<string, Value> = {}
  for (const [name, field] of Object.entries(fields)) {
    if (field.store === false || field.type === 'one2many') continue
    empty[name] = emptyValue(field)
  }
  return { ...empty, ...('active' in fields && { active: true }) }
}

function emptyValue({ type }: Field): Value {
  if (type === 'many2many') return []
  if (type === 'integer' || type === 'float' || type === 'monetary') return 0
  return type === 'boolean' ? false : null
}

/** A text is stored in the language of the call; an empty one empties all languages. */
function translate(tx: Transaction, fields: Fields, stored: Record<string, Value>): Record<string, Value> {
  return Object.fromEntries(
    Object.entries(stored).flatMap(([name, value]): [string, Value][] => {
      if (!fields[name]?.translate) return [[name, value]]
      const own = translatedName(tx.env, name)
      return value === null
        ? [
            [name, null],
            [own, null],
          ]
        : [[own, value]]
    }),
  )
}

/** x2many commands (upstream §3) on lists of ids that stand in the row itself. */
function manyToMany(
  tx: Transaction,
  model: StoredModel,
  fields: Fields,
  commands: Record<string, unknown[]>,
  before: Partial<Row>,
): Record<string, Value> {
  const lists: Record<string, Value> = {}
  for (const [name, list] of Object.entries(commands)) {
    const field = fields[name]
    if (field?.type !== 'many2many') continue
    const known = (before[name] as number[] | undefined) ?? []
    let ids = [...known]
    for (const command of list) ids = applyCommand(ids, command)
    const related = modelOf(field.relation ?? '', unknown(field.relation ?? ''))
    for (const id of ids) {
      const row = related.get(tx.env, id)
      if (row === undefined || known.includes(id) || related.visible(tx.env, row)) continue
      const place = `Failed to write field ${model.name}.${name}\n`
      try {
        checkVisible(tx.env, related, row, 'read')
      } catch (error) {
        throw error instanceof OdooError ? new OdooError(error.errorName, place + error.message) : error
      }
    }
    lists[name] = ids
  }
  return lists
}

function applyCommand(ids: number[], command: unknown): number[] {
  const [kind, target, payload] = command as [number, number, unknown]
  if (kind === 4) return [...new Set([...ids, target])]
  if (kind === 2 || kind === 3) return ids.filter((id) => id !== target)
  if (kind === 5) return []
  return kind === 6 ? [...(payload as number[])] : ids
}

/** x2many commands on records that point back at this one. */
function oneToMany(tx: Transaction, fields: Fields, id: number, commands: Record<string, unknown[]>): void {
  for (const [name, list] of Object.entries(commands)) {
    const { type, relation, inverse } = fields[name] ?? {}
    if (type !== 'one2many' || !relation || !inverse) continue
    for (const command of list) {
      const [kind, target, payload] = command as [number, number, unknown]
      if (kind === 0) createRecords(tx, relation, [{ ...(payload as Values), [inverse]: id }])
      else if (kind === 1) writeRecords(tx, relation, [target], payload as Values)
      else if (kind === 2 || kind === 3) unlinkRecords(tx, relation, [target])
      else if (kind === 4) existing(tx, relation, [target], 'write')
      else if (kind === 5) unlinkRecords(tx, relation, tx.env.db.table(relation).childIds(id))
    }
  }
}

function writable(name: string): StoredModel {
  const model = storedOf(name)
  if (!model) throw new OdooError('builtins.AttributeError', `the simulator cannot write ${name}`)
  return model
}

const unknown = (name: string) => () => new OdooError('builtins.KeyError', name)
