import { isConnectorError } from '#connector-kit'
import { leases, work, type Database, type Problem } from '#persistence'
import type { Catalogue } from './catalogue.js'
import { connectionOutcome, backoff } from './failures.js'
import type { OpenSessions } from './open-sessions.js'
import { TimeRanBack } from './ran-back.js'
import { askAboutRestored } from './restored.js'
import { RulesChanged, type Shift } from './shift.js'
import { Slice } from './slice.js'

export interface WorkerDependencies {
  db: Database
  catalogue: Catalogue
  sessions: OpenSessions
  /** Names this process in leases. */
  owner: string
  leaseSeconds: number
  /** Longest slice of work on one connection before others get their turn. */
  sliceSeconds?: number
  pageSize?: number
  /** Aborted when the process stops. */
  stop: AbortSignal
  /** Reports what nobody foresaw; never with personal data. */
  report(error: unknown, context: Record<string, string>): void
}

/** `busy`: another worker has the lease; `more`: there is work left for another slice. */
export type SliceResult = 'busy' | 'idle' | 'more'

/** Does one slice of what is due on a connection, under its lease (design §8). */
export async function workOn(
  dependencies: WorkerDependencies,
  tenantId: string,
  connectionId: string,
): Promise<SliceResult> {
  const { db, owner, leaseSeconds } = dependencies
  const begun = await db.tenant(tenantId, async (tx) => {
    const leased = await leases.acquire(tx, connectionId, owner, leaseSeconds)
    if (leased === null || leased === 'busy') return leased
    const agenda = await work.agenda(tx, connectionId)
    if (Object.values(agenda).includes(true)) return { leased, agenda }
    await leases.release(tx, leased.lease, false)
    return null
  })
  if (begun === null) return 'idle'
  if (begun === 'busy') return 'busy'
  const { leased } = begun
  const { lease } = leased
  const lost = new AbortController()
  const signal = AbortSignal.any([lost.signal, dependencies.stop])
  let renewing = false
  const renewal = setInterval(
    () => {
      // A long commit holds the row, and the lease with it: one renewal waits for it, more would only take up connections.
      if (renewing) return
      renewing = true
      db.tenant(tenantId, (tx) => leases.hold(tx, lease))
        .catch(() => lost.abort())
        .finally(() => (renewing = false))
    },
    (leaseSeconds * 1000) / 3,
  )
  let result: SliceResult = 'idle'
  let works = false
  try {
    result = await slice(dependencies, leased, begun.agenda, signal)
    works = true
  } catch (error) {
    if (error instanceof leases.LeaseLost || lost.signal.aborted) result = 'busy'
    else if (error instanceof RulesChanged) result = 'more'
    else if (error instanceof TimeRanBack) {
      await db.tenant(tenantId, (tx) => askAboutRestored(tx, leased))
      result = 'more'
    } else await troubled(dependencies, leased, error)
  } finally {
    clearInterval(renewal)
  }
  const again = await db.tenant(tenantId, (tx) => leases.release(tx, lease, works))
  return again && result === 'idle' ? 'more' : result
}

async function slice(
  dependencies: WorkerDependencies,
  leased: leases.Leased,
  agenda: work.Agenda,
  signal: AbortSignal,
): Promise<SliceResult> {
  const { db, sessions, catalogue, sliceSeconds = 10, pageSize = 500 } = dependencies
  const { tenantId, id: connectionId, lease } = leased
  const { session, compiled, giveBack } = await sessions.take(leased, signal)
  const deadline = Date.now() + sliceSeconds * 1000
  const shift: Shift = {
    db,
    catalogue,
    tenantId,
    connectionId,
    lease,
    session,
    signal,
    deadline,
    pageSize,
    probing: leased.attempts > 0,
    flows: new Map(),
    compiled,
    heeded: new Set(),
  }
  let well = false
  try {
    const result = await new Slice(shift).work(agenda)
    well = true
    return result
  } finally {
    await giveBack(well)
  }
}

/** Notes on the connection what went wrong; open runs of a stopped connection end as failed. */
async function troubled(
  dependencies: WorkerDependencies,
  connection: leases.Leased,
  error: unknown,
): Promise<void> {
  const { db, report } = dependencies
  const { tenantId, id: connectionId, attempts } = connection
  const outcome = isConnectorError(error) ? connectionOutcome(error, attempts) : null
  if (!outcome) report(error, { tenantId, connectionId })
  const problem: Problem = outcome?.problem ?? {
    kind: 'internal',
    code: isConnectorError(error) ? error.code : 'sync.internal',
    params: isConnectorError(error) ? error.params : {},
    at: new Date().toISOString(),
  }
  const { stop, waitSeconds } = outcome ?? { stop: false, waitSeconds: backoff(attempts + 1, 60) }
  await db.tenant(tenantId, async (tx) => {
    await work.connectionProblem(tx, connectionId, problem, { stop, waitSeconds })
    if (!stop) return
    for (const run of await work.openRuns(tx, connectionId)) {
      await work.progress(tx, run.id, { state: 'failed', error: problem })
      if (run.planId) await work.updatePlan(tx, run.planId, { state: 'failed' })
    }
  })
}
