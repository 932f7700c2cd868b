import { isDeepStrictEqual } from 'node:util'
import { validate } from 'uuid'
import type { Flat } from '#canonical'
import { links, records, reviews, type LinkRow, type Tx } from '#persistence'
import { groupBy } from './group-by.js'
import { identify, keysOf, type Identity, type Knowledge } from './identify/identify.js'
import { viewOfItem, type View } from './identify/features.js'
import { mostSharing, tells } from './identify/keys.js'
import { itemKey, type Observation } from './observe.js'
import { originId, type Member, type World } from './world.js'

/** What is to be done about a page's items. */
export interface Recognised {
  /** Items that need a closer look, in the page's order. */
  items: Observation[]
  /** For the items without a link. */
  identities: Map<string, Identity>
  /** Records that the items concern, candidates of questions included. */
  recordIds: Set<string>
  /** Open questions that got a further candidate and are answered, or asked anew, by this page; by item. */
  reopened: Map<string, { id: string; candidates: readonly string[] }>
  /** Links whose external id or state was found to be another one (renamed or replaced records). */
  moved: LinkRow[]
  /** Markers of unlinked items that stand for no record which the hub knows. */
  strange: Set<string>
}

/** Tells unchanged, changed and unlinked items apart, and finds the records of the unlinked ones (rules 2, 6, 16). */
export async function recognise(
  tx: Tx,
  world: World,
  member: Member,
  observations: readonly Observation[],
): Promise<Recognised> {
  const connectionId = member.connection.id
  const result: Recognised = {
    items: [],
    identities: new Map(),
    recordIds: new Set(),
    reopened: new Map(),
    moved: [],
    strange: new Set(),
  }
  let heads = await headsOf(tx, connectionId, observations)
  let unlinked = observations.filter((item) => !heads.has(itemKey(item)) && !item.gone)
  if (unlinked.length > 0 || observations.some((item) => replaced(item, heads.get(itemKey(item))))) {
    await records.lockIdentity(tx, world.entity.name)
    // Somebody may have linked them while we waited for the lock (rule 6).
    heads = await headsOf(tx, connectionId, observations)
    await setAside(tx, observations, heads, result)
    unlinked = observations.filter((item) => !heads.has(itemKey(item)) && !item.gone)
    await followRenames(tx, member, unlinked, heads, result)
    unlinked = unlinked.filter((item) => !heads.has(itemKey(item)))
  }
  for (const item of observations) {
    const head = heads.get(itemKey(item))
    if (head && head.state !== 'excluded' && (head.seenHash !== item.hash || head.state === 'deleted')) {
      // A tombstone of a record that was only archived looks like what the hub left behind.
      if (head.state === 'deleted' && (item.gone || head.seenHash === item.hash)) continue
      result.items.push(item)
      result.recordIds.add(head.recordId)
    }
  }
  if (unlinked.length === 0) return result
  const asked = await reviews.ofItems(tx, connectionId, unlinked)
  const newId = (item: Observation): string =>
    originId(world.tenantId, connectionId, item.nativeType, item.externalId)
  await followMarkers(
    tx,
    world,
    connectionId,
    unlinked,
    { newId, asked: new Set(asked.map(itemKey)) },
    result,
  )
  const strangers = unlinked.filter((item) => !result.identities.has(itemKey(item)))
  const knowledge = await loadKnowledge(tx, world, connectionId, strangers, asked)
  for (const [key, identity] of identify(world.entity, strangers, knowledge, newId))
    result.identities.set(key, identity)
  for (const row of asked) {
    if (row.state === 'open' && row.again) result.reopened.set(itemKey(row), row)
    for (const recordId of row.again ? row.candidates : []) result.recordIds.add(recordId)
  }
  for (const item of unlinked) {
    const identity = result.identities.get(itemKey(item))
    if (!identity || identity.kind === 'wait') continue
    result.items.push(item)
    if (identity.kind === 'link') result.recordIds.add(identity.recordId)
    if (identity.kind === 'new') result.recordIds.add(newId(item))
    if (identity.kind === 'ask')
      for (const { recordId } of identity.candidates) result.recordIds.add(recordId)
  }
  return result
}

type Heads = Map<string, links.LinkHead>

async function headsOf(tx: Tx, connectionId: string, items: readonly Observation[]): Promise<Heads> {
  const rows = await links.heads(tx, connectionId, items)
  return new Map(rows.map((row) => [itemKey(row), row]))
}

/** The same id with another creation stamp is another record (rule 16). */
function replaced(item: Observation, head: links.LinkHead | undefined): boolean {
  return (
    head !== undefined &&
    !item.gone &&
    head.incarnation !== null &&
    item.incarnation !== null &&
    head.incarnation !== item.incarnation
  )
}

async function setAside(
  tx: Tx,
  items: readonly Observation[],
  heads: Heads,
  result: Recognised,
): Promise<void> {
  for (const item of items) {
    const head = heads.get(itemKey(item))
    if (!head || !replaced(item, head)) continue
    const link = await links.one(tx, head.id)
    if (!link) continue
    Object.assign(link, { externalId: `${link.externalId}#${link.incarnation ?? ''}`, state: 'deleted' })
    await links.update(tx, [link])
    heads.delete(itemKey(item))
    result.moved.push(link)
  }
}

/** Where people can rename ids, an unlinked item with the creation stamp of a linked one is that one. */
async function followRenames(
  tx: Tx,
  member: Member,
  unlinked: readonly Observation[],
  heads: Heads,
  result: Recognised,
): Promise<void> {
  const items = unlinked.flatMap((item) =>
    member.capabilities[item.nativeType]?.renames && item.incarnation
      ? [{ ...item, incarnation: item.incarnation }]
      : [],
  )
  const found = await links.byIncarnation(tx, member.connection.id, items)
  for (const item of items) {
    const same = found.filter(
      (link) => link.nativeType === item.nativeType && link.incarnation === item.incarnation,
    )
    const [link] = same
    if (!link || same.length > 1) continue
    link.externalId = item.externalId
    link.seenHash = ''
    await links.update(tx, [link])
    heads.set(itemKey(item), link)
    result.moved.push(link)
  }
}

/**
 * An item that carries the marker of a record was created by the hub for it, and an item whose own id makes a record's marker
 * is where that record began: also where a restored hub has forgotten the link (rules 8 and 16). A second holder of a marker
 * is a copy that a person made, and is identified like anything else.
 */
async function followMarkers(
  tx: Tx,
  world: World,
  connectionId: string,
  unlinked: readonly Observation[],
  { newId, asked }: { newId: (item: Observation) => string; asked: ReadonlySet<string> },
  result: Recognised,
): Promise<void> {
  const markersOf = (item: Observation): string[] => [
    ...(isUuid(item.marker) ? [item.marker] : []),
    newId(item),
  ]
  const marked = await records.marked(tx, world.entity.name, [...new Set(unlinked.flatMap(markersOf))])
  for (const { marker } of unlinked) if (isUuid(marker) && !marked.has(marker)) result.strange.add(marker)
  if (marked.size === 0) return
  const candidates = unlinked.flatMap((item) =>
    markersOf(item).flatMap((marker) => {
      const recordId = marked.get(marker)
      return recordId === undefined ? [] : [{ item, recordId, nativeType: item.nativeType }]
    }),
  )
  const taken = new Set(
    (await links.byRecord(tx, connectionId, candidates)).map(
      ({ recordId, nativeType }) => `${recordId}\n${nativeType}`,
    ),
  )
  const refused = new Set(
    (await records.notSame(tx, connectionId, unlinked)).map((row) => `${itemKey(row)}\n${row.recordId}`),
  )
  for (const { item, recordId, nativeType } of candidates) {
    const key = itemKey(item)
    if (asked.has(key)) continue
    const target = `${recordId}\n${nativeType}`
    if (result.identities.has(key) || taken.has(target) || refused.has(`${key}\n${recordId}`)) continue
    taken.add(target)
    result.identities.set(key, { kind: 'link', recordId, likeness: null, rule: 'marker', concerns: [] })
  }
}

const isUuid = (marker: string | null): marker is string => marker !== null && validate(marker)

async function loadKnowledge(
  tx: Tx,
  world: World,
  connectionId: string,
  items: readonly Observation[],
  asked: readonly Asked[],
): Promise<Knowledge> {
  const keys = [...new Set(items.flatMap((item) => keysOf(world.entity, item)))]
  const sharing = groupBy(
    await records.candidates(tx, world.entity.name, keys, mostSharing + 1),
    ({ key }) => key,
  )
  const byKey = new Map([...sharing].map(([key, rows]) => [key, rows.map(({ recordId }) => recordId)]))
  const decided = new Map(asked.map((row) => [itemKey(row), row] as const))
  const ids = new Set([...byKey].flatMap(([key, found]) => (tells(key, found) ? found : [])))
  const said = new Map<string, Flat[]>()
  for (const record of await records.get(tx, [...ids])) said.set(record.id, [record.values])
  for (const { recordId, seen } of await links.seen(tx, [...ids])) {
    const known = said.get(recordId)
    // Most systems show what the record says, and what is said twice is no more than what is said once.
    if (!known?.some((other) => isDeepStrictEqual(other, seen))) known?.push(seen)
  }
  const waiting = new Map<string, View>()
  for (const other of await reviews.waiting(tx, [...ids])) {
    // Two rows of one kind in one system are two.
    const rival =
      other.connectionId === connectionId && items.some(({ nativeType }) => nativeType === other.nativeType)
    if (!rival) waiting.set(other.itemId, viewOfItem(other.fields, other.parts))
  }
  const types = [...new Set(items.map(({ nativeType }) => nativeType))]
  const pairs = [...ids].flatMap((recordId) => types.map((nativeType) => ({ recordId, nativeType })))
  const taken = new Set(
    (await links.byRecord(tx, connectionId, pairs)).map((link) => `${link.recordId}\n${link.nativeType}`),
  )
  const refused = new Set(
    (await records.notSame(tx, connectionId, items)).map((row) => `${itemKey(row)}\n${row.recordId}`),
  )
  return {
    byKey,
    records: said,
    waiting,
    taken: (recordId, nativeType) => taken.has(`${recordId}\n${nativeType}`),
    refused: (item, recordId) => refused.has(`${itemKey(item)}\n${recordId}`),
    decision: (item) => decisionOf(decided.get(itemKey(item))),
  }
}

type Asked = Awaited<ReturnType<typeof reviews.ofItems>>[number]

function decisionOf(row: Asked | undefined): ReturnType<Knowledge['decision']> {
  if (!row) return null
  if (row.state === 'open') return row.again ? null : 'open'
  const { action, recordId } = row.decision ?? {}
  if (action === 'link' && recordId) return { action, recordId }
  return action === 'create' ? { action } : { action: 'ignore' }
}
