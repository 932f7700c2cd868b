import type { Tx } from '../index.js'
import { prepared } from '../prepared.js'
import { stepUnderWay } from '../waiting.js'

/** A flow that a connection takes part in. */
export interface Neighbour {
  connectionId: string
  entity: string
  flowId: string
  name: string
  state: 'preview' | 'live' | 'paused'
}

const around = prepared(`SELECT p.connection_id AS "connectionId", p.entity, f.id AS "flowId", f.name, f.state
  FROM participant p JOIN flow f ON f.id = p.flow_id WHERE p.connection_id = ANY($1::uuid[])`)

/** Every flow that these connections take part in. */
export async function neighbours(tx: Tx, connectionIds: readonly string[]): Promise<Neighbour[]> {
  return tx.query(around, [connectionIds])
}

/** What a connection calls a record. */
export interface Target {
  recordId: string
  nativeType: string
  externalId: string
  /** A step of the document's life is on its way there: a draft that is about to be issued. */
  stepping: boolean
}

/** What a connection calls these records, as far as it has them. */
export async function targets(tx: Tx, connectionId: string, recordIds: readonly string[]): Promise<Target[]> {
  if (recordIds.length === 0) return []
  return tx.query(
    `SELECT l.record_id AS "recordId", l.native_type AS "nativeType", l.external_id AS "externalId",
       EXISTS (SELECT 1 FROM operation s WHERE s.record_id = l.record_id AND s.connection_id = l.connection_id
         AND s.native_type = l.native_type AND ${stepUnderWay('s')}) AS stepping
     FROM unnest($2::uuid[]) AS q(record_id)
     CROSS JOIN LATERAL (SELECT * FROM link WHERE record_id = q.record_id OFFSET 0) l
     WHERE l.connection_id = $1 AND l.state IN ('active', 'out-of-scope')`,
    [connectionId, recordIds],
  )
}

/** An item that cannot be identified before the item that it refers to. */
export interface ParkedItem {
  nativeType: string
  externalId: string
  waitsType: string
  waitsId: string
}

/** Parks items: they are looked at again once what they refer to is linked. */
export async function parkItems(
  tx: Tx,
  connectionId: string,
  entity: string,
  items: readonly ParkedItem[],
): Promise<void> {
  if (items.length === 0) return
  await tx.query(
    `INSERT INTO nudge (tenant_id, connection_id, entity, native_type, external_id, waits_type, waits_id)
     SELECT current_setting('app.tenant')::uuid, $1, $2, q.native_type, q.external_id, q.waits_type, q.waits_id
     FROM unnest($3::text[], $4::text[], $5::text[], $6::text[])
       AS q(native_type, external_id, waits_type, waits_id) ORDER BY 3, 4, 5
     ON CONFLICT (connection_id, entity, native_type, external_id) DO UPDATE SET created_at = clock_timestamp(),
       waits_type = excluded.waits_type, waits_id = excluded.waits_id`,
    [
      connectionId,
      entity,
      items.map((i) => i.nativeType),
      items.map((i) => i.externalId),
      items.map((i) => i.waitsType),
      items.map((i) => i.waitsId),
    ],
  )
}

/** Items that wait no more, because they refer to something else by now. */
export async function unparkItems(
  tx: Tx,
  connectionId: string,
  entity: string,
  items: readonly { nativeType: string; externalId: string }[],
): Promise<void> {
  if (items.length === 0) return
  await tx.query(
    `DELETE FROM nudge n USING unnest($3::text[], $4::text[]) AS q(native_type, external_id)
     WHERE n.connection_id = $1 AND n.entity = $2 AND n.native_type = q.native_type AND n.external_id = q.external_id
       AND n.waits_type IS NOT NULL`,
    [connectionId, entity, items.map((i) => i.nativeType), items.map((i) => i.externalId)],
  )
}

/** Parks a write until the record that it refers to is there, as an item of this native type where that matters. */
export async function parkWrites(
  tx: Tx,
  writes: readonly { id: string; recordId: string; nativeType: string | null }[],
): Promise<void> {
  if (writes.length === 0) return
  await tx.query(
    `UPDATE operation o SET waits_for = q.waits_for, waits_type = q.waits_type
     FROM unnest($1::uuid[], $2::uuid[], $3::text[]) AS q(id, waits_for, waits_type) WHERE o.id = q.id`,
    [writes.map((w) => w.id), writes.map((w) => w.recordId), writes.map((w) => w.nativeType)],
  )
}

/** Writes that wait no more, because nobody will bring what they refer to. */
export async function unparkWrites(tx: Tx, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return
  await tx.query('UPDATE operation SET waits_for = NULL, waits_type = NULL WHERE id = ANY($1::uuid[])', [ids])
}

/** Connections in which a write waits for one of these records, where the flow of that write creates parents. */
export async function neededIn(
  tx: Tx,
  recordIds: readonly string[],
): Promise<{ recordId: string; connectionId: string; nativeType: string | null }[]> {
  if (recordIds.length === 0) return []
  return tx.query(
    `SELECT DISTINCT o.waits_for AS "recordId", o.connection_id AS "connectionId", o.waits_type AS "nativeType"
     FROM operation o JOIN flow f ON f.id = o.flow_id
     WHERE o.waits_for = ANY($1::uuid[]) AND o.state = 'pending' AND coalesce(f.settings ->> 'parents', 'create') = 'create'`,
    [recordIds],
  )
}

/** Which of these records are on their way into a connection, or on a step of their life, or wait there for a person. */
export async function underWay(
  tx: Tx,
  connectionId: string,
  recordIds: readonly string[],
): Promise<{ recordId: string; nativeType: string }[]> {
  if (recordIds.length === 0) return []
  return tx.query(
    `SELECT o.record_id AS "recordId", o.native_type AS "nativeType" FROM operation o
     WHERE o.connection_id = $1 AND o.record_id = ANY($2::uuid[])
       AND ((o.kind = 'create' AND o.state IN ('pending', 'sending', 'failed')) OR (${stepUnderWay('o')}))
     UNION SELECT (c.value ->> 'recordId')::uuid, r.native_type
     FROM review r CROSS JOIN LATERAL jsonb_array_elements(r.evidence -> 'candidates') c
     WHERE r.connection_id = $1 AND r.kind = 'match' AND r.state = 'open'
       AND (c.value ->> 'recordId')::uuid = ANY($2::uuid[])`,
    [connectionId, recordIds],
  )
}
