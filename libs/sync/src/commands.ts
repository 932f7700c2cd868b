import { randomUUID } from 'node:crypto'
import { HubError } from '#i18n'
import { observations, operations, Plan, Run, undo, rules, work, type Tx } from '#persistence'
import { ruleChanges } from './rule-changes.js'
import { startStages } from './stages.js'
import type { World } from './world.js'

// What a person can ask for. Every function only writes down what is wanted and wakes the worker that does it.

/** Starts a preview: every participant is read, nothing is changed. @throws HubError `plan.open` while another is open */
export async function startPreview(tx: Tx, world: World, actor: string): Promise<{ plan: Plan; run: Run }> {
  await refuseOpenPlan(tx, world)
  const plan = await insertPlan(tx, world, actor)
  return { plan, run: await startStages(tx, world, plan, 'preview', actor) }
}

/**
 * Starts a preview of taking back a run or a single write (rule 19).
 * @throws HubError `undo.nothing`, `undo.preview`, `plan.open`
 */
export async function startUndo(
  tx: Tx,
  world: World,
  undoes: NonNullable<Plan['undoes']>,
  actor: string,
): Promise<{ plan: Plan; run: Run }> {
  if (world.flow.state === 'preview') throw new HubError('undo.preview', { httpStatus: 409 })
  await refuseOpenPlan(tx, world)
  if (!(await undo.anything(tx, undoes))) throw new HubError('undo.nothing', { httpStatus: 409 })
  const plan = await insertPlan(tx, world, actor, { undoes })
  return { plan, run: await startStages(tx, world, plan, 'preview', actor) }
}

/** Approves what a preview listed; exactly that may happen (rule 14). */
export async function approvePlan(tx: Tx, plan: Plan, actor: string): Promise<void> {
  requireState(plan, 'ready')
  await tx
    .getRepository(Plan)
    .update({ id: plan.id }, { state: 'approved', approvedBy: actor, approvedAt: () => 'now()' })
}

/** Applies an approved plan: the participants are read on, then what is still as approved is written. */
export async function startApply(tx: Tx, world: World, plan: Plan, actor: string): Promise<Run> {
  requireState(plan, 'approved')
  await work.updatePlan(tx, plan.id, { state: 'applying' })
  return startStages(tx, world, plan, 'apply', actor)
}

/** Throws a plan away; nothing of it happens. */
export async function discardPlan(tx: Tx, plan: Plan): Promise<void> {
  if (plan.state !== 'applying') {
    await work.cancelPlanRuns(tx, plan.id)
  } else requireState(plan, 'ready')
  const items = await operations.ofPlan(tx, plan.id)
  const open = items.filter(({ state }) => state === 'proposed').map(({ id }) => id)
  await operations.setState(tx, open, 'rejected')
  await observations.clear(tx, plan.id)
  await work.updatePlan(tx, plan.id, { state: 'discarded' })
}

/**
 * Reads participants now instead of at their next due time; `full` from the beginning, `deletes` looks for what is gone.
 * @throws HubError `flow.not-live`, `flow.nothing-to-read`
 */
export async function startRuns(
  tx: Tx,
  world: World,
  options: { connectionId?: string; full?: boolean; deletes?: boolean; actor: string },
): Promise<Run[]> {
  if (world.flow.state !== 'live') throw new HubError('flow.not-live', { httpStatus: 409 })
  const members = world.members.filter(({ participant, connection }) =>
    options.connectionId === undefined
      ? participant.reads || options.deletes === true
      : connection.id === options.connectionId,
  )
  if (members.length === 0) throw new HubError('flow.nothing-to-read', { httpStatus: 409 })
  const runs = members.map(({ connection }) =>
    tx.getRepository(Run).create({
      id: randomUUID(),
      tenantId: world.tenantId,
      flowId: world.flow.id,
      connectionId: connection.id,
      kind: options.deletes ? 'sweep' : options.full ? 'full' : 'poll',
      state: 'queued',
      askedBy: options.actor,
      counts: {},
      stage: 0,
      cancel: false,
    }),
  )
  for (const run of runs) await tx.getRepository(Run).insert(run as never)
  await work.wake(
    tx,
    world.tenantId,
    members.map(({ connection }) => connection.id),
  )
  return runs
}

/** Asks a run to stop after its present page. */
export async function cancelRun(tx: Tx, run: Run): Promise<void> {
  if (run.state !== 'queued' && run.state !== 'running') {
    throw new HubError('run.ended', { httpStatus: 409, params: { state: run.state } })
  }
  await tx.getRepository(Run).update({ id: run.id }, { cancel: true })
  if (run.connectionId) await work.wake(tx, run.tenantId, [run.connectionId])
}

/**
 * A live flow whose rules are otherwise than when it went live goes back to preview, and a plan of the effect is made at once
 * (rule 15). Without an effect it goes live again by itself. A plan that was made under older rules is thrown away.
 * @returns the plan that shows the effect; null when no rule changed
 */
export async function rebaseIfChanged(tx: Tx, world: World, actor: string): Promise<Plan | null> {
  const { flow } = world
  if (flow.state === 'paused') return null
  const { reasons } = ruleChanges(world)
  const openId = await work.openPlan(tx, flow.id)
  const open = openId === null ? null : await tx.getRepository(Plan).findOneBy({ id: openId })
  if (open?.state === 'applying') return null
  if (open && (open.auto || reasons.length > 0)) await discardPlan(tx, open)
  if (reasons.length === 0) return null
  await rules.backToPreview(tx, flow.id)
  const plan = await insertPlan(tx, world, actor, { auto: true, reasons })
  await startStages(tx, world, plan, 'preview', actor)
  return plan
}

async function refuseOpenPlan(tx: Tx, world: World): Promise<void> {
  const open = await work.openPlan(tx, world.flow.id)
  if (open) throw new HubError('plan.open', { httpStatus: 409, params: { plan: open } })
}

async function insertPlan(
  tx: Tx,
  world: World,
  actor: string,
  more: Partial<Pick<Plan, 'auto' | 'reasons' | 'undoes'>> = {},
): Promise<Plan> {
  const plan = tx.getRepository(Plan).create({
    id: randomUUID(),
    tenantId: world.tenantId,
    flowId: world.flow.id,
    state: 'collecting',
    counts: {},
    cursors: {},
    createdBy: actor,
    ...more,
  })
  await tx.getRepository(Plan).insert(plan as never)
  return tx.getRepository(Plan).findOneByOrFail({ id: plan.id })
}

function requireState(plan: Plan, state: Plan['state']): void {
  if (plan.state !== state) {
    throw new HubError('plan.wrong-state', { httpStatus: 409, params: { state: plan.state, needed: state } })
  }
}
