import type { LinkRow, Tx } from '../index.js'

// What proves that a record is gone from a system (design rule 9): complete listings, kept only until they are compared,
// and the links that lack in them or that the system itself says are gone.

/** Forgets the listing of a type; the time by the database's clock says which links a new one can speak about. */
export async function startListing(tx: Tx, connectionId: string, nativeType: string): Promise<Date> {
  await tx.query('DELETE FROM listed WHERE connection_id = $1 AND native_type = $2', [
    connectionId,
    nativeType,
  ])
  const rows: { at: Date }[] = await tx.query('SELECT now() AS at')
  return rows[0]?.at ?? new Date(0)
}

/** Adds a page of a listing; ids only. */
export async function addListed(
  tx: Tx,
  connectionId: string,
  nativeType: string,
  ids: readonly string[],
): Promise<void> {
  await tx.query(
    `INSERT INTO listed (tenant_id, connection_id, native_type, external_id)
     SELECT current_setting('app.tenant')::uuid, $1, $2, id FROM unnest($3::text[]) AS id ON CONFLICT DO NOTHING`,
    [connectionId, nativeType, ids],
  )
}

/** Numbers of one compared listing. */
export interface Compared {
  listed: number
  linked: number
  missing: number
}

/**
 * Compares a complete listing with the links, set against set. A link counts as lacking once more if its last listing was a
 * minute or longer before this one began, or at once when a person asked for it. An empty listing proves nothing by itself: in
 * it only those lack that a direct look said are gone (`gone`).
 */
export async function compareListing(
  tx: Tx,
  at: {
    connectionId: string
    entity: string
    nativeType: string
    started: Date
    atOnce: boolean
    /** Null for a listing that is not empty. */
    gone: readonly string[] | null
  },
): Promise<Compared> {
  const { connectionId, entity, nativeType, started, atOnce, gone } = at
  const [counts]: Compared[] = await tx.query(
    `SELECT (SELECT count(*) FROM listed WHERE connection_id = $1 AND native_type = $2)::int AS listed,
       (SELECT count(*) FROM link WHERE connection_id = $1 AND native_type = $2 AND state IN ('active', 'out-of-scope'))::int
         AS linked, 0 AS missing`,
    [connectionId, nativeType],
  )
  const { listed, linked } = counts ?? { listed: 0, linked: 0 }
  if (gone?.length === 0) return { listed, linked, missing: 0 }
  await tx.query(
    `DELETE FROM missing m USING listed l
     WHERE m.connection_id = $1 AND m.native_type = $2 AND NOT m.said
       AND l.connection_id = $1 AND l.native_type = $2 AND l.external_id = m.external_id`,
    [connectionId, nativeType],
  )
  const rows: unknown[] = await tx.query(
    `INSERT INTO missing AS m (tenant_id, connection_id, entity, native_type, external_id, said, listings, at)
       SELECT current_setting('app.tenant')::uuid, $1, $3, $2, l.external_id, false, 1, clock_timestamp()
       FROM link l
       WHERE l.connection_id = $1 AND l.native_type = $2 AND l.state IN ('active', 'out-of-scope') AND l.created_at < $4
         AND NOT EXISTS (SELECT 1 FROM listed o
           WHERE o.connection_id = $1 AND o.native_type = $2 AND o.external_id = l.external_id)
         AND ($6::text[] IS NULL OR l.external_id = ANY($6))
       ON CONFLICT (connection_id, native_type, external_id) DO UPDATE SET
         listings = m.listings + CASE WHEN $5 OR m.at <= $4::timestamptz - interval '1 minute' THEN 1 ELSE 0 END,
         at = CASE WHEN $5 OR m.at <= $4::timestamptz - interval '1 minute' THEN clock_timestamp() ELSE m.at END
     RETURNING 1`,
    [connectionId, nativeType, entity, started, atOnce, gone],
  )
  return { listed, linked, missing: rows.length }
}

/** Whether the stored listing of a type names nothing at all, which proves nothing by itself. */
export async function isEmpty(tx: Tx, connectionId: string, nativeType: string): Promise<boolean> {
  const rows: unknown[] = await tx.query(
    'SELECT 1 FROM listed WHERE connection_id = $1 AND native_type = $2 LIMIT 1',
    [connectionId, nativeType],
  )
  return rows.length === 0
}

/** Linked ids that lack in the stored listing. */
export async function lacking(
  tx: Tx,
  connectionId: string,
  nativeType: string,
  started: Date,
): Promise<string[]> {
  const rows: { id: string }[] = await tx.query(
    `SELECT l.external_id AS id FROM link l
     WHERE l.connection_id = $1 AND l.native_type = $2 AND l.state IN ('active', 'out-of-scope') AND l.created_at < $3
       AND NOT EXISTS (SELECT 1 FROM listed o
         WHERE o.connection_id = $1 AND o.native_type = $2 AND o.external_id = l.external_id)`,
    [connectionId, nativeType, started],
  )
  return rows.map(({ id }) => id)
}

/** Listed ids that no link knows; looking at them heals what a cursor missed, and finds renamed records. */
export async function unknownListed(
  tx: Tx,
  connectionId: string,
  nativeType: string,
  limit: number,
): Promise<string[]> {
  const rows: { id: string }[] = await tx.query(
    `SELECT o.external_id AS id FROM listed o WHERE o.connection_id = $1 AND o.native_type = $2 AND NOT EXISTS (
       SELECT 1 FROM link l WHERE l.connection_id = $1 AND l.native_type = $2 AND l.external_id = o.external_id) LIMIT $3`,
    [connectionId, nativeType, limit],
  )
  return rows.map(({ id }) => id)
}

/** Notes that a system itself says that records are gone: no listing is needed then, only the direct look. */
export async function noteSaid(
  tx: Tx,
  connectionId: string,
  entity: string,
  items: readonly { nativeType: string; externalId: string }[],
): Promise<void> {
  if (items.length === 0) return
  await tx.query(
    `INSERT INTO missing (tenant_id, connection_id, entity, native_type, external_id, said, listings, at)
     SELECT current_setting('app.tenant')::uuid, $1, $2, q.native_type, q.external_id, true, 0, now()
     FROM unnest($3::text[], $4::text[]) AS q(native_type, external_id)
     ON CONFLICT (connection_id, native_type, external_id) DO UPDATE SET said = true`,
    [connectionId, entity, items.map((i) => i.nativeType), items.map((i) => i.externalId)],
  )
}

/** A link that waits for a direct look before it counts as lost. */
export interface Suspect {
  nativeType: string
  externalId: string
  recordId: string
}

/** Suspects whose first proof stands, and that are linked still; others are forgotten on the way. */
export async function suspects(tx: Tx, connectionId: string, entity: string): Promise<Suspect[]> {
  await tx.query(
    `DELETE FROM missing m WHERE m.connection_id = $1 AND m.entity = $2 AND NOT EXISTS (
       SELECT 1 FROM link l WHERE l.connection_id = $1 AND l.native_type = m.native_type
         AND l.external_id = m.external_id AND l.state IN ('active', 'out-of-scope'))`,
    [connectionId, entity],
  )
  return tx.query(
    `SELECT m.native_type AS "nativeType", m.external_id AS "externalId", l.record_id AS "recordId"
     FROM missing m JOIN link l ON l.connection_id = m.connection_id AND l.native_type = m.native_type
       AND l.external_id = m.external_id
     WHERE m.connection_id = $1 AND m.entity = $2 AND (m.said OR m.listings > 1) ORDER BY l.record_id, l.id`,
    [connectionId, entity],
  )
}

/** Forgets suspects: they are present, cannot be seen, or count as lost by now. */
export async function clear(
  tx: Tx,
  connectionId: string,
  items: readonly { nativeType: string; externalId: string }[],
): Promise<void> {
  if (items.length === 0) return
  await tx.query(
    `DELETE FROM missing m USING unnest($2::text[], $3::text[]) AS q(native_type, external_id)
     WHERE m.connection_id = $1 AND m.native_type = q.native_type AND m.external_id = q.external_id`,
    [connectionId, items.map((i) => i.nativeType), items.map((i) => i.externalId)],
  )
}

/** When a participant is listed next: `seconds` from now. */
export async function sweepAfter(tx: Tx, participantId: string, seconds: number): Promise<void> {
  await tx.query('UPDATE participant SET sweep_at = now() + make_interval(secs => $2) WHERE id = $1', [
    participantId,
    seconds,
  ])
}

/** Lets this many deletions at once through; null takes it back. */
export async function allowDeletes(tx: Tx, participantId: string, count: number | null): Promise<void> {
  await tx.query('UPDATE participant SET deletes_allowed = $2 WHERE id = $1', [participantId, count])
}

/** Takes back questions about the loss of items that are there again. */
export async function answered(
  tx: Tx,
  connectionId: string,
  items: readonly Pick<LinkRow, 'nativeType' | 'externalId'>[],
): Promise<void> {
  if (items.length === 0) return
  await tx.query(
    `UPDATE review r SET state = 'obsolete' FROM unnest($2::text[], $3::text[]) AS q(native_type, external_id)
     WHERE r.connection_id = $1 AND r.native_type = q.native_type AND r.external_id = q.external_id
       AND r.kind IN ('gone', 'delete-conflict') AND r.state = 'open'`,
    [connectionId, items.map((i) => i.nativeType), items.map((i) => i.externalId)],
  )
}
