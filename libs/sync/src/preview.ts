import { randomUUID } from 'node:crypto'
import { MappingError } from '#mapping'
import { observations, operations, plans, work, type Plan, type Run, type Tx } from '#persistence'
import { observe, type Observation, type Unread } from './observe.js'
import { processPage } from './page.js'
import { Groups } from './plan-groups.js'
import { collectLosses, withoutDoubtful } from './preview-losses.js'
import { planAgain } from './rebase.js'
import { invert } from './undo.js'
import { ruleChanges } from './rule-changes.js'
import { startStages } from './stages.js'
import { runContext } from './read.js'
import { commit, timeLeft, type Shift } from './shift.js'
import type { Member, RunContext, World } from './world.js'

/** What a preview keeps of one item. */
type Content =
  { observation: Observation } | { unread: Pick<Unread, 'nativeType' | 'externalId'> & StoredError }
interface StoredError {
  code: string
  params: Record<string, string | number>
  field?: string
}

/**
 * Reads one participant for a plan and stores what it shows, nothing else (rule 14).
 * @returns true when the participant was read to its end
 */
export async function collect(
  shift: Shift,
  world: World,
  member: Member,
  run: Run,
  plan: Plan,
): Promise<'finished' | 'more' | 'cancelled'> {
  const { participant } = member
  const ended = plan.cursors[participant.id]
  const start = run.cursor ?? ended ?? (isKnown(world, member) ? participant.cursor : null)
  const pages = shift.session.pull(world.entity.name, start as never, { pageSize: shift.pageSize })
  for await (const page of pages) {
    const { observations: shown, unread } = await observe(member, page.records)
    const items = await withoutDoubtful(shift, world, shown)
    if (page.last) items.push(...(await collectLosses(shift, world, member, run, plan)))
    await commit(shift, async (tx) => {
      await observations.store(tx, plan.id, rowsOf(member, items, unread))
      const add = { read: page.records.length }
      await work.progress(tx, run.id, { cursor: page.last ? null : page.cursor, add })
      if (page.last) {
        plan.cursors = { ...plan.cursors, [participant.id]: page.cursor }
        await work.updatePlan(tx, plan.id, { cursors: plan.cursors })
      }
    })
    if (page.last) return 'finished'
    if (await shift.db.tenant(shift.tenantId, (tx) => work.cancelled(tx, run.id))) return 'cancelled'
    if (!timeLeft(shift)) return 'more'
  }
  return 'finished'
}

/** True when all that the participant holds is known through its present mapping; only its changes are read then. */
function isKnown(world: World, { participant }: Member): boolean {
  if (world.flow.state === 'live') return true
  return (
    world.flow.basis !== null && participant.cursor !== null && !ruleChanges(world).unread.has(participant.id)
  )
}

function rowsOf(
  member: Member,
  items: readonly Observation[],
  unread: readonly Unread[],
): Parameters<typeof observations.store>[2] {
  const base = { position: member.participant.position, connectionId: member.connection.id }
  const seen = new Map<string, Parameters<typeof observations.store>[2][number]>()
  for (const observation of items) {
    const { nativeType, externalId, hash } = observation
    const content: Content = { observation }
    seen.set(`${nativeType}\n${externalId}`, { ...base, nativeType, externalId, hash, content })
  }
  for (const { nativeType, externalId, error } of unread) {
    const { code, params, field } = error
    const content: Content = {
      unread: { nativeType, externalId, code, params, ...(field === undefined ? {} : { field }) },
    }
    const hash = `unread ${code} ${field ?? ''}`
    seen.set(`${nativeType}\n${externalId}`, { ...base, nativeType, externalId, hash, content })
  }
  return [...seen.values()]
}

/** Plans everything that was observed, and takes it all back but for the list of what would happen. */
export async function rehearse(
  shift: Shift,
  world: World,
  plan: Plan,
): Promise<{ outcome: plans.Outcome; groups: Groups }> {
  const run = runContext()
  const outcome = await shift.db.rehearse(shift.tenantId, async (tx) => {
    return carry(tx, world, plan, run, everything)
  })
  return { outcome, groups: Groups.of(outcome) }
}

/** What of a plan may happen: items that were observed, and records that are planned again without being observed. */
export interface Allowed {
  row(row: observations.ObservationRow): boolean
  record(id: string): boolean
}

export const everything: Allowed = { row: () => true, record: () => true }

/** Does what a plan is about and says what came of it, in a transaction that is taken back or committed. */
export async function carry(
  tx: Tx,
  world: World,
  plan: Plan,
  run: RunContext,
  allowed: Allowed,
): Promise<plans.Outcome> {
  await replay(tx, world, plan.id, run, allowed)
  const undone = plan.undoes ? await invert(tx, world, plan.undoes, run, (id) => allowed.record(id)) : []
  const outcome = await plans.outcome(tx, world.flow.id, plan.id, run.id)
  return { ...outcome, items: [...outcome.items, ...undone] }
}

/** Puts observations through the ordinary way of the data, in rank order; there is no other code path (design §3). */
async function replay(
  tx: Tx,
  world: World,
  planId: string,
  run: RunContext,
  allowed: Allowed,
): Promise<void> {
  let after = { position: -1, nativeType: '', externalId: '' }
  const parked = new Map<Member, Observation[]>(world.members.map((member) => [member, []]))
  for (;;) {
    const rows = await observations.page(tx, planId, after, 500)
    const last = rows.at(-1)
    if (!last) break
    after = last
    await replayRows(
      tx,
      world,
      run,
      rows.filter((row) => allowed.row(row)),
      parked,
    )
  }
  // A later page may have brought what an item of an earlier one refers to.
  for (const [member, items] of parked) await replayParked(tx, world, member, run, items)
  // Items in question for which later items brought a further candidate, as a nudge would look at them again.
  for (;;) {
    const rows = (await observations.reconsidered(tx, planId)).filter((row) => allowed.row(row))
    if (rows.length === 0) break
    await replayRows(tx, world, run, rows, parked)
  }
  await planAgain(tx, world, run, (id) => allowed.record(id))
}

async function replayRows(
  tx: Tx,
  world: World,
  run: RunContext,
  rows: readonly observations.ObservationRow[],
  parked: Map<Member, Observation[]>,
): Promise<void> {
  for (const member of world.members) {
    const mine = rows.filter((row) => row.connectionId === member.connection.id)
    if (mine.length === 0) continue
    const contents = mine.map(({ content }) => content as Content)
    const page = await processPage(tx, {
      world,
      member,
      run,
      planned: true,
      observations: contents.flatMap((content) => ('observation' in content ? [content.observation] : [])),
      unread: contents.flatMap((content) => ('unread' in content ? [restored(content.unread)] : [])),
    })
    parked.get(member)?.push(...page.parked)
  }
}

async function replayParked(
  tx: Tx,
  world: World,
  member: Member,
  run: RunContext,
  items: readonly Observation[],
): Promise<void> {
  if (items.length === 0) return
  const input = { world, member, run, planned: true, observations: items, unread: [] }
  const { parked } = await processPage(tx, input)
  if (parked.length < items.length) await replayParked(tx, world, member, run, parked)
}

function restored(unread: Extract<Content, { unread: unknown }>['unread']): Unread {
  const { nativeType, externalId, code, params, field } = unread
  return { nativeType, externalId, error: new MappingError(code, params, field) }
}

/** Ends a preview: what would happen becomes the plan's list, for a person to approve. */
export async function makePlan(shift: Shift, world: World, run: Run, plan: Plan): Promise<void> {
  const { outcome, groups } = await rehearse(shift, world, plan)
  const counts = countsOf(outcome)
  await commit(shift, async (tx) => {
    await operations.propose(
      tx,
      outcome.items.map((item) => ({ ...item, id: randomUUID(), planId: plan.id })),
    )
    await observations.markPlanned(tx, plan.id, groups.rows())
    await work.updatePlan(tx, plan.id, { state: 'ready', counts })
    await work.progress(tx, run.id, { state: 'done', add: counts })
    // Changed rules without an effect on any value need nobody's approval, nor do flows whose creates need none.
    const restored = plan.reasons.some((reason) => reason.startsWith('restored:'))
    const agreed = world.flow.settings.creates === 'auto' && !restored
    if (plan.auto && (outcome.items.length === 0 || agreed)) {
      await work.updatePlan(tx, plan.id, { state: 'applying', approvedBy: 'einmal', approvedAt: new Date() })
      await startStages(tx, world, plan, 'apply', 'einmal')
    }
  })
}

function countsOf(outcome: plans.Outcome): Record<string, number> {
  const counts: Record<string, number> = { records: outcome.newRecords }
  for (const { kind } of outcome.items) {
    const name = kind === 'merge' ? 'unreadable' : kind
    counts[name] = (counts[name] ?? 0) + 1
  }
  return counts
}
