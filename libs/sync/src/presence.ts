import type { Presence } from '#connector-kit'
import { sweeps } from '#persistence'
import { groupBy } from './group-by.js'
import { itemKey } from './observe.js'
import { commit, type Shift } from './shift.js'
import type { World } from './world.js'

// How the hub finds out that something is gone: complete listings, and the direct look (rule 9).

/** Ids of one direct look. */
const batch = 250

type Item = { nativeType: string; externalId: string }

/** What a direct look at each item says, by item key; an item without an answer is left out, and counts as hidden. */
export async function lookAt(
  shift: Shift,
  world: World,
  items: readonly Item[],
): Promise<ReadonlyMap<string, Presence>> {
  const looks = new Map<string, Presence>()
  for (const [nativeType, some] of groupBy(items, (item) => item.nativeType)) {
    const ids = some.map(({ externalId }) => externalId)
    for (let at = 0; at < ids.length; at += batch) {
      const found = await presenceOf(shift, world, nativeType, ids.slice(at, at + batch))
      for (const [externalId, presence] of found) looks.set(itemKey({ nativeType, externalId }), presence)
    }
  }
  return looks
}

/** Linked records that are looked at one by one where a system lists none at all. */
const mostAlone = 1000

/**
 * An empty listing proves nothing: of it only those linked items lack that a direct look says are gone, and none where there
 * are too many to look at. Null for a listing that is not empty.
 */
export async function goneOfEmpty(
  shift: Shift,
  world: World,
  nativeType: string,
  started: Date,
): Promise<Item[] | null> {
  const { db, tenantId, connectionId } = shift
  if (!(await db.tenant(tenantId, (tx) => sweeps.isEmpty(tx, connectionId, nativeType)))) return null
  const items = await lackingIn(shift, nativeType, started)
  return items.length > mostAlone ? [] : goneOf(shift, world, items)
}

/** Linked items that lack in the stored listing. */
export async function lackingOf(
  shift: Shift,
  world: World,
  nativeType: string,
  started: Date,
): Promise<Item[]> {
  return (
    (await goneOfEmpty(shift, world, nativeType, started)) ?? (await lackingIn(shift, nativeType, started))
  )
}

async function lackingIn(
  { db, tenantId, connectionId }: Shift,
  nativeType: string,
  started: Date,
): Promise<Item[]> {
  const ids = await db.tenant(tenantId, (tx) => sweeps.lacking(tx, connectionId, nativeType, started))
  return ids.map((externalId) => ({ nativeType, externalId }))
}

/** Those of the items that a direct look says are gone. */
export async function goneOf<T extends Item>(shift: Shift, world: World, items: readonly T[]): Promise<T[]> {
  const looks = await lookAt(shift, world, items)
  return items.filter((item) => looks.get(itemKey(item)) === 'gone')
}

/** Without `presence` only the system's own word counts: a read that shows the record as gone. */
async function presenceOf(
  { session }: Shift,
  { entity }: World,
  type: string,
  ids: readonly string[],
): Promise<Map<string, Presence>> {
  if (session.presence) return session.presence(entity.name, type, ids)
  const read = await session.read(entity.name, type, ids)
  return new Map(read.map(({ id, state }) => [id, state]))
}

/**
 * Stores a complete listing of a type; any error means that there was none.
 * @returns when it began, by the database's clock: it says nothing about links that are younger
 */
export async function storeListing(
  shift: Shift,
  list: () => AsyncIterable<string[]>,
  nativeType: string,
): Promise<Date> {
  const { connectionId } = shift
  const started = await commit(shift, (tx) => sweeps.startListing(tx, connectionId, nativeType))
  for await (const ids of list()) {
    shift.signal.throwIfAborted()
    await commit(shift, (tx) => sweeps.addListed(tx, connectionId, nativeType, ids))
  }
  return started
}
