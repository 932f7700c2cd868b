import type { Flat } from '#canonical'
import type { Tx } from '../index.js'
import type { PlannedItem } from './operations.js'

/** What planning did inside a transaction, before it is taken back or compared (rule 14). */
export interface Outcome {
  /** Writes, links to existing records, questions and unreadable items, ready to be proposed. */
  items: Omit<PlannedItem, 'id' | 'planId'>[]
  /** The record of every observed item that has one. */
  groups: { connectionId: string; nativeType: string; externalId: string; recordId: string }[]
  /** Golden records that did not exist before. */
  newRecords: number
}

/** Reads from inside the transaction what the run `runId` planned for the observations of `planId`. */
export async function outcome(tx: Tx, flowId: string, planId: string, runId: string): Promise<Outcome> {
  const writes: Omit<PlannedItem, 'id' | 'planId'>[] = await tx.query(
    `SELECT flow_id AS "flowId", connection_id AS "connectionId", record_id AS "recordId", native_type AS "nativeType",
       external_id AS "externalId", kind, title, before, after, error AS evidence,
       CASE WHEN kind = 'merge' THEN coalesce(cause_key, '') ELSE hash END AS hash, marker
     FROM operation WHERE flow_id = $1 AND run_id = $2 AND state IN ('pending', 'failed') ORDER BY created_at, title, id`,
    [flowId, runId],
  )
  const linked: (Omit<PlannedItem, 'id' | 'planId'> & { seen: Flat })[] = await tx.query(
    `SELECT $1::uuid AS "flowId", l.connection_id AS "connectionId", l.record_id AS "recordId",
       l.native_type AS "nativeType", l.external_id AS "externalId", 'link' AS kind, r.title, r.values AS before,
       l.seen AS after, jsonb_build_object('rule', l.rule) AS evidence, l.record_id::text AS hash, r.id AS marker
     FROM link l JOIN record r ON r.id = l.record_id
     WHERE l.run_id = $2 AND l.rule <> 'origin' ORDER BY r.title, l.id`,
    [flowId, runId],
  )
  const questions: Omit<PlannedItem, 'id' | 'planId'>[] = await tx.query(
    `SELECT flow_id AS "flowId", connection_id AS "connectionId",
       coalesce(record_id, (evidence #>> '{candidates,0,recordId}')::uuid) AS "recordId", native_type AS "nativeType",
       external_id AS "externalId", 'review' AS kind, title, '{}'::jsonb AS before, '{}'::jsonb AS after,
       jsonb_build_object('kind', kind, 'field', field) || evidence AS evidence,
       kind || coalesce((SELECT string_agg(c ->> 'recordId', ',' ORDER BY c ->> 'recordId')
                         FROM jsonb_array_elements(evidence -> 'candidates') c), '') AS hash,
       coalesce(record_id, (evidence #>> '{candidates,0,recordId}')::uuid) AS marker
     FROM review WHERE flow_id = $1 AND run_id = $2 AND state = 'open' ORDER BY title, id`,
    [flowId, runId],
  )
  const groups: Outcome['groups'] = await tx.query(
    `SELECT o.connection_id AS "connectionId", o.native_type AS "nativeType", o.external_id AS "externalId",
       l.record_id AS "recordId"
     FROM observation o CROSS JOIN LATERAL (
       SELECT record_id FROM link WHERE connection_id = o.connection_id AND native_type = o.native_type
         AND external_id = o.external_id LIMIT 1
     ) l WHERE o.plan_id = $1`,
    [planId],
  )
  const [created]: { n: string }[] = await tx.query('SELECT count(*) AS n FROM record WHERE run_id = $1', [
    runId,
  ])
  return { items: [...writes, ...linked, ...questions], groups, newRecords: Number(created?.n ?? 0) }
}

/** Hands the writes that a run really put into the outbox to their approved plan. */
export async function adopt(tx: Tx, planId: string, runId: string): Promise<string[]> {
  const [rows]: [{ connectionId: string }[], number] = await tx.query(
    `UPDATE operation SET plan_id = $1 WHERE run_id = $2 AND state = 'pending' AND kind IN ('create', 'update', 'delete', 'restore')
     RETURNING connection_id AS "connectionId"`,
    [planId, runId],
  )
  return [...new Set(rows.map((row) => row.connectionId))]
}
