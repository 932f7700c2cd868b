import type { NativeRecord, RemoveResult } from '#connector-kit'
import { isConnectorError } from '#connector-kit'
import { links, operations, records, work, type LinkRow, type OperationRow, type Tx } from '#persistence'
import { look } from './apply.js'
import { aloneFrom, connectionOutcome, describe, settlementOf, unmade } from './failures.js'
import { itemKey, observe, type Observation } from './observe.js'
import { replan } from './outbox.js'
import { runContext } from './read.js'
import { commit, flowForWriting, holdRules, wakeOthers, type Shift } from './shift.js'
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
  const tried = due.filter(({ attempts }) => attempts >= aloneFrom)
  const some = tried.length === due.length ? due.slice(0, 1) : due.filter((row) => !tried.includes(row))
  for (const flowId of new Set(some.map((operation) => operation.flowId))) {
    const flow = await flowForWriting(shift, flowId)
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
  const gone = await goneOf(shift, world, due, current)
  const removals = await commit(shift, (tx) => intend(tx, shift, world, member, due, current, gone))
  for (const type of new Set(removals.map(({ operation }) => operation.nativeType))) {
    const some = removals.filter(({ operation }) => operation.nativeType === type)
    await settle(shift, world, member, some, await send(shift, world, type, some))
  }
}

/** Targets that reading did not show: gone already, as a direct look says, or only not to be seen. */
async function goneOf(
  shift: Shift,
  world: World,
  due: readonly OperationRow[],
  current: ReadonlyMap<string, NativeRecord>,
): Promise<ReadonlySet<string>> {
  const gone = new Set<string>()
  for (const nativeType of new Set(due.map((operation) => operation.nativeType))) {
    const ids = due.flatMap(({ nativeType: type, externalId }) => {
      if (type !== nativeType || externalId === null) return []
      return current.get(itemKey({ nativeType, externalId }))?.state === 'present' ? [] : [externalId]
    })
    if (ids.length === 0) continue
    const looks = await shift.session.presence?.(world.entity.name, nativeType, ids)
    for (const [externalId, presence] of looks ?? []) {
      if (presence === 'gone') gone.add(itemKey({ nativeType, externalId }))
    }
  }
  return gone
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
    const base = { id: operation.id, externalId: null, error: null, causeKey: null, wait: 0 }
    if (!link?.leaves) ended.push({ ...base, state: 'superseded' })
    else if (gone.has(itemKey(link))) {
      leave(link)
      left.push(link)
      ended.push({ ...base, state: 'done', externalId: link.externalId })
    } else if (!shift.session.remove || record?.state !== 'present') {
      const code = shift.session.remove ? 'sync.not-found' : 'sync.cannot-remove'
      const error = { kind: 'misconfigured', code, params: { id: link.externalId } }
      ended.push({ ...base, state: 'failed', error, causeKey: `${operation.connectionId}|${code}|` })
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
): Promise<RemoveResult[]> {
  const { remove } = shift.session
  if (!remove) return []
  try {
    return await remove.call(
      shift.session,
      world.entity.name,
      type,
      removals.map(({ record }) => record),
    )
  } catch (error) {
    if (!isConnectorError(error)) throw error
    const status = error.outcomeUnknown ? 'unknown' : 'failed'
    return removals.map(() => ({ status, error }))
  }
}

async function settle(
  shift: Shift,
  world: World,
  member: Member,
  removals: readonly Removal[],
  results: readonly RemoveResult[],
): Promise<void> {
  const ended = removals.map(({ operation }, at) => endOf(operation, results[at]))
  const done = removals.filter((_, at) => results[at]?.status === 'removed').map(({ operation }) => operation)
  const shown = await remains(shift, world, member, done)
  await commit(shift, async (tx) => {
    await storeRemoved(tx, member, done, shown)
    const again = await operations.settle(tx, ended)
    await wakeOthers(tx, shift, await replan(tx, world, again, runContext()))
  })
  const errors = results.flatMap((result) => ('error' in result ? [result.error] : []))
  const outage = errors.find((error) => connectionOutcome(error, 0) !== null)
  if (outage && (errors.length === results.length || outage.kind !== 'unavailable')) throw outage
}

function endOf(operation: OperationRow, result: RemoveResult | undefined): operations.Settlement {
  const base = { id: operation.id, externalId: operation.externalId, error: null, causeKey: null, wait: 0 }
  switch (result?.status) {
    case 'removed':
      return { ...base, state: 'done' }
    case 'stale':
      return { ...base, state: 'pending' }
    case 'failed':
      return settlementOf(operation, result.error)
    default:
      return { ...base, state: 'sending', error: result ? describe(result.error) : null }
  }
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
    done.map((operation) => ({
      recordId: operation.recordId,
      kind: 'unlinked',
      connectionId: operation.connectionId,
      nativeType: operation.nativeType,
      externalId: operation.externalId,
      runId: operation.runId,
      operationId: operation.id,
      rule: 'removed',
      mapping: member.mappingVersion,
      changes: {},
    })),
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
  type: string,
  lost: readonly OperationRow[],
): Promise<void> {
  const ids = lost.flatMap(({ externalId }) => (externalId === null ? [] : [externalId]))
  if (ids.length === 0) return
  const looks = await shift.session.presence?.(world.entity.name, type, ids)
  const gone = lost.filter(({ externalId }) => looks?.get(externalId ?? '') === 'gone')
  await commit(shift, async (tx) => {
    await storeRemoved(tx, member, gone, new Map())
    await operations.settle(
      tx,
      lost.map((operation) =>
        gone.includes(operation) ? endOf(operation, { status: 'removed' }) : unmade(operation),
      ),
    )
  })
}

const sameTarget = (link: LinkRow, operation: OperationRow): boolean =>
  link.recordId === operation.recordId && link.nativeType === operation.nativeType
