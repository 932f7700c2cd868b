import { isConnectorError } from '#connector-kit'
import type { NativeRecord, RemoveResult } from '#connector-kit'
import type { NativeType } from './api.js'
import type { Desk } from './kind.js'
import { kindOf } from './kinds.js'
import { rejected } from './writing.js'

/**
 * Takes one record out, as its kind does it. It is read right before, and what somebody changed since the hub had read it is
 * left alone.
 */
export async function removeRecord<T extends NativeType>(
  type: T,
  record: NativeRecord,
  desk: Desk,
): Promise<RemoveResult> {
  const kind = kindOf(type)
  let sent = false
  try {
    const present = await desk.client.get(type, record.id)
    if (!present || present.is_deleted) return { status: 'removed' }
    const action = kind.removal(present)
    if (action === 'archive' && present.archived_at > 0) return { status: 'removed' }
    const [composed] = await kind.compose([present], desk)
    if (record.version !== null && composed?.version !== record.version) return { status: 'stale' }
    sent = true
    const removed = await desk.client.act(type, record.id, action)
    // Records that the user may not edit are passed over without an error.
    if (action === 'delete' ? !removed.is_deleted : removed.archived_at === 0) throw rejected('forbidden')
    return { status: 'removed' }
  } catch (error) {
    if (!isConnectorError(error)) throw error
    return { status: sent && error.outcomeUnknown ? 'unknown' : 'failed', error }
  }
}
