import { links, reviews, sweeps, work, type DeletePolicy, type Run, type Tx } from '#persistence'
import { tooManyGone } from './guard.js'
import { lose } from './loss.js'
import { itemKey } from './observe.js'
import { goneOfEmpty, lookAt, storeListing } from './presence.js'
import { questionOf } from './questions.js'
import { lookAgain, runContext } from './read.js'
import { commit, holdRules, wakeOthers, type Shift } from './shift.js'
import { WorkSet } from './workset.js'
import type { Member, RunContext, World } from './world.js'

/** Seconds after a listing in which links lacked until the one that confirms it (rule 9: two listings). */
const secondLook = 60

/** Losses of one transaction. */
const batch = 250

/** Unknown ids of one listing that are looked at. */
const mostUnknown = 1000

/**
 * Lists a participant completely and notes which links lack in it; what lacks twice becomes a suspect (rule 9). Any error of
 * the listing means that there was none. `atOnce`: a person asked, and the second listing need not wait.
 * @returns numbers for the run; null where the connector cannot list
 */
export async function sweep(
  shift: Shift,
  world: World,
  member: Member,
  atOnce = false,
): Promise<Record<string, number> | null> {
  const { session, connectionId } = shift
  const { participant } = member
  const entity = world.entity.name
  const interval = participant.sweepSeconds > 0 ? participant.sweepSeconds : 86_400
  // Whatever goes wrong, the next listing is not due at once.
  await commit(shift, (tx) => sweeps.sweepAfter(tx, participant.id, Math.min(interval, 900)))
  const { list } = session
  if (!list || !session.presence) {
    await commit(shift, (tx) => sweeps.sweepAfter(tx, participant.id, interval))
    return null
  }
  const counts: Record<string, number> = { listed: 0, missing: 0 }
  for (const nativeType of Object.keys(member.capabilities)) {
    const started = await storeListing(shift, () => list.call(session, entity, nativeType), nativeType)
    const alone = await goneOfEmpty(shift, world, nativeType, started)
    const gone = alone && alone.map(({ externalId }) => externalId)
    await commit(shift, async (tx) => {
      const at = { connectionId, entity, nativeType, started, atOnce, gone }
      const compared = await sweeps.compareListing(tx, at)
      counts['listed'] = (counts['listed'] ?? 0) + compared.listed
      counts['missing'] = (counts['missing'] ?? 0) + compared.missing
      const unknown = await sweeps.unknownListed(tx, connectionId, nativeType, mostUnknown)
      const items = unknown.map((externalId) => ({ nativeType, externalId }))
      if (items.length > 0) await work.nudge(tx, connectionId, entity, items)
      await sweeps.startListing(tx, connectionId, nativeType)
    })
  }
  const next = (counts['missing'] ?? 0) > 0 ? Math.min(secondLook, interval) : interval
  await commit(shift, (tx) => sweeps.sweepAfter(tx, participant.id, next))
  return counts
}

/**
 * Looks at each suspect directly. Those that are gone count as lost, unless they are suspiciously many: then a person is
 * asked first. Those that are present or cannot be seen are suspects no more.
 */
export async function judge(shift: Shift, world: World, member: Member): Promise<void> {
  const { connectionId } = shift
  const entity = world.entity.name
  const known = await shift.db.tenant(shift.tenantId, (tx) => sweeps.suspects(tx, connectionId, entity))
  const looks = await lookAt(shift, world, known)
  const isGone = (suspect: sweeps.Suspect): boolean => looks.get(itemKey(suspect)) === 'gone'
  const gone = known.filter(isGone)
  const cleared = known.filter((suspect) => !isGone(suspect))
  const run = runContext()
  const asked = await commit(shift, async (tx) => {
    await holdRules(tx, world)
    await sweeps.clear(tx, connectionId, cleared)
    const present = cleared.filter((suspect) => looks.get(itemKey(suspect)) === 'present')
    if (present.length > 0) await work.nudge(tx, connectionId, entity, present)
    return guard(tx, world, member, run, gone)
  })
  if (asked) return
  for (let at = 0; at < gone.length; at += batch) {
    const some = gone.slice(at, at + batch)
    await commit(shift, async (tx) => {
      await holdRules(tx, world)
      await wakeOthers(tx, shift, await loseAll(tx, world, member, run, some))
    })
  }
  await commit(shift, (tx) => sweeps.allowDeletes(tx, member.participant.id, null))
}

/** Takes proved losses in; `policy` is a person's word in place of the flow's. */
export async function loseAll(
  tx: Tx,
  world: World,
  member: Member,
  run: RunContext,
  gone: readonly sweeps.Suspect[],
  policy?: DeletePolicy,
): Promise<ReadonlySet<string>> {
  const set = new WorkSet(tx, world, run)
  await set.load(gone.map(({ recordId }) => recordId))
  for (const suspect of gone) {
    const link = set.linkOf(member.connection.id, suspect)
    const record = link && set.record(link.recordId)
    if (link && record) lose({ world, member, run, set }, link, record, policy)
  }
  const woken = await set.store(member.connection.id)
  await sweeps.clear(tx, member.connection.id, gone)
  await work.noteRun(tx, world.flow, run.id, member.connection.id)
  await work.progress(tx, run.id, { add: set.counts })
  return woken
}

/** Opens the question about suspiciously many losses; false when there are few, or a person let so many through. */
async function guard(
  tx: Tx,
  world: World,
  member: Member,
  run: RunContext,
  gone: readonly sweeps.Suspect[],
): Promise<boolean> {
  const total = await links.count(tx, member.connection.id, world.entity.name)
  if (!tooManyGone(gone.length, total) || gone.length <= (member.participant.deletesAllowed ?? 0))
    return false
  await reviews.open(tx, [
    questionOf(member.connection, {
      flowId: world.flow.id,
      kind: 'mass-delete',
      evidence: { changed: gone.length, total, examples: gone.slice(0, 20).map(({ recordId }) => recordId) },
      runId: run.id,
    }),
  ])
  return true
}

/** A person asked for the look: two listings at once, and the judgement. */
export async function sweepNow(
  shift: Shift,
  world: World,
  member: Member,
  run: Run,
): Promise<Record<string, number>> {
  await commit(shift, (tx) => work.progress(tx, run.id, { state: 'running' }))
  const first = await sweep(shift, world, member, true)
  const second = first && (first['missing'] ?? 0) > 0 ? await sweep(shift, world, member, true) : first
  // What the listings named and nobody knew is looked at first: it may be a suspect under another id.
  await lookAgain(shift)
  await judge(shift, world, member)
  return second ?? {}
}
