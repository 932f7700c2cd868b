import type { Counts, Problem, Run, Tx } from '../index.js'
import type { Slice } from './slice.js'

/** What became of the writes that a run asked for. */
export interface Deliveries {
  pending: number
  sending: number
  done: number
  failed: number
}

/** A run with the slugs of its flow and connection, and its deliveries. */
export interface RunListRow extends Deliveries {
  id: string
  flow: string
  plan: string | null
  connection: string | null
  kind: Run['kind']
  state: Run['state']
  stage: number
  counts: Counts
  error: Problem | null
  cancelling: boolean
  askedBy: string | null
  createdAt: Date
  startedAt: Date | null
  finishedAt: Date | null
  key: string
}

const rows = `SELECT r.id, f.slug AS flow, r.plan_id AS plan, c.slug AS connection, r.kind, r.state, r.stage, r.counts, r.error,
    r.cancel AS cancelling, r.asked_by AS "askedBy", r.created_at AS "createdAt", r.started_at AS "startedAt",
    r.finished_at AS "finishedAt", r.created_at::text AS key, d.pending, d.sending, d.done, d.failed
  FROM run r JOIN flow f ON f.id = r.flow_id LEFT JOIN connection c ON c.id = r.connection_id
  CROSS JOIN LATERAL (
    SELECT count(*) FILTER (WHERE o.state = 'pending' AND NOT o.held)::int AS pending,
      count(*) FILTER (WHERE o.state = 'sending')::int AS sending, count(*) FILTER (WHERE o.state = 'done')::int AS done,
      count(*) FILTER (WHERE o.state = 'failed')::int AS failed
    FROM operation o WHERE o.run_id = r.id AND o.kind IN ('create', 'update')
  ) d`

/** Runs, newest first. */
export async function runs(
  tx: Tx,
  slice: Slice,
  filter: { flow: string | undefined; state: string | undefined },
): Promise<RunListRow[]> {
  const [createdAt = null, id = null] = slice.after ?? []
  return tx.query(
    `${rows} WHERE ($1::text IS NULL OR f.slug = $1) AND ($2::text IS NULL OR r.state = $2)
       AND ($3::text IS NULL OR (r.created_at, r.id) < ($3::timestamptz, $4::uuid))
     ORDER BY r.created_at DESC, r.id DESC LIMIT $5`,
    [filter.flow ?? null, filter.state ?? null, createdAt, id, slice.limit],
  )
}

/** These runs, oldest first. */
export async function runsById(tx: Tx, ids: readonly string[]): Promise<RunListRow[]> {
  return tx.query(`${rows} WHERE r.id = ANY($1) ORDER BY r.created_at, r.id`, [ids])
}
