import type { Flat } from '#canonical'
import { MoreThan } from 'typeorm'
import { Review, type Tx } from '../index.js'

/** A question for a person, as planning raises it. */
export interface NewReview {
  id: string
  flowId: string
  kind: Review['kind']
  connectionId: string | null
  nativeType: string | null
  externalId: string | null
  recordId: string | null
  /** match: the record that the item would start; the item waits under its match keys. */
  itemId?: string
  field: string | null
  title: string
  evidence: unknown
  runId: string | null
}

/** Questions about one value of a record; its field waits for the answer. */
const valueKinds = ['conflict', 'lossy', 'loop'] as const
const aboutValues = `kind IN (${valueKinds.map((kind) => `'${kind}'`).join(', ')})`

/** The newest question stands; for a field, the values that others had asked about before stay with it. */
const repeated = {
  match: `ON CONFLICT (connection_id, native_type, external_id) WHERE kind = 'match' AND state <> 'obsolete'
    DO UPDATE SET evidence = excluded.evidence, title = excluded.title, again = false`,
  field: `ON CONFLICT (record_id, field) WHERE ${aboutValues} AND state = 'open'
    DO UPDATE SET title = excluded.title, connection_id = excluded.connection_id, native_type = excluded.native_type,
      external_id = excluded.external_id, evidence = excluded.evidence || jsonb_build_object('earlier',
        coalesce(review.evidence -> 'earlier', '[]') ||
        jsonb_build_object('connection', review.connection_id, 'there', review.evidence -> 'there'))`,
  frozen: `ON CONFLICT (record_id, connection_id, native_type, field) WHERE kind = 'frozen' AND state = 'open'
    DO UPDATE SET title = excluded.title, evidence = excluded.evidence`,
  // A person lets through as many deletions as the question showed, so it stays as it was asked.
  deletes: `ON CONFLICT (flow_id, connection_id) WHERE kind = 'mass-delete' AND state = 'open' DO NOTHING`,
}

/** Opens reviews; one that is open (or, for matches, decided) for the same item or field is brought up to date instead. */
export async function open(tx: Tx, rows: readonly NewReview[]): Promise<void> {
  for (const [kinds, conflict] of [
    [['match'], repeated.match],
    [valueKinds, repeated.field],
    [['mass-change', 'gone', 'restored', 'delete-conflict'], ''],
    [['frozen'], repeated.frozen],
    [['mass-delete'], repeated.deletes],
  ] as const) {
    const some = rows.filter((row) => (kinds as readonly string[]).includes(row.kind))
    if (some.length === 0) continue
    await tx.query(
      `INSERT INTO review (id, tenant_id, flow_id, kind, connection_id, native_type, external_id, record_id, field, title,
         evidence, item_id, run_id)
       SELECT r.id, current_setting('app.tenant')::uuid, r."flowId", r.kind, r."connectionId", r."nativeType",
         r."externalId", r."recordId", r.field, r.title, r.evidence, r."itemId", r."runId"
       FROM jsonb_to_recordset($1::jsonb) AS r(id uuid, "flowId" uuid, kind text, "connectionId" uuid, "nativeType" text,
         "externalId" text, "recordId" uuid, field text, title text, evidence jsonb, "itemId" uuid, "runId" uuid) ${conflict}`,
      [JSON.stringify(some)],
    )
  }
}

/** Ends questions about frozen fields of these records that do not arise any more. */
export async function endFrozen(
  tx: Tx,
  recordIds: readonly string[],
  still: readonly Pick<NewReview, 'recordId' | 'connectionId' | 'nativeType' | 'field'>[],
): Promise<void> {
  await tx.query(
    `UPDATE review SET state = 'obsolete' WHERE kind = 'frozen' AND state = 'open' AND record_id = ANY($1::uuid[])
       AND NOT EXISTS (SELECT 1 FROM unnest($2::uuid[], $3::uuid[], $4::text[], $5::text[])
           AS q(record_id, connection_id, native_type, field)
         WHERE q.record_id = review.record_id AND q.connection_id = review.connection_id
           AND q.native_type = review.native_type AND q.field = review.field)`,
    [
      recordIds,
      still.map((one) => one.recordId),
      still.map((one) => one.connectionId),
      still.map((one) => one.nativeType),
      still.map((one) => one.field),
    ],
  )
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
    /** A further candidate has come up since the question was asked. */
    again: boolean
    candidates: string[]
  }[]
> {
  if (items.length === 0) return []
  return tx.query(
    `SELECT r.id, r.native_type AS "nativeType", r.external_id AS "externalId", r.state, r.decision, r.again,
       ARRAY(SELECT c ->> 'recordId' FROM jsonb_array_elements(r.evidence -> 'candidates') c) AS candidates
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

/** An item whose identity is in question, as the question keeps it. */
export interface WaitingItem {
  itemId: string
  connectionId: string
  nativeType: string
  fields: Flat
  parts: Record<string, { fields: Flat }[]>
}

/** The items that wait under these ids. */
export async function waiting(tx: Tx, itemIds: readonly string[]): Promise<WaitingItem[]> {
  if (itemIds.length === 0) return []
  return tx.query(
    `SELECT item_id AS "itemId", connection_id AS "connectionId", native_type AS "nativeType", evidence -> 'item' AS fields,
       evidence -> 'parts' AS parts
     FROM review WHERE kind = 'match' AND state = 'open' AND item_id = ANY($1::uuid[])`,
    [itemIds],
  )
}

/** Adds candidates to open questions, whose items are to be looked at again; returns these items. */
export async function reconsider(
  tx: Tx,
  rows: readonly { itemId: string; candidate: { recordId: string } }[],
): Promise<{ connectionId: string; nativeType: string; externalId: string }[]> {
  if (rows.length === 0) return []
  const [found]: [{ connectionId: string; nativeType: string; externalId: string }[], number] =
    await tx.query(
      `UPDATE review r SET again = true, evidence = jsonb_set(r.evidence, '{candidates}', (r.evidence -> 'candidates') || q.more)
     FROM (SELECT "itemId", jsonb_agg(candidate) AS more
           FROM jsonb_to_recordset($1::jsonb) AS c("itemId" uuid, candidate jsonb) GROUP BY 1) q
     WHERE r.kind = 'match' AND r.state = 'open' AND r.item_id = q."itemId"
     RETURNING r.connection_id AS "connectionId", r.native_type AS "nativeType", r.external_id AS "externalId"`,
      [JSON.stringify(rows)],
    )
  return found
}

/** Closes questions that have answered themselves. */
export async function close(tx: Tx, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return
  await tx.query(`UPDATE review SET state = 'obsolete', again = false WHERE id = ANY($1::uuid[])`, [ids])
}

/** Closes what is asked about the values of a record; what it was a candidate for, another record is now. */
export async function moveRecord(tx: Tx, from: string, to: string): Promise<void> {
  await tx.query(
    `UPDATE review SET state = 'obsolete' WHERE record_id = $1 AND ${aboutValues} AND state = 'open'`,
    [from],
  )
  await tx.query(`UPDATE review SET record_id = $2 WHERE record_id = $1 AND NOT (${aboutValues})`, [from, to])
  const swapped = (column: string): string =>
    `replace(${column}::text, to_json($1::text)::text, to_json($2::text)::text)::jsonb`
  await tx.query(
    `UPDATE review SET evidence = ${swapped('evidence')}, decision = ${swapped('decision')}
     WHERE kind = 'match' AND state <> 'obsolete' AND (
       EXISTS (SELECT 1 FROM jsonb_array_elements(evidence -> 'candidates') c WHERE c ->> 'recordId' = $1)
       OR decision ->> 'recordId' = $1)`,
    [from, to],
  )
}

/** Closes what is asked about the values of a record because of one item. */
export async function closeOfItem(
  tx: Tx,
  recordId: string,
  item: { connectionId: string; nativeType: string; externalId: string },
): Promise<string[]> {
  const [rows]: [{ field: string }[], number] = await tx.query(
    `UPDATE review SET state = 'obsolete' WHERE record_id = $1 AND connection_id = $2 AND native_type = $3
       AND external_id = $4 AND ${aboutValues} AND state = 'open' RETURNING field`,
    [recordId, item.connectionId, item.nativeType, item.externalId],
  )
  return rows.map(({ field }) => field)
}

/** Open reviews in the order of their ids, locked, for a decision about many. */
export async function openAfter(
  tx: Tx,
  filter: {
    kind: Review['kind']
    flowId?: string | undefined
    connectionId?: string | undefined
    field?: string | undefined
    after: string | null
    limit: number
  },
): Promise<Review[]> {
  const { kind, flowId, connectionId, field, after, limit } = filter
  return tx.getRepository(Review).find({
    where: {
      state: 'open',
      kind,
      ...(flowId !== undefined && { flowId }),
      ...(connectionId !== undefined && { connectionId }),
      ...(field !== undefined && { field }),
      ...(after !== null && { id: MoreThan(after) }),
    },
    order: { id: 'ASC' },
    take: limit,
    lock: { mode: 'pessimistic_write' },
  })
}

/** Whether somebody decided already that another item of this kind is this record. */
export async function linkedTo(
  tx: Tx,
  place: { connectionId: string; nativeType: string; recordId: string },
): Promise<boolean> {
  const rows: unknown[] = await tx.query(
    `SELECT 1 FROM review WHERE kind = 'match' AND state = 'resolved' AND connection_id = $1 AND native_type = $2
       AND decision ->> 'action' = 'link' AND decision ->> 'recordId' = $3 LIMIT 1`,
    [place.connectionId, place.nativeType, place.recordId],
  )
  return rows.length > 0
}
