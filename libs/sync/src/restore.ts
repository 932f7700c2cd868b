import { partKey, type Flat } from '#canonical'
import type { NativeRecord, WriteOperation } from '#connector-kit'
import { MappingError } from '#mapping'
import { links, operations, records, work, type LinkRow, type OperationRow, type Tx } from '#persistence'
import { look } from './apply.js'
import { encode } from './encode.js'
import { settlementOf, together, unmade } from './failures.js'
import { entryOf } from './history.js'
import { itemKey, itemOf, observe, type Observation } from './observe.js'
import { doneAs, endOf, failedAs, resultsOf, verdictOf } from './outcome.js'
import { Parents } from './parents.js'
import { flatten } from './parts.js'
import { knownReferences } from './references.js'
import { commit, flowOnce, holdRules, type Shift } from './shift.js'
import type { Member, World } from './world.js'

/** A former value that is about to be written back. */
interface Restoring {
  operation: OperationRow
  intent: Flat
  write: WriteOperation
}

/** Most writes of one batch. */
const batch = 100

/**
 * Writes back what systems showed before, as an approved undo says: look, intend, write, settle, like every write. A field
 * that somebody edited since is left; the link remembers what it shows and is left alone from then on (rules 2 and 19).
 * @returns how many were dealt with; 0 when nothing waits
 */
export async function restoreBatch(shift: Shift): Promise<number> {
  const due = await shift.db.tenant(shift.tenantId, (tx) =>
    operations.due(tx, shift.connectionId, 'restore', batch),
  )
  const some = together(due)
  for (const flowId of new Set(some.map((operation) => operation.flowId))) {
    const flow = await flowOnce(shift, flowId)
    const mine = some.filter((operation) => operation.flowId === flowId)
    if (flow) await restoreInFlow(shift, flow.world, flow.member, mine)
  }
  return some.length
}

async function restoreInFlow(
  shift: Shift,
  world: World,
  member: Member,
  due: readonly OperationRow[],
): Promise<void> {
  const current = await look(shift, world, member, due)
  const seen = await observedOf(member, [...current.values()])
  const sending = await commit(shift, (tx) => intend(tx, world, member, due, current, seen))
  if (sending.length === 0) return
  const results = await resultsOf(sending.length, () =>
    shift.session.write(
      world.entity.name,
      sending.map(({ write }) => write),
    ),
  )
  const { outage, stop } = verdictOf(
    sending.map(({ operation }) => operation),
    results,
  )
  const done = results.flatMap((result) => (result.status === 'done' ? [result.record] : []))
  const answers = await observedOf(member, done)
  await commit(shift, async (tx) => {
    await remember(tx, world, member, sending, answers)
    await operations.settle(
      tx,
      sending.map(({ operation }, at) => {
        const result = results[at]
        return result?.status === 'done'
          ? doneAs(operation, operation.externalId)
          : endOf(operation, result, outage)
      }),
    )
  })
  if (stop) throw stop
}

async function observedOf(
  member: Member,
  native: readonly NativeRecord[],
): Promise<ReadonlyMap<string, Observation>> {
  const { observations } = await observe(member, native)
  return new Map(observations.map((observation) => [itemKey(observation), observation]))
}

/** Decides on the locked rows which fields still are as the hub wrote them, and makes the write durable (rule 8). */
async function intend(
  tx: Tx,
  world: World,
  member: Member,
  due: readonly OperationRow[],
  current: ReadonlyMap<string, NativeRecord>,
  seen: ReadonlyMap<string, Observation>,
): Promise<Restoring[]> {
  await holdRules(tx, world)
  const rows = await records.lock(tx, [...new Set(due.map(({ recordId }) => recordId))])
  const values = new Map(rows.map((row) => [row.id, row.values]))
  const waiting = await operations.waiting(
    tx,
    due.map(({ id }) => id),
  )
  const known = await links.byItems(tx, member.connection.id, waiting.map(itemOf))
  const shownNow = new Map(
    (await knownReferences(tx, world, member, [...seen.values()])).map((one) => [itemKey(one), one]),
  )
  const parents = await Parents.load(
    tx,
    world,
    member,
    waiting.map(({ after }) => after),
  )
  const sending: Restoring[] = []
  const ended: operations.Settlement[] = []
  for (const operation of waiting) {
    const link = known.find((one) => itemKey(one) === itemKey(itemOf(operation)))
    const [native, shown] = [
      current.get(itemKey(itemOf(operation))),
      shownNow.get(itemKey(itemOf(operation))),
    ]
    const type = member.mapping.types[operation.nativeType]
    if (!link || !type || native?.state !== 'present' || !shown) {
      const error = { kind: 'gone', code: 'sync.not-found', params: { id: operation.externalId ?? '' } }
      ended.push(failedAs(operation, error))
      continue
    }
    const there = flat(world, link, shown, values.get(operation.recordId) ?? {}).values
    const intent = stillToRestore(operation, there)
    if (Object.keys(intent).length === 0) {
      ended.push(doneAs(operation, operation.externalId))
      continue
    }
    const translated = parents.translate(type, intent)
    if ('missing' in translated) {
      const code = 'sync.parent-missing'
      const error = { kind: 'rejected', code, params: { flow: translated.missing.entity } }
      ended.push(failedAs(operation, error))
      continue
    }
    try {
      const record = values.get(operation.recordId) ?? {}
      const write = encode(type, operation, translated.native, link, native, record)
      sending.push({ operation, intent, write })
    } catch (error) {
      if (!(error instanceof MappingError)) throw error
      ended.push(settlementOf(operation, error))
    }
  }
  await operations.settle(tx, ended)
  await operations.markSending(
    tx,
    sending.map(({ operation, intent }) => ({ ...operation, intent, changed: true })),
  )
  return sending
}

/** Fields that the system shows as the hub left them; a part comes and goes as a whole. */
function stillToRestore(operation: OperationRow, there: Flat): Flat {
  const { before, after } = operation
  const open = Object.keys(after).filter((key) => (there[key] ?? null) === (before[key] ?? null))
  const changed = open.filter((key) => (there[key] ?? null) !== (after[key] ?? null))
  return Object.fromEntries(changed.map((key) => [key, after[key] ?? null]))
}

/** The answer is what the system shows now; for the fields of the write it agrees to whatever the record says. */
async function remember(
  tx: Tx,
  world: World,
  member: Member,
  sending: readonly Restoring[],
  answers: ReadonlyMap<string, Observation>,
): Promise<void> {
  const resolved = await knownReferences(tx, world, member, [...answers.values()])
  const shown = new Map(resolved.map((one) => [itemKey(one), one]))
  const written = sending.filter(({ operation }) => shown.has(itemKey(itemOf(operation))))
  const rows = await records.lock(tx, [...new Set(written.map(({ operation }) => operation.recordId))])
  const values = new Map(rows.map((row) => [row.id, row.values]))
  const known = await links.byItems(
    tx,
    member.connection.id,
    written.map(({ operation }) => itemOf(operation)),
  )
  for (const link of known) {
    const one = written.find(({ operation }) => itemKey(itemOf(operation)) === itemKey(link))
    const answer = shown.get(itemKey(link))
    if (one && answer) takeAnswer(world, link, one.intent, answer, values.get(link.recordId) ?? {})
  }
  await links.update(tx, known)
  await work.log(
    tx,
    written.map(({ operation, intent }) =>
      entryOf('sent', operation, {
        runId: operation.runId,
        operationId: operation.id,
        rule: 'undo',
        mapping: member.mappingVersion,
        changes: Object.fromEntries(
          Object.entries(intent).map(([key, after]) => [
            key,
            { before: operation.before[key] ?? null, after },
          ]),
        ),
      }),
    ),
  )
}

function takeAnswer(world: World, link: LinkRow, intent: Flat, answer: Observation, values: Flat): void {
  const observed = flat(world, link, answer, values)
  for (const key of Object.keys(intent)) {
    link.seen[key] = observed.values[key] ?? null
    link.sent[key] = values[key] ?? null
    const part = partKey(key)
    if (part?.field !== null || observed.values[key] === true) continue
    for (const other of Object.keys(link.seen)) {
      if (other.startsWith(`${key}/`)) Reflect.deleteProperty(link.seen, other)
    }
  }
  link.parts = observed.parts
  Object.assign(link, { version: answer.version, changedAt: answer.changedAt })
  link.seenHash = ''
}

/** Settles former values whose write got no answer: what is not there yet is written again (rule 8). */
export async function settleRestores(shift: Shift, lost: readonly OperationRow[]): Promise<void> {
  if (lost.length === 0) return
  await commit(shift, (tx) => operations.settle(tx, lost.map(unmade)))
}

function flat(world: World, link: LinkRow, shown: Observation, values: Flat): ReturnType<typeof flatten> {
  const { recordId, connectionId, parts } = link
  return flatten(world.entity, shown, { recordId, connectionId, parts, values })
}
