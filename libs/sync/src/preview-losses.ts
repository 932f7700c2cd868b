import { links, observations, sweeps, type Plan, type Run } from '#persistence'
import { itemKey, type Observation } from './observe.js'
import { goneOf, lackingOf, storeListing } from './presence.js'
import { commit, type Shift } from './shift.js'
import type { Member, World } from './world.js'

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
  const { allowance, sweepSeconds } = member.participant
  // A restored system lacks what was made there since its backup; it must not look like a deletion later (rule 16).
  const wanted = allowance?.restored
    ? allowance.restored !== 'hub'
    : sweepSeconds > 0 && !plan.auto && plan.undoes === null
  const asked = run.kind === 'preview' ? wanted : listed.length > 0
  const { list } = session
  if (!asked || !list || !session.presence) return []
  const known = await shift.db.tenant(shift.tenantId, (tx) =>
    links.count(tx, connectionId, world.entity.name),
  )
  const gone: Observation[] = []
  for (const nativeType of known > 0 ? Object.keys(member.capabilities) : []) {
    const whole = (): AsyncIterable<string[]> => list.call(session, world.entity.name, nativeType)
    const started = await storeListing(shift, whole, nativeType)
    const items = await lackingOf(shift, world, nativeType, started)
    await commit(shift, (tx) => sweeps.startListing(tx, connectionId, nativeType))
    gone.push(...(await goneOf(shift, world, items)).map(lossOf))
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
  // Also of those that nobody has linked yet: the plan may have seen them while they were there.
  const sure = new Set((await goneOf(shift, world, said)).map(itemKey))
  return items.filter((item) => !item.gone || sure.has(itemKey(item)))
}

const lossOf = (item: { nativeType: string; externalId: string }): Observation => ({
  ...item,
  fields: {},
  parts: {},
  gone: true,
  version: null,
  incarnation: null,
  marker: null,
  changedAt: null,
  hash: 'gone',
})
