import { randomUUID } from 'node:crypto'
import type { Cursor } from '#connector-kit'
import { nextTime } from '#jobs'
import { failures, reviews, sweeps, work, type Run, type Tx } from '#persistence'
import { ChangeGuard, MassChange } from './guard.js'
import { observe } from './observe.js'
import { processPage } from './page.js'
import { questionOf } from './questions.js'
import {
  commit,
  flowOnce,
  flowsInShift,
  holdRules,
  portion,
  timeLeft,
  wakeOthers,
  type Shift,
} from './shift.js'
import { heedWitnesses, readHeeding, rememberNewest } from './witnesses.js'
import type { Member, RunContext, World } from './world.js'

/** How far a reading got. */
export type Reading = 'finished' | 'more' | 'held' | 'cancelled'

export const runContext = (id: string = randomUUID()): RunContext => ({ id, at: new Date().toISOString() })

/**
 * Reads a participant on from its cursor, page by page; each page's effects and its cursor are one commit (rule 11).
 * Stops between pages when the shift's time is over. A `full` run starts over from the beginning.
 */
export async function poll(shift: Shift, world: World, member: Member, run: Run | null): Promise<Reading> {
  const { participant } = member
  const context = runContext(run?.id)
  const guard = new ChangeGuard(shift.connectionId, world.entity.name, participant.allowance?.fields)
  const full = run?.kind === 'full'
  const start = (full ? run.cursor : participant.cursor) as Cursor | null
  for await (const page of shift.session.pull(world.entity.name, start, { pageSize: shift.pageSize })) {
    if (page.records.length > 0) await heedWitnesses(shift, world, member)
    const { observations, unread } = await observe(member, page.records)
    try {
      await commit(shift, async (tx) => {
        await holdRules(tx, world)
        const result = await processPage(tx, { world, member, run: context, observations, unread, guard })
        if (full && !page.last) await work.progress(tx, run.id, { cursor: page.cursor })
        else await work.saveCursor(tx, participant.id, page.cursor, page.last, nextRead(participant))
        await rememberNewest(tx, member, observations)
        await wakeOthers(tx, shift, result.woken)
        // A scheduled poll that finds nothing leaves no trace; there are thousands of them a day.
        const effect = Object.keys(result.counts).length > 1
        if (!run && effect) await work.noteRun(tx, world.flow, context.id, shift.connectionId)
        if (run || effect) await work.progress(tx, context.id, { add: result.counts })
      })
    } catch (error) {
      if (!(error instanceof MassChange)) throw error
      await hold(shift, world, member, context, error)
      return 'held'
    }
    if (page.last) return 'finished'
    const interrupted = await shift.db.tenant(shift.tenantId, (tx) => interruption(tx, shift, run))
    if (interrupted) return interrupted
  }
  return 'finished'
}

/** By its schedule; null for one that is read at intervals. */
function nextRead({ cron, timeZone }: Member['participant']): Date | null {
  return cron === null ? null : nextTime({ cron, timeZone }, new Date())
}

/** Why reading stops between two pages: it was cancelled, the shift is over, or something waits that comes first. */
async function interruption(tx: Tx, shift: Shift, run: Run | null): Promise<'cancelled' | 'more' | null> {
  if (run && (await work.cancelled(tx, run.id))) return 'cancelled'
  if (!timeLeft(shift)) return 'more'
  return (await work.urgent(tx, shift.connectionId)) ? 'more' : null
}

/** A mass change: the participant waits for a person, nothing of the page is kept (rule 10). */
async function hold(
  shift: Shift,
  world: World,
  member: Member,
  run: RunContext,
  error: MassChange,
): Promise<void> {
  await commit(shift, async (tx) => {
    const question = questionOf(member.connection, {
      flowId: world.flow.id,
      kind: 'mass-change',
      field: error.field,
      evidence: { changed: error.changed, total: error.total },
      runId: run.id,
    })
    await reviews.open(tx, [question])
    await work.holdParticipant(tx, member.participant.id, question.id)
  })
}

/** Looks again at ids that a webhook, a person or a decided review named (rule 1). Returns false when there are none. */
export async function lookAgain(shift: Shift): Promise<boolean> {
  const { nudges, flowIds } = await shift.db.tenant(shift.tenantId, async (tx) => {
    const nudges = await work.nudges(tx, shift.connectionId, portion(shift, shift.pageSize))
    const named = [...new Set(nudges.map(({ entity }) => entity))]
    const flowIds = named.length > 0 ? await work.flowsOf(tx, shift.connectionId, named) : []
    await flowsInShift(
      tx,
      shift,
      flowIds.filter((id) => !shift.flows.has(id)),
    )
    return { nudges, flowIds }
  })
  for (const flowId of flowIds) {
    const flow = await flowOnce(shift, flowId)
    if (!flow) continue
    const { world, member } = flow
    const mine = nudges.filter(({ entity }) => entity === world.entity.name)
    if (mine.length === 0) continue
    if (world.flow.state !== 'live') {
      // It has become live since it was loaded, or these ids would not be due; the next look knows it.
      shift.flows.delete(flowId)
      continue
    }
    for (const type of new Set(mine.map(({ nativeType }) => nativeType))) {
      const some = mine.filter(({ nativeType }) => nativeType === type)
      const known = type in member.capabilities
      const ids = some.map(({ externalId }) => externalId)
      const native = known ? await readHeeding(shift, world, member, type, ids) : []
      const { observations, unread } = await observe(member, native)
      await commit(shift, async (tx) => {
        await holdRules(tx, world)
        const result = await processPage(tx, { world, member, run: runContext(), observations, unread })
        // What a named id shows no more is a suspect; a direct look follows (rule 9).
        const shown = new Set(native.map(({ id }) => id))
        const lacking = ids
          .filter((id) => !shown.has(id))
          .map((externalId) => ({ nativeType: type, externalId }))
        await sweeps.noteSaid(tx, shift.connectionId, world.entity.name, lacking)
        await failures.readable(tx, shift.connectionId, lacking)
        await wakeOthers(tx, shift, result.woken)
        await work.nudged(tx, shift.connectionId, some)
      })
    }
  }
  return nudges.length > 0
}
