import type { Flat, Scalar } from '#canonical'
import { HubError } from '#i18n'
import {
  Flow,
  links,
  Participant,
  records,
  Review,
  work,
  type Allowance,
  type ChangeRow,
  type Tx,
} from '#persistence'
import { resolveDeleteConflict, resolveGone, resolveMassDelete, type LossAction } from './loss-reviews.js'
import { resolveFrozen } from './frozen-reviews.js'
import { setDecided } from './decided.js'
import { ownEntry } from './history.js'
import { replan } from './outbox.js'
import { runContext } from './read.js'
import { rebaseIfChanged } from './commands.js'
import type { World } from './world.js'

/** What a person decides about a review; which actions fit depends on its kind. */
export interface Decision {
  action: 'link' | 'create' | 'take' | 'redeliver' | 'set' | LossAction
  /** Record to link to, for `link`. */
  recordId?: string
  /** Value to set, for `set`. */
  value?: Scalar
}

/** The actions that a review offers. */
export const actionsOf: Record<Review['kind'], readonly Decision['action'][]> = {
  match: ['link', 'create', 'ignore'],
  conflict: ['keep', 'take', 'set'],
  lossy: ['keep', 'take', 'set'],
  loop: ['keep', 'take', 'set'],
  restored: ['take', 'redeliver'],
  frozen: ['take', 'keep'],
  'mass-change': ['accept', 'pause'],
  gone: ['acknowledge', 'archive', 'delete', 'recreate'],
  'mass-delete': ['accept', 'ignore', 'pause'],
  'delete-conflict': ['keep', 'delete'],
}

/**
 * Carries out a person's decision and wakes whoever has work by it.
 * @throws HubError `review.decided`, `review.wrong-action`, `review.needs-record`
 */
export async function resolveReview(
  tx: Tx,
  world: World,
  review: Review,
  decision: Decision,
  actor: string,
): Promise<void> {
  if (review.state !== 'open') throw new HubError('review.decided', { httpStatus: 409 })
  const allowed = actionsOf[review.kind]
  if (!allowed.includes(decision.action)) {
    throw new HubError('review.wrong-action', { field: 'action', params: { allowed: allowed.join(', ') } })
  }
  await tx
    .getRepository(Review)
    .update(
      { id: review.id },
      { state: 'resolved', decision: { ...decision } as never, decidedBy: actor, decidedAt: () => 'now()' },
    )
  switch (review.kind) {
    case 'match':
      return match(tx, world, review, decision)
    case 'conflict':
    case 'lossy':
    case 'loop':
      return value(tx, world, review, decision)
    case 'restored':
      return restored(tx, world, review, decision)
    case 'frozen':
      return resolveFrozen(tx, world, review, decision.action === 'take' ? 'take' : 'keep')
    case 'mass-change':
      return massChange(tx, world, review, decision)
    case 'gone':
      return resolveGone(tx, world, review, decision.action as LossAction)
    case 'mass-delete':
      return resolveMassDelete(tx, world, review, decision.action as LossAction)
    case 'delete-conflict':
      return resolveDeleteConflict(tx, world, review, decision.action as LossAction)
  }
}

/** The item is looked at again, now with the person's word; the candidates need not wait any more. */
async function match(tx: Tx, world: World, review: Review, decision: Decision): Promise<void> {
  const { connectionId, nativeType, externalId } = review
  if (connectionId === null || nativeType === null || externalId === null) return
  if (decision.action === 'link') {
    const [record] = await records.get(tx, decision.recordId ? [decision.recordId] : [])
    if (record?.entity !== world.entity.name) throw new HubError('review.needs-record', { field: 'record' })
  }
  const { candidates = [] } = review.evidence as { candidates?: { recordId: string }[] }
  const others = candidates.map(({ recordId }) => recordId).filter((id) => id !== decision.recordId)
  await records.addNotSame(
    tx,
    others.map((recordId) => ({ connectionId, nativeType, externalId, recordId })),
  )
  // The item waits no longer; its record, if there will be one, brings its own keys.
  if (review.itemId !== null) {
    await records.setKeys(tx, world.entity.name, [{ recordId: review.itemId, keys: [] }])
  }
  await work.nudge(tx, connectionId, world.entity.name, [{ nativeType, externalId }])
  const woken = await replan(tx, world, others, runContext())
  await work.wake(tx, world.tenantId, [connectionId, ...woken])
}

/** The value that the person chose holds everywhere; the field is free again (rule 5). */
async function value(tx: Tx, world: World, review: Review, decision: Decision): Promise<void> {
  const { recordId, field } = review
  if (recordId === null || field === null) return
  const [record] = await records.lock(tx, [recordId])
  if (!record) return
  const { here, there } = review.evidence as { here: Scalar; there: Scalar }
  const chosen =
    decision.action === 'take' ? there : decision.action === 'set' ? (decision.value ?? null) : here
  const run = runContext()
  const before = record.values[field] ?? null
  setDecided(record, field, chosen, run)
  const changes: ChangeRow['changes'] = { [field]: { before, after: chosen } }
  if (chosen === true && before !== true) {
    for (const [key, shown] of Object.entries(await partOf(tx, review, field))) {
      setDecided(record, key, shown, run)
      changes[key] = { before: null, after: shown }
    }
  }
  Reflect.deleteProperty(record.blocked, field)
  record.version += 1
  await records.update(tx, [record])
  const { connectionId, nativeType, externalId } = review
  const entry = ownEntry('decided', recordId, {
    runId: run.id,
    rule: decision.action,
    changes,
  })
  await work.log(tx, [{ ...entry, connectionId, nativeType, externalId }])
  await work.wake(tx, world.tenantId, await replan(tx, world, [recordId], run))
}

/** The fields of a part, as the system shows them that the question is about; a part enters whole. */
async function partOf(tx: Tx, { connectionId, nativeType, externalId }: Review, part: string): Promise<Flat> {
  if (connectionId === null || nativeType === null || externalId === null) return {}
  const [link] = await links.byItems(tx, connectionId, [{ nativeType, externalId }])
  return Object.fromEntries(Object.entries(link?.seen ?? {}).filter(([key]) => key.startsWith(`${part}/`)))
}

/** The system is read whole; whether its older values count or are written over, a plan shows before it happens. */
async function restored(tx: Tx, world: World, review: Review, decision: Decision): Promise<void> {
  const member = world.members.find(({ connection }) => connection.id === review.connectionId)
  if (!member) return
  const allowance: Allowance = {
    fields: [],
    restored: decision.action === 'redeliver' ? 'redeliver' : 'take',
  }
  await tx
    .getRepository(Participant)
    .update({ id: member.participant.id }, { heldBy: null, basis: null, allowance })
  Object.assign(member.participant, { heldBy: null, basis: null, allowance })
  await rebaseIfChanged(tx, world, 'einmal')
}

async function massChange(tx: Tx, world: World, review: Review, decision: Decision): Promise<void> {
  const participant = world.members.find(
    ({ connection }) => connection.id === review.connectionId,
  )?.participant
  if (!participant) return
  if (decision.action === 'pause') {
    await tx.getRepository(Flow).update({ id: world.flow.id }, { state: 'paused' })
    await tx.getRepository(Participant).update({ id: participant.id }, { heldBy: null })
    return
  }
  const fields = [...(participant.allowance?.fields ?? []), ...(review.field === null ? [] : [review.field])]
  await tx
    .getRepository(Participant)
    .update({ id: participant.id }, { heldBy: null, allowance: { fields }, dueAt: () => 'now()' })
  await work.wake(tx, world.tenantId, [participant.connectionId])
}
