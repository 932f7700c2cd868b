import type { LinkRow, LinkState, Tx } from '../index.js'

const columns = `l.id, l.record_id AS "recordId", l.connection_id AS "connectionId", l.entity, l.native_type AS "nativeType",
  l.external_id AS "externalId", l.state, l.rule, l.seen, l.seen_hash AS "seenHash", l.sent, l.parts, l.mapping,
  l.changed_at::float8 AS "changedAt", l.version, l.incarnation, l.leaves`

/** What decides whether a record needs a closer look. */
export interface LinkHead {
  id: string
  recordId: string
  nativeType: string
  externalId: string
  state: LinkState
  seenHash: string
  version: string | null
  incarnation: string | null
}

// `OFFSET 0` in the LATERAL look-ups below keeps them one by one, and further conditions outside, where they cannot lead the
// planner to a join or an index that reads the whole table or connection.
//
// One look-up per id through LATERAL: on a fresh table without statistics the planner would otherwise read the whole
// connection for each page (design §10, the trap).
const byExternalId = (what: string): string => `
  SELECT ${what} FROM unnest($2::text[], $3::text[]) AS q(native_type, external_id)
  CROSS JOIN LATERAL (
    SELECT * FROM link WHERE connection_id = $1 AND native_type = q.native_type AND external_id = q.external_id LIMIT 1
  ) l`

/** Heads of the links of these external ids; unlinked ids are left out. One statement for a page. */
export async function heads(
  tx: Tx,
  connectionId: string,
  items: readonly { nativeType: string; externalId: string }[],
): Promise<LinkHead[]> {
  if (items.length === 0) return []
  return tx.query(
    byExternalId(`l.id, l.record_id AS "recordId", l.native_type AS "nativeType", l.external_id AS "externalId", l.state,
      l.seen_hash AS "seenHash", l.version, l.incarnation`),
    [connectionId, items.map((i) => i.nativeType), items.map((i) => i.externalId)],
  )
}

/** Whole links of these external ids, in any state. */
export async function byItems(
  tx: Tx,
  connectionId: string,
  items: readonly { nativeType: string; externalId: string }[],
): Promise<LinkRow[]> {
  if (items.length === 0) return []
  return tx.query(byExternalId(columns), [
    connectionId,
    items.map((i) => i.nativeType),
    items.map((i) => i.externalId),
  ])
}

/** Whole links of these records in all connections, locked for this transaction. */
export async function ofRecords(tx: Tx, recordIds: readonly string[]): Promise<LinkRow[]> {
  if (recordIds.length === 0) return []
  return tx.query(
    `SELECT ${columns} FROM unnest($1::uuid[]) AS q(id)
     CROSS JOIN LATERAL (SELECT * FROM link WHERE record_id = q.id OFFSET 0) l`,
    [recordIds],
  )
}

/** What each system showed of these records last. */
export async function seen(
  tx: Tx,
  recordIds: readonly string[],
): Promise<Pick<LinkRow, 'recordId' | 'seen'>[]> {
  if (recordIds.length === 0) return []
  return tx.query(
    `SELECT l.record_id AS "recordId", l.seen FROM unnest($1::uuid[]) AS q(id)
     CROSS JOIN LATERAL (SELECT record_id, seen FROM link WHERE record_id = q.id OFFSET 0) l`,
    [recordIds],
  )
}

/** One link by its id. */
export async function one(tx: Tx, id: string): Promise<LinkRow | undefined> {
  const rows: LinkRow[] = await tx.query(`SELECT ${columns} FROM link l WHERE l.id = $1`, [id])
  return rows[0]
}

/** Adds new links. */
export async function insert(tx: Tx, rows: readonly LinkRow[], runId: string | null): Promise<void> {
  if (rows.length === 0) return
  await tx.query(
    `INSERT INTO link (id, tenant_id, record_id, connection_id, entity, native_type, external_id, state, rule, seen,
       seen_hash, sent, parts, mapping, changed_at, version, incarnation, leaves, run_id)
     SELECT r.id, current_setting('app.tenant')::uuid, r."recordId", r."connectionId", r.entity, r."nativeType",
       r."externalId", r.state, r.rule, r.seen, r."seenHash", r.sent, r.parts, r.mapping, r."changedAt",
       r.version, r.incarnation, r.leaves, $2
     FROM jsonb_to_recordset($1::jsonb) AS r(id uuid, "recordId" uuid, "connectionId" uuid, entity text, "nativeType" text,
       "externalId" text, state text, rule text, seen jsonb, "seenHash" text, sent jsonb, parts jsonb, mapping text,
       "changedAt" bigint, version text, incarnation text, leaves text)`,
    [JSON.stringify(rows), runId],
  )
}

/** Writes both memories, parts, stamps and state of existing links. */
export async function update(tx: Tx, rows: readonly LinkRow[]): Promise<void> {
  if (rows.length === 0) return
  await tx.query(
    `UPDATE link l SET record_id = r."recordId", external_id = r."externalId", state = r.state, rule = r.rule, seen = r.seen,
       seen_hash = r."seenHash", sent = r.sent, parts = r.parts, mapping = r.mapping, changed_at = r."changedAt", version = r.version, incarnation = r.incarnation,
       leaves = r.leaves, updated_at = now()
     FROM jsonb_to_recordset($1::jsonb) AS r(id uuid, "recordId" uuid, "externalId" text, state text, rule text, seen jsonb,
       "seenHash" text, sent jsonb, parts jsonb, mapping text, "changedAt" bigint, version text, incarnation text, leaves text)
     WHERE l.id = r.id`,
    [JSON.stringify(rows)],
  )
}

/** How many records of an entity a connection shows; the base of the percentages of rule 10. */
export async function count(tx: Tx, connectionId: string, entity: string): Promise<number> {
  const rows: { n: string }[] = await tx.query(
    `SELECT count(*) AS n FROM link WHERE connection_id = $1 AND entity = $2 AND state = 'active'`,
    [connectionId, entity],
  )
  return Number(rows[0]?.n ?? 0)
}

/** Active links by creation stamp: where ids may change, the stamp tells a rename from a new record (rule 16). */
export async function byIncarnation(
  tx: Tx,
  connectionId: string,
  items: readonly { nativeType: string; incarnation: string }[],
): Promise<LinkRow[]> {
  if (items.length === 0) return []
  return tx.query(
    `SELECT ${columns} FROM unnest($2::text[], $3::text[]) AS q(native_type, incarnation)
     CROSS JOIN LATERAL (SELECT * FROM link WHERE incarnation = q.incarnation OFFSET 0) l
     WHERE l.connection_id = $1 AND l.native_type = q.native_type AND l.state IN ('active', 'out-of-scope')`,
    [connectionId, items.map((i) => i.nativeType), items.map((i) => i.incarnation)],
  )
}

/** The links of these records in one connection. */
export async function byRecord(
  tx: Tx,
  connectionId: string,
  pairs: readonly { recordId: string; nativeType: string }[],
): Promise<LinkRow[]> {
  if (pairs.length === 0) return []
  return tx.query(
    `SELECT ${columns} FROM unnest($2::uuid[], $3::text[]) AS q(record_id, native_type)
     CROSS JOIN LATERAL (SELECT * FROM link WHERE record_id = q.record_id OFFSET 0) l
     WHERE l.connection_id = $1 AND l.native_type = q.native_type AND l.state IN ('active', 'out-of-scope')`,
    [connectionId, pairs.map((p) => p.recordId), pairs.map((p) => p.nativeType)],
  )
}

/** Removes links whose tombstone a person lifted. */
export async function remove(tx: Tx, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return
  await tx.query('DELETE FROM link WHERE id = ANY($1::uuid[])', [ids])
}
