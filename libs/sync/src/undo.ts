import type { Scalar } from '#canonical'
import { undo, type ChangeRow, type LinkRow, type Plan, type plans, type Tx } from '#persistence'
import { Inversion } from './inversion.js'
import { WorkSet } from './workset.js'
import type { RunContext, World } from './world.js'

type Item = plans.Outcome['items'][number]

/** What a run did to one record. */
export interface Deeds {
  writes: undo.DoneWrite[]
  /** Values that entered the record, each with the first value before and the last one after. */
  taken: Record<string, { before: Scalar; after: Scalar }>
  linked: Pick<LinkRow, 'connectionId' | 'nativeType' | 'externalId'>[]
}

/** Records of one piece of work. */
const batch = 250

/**
 * Plans the inverse of a run or a single write, inside the transaction of a preview or its application (rule 19): systems get
 * back what they showed before the hub wrote, unless somebody edited it since; what the hub created is taken out, links that
 * it made end, and neither is done again. What a person typed into a system stays there: it was no doing of the hub.
 * @returns what the outbox does not show: links that end, and what stays as it is, with the reason
 */
export async function invert(
  tx: Tx,
  world: World,
  undoes: NonNullable<Plan['undoes']>,
  run: RunContext,
  allowed: (recordId: string) => boolean,
): Promise<Item[]> {
  const deeds = await deedsOf(tx, undoes)
  const ids = [...deeds.keys()].sort().filter(allowed)
  const items: Item[] = []
  for (let at = 0; at < ids.length; at += batch) {
    const set = new WorkSet(tx, world, run)
    const some = ids.slice(at, at + batch)
    await set.load(some)
    const inversions = some.flatMap((id) => {
      const record = set.record(id)
      return record ? [new Inversion(world, run, set, record, deeds.get(id) ?? nothing)] : []
    })
    for (const inversion of inversions) inversion.plan()
    await set.store(null)
    await undo.wantRestores(
      tx,
      inversions.flatMap(({ restores }) => restores),
    )
    items.push(...inversions.flatMap((inversion) => inversion.items))
  }
  return items
}

const nothing: Deeds = { writes: [], taken: {}, linked: [] }

async function deedsOf(tx: Tx, undoes: NonNullable<Plan['undoes']>): Promise<Map<string, Deeds>> {
  const deeds = new Map<string, Deeds>()
  const of = (recordId: string): Deeds => {
    const known = deeds.get(recordId)
    if (known) return known
    const fresh: Deeds = { writes: [], taken: {}, linked: [] }
    deeds.set(recordId, fresh)
    return fresh
  }
  for (const write of await undo.writesOf(tx, undoes)) of(write.recordId).writes.push(write)
  if (!('run' in undoes)) return deeds
  for (const { recordId, changes } of await undo.takenBy(tx, undoes.run)) addTaken(of(recordId), changes)
  for (const { recordId, ...item } of await undo.linkedBy(tx, undoes.run)) of(recordId).linked.push(item)
  return deeds
}

function addTaken({ taken }: Deeds, changes: ChangeRow['changes']): void {
  for (const [key, { before = null, after = null }] of Object.entries(changes)) {
    taken[key] = { before: taken[key]?.before ?? before, after }
  }
}
