import type { Row, Value } from './table.js'
import type { Transaction } from './transaction.js'

/** Fields that a company and its contacts share: they follow the company (res_partner.py `_commercial_fields`). */
const COMMERCIAL = ['vat', 'company_registry']

/** The address of a contact is the address of its company (res_partner.py `_address_fields`). */
const ADDRESS = ['street', 'street2', 'zip', 'city', 'state_id', 'country_id']

const TYPE_LABELS: Record<string, string> = { invoice: 'Invoice', delivery: 'Delivery', other: 'Other' }

const get = (tx: Transaction, id: Value | undefined): Row | undefined =>
  typeof id === 'number' ? tx.env.db.partners.get(id) : undefined

const pick = (row: Row, names: readonly string[]): Record<string, Value> =>
  Object.fromEntries(names.map((name) => [name, row[name] ?? null]))

const filled = (values: Record<string, Value>): boolean =>
  Object.values(values).some((value) => value !== null && value !== '')

/** Stored names and the commercial entity of a row. */
export function computedNames(tx: Transaction, row: Row): Record<string, Value> {
  const parent = get(tx, row['parent_id'])
  const own = typeof row['name'] === 'string' ? row['name'] : ''
  const name = own || (parent ? (TYPE_LABELS[String(row['type'])] ?? '') : '')
  const whole = parent && row['is_company'] !== true ? `${String(parent['name'] ?? '')}, ${name}` : name
  const commercial =
    parent && row['is_company'] !== true ? (parent['commercial_partner_id'] ?? parent.id) : row.id
  return { complete_name: whole.trim(), commercial_partner_id: commercial }
}

/** What a new contact takes from its company. */
export function afterCreate(tx: Transaction, id: number): void {
  const row = get(tx, id)
  if (row) takeFromParent(tx, row)
}

/**
 * What a write sets off in other records: a changed name, VAT number or address of a company moves the write_date of its
 * contacts (upstream §4).
 */
export function afterWrite(tx: Transaction, before: Row, stored: Record<string, Value>): void {
  const row = get(tx, before.id)
  if (!row) return
  // Until 18 the fields count as soon as they are named; from 19 on only when they change.
  const counts = (name: string): boolean =>
    name in stored && (tx.env.db.version < 19 || before[name] !== row[name])
  if (counts('parent_id') || (counts('type') && row['type'] === 'contact')) takeFromParent(tx, row)
  if (ADDRESS.some(counts)) {
    addressToParent(tx, row)
    addressToChildren(tx, row)
  }
  if (COMMERCIAL.some(counts)) commercialToChildren(tx, row)
  if (before['name'] !== row['name']) namesOfChildren(tx, row)
  if ('company_id' in stored) {
    for (const child of childrenOf(tx, row)) tx.patch(child, { company_id: row['company_id'] ?? null })
  }
}

function takeFromParent(tx: Transaction, row: Row): void {
  const parent = get(tx, row['parent_id'])
  if (!parent) return
  const changes: Record<string, Value> = {}
  if (row['is_company'] !== true) {
    for (const [name, value] of Object.entries(pick(parent, COMMERCIAL)))
      if (value !== null) changes[name] = value
  }
  const address = pick(parent, ADDRESS)
  if (row['type'] === 'contact' && filled(address)) Object.assign(changes, address)
  if (Object.entries(changes).some(([name, value]) => row[name] !== value)) tx.patch(row, changes)
}

/** From 19 on a contact's address is its company's in the other direction too (res_partner.py `_fields_sync`). */
function addressToParent(tx: Transaction, row: Row): void {
  const parent = get(tx, row['parent_id'])
  if (tx.env.db.version < 19 || !parent || row['type'] !== 'contact') return
  const address = pick(row, ADDRESS)
  if (!filled(address) || ADDRESS.every((name) => parent[name] === row[name])) return
  addressToChildren(tx, tx.patch(parent, address))
}

function addressToChildren(tx: Transaction, row: Row): void {
  for (const child of childrenOf(tx, row)) {
    if (child['type'] === 'contact') tx.patch(child, pick(row, ADDRESS))
  }
}

function commercialToChildren(tx: Transaction, row: Row): void {
  if (row['commercial_partner_id'] !== row.id) return
  for (const child of childrenOf(tx, row)) {
    if (child['is_company'] === true) continue
    const differs = COMMERCIAL.some((name) => child[name] !== row[name])
    if (differs || tx.env.db.version < 19) tx.patch(child, pick(row, COMMERCIAL))
  }
}

function namesOfChildren(tx: Transaction, row: Row): void {
  for (const child of childrenOf(tx, row)) tx.patch(child, computedNames(tx, child))
}

/** Active and archived ones: the field's context looks past the filter. */
function childrenOf(tx: Transaction, row: Row): Row[] {
  return tx.env.db.partners.childIds(row.id).flatMap((id) => get(tx, id) ?? [])
}
