import type { Flat } from '#canonical'
import { links, operations, records, type LinkRow, type OperationRow } from '#persistence'
import { alike } from './alike.js'
import { unmade } from './failures.js'
import { groupBy } from './group-by.js'
import { observe } from './observe.js'
import { failedAs } from './outcome.js'
import { replan } from './outbox.js'
import { processPage } from './page.js'
import { runContext } from './read.js'
import { knownReferences } from './references.js'
import { settleRemovals } from './remove.js'
import { settleRestores } from './restore.js'
import { flattened, storeEffects, unread, type Effect } from './settle.js'
import { commit, flowInShift, portion, wakeOthers, type Shift } from './shift.js'
import { readHeeding } from './witnesses.js'
import type { Member, World } from './world.js'

/**
 * Settles writes whose reply was lost, by this process or by one that died, before anything else is read or written here
 * (rule 8): a create by its marker, an update by reading again.
 * @returns how many were settled; 0 when there are none
 */
export async function settleLost(shift: Shift): Promise<number> {
  const lost = await shift.db.tenant(shift.tenantId, (tx) =>
    operations.sending(tx, shift.connectionId, portion(shift, shift.pageSize)),
  )
  for (const flowId of new Set(lost.map((operation) => operation.flowId))) {
    const flow = await flowInShift(shift, flowId)
    if (!flow) continue
    const { world, member } = flow
    const mine = lost.filter((row) => row.flowId === flowId)
    for (const [type, some] of groupBy(mine, ({ nativeType }) => nativeType)) {
      const of = (kind: OperationRow['kind']): OperationRow[] => some.filter((row) => row.kind === kind)
      await settleCreates(shift, world, member, type, of('create'))
      await settleUpdates(shift, world, member, type, of('update'))
      await settleRemovals(shift, world, member, of('delete'))
      await settleRestores(shift, of('restore'))
    }
  }
  return lost.length
}

async function settleCreates(
  shift: Shift,
  world: World,
  member: Member,
  type: string,
  lost: readonly OperationRow[],
): Promise<void> {
  if (lost.length === 0) return
  const markers = lost.map(({ marker }) => marker)
  const found = await shift.session.find(world.entity.name, type, markers)
  const { observations } = await observe(member, [...found.values()])
  const byId = new Map(observations.map((observation) => [observation.externalId, observation]))
  const effects = lost.flatMap((operation): Effect[] => {
    const record = found.get(operation.marker)
    if (!record) return []
    const intent = operation.intent ?? operation.after
    const observation = byId.get(record.id) ?? unread(record, intent)
    return [{ operation, intent, parts: {}, observation, answered: false }]
  })
  const missing = lost.filter(({ marker }) => !found.has(marker))
  await commit(shift, async (tx) => {
    const made = await storeEffects(tx, shift, world, member, effects)
    await operations.settle(tx, [...made, ...missing.map((operation) => traceless(member, operation))])
    await replan(
      tx,
      world,
      lost.map(({ recordId }) => recordId),
      runContext(),
    )
  })
}

/** A create that left no trace is made again, unless the system cannot keep markers: then only a person can tell. */
function traceless(member: Member, operation: OperationRow): operations.Settlement {
  if (member.capabilities[operation.nativeType]?.marker !== 'none') return unmade(operation)
  return failedAs(operation, { kind: 'rejected', code: 'sync.outcome-unknown', params: {} })
}

async function settleUpdates(
  shift: Shift,
  world: World,
  member: Member,
  type: string,
  lost: readonly OperationRow[],
): Promise<void> {
  const ids = lost.flatMap(({ externalId }) => (externalId === null ? [] : [externalId]))
  if (ids.length === 0) return
  const native = await readHeeding(shift, world, member, type, ids)
  const { observations } = await observe(member, native)
  await commit(shift, async (tx) => {
    const resolved = await knownReferences(tx, world, member, observations)
    const byId = new Map(resolved.map((observation) => [observation.externalId, observation]))
    const rows = await records.lock(tx, [...new Set(lost.map(({ recordId }) => recordId))])
    const values = new Map(rows.map((row) => [row.id, row.values]))
    const known = await links.byRecord(tx, member.connection.id, lost)
    for (const operation of lost) {
      const link = known.find(({ recordId }) => recordId === operation.recordId)
      const observation = byId.get(operation.externalId ?? '')
      if (!link || !observation) continue
      const intent = operation.intent ?? operation.after
      const effect: Effect = { operation, intent, parts: {}, observation, answered: false }
      attribute(world, link, effect, values.get(operation.recordId) ?? {})
    }
    await links.update(tx, known)
    // What has arrived is withdrawn when the records are planned anew, the rest is tried again.
    await operations.settle(tx, lost.map(unmade))
    const run = runContext()
    const result = await processPage(tx, { world, member, run, observations, unread: [] })
    await wakeOthers(tx, shift, result.woken)
    await replan(
      tx,
      world,
      lost.map(({ recordId }) => recordId),
      run,
    )
  })
}

/** Fields that show what was sent are ours; the others keep their memories and are merged as anybody's edit. */
function attribute(world: World, link: LinkRow, effect: Effect, values: Flat): void {
  const observed = flattened(world, link, effect, values)
  for (const [key, sent] of Object.entries(effect.intent)) {
    const there = observed.values[key] ?? null
    if (!alike(sent, there)) continue
    link.seen[key] = there
    link.sent[key] = sent
  }
  link.parts = observed.parts
  link.seenHash = ''
}
