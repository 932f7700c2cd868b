import type { NativeRecord, RemoveResult } from '#connector-kit'
import { links, operations, records, work, type LinkRow, type OperationRow, type Tx } from '#persistence'
import { look } from './apply.js'
import { together, unmade } from './failures.js'
import { entryOf } from './history.js'
import { itemKey, itemOf, observe, type Observation } from './observe.js'
import { replan } from './outbox.js'
import { goneOf } from './presence.js'
import { doneAs, endOf, failedAs, resultsOf, verdictOf, type Unfinished } from './outcome.js'
import { runContext } from './read.js'
import { commit, flowOnce, holdRules, wakeOthers, type Shift } from './shift.js'
import type { Member, World } from './world.js'

/** A removal that has been made durable and is about to be sent. */
interface Removal {
  operation: OperationRow
  record: NativeRecord
}

/** Most removals of one batch. */
const batch = 100

/**
 * Takes records out of this system: look (an edit found there withdraws the removal, rule 9), intend, remove, settle.
 * @returns how many were dealt with; 0 when nothing waits
 */
export async function removeBatch(shift: Shift): Promise<number> {
  const due = await shift.db.tenant(shift.tenantId, (tx) =>
    operations.due(tx, shift.connectionId, 'delete', batch),
  )
  const some = together(due)
  for (const flowId of new Set(some.map((operation) => operation.flowId))) {
    const flow = await flowOnce(shift, flowId)
    const mine = some.filter((operation) => operation.flowId === flowId)
    if (flow) await removeInFlow(shift, flow.world, flow.member, mine)
  }
  return some.length
}

async function removeInFlow(
  shift: Shift,
  world: World,
  member: Member,
  due: readonly OperationRow[],
): Promise<void> {
  const current = await look(shift, world, member, due)
  // What reading did not show is gone already, as a direct look says, or only not to be seen.
  const unseen = due.map(itemOf).filter((target) => current.get(itemKey(target))?.state !== 'present')
  const gone = new Set((await goneOf(shift, world, unseen)).map(itemKey))
  const removals = await commit(shift, (tx) => intend(tx, shift, world, member, due, current, gone))
  for (const type of new Set(removals.map(({ operation }) => operation.nativeType))) {
    const some = removals.filter(({ operation }) => operation.nativeType === type)
    await settle(shift, world, member, some, await send(shift, world, type, some))
  }
}

/** Decides on the locked rows what still is to go, and makes it durable before the remote call (rule 8). */
async function intend(
  tx: Tx,
  shift: Shift,
  world: World,
  member: Member,
  due: readonly OperationRow[],
  current: ReadonlyMap<string, NativeRecord>,
  gone: ReadonlySet<string>,
): Promise<Removal[]> {
  await holdRules(tx, world)
  await records.lock(tx, [...new Set(due.map(({ recordId }) => recordId))])
  const waiting = await operations.waiting(
    tx,
    due.map(({ id }) => id),
  )
  const known = await links.byRecord(tx, member.connection.id, waiting)
  const removals: Removal[] = []
  const ended: operations.Settlement[] = []
  const left: LinkRow[] = []
  for (const operation of waiting) {
    const link = known.find((one) => sameTarget(one, operation))
    const record = link && current.get(itemKey(link))
    if (!link?.leaves) ended.push({ ...doneAs(operation, null), state: 'superseded' })
    else if (gone.has(itemKey(link))) {
      leave(link)
      left.push(link)
      ended.push(doneAs(operation, link.externalId))
    } else if (!shift.session.remove || record?.state !== 'present') {
      const code = shift.session.remove ? 'sync.not-found' : 'sync.cannot-remove'
      const error = { kind: 'misconfigured', code, params: { id: link.externalId } }
      ended.push(failedAs(operation, error))
    } else removals.push({ operation, record })
  }
  await links.update(tx, left)
  await operations.settle(tx, ended)
  await operations.markSending(
    tx,
    removals.map(({ operation }) => ({ ...operation, changed: false })),
  )
  return removals
}

async function send(
  shift: Shift,
  world: World,
  type: string,
  removals: readonly Removal[],
): Promise<(RemoveResult | Unfinished)[]> {
  const { session } = shift
  const records = removals.map(({ record }) => record)
  return resultsOf(
    records.length,
    () => session.remove?.(world.entity.name, type, records) ?? Promise.resolve([]),
  )
}

async function settle(
  shift: Shift,
  world: World,
  member: Member,
  removals: readonly Removal[],
  results: readonly (RemoveResult | Unfinished)[],
): Promise<void> {
  const { outage, stop } = verdictOf(
    removals.map(({ operation }) => operation),
    results,
  )
  const ended = removals.map(({ operation }, at) => {
    const result = results[at]
    return result?.status === 'removed'
      ? doneAs(operation, operation.externalId)
      : endOf(operation, result, outage)
  })
  const done = removals.filter((_, at) => results[at]?.status === 'removed').map(({ operation }) => operation)
  const shown = await remains(shift, world, member, done)
  await commit(shift, async (tx) => {
    await storeRemoved(tx, member, done, shown)
    const again = await operations.settle(tx, ended)
    await wakeOthers(tx, shift, await replan(tx, world, again, runContext()))
  })
  if (stop) throw stop
}

/** What the system still shows of removed records: where it only archives, that state must not look like a return. */
async function remains(
  shift: Shift,
  world: World,
  member: Member,
  done: readonly OperationRow[],
): Promise<Map<string, Observation>> {
  const found = new Map<string, Observation>()
  for (const type of new Set(done.map(({ nativeType }) => nativeType))) {
    if (member.capabilities[type]?.remove !== 'archive') continue
    const ids = done.flatMap((row) =>
      row.nativeType === type && row.externalId !== null ? [row.externalId] : [],
    )
    const { observations } = await observe(member, await shift.session.read(world.entity.name, type, ids))
    for (const observation of observations) found.set(itemKey(observation), observation)
  }
  return found
}

async function storeRemoved(
  tx: Tx,
  member: Member,
  done: readonly OperationRow[],
  shown: ReadonlyMap<string, Observation>,
): Promise<void> {
  const known = await links.byRecord(tx, member.connection.id, done)
  for (const link of known) leave(link, shown.get(itemKey(link)))
  await links.update(tx, known)
  await work.log(
    tx,
    done.map((operation) =>
      entryOf('unlinked', operation, {
        runId: operation.runId,
        operationId: operation.id,
        rule: 'removed',
        mapping: member.mappingVersion,
      }),
    ),
  )
}

/** The record is out: the link is what it was to become, and says that the hub did it. */
function leave(link: LinkRow, shown?: Observation): void {
  if (link.leaves) link.state = link.leaves
  link.seenHash = shown?.hash ?? ''
  link.version = shown?.version ?? null
}

/** Settles removals whose answer was lost: a direct look tells, and what is there still is tried again (rule 8). */
export async function settleRemovals(
  shift: Shift,
  world: World,
  member: Member,
  lost: readonly OperationRow[],
): Promise<void> {
  if (lost.length === 0) return
  const targets = new Set((await goneOf(shift, world, lost.map(itemOf))).map(itemKey))
  const gone = lost.filter((operation) => targets.has(itemKey(itemOf(operation))))
  await commit(shift, async (tx) => {
    await storeRemoved(tx, member, gone, new Map())
    await operations.settle(
      tx,
      lost.map((operation) =>
        gone.includes(operation) ? doneAs(operation, operation.externalId) : unmade(operation),
      ),
    )
  })
}

const sameTarget = (link: LinkRow, operation: OperationRow): boolean =>
  link.recordId === operation.recordId && link.nativeType === operation.nativeType
