import { In } from 'typeorm'
import type { Flat } from '#canonical'
import {
  Connection,
  Flow,
  Participant,
  Plan,
  Run,
  type ChangeRow,
  type Problem,
  type Tx,
  type Witness,
} from '../index.js'
import { prepared } from '../prepared.js'
import { itemMayGoOn, writeMayGoOn } from '../waiting.js'

/** A flow with its participants in rank order and their connections. */
export interface FlowWorld {
  flow: Flow
  participants: (Participant & { connection: Connection })[]
}

/** Everything configured about these flows; flows that are gone are left out. */
export async function flowWorlds(tx: Tx, flowIds: readonly string[]): Promise<FlowWorld[]> {
  if (flowIds.length === 0) return []
  const flows = await tx.getRepository(Flow).findBy({ id: In([...flowIds]) })
  const participants = await tx
    .getRepository(Participant)
    .find({ where: { flowId: In([...flowIds]) }, order: { position: 'ASC' } })
  const connections = await tx
    .getRepository(Connection)
    .findBy({ id: In([...new Set(participants.map(({ connectionId }) => connectionId))]) })
  const byId = new Map(connections.map((connection) => [connection.id, connection]))
  return flows.map((flow) => ({
    flow,
    participants: participants.flatMap((participant) => {
      if (participant.flowId !== flow.id) return []
      const connection = byId.get(participant.connectionId)
      if (!connection) throw new Error(`participant ${participant.id} without its connection`)
      return [Object.assign(participant, { connection })]
    }),
  }))
}

const flowIdsOf = prepared(`SELECT flow_id AS "flowId" FROM participant
  WHERE connection_id = $1 AND ($2::text[] IS NULL OR entity = ANY($2))`)

/** The flows in which a connection takes part, of these entities where they are named. */
export async function flowsOf(
  tx: Tx,
  connectionId: string,
  entities: readonly string[] | null = null,
): Promise<string[]> {
  const rows: { flowId: string }[] = await tx.query(flowIdsOf, [connectionId, entities])
  return rows.map((row) => row.flowId)
}

const moveOn = prepared(`UPDATE participant SET cursor = $2,
    polled_at = CASE WHEN $3 THEN now() ELSE polled_at END,
    due_at = CASE WHEN $3 THEN coalesce($4, now() + make_interval(secs => interval_seconds)) ELSE due_at END,
    first_contact_at = CASE WHEN $3 THEN coalesce(first_contact_at, now()) ELSE first_contact_at END,
    allowance = CASE WHEN $3 THEN NULL ELSE allowance END
  WHERE id = $1`)

/** Saves where a participant has got to, together with the effects of its page (rule 11). */
export async function saveCursor(
  tx: Tx,
  participantId: string,
  cursor: Record<string, unknown>,
  finished: boolean,
  /** When it is read next; null: after its interval. */
  next: Date | null = null,
): Promise<void> {
  await tx.query(moveOn, [participantId, cursor, finished, next])
}

/** Remembers the newest records that a participant has shown (rule 16). */
export async function saveWitnesses(
  tx: Tx,
  participantId: string,
  witnesses: readonly Witness[],
): Promise<void> {
  await tx.query('UPDATE participant SET witnesses = $2 WHERE id = $1', [
    participantId,
    JSON.stringify(witnesses),
  ])
}

/** Keeps a participant from reading on until a person decided. */
export async function holdParticipant(tx: Tx, participantId: string, reviewId: string): Promise<void> {
  await tx.query('UPDATE participant SET held_by = $2 WHERE id = $1', [participantId, reviewId])
}

/** Records why a connection cannot work and when it may try again; `stopped` ones wait for a person. */
export async function connectionProblem(
  tx: Tx,
  connectionId: string,
  problem: Problem,
  outcome: { stop: boolean; waitSeconds: number },
): Promise<void> {
  await tx.query(
    `UPDATE connection SET problem = $2, attempts = attempts + 1,
       state = CASE WHEN $3 AND state = 'active' THEN 'stopped' ELSE state END,
       retry_at = CASE WHEN $3 THEN NULL ELSE now() + make_interval(secs => $4) END
     WHERE id = $1`,
    [connectionId, problem, outcome.stop, outcome.waitSeconds],
  )
}

/** What a connection has to do, by kind; one look for all of it. */
export interface Agenda {
  /** Writes whose outcome nobody knows. */
  lost: boolean
  nudges: boolean
  runs: boolean
  polls: boolean
  sweeps: boolean
  /** Records that seem to be gone wait for the direct look. */
  suspects: boolean
  deletes: boolean
  updates: boolean
  restores: boolean
  creates: boolean
}

// Creates wait while the participant may not be read on: nobody knows what has come up there meanwhile (rule 7).
const notHeld = `AND NOT EXISTS (SELECT 1 FROM participant h
  WHERE h.flow_id = f.id AND h.connection_id = $1 AND h.held_by IS NOT NULL)`

const writesDue = (kind: string, also = ''): string => `EXISTS (
  SELECT 1 FROM operation o JOIN flow f ON f.id = o.flow_id WHERE o.connection_id = $1 AND o.state = 'pending'
    AND o.kind = '${kind}' AND o.next_at <= now() AND ${writeMayGoOn}
    AND (f.state = 'live' OR (f.state = 'preview' AND o.plan_id IS NOT NULL)) ${also})`

const whatIsDue = prepared(`SELECT
  EXISTS (SELECT 1 FROM operation o WHERE o.connection_id = $1 AND o.state = 'sending') AS lost,
  EXISTS (SELECT 1 FROM nudge n JOIN participant p ON p.connection_id = n.connection_id AND p.entity = n.entity
    JOIN flow f ON f.id = p.flow_id AND f.state = 'live' WHERE n.connection_id = $1 AND ${itemMayGoOn}) AS nudges,
  EXISTS (SELECT 1 FROM run WHERE connection_id = $1 AND state IN ('queued', 'running')) AS runs,
  EXISTS (SELECT 1 FROM participant p JOIN flow f ON f.id = p.flow_id WHERE p.connection_id = $1 AND f.state = 'live'
    AND p.reads AND p.held_by IS NULL AND p.due_at <= now()) AS polls,
  EXISTS (SELECT 1 FROM participant p JOIN flow f ON f.id = p.flow_id WHERE p.connection_id = $1 AND f.state = 'live'
    AND p.sweep_seconds > 0 AND p.sweep_at <= now() AND p.first_contact_at IS NOT NULL) AS sweeps,
  EXISTS (SELECT 1 FROM missing m JOIN participant p ON p.connection_id = m.connection_id AND p.entity = m.entity
    JOIN flow f ON f.id = p.flow_id AND f.state = 'live'
    WHERE m.connection_id = $1 AND (m.said OR m.listings > 1) AND NOT EXISTS (SELECT 1 FROM review r
      WHERE r.flow_id = f.id AND r.connection_id = $1 AND r.kind = 'mass-delete' AND r.state = 'open')) AS suspects,
  ${writesDue('delete')} AS deletes, ${writesDue('update')} AS updates, ${writesDue('restore')} AS restores,
  ${writesDue('create', notHeld)} AS creates`)

/** Looks what is due on a connection now. */
export async function agenda(tx: Tx, connectionId: string): Promise<Agenda> {
  const [agenda]: Agenda[] = await tx.query(whatIsDue, [connectionId])
  if (!agenda) throw new Error('a connection without an agenda')
  return agenda
}

/** Whether something waits that a long reading must not hold up: a webhook, or a change for this connection. */
export async function urgent(tx: Tx, connectionId: string): Promise<boolean> {
  const { nudges, updates } = await agenda(tx, connectionId)
  return nudges || updates
}

/** Open runs that this connection is to work on, oldest first. */
export async function openRuns(tx: Tx, connectionId: string): Promise<Run[]> {
  return tx.getRepository(Run).find({
    where: { connectionId, state: In(['queued', 'running']) },
    order: { createdAt: 'ASC', id: 'ASC' },
  })
}

/** Adds numbers to a run's counts and changes its state; no-op for runs that have no row (scheduled, nothing happened). */
export async function progress(
  tx: Tx,
  runId: string,
  change: Partial<Pick<Run, 'state' | 'stage' | 'cursor' | 'connectionId' | 'error'>> & {
    add?: Record<string, number>
  },
): Promise<void> {
  const { add, ...columns } = change
  const times = {
    ...(columns.state === 'running' ? { startedAt: () => 'coalesce(started_at, now())' } : {}),
    ...(columns.state === 'done' || columns.state === 'failed' || columns.state === 'cancelled'
      ? { finishedAt: () => 'now()' }
      : {}),
  }
  if (Object.keys(columns).length > 0) {
    // TypeORM's deep partial type cannot express a jsonb column of free shape.
    await tx.getRepository(Run).update({ id: runId }, { ...columns, ...times } as never)
  }
  if (add && Object.keys(add).length > 0) {
    await tx.query(
      `UPDATE run SET counts = counts || (
         SELECT jsonb_object_agg(e.key, coalesce((run.counts ->> e.key)::bigint, 0) + e.value::bigint)
         FROM jsonb_each_text($2::jsonb) e)
       WHERE id = $1`,
      [runId, JSON.stringify(add)],
    )
  }
}

/** Writes down a scheduled run once it turns out to have had an effect; further pages of it find the row. */
export async function noteRun(tx: Tx, flow: Flow, runId: string, connectionId: string): Promise<void> {
  await tx.query(
    `INSERT INTO run (id, tenant_id, flow_id, connection_id, kind, state, started_at, finished_at)
     VALUES ($1, $2, $3, $4, 'poll', 'done', now(), now()) ON CONFLICT (id) DO UPDATE SET finished_at = now()`,
    [runId, flow.tenantId, flow.id, connectionId],
  )
}

/** Whether somebody asked to stop the run. */
export async function cancelled(tx: Tx, runId: string): Promise<boolean> {
  const rows: { cancel: boolean }[] = await tx.query('SELECT cancel FROM run WHERE id = $1', [runId])
  return rows[0]?.cancel ?? false
}

/** Sets a plan's state and numbers. */
export async function updatePlan(
  tx: Tx,
  planId: string,
  change: Partial<Pick<Plan, 'state' | 'counts' | 'appliedAt' | 'approvedAt' | 'approvedBy' | 'cursors'>>,
): Promise<void> {
  await tx.getRepository(Plan).update({ id: planId }, change as never)
}

/** An id that somebody said to look at again. */
export interface Nudge {
  entity: string
  nativeType: string
  externalId: string
  /** When that was said last, as the database writes it. */
  at: string
}

/** Ids in live flows that somebody said to look at again, oldest first (webhooks, decided reviews). */
export async function nudges(tx: Tx, connectionId: string, limit: number): Promise<Nudge[]> {
  return tx.query(
    `SELECT n.entity, n.native_type AS "nativeType", n.external_id AS "externalId", n.created_at::text AS at FROM nudge n
     JOIN participant p ON p.connection_id = n.connection_id AND p.entity = n.entity
     JOIN flow f ON f.id = p.flow_id AND f.state = 'live'
     WHERE n.connection_id = $1 AND ${itemMayGoOn} ORDER BY n.created_at LIMIT $2`,
    [connectionId, limit],
  )
}

/** Asks to look at ids again. */
export async function nudge(
  tx: Tx,
  connectionId: string,
  entity: string,
  items: readonly { nativeType: string; externalId: string }[],
): Promise<void> {
  await tx.query(
    `INSERT INTO nudge (tenant_id, connection_id, entity, native_type, external_id)
     SELECT current_setting('app.tenant')::uuid, $1, $2, q.native_type, q.external_id
     FROM unnest($3::text[], $4::text[]) AS q(native_type, external_id) ORDER BY 3, 4, 5
     ON CONFLICT (connection_id, entity, native_type, external_id) DO UPDATE SET created_at = clock_timestamp()`,
    [connectionId, entity, items.map((i) => i.nativeType), items.map((i) => i.externalId)],
  )
}

/** Removes nudges that have been looked at; one that came again meanwhile stays. */
export async function nudged(tx: Tx, connectionId: string, items: readonly Nudge[]): Promise<void> {
  await tx.query(
    `DELETE FROM nudge n
     USING unnest($2::text[], $3::text[], $4::text[], $5::timestamptz[]) AS q(entity, native_type, external_id, at)
     WHERE n.connection_id = $1 AND n.entity = q.entity AND n.native_type = q.native_type
       AND n.external_id = q.external_id AND n.created_at = q.at`,
    [
      connectionId,
      items.map((i) => i.entity),
      items.map((i) => i.nativeType),
      items.map((i) => i.externalId),
      items.map((i) => i.at),
    ],
  )
}

/** Appends to the change log. */
export async function log(tx: Tx, rows: readonly ChangeRow[]): Promise<void> {
  if (rows.length === 0) return
  await tx.query(
    `INSERT INTO change_log (tenant_id, record_id, kind, connection_id, native_type, external_id, run_id, operation_id, rule,
       mapping, changes)
     SELECT current_setting('app.tenant')::uuid, r."recordId", r.kind, r."connectionId", r."nativeType", r."externalId",
       r."runId", r."operationId", r.rule, r.mapping, r.changes
     FROM jsonb_to_recordset($1::jsonb) AS r("recordId" uuid, kind text, "connectionId" uuid, "nativeType" text,
       "externalId" text, "runId" uuid, "operationId" uuid, rule text, mapping text, changes jsonb)`,
    [JSON.stringify(rows)],
  )
}

/** Everything that is still known of what happened to these records, newest first. */
export async function changes(tx: Tx, recordIds: readonly string[]): Promise<ChangeRow[]> {
  return tx.query(
    `SELECT record_id AS "recordId", kind, connection_id AS "connectionId", native_type AS "nativeType",
       external_id AS "externalId", run_id AS "runId", operation_id AS "operationId", rule, mapping, changes
     FROM change_log WHERE record_id = ANY($1::uuid[]) ORDER BY at DESC, id DESC`,
    [recordIds],
  )
}

/** Title and values by which a person recognises a record; the first that is there. */
export function titleOf(values: Flat): string {
  for (const key of ['name', 'number', 'email']) {
    const value = values[key]
    if (typeof value === 'string' && value !== '') return value.slice(0, 200)
  }
  return '—'
}

/** Tells the workers, once this transaction commits, that these connections have something to do. */
export async function wake(tx: Tx, tenantId: string, connectionIds: Iterable<string>): Promise<void> {
  const targets = [...connectionIds].map((id) => `${tenantId}:${id}`)
  if (targets.length === 0) return
  await tx.query(`SELECT pg_notify('einmal_work', t) FROM unnest($1::text[]) AS t`, [targets])
}

/** The plan of a flow that is not finished yet; a flow has one at most. */
export async function openPlan(tx: Tx, flowId: string): Promise<string | null> {
  const plan = await tx
    .getRepository(Plan)
    .findOneBy({ flowId, state: In(['collecting', 'ready', 'approved', 'applying']) })
  return plan?.id ?? null
}

/** Ends the runs that still work on a plan. */
export async function cancelPlanRuns(tx: Tx, planId: string): Promise<void> {
  await tx
    .getRepository(Run)
    .update({ planId, state: In(['queued', 'running']) }, { cancel: true, state: 'cancelled' })
}

/** What is due now, over all tenants; ids only. */
export async function due(tx: Tx): Promise<{ tenantId: string; connectionId: string }[]> {
  return tx.query('SELECT tenant_id AS "tenantId", connection_id AS "connectionId" FROM due_connections()')
}
