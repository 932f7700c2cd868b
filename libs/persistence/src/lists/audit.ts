import type { Tx } from '../index.js'
import type { Slice } from './slice.js'

export interface AuditRow {
  id: string
  at: Date
  actor: string
  action: string
  subject: string
  details: Record<string, unknown>
  key: string
}

/** What admins and operators did, newest first. */
export async function audit(tx: Tx, slice: Slice): Promise<AuditRow[]> {
  const [at = null, id = null] = slice.after ?? []
  return tx.query(
    `SELECT id, at, actor, action, subject, details, at::text AS key FROM audit
     WHERE $1::text IS NULL OR (at, id) < ($1::timestamptz, $2::uuid) ORDER BY at DESC, id DESC LIMIT $3`,
    [at, id, slice.limit],
  )
}
