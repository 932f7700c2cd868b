import type { ChangeRow, OperationRow, Plan, Tx } from '../index.js'
import { columns, type WantedWrite } from './operations.js'

// What a run or a single write did, as far as it can be taken back (design rule 19).

/** A write that was made, and whether somebody edited its target in the system since. */
export type DoneWrite = OperationRow & { editedSince: boolean }

/** The writes that were made for a run, or the one, in the order in which they were. */
export async function writesOf(tx: Tx, undoes: NonNullable<Plan['undoes']>): Promise<DoneWrite[]> {
  const [column, id] = 'run' in undoes ? ['run_id', undoes.run] : ['id', undoes.operation]
  return tx.query(
    `SELECT ${columns}, EXISTS (
       SELECT 1 FROM change_log c WHERE c.record_id = o.record_id AND c.connection_id = o.connection_id
         AND c.native_type = o.native_type AND c.external_id = o.external_id AND c.kind IN ('taken', 'overruled')
         AND c.at > o.settled_at) AS "editedSince"
     FROM operation o WHERE o.${column} = $1 AND o.state = 'done' AND o.kind IN ('create', 'update', 'delete')
     ORDER BY o.settled_at, o.id`,
    [id],
  )
}

/** The flow that a run or write belongs to; null when there is none. */
export async function flowOf(tx: Tx, undoes: NonNullable<Plan['undoes']>): Promise<string | null> {
  const [table, id] = 'run' in undoes ? ['run', undoes.run] : ['operation', undoes.operation]
  const rows: { flowId: string }[] = await tx.query(
    `SELECT flow_id AS "flowId" FROM ${table} WHERE id = $1`,
    [id],
  )
  return rows[0]?.flowId ?? null
}

/** Whether a run or write did anything that could be taken back. */
export async function anything(tx: Tx, undoes: NonNullable<Plan['undoes']>): Promise<boolean> {
  const [column, id] = 'run' in undoes ? ['run_id', undoes.run] : ['id', undoes.operation]
  const rows: unknown[] = await tx.query(
    `SELECT 1 FROM operation WHERE ${column} = $1 AND state = 'done' AND kind IN ('create', 'update', 'delete') LIMIT 1`,
    [id],
  )
  return rows.length > 0 || ('run' in undoes && (await linkedBy(tx, undoes.run)).length > 0)
}

/** The log of a run, by partition bounds: it wrote within its own time. */
const logOf = (what: string, condition: string): string => `
  SELECT ${what} FROM change_log c JOIN run r ON r.id = $1
  WHERE c.run_id = $1 AND c.at >= r.created_at - interval '1 minute'
    AND c.at <= coalesce(r.finished_at, now()) + interval '1 minute' AND ${condition} ORDER BY c.at, c.id`

/** Values that a run took into records that were there before. */
export async function takenBy(
  tx: Tx,
  runId: string,
): Promise<{ recordId: string; changes: ChangeRow['changes'] }[]> {
  return tx.query(logOf('c.record_id AS "recordId", c.changes', `c.kind = 'taken' AND c.rule <> 'new'`), [
    runId,
  ])
}

/** Items that a run linked to records that were there before. */
export async function linkedBy(
  tx: Tx,
  runId: string,
): Promise<{ recordId: string; connectionId: string; nativeType: string; externalId: string }[]> {
  return tx.query(
    logOf(
      `c.record_id AS "recordId", c.connection_id AS "connectionId", c.native_type AS "nativeType",
         c.external_id AS "externalId"`,
      `c.kind = 'linked' AND c.rule <> 'restored'`,
    ),
    [runId],
  )
}

/** Puts writes into the outbox that give back what a system showed before. */
export async function wantRestores(tx: Tx, rows: readonly Omit<WantedWrite, 'kind'>[]): Promise<void> {
  if (rows.length === 0) return
  await tx.query(
    `INSERT INTO operation (id, tenant_id, run_id, plan_id, flow_id, connection_id, record_id, native_type, external_id,
       kind, state, title, before, after, hash, marker, cause)
     SELECT r.id, current_setting('app.tenant')::uuid, r."runId", r."planId", r."flowId", r."connectionId", r."recordId",
       r."nativeType", r."externalId", 'restore', 'pending', r.title, r.before, r.after, r.hash, r.marker, r.cause
     FROM jsonb_to_recordset($1::jsonb) AS r(id uuid, "runId" uuid, "planId" uuid, "flowId" uuid, "connectionId" uuid,
       "recordId" uuid, "nativeType" text, "externalId" text, title text, before jsonb, after jsonb, hash text,
       marker uuid, cause jsonb)`,
    [JSON.stringify(rows)],
  )
}
