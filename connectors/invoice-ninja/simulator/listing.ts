import type { JsonObject } from '#canonical'
import { permitted } from './company.js'
import type { User } from './company.js'
import { FILLABLE } from './rows.js'
import type { PartyRow, PartyType } from './rows.js'
import type { PartyTable } from './table.js'

/** One page of a list, and how many rows there are in all. */
export interface Listing {
  rows: PartyRow[]
  total: number
  page: number
  perPage: number
}

/** The database does not know the column to sort by: the server answers 500. */
export class UnknownColumn extends Error {}

type Test = (row: PartyRow) => boolean

/**
 * A list as the server makes it. Traps: archived and deleted rows are in it; a name that is no filter is ignored without a
 * word; `is_deleted=true` gives those that are not; an unreadable time is ignored (upstream §4); and **who may not view all
 * sees only what is theirs, without an error** (§2).
 */
export function listParties(table: PartyTable, query: URLSearchParams, user: User): Listing {
  const since = timeOf(query.get('updated_at'))
  let rows = since === undefined ? table.all() : table.changedSince(since)
  const tests = [...query].flatMap(([name, value]) => {
    const test = value === '' && name !== 'is_deleted' ? undefined : filters[name]?.(value, table)
    return test ?? []
  })
  if (!permitted(user, `view_${table.type}`)) {
    tests.push((row) => row.userId === user.hash || row.columns['assigned_user_id'] === user.hash)
  }
  if (tests.length > 0) rows = rows.filter((row) => tests.every((test) => test(row)))
  rows = sorted(table.type, rows, query.get('sort') ?? '')
  const perPage = pageSize(query.get('per_page'))
  const page = Math.max(1, Number.parseInt(query.get('page') ?? '1', 10) || 1)
  return { rows: rows.slice((page - 1) * perPage, page * perPage), total: rows.length, page, perPage }
}

/** `links` keep `page` only: every other parameter is lost (upstream §4). */
export function pagination({ rows, total, page, perPage }: Listing, path: string): JsonObject {
  const pages = Math.max(1, Math.ceil(total / perPage))
  const link = (to: number): string => `${path}?page=${to}`
  return {
    total,
    count: rows.length,
    per_page: perPage,
    current_page: page,
    total_pages: pages,
    links: {
      ...(page > 1 ? { previous: link(page - 1) } : {}),
      ...(page < pages ? { next: link(page + 1) } : {}),
    },
  }
}

/** What may be included, by type; the rest is answered with 400. */
export const INCLUDES: Record<PartyType, readonly string[]> = {
  client: [
    'contacts',
    'documents',
    'gateway_tokens',
    'activities',
    'ledger',
    'system_logs',
    'group_settings',
  ],
  vendor: ['contacts', 'documents', 'activities'],
}

const filters: Record<string, (value: string, table: PartyTable) => Test | undefined> = {
  status: (value) => {
    const wanted = value.split(',')
    return (row) =>
      (wanted.includes('active') && row.deletedAt === null) ||
      (wanted.includes('archived') && row.deletedAt !== null && !row.isDeleted) ||
      (wanted.includes('deleted') && row.isDeleted)
  },
  // MySQL compares a number with the text 'true', which counts as 0.
  is_deleted: (value) => (row) => Number(row.isDeleted) === (Number.parseInt(value, 10) || 0),
  with_trashed: (value) => (value === 'false' ? (row) => !row.isDeleted : undefined),
  created_at: (value) => {
    const since = timeOf(value)
    return since === undefined ? undefined : (row) => row.createdAt >= since * 1000
  },
  number: (value) => (row) => same(row.columns['number'], value),
  filter: (value, table) => {
    const wanted = value.toLowerCase()
    return (row) => table.searchText(row).includes(wanted)
  },
  // The rest are filters of clients only; for vendors the names are unknown and so ignored.
  name: clientsOnly((value) => (row) => includes(row.columns['name'], value)),
  id_number: clientsOnly((value) => (row) => same(row.columns['id_number'], value)),
  email: clientsOnly(
    (value) => (row) => row.contacts.some((contact) => same(contact.columns['email'], value)),
  ),
  client_id: clientsOnly((value) => (row) => row.hash === value),
  group: clientsOnly((value) => (row) => row.columns['group_settings_id'] === value),
}

function clientsOnly(make: (value: string) => Test) {
  return (value: string, table: PartyTable): Test | undefined =>
    table.type === 'client' ? make(value) : undefined
}

/** Unix seconds, or a date; undefined for what Carbon cannot read, and the filter is ignored. */
function timeOf(value: string | null): number | undefined {
  if (value === null || value === '') return undefined
  const time = /^-?\d+(\.\d+)?$/.test(value) ? Math.trunc(Number(value)) : Date.parse(value) / 1000
  return Number.isNaN(time) ? undefined : time
}

/** 20 unless told, at most 5000, without sign; 0 means 15. */
function pageSize(value: string | null): number {
  if (value === null) return 20
  return Math.min(Math.abs(Number.parseInt(value, 10) || 0), 5000) || 15
}

function sorted(type: PartyType, rows: PartyRow[], sort: string): PartyRow[] {
  const [column = '', direction, ...more] = sort.split('|')
  if (direction === undefined || more.length > 0) return rows
  if (column === 'id' && direction === 'asc') return rows
  if (type === 'client' && column === 'documents') return rows
  const value = sortKeys[column] ?? columnKey(type, column)
  const sign = direction === 'asc' ? 1 : -1
  return [...rows].sort((a, b) => sign * compare(value(a), value(b)))
}

const sortKeys: Record<string, (row: PartyRow) => string | number> = {
  id: (row) => row.id,
  created_at: (row) => row.createdAt,
  updated_at: (row) => row.updatedAt,
  deleted_at: (row) => row.deletedAt ?? 0,
  is_deleted: (row) => Number(row.isDeleted),
  // By the digits only.
  number: (row) => Number(String(row.columns['number'] ?? '').replace(/\D+/g, '')),
}

function columnKey(type: PartyType, column: string): (row: PartyRow) => string {
  const name = type === 'client' && column === 'display_name' ? 'name' : column
  if (!FILLABLE[type].includes(name)) throw new UnknownColumn(column)
  return (row) => String(row.columns[name] ?? '').toLowerCase()
}

const compare = <T>(a: T, b: T): number => (a < b ? -1 : a > b ? 1 : 0)

const same = (value: unknown, wanted: string): boolean =>
  typeof value === 'string' && value.toLowerCase() === wanted.toLowerCase()

const includes = (value: unknown, wanted: string): boolean =>
  typeof value === 'string' && value.toLowerCase().includes(wanted.toLowerCase())
