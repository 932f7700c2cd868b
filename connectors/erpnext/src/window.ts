import { untrustworthy } from './client.js'
import type { Client, Filter, Row } from './client.js'
import type { Place } from './cursor.js'
import { isStamp } from './zone.js'

export interface WindowQuery {
  doctype: string
  fields: readonly string[]
  /** Narrows the DocType to what belongs to this connection. */
  scope: readonly Filter[]
  /** Smallest `modified`; undefined: everything. */
  from: string | undefined
  /** A row that an answer must show even when nothing changed. */
  witness: string | undefined
  after: Place | null
  limit: number
  /** Whether an empty DocType must be proved so. */
  proveEmpty: boolean
}

export interface WindowPage {
  rows: Row[]
  /** Where the next page begins. */
  after: Place | null
  end: boolean
  witness: string | undefined
}

const ORDER = 'modified asc, name asc'

/**
 * One page of a DocType by keyset over (modified, name) (upstream/erpnext.md §7): a document that is saved meanwhile moves to
 * the end and is met again. A page that is too short, too long, out of order or outside the window is an error, never a
 * silent loss; the end of a window is proved by a count, an unchanged window by its witness.
 */
export async function readWindow(client: Client, query: WindowQuery): Promise<WindowPage> {
  const { doctype, fields, scope, from, after, limit } = query
  const all = await client.list({ doctype, fields, ...conditions(query), order: ORDER, limit })
  checkOrder(all, query)
  // The witness of an unchanged window lies before it.
  const rows = from === undefined ? all : all.filter((row) => stampOf(row, doctype) >= from)
  const last = rows.at(-1)
  const seen = (after?.seen ?? 0) + rows.length
  const place = last ? { modified: stampOf(last, doctype), name: last.name, seen } : after
  const page = { rows, after: place, witness: last?.name ?? query.witness }
  if (all.length >= limit) return { ...page, end: false }

  const first = after === null && rows.length === 0
  if (first && from === undefined && !query.proveEmpty) return { ...page, end: true }
  if (first && from !== undefined)
    return { ...page, witness: await proveUnchanged(client, query, all), end: true }
  const count = await client.count({
    doctype,
    filters: from === undefined ? scope : [...scope, ['modified', '>=', from]],
  })
  if (count <= seen) return { ...page, end: true }
  if (rows.length === 0) throw untrustworthy(doctype)
  return { ...page, end: false }
}

/** The row that was saved last, as a witness for later windows. */
export async function newest(
  client: Client,
  doctype: string,
  scope: readonly Filter[] = [],
): Promise<Row | undefined> {
  const rows = await client.list({
    doctype,
    fields: ['name', 'modified'],
    filters: scope,
    order: 'modified desc, name desc',
    limit: 1,
  })
  return rows[0]
}

function conditions({ scope, from, witness, after }: WindowQuery): {
  filters: Filter[]
  orFilters?: Filter[]
} {
  if (after) {
    return {
      filters: [...scope, ['modified', '>=', after.modified]],
      orFilters: [
        ['modified', '>', after.modified],
        ['name', '>', after.name],
      ],
    }
  }
  if (from === undefined) return { filters: [...scope] }
  if (witness === undefined) return { filters: [...scope, ['modified', '>=', from]] }
  return {
    filters: [...scope],
    orFilters: [
      ['modified', '>=', from],
      ['name', '=', witness],
    ],
  }
}

function checkOrder(rows: readonly Row[], { doctype, from, after, witness }: WindowQuery): void {
  let previous = after?.modified ?? ''
  const names = new Set(after ? [after.name] : [])
  for (const row of rows) {
    const modified = stampOf(row, doctype)
    const outside = from !== undefined && modified < from && row.name !== witness
    if (modified < previous || outside || names.has(row.name)) throw untrustworthy(doctype)
    names.add(row.name)
    previous = modified
  }
}

function stampOf(row: Row, doctype: string): string {
  const modified = row['modified']
  if (!isStamp(modified)) throw untrustworthy(doctype)
  return modified
}

/** Nothing in the window: believed when the witness was shown, or when it is really gone. Returns the witness for next time. */
async function proveUnchanged(
  client: Client,
  query: WindowQuery,
  shown: readonly Row[],
): Promise<string | undefined> {
  const { doctype, scope, from, witness } = query
  if (witness === undefined || shown.some((row) => row.name === witness)) return witness
  const filters: Filter[] = [...scope, ['name', '=', witness]]
  if ((await client.count({ doctype, filters })) > 0) throw untrustworthy(doctype)
  const other = await newest(client, doctype, scope)
  if (other && from !== undefined && stampOf(other, doctype) >= from) throw untrustworthy(doctype)
  return other?.name
}
