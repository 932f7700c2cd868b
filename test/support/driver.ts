import { Plan, Review, work, type Tx } from '#persistence'
import { SecretBox } from '#security'
import {
  approvePlan,
  loadWorld,
  mergeRecords,
  OpenSessions,
  rebaseIfChanged,
  resolveReview,
  Sessions,
  splitRecord,
  startApply,
  startPreview,
  startRuns,
  startUndo,
  workOn,
  type Catalogue,
  type Decision,
  type Regrouping,
  type SplitOrder,
  type WorkerDependencies,
  type World,
} from '#sync'
import type { Installation } from './installation.js'

/** Does by hand, step by step, what worker processes and people do; so a test decides when things happen. */
export interface Driver {
  /** Takes a slice on each connection until nobody has anything to do. */
  settle(): Promise<void>
  /** Makes every participant due and ends every wait (of connections and of single writes), then settles. */
  sync(): Promise<void>
  /** Lists every system twice and judges what is gone, as a person can ask for. */
  sweep(): Promise<void>
  preview(): Promise<Plan>
  /** A plan that takes back a run or a single write. */
  undo(what: NonNullable<Plan['undoes']>): Promise<Plan>
  /** Approves and applies a plan, and delivers what it says. */
  apply(plan: Plan): Promise<void>
  /** Changes the flow's rules as the API does, and returns the plan that shows the effect before it counts. */
  rules(change: (tx: Tx) => Promise<unknown>): Promise<Plan | null>
  reviews(): Promise<Review[]>
  resolve(review: Review, decision: Decision): Promise<void>
  /** The flow as it is configured now. */
  world(tx: Tx): Promise<World>
  /** Splits a link off, or merges two records, without preview. */
  split(order: SplitOrder): Promise<Regrouping>
  merge(keepId: string, goneId: string): Promise<Regrouping>
}

/** A driver over an installation; `catalogue` knows the connectors that it uses. */
export function drive(
  installation: Installation,
  catalogue: Catalogue,
  options: { pageSize?: number } = {},
): Driver {
  const { db, tenantId, flowId, inTenant } = installation
  const unforeseen: unknown[] = []
  const dependencies: WorkerDependencies = {
    db,
    catalogue,
    sessions: new OpenSessions(new Sessions(catalogue, new SecretBox([installation.secretKey]))),
    owner: 'test',
    leaseSeconds: 15,
    pageSize: options.pageSize ?? 500,
    stop: new AbortController().signal,
    report: (error) => unforeseen.push(error),
  }
  const world = async (tx: Tx): Promise<World> => {
    const found = await loadWorld(tx, catalogue, tenantId, flowId)
    if (!found) throw new Error('the flow is gone')
    return found
  }
  const driver: Driver = {
    async settle() {
      for (let round = 0; round < 500; round++) {
        const due = await db.system((tx) => work.due(tx))
        if (due.length === 0) return
        for (const item of due) await workOn(dependencies, item.tenantId, item.connectionId)
        if (unforeseen.length > 0) throw unforeseen[0]
      }
      throw new Error('the hub does not come to rest')
    },
    async sync() {
      await inTenant(async (tx) => {
        await tx.query('UPDATE participant SET due_at = now()')
        await tx.query('UPDATE connection SET retry_at = NULL')
        await tx.query(`UPDATE operation SET next_at = now() WHERE state = 'pending'`)
      })
      await driver.settle()
    },
    async sweep() {
      await inTenant(async (tx) => startRuns(tx, await world(tx), { deletes: true, actor: 'test' }))
      await driver.settle()
    },
    async preview() {
      const { plan } = await inTenant(async (tx) => startPreview(tx, await world(tx), 'test'))
      await driver.settle()
      return inTenant((tx) => tx.getRepository(Plan).findOneByOrFail({ id: plan.id }))
    },
    async undo(what) {
      const { plan } = await inTenant(async (tx) => startUndo(tx, await world(tx), what, 'test'))
      await driver.settle()
      return inTenant((tx) => tx.getRepository(Plan).findOneByOrFail({ id: plan.id }))
    },
    async apply(plan) {
      await inTenant((tx) => approvePlan(tx, plan, 'test'))
      await inTenant(async (tx) => {
        const approved = await tx.getRepository(Plan).findOneByOrFail({ id: plan.id })
        await startApply(tx, await world(tx), approved, 'test')
      })
      await driver.settle()
    },
    async rules(change) {
      const plan = await inTenant(async (tx) => {
        await change(tx)
        await tx.query('UPDATE flow SET revision = revision + 1')
        return rebaseIfChanged(tx, await world(tx), 'test')
      })
      await driver.settle()
      return plan && inTenant((tx) => tx.getRepository(Plan).findOneByOrFail({ id: plan.id }))
    },
    reviews: () => inTenant((tx) => tx.getRepository(Review).findBy({ state: 'open' })),
    world,
    split: (order) => inTenant(async (tx) => splitRecord(tx, await world(tx), order)),
    merge: (keepId, goneId) => inTenant(async (tx) => mergeRecords(tx, await world(tx), { keepId, goneId })),
    resolve: (review, decision) =>
      inTenant(async (tx) => resolveReview(tx, await world(tx), review, decision, 'test')),
  }
  return driver
}
