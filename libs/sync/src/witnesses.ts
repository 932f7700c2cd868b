import type { NativeRecord } from '#connector-kit'
import { work, type Tx, type Witness } from '#persistence'
import { itemKey, type Observation } from './observe.js'
import { clockSteps, TimeRanBack } from './ran-back.js'
import type { Shift } from './shift.js'
import type { Member, World } from './world.js'

// The high-water mark of rule 16: the newest records of a participant are remembered, and before anything that the system
// shows now is believed, they must be as new as they were. That costs one more request in a slice that has something to take
// in, and none where records are read by id anyway.

/** So many records of a participant are remembered. */
const most = 5

/** Looks at the witnesses, once in a slice. @throws TimeRanBack when one is older now, or most of them are gone */
export async function heedWitnesses(shift: Shift, world: World, member: Member): Promise<void> {
  await heed(shift, world, member, new Map())
}

/** Reads these records, and looks at the witnesses on the way. @throws TimeRanBack like `heedWitnesses` */
export async function readHeeding(
  shift: Shift,
  world: World,
  member: Member,
  type: string,
  ids: readonly string[],
): Promise<NativeRecord[]> {
  const mine = unheeded(shift, member).filter(({ nativeType }) => nativeType === type)
  const all = [...new Set([...ids, ...mine.map(({ externalId }) => externalId)])]
  const shown = await shift.session.read(world.entity.name, type, all)
  await heed(shift, world, member, new Map([[type, shown]]))
  const wanted = new Set(ids)
  return shown.filter(({ id }) => wanted.has(id))
}

const unheeded = (shift: Shift, { participant }: Member): readonly Witness[] =>
  shift.heeded.has(participant.id) || participant.allowance?.restored ? [] : (participant.witnesses ?? [])

async function heed(
  shift: Shift,
  world: World,
  member: Member,
  shown: ReadonlyMap<string, readonly NativeRecord[]>,
): Promise<void> {
  const witnesses = unheeded(shift, member)
  shift.heeded.add(member.participant.id)
  if (witnesses.length === 0) return
  const now = new Map<string, NativeRecord>()
  for (const type of new Set(witnesses.map(({ nativeType }) => nativeType))) {
    const ids = witnesses.filter(({ nativeType }) => nativeType === type).map(({ externalId }) => externalId)
    const records = shown.get(type) ?? (await shift.session.read(world.entity.name, type, ids))
    for (const record of records) now.set(itemKey({ nativeType: record.type, externalId: record.id }), record)
  }
  let gone = 0
  for (const witness of witnesses) {
    const record = now.get(itemKey(witness))
    if (!record) gone += 1
    else if (typeof record.changedAt === 'number' && record.changedAt < witness.changedAt - clockSteps)
      throw new TimeRanBack()
  }
  if (gone >= 3 && gone > witnesses.length / 2) throw new TimeRanBack()
}

/** Remembers the newest records of a page. */
export async function rememberNewest(
  tx: Tx,
  member: Member,
  observations: readonly Observation[],
): Promise<void> {
  const { participant } = member
  const before = participant.witnesses ?? []
  const byItem = new Map(before.map((witness) => [itemKey(witness), witness]))
  for (const item of observations) {
    const { nativeType, externalId, changedAt } = item
    if (item.gone) byItem.delete(itemKey(item))
    else if (changedAt !== null) byItem.set(itemKey(item), { nativeType, externalId, changedAt })
  }
  const newest = [...byItem.values()].sort((a, b) => b.changedAt - a.changedAt).slice(0, most)
  if (JSON.stringify(newest) === JSON.stringify(before)) return
  participant.witnesses = newest
  await work.saveWitnesses(tx, participant.id, newest)
}
