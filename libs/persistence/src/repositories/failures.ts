import type { OperationError, OperationRow, Tx } from '../index.js'
import { columns } from './operations.js'

/** An item that could not be read, because its mapping refused it (rule 13). */
export interface Unreadable {
  id: string
  runId: string
  flowId: string
  connectionId: string
  recordId: string
  nativeType: string
  externalId: string
  error: OperationError
  causeKey: string
}

/** Reports items that could not be read; each is one failure, however often it is tried. */
export async function unreadable(tx: Tx, rows: readonly Unreadable[]): Promise<void> {
  if (rows.length === 0) return
  await tx.query(
    `INSERT INTO operation (id, tenant_id, run_id, flow_id, connection_id, record_id, native_type, external_id, kind, state,
       title, marker, error, cause_key)
     SELECT r.id, current_setting('app.tenant')::uuid, r."runId", r."flowId", r."connectionId", r."recordId", r."nativeType",
       r."externalId", 'merge', 'failed', r."externalId", r."recordId", r.error, r."causeKey"
     FROM jsonb_to_recordset($1::jsonb) AS r(id uuid, "runId" uuid, "flowId" uuid, "connectionId" uuid, "recordId" uuid,
       "nativeType" text, "externalId" text, error jsonb, "causeKey" text)
     ON CONFLICT (connection_id, native_type, external_id) WHERE state = 'failed' AND kind = 'merge'
     DO UPDATE SET error = excluded.error, cause_key = excluded.cause_key, run_id = excluded.run_id,
       ignored = operation.ignored AND operation.cause_key = excluded.cause_key`,
    [JSON.stringify(rows)],
  )
}

/** Closes the failures of items that could be read by now. */
export async function readable(
  tx: Tx,
  connectionId: string,
  items: readonly { nativeType: string; externalId: string }[],
): Promise<void> {
  if (items.length === 0) return
  await tx.query(
    `UPDATE operation o SET state = 'superseded', settled_at = now(), error = NULL, cause_key = NULL
     FROM unnest($2::text[], $3::text[]) AS q(native_type, external_id)
     WHERE o.connection_id = $1 AND o.native_type = q.native_type AND o.external_id = q.external_id
       AND o.state = 'failed' AND o.kind = 'merge'`,
    [connectionId, items.map((i) => i.nativeType), items.map((i) => i.externalId)],
  )
}

/** Which failures are meant; nothing given: all. */
export interface FailureFilter {
  ids?: readonly string[]
  causeKey?: string
  connectionId?: string
}

/**
 * Lets failures be tried again at once: writes that failed, those that are retried by themselves but shown already, and
 * unreadable items, which are looked at again. Returns what was retried, so that the caller can wake their connections.
 */
export async function retry(
  tx: Tx,
  filter: FailureFilter,
): Promise<{ connectionId: string; count: number }[]> {
  await tx.query(
    `INSERT INTO nudge (tenant_id, connection_id, entity, native_type, external_id)
     SELECT o.tenant_id, o.connection_id, f.entity, o.native_type, o.external_id FROM operation o JOIN flow f ON f.id = o.flow_id
     WHERE o.kind = 'merge' AND o.state = 'failed' AND ($1::uuid[] IS NULL OR o.id = ANY($1))
       AND ($2::text IS NULL OR o.cause_key = $2) AND ($3::uuid IS NULL OR o.connection_id = $3)
     ON CONFLICT DO NOTHING`,
    [filter.ids ?? null, filter.causeKey ?? null, filter.connectionId ?? null],
  )
  const rows: [{ connectionId: string }[], number] = await tx.query(
    `UPDATE operation SET state = CASE WHEN kind = 'merge' THEN 'superseded' ELSE 'pending' END, next_at = now(),
       attempts = 0, error = NULL, cause_key = NULL, ignored = false
     WHERE cause_key IS NOT NULL AND state IN ('failed', 'pending') AND ($1::uuid[] IS NULL OR id = ANY($1))
       AND ($2::text IS NULL OR cause_key = $2) AND ($3::uuid IS NULL OR connection_id = $3)
     RETURNING connection_id AS "connectionId"`,
    [filter.ids ?? null, filter.causeKey ?? null, filter.connectionId ?? null],
  )
  const counts = new Map<string, number>()
  for (const row of rows[0]) counts.set(row.connectionId, (counts.get(row.connectionId) ?? 0) + 1)
  return [...counts].map(([connectionId, count]) => ({ connectionId, count }))
}

/**
 * Lets failures go: they are not shown and not tried again until their record wants something else of the system.
 * Returns how many.
 */
export async function ignore(tx: Tx, filter: FailureFilter): Promise<number> {
  const [, count]: [unknown[], number] = await tx.query(
    `UPDATE operation SET ignored = true, state = 'failed'
     WHERE cause_key IS NOT NULL AND state IN ('failed', 'pending') AND NOT ignored
       AND ($1::uuid[] IS NULL OR id = ANY($1)) AND ($2::text IS NULL OR cause_key = $2)
       AND ($3::uuid IS NULL OR connection_id = $3) RETURNING id`,
    [filter.ids ?? null, filter.causeKey ?? null, filter.connectionId ?? null],
  )
  return count
}

/** One failed write; null when there is none of this id. */
export async function one(tx: Tx, id: string): Promise<OperationRow | null> {
  const rows: OperationRow[] = await tx.query(
    `SELECT ${columns} FROM operation o WHERE o.id = $1 AND o.cause_key IS NOT NULL AND o.state IN ('failed', 'pending')`,
    [id],
  )
  return rows[0] ?? null
}
