import type { Cause, OperationError, OperationKind, OperationRow, OperationState, Tx } from '../index.js'
import { writeMayGoOn } from '../waiting.js'

/** Columns of an operation `o` as rows carry them. */
export const columns = `o.id, o.run_id AS "runId", o.plan_id AS "planId", o.flow_id AS "flowId", o.connection_id AS "connectionId",
  o.record_id AS "recordId", o.native_type AS "nativeType", o.external_id AS "externalId", o.kind, o.state, o.title,
  o.before, o.after, o.evidence, o.hash, o.intent, o.marker, o.cause, o.attempts, o.error`

// In `want`: a failure that a person lets go stays one for as long as the wish is the same; any other is tried again.
const letGo = `(o.state = 'failed' AND o.ignored AND o.hash = excluded.hash)`
const again = `(o.state = 'failed' AND NOT ${letGo})`

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
  kind: 'create' | 'update' | 'delete'
  title: string
  before: OperationRow['before']
  after: OperationRow['after']
  hash: string
  marker: string
  cause: Cause
  /** True while the flow's pilot keeps the record back. */
  held?: boolean
}

/**
 * Puts writes into the outbox. A target has one open write at most: a newer wish replaces one that still waits or failed,
 * and is recomputed after one that is being sent. The same wish again stays with the run and plan that first asked for it.
 */
export async function want(tx: Tx, rows: readonly WantedWrite[]): Promise<void> {
  if (rows.length === 0) return
  await tx.query(
    `INSERT INTO operation AS o (id, tenant_id, run_id, plan_id, flow_id, connection_id, record_id, native_type, external_id,
       kind, state, title, before, after, hash, marker, cause, held)
     SELECT r.id, current_setting('app.tenant')::uuid, r."runId", r."planId", r."flowId", r."connectionId", r."recordId",
       r."nativeType", r."externalId", r.kind, 'pending', r.title, r.before, r.after, r.hash, r.marker, r.cause, coalesce(r.held, false)
     FROM jsonb_to_recordset($1::jsonb) AS r(id uuid, "runId" uuid, "planId" uuid, "flowId" uuid, "connectionId" uuid,
       "recordId" uuid, "nativeType" text, "externalId" text, kind text, title text, before jsonb, after jsonb, hash text,
       marker uuid, cause jsonb, held boolean)
     ON CONFLICT (record_id, connection_id, native_type)
       WHERE state IN ('pending', 'sending', 'failed') AND kind IN ('create', 'update', 'delete')
     DO UPDATE SET title = excluded.title,
       before = CASE WHEN o.state = 'sending' THEN o.before ELSE excluded.before END,
       after = CASE WHEN o.state = 'sending' THEN o.after ELSE excluded.after END,
       hash = CASE WHEN o.state = 'sending' THEN o.hash ELSE excluded.hash END,
       kind = CASE WHEN o.state = 'sending' THEN o.kind ELSE excluded.kind END,
       external_id = coalesce(excluded.external_id, o.external_id),
       run_id = CASE WHEN o.state = 'sending' OR o.hash = excluded.hash THEN o.run_id ELSE excluded.run_id END,
       plan_id = CASE WHEN o.state = 'sending' OR o.hash = excluded.hash THEN o.plan_id ELSE excluded.plan_id END,
       cause = CASE WHEN o.state = 'sending' OR o.hash = excluded.hash THEN o.cause ELSE excluded.cause END,
       again = (o.state = 'sending'),
       waits_for = CASE WHEN o.hash = excluded.hash THEN o.waits_for END,
       waits_type = CASE WHEN o.hash = excluded.hash THEN o.waits_type END,
       state = CASE WHEN o.state = 'sending' OR ${letGo} THEN o.state ELSE 'pending' END,
       attempts = CASE WHEN ${again} THEN 0 ELSE o.attempts END,
       next_at = CASE WHEN ${again} THEN now() ELSE o.next_at END,
       error = CASE WHEN ${again} THEN NULL ELSE o.error END,
       cause_key = CASE WHEN ${again} THEN NULL ELSE o.cause_key END,
       ignored = ${letGo}, held = excluded.held`,
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
       AND o.state IN ('pending', 'failed') AND o.kind IN ('create', 'update', 'delete')`,
    [targets.map((t) => t.recordId), targets.map((t) => t.connectionId), targets.map((t) => t.nativeType)],
  )
}

/** Kinds of operations that are sent to a system. */
export type WriteKind = 'create' | 'update' | 'delete' | 'restore'

/** The oldest writes of a kind that may be made now. Writes of paused flows wait, and those of a flow in preview that no plan approved. */
export async function due(
  tx: Tx,
  connectionId: string,
  kind: WriteKind,
  limit: number,
): Promise<OperationRow[]> {
  // Only ids are sorted: whole rows of everything that waits would be read anew for each batch.
  return tx.query(
    `WITH next AS MATERIALIZED (
       SELECT id, created_at FROM operation o
       WHERE connection_id = $1 AND kind = $2 AND state = 'pending' AND next_at <= now() AND ${writeMayGoOn}
         AND (flow_id IN (SELECT id FROM flow WHERE state = 'live')
           OR (plan_id IS NOT NULL AND flow_id IN (SELECT id FROM flow WHERE state = 'preview')))
       ORDER BY created_at, id LIMIT $3)
     SELECT ${columns} FROM next n CROSS JOIN LATERAL (SELECT * FROM operation WHERE id = n.id OFFSET 0) o
     ORDER BY n.created_at, n.id`,
    [connectionId, kind, limit],
  )
}

/** Writes whose outcome nobody knows: they are settled before anything else happens in this connection (rule 8). */
export async function sending(tx: Tx, connectionId: string, limit: number): Promise<OperationRow[]> {
  return tx.query(
    `SELECT ${columns} FROM operation o WHERE o.connection_id = $1 AND o.state = 'sending' ORDER BY o.created_at, o.id LIMIT $2`,
    [connectionId, limit],
  )
}

/**
 * Makes writes durable as `sending`, with exactly what is being sent, before the remote call. Writes that are sent as they
 * were wished for only change their state.
 */
export async function markSending(
  tx: Tx,
  rows: readonly (Pick<OperationRow, 'id' | 'kind' | 'externalId' | 'before' | 'after' | 'intent'> & {
    changed: boolean
  })[],
): Promise<void> {
  const same = rows.filter(({ changed }) => !changed).map(({ id }) => id)
  if (same.length > 0) {
    await tx.query(
      `UPDATE operation SET state = 'sending', sending_at = now(), attempts = attempts + 1, again = false
       WHERE id = ANY($1::uuid[])`,
      [same],
    )
  }
  const changed = rows.filter((row) => row.changed)
  if (changed.length === 0) return
  await tx.query(
    `UPDATE operation o SET state = 'sending', kind = r.kind, external_id = r."externalId", before = r.before,
       after = r.after, intent = r.intent, sending_at = now(), attempts = o.attempts + 1, again = false
     FROM jsonb_to_recordset($1::jsonb)
       AS r(id uuid, kind text, "externalId" text, before jsonb, after jsonb, intent jsonb)
     WHERE o.id = r.id`,
    [JSON.stringify(changed)],
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

/** Ends writes, or puts them back; returns the records that were wished otherwise while their write was under way. */
export async function settle(tx: Tx, rows: readonly Settlement[]): Promise<string[]> {
  if (rows.length === 0) return []
  const [settled]: [{ recordId: string; again: boolean }[], number] = await tx.query(
    `UPDATE operation o SET state = r.state, external_id = coalesce(r."externalId", o.external_id), error = r.error,
       cause_key = r."causeKey", next_at = now() + make_interval(secs => r.wait),
       intent = CASE WHEN r.state = 'sending' THEN o.intent END,
       settled_at = CASE WHEN r.state IN ('done', 'superseded') THEN now() END
     FROM jsonb_to_recordset($1::jsonb)
       AS r(id uuid, state text, "externalId" text, error jsonb, "causeKey" text, wait double precision)
     WHERE o.id = r.id RETURNING o.record_id AS "recordId", o.again`,
    [JSON.stringify(rows)],
  )
  return settled.filter(({ again }) => again).map(({ recordId }) => recordId)
}

/** These operations, locked, as far as they still wait. */
export async function waiting(tx: Tx, ids: readonly string[]): Promise<OperationRow[]> {
  if (ids.length === 0) return []
  // The state is compared here: in the statement it would make the planner read everything that waits.
  const rows: OperationRow[] = await tx.query(
    `SELECT ${columns} FROM operation o WHERE o.id = ANY($1::uuid[]) ORDER BY o.created_at, o.id FOR UPDATE`,
    [ids],
  )
  return rows.filter(({ state }) => state === 'pending')
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
  return tx.query(`SELECT ${columns} FROM operation o WHERE o.plan_id = $1 ORDER BY o.created_at, o.id`, [
    planId,
  ])
}

/** Moves operations to another state, e.g. a plan's rows once they were applied or the world changed. */
export async function setState(tx: Tx, ids: readonly string[], state: OperationState): Promise<void> {
  if (ids.length === 0) return
  await tx.query(`UPDATE operation SET state = $2, settled_at = now() WHERE id = ANY($1::uuid[])`, [
    ids,
    state,
  ])
}

/** Removes open writes altogether; only for writes that were never approved (rule 14). */
export async function remove(tx: Tx, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return
  await tx.query('DELETE FROM operation WHERE id = ANY($1::uuid[])', [ids])
}

/** Records of a flow that something is still to be written of. */
export async function openRecords(tx: Tx, flowId: string): Promise<string[]> {
  const rows: { id: string }[] = await tx.query(
    `SELECT DISTINCT record_id AS id FROM operation WHERE flow_id = $1 AND state IN ('pending', 'failed')
       AND kind IN ('create', 'update', 'delete') ORDER BY 1`,
    [flowId],
  )
  return rows.map(({ id }) => id)
}

/**
 * Takes back what waits to be written for these records, before their links change hands.
 * @returns false when a write is under way: its outcome must be known first (rule 8)
 */
export async function release(tx: Tx, recordIds: readonly string[]): Promise<boolean> {
  await tx.query(
    `UPDATE operation SET state = 'superseded', settled_at = now(), error = NULL, cause_key = NULL
     WHERE record_id = ANY($1::uuid[]) AND state IN ('pending', 'failed') AND kind <> 'merge'`,
    [recordIds],
  )
  // Looked at after the update, which waited for whoever was just taking one of them up.
  const rows: unknown[] = await tx.query(
    `SELECT 1 FROM operation WHERE record_id = ANY($1::uuid[]) AND state = 'sending' LIMIT 1`,
    [recordIds],
  )
  return rows.length === 0
}

/** What waits to be written because of a run. */
export async function wantedBy(tx: Tx, runId: string): Promise<OperationRow[]> {
  return tx.query(
    `SELECT ${columns} FROM operation o WHERE o.run_id = $1 AND o.state = 'pending' ORDER BY o.connection_id, o.native_type, o.title`,
    [runId],
  )
}
