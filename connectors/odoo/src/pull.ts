import type { Cursor, Json, JsonObject, Page, PullOptions } from '#connector-kit'
import { incomplete } from './client.js'
import type { Client, Server } from './client.js'
import { isObject } from './errors.js'
import { PARTNER } from './party.js'
import type { Reader } from './read.js'
import { stamp } from './wire.js'

/** Parties per page unless the hub wants fewer. */
const PAGE = 500

/** Where a pull stands; the cursor is this, and what lets a fresh session poll with a single request. */
interface Position {
  /** Server time at which the last complete pull began; null before the first one has ended. */
  since: string | null
  scan: Scan | null
}

/** A pull under way. */
interface Scan {
  /** Start of its window; null: everything. */
  from: string | null
  /** Last id of the pages so far. */
  after: number
  /** Server time at which it began; null while no answer has told it. */
  began: string | null
}

/**
 * The algorithm of upstream §4 that lost nothing on live servers: an inclusive window that overlaps the last one, paged by id. A
 * party is yielded when it or one of its contacts was written; all of them when there is no cursor, or when the server's clock has
 * been set back by more than the overlap.
 */
export async function* pullParties(
  client: Client,
  reader: () => Promise<Reader>,
  cursor: Cursor | null,
  options: PullOptions = {},
): AsyncGenerator<Page> {
  const limit = Math.max(1, Math.min(options.pageSize ?? PAGE, PAGE))
  const { overlap } = client.config
  let { since, scan } = readCursor(client, cursor)
  scan ??= { from: since === null ? null : earlier(since, overlap), after: 0, began: null }
  for (;;) {
    const page: Found =
      scan.from === null
        ? await everything(reader, scan, limit)
        : await changes(client, reader, scan, scan.from, limit)
    if (since !== null && page.now !== null && page.now < earlier(since, overlap)) {
      // Records may have been written before the last window by a clock that was set back.
      since = null
      scan = { from: null, after: 0, began: null }
      continue
    }
    const began: string | null = scan.began ?? page.now ?? since
    if (page.last) since = began
    scan = page.last ? null : { from: scan.from, after: page.after, began }
    yield { records: page.records, cursor: await writeCursor(client, { since, scan }), last: page.last }
    if (!scan) return
  }
}

type Found = Pick<Page, 'records' | 'last'> & { after: number; now: string | null }

/** Parties only, since every one of them is read whole. */
async function everything(reader: () => Promise<Reader>, { after }: Scan, limit: number): Promise<Found> {
  const { records, ids, total, now } = await (await reader()).page([['id', '>', after]], limit)
  return { records, last: total === ids.length, after: checked(ids, after), now }
}

/** Partners that were written in the window, contacts among them, and then the parties that they belong to. */
async function changes(
  client: Client,
  reader: () => Promise<Reader>,
  { after }: Scan,
  from: string,
  limit: number,
): Promise<Found> {
  const domain: Json[] = [
    ['write_date', '>=', from],
    ['id', '>', after],
  ]
  const {
    records: rows,
    total,
    now,
  } = await client.list(PARTNER, { domain, specification: { parent_id: {}, write_date: {} }, limit })
  // A server or proxy that ignores the filter would let the cursor skip what it did not show.
  if (rows.some((row) => String(row['write_date']) < from)) throw incomplete(PARTNER)
  const ids = rows.map(({ id }) => id)
  const parties = [...new Set(rows.map((row) => partyOf(row)))]
  const records = parties.length === 0 ? [] : await (await reader()).some(parties)
  return { records, last: total === rows.length, after: checked(ids, after), now }
}

const partyOf = (row: JsonObject & { id: number }): number =>
  typeof row['parent_id'] === 'number' ? row['parent_id'] : row.id

/** The last id of a page, which must lie behind the page before. */
function checked(ids: readonly number[], after: number): number {
  if ((ids[0] ?? after + 1) <= after) throw incomplete(PARTNER)
  return ids.at(-1) ?? after
}

const earlier = (time: string, seconds: number): string =>
  stamp(Date.parse(`${time.replace(' ', 'T')}Z`) - seconds * 1_000)

async function writeCursor(client: Client, { since, scan }: Position): Promise<Cursor> {
  return { since, scan: scan && { ...scan }, server: { ...(await client.server()), account: client.account } }
}

function readCursor(client: Client, cursor: Cursor | null): Position {
  const { since, scan, server } = cursor ?? {}
  if (isObject(server) && server['account'] === client.account) {
    const { uid } = server
    client.trust(
      server['api'] === 'jsonrpc'
        ? { api: 'jsonrpc', uid: Number(uid) }
        : ({ api: 'json2' } satisfies Server),
    )
  }
  return {
    since: typeof since === 'string' ? since : null,
    scan: isObject(scan) ? (scan as unknown as Scan) : null,
  }
}
