import type { Flat } from '#canonical'
import type { NativeRecord, WriteResult } from '#connector-kit'
import {
  links,
  operations,
  records,
  work,
  type ChangeRow,
  type LinkRow,
  type OperationRow,
  type Tx,
} from '#persistence'
import type { Sending } from './apply.js'
import { alike } from './alike.js'
import { entryOf } from './history.js'
import { passes } from './authority.js'
import { itemKey, observe, type Observation } from './observe.js'
import { replan } from './outbox.js'
import { doneAs, endOf, failedAs, verdictOf, type Unfinished } from './outcome.js'
import { processPage } from './page.js'
import { flatten } from './parts.js'
import { runContext } from './read.js'
import { knownReferences } from './references.js'
import { commit, wakeOthers, type Shift } from './shift.js'
import type { Member, World } from './world.js'

/** A write whose effect is known from the system's own answer. */
export interface Effect {
  operation: OperationRow
  intent: Flat
  observation: Observation
  /** External ids of parts that the write created, by part id. */
  parts: Record<string, string>
  /** False when the answer was lost and the record was found later: it may be half made, or edited since. */
  answered: boolean
}

/** Ends a batch of writes by what the system answered. */
export async function settle(
  shift: Shift,
  world: World,
  member: Member,
  sending: readonly Sending[],
  results: readonly (WriteResult | Unfinished)[],
): Promise<void> {
  const done: { sending: Sending; record: NativeRecord; parts: Record<string, string> }[] = []
  const ended: operations.Settlement[] = []
  const { outage, stop } = verdictOf(
    sending.map(({ operation }) => operation),
    results,
  )
  sending.forEach((each, index) => {
    const result = results[index]
    if (result?.status === 'done') done.push({ sending: each, record: result.record, parts: result.parts })
    else ended.push(endOf(each.operation, result, outage))
  })
  const { observations } = await observe(
    member,
    done.map(({ record }) => record),
  )
  const byItem = new Map(observations.map((observation) => [itemKey(observation), observation]))
  const effects = done.map(({ sending: { operation, intent }, record, parts }): Effect => {
    const observation = byItem.get(itemKey({ nativeType: record.type, externalId: record.id }))
    return { operation, intent, parts, observation: observation ?? unread(record, intent), answered: true }
  })
  await commit(shift, async (tx) => {
    const written = await storeEffects(tx, shift, world, member, effects)
    const again = await operations.settle(tx, [...ended, ...written])
    // A document goes on from here: its draft is to be issued, one step leads to the next.
    const living = world.entity.lifecycle ? effects.map(({ operation }) => operation.recordId) : []
    await wakeOthers(tx, shift, await replan(tx, world, [...again, ...living], runContext()))
  })
  if (stop) throw stop
}

/** What stands for the answer where the mapping cannot read it: what was sent; the next poll reports the trouble. */
export function unread(record: NativeRecord, intent: Flat): Observation {
  const fields = Object.fromEntries(Object.entries(intent).filter(([key]) => !key.includes('/')))
  return {
    nativeType: record.type,
    externalId: record.id,
    fields,
    parts: {},
    gone: false,
    version: record.version,
    changedAt: record.changedAt ?? null,
    incarnation: record.incarnation,
    marker: record.marker,
    hash: '',
  }
}

/**
 * Takes answers in: for the fields of the write they are our own echo and set both memories, for every other field they
 * are observations like any other (rule 3).
 * @returns how each write ended; a create that led to another record's item is reported instead of linked
 */
export async function storeEffects(
  tx: Tx,
  shift: Shift,
  world: World,
  member: Member,
  all: readonly Effect[],
): Promise<operations.Settlement[]> {
  if (all.length === 0) return []
  const shown = all.map(({ observation }) => observation)
  const taken = await links.heads(tx, member.connection.id, shown)
  const known = await knownReferences(tx, world, member, shown)
  const owner = new Map(taken.map((head) => [itemKey(head), head.recordId]))
  const mine = ({ operation, observation }: Effect): boolean =>
    (owner.get(itemKey(observation)) ?? operation.recordId) === operation.recordId
  const effects = all.map((effect, at) => withObservation(effect, known[at])).filter(mine)
  const rows = await records.lock(tx, [...new Set(effects.map(({ operation }) => operation.recordId))])
  const values = new Map(rows.map((row) => [row.id, row.values]))
  const own = await links.byRecord(
    tx,
    member.connection.id,
    effects.map(({ operation }) => operation),
  )
  const linkOf = new Map(own.map((link) => [`${link.recordId}\n${link.nativeType}`, link]))
  const created: LinkRow[] = []
  const updated: LinkRow[] = []
  for (const effect of effects) {
    const { operation } = effect
    const link = linkOf.get(keyOf(effect))
    const record = values.get(operation.recordId) ?? {}
    if (link) updated.push(echo(world, link, effect, record))
    else {
      const made = newLink(world, member, effect, record)
      created.push(made)
      linkOf.set(keyOf(effect), made)
    }
  }
  await links.insert(tx, created, effects[0]?.operation.runId ?? null)
  await links.update(tx, updated)
  await work.log(
    tx,
    effects.map((effect) => sentChange(member, effect, linkOf.get(keyOf(effect)))),
  )
  const changed = new Set(updated.map(({ recordId }) => recordId))
  const rest = all.filter(
    (effect) => mine(effect) && (!effect.answered || changed.has(effect.operation.recordId)),
  )
  const result = await processPage(tx, {
    world,
    member,
    run: runContext(),
    observations: rest.map(({ observation }) => observation),
    unread: [],
  })
  await wakeOthers(tx, shift, result.woken)
  return all.map((effect) =>
    mine(effect) ? doneAs(effect.operation, effect.observation.externalId) : elsewhere(effect),
  )
}

const withObservation = (effect: Effect, observation: Observation | undefined): Effect =>
  observation ? { ...effect, observation } : effect

function elsewhere({ operation, observation }: Effect): operations.Settlement {
  const params = { id: observation.externalId }
  return failedAs(operation, { kind: 'rejected', code: 'sync.already-linked', params })
}

/** After an update: both memories for the written fields, and a hash that makes the rest be looked at. */
function echo(world: World, link: LinkRow, effect: Effect, values: Flat): LinkRow {
  const observed = flattened(world, link, effect, values)
  for (const [key, sent] of Object.entries(effect.intent)) {
    if (key in observed.values) link.seen[key] = observed.values[key] ?? null
    else if (sent === null) dropPart(link, key)
    link.sent[key] = sent
  }
  // Sums follow from what was written; nobody edits them.
  for (const field of world.entity.lifecycle?.totals ?? []) {
    if (field in observed.values) link.seen[field] = observed.values[field] ?? null
  }
  link.parts = observed.parts
  link.version = effect.observation.version
  link.changedAt = effect.observation.changedAt
  link.seenHash = ''
  return link
}

function dropPart(link: LinkRow, key: string): void {
  link.seen[key] = null
  for (const memory of [link.seen, link.sent]) {
    for (const other of Object.keys(memory)) {
      if (other.startsWith(`${key}/`)) Reflect.deleteProperty(memory, other)
    }
  }
}

/** After a create the whole answer is our own doing: what the system filled in by itself is no person's edit. */
function newLink(world: World, member: Member, effect: Effect, values: Flat): LinkRow {
  const { operation, observation, intent } = effect
  const link: LinkRow = {
    id: operation.id,
    recordId: operation.recordId,
    connectionId: operation.connectionId,
    entity: world.entity.name,
    nativeType: observation.nativeType,
    externalId: observation.externalId,
    state: inScope(world, operation.connectionId, values) ? 'active' : 'out-of-scope',
    rule: 'created',
    seen: {},
    seenHash: observation.hash,
    sent: { ...intent },
    parts: {},
    mapping: member.mappingVersion,
    changedAt: observation.changedAt,
    version: observation.version,
    incarnation: observation.incarnation,
    leaves: null,
  }
  const observed = flattened(world, link, effect, values)
  link.seen = observed.values
  link.parts = observed.parts
  if (!effect.answered) doubt(link, intent)
  return link
}

/** Whether the connection's filter lets the record in; one that is there only because others refer to it is not kept up to date. */
function inScope(world: World, connectionId: string, values: Flat): boolean {
  const member = world.members.find(({ connection }) => connection.id === connectionId)
  return !member || passes(member.participant.filter, values)
}

/**
 * Of a create whose answer was lost: what is missing is written again; what is otherwise, or was not sent at all, is
 * somebody's edit since.
 */
function doubt(link: LinkRow, intent: Flat): void {
  link.seenHash = ''
  for (const key of Object.keys(link.seen)) {
    if (key in intent) continue
    if (key.includes('/')) Reflect.deleteProperty(link.seen, key)
    else link.seen[key] = null
  }
  for (const [key, sent] of Object.entries(intent)) {
    const there = link.seen[key] ?? null
    if (alike(sent, there)) continue
    if (there === null) Reflect.deleteProperty(link.sent, key)
    else link.seen[key] = sent
  }
}

export function flattened(
  world: World,
  link: LinkRow,
  effect: Effect,
  values: Flat,
): ReturnType<typeof flatten> {
  const parts = structuredClone(link.parts)
  for (const list of Object.keys(effect.observation.parts)) {
    for (const item of effect.observation.parts[list] ?? []) {
      const created = Object.entries(effect.parts).find(([, externalId]) => externalId === item.externalId)
      if (created) (parts[list] ??= {})[item.externalId] = created[0]
    }
  }
  return flatten(world.entity, effect.observation, {
    recordId: link.recordId,
    connectionId: link.connectionId,
    parts,
    values,
  })
}

const keyOf = ({ operation }: Effect): string => `${operation.recordId}\n${operation.nativeType}`

function sentChange(member: Member, effect: Effect, link: LinkRow | undefined): ChangeRow {
  const { operation, observation, intent } = effect
  const changes = Object.entries(intent).map(([key, after]): [string, ChangeRow['changes'][string]] => {
    const kept = link?.seen[key] ?? null
    return [key, { before: operation.before[key] ?? null, after, ...(kept === after ? {} : { kept }) }]
  })
  const at = { ...operation, ...observation }
  return entryOf('sent', at, {
    runId: operation.runId,
    operationId: operation.id,
    rule: operation.kind,
    mapping: member.mappingVersion,
    changes: Object.fromEntries(changes),
  })
}
