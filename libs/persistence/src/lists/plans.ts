import type { Flat } from '#canonical'
import type { Counts, OperationError, OperationKind, OperationState, Plan, Tx } from '../index.js'
import type { Slice } from './slice.js'

/** A plan with the slug of its flow and the run that last worked on it. */
export interface PlanListRow {
  id: string
  flow: string
  state: Plan['state']
  counts: Counts
  /** Rules whose change led to the plan; empty for one that a person asked for. */
  reasons: string[]
  createdBy: string
  approvedBy: string | null
  follows: string | null
  /** The run or single write that the plan takes back. */
  undoes: Plan['undoes']
  run: string | null
  createdAt: Date
  approvedAt: Date | null
  appliedAt: Date | null
  key: string
}

const columns = `p.id, f.slug AS flow, p.state, p.counts, p.reasons, p.created_by AS "createdBy", p.approved_by AS "approvedBy", p.follows, p.undoes,
  (SELECT r.id FROM run r WHERE r.plan_id = p.id ORDER BY r.created_at DESC, r.id DESC LIMIT 1) AS run,
  p.created_at AS "createdAt", p.approved_at AS "approvedAt", p.applied_at AS "appliedAt", p.created_at::text AS key`

/** Plans, newest first. */
export async function plans(
  tx: Tx,
  slice: Slice,
  filter: { flow: string | undefined },
): Promise<PlanListRow[]> {
  const [createdAt = null, id = null] = slice.after ?? []
  return tx.query(
    `SELECT ${columns} FROM plan p JOIN flow f ON f.id = p.flow_id
     WHERE ($1::text IS NULL OR f.slug = $1) AND ($2::text IS NULL OR (p.created_at, p.id) < ($2::timestamptz, $3::uuid))
     ORDER BY p.created_at DESC, p.id DESC LIMIT $4`,
    [filter.flow ?? null, createdAt, id, slice.limit],
  )
}

/** One plan. */
export async function planById(tx: Tx, id: string): Promise<PlanListRow | null> {
  const rows: PlanListRow[] = await tx.query(
    `SELECT ${columns} FROM plan p JOIN flow f ON f.id = p.flow_id WHERE p.id = $1`,
    [id],
  )
  return rows[0] ?? null
}

/** One thing that a plan would do or did. */
export interface PlanItemRow {
  id: string
  kind: OperationKind
  state: OperationState
  connection: string | null
  type: string
  externalId: string | null
  recordId: string
  title: string
  before: Flat
  after: Flat
  evidence: Record<string, unknown> | null
  error: OperationError | null
}

/** A plan's items by kind and title; those that were applied stand under it as well. */
export async function planItems(
  tx: Tx,
  planId: string,
  slice: Slice,
  filter: { kind: string | undefined; state: string | undefined },
): Promise<PlanItemRow[]> {
  const [kind = null, title = null, id = null] = slice.after ?? []
  return tx.query(
    `SELECT o.id, o.kind, o.state, c.slug AS connection, o.native_type AS type, o.external_id AS "externalId",
       o.record_id AS "recordId", o.title, o.before, o.after, o.evidence, o.error
     FROM operation o LEFT JOIN connection c ON c.id = o.connection_id
     WHERE o.plan_id = $1 AND ($2::text IS NULL OR o.kind = $2) AND ($3::text IS NULL OR o.state = $3)
       AND ($4::text IS NULL OR (o.kind, o.title, o.id) > ($4, $5::text, $6::uuid))
     ORDER BY o.kind, o.title, o.id LIMIT $7`,
    [planId, filter.kind ?? null, filter.state ?? null, kind, title, id, slice.limit],
  )
}
