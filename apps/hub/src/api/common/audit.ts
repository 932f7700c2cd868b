import { randomUUID } from 'node:crypto'
import { AuditEntry, type Tx } from '#persistence'
import type { Principal } from '#security'

/** What is written down about a change. */
export interface Deed {
  /** `<noun>.<verb>`, e.g. `connection.create`. */
  action: string
  /** Slug or id of what was changed. */
  subject: string
  /** What a reader of the audit needs besides: names of settings, never secrets or personal data. */
  details?: Record<string, unknown>
}

/** Writes down who changed what, in the transaction of the change itself. */
export async function audit(tx: Tx, tenantId: string, principal: Principal, deed: Deed): Promise<void> {
  const { action, subject, details = {} } = deed
  const entry = { id: randomUUID(), tenantId, actor: principal.username, action, subject, details }
  // TypeORM's deep partial type cannot express a jsonb column of free shape.
  await tx.getRepository(AuditEntry).insert(entry as never)
}
