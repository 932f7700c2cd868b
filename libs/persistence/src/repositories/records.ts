import type { RecordRow, Tx } from '../index.js'

const columns = 'id, entity, values, provenance, blocked, version, title'

/** Takes the lock under which unlinked items of one entity are identified, so that two workers never create one twice. */
export async function lockIdentity(tx: Tx, entity: string): Promise<void> {
  await tx.query(`SELECT pg_advisory_xact_lock(hashtextextended(current_setting('app.tenant') || $1, 0))`, [
    entity,
  ])
}

/** These records, locked in id order so that two pages cannot deadlock. */
export async function lock(tx: Tx, ids: readonly string[]): Promise<RecordRow[]> {
  if (ids.length === 0) return []
  return tx.query(`SELECT ${columns} FROM record WHERE id = ANY($1::uuid[]) ORDER BY id FOR UPDATE`, [ids])
}

/** These records, not locked. */
export async function get(tx: Tx, ids: readonly string[]): Promise<RecordRow[]> {
  if (ids.length === 0) return []
  return tx.query(`SELECT ${columns} FROM record WHERE id = ANY($1::uuid[])`, [ids])
}

/** Ids of an entity's records in id order, after the given one. */
export async function idsAfter(
  tx: Tx,
  entity: string,
  after: string | null,
  limit: number,
): Promise<string[]> {
  const rows: { id: string }[] = await tx.query(
    `SELECT id FROM record WHERE entity = $1 AND ($2::uuid IS NULL OR id > $2) ORDER BY id LIMIT $3`,
    [entity, after, limit],
  )
  return rows.map(({ id }) => id)
}

/** Notes markers by which records are known besides their ids. */
export async function addAliases(tx: Tx, aliases: ReadonlyMap<string, string>): Promise<void> {
  if (aliases.size === 0) return
  await tx.query(
    `INSERT INTO record_alias (tenant_id, marker, record_id)
     SELECT current_setting('app.tenant')::uuid, q.marker, q.id FROM unnest($1::uuid[], $2::uuid[]) AS q(marker, id)
     ON CONFLICT (tenant_id, marker) DO UPDATE SET record_id = excluded.record_id`,
    [[...aliases.keys()], [...aliases.values()]],
  )
}

/** The records that these markers stand for, as their ids or as further markers; unknown ones are left out. */
export async function marked(
  tx: Tx,
  entity: string,
  markers: readonly string[],
): Promise<Map<string, string>> {
  // Whole lists instead of look-ups one by one, each of which may read all of `record_page` on a table without statistics;
  // a further marker, which comes last, goes before an id.
  const rows: { marker: string; id: string }[] = await tx.query(
    `SELECT id AS marker, id FROM record WHERE id = ANY($2::uuid[]) AND entity = $1
     UNION ALL SELECT marker, record_id FROM record_alias WHERE marker = ANY($2::uuid[])`,
    [entity, markers],
  )
  return new Map(rows.map(({ marker, id }) => [marker, id]))
}

/** Adds new records. */
export async function insert(tx: Tx, rows: readonly RecordRow[], runId: string): Promise<void> {
  if (rows.length === 0) return
  await tx.query(
    `INSERT INTO record (id, tenant_id, entity, values, provenance, blocked, version, title, run_id)
     SELECT r.id, current_setting('app.tenant')::uuid, r.entity, r.values, r.provenance, r.blocked, r.version, r.title, $2
     FROM jsonb_to_recordset($1::jsonb)
       AS r(id uuid, entity text, values jsonb, provenance jsonb, blocked jsonb, version int, title text)`,
    [JSON.stringify(rows), runId],
  )
}

/** Writes values, provenance and blocked fields of existing records. */
export async function update(tx: Tx, rows: readonly RecordRow[]): Promise<void> {
  if (rows.length === 0) return
  await tx.query(
    `UPDATE record t SET values = r.values, provenance = r.provenance, blocked = r.blocked, version = r.version,
       title = r.title, updated_at = now()
     FROM jsonb_to_recordset($1::jsonb)
       AS r(id uuid, values jsonb, provenance jsonb, blocked jsonb, version int, title text)
     WHERE t.id = r.id`,
    [JSON.stringify(rows)],
  )
}

/** Replaces the match keys of these records. */
export async function setKeys(
  tx: Tx,
  entity: string,
  rows: readonly { recordId: string; keys: readonly string[] }[],
  options: { fresh?: boolean } = {},
): Promise<void> {
  if (rows.length === 0) return
  const ids: string[] = []
  const keys: string[] = []
  for (const row of rows) {
    for (const key of row.keys) {
      ids.push(row.recordId)
      keys.push(key)
    }
  }
  if (!options.fresh) {
    await tx.query('DELETE FROM record_key WHERE record_id = ANY($1::uuid[])', [
      rows.map((row) => row.recordId),
    ])
  }
  await tx.query(
    `INSERT INTO record_key (tenant_id, entity, key, record_id)
     SELECT current_setting('app.tenant')::uuid, $1, q.key, q.id FROM unnest($2::text[], $3::uuid[]) AS q(key, id)
     ON CONFLICT DO NOTHING`,
    [entity, keys, ids],
  )
}

/** Records that share a match key, at most `limit` for each key. */
export async function candidates(
  tx: Tx,
  entity: string,
  keys: readonly string[],
  limit: number,
): Promise<{ key: string; recordId: string }[]> {
  if (keys.length === 0) return []
  return tx.query(
    `SELECT q.key, k.record_id AS "recordId" FROM unnest($2::text[]) AS q(key)
     CROSS JOIN LATERAL (
       SELECT record_id FROM record_key
       WHERE tenant_id = current_setting('app.tenant')::uuid AND entity = $1 AND key = q.key LIMIT $3
     ) k`,
    [entity, keys, limit],
  )
}

/** Pairs that a person said are not the same. */
export async function notSame(
  tx: Tx,
  connectionId: string,
  items: readonly { nativeType: string; externalId: string }[],
): Promise<{ nativeType: string; externalId: string; recordId: string }[]> {
  if (items.length === 0) return []
  return tx.query(
    `SELECT n.native_type AS "nativeType", n.external_id AS "externalId", n.record_id AS "recordId"
     FROM unnest($2::text[], $3::text[]) AS q(native_type, external_id)
     JOIN not_same n ON n.connection_id = $1 AND n.native_type = q.native_type AND n.external_id = q.external_id`,
    [connectionId, items.map((i) => i.nativeType), items.map((i) => i.externalId)],
  )
}

/** That an item is not a record, as a person said. */
export interface NotSame {
  connectionId: string
  nativeType: string
  externalId: string
  recordId: string
}

/** Remembers that items are not these records. */
export async function addNotSame(tx: Tx, rows: readonly NotSame[]): Promise<void> {
  await tx.query(
    `INSERT INTO not_same (tenant_id, connection_id, native_type, external_id, record_id)
     SELECT current_setting('app.tenant')::uuid, r."connectionId", r."nativeType", r."externalId", r."recordId"
     FROM jsonb_to_recordset($1::jsonb)
       AS r("connectionId" uuid, "nativeType" text, "externalId" text, "recordId" uuid) ON CONFLICT DO NOTHING`,
    [JSON.stringify(rows)],
  )
}

/** A person found out that they are the same after all. */
export async function removeNotSame(tx: Tx, rows: readonly NotSame[]): Promise<void> {
  await tx.query(
    `DELETE FROM not_same n USING jsonb_to_recordset($1::jsonb)
       AS r("connectionId" uuid, "nativeType" text, "externalId" text, "recordId" uuid)
     WHERE n.connection_id = r."connectionId" AND n.native_type = r."nativeType" AND n.external_id = r."externalId"
       AND n.record_id = r."recordId"`,
    [JSON.stringify(rows)],
  )
}

/** What people said about one record is said about another one. */
export async function moveNotSame(tx: Tx, from: string, to: string): Promise<void> {
  await tx.query(
    `INSERT INTO not_same (tenant_id, connection_id, native_type, external_id, record_id)
     SELECT tenant_id, connection_id, native_type, external_id, $2 FROM not_same WHERE record_id = $1
     ON CONFLICT DO NOTHING`,
    [from, to],
  )
  await tx.query('DELETE FROM not_same WHERE record_id = $1', [from])
}

/** Marks a record as merged into another one; it keeps its history and its marker (rule 8). Null makes it one again. */
export async function setMerged(tx: Tx, id: string, into: string | null): Promise<void> {
  await tx.query('UPDATE record SET merged_into = $2, updated_at = now() WHERE id = $1', [id, into])
}

/** The records that were merged into one, directly or over others. */
export async function mergedInto(tx: Tx, id: string): Promise<string[]> {
  const rows: { id: string }[] = await tx.query(
    `WITH RECURSIVE m AS (
       SELECT id FROM record WHERE merged_into = $1 UNION SELECT r.id FROM record r JOIN m ON r.merged_into = m.id)
     SELECT id FROM m`,
    [id],
  )
  return rows.map((row) => row.id)
}

/** A record of another entity that refers to a record. */
export interface Reference {
  id: string
  entity: string
  title: string
}

/** Records that refer to this one. Reads all records of the tenant: for what a person does, not for a page. */
export async function referring(tx: Tx, id: string): Promise<Reference[]> {
  return tx.query(
    `SELECT r.id, r.entity, r.title FROM record r
     WHERE r.merged_into IS NULL AND EXISTS (SELECT 1 FROM jsonb_each_text(r.values) v WHERE v.value = $1)
     ORDER BY r.entity, r.title, r.id`,
    [id],
  )
}

/** Lets records refer to another record instead, in their values and in the memories of their links. */
export async function repoint(tx: Tx, ids: readonly string[], from: string, to: string): Promise<void> {
  if (ids.length === 0) return
  const swapped = (column: string): string =>
    `replace(${column}::text, to_json($2::text)::text, to_json($3::text)::text)::jsonb`
  await tx.query(
    `UPDATE record SET values = ${swapped('values')}, version = version + 1, updated_at = now() WHERE id = ANY($1::uuid[])`,
    [ids, from, to],
  )
  await tx.query(
    `UPDATE link SET seen = ${swapped('seen')}, sent = ${swapped('sent')} WHERE record_id = ANY($1::uuid[])`,
    [ids, from, to],
  )
}
