import type { JsonObject } from '#canonical'
import { permitted } from './company.js'
import type { User } from './company.js'
import type { Resource, Test } from './resource.js'
import type { Row } from './rows.js'

/** One page of a list, and how many rows there are in all. */
export interface Listing {
  rows: Row[]
  total: number
  page: number
  perPage: number
}

/** The database does not know the column to sort by: the server answers 500. */
export class UnknownColumn extends Error {}

/**
 * A list as the server makes it. Traps: archived and deleted rows are in it; a name that is no filter is ignored without a
 * word; `is_deleted=true` gives those that are not; an unreadable time is ignored (upstream §4); and **who may not view all
 * sees only what is theirs, without an error** (§2).
 */
export function listRecords(resource: Resource, query: URLSearchParams, user: User): Listing {
  const { table } = resource
  const since = timeOf(query.get('updated_at'))
  let rows = since === undefined ? table.all() : table.changedSince(since)
  const known = filtersOf(resource)
  const tests = [...query].flatMap(([name, value]) => {
    const test = value === '' && name !== 'is_deleted' ? undefined : known[name]?.(value)
    return test ?? []
  })
  if (!permitted(user, `view_${table.type}`)) {
    tests.push((row) => row.userId === user.hash || row.columns['assigned_user_id'] === user.hash)
  }
  if (tests.length > 0) rows = rows.filter((row) => tests.every((test) => test(row)))
  rows = sorted(resource, rows, query.get('sort') ?? '')
  const perPage = pageSize(query.get('per_page'))
  const page = Math.max(1, Number.parseInt(query.get('page') ?? '1', 10) || 1)
  return { rows: rows.slice((page - 1) * perPage, page * perPage), total: rows.length, page, perPage }
}

/** `links` keep `page` only: every other parameter is lost (upstream §4). */
export function pagination(
  { rows, total, page, perPage }: Listing,
  path: string,
  count = rows.length,
): JsonObject {
  const pages = Math.max(1, Math.ceil(total / perPage))
  const link = (to: number): string => `${path}?page=${to}`
  return {
    total,
    count,
    per_page: perPage,
    current_page: page,
    total_pages: pages,
    links: {
      ...(page > 1 ? { previous: link(page - 1) } : {}),
      ...(page < pages ? { next: link(page + 1) } : {}),
    },
  }
}

/** Filters that every type has (QueryFilters), and its own. */
function filtersOf({ table, filters }: Resource): Resource['filters'] {
  return {
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
    number: columnIs('number'),
    filter: (value) => {
      const wanted = value.toLowerCase()
      return (row) => table.searchText(row).includes(wanted)
    },
    ...filters,
  }
}

/** A filter for one column, compared without case (utf8mb4_unicode_ci). */
export const columnIs =
  (column: string) =>
  (value: string): Test<Row> =>
  (row) =>
    same(row.columns[column], value)

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

function sorted(resource: Resource, rows: Row[], sort: string): Row[] {
  const [column = '', direction, ...more] = sort.split('|')
  if (direction === undefined || more.length > 0) return rows
  if (column === 'id' && direction === 'asc') return rows
  const value = sortKeys[column] ?? columnKey(resource.sortColumn(column))
  const sign = direction === 'asc' ? 1 : -1
  return [...rows].sort((a, b) => sign * compare(value(a), value(b)))
}

const sortKeys: Record<string, (row: Row) => string | number> = {
  id: (row) => row.id,
  created_at: (row) => row.createdAt,
  updated_at: (row) => row.updatedAt,
  deleted_at: (row) => row.deletedAt ?? 0,
  is_deleted: (row) => Number(row.isDeleted),
  // By the digits only.
  number: (row) => Number(String(row.columns['number'] ?? '').replace(/\D+/g, '')),
}

function columnKey(column: string | null): (row: Row) => string {
  if (column === null) throw new UnknownColumn()
  return (row) => String(row.columns[column] ?? '').toLowerCase()
}

const compare = <T>(a: T, b: T): number => (a < b ? -1 : a > b ? 1 : 0)

export const same = (value: unknown, wanted: string): boolean =>
  typeof value === 'string' && value.toLowerCase() === wanted.toLowerCase()

export const includes = (value: unknown, wanted: string): boolean =>
  typeof value === 'string' && value.toLowerCase().includes(wanted.toLowerCase())
