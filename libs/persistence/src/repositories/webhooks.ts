import { Connection, type Tx } from '../index.js'

/** The tenant of a connection, for addresses that name none; null when there is no such connection. */
export async function tenantOf(tx: Tx, connectionId: string): Promise<string | null> {
  const rows: { tenantId: string | null }[] = await tx.query('SELECT connection_tenant($1) AS "tenantId"', [
    connectionId,
  ])
  return rows[0]?.tenantId ?? null
}

/** A connection with its sealed webhook token. */
export async function withToken(tx: Tx, connectionId: string): Promise<Connection | null> {
  return tx.getRepository(Connection).findOne({
    where: { id: connectionId },
    select: { id: true, tenantId: true, connector: true, webhook: true },
  })
}

/** Replaces the sealed token; null takes the address away. */
export async function setToken(tx: Tx, connectionId: string, webhook: Buffer | null): Promise<void> {
  await tx.query(
    `UPDATE connection SET webhook = $2, webhook_at = CASE WHEN $2::bytea IS NULL THEN NULL ELSE now() END WHERE id = $1`,
    [connectionId, webhook],
  )
}

/**
 * Asks to look at ids that a system named. Those of an entity whose first complete listing is still to come are left out:
 * it will show them. Returns true when there is something to look at.
 */
export async function hint(
  tx: Tx,
  connectionId: string,
  hints: readonly { entity: string; type: string; id: string }[],
): Promise<boolean> {
  const rows: unknown[] = await tx.query(
    `INSERT INTO nudge (tenant_id, connection_id, entity, native_type, external_id)
     SELECT p.tenant_id, p.connection_id, p.entity, q.native_type, q.external_id
     FROM unnest($2::text[], $3::text[], $4::text[]) AS q(entity, native_type, external_id)
     JOIN participant p ON p.connection_id = $1 AND p.entity = q.entity AND p.reads
     JOIN flow f ON f.id = p.flow_id AND (f.state = 'live' OR p.first_contact_at IS NOT NULL)
     ORDER BY 3, 4, 5
     ON CONFLICT (connection_id, entity, native_type, external_id) DO UPDATE SET created_at = clock_timestamp()
     RETURNING 1`,
    [
      connectionId,
      hints.map(({ entity }) => entity),
      hints.map(({ type }) => type),
      hints.map(({ id }) => id),
    ],
  )
  return rows.length > 0
}

/** Makes everything that is read from a connection due: more has changed there than it is worth naming. */
export async function readNow(tx: Tx, connectionId: string): Promise<void> {
  await tx.query('UPDATE participant SET due_at = now() WHERE connection_id = $1 AND reads', [connectionId])
}
