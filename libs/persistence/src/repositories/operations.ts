import type { Cause, OperationError, OperationKind, OperationRow, OperationState, Tx } from '../index.js'

const columns = `o.id, o.run_id AS "runId", o.plan_id AS "planId", o.flow_id AS "flowId", o.connection_id AS "connectionId",
  o.record_id AS "recordId", o.native_type AS "nativeType", o.external_id AS "externalId", o.kind, o.state, o.title,
  o.before, o.after, o.evidence, o.hash, o.intent, o.marker, o.cause, o.attempts, o.error`

/** A write that planning asks for. */
export interface WantedWrite {
  id: string
  runId: string
  planId: string | null
  flowId: string
  connectionId: string
  recordId: string
  nativeType: string
  externalId: string | null
  kind: 'create' | 'update'
  title: string
  before: OperationRow['before']
  after: OperationRow['after']
  hash: string
  marker: string
  cause: Cause
}

/**
 * Puts writes into the outbox. A target has one open write at most: a newer wish replaces one that still waits or failed,
 * and is recomputed after one that is being sent.
 */
export async function want(tx: Tx, rows: readonly WantedWrite[]): Promise<void> {
  if (rows.length === 0) return
  await tx.query(
    `INSERT INTO operation AS o (id, tenant_id, run_id, plan_id, flow_id, connection_id, record_id, native_type, external_id,
       kind, state, title, before, after, hash, marker, cause)
     SELECT r.id, current_setting('app.tenant')::uuid, r."runId", r."planId", r."flowId", r."connectionId", r."recordId",
       r."nativeType", r."externalId", r.kind, 'pending', r.title, r.before, r.after, r.hash, r.marker, r.cause
     FROM jsonb_to_recordset($1::jsonb) AS r(id uuid, "runId" uuid, "planId" uuid, "flowId" uuid, "connectionId" uuid,
       "recordId" uuid, "nativeType" text, "externalId" text, kind text, title text, before jsonb, after jsonb, hash text,
       marker uuid, cause jsonb)
     ON CONFLICT (record_id, connection_id, native_type) WHERE state IN ('pending', 'sending', 'failed')
     DO UPDATE SET before = excluded.before, after = excluded.after, hash = excluded.hash, title = excluded.title,
       kind = CASE WHEN o.state = 'sending' THEN o.kind ELSE excluded.kind END,
       external_id = coalesce(excluded.external_id, o.external_id),
       run_id = excluded.run_id, cause = excluded.cause,
       state = CASE WHEN o.state = 'sending' THEN 'sending' ELSE 'pending' END,
       attempts = CASE WHEN o.state = 'failed' THEN 0 ELSE o.attempts END,
       next_at = CASE WHEN o.state = 'failed' THEN now() ELSE o.next_at END,
       error = CASE WHEN o.state = 'failed' THEN NULL ELSE o.error END,
       cause_key = CASE WHEN o.state = 'failed' THEN NULL ELSE o.cause_key END`,
    [JSON.stringify(rows)],
  )
}

/** Takes waiting writes back whose reason has gone. */
export async function withdraw(
  tx: Tx,
  targets: readonly { recordId: string; connectionId: string; nativeType: string }[],
): Promise<void> {
  if (targets.length === 0) return
  await tx.query(
    `UPDATE operation o SET state = 'superseded', settled_at = now(), error = NULL, cause_key = NULL
     FROM unnest($1::uuid[], $2::uuid[], $3::text[]) AS q(record_id, connection_id, native_type)
     WHERE o.record_id = q.record_id AND o.connection_id = q.connection_id AND o.native_type = q.native_type
       AND o.state IN ('pending', 'failed')`,
    [targets.map((t) => t.recordId), targets.map((t) => t.connectionId), targets.map((t) => t.nativeType)],
  )
}

/** The oldest writes that may be made now. Writes of paused flows wait. */
export async function due(
  tx: Tx,
  connectionId: string,
  limit: number,
  options: { creates: boolean },
): Promise<OperationRow[]> {
  return tx.query(
    `SELECT ${columns} FROM operation o JOIN flow f ON f.id = o.flow_id
     WHERE o.connection_id = $1 AND o.state = 'pending' AND o.next_at <= now() AND f.state <> 'paused'
       AND ($3 OR o.kind <> 'create')
     ORDER BY o.created_at, o.id LIMIT $2`,
    [connectionId, limit, options.creates],
  )
}

/** Writes whose outcome nobody knows: they are settled before anything else happens in this connection (rule 8). */
export async function sending(tx: Tx, connectionId: string, limit: number): Promise<OperationRow[]> {
  return tx.query(
    `SELECT ${columns} FROM operation o WHERE o.connection_id = $1 AND o.state = 'sending' ORDER BY o.created_at, o.id LIMIT $2`,
    [connectionId, limit],
  )
}

/** True when a create waits that may be made now. */
export async function createsDue(tx: Tx, connectionId: string): Promise<boolean> {
  const rows: unknown[] = await tx.query(
    `SELECT 1 FROM operation o JOIN flow f ON f.id = o.flow_id WHERE o.connection_id = $1 AND o.state = 'pending'
       AND o.kind = 'create' AND o.next_at <= now() AND f.state <> 'paused' LIMIT 1`,
    [connectionId],
  )
  return rows.length > 0
}

/** Makes writes durable as `sending`, with exactly what is being sent, before the remote call. */
export async function markSending(
  tx: Tx,
  rows: readonly Pick<OperationRow, 'id' | 'kind' | 'externalId' | 'before' | 'after' | 'intent'>[],
): Promise<void> {
  if (rows.length === 0) return
  await tx.query(
    `UPDATE operation o SET state = 'sending', kind = r.kind, external_id = r."externalId", before = r.before,
       after = r.after, intent = r.intent, sending_at = now(), attempts = o.attempts + 1
     FROM jsonb_to_recordset($1::jsonb)
       AS r(id uuid, kind text, "externalId" text, before jsonb, after jsonb, intent jsonb)
     WHERE o.id = r.id`,
    [JSON.stringify(rows)],
  )
}

/** How a write ended, or that it is to be tried again after `wait` seconds. */
export interface Settlement {
  id: string
  state: Extract<OperationState, 'done' | 'failed' | 'pending' | 'superseded' | 'sending'>
  externalId: string | null
  error: OperationError | null
  /** Groups failures of one cause. */
  causeKey: string | null
  wait: number
}

/** Ends writes, or puts them back. */
export async function settle(tx: Tx, rows: readonly Settlement[]): Promise<void> {
  if (rows.length === 0) return
  await tx.query(
    `UPDATE operation o SET state = r.state, external_id = coalesce(r."externalId", o.external_id), error = r.error,
       cause_key = r."causeKey", next_at = now() + make_interval(secs => r.wait),
       intent = CASE WHEN r.state = 'sending' THEN o.intent END,
       settled_at = CASE WHEN r.state IN ('done', 'superseded') THEN now() END
     FROM jsonb_to_recordset($1::jsonb)
       AS r(id uuid, state text, "externalId" text, error jsonb, "causeKey" text, wait double precision)
     WHERE o.id = r.id`,
    [JSON.stringify(rows)],
  )
}

/** One thing that a plan would do, for a person to approve. */
export interface PlannedItem {
  id: string
  planId: string
  flowId: string
  connectionId: string
  recordId: string
  nativeType: string
  externalId: string | null
  kind: OperationKind
  title: string
  before: OperationRow['before']
  after: OperationRow['after']
  evidence: unknown
  hash: string
  marker: string
}

/** Stores a plan's items as proposed operations. */
export async function propose(tx: Tx, rows: readonly PlannedItem[]): Promise<void> {
  for (let start = 0; start < rows.length; start += 1000) {
    await tx.query(
      `INSERT INTO operation (id, tenant_id, plan_id, flow_id, connection_id, record_id, native_type, external_id, kind, state,
         title, before, after, evidence, hash, marker)
       SELECT r.id, current_setting('app.tenant')::uuid, r."planId", r."flowId", r."connectionId", r."recordId",
         r."nativeType", r."externalId", r.kind, 'proposed', r.title, r.before, r.after, r.evidence, r.hash, r.marker
       FROM jsonb_to_recordset($1::jsonb) AS r(id uuid, "planId" uuid, "flowId" uuid, "connectionId" uuid, "recordId" uuid,
         "nativeType" text, "externalId" text, kind text, title text, before jsonb, after jsonb, evidence jsonb, hash text,
         marker uuid)`,
      [JSON.stringify(rows.slice(start, start + 1000))],
    )
  }
}

/** Open writes of a flow, in the order in which they came up. */
export async function openOfFlow(tx: Tx, flowId: string): Promise<OperationRow[]> {
  return tx.query(
    `SELECT ${columns} FROM operation o WHERE o.flow_id = $1 AND o.state IN ('pending', 'failed') ORDER BY o.created_at, o.id`,
    [flowId],
  )
}

/** The writes that a plan proposes, by target. */
export async function ofPlan(tx: Tx, planId: string): Promise<OperationRow[]> {
  return tx.query(`SELECT ${columns} FROM operation o WHERE o.plan_id = $1 ORDER BY o.created_at, o.id`, [planId])
}

/** Moves operations to another state, e.g. a plan's rows once they were applied or the world changed. */
export async function setState(tx: Tx, ids: readonly string[], state: OperationState): Promise<void> {
  if (ids.length === 0) return
  await tx.query(
    `UPDATE operation SET state = $2, settled_at = now() WHERE id = ANY(SELECT unnest($1::uuid[]))`,
    [ids, state],
  )
}

/** Removes open writes altogether; only for writes that were never approved (rule 14). */
export async function remove(tx: Tx, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return
  await tx.query('DELETE FROM operation WHERE id = ANY(SELECT unnest($1::uuid[]))', [ids])
}

/** Lets failed writes be tried again at once; returns the connections that have work now. */
export async function retry(
  tx: Tx,
  filter: { ids?: readonly string[]; causeKey?: string; connectionId?: string },
): Promise<string[]> {
  const rows: [{ connectionId: string }[], number] = await tx.query(
    `UPDATE operation SET state = 'pending', next_at = now(), attempts = 0, error = NULL, cause_key = NULL
     WHERE state = 'failed' AND ($1::uuid[] IS NULL OR id = ANY($1)) AND ($2::text IS NULL OR cause_key = $2)
       AND ($3::uuid IS NULL OR connection_id = $3)
     RETURNING connection_id AS "connectionId"`,
    [filter.ids ?? null, filter.causeKey ?? null, filter.connectionId ?? null],
  )
  return [...new Set(rows[0].map((row) => row.connectionId))]
}
