import type { Flat } from '#canonical'
import type { ChangeRow, LinkState, RecordRow, Tx } from '../index.js'
import type { Slice } from './slice.js'

export interface RecordListRow {
  id: string
  entity: string
  title: string
  values: Flat
  version: number
  updatedAt: Date
}

export interface RecordFilter {
  entity: string | undefined
  /** Part of the title, as a person types it. */
  text: string | undefined
  /** Records that are found by something else than their title. */
  ids: readonly string[]
  connectionId: string | undefined
}

/** Records by title. */
export async function records(tx: Tx, slice: Slice, filter: RecordFilter): Promise<RecordListRow[]> {
  const [entity = null, title = null, id = null] = slice.after ?? []
  const pattern = filter.text === undefined ? null : `%${filter.text.replace(/[\\%_]/g, '\\$&')}%`
  return tx.query(
    `SELECT r.id, r.entity, r.title, r.values, r.version, r.updated_at AS "updatedAt" FROM record r
     WHERE r.merged_into IS NULL AND ($1::text IS NULL OR r.entity = $1) AND ($2::text IS NULL OR r.title ILIKE $2 OR r.id = ANY($3::uuid[]))
       AND ($4::uuid IS NULL OR EXISTS (SELECT 1 FROM link l WHERE l.record_id = r.id AND l.connection_id = $4
            AND l.state IN ('active', 'out-of-scope')))
       AND ($5::text IS NULL OR (r.entity, r.title, r.id) > ($5, $6::text, $7::uuid))
     ORDER BY r.entity, r.title, r.id LIMIT $8`,
    [filter.entity ?? null, pattern, filter.ids, filter.connectionId ?? null, entity, title, id, slice.limit],
  )
}

/** Records that carry one of these match keys (libs/sync, identify), of any entity. */
export async function recordsByKey(
  tx: Tx,
  entities: readonly string[],
  keys: readonly string[],
): Promise<string[]> {
  const rows: { id: string }[] = await tx.query(
    `SELECT DISTINCT k.record_id AS id FROM unnest($1::text[]) AS e(entity) CROSS JOIN unnest($2::text[]) AS q(key)
     CROSS JOIN LATERAL (
       SELECT record_id FROM record_key
       WHERE tenant_id = current_setting('app.tenant')::uuid AND entity = e.entity AND key = q.key LIMIT 100
     ) k`,
    [entities, keys],
  )
  return rows.map((row) => row.id)
}

/** Records that one of these systems knows under this id. */
export async function recordsByExternalId(
  tx: Tx,
  places: readonly { connectionId: string; nativeType: string }[],
  externalId: string,
): Promise<string[]> {
  const rows: { id: string }[] = await tx.query(
    `SELECT DISTINCT l.record_id AS id FROM unnest($1::uuid[], $2::text[]) AS q(connection_id, native_type)
     CROSS JOIN LATERAL (
       SELECT record_id FROM link
       WHERE connection_id = q.connection_id AND native_type = q.native_type AND external_id = $3 LIMIT 1
     ) l`,
    [places.map((place) => place.connectionId), places.map((place) => place.nativeType), externalId],
  )
  return rows.map((row) => row.id)
}

export interface RecordDetail extends RecordRow {
  mergedInto: string | null
  createdAt: Date
  updatedAt: Date
}

/** A golden record with its times. */
export async function recordById(tx: Tx, id: string): Promise<RecordDetail | null> {
  const rows: RecordDetail[] = await tx.query(
    `SELECT id, entity, values, provenance, blocked, version, title, merged_into AS "mergedInto", created_at AS "createdAt",
       updated_at AS "updatedAt"
     FROM record WHERE id = $1`,
    [id],
  )
  return rows[0] ?? null
}

/** A link as people see it. */
export interface RecordLinkRow {
  recordId: string
  connection: string | null
  type: string
  externalId: string
  state: LinkState
  rule: string
}

/** The links of these records. */
export async function recordLinks(tx: Tx, recordIds: readonly string[]): Promise<RecordLinkRow[]> {
  return tx.query(
    `SELECT l.record_id AS "recordId", c.slug AS connection, l.native_type AS type, l.external_id AS "externalId", l.state,
       l.rule
     FROM unnest($1::uuid[]) AS q(id) CROSS JOIN LATERAL (SELECT * FROM link WHERE record_id = q.id) l
     LEFT JOIN connection c ON c.id = l.connection_id ORDER BY c.slug, l.native_type, l.external_id`,
    [recordIds],
  )
}

/** One entry of a record's history. */
export interface HistoryRow {
  at: Date
  kind: ChangeRow['kind']
  connection: string | null
  type: string | null
  externalId: string | null
  rule: string | null
  run: string | null
  operation: string | null
  mapping: string | null
  changes: ChangeRow['changes']
  key: string
  id: string
}

/** What happened to a record, newest first. */
export async function history(tx: Tx, recordId: string, slice: Slice): Promise<HistoryRow[]> {
  const [at = null, id = null] = slice.after ?? []
  return tx.query(
    `SELECT h.at, h.kind, c.slug AS connection, h.native_type AS type, h.external_id AS "externalId", h.rule,
       h.run_id AS run, h.operation_id AS operation, h.mapping, h.changes, h.at::text AS key, h.id::text AS id
     FROM change_log h LEFT JOIN connection c ON c.id = h.connection_id
     WHERE h.record_id = $1 AND ($2::text IS NULL OR (h.at, h.id) < ($2::timestamptz, $3::bigint))
     ORDER BY h.at DESC, h.id DESC LIMIT $4`,
    [recordId, at, id, slice.limit],
  )
}

/** When each field of a record was last sent to each system, as far as the log reaches. */
export async function deliveries(
  tx: Tx,
  recordId: string,
): Promise<{ connectionId: string; type: string; externalId: string; field: string; at: Date }[]> {
  return tx.query(
    `SELECT h.connection_id AS "connectionId", h.native_type AS type, h.external_id AS "externalId", k AS field,
       max(h.at) AS at
     FROM change_log h CROSS JOIN LATERAL jsonb_object_keys(h.changes) k
     WHERE h.record_id = $1 AND h.kind = 'sent' GROUP BY 1, 2, 3, 4`,
    [recordId],
  )
}

/** Slugs of all connections by id, for what names connections inside a document. */
export async function connectionSlugs(tx: Tx): Promise<Map<string, string>> {
  const rows: { id: string; slug: string }[] = await tx.query('SELECT id, slug FROM connection')
  return new Map(rows.map(({ id, slug }) => [id, slug]))
}

/** The flow in which a record's systems take part. */
export async function flowOfRecord(tx: Tx, recordId: string): Promise<string | null> {
  const rows: { id: string }[] = await tx.query(
    `SELECT p.flow_id AS id FROM link l JOIN participant p ON p.connection_id = l.connection_id AND p.entity = l.entity
     WHERE l.record_id = $1 ORDER BY (l.state = 'active') DESC, p.position LIMIT 1`,
    [recordId],
  )
  return rows[0]?.id ?? null
}
