import type { Review, Tx } from '../index.js'
import type { Slice } from './slice.js'

/** A question with the slugs and names of its flow and connection. */
export interface ReviewListRow {
  id: string
  kind: Review['kind']
  state: Review['state']
  flow: string
  connection: string | null
  connectionName: string | null
  type: string | null
  externalId: string | null
  record: string | null
  field: string | null
  title: string
  evidence: Record<string, unknown>
  decision: Record<string, unknown> | null
  decidedBy: string | null
  createdAt: Date
  decidedAt: Date | null
  key: string
}

const rows = `SELECT r.id, r.kind, r.state, f.slug AS flow, c.slug AS connection, c.name AS "connectionName",
    r.native_type AS type, r.external_id AS "externalId", r.record_id AS record, r.field, r.title, r.evidence, r.decision,
    r.decided_by AS "decidedBy", r.created_at AS "createdAt", r.decided_at AS "decidedAt", r.created_at::text AS key
  FROM review r JOIN flow f ON f.id = r.flow_id LEFT JOIN connection c ON c.id = r.connection_id`

/** Questions, oldest first. */
export async function reviews(
  tx: Tx,
  slice: Slice,
  filter: { state: string | undefined; kind: string | undefined; flow: string | undefined },
): Promise<ReviewListRow[]> {
  const [createdAt = null, id = null] = slice.after ?? []
  return tx.query(
    `${rows} WHERE ($1::text IS NULL OR r.state = $1) AND ($2::text IS NULL OR r.kind = $2)
       AND ($3::text IS NULL OR f.slug = $3)
       AND ($4::text IS NULL OR (r.created_at, r.id) > ($4::timestamptz, $5::uuid))
     ORDER BY r.created_at, r.id LIMIT $6`,
    [filter.state ?? null, filter.kind ?? null, filter.flow ?? null, createdAt, id, slice.limit],
  )
}

/** One question. */
export async function reviewById(tx: Tx, id: string): Promise<ReviewListRow | null> {
  const found: ReviewListRow[] = await tx.query(`${rows} WHERE r.id = $1`, [id])
  return found[0] ?? null
}
