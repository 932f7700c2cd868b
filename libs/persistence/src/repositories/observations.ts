import type { Tx } from '../index.js'

/** What a preview saw of one item (rule 14: only observations are stored). */
export interface ObservationRow {
  position: number
  connectionId: string
  nativeType: string
  externalId: string
  content: unknown
  hash: string
  /** Hash on which the plan was made; null before planning. */
  plannedHash: string | null
  /** Observations of one group are applied together or not at all. */
  plannedGroup: string | null
}

/** Stores or refreshes what a preview saw. */
export async function store(
  tx: Tx,
  planId: string,
  rows: readonly Omit<ObservationRow, 'plannedHash' | 'plannedGroup'>[],
): Promise<void> {
  if (rows.length === 0) return
  await tx.query(
    `INSERT INTO observation (tenant_id, plan_id, position, connection_id, native_type, external_id, content, hash)
     SELECT current_setting('app.tenant')::uuid, $1, r.position, r."connectionId", r."nativeType", r."externalId", r.content,
       r.hash
     FROM jsonb_to_recordset($2::jsonb) AS r(position int, "connectionId" uuid, "nativeType" text, "externalId" text,
       content jsonb, hash text)
     ON CONFLICT (plan_id, connection_id, native_type, external_id)
     DO UPDATE SET content = excluded.content, hash = excluded.hash WHERE observation.hash <> excluded.hash`,
    [planId, JSON.stringify(rows)],
  )
}

/** The next observations in planning order, after the given place. */
export async function page(
  tx: Tx,
  planId: string,
  after: { position: number; nativeType: string; externalId: string },
  limit: number,
): Promise<ObservationRow[]> {
  return tx.query(
    `SELECT position, connection_id AS "connectionId", native_type AS "nativeType", external_id AS "externalId", content,
       hash, planned_hash AS "plannedHash", planned_group AS "plannedGroup"
     FROM observation WHERE plan_id = $1 AND (position, native_type, external_id) > ($2, $3, $4)
     ORDER BY position, native_type, external_id LIMIT $5`,
    [planId, after.position, after.nativeType, after.externalId, limit],
  )
}

/** Items of a plan about which a question is open that got a further candidate. */
export async function reconsidered(tx: Tx, planId: string): Promise<ObservationRow[]> {
  return tx.query(
    `SELECT o.position, o.connection_id AS "connectionId", o.native_type AS "nativeType", o.external_id AS "externalId",
       o.content, o.hash, o.planned_hash AS "plannedHash", o.planned_group AS "plannedGroup"
     FROM review r JOIN observation o ON o.plan_id = $1 AND o.connection_id = r.connection_id
       AND o.native_type = r.native_type AND o.external_id = r.external_id
     WHERE r.kind = 'match' AND r.state = 'open' AND r.again
     ORDER BY o.position, o.native_type, o.external_id`,
    [planId],
  )
}

/** Marks everything seen so far as the base of the plan, with the group that each item belongs to. */
export async function markPlanned(
  tx: Tx,
  planId: string,
  groups: readonly { connectionId: string; nativeType: string; externalId: string; group: string }[],
): Promise<void> {
  await tx.query('UPDATE observation SET planned_hash = hash, planned_group = NULL WHERE plan_id = $1', [
    planId,
  ])
  await tx.query(
    `UPDATE observation o SET planned_group = q."group"
     FROM jsonb_to_recordset($2::jsonb)
       AS q("connectionId" uuid, "nativeType" text, "externalId" text, "group" uuid)
     WHERE o.plan_id = $1 AND o.connection_id = q."connectionId" AND o.native_type = q."nativeType"
       AND o.external_id = q."externalId"`,
    [planId, JSON.stringify(groups)],
  )
}

/** True when anything was seen to change, appear or vanish since the plan was made. */
export async function changed(tx: Tx, planId: string): Promise<boolean> {
  const rows: unknown[] = await tx.query(
    'SELECT 1 FROM observation WHERE plan_id = $1 AND planned_hash IS DISTINCT FROM hash LIMIT 1',
    [planId],
  )
  return rows.length > 0
}

/** Gives observations to the plan that follows; all of them, or those of the named items. */
export async function move(
  tx: Tx,
  fromPlan: string,
  toPlan: string,
  items: readonly { connectionId: string; nativeType: string; externalId: string }[],
): Promise<void> {
  await tx.query(
    `UPDATE observation o SET plan_id = $2, planned_hash = NULL, planned_group = NULL
     FROM jsonb_to_recordset($3::jsonb) AS q("connectionId" uuid, "nativeType" text, "externalId" text)
     WHERE o.plan_id = $1 AND o.connection_id = q."connectionId" AND o.native_type = q."nativeType"
       AND o.external_id = q."externalId"`,
    [fromPlan, toPlan, JSON.stringify(items)],
  )
}

/** Items of a connection that a plan holds for deleted because a listing lacked them. */
export async function losses(
  tx: Tx,
  planId: string,
  connectionId: string,
): Promise<{ nativeType: string; externalId: string }[]> {
  return tx.query(
    `SELECT native_type AS "nativeType", external_id AS "externalId" FROM observation
     WHERE plan_id = $1 AND connection_id = $2 AND hash = 'gone'`,
    [planId, connectionId],
  )
}

/** Takes items out of a plan that turned out to be otherwise. */
export async function forget(
  tx: Tx,
  planId: string,
  connectionId: string,
  items: readonly { nativeType: string; externalId: string }[],
): Promise<void> {
  if (items.length === 0) return
  await tx.query(
    `DELETE FROM observation o USING unnest($3::text[], $4::text[]) AS q(native_type, external_id)
     WHERE o.plan_id = $1 AND o.connection_id = $2 AND o.native_type = q.native_type AND o.external_id = q.external_id`,
    [planId, connectionId, items.map((i) => i.nativeType), items.map((i) => i.externalId)],
  )
}

/** Removes what a finished plan had seen. */
export async function clear(tx: Tx, planId: string): Promise<void> {
  await tx.query('DELETE FROM observation WHERE plan_id = $1', [planId])
}
