import type { Review, Tx } from '../index.js'

/** A question for a person, as planning raises it. */
export interface NewReview {
  id: string
  flowId: string
  kind: Review['kind']
  connectionId: string | null
  nativeType: string | null
  externalId: string | null
  recordId: string | null
  field: string | null
  title: string
  evidence: unknown
  runId: string | null
}

/** Of many deletions a person lets through as many as the question showed, so it stays as it was asked. */
const update = 'DO UPDATE SET evidence = excluded.evidence, title = excluded.title'

/** Opens reviews; one that is open (or, for matches, decided) for the same item or field is brought up to date instead. */
export async function open(tx: Tx, rows: readonly NewReview[]): Promise<void> {
  for (const [kinds, target] of [
    [['match'], `(connection_id, native_type, external_id) WHERE kind = 'match' AND state <> 'obsolete'`],
    [['conflict', 'lossy'], `(record_id, field) WHERE kind IN ('conflict', 'lossy') AND state = 'open'`],
    [['mass-change', 'gone', 'delete-conflict'], null],
    [['mass-delete'], `(flow_id, connection_id) WHERE kind = 'mass-delete' AND state = 'open'`],
  ] as const) {
    const some = rows.filter((row) => (kinds as readonly string[]).includes(row.kind))
    if (some.length === 0) continue
    const conflict = target
      ? `ON CONFLICT ${target} ${kinds.includes('mass-delete' as never) ? 'DO NOTHING' : update}`
      : ''
    await tx.query(
      `INSERT INTO review (id, tenant_id, flow_id, kind, connection_id, native_type, external_id, record_id, field, title,
         evidence, run_id)
       SELECT r.id, current_setting('app.tenant')::uuid, r."flowId", r.kind, r."connectionId", r."nativeType",
         r."externalId", r."recordId", r.field, r.title, r.evidence, r."runId"
       FROM jsonb_to_recordset($1::jsonb) AS r(id uuid, "flowId" uuid, kind text, "connectionId" uuid, "nativeType" text,
         "externalId" text, "recordId" uuid, field text, title text, evidence jsonb, "runId" uuid) ${conflict}`,
      [JSON.stringify(some)],
    )
  }
}

/** What people decided about the identity of these items, or that a question is still open. */
export async function ofItems(
  tx: Tx,
  connectionId: string,
  items: readonly { nativeType: string; externalId: string }[],
): Promise<
  {
    id: string
    nativeType: string
    externalId: string
    state: 'open' | 'resolved'
    decision: { action: string; recordId?: string } | null
  }[]
> {
  if (items.length === 0) return []
  return tx.query(
    `SELECT r.id, r.native_type AS "nativeType", r.external_id AS "externalId", r.state, r.decision
     FROM unnest($2::text[], $3::text[]) AS q(native_type, external_id)
     JOIN review r ON r.connection_id = $1 AND r.native_type = q.native_type AND r.external_id = q.external_id
       AND r.kind = 'match' AND r.state <> 'obsolete'`,
    [connectionId, items.map((i) => i.nativeType), items.map((i) => i.externalId)],
  )
}

/** Records that an open match question names as candidates: creating them elsewhere must wait for the answer. */
export async function openCandidates(
  tx: Tx,
  recordIds: readonly string[],
): Promise<{ recordId: string; connectionId: string; nativeType: string }[]> {
  if (recordIds.length === 0) return []
  return tx.query(
    `SELECT c.value ->> 'recordId' AS "recordId", r.connection_id AS "connectionId", r.native_type AS "nativeType"
     FROM review r CROSS JOIN LATERAL jsonb_array_elements(r.evidence -> 'candidates') c
     WHERE r.kind = 'match' AND r.state = 'open' AND (c.value ->> 'recordId')::uuid = ANY($1::uuid[])`,
    [recordIds],
  )
}
