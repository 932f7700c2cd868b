import type { Cursor, Json, Page, PullOptions } from '#connector-kit'
import { incomplete } from './client.js'
import type { Client, Server } from './client.js'
import { isObject } from './errors.js'
import type { Kind, Polled, Row } from './kind.js'
import type { Reader } from './read.js'
import { stamp } from './wire.js'

/** Documents per page unless the hub wants fewer. */
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
  /** Which of the polled models is read; nothing: the first. */
  source?: number
  /** Last id of the pages so far. */
  after: number
  /** Server time at which it began; null while no answer has told it. */
  began: string | null
}

/**
 * The algorithm of upstream §4 that lost nothing on live servers: an inclusive window that overlaps the last one, paged by id. A
 * document is yielded when it or one of its items was written; all of them when there is no cursor, or when the server's clock has
 * been set back by more than the overlap. Models whose changes count are read one after the other.
 */
export async function* pullAll(
  client: Client,
  kind: Kind,
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
        ? await everything(kind, reader, scan, limit)
        : await changes(client, kind, reader, scan, scan.from, limit)
    if (since !== null && page.now !== null && page.now < earlier(since, overlap)) {
      // Records may have been written before the last window by a clock that was set back.
      since = null
      scan = { from: null, after: 0, began: null }
      continue
    }
    const began: string | null = scan.began ?? page.now ?? since
    const source: number = scan.source ?? 0
    const isLast = page.last && (scan.from === null || source + 1 >= kind.polled.length)
    if (isLast) since = began
    if (isLast) scan = null
    else if (page.last) scan = { from: scan.from, source: source + 1, after: 0, began }
    else scan = { from: scan.from, source, after: page.after, began }
    yield { records: page.records, cursor: await writeCursor(client, { since, scan }), last: isLast }
    if (!scan) return
  }
}

type Found = Pick<Page, 'records' | 'last'> & { after: number; now: string | null }

/** Documents only, since every one of them is read whole. */
async function everything(
  kind: Kind,
  reader: () => Promise<Reader>,
  { after }: Scan,
  limit: number,
): Promise<Found> {
  const { records, ids, total, now } = await (await reader()).page([['id', '>', after]], limit)
  return { records, last: total === ids.length, after: checked(kind.type, ids, after), now }
}

/** Records that were written in the window, items of documents among them, and then the documents that they belong to. */
async function changes(
  client: Client,
  kind: Kind,
  reader: () => Promise<Reader>,
  { after, source = 0 }: Scan,
  from: string,
  limit: number,
): Promise<Found> {
  const { model, parent, domain: own = [] } = kind.polled[source] as Polled
  const domain: Json[] = [...own, ['write_date', '>=', from], ['id', '>', after]]
  const {
    records: rows,
    total,
    now,
  } = await client.list(model, {
    domain,
    specification: { write_date: {}, ...(parent !== undefined && { [parent]: {} }) },
    limit,
  })
  // A server or proxy that ignores the filter would let the cursor skip what it did not show.
  if (rows.some((row) => String(row['write_date']) < from)) throw incomplete(model)
  const ids = rows.map(({ id }) => id)
  const documents = [...new Set(rows.map((row) => documentOf(row, parent)))]
  const records = documents.length === 0 ? [] : await (await reader()).some(documents)
  return { records, last: total === rows.length, after: checked(model, ids, after), now }
}

function documentOf(row: Row, parent: string | undefined): number {
  const document = parent === undefined ? undefined : row[parent]
  return typeof document === 'number' ? document : row.id
}

/** The last id of a page, which must lie behind the page before. */
function checked(model: string, ids: readonly number[], after: number): number {
  if ((ids[0] ?? after + 1) <= after) throw incomplete(model)
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
