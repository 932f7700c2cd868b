import { Connection, type Tx } from '../index.js'

/** The connection with this slug with its sealed secrets, locked for a change. */
export async function lockBySlug(tx: Tx, slug: string): Promise<Connection | null> {
  const found = await tx
    .getRepository(Connection)
    .findOne({ where: { slug }, lock: { mode: 'pessimistic_write' } })
  return found
}

/**
 * Removes a connection with everything that only makes sense with it: its links, its writes, and records that no other
 * system has. The caller has made sure that it takes part in no flow.
 */
export async function remove(tx: Tx, connectionId: string): Promise<void> {
  await tx.query('DELETE FROM operation WHERE connection_id = $1', [connectionId])
  const [orphans]: [{ recordId: string }[], number] = await tx.query(
    'DELETE FROM link WHERE connection_id = $1 RETURNING record_id AS "recordId"',
    [connectionId],
  )
  const ids = [...new Set(orphans.map(({ recordId }) => recordId))]
  const [removed]: [{ id: string }[], number] = await tx.query(
    `DELETE FROM record r WHERE r.id = ANY($1) AND NOT EXISTS (SELECT 1 FROM link l WHERE l.record_id = r.id)
     RETURNING r.id`,
    [ids],
  )
  await tx.query('DELETE FROM record_key WHERE record_id = ANY($1)', [removed.map(({ id }) => id)])
  await tx.query('DELETE FROM connection WHERE id = $1', [connectionId])
}
