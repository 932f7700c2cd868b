import { emptyPartner } from './database.js'
import { localized } from './errors.js'
import { checkAccess } from './models.js'
import { partnerModel } from './partner-model.js'
import type { Row, Value } from './table.js'
import { checkVisible } from './query.js'
import { afterCreate, afterWrite, computedNames } from './sync.js'
import { COUNTRIES, DEFAULT_LANGUAGE } from './tables.js'
import type { Transaction } from './transaction.js'
import { readValues } from './values.js'
import type { Values } from './values.js'
import { vatProblem } from './vat.js'

/** Creates partners; all or none (the caller rolls back). Returns their ids in order. */
export function createPartners(tx: Transaction, list: readonly Values[]): number[] {
  checkAccess(tx.env, partnerModel, 'create')
  return list.map((values) => createPartner(tx, values).id)
}

function createPartner(tx: Transaction, values: Values): Row {
  const { env } = tx
  const { stored, commands } = readValues(env, partnerModel, env.db.partnerFields(), values, true)
  const id = env.db.nextId('res.partner')
  const parent = rowOf(tx, stored['parent_id'])
  const stamps = {
    create_date: env.now,
    write_date: env.now,
    create_uid: env.user.id,
    write_uid: env.user.id,
  }
  let row: Row = { ...emptyPartner(env.db.partnerFields()), ...stored, ...stamps, id }
  // The language is computed for new partners where nobody names one, and so is never empty (upstream: res_partner.py).
  if (row['lang'] === null && !('lang' in stored)) row['lang'] = parent?.['lang'] ?? DEFAULT_LANGUAGE
  row = { ...row, ...computedNames(tx, row) }
  checkPartner(tx, row, Object.keys(stored))
  tx.put(row)
  if (tx.importing && typeof values['id'] === 'string') tx.setXmlid(values['id'], 'res.partner', id)
  afterCreate(tx, id)
  applyCommands(tx, id, commands)
  return rowOf(tx, id) ?? row
}

/** Writes the same values to partners; all or none. A write of the same values moves write_date too (upstream §4). */
export function writePartners(tx: Transaction, ids: readonly number[], values: Values): void {
  checkAccess(tx.env, partnerModel, 'write')
  const rows = existing(tx, ids, 'write')
  const { stored, commands } = readValues(tx.env, partnerModel, tx.env.db.partnerFields(), values, false)
  for (const before of rows) {
    if (stored['active'] === false) refuseForUsers(tx, before, 'archiveUser')
    const changed: Row = { ...before, ...stored }
    const row: Row = { ...changed, ...computedNames(tx, changed) }
    checkPartner(tx, row, Object.keys(stored))
    tx.patch(before, row)
    afterWrite(tx, before, stored)
    applyCommands(tx, before.id, commands)
  }
}

/** Deletes partners. Their contacts stay, as partners of their own: the column is "on delete set null". */
export function unlinkPartners(tx: Transaction, ids: readonly number[]): void {
  checkAccess(tx.env, partnerModel, 'unlink')
  for (const row of existing(tx, ids, 'unlink')) {
    if (tx.env.db.companies.some((company) => company.partner_id === row.id)) {
      throw localized('odoo.exceptions.ValidationError', tx.env.lang, 'foreignKey', {
        model: 'Companies',
        name: 'res.company',
        constraint: "'Partner' (partner_id)",
      })
    }
    refuseForUsers(tx, row, 'deleteUser')
    for (const xmlid of tx.env.db.xmlidsOf('res.partner', row.id)) tx.removeXmlid(xmlid)
    const children = tx.env.db.partners.childIds(row.id)
    tx.delete(row)
    for (const child of children) {
      const orphan = rowOf(tx, child)
      if (orphan) tx.patch(orphan, { parent_id: null, ...computedNames(tx, { ...orphan, parent_id: null }) })
    }
  }
}

/** A copy as the screen's "Duplicate" makes it: `ref` goes along, ranks and external ids do not (upstream §8, 11). */
export function copyPartner(tx: Transaction, row: Row): number {
  const values: Values = {}
  for (const [name, field] of Object.entries(tx.env.db.partnerFields())) {
    if (field.store === false || field.readonly || field.type === 'one2many' || name.endsWith('_rank'))
      continue
    const value = row[name] ?? null
    values[name] = field.type === 'many2many' ? [[6, 0, value ?? []]] : value
  }
  return createPartner(tx, { ...values, name: `${String(row['name'] ?? '')} (copy)` }).id
}

/** Rows for writing; one that is gone or hidden stops the whole call. */
function existing(tx: Transaction, ids: readonly number[], operation: string): Row[] {
  const { env } = tx
  const rows = ids.map((id) => {
    const row = rowOf(tx, id)
    if (row) return row
    const details = { model: 'res.partner', id, uid: env.user.id }
    throw localized('odoo.exceptions.MissingError', env.lang, 'missing', details)
  })
  for (const row of rows) checkVisible(env, partnerModel, row, operation)
  return rows
}

export const rowOf = (tx: Transaction, id: Value | undefined): Row | undefined =>
  typeof id === 'number' ? tx.env.db.partners.get(id) : undefined

/** Constraints of the table and of base_vat. */
function checkPartner(tx: Transaction, row: Row, touched: readonly string[]): void {
  const { env } = tx
  if (row['type'] === 'contact' && row['name'] === null) {
    throw localized('odoo.exceptions.ValidationError', env.lang, 'nameRequired')
  }
  for (let parent = rowOf(tx, row['parent_id']); parent; parent = rowOf(tx, parent['parent_id'])) {
    if (parent.id === row.id) throw localized('odoo.exceptions.ValidationError', env.lang, 'recursion')
  }
  const vat = env.context['no_vat_validation'] === true ? null : row['vat']
  if (typeof vat !== 'string' || vat === '' || !(touched.includes('vat') || touched.includes('country_id')))
    return
  const format = vatProblem(vat, COUNTRIES[Number(row['country_id']) - 1]?.code)
  if (format === null) return
  const details = { vat, partner: String(row['name'] ?? ''), format }
  throw localized('odoo.exceptions.ValidationError', env.lang, 'vat', details)
}

function refuseForUsers(tx: Transaction, row: Row, text: 'archiveUser' | 'deleteUser'): void {
  const names = tx.env.db.users.filter(
    (user) => user.partner_id === row.id && (user.active || text === 'deleteUser'),
  )
  if (names.length === 0) return
  throw localized('odoo.exceptions.ValidationError', tx.env.lang, text, {
    names: names.map(({ name }) => name).join(', '),
  })
}

/** x2many commands (upstream §3): 0 create, 1 update, 2 delete, 3 unlink, 4 link, 5 clear, 6 replace. */
function applyCommands(tx: Transaction, id: number, commands: Record<string, unknown[]>): void {
  for (const command of commands['child_ids'] ?? []) applyChildCommand(tx, id, command)
  const tags = commands['category_id']
  const row = rowOf(tx, id)
  if (!tags || !row) return
  tx.put({
    ...row,
    category_id: tags.reduce<number[]>(
      (list, command) => applyTagCommand(tx, list, command),
      [...((row['category_id'] as number[] | null) ?? [])],
    ),
  })
}

function applyChildCommand(tx: Transaction, parent: number, command: unknown): void {
  const [kind, target, payload] = command as [number, number, unknown]
  const children = tx.env.db.partners.childIds(parent)
  switch (kind) {
    case 0:
      createPartner(tx, { ...(payload as Values), parent_id: parent })
      return
    case 1:
      return writePartners(tx, [target], payload as Values)
    case 2:
      return unlinkPartners(tx, [target])
    case 3:
      return writePartners(tx, [target], { parent_id: false })
    case 4:
      return writePartners(tx, [target], { parent_id: parent })
    case 5:
      return writePartners(tx, children, { parent_id: false })
    case 6: {
      const wanted = payload as number[]
      writePartners(
        tx,
        children.filter((id) => !wanted.includes(id)),
        { parent_id: false },
      )
      return writePartners(
        tx,
        wanted.filter((id) => !children.includes(id)),
        { parent_id: parent },
      )
    }
  }
}

function applyTagCommand(tx: Transaction, list: number[], command: unknown): number[] {
  const [kind, target, payload] = command as [number, number, unknown]
  switch (kind) {
    case 0: {
      const id = tx.env.db.nextId('res.partner.category')
      tx.env.db.tags.set(id, { id, name: String((payload as Values)['name'] ?? '') })
      return [...list, id]
    }
    case 4:
      return [...new Set([...list, target])]
    case 2:
    case 3:
      return list.filter((id) => id !== target)
    case 5:
      return []
    case 6:
      return payload as number[]
    default:
      return list
  }
}
