import { ConnectorError, isConnectorError } from '#connector-kit'
import type { NativeRecord, RemoveResult } from '#connector-kit'
import type { ApiRecord, NativeType } from './api.js'
import type { Client } from './client.js'

export interface RemoveContext {
  client: Client
  /** The record as it is to be compared with what the hub had read. */
  versionOf(type: NativeType, record: ApiRecord): Promise<string | null>
}

/**
 * Archives one record: parties cannot be refused to be deleted by Invoice Ninja, not even when they have invoices, which then belong to nobody. The record is read right before, and what somebody changed since the hub had read it is left alone.
 */
export async function removeRecord(record: NativeRecord, context: RemoveContext): Promise<RemoveResult> {
  const type = record.type as NativeType
  let sent = false
  try {
    const present = await context.client.get(type, record.id)
    if (!present || present.is_deleted || present.archived_at > 0) return { status: 'removed' }
    if (record.version !== null && (await context.versionOf(type, present)) !== record.version)
      return { status: 'stale' }
    sent = true
    const removed = await context.client.act(type, record.id, 'archive')
    if (removed.archived_at > 0) return { status: 'removed' }
    // Records that the user may not edit are passed over without an error.
    throw new ConnectorError('rejected', { code: 'invoice-ninja.forbidden' })
  } catch (error) {
    if (!isConnectorError(error)) throw error
    return { status: sent && error.outcomeUnknown ? 'unknown' : 'failed', error }
  }
}
