import { randomUUID } from 'node:crypto'
import { Flow, Participant, type FilterCondition, type Tx } from '../index.js'

/** A participant as it is to be. */
export interface WantedParticipant {
  connectionId: string
  reads: boolean
  writes: boolean
  filter: FilterCondition[]
  intervalSeconds: number
  cron?: string | null
  timeZone?: string
  /** When it is read next, where that follows from its schedule. */
  dueAt?: Date
  /** Left out: as it is, or once a day. */
  sweepSeconds?: number
}

/** The flow with this slug, locked for a change. */
export async function lockBySlug(tx: Tx, slug: string): Promise<Flow | null> {
  return tx.getRepository(Flow).findOne({ where: { slug }, lock: { mode: 'pessimistic_write' } })
}

/**
 * Makes these the participants of a flow, in rank order. Who stays keeps its place in reading; who joins has had no first
 * contact yet. A connection that takes part in this entity elsewhere runs into the unique constraint
 * `participant_connection_id_entity_key`.
 */
export async function setParticipants(
  tx: Tx,
  flow: Pick<Flow, 'id' | 'tenantId' | 'entity'>,
  wanted: readonly WantedParticipant[],
): Promise<void> {
  const ids = wanted.map(({ connectionId }) => connectionId)
  await tx.query('DELETE FROM participant WHERE flow_id = $1 AND NOT connection_id = ANY($2)', [flow.id, ids])
  // Positions are unique, also half-way through a change of ranks.
  await tx.query('UPDATE participant SET position = -1 - position WHERE flow_id = $1', [flow.id])
  const repository = tx.getRepository(Participant)
  const known = new Map(
    (await repository.findBy({ flowId: flow.id })).map((row) => [row.connectionId, row.id]),
  )
  for (const [position, participant] of wanted.entries()) {
    const id = known.get(participant.connectionId)
    if (id === undefined) {
      const { id: flowId, tenantId, entity } = flow
      const row = { id: randomUUID(), tenantId, flowId, entity, position, ...participant }
      await repository.insert(row as never)
    } else await repository.update({ id }, { position, ...participant } as never)
  }
  await tx.query(
    `UPDATE participant SET due_at = least(due_at, now() + make_interval(secs => interval_seconds))
     WHERE flow_id = $1 AND cron IS NULL`,
    [flow.id],
  )
  // A shorter interval holds from now on.
  await tx.query(
    `UPDATE participant SET sweep_at = least(sweep_at, now() + make_interval(secs => sweep_seconds))
     WHERE flow_id = $1 AND sweep_seconds > 0`,
    [flow.id],
  )
}

/** Removes a flow and what belongs to it; records and links stay. */
export async function remove(tx: Tx, flowId: string): Promise<void> {
  await tx.query('DELETE FROM operation WHERE flow_id = $1', [flowId])
  await tx.query('DELETE FROM flow WHERE id = $1', [flowId])
}

/** True while a run works on the flow or a write's outcome is unknown; then nobody may take it away. */
export async function busy(tx: Tx, flowId: string): Promise<boolean> {
  const rows: unknown[] = await tx.query(
    `SELECT 1 FROM run WHERE flow_id = $1 AND state IN ('queued', 'running')
     UNION ALL SELECT 1 FROM operation WHERE flow_id = $1 AND state = 'sending' LIMIT 1`,
    [flowId],
  )
  return rows.length > 0
}
