import { links, Flow, sweeps, work, type LinkRow, type Review, type Tx } from '#persistence'
import { carry } from './loss.js'
import { replan } from './outbox.js'
import { runContext } from './read.js'
import { loseAll } from './sweep.js'
import { WorkSet } from './workset.js'
import type { Member, World } from './world.js'

/** What a person decides about deleted records; which fits depends on the review's kind. */
export type LossAction =
  'acknowledge' | 'archive' | 'delete' | 'recreate' | 'accept' | 'ignore' | 'pause' | 'keep'

/** A record is gone in one system: the others keep it, follow, or it is created there again. */
export async function resolveGone(tx: Tx, world: World, review: Review, action: LossAction): Promise<void> {
  const { recordId } = review
  const member = memberOfReview(world, review)
  if (recordId === null || !member) return
  const run = runContext()
  const set = new WorkSet(tx, world, run)
  await set.load([recordId])
  const link = linkOfReview(set.linksOf(recordId), review)
  const record = set.record(recordId)
  if (link?.state !== 'deleted' || !record) return
  if (action === 'archive' || action === 'delete') carry({ world, member, run, set }, link, record, action)
  else if (action === 'recreate') {
    set.drop(link)
    set.touch(record, 'plan')
  }
  await work.wake(tx, world.tenantId, await set.store(null))
}

/** Suspiciously many records are gone: they count as lost, as lost without consequences, or the flow pauses. */
export async function resolveMassDelete(
  tx: Tx,
  world: World,
  review: Review,
  action: LossAction,
): Promise<void> {
  const member = memberOfReview(world, review)
  if (!member) return
  const { connection, participant } = member
  if (action === 'pause') {
    await tx.getRepository(Flow).update({ id: world.flow.id }, { state: 'paused' })
  } else if (action === 'accept') {
    // Exactly as many as the person saw; if more are gone by then, the question comes again.
    const { changed } = review.evidence as { changed: number }
    await sweeps.allowDeletes(tx, participant.id, changed)
  } else {
    const gone = await sweeps.suspects(tx, connection.id, world.entity.name)
    const woken = await loseAll(tx, world, member, runContext(), gone, 'ignore')
    await work.wake(tx, world.tenantId, woken)
  }
  await work.wake(tx, world.tenantId, [connection.id])
}

/** A record was deleted elsewhere and edited here: it stays here, or goes here too. */
export async function resolveDeleteConflict(
  tx: Tx,
  world: World,
  review: Review,
  action: LossAction,
): Promise<void> {
  const { recordId } = review
  if (recordId === null || action !== 'delete') return
  const link = linkOfReview(await links.ofRecords(tx, [recordId]), review)
  if (link?.state !== 'active' && link?.state !== 'out-of-scope') return
  link.leaves = 'deleted'
  await links.update(tx, [link])
  await work.wake(tx, world.tenantId, await replan(tx, world, [recordId], runContext()))
}

const memberOfReview = (world: World, { connectionId }: Review): Member | undefined =>
  world.members.find(({ connection }) => connection.id === connectionId)

const linkOfReview = (all: readonly LinkRow[], review: Review): LinkRow | undefined =>
  all.find(
    (link) =>
      link.connectionId === review.connectionId &&
      link.nativeType === review.nativeType &&
      link.externalId === review.externalId,
  )
