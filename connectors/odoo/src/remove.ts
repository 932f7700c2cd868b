import { ConnectorError } from '#connector-kit'
import type { NativeRecord, RemoveResult } from '#connector-kit'
import type { Client } from './client.js'
import { lockedRecord, QUIET } from './outcome.js'
import type { Steps } from './outcome.js'

/** Most records of one call. */
const BATCH = 100

/**
 * Archives or deletes. One call does all or nothing, so after a refusal its halves are tried apart, down to single records, whose
 * refusal is certain. A record that is gone already has been removed.
 */
export async function removeAll(
  client: Client,
  model: string,
  method: 'action_archive' | 'unlink',
  steps: Steps,
  records: readonly NativeRecord[],
): Promise<RemoveResult[]> {
  const attempt = async (ids: readonly number[]): Promise<RemoveResult[]> => {
    const outcome = await steps.run(() => client.call({ model, method, ids, context: QUIET }))
    if (!(outcome instanceof ConnectorError)) return ids.map(() => ({ status: 'removed' }))
    const isSingle =
      outcome.kind === 'rejected' || outcome.kind === 'gone' || outcome.code === 'odoo.no-access'
    if (ids.length > 1 && isSingle) {
      const middle = ids.length >> 1
      return [...(await attempt(ids.slice(0, middle))), ...(await attempt(ids.slice(middle)))]
    }
    return ids.map(() => resultOf(outcome))
  }
  const results: RemoveResult[] = []
  for (let start = 0; start < records.length; start += BATCH)
    results.push(...(await attempt(records.slice(start, start + BATCH).map(({ id }) => Number(id)))))
  return results
}

function resultOf(error: ConnectorError): RemoveResult {
  if (error.kind === 'gone') return { status: 'removed' }
  if (error.outcomeUnknown) return { status: 'unknown', error }
  return { status: 'failed', error: lockedRecord(error) }
}
