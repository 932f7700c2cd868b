import type { Scalar } from '#canonical'
import { links, records, work, type ChangeRow, type Review, type Tx } from '#persistence'
import { replan } from './outbox.js'
import { runContext } from './read.js'
import { setDecided } from './decided.js'
import { entryOf } from './history.js'
import type { World } from './world.js'

/**
 * A person's word about what a system froze: its document is right, and its values go to the others; or both stay as they
 * are, and the difference is asked about no more.
 */
export async function resolveFrozen(
  tx: Tx,
  world: World,
  review: Review,
  action: 'take' | 'keep',
): Promise<void> {
  const [record] = await records.lock(tx, review.recordId ? [review.recordId] : [])
  if (!record) return
  const own = await links.ofRecords(tx, [record.id])
  const link = own.find(
    ({ connectionId, nativeType, externalId }) =>
      connectionId === review.connectionId &&
      nativeType === review.nativeType &&
      externalId === review.externalId,
  )
  if (!link) return
  const run = runContext()
  const changes: ChangeRow['changes'] = {}
  const { system } = review.evidence as { system: Record<string, Scalar> }
  for (const key of Object.keys(system)) {
    const before = record.values[key] ?? null
    const after = action === 'take' ? (link.seen[key] ?? null) : before
    if (action === 'take') setDecided(record, key, after, run)
    link.sent[key] = after
    changes[key] = { before, after }
  }
  record.version += 1
  await records.update(tx, [record])
  await links.update(tx, [link])
  await work.log(tx, [entryOf('decided', link, { runId: run.id, rule: action, changes })])
  await work.wake(tx, world.tenantId, await replan(tx, world, [record.id], run))
}
