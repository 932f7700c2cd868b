import type { Json, JsonObject } from '#canonical'
import { ConnectorError } from '#connector-kit'
import type { Cursor, NativeRecord, Page } from '#connector-kit'
import { isObject } from './api.js'
import type { ApiRecord, NativeType } from './api.js'
import type { Client, ListPage } from './client.js'

export interface PullContext {
  client: Client
  /** Seconds by which the next window starts before the server's present time. */
  overlap: number
  pageSize: number
  composeAll(type: NativeType, records: ApiRecord[]): Promise<NativeRecord[]>
}

/** Where a pull stands within one type. Times are Unix seconds of the server's clock. */
interface Position extends JsonObject {
  type: NativeType
  page: number
  /** Kept from the first page on: another size would cut the list elsewhere. */
  perPage: number
  /** Start of the window, inclusive; null reads everything. */
  since: number | null
  /** The server's time before the first page. */
  now: number | null
  /** Last change that was seen. */
  high: number
  /** Records in the window as the last page told, null before the first. */
  total: number | null
}

/** Window starts of the types that are finished, and the position in the one that is not. */
interface State {
  since: Partial<Record<NativeType, number>>
  at: Position | null
}

/** Most records a page holds; the server cuts larger wishes to 5000. A page of 500 clients has about 1 MB. */
export const PAGE_SIZE = 500

/**
 * Everything that changed in a window, by id (upstream/invoice-ninja.md §4): `updated_at` is inclusive and has whole seconds; archived and
 * deleted records are listed; contacts bump their client or vendor. Records never leave the window while it is read, except by being purged or
 * merged away, which moves the later ones forward: then the pull goes back so that it skips nothing.
 */
export async function* pull(
  types: readonly NativeType[],
  cursor: Cursor | null,
  context: PullContext,
): AsyncGenerator<Page> {
  const { since, at } = stateOf(cursor)
  for (const type of types.slice(at ? types.indexOf(at.type) : 0)) {
    let position = at?.type === type ? at : startOf(type, since[type] ?? null, context)
    for (;;) {
      const list = await fetchPage(position, context.client)
      const { records, total, pages } = list
      if (position.since !== null && (list.now ?? position.since) < position.since) {
        // The server's clock went back: what changed since then lies before the window.
        position = startOf(type, null, context)
        continue
      }
      const shrunk = position.total === null ? 0 : position.total - total
      if (shrunk > 0 && position.page > 1) {
        const back = Math.ceil(shrunk / position.perPage)
        position = { ...position, total, page: Math.max(1, position.page - back) }
        continue
      }
      position = {
        ...position,
        total,
        page: position.page + 1,
        now: position.now ?? list.now ?? null,
        high: Math.max(position.high, ...records.map((record) => record.updated_at)),
      }
      const finished = position.page > pages
      if (finished) since[type] = nextStart(position, context.overlap)
      const state: State = { since: { ...since }, at: finished ? null : position }
      const last = finished && type === types.at(-1)
      // A type without changes needs no page of its own.
      if (records.length > 0 || last) {
        yield { records: await context.composeAll(type, records), cursor: { ...state }, last }
      }
      if (finished) break
    }
  }
}

/** A list that ignores the window would be taken for a flood of changes; one record outside it gives it away. */
async function fetchPage({ type, page, perPage, since }: Position, client: Client): Promise<ListPage> {
  const list = await client.list(type, since === null ? {} : { updated_at: since }, page, perPage)
  if (since !== null && list.records.some((record) => record.updated_at < since)) {
    throw new ConnectorError('unavailable', { code: 'invoice-ninja.filter-ignored' })
  }
  return list
}

function startOf(type: NativeType, since: number | null, { pageSize }: PullContext): Position {
  return { type, page: 1, perPage: pageSize, since, now: null, high: 0, total: null }
}

/**
 * Where the next window starts: one second after the last change seen, but never later than the overlap before this window was read, so that
 * what was being stored meanwhile is read again. Only the server's own times count, and a clock in front of it that goes wrong
 * cannot move the start past what was seen.
 */
function nextStart({ since, now, high }: Position, overlap: number): number {
  const seen = Math.max(high + 1, since ?? 0)
  const safe = (now ?? seen) - overlap
  return Math.max(Math.min(seen, safe), 0)
}

function stateOf(cursor: Cursor | null): State {
  const { since, at }: { since?: Json; at?: Json } = cursor ?? {}
  return {
    since: { ...(isObject(since) ? since : {}) } as State['since'],
    at: isObject(at) ? ({ ...at } as Position) : null,
  }
}
