import type { Flat } from '#canonical'
import type { OperationError, Tx } from '../index.js'
import type { Slice } from './slice.js'

// A write counts as a failure from the moment on that it has a cause: most wait for a person, some are still retried.
const failed = `o.cause_key IS NOT NULL AND o.state IN ('failed', 'pending')`
const shown = (parameter: string): string => `${failed} AND o.ignored = ${parameter}`
const when = 'coalesce(o.sending_at, o.created_at)'

export interface FailureExample {
  operation: string
  record: string
  title: string
  error: OperationError
}

/** Failed writes of one cause. */
export interface FailureRow {
  cause: string
  connection: string | null
  count: number
  retrying: number
  latest: Date
  examples: FailureExample[]
}

/** Causes, most frequent first; with `ignored` those that a person let go. */
export async function failures(tx: Tx, slice: Slice, ignored: boolean, examples = 3): Promise<FailureRow[]> {
  const [count = null, cause = null] = slice.after ?? []
  return tx.query(
    `SELECT g.cause, c.slug AS connection, g.count, g.retrying, g.latest, e.examples
     FROM (
       SELECT o.cause_key AS cause, o.connection_id, count(*)::int AS count,
         count(*) FILTER (WHERE o.state = 'pending')::int AS retrying, max(${when}) AS latest
       FROM operation o WHERE ${shown('$5')} GROUP BY o.cause_key, o.connection_id
     ) g
     LEFT JOIN connection c ON c.id = g.connection_id
     CROSS JOIN LATERAL (
       SELECT jsonb_agg(jsonb_build_object('operation', x.id, 'record', x.record_id, 'title', x.title, 'error', x.error))
         AS examples
       FROM (SELECT o.* FROM operation o WHERE ${shown('$5')} AND o.cause_key = g.cause ORDER BY ${when} DESC, o.id LIMIT $4) x
     ) e
     WHERE $1::bigint IS NULL OR g.count < $1 OR (g.count = $1 AND g.cause > $2::text)
     ORDER BY g.count DESC, g.cause LIMIT $3`,
    [count, cause, slice.limit, examples, ignored],
  )
}

/** One write that failed. */
export interface FailedOperationRow {
  id: string
  record: string
  title: string
  connection: string | null
  type: string
  externalId: string | null
  kind: 'create' | 'update' | 'merge'
  state: 'failed' | 'pending'
  attempts: number
  /** When it is tried again by itself. */
  nextAt: Date | null
  before: Flat
  after: Flat
  error: OperationError
  createdAt: Date
}

/** The writes of one cause, by title. */
export async function failedOperations(tx: Tx, cause: string, slice: Slice): Promise<FailedOperationRow[]> {
  const [title = null, id = null] = slice.after ?? []
  return tx.query(
    `SELECT o.id, o.record_id AS record, o.title, c.slug AS connection, o.native_type AS type,
       o.external_id AS "externalId", o.kind, o.state, o.attempts,
       CASE WHEN o.state = 'pending' THEN o.next_at END AS "nextAt", o.before, o.after, o.error, o.created_at AS "createdAt"
     FROM operation o LEFT JOIN connection c ON c.id = o.connection_id
     WHERE ${failed} AND o.cause_key = $1 AND ($2::text IS NULL OR (o.title, o.id) > ($2, $3::uuid))
     ORDER BY o.title, o.id LIMIT $4`,
    [cause, title, id, slice.limit],
  )
}
