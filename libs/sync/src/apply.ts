import type { Flat } from '#canonical'
import type { NativeRecord, WriteOperation } from '#connector-kit'
import { MappingError } from '#mapping'
import {
  links,
  operations,
  records,
  type LinkRow,
  type OperationRow,
  type RecordRow,
  type Tx,
} from '#persistence'
import { completeParts, encode } from './encode.js'
import { settlementOf, together } from './failures.js'
import { itemKey, observe, type Observation, type Unread } from './observe.js'
import { processPage } from './page.js'
import { disagreement, draftOf, livingWish } from './life.js'
import { failedAs, resultsOf } from './outcome.js'
import { awaitParents, Parents, type Missing } from './parents.js'
import { createWish, difference, wishHash } from './plan.js'
import { runContext } from './read.js'
import { settle } from './settle.js'
import { commit, flowOnce, holdRules, portion, wakeOthers, type Shift } from './shift.js'
import { noteRefused, removeDrafts, wasRefused, type Refused } from './totals.js'
import { readHeeding } from './witnesses.js'
import type { Member, World } from './world.js'

/** One write that has been made durable and is about to be sent. */
export interface Sending {
  operation: OperationRow
  intent: Flat
  write: WriteOperation
  /** False when the outbox already says exactly this. */
  changed: boolean
}

/** Most writes that one batch makes durable, sends and settles together. */
const batch = 250

/**
 * Makes the oldest waiting writes of this connection: look, intend, write, settle (rules 3, 4, 8).
 * @returns how many were dealt with; 0 when nothing waits
 */
export async function applyBatch(shift: Shift, kind: 'create' | 'update'): Promise<number> {
  const waiting = await shift.db.tenant(shift.tenantId, (tx) =>
    operations.due(tx, shift.connectionId, kind, portion(shift, batch)),
  )
  const due = together(waiting)
  for (const flowId of new Set(due.map((operation) => operation.flowId))) {
    const flow = await flowOnce(shift, flowId)
    if (!flow) continue
    const mine = due.filter((operation) => operation.flowId === flowId)
    await applyInFlow(shift, flow.world, flow.member, mine)
  }
  return due.length
}

async function applyInFlow(
  shift: Shift,
  world: World,
  member: Member,
  due: readonly OperationRow[],
): Promise<void> {
  const shown = await read(shift, world, member, due)
  const { sending, refused } = await commit(shift, async (tx) => {
    await takeIn(tx, shift, world, member, shown)
    return intend(tx, shift, world, member, due, shown.records)
  })
  await removeDrafts(shift, world, member, refused)
  if (sending.length === 0) return
  const results = await resultsOf(sending.length, () =>
    shift.session.write(
      world.entity.name,
      sending.map(({ write }) => write),
    ),
  )
  await settle(shift, world, member, sending, results)
}

/** What a system shows of records that are about to be written. */
interface Shown {
  /** By item. */
  records: Map<string, NativeRecord>
  pages: { observations: Observation[]; unread: Unread[] }[]
}

/** Reads what the system shows now, so that a write is decided on the present state (rule 4). */
async function read(
  shift: Shift,
  world: World,
  member: Member,
  due: readonly OperationRow[],
): Promise<Shown> {
  const shown: Shown = { records: new Map(), pages: [] }
  for (const type of Object.keys(member.capabilities)) {
    const ids = due.flatMap((operation) =>
      operation.kind !== 'create' && operation.nativeType === type && operation.externalId !== null
        ? [operation.externalId]
        : [],
    )
    if (ids.length === 0) continue
    const native = await readHeeding(shift, world, member, type, ids)
    shown.pages.push(await observe(member, native))
    for (const record of native)
      shown.records.set(itemKey({ nativeType: type, externalId: record.id }), record)
  }
  return shown
}

/** Merges what the system shows. */
async function takeIn(tx: Tx, shift: Shift, world: World, member: Member, { pages }: Shown): Promise<void> {
  for (const { observations, unread } of pages) {
    const result = await processPage(tx, { world, member, run: runContext(), observations, unread })
    await wakeOthers(tx, shift, result.woken)
  }
}

/** Reads what the system shows now and merges it (rule 4). */
export async function look(
  shift: Shift,
  world: World,
  member: Member,
  due: readonly OperationRow[],
): Promise<Map<string, NativeRecord>> {
  const shown = await read(shift, world, member, due)
  if (shown.pages.length > 0) await commit(shift, (tx) => takeIn(tx, shift, world, member, shown))
  return shown.records
}

/** Decides, on the locked rows, what is really sent, and makes it durable before the remote call (rule 8). */
async function intend(
  tx: Tx,
  shift: Shift,
  world: World,
  member: Member,
  due: readonly OperationRow[],
  current: ReadonlyMap<string, NativeRecord>,
): Promise<{ sending: Sending[]; refused: Refused[] }> {
  await holdRules(tx, world)
  const rows = await records.lock(tx, [...new Set(due.map(({ recordId }) => recordId))])
  const byId = new Map(rows.map((row) => [row.id, row]))
  const waiting = await operations.waiting(
    tx,
    due.map(({ id }) => id),
  )
  const known = await links.byRecord(tx, member.connection.id, waiting)
  const linkOf = new Map(known.map((link) => [`${link.recordId}\n${link.nativeType}`, link]))
  const parents = await Parents.load(
    tx,
    world,
    member,
    rows.map(({ values }) => values),
  )
  const sending: Sending[] = []
  const parked: { operation: OperationRow; missing: Missing }[] = []
  const refused: Refused[] = []
  const ended: operations.Settlement[] = []
  const changed: string[] = []
  for (const operation of waiting) {
    const link = linkOf.get(`${operation.recordId}\n${operation.nativeType}`) ?? null
    const decision = decide(world, member, operation, byId.get(operation.recordId), link, current, parents)
    if ('write' in decision) sending.push(decision)
    else if (decision.kind === 'waits') parked.push({ operation, missing: decision.missing })
    else if (decision.kind === 'differs') refused.push(decision.refused)
    else if (decision.kind === 'world-changed') changed.push(operation.id)
    else ended.push(decision.settlement)
  }
  await operations.settle(tx, ended)
  await operations.setState(tx, changed, 'world-changed')
  await awaitParents(tx, shift, world, member, parked)
  await noteRefused(tx, refused)
  await operations.markSending(
    tx,
    sending.map(({ operation, intent, changed }) => ({
      ...operation,
      intent: intent === operation.after ? null : intent,
      changed,
    })),
  )
  return { sending, refused }
}

type Decision =
  | Sending
  | { kind: 'ended'; settlement: operations.Settlement }
  | { kind: 'world-changed' }
  | { kind: 'waits'; missing: Missing }
  | { kind: 'differs'; refused: Refused }

function decide(
  world: World,
  member: Member,
  operation: OperationRow,
  record: RecordRow | undefined,
  link: LinkRow | null,
  current: ReadonlyMap<string, NativeRecord>,
  parents: Parents,
): Decision {
  const nothing = { id: operation.id, externalId: null, error: null, causeKey: null, wait: 0 }
  const superseded: Decision = { kind: 'ended', settlement: { ...nothing, state: 'superseded' } }
  const type = member.mapping.types[operation.nativeType]
  if (!type || !record) return superseded
  const kind = link ? 'update' : 'create'
  const native = link ? (current.get(itemKey(link)) ?? null) : null
  if (link && !native) {
    // Linked meanwhile, or not shown by a direct read: looked at first, next time.
    if (operation.kind === 'create') return superseded
    if (wasRefused(operation))
      return { kind: 'differs', refused: { operation, link, native: null, differs: null } }
    const error = { kind: 'gone', code: 'sync.not-found', params: { id: link.externalId } }
    return { kind: 'ended', settlement: failedAs(operation, error) }
  }
  if (native?.state === 'gone') {
    // The system says so; whether it counts as lost is judged before anything else is written (rule 9).
    return { kind: 'ended', settlement: { ...nothing, state: 'pending', wait: 60 } }
  }
  if (link?.leaves) return superseded
  if (!link && mayNotCreate(member)) {
    const error = { kind: 'misconfigured', code: 'sync.needs-markers', params: {} }
    return { kind: 'ended', settlement: failedAs(operation, error) }
  }
  const capabilities = member.capabilities[operation.nativeType]
  if (!capabilities) return superseded
  const wish = link
    ? livingWish(world.entity, capabilities, type, difference(record, link.sent, type), link.seen).wish
    : createWish(world, member, record, type)
  if (Object.keys(wish).length === 0) return superseded
  const before = Object.fromEntries(Object.keys(wish).map((key) => [key, link?.seen[key] ?? null]))
  const shown = link ? before : {}
  const changed = wishHash(kind, shown, wish) !== operation.hash
  if (operation.planId && world.flow.state === 'preview' && changed) return { kind: 'world-changed' }
  const rounding = world.flow.settings.rounding ?? '0'
  const differs = link && disagreement(world.entity, wish, record.values, link.seen, rounding)
  if (differs && native) return { kind: 'differs', refused: { operation, link, native, differs } }
  const intent = link
    ? completeParts(wish, record.values, link, type)
    : draftOf(world.entity, capabilities, wish)
  try {
    const translated = parents.translate(type, intent)
    if ('missing' in translated) return { kind: 'waits', missing: translated.missing }
    const write = encode(type, operation, translated.native, link, native, record.values)
    const row = {
      ...operation,
      kind,
      externalId: link?.externalId ?? null,
      before: shown,
      after: wish,
    } as const
    return { operation: row, intent, write, changed: changed || intent !== wish }
  } catch (error) {
    if (!(error instanceof MappingError)) throw error
    return { kind: 'ended', settlement: settlementOf(operation, error) }
  }
}

/** Unless a check has found markers, a lost reply could make a duplicate: an admin has to accept that (design §6). */
const mayNotCreate = ({ connection }: Member): boolean =>
  connection.report?.['markers'] !== true && !connection.naturalKeys
