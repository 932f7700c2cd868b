import { randomUUID } from 'node:crypto'
import type { Flat } from '#canonical'
import {
  links,
  operations,
  records,
  references,
  reviews,
  type LinkRow,
  type RecordRow,
  type Tx,
} from '#persistence'
import { inPilot } from './authority.js'
import { groupBy } from './group-by.js'
import { frozenField } from './life.js'
import { planRecord, wishHash, type RecordPlan } from './plan.js'
import { questionAbout } from './questions.js'
import type { RunContext, World } from './world.js'

export interface PlansInput {
  world: World
  run: RunContext
  /** Connection whose change is carried further; null for a person's decision. */
  cause: string | null
  records: readonly RecordRow[]
  /** Records that did not exist before; they have no wishes to take back. */
  fresh: ReadonlySet<string>
  linksOf(recordId: string): readonly LinkRow[]
}

export interface PlansResult {
  counts: Record<string, number>
  /** Connections that have writes waiting. */
  woken: Set<string>
  rescoped: LinkRow[]
}

/** Plans these records for every participant and brings the outbox up to date with the wishes. */
export async function storePlans(tx: Tx, input: PlansInput): Promise<PlansResult> {
  const { world, run } = input
  const result: PlansResult = { counts: {}, woken: new Set(), rescoped: [] }
  if (input.records.length === 0) return result
  const ids = input.records.map(({ id }) => id)
  const questions = await reviews.openCandidates(tx, ids)
  const needs = groupBy(await references.neededIn(tx, ids), ({ recordId }) => recordId)
  const awaited = new Set(questions.map((q) => `${q.recordId}\n${q.connectionId}\n${q.nativeType}`))
  const wanted: operations.WantedWrite[] = []
  const frozen: reviews.NewReview[] = []
  const settled: { recordId: string; connectionId: string; nativeType: string }[] = []
  for (const record of input.records) {
    const own = needs.get(record.id) ?? []
    const plan = planRecord(
      world,
      record,
      input.linksOf(record.id),
      (connectionId, nativeType) => awaited.has(`${record.id}\n${connectionId}\n${nativeType}`),
      (connectionId, nativeType) =>
        own.some(
          (need) => need.connectionId === connectionId && [null, nativeType].includes(need.nativeType),
        ),
    )
    result.rescoped.push(...plan.rescoped)
    // A record that others refer to goes along with them.
    const held = own.length === 0 && !inPilot(world.flow.settings, record)
    frozen.push(...frozenQuestions(input, record, plan))
    if (!input.fresh.has(record.id)) {
      settled.push(...plan.settled.map((target) => ({ recordId: record.id, ...target })))
    }
    for (const wish of plan.wanted) {
      const connectionId = wish.member.connection.id
      result.woken.add(connectionId)
      result.counts[wish.kind] = (result.counts[wish.kind] ?? 0) + 1
      wanted.push({
        id: randomUUID(),
        runId: run.id,
        planId: null,
        flowId: world.flow.id,
        connectionId,
        recordId: record.id,
        nativeType: wish.nativeType,
        externalId: wish.link?.externalId ?? null,
        kind: wish.kind,
        title: record.title,
        before: wish.before,
        after: wish.after,
        hash: wishHash(wish.kind, wish.before, wish.after),
        marker: record.id,
        cause: { connection: input.cause, run: run.id },
        held,
      })
    }
  }
  if (world.entity.lifecycle) {
    await reviews.open(tx, frozen)
    await reviews.endFrozen(tx, ids, frozen)
  }
  await operations.want(tx, wanted)
  await operations.withdraw(tx, settled)
  return result
}

/** One question for each list or field that a system froze and that the record has otherwise. */
function frozenQuestions(
  { world, run }: PlansInput,
  record: RecordRow,
  plan: RecordPlan,
): reviews.NewReview[] {
  return plan.frozen.flatMap(({ link, keys }) => {
    const fields = [...new Set(keys.map(frozenField))]
    return fields.map((field): reviews.NewReview => {
      const own = keys.filter((key) => frozenField(key) === field)
      const pick = (values: Flat): Flat => Object.fromEntries(own.map((key) => [key, values[key] ?? null]))
      return questionAbout(link, record, {
        flowId: world.flow.id,
        kind: 'frozen',
        field,
        evidence: { record: pick(record.values), system: pick(link.seen) },
        runId: run.id,
      })
    })
  })
}

/** Plans records again whose surroundings changed: a question was answered, a link was made or removed. */
export async function replan(
  tx: Tx,
  world: World,
  recordIds: readonly string[],
  run: RunContext,
): Promise<ReadonlySet<string>> {
  const rows = await records.lock(tx, recordIds)
  const all = groupBy(await links.ofRecords(tx, recordIds), ({ recordId }) => recordId)
  const result = await storePlans(tx, {
    world,
    run,
    cause: null,
    records: rows,
    fresh: new Set(),
    linksOf: (id) => all.get(id) ?? [],
  })
  await links.update(tx, result.rescoped)
  return result.woken
}
