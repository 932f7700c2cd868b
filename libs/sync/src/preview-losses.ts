import { links, observations, sweeps, type Plan, type Run } from '#persistence'
import { itemKey, type Observation } from './observe.js'
import { commit, type Shift } from './shift.js'
import { presenceOf } from './sweep.js'
import type { Member, World } from './world.js'

/** Ids of one direct look. */
const batch = 250

/**
 * What a plan has to say about deleted records: links that lack in a complete listing and are gone at a direct look. The
 * preview's listing is the first proof, that of its application the second (rule 9); what is there again by then is left out.
 */
export async function collectLosses(
  shift: Shift,
  world: World,
  member: Member,
  run: Run,
  plan: Plan,
): Promise<Observation[]> {
  const { session, connectionId } = shift
  const listed = await shift.db.tenant(shift.tenantId, (tx) => observations.losses(tx, plan.id, connectionId))
  const asked = run.kind === 'preview' ? !plan.auto && plan.undoes === null : listed.length > 0
  if (!asked || !session.list || !session.presence || member.participant.sweepSeconds === 0) return []
  const gone: Observation[] = []
  for (const nativeType of Object.keys(member.capabilities)) {
    const known = await shift.db.tenant(shift.tenantId, (tx) =>
      links.count(tx, connectionId, world.entity.name),
    )
    if (known === 0) continue
    const started = await commit(shift, (tx) => sweeps.startListing(tx, connectionId, nativeType))
    for await (const ids of session.list(world.entity.name, nativeType)) {
      shift.signal.throwIfAborted()
      await commit(shift, (tx) => sweeps.addListed(tx, connectionId, nativeType, ids))
    }
    const lacking = await commit(shift, async (tx) => {
      const ids = await sweeps.lacking(tx, connectionId, nativeType, started)
      await sweeps.startListing(tx, connectionId, nativeType)
      return ids
    })
    gone.push(...(await lookAt(shift, world, nativeType, lacking)))
  }
  const still = new Set(gone.map(itemKey))
  const back = listed.filter((item) => !still.has(itemKey(item)))
  await commit(shift, (tx) => observations.forget(tx, plan.id, connectionId, back))
  return gone
}

/** What the system says is gone counts in a plan only if a direct look agrees. */
export async function withoutDoubtful(
  shift: Shift,
  world: World,
  items: readonly Observation[],
): Promise<Observation[]> {
  const said = items.filter(({ gone }) => gone)
  if (said.length === 0) return [...items]
  const sure = new Set<string>()
  // Also of those that nobody has linked yet: the plan may have seen them while they were there.
  for (const nativeType of new Set(said.map((item) => item.nativeType))) {
    const ids = said.filter((item) => item.nativeType === nativeType).map(({ externalId }) => externalId)
    for (const item of await lookAt(shift, world, nativeType, ids)) sure.add(itemKey(item))
  }
  return items.filter((item) => !item.gone || sure.has(itemKey(item)))
}

async function lookAt(
  shift: Shift,
  world: World,
  nativeType: string,
  ids: readonly string[],
): Promise<Observation[]> {
  const gone: Observation[] = []
  for (let at = 0; at < ids.length; at += batch) {
    const looks = await presenceOf(shift, world, nativeType, ids.slice(at, at + batch))
    for (const [externalId, look] of looks) if (look === 'gone') gone.push(lossOf(nativeType, externalId))
  }
  return gone
}

const lossOf = (nativeType: string, externalId: string): Observation => ({
  nativeType,
  externalId,
  fields: {},
  parts: {},
  gone: true,
  version: null,
  incarnation: null,
  marker: null,
  changedAt: null,
  hash: 'gone',
})
