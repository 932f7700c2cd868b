import { MoreThan } from 'typeorm'
import { Connection, type Tx } from '../index.js'
import type { Slice } from './slice.js'

/** Connections by slug. */
export async function connections(tx: Tx, slice: Slice): Promise<Connection[]> {
  return tx.getRepository(Connection).find({
    ...(slice.after ? { where: { slug: MoreThan(slice.after[0] ?? '') } } : {}),
    order: { slug: 'ASC' },
    take: slice.limit,
  })
}

/** One connection. */
export async function connectionBySlug(tx: Tx, slug: string): Promise<Connection | null> {
  return tx.getRepository(Connection).findOneBy({ slug })
}

/** Slugs of the flows that each connection takes part in. */
export async function flowsByConnection(tx: Tx, ids: readonly string[]): Promise<Map<string, string[]>> {
  const rows: { connectionId: string; flows: string[] }[] = await tx.query(
    `SELECT p.connection_id AS "connectionId", array_agg(f.slug ORDER BY f.slug) AS flows
     FROM participant p JOIN flow f ON f.id = p.flow_id WHERE p.connection_id = ANY($1) GROUP BY p.connection_id`,
    [ids],
  )
  return new Map(rows.map(({ connectionId, flows }) => [connectionId, flows]))
}

/** How a connection takes part in flows, by entity. */
export async function participantsOf(
  tx: Tx,
  connectionId: string,
): Promise<{ entity: string; reads: boolean; writes: boolean }[]> {
  return tx.query('SELECT entity, reads, writes FROM participant WHERE connection_id = $1', [connectionId])
}

/** The connection that reaches the same remote database, if there is one. */
export async function connectionByIdentity(
  tx: Tx,
  connector: string,
  identity: string,
): Promise<Connection | null> {
  return tx.getRepository(Connection).findOneBy({ connector, identity })
}

/** True when records of the hub are linked to the connection's system. */
export async function hasLinks(tx: Tx, connectionId: string): Promise<boolean> {
  const rows: unknown[] = await tx.query('SELECT 1 FROM link WHERE connection_id = $1 LIMIT 1', [
    connectionId,
  ])
  return rows.length > 0
}
