import { ConnectorError, isConnectorError } from '#connector-kit'
import type { NativeRecord, RemoveResult } from '#connector-kit'
import type { Client } from './client.js'
import { unsent } from './work.js'

/** A lost right or a server that is away concerns every further removal as well. */
const STOPS = new Set(['unauthorized', 'rate-limited', 'unavailable'])

/**
 * Deletes documents, each only while it is still what the caller read: `DELETE` knows no precondition, so they are read once more
 * right before (`read`). ERPNext itself refuses what others refer to, and what was submitted (upstream/erpnext.md §5).
 */
export async function removeAll(
  client: Client,
  doctype: string,
  records: readonly NativeRecord[],
  read: (names: readonly string[]) => Promise<NativeRecord[]>,
): Promise<RemoveResult[]> {
  if (records.length === 0) return []
  let present: Map<string, NativeRecord>
  try {
    present = new Map((await read(records.map((record) => record.id))).map((record) => [record.id, record]))
  } catch (error) {
    if (!isConnectorError(error)) throw error
    return records.map(() => ({ status: 'failed', error: unsent(error) }))
  }
  const results: RemoveResult[] = []
  let stopped: ConnectorError | undefined
  for (const record of records) {
    const now = present.get(record.id)
    if (!now || now.incarnation !== record.incarnation) results.push({ status: 'removed' })
    else if (record.version !== null && now.version !== record.version) results.push({ status: 'stale' })
    else if (stopped) results.push({ status: 'failed', error: stopped })
    else {
      const result = await removeOne(client, doctype, record.id)
      if ('error' in result && STOPS.has(result.error.kind)) stopped = unsent(result.error)
      results.push(result)
    }
  }
  return results
}

async function removeOne(client: Client, doctype: string, name: string): Promise<RemoveResult> {
  try {
    await client.remove(doctype, name)
    return { status: 'removed' }
  } catch (error) {
    if (!isConnectorError(error)) throw error
    if (error.kind === 'gone') return { status: 'removed' }
    return { status: error.outcomeUnknown ? 'unknown' : 'failed', error }
  }
}
