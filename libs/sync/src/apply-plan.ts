import { randomUUID } from 'node:crypto'
import {
  observations,
  operations,
  Plan,
  plans,
  Run,
  rules,
  work,
  type OperationRow,
  type Tx,
} from '#persistence'
import { itemsKey } from './plan-groups.js'
import { carry, everything, rehearse, type Allowed } from './preview.js'
import { basisOf, mappingsOf } from './rule-changes.js'
import { runContext } from './read.js'
import { commit, type Shift } from './shift.js'
import type { World } from './world.js'

/** Applying found something that the approval did not cover, in spite of all checks: nothing may be kept (rule 14). */
class Unapproved extends Error {
  override readonly name = 'Unapproved'
}

const nothing: Allowed = { row: () => false, record: () => false }

/**
 * Applies an approved plan: what is still exactly as approved goes to the outbox; what changed meanwhile is marked "world
 * changed" and planned anew in a following plan. When nothing is left over, the flow goes live.
 */
export async function applyPlan(shift: Shift, world: World, run: Run, plan: Plan): Promise<void> {
  const approved = await shift.db.tenant(shift.tenantId, (tx) => operations.ofPlan(tx, plan.id))
  const changed = await shift.db.tenant(shift.tenantId, (tx) => observations.changed(tx, plan.id))
  const allowed = changed ? await unchangedGroups(shift, world, plan, approved) : everything
  try {
    await commit(shift, (tx) => carryOut(tx, world, run, plan, approved, allowed))
  } catch (error) {
    if (!(error instanceof Unapproved)) throw error
    await commit(shift, (tx) => carryOut(tx, world, run, plan, approved, nothing))
  }
}

/** Plans again on what is seen now; a group is applied if it promises exactly what was approved for it. */
async function unchangedGroups(
  shift: Shift,
  world: World,
  plan: Plan,
  approved: readonly OperationRow[],
): Promise<Allowed> {
  const { groups } = await rehearse(shift, world, plan)
  const now = groups.promises()
  const then = new Map<string, Set<string>>()
  for (const item of approved) {
    const group = groups.of(item.recordId)
    const keys = then.get(group) ?? new Set<string>()
    keys.add(itemsKey(item))
    then.set(group, keys)
  }
  const groupOf = new Map(
    groups.rows().map((row) => [`${row.connectionId}\n${row.nativeType}\n${row.externalId}`, row.group]),
  )
  const asApproved = (group: string): boolean => sameSet(now.get(group), then.get(group))
  return {
    row(row) {
      const group = groupOf.get(`${row.connectionId}\n${row.nativeType}\n${row.externalId}`)
      if (group !== undefined) return asApproved(group)
      // It does nothing now; that needs an approval only where the plan promised something of it.
      return row.plannedGroup === null || row.hash === row.plannedHash
    },
    record: (id) => asApproved(groups.of(id)),
  }
}

function sameSet(a: ReadonlySet<string> = new Set(), b: ReadonlySet<string> = new Set()): boolean {
  return a.size === b.size && [...a].every((key) => b.has(key))
}

async function carryOut(
  tx: Tx,
  world: World,
  run: Run,
  plan: Plan,
  approved: readonly OperationRow[],
  allowed: Allowed,
): Promise<void> {
  const left: observations.ObservationRow[] = []
  const context = runContext(run.id)
  let leftRecords = 0
  const outcome = await carry(tx, world, plan, context, {
    row(row) {
      const go = allowed.row(row)
      if (!go) left.push(row)
      return go
    },
    record(id) {
      const go = allowed.record(id)
      if (!go) leftRecords += 1
      return go
    },
  })
  const promised = new Map(approved.map((item) => [itemsKey(item), item.id]))
  const kept = outcome.items.map((item) => promised.get(itemsKey(item)))
  if (kept.includes(undefined)) throw new Unapproved()
  const done = new Set(kept)
  const isWrite = ({ kind }: OperationRow): boolean =>
    kind === 'create' || kind === 'update' || kind === 'delete' || kind === 'restore'
  const met = approved.filter(({ id }) => done.has(id))
  // The approved writes are in the outbox now, under the plan; their proposals have served.
  await operations.remove(
    tx,
    met.filter(isWrite).map(({ id }) => id),
  )
  await operations.setState(
    tx,
    met.filter((item) => !isWrite(item)).map(({ id }) => id),
    'done',
  )
  await operations.setState(
    tx,
    approved.filter(({ id }) => !done.has(id)).map(({ id }) => id),
    'world-changed',
  )
  const woken = await plans.adopt(tx, plan.id, run.id)
  await work.updatePlan(tx, plan.id, { state: 'applied', appliedAt: new Date() })
  if (left.length + leftRecords > 0) await planAnew(tx, world, plan, left)
  else if (!plan.undoes) await rules.goLive(tx, world.flow.id, plan.cursors, basisOf(world))
  await observations.clear(tx, plan.id)
  const worldChanged = approved.length - met.length
  await work.progress(tx, run.id, { state: 'done', add: { applied: met.length, worldChanged } })
  await work.wake(tx, world.tenantId, woken)
}

/** What the approval did not cover is planned anew, from what has been seen already. */
async function planAnew(
  tx: Tx,
  world: World,
  plan: Plan,
  left: readonly observations.ObservationRow[],
): Promise<void> {
  const next = tx.getRepository(Plan).create({
    id: randomUUID(),
    tenantId: world.tenantId,
    flowId: world.flow.id,
    follows: plan.id,
    state: 'collecting',
    cursors: plan.cursors,
    auto: plan.auto,
    reasons: plan.reasons,
    undoes: plan.undoes,
    createdBy: plan.createdBy,
  })
  await rules.noteMappings(tx, mappingsOf(world))
  await tx.getRepository(Plan).insert(next as never)
  await observations.move(tx, plan.id, next.id, left)
  await tx.getRepository(Run).insert({
    id: randomUUID(),
    tenantId: world.tenantId,
    flowId: world.flow.id,
    planId: next.id,
    connectionId: world.members.at(-1)?.connection.id ?? null,
    kind: 'preview',
    state: 'queued',
    stage: world.members.length,
    askedBy: plan.createdBy,
  })
}
