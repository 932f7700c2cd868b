import { randomUUID } from 'node:crypto'
import {
  Connection,
  Database,
  Flow,
  Participant,
  Plan,
  Review,
  prepareDatabase,
  Tenant,
  work,
  type FlowSettings,
  type Tx,
} from '#persistence'
import { SecretBox } from '#security'
import {
  approvePlan,
  Catalogue,
  loadWorld,
  resolveReview,
  Sessions,
  startApply,
  startPreview,
  workOn,
  type Decision,
  type WorkerDependencies,
  type World,
} from '#sync'
import { memoryMapping, type MemorySystem } from './memory-system.js'
import { createTestDatabase } from './postgres.js'

/** A hub without HTTP around it, over systems in memory and a real PostgreSQL. */
export interface MemoryHub {
  db: Database
  tenantId: string
  flowId: string
  /** Takes a slice on each connection until nobody has anything to do. */
  settle(): Promise<void>
  /** Reads every participant now, then settles. */
  sync(): Promise<void>
  preview(): Promise<Plan>
  /** Approves and applies a plan, and delivers what it says. */
  apply(plan: Plan): Promise<void>
  reviews(): Promise<Review[]>
  resolve(review: Review, decision: Decision): Promise<void>
  query<T>(sql: string, values?: unknown[]): Promise<T[]>
  inTenant<T>(body: (tx: Tx) => Promise<T>): Promise<T>
  failures: unknown[]
  close(): Promise<void>
}

export interface MemoryHubOptions {
  settings?: Partial<FlowSettings>
  /** By system id; default: all read and write. */
  roles?: Record<string, { reads: boolean; writes: boolean }>
  state?: 'preview' | 'live'
  pageSize?: number
}

/** Starts a hub with one flow over these systems. */
export async function memoryHub(
  systems: readonly MemorySystem[],
  options: MemoryHubOptions = {},
): Promise<MemoryHub> {
  const database = await createTestDatabase()
  const role = (user: string): string =>
    Object.assign(new URL(database.url), { username: user, password: 'test' }).href
  await prepareDatabase({
    owner: database.url,
    app: role('einmal_test_app'),
    queue: role('einmal_test_queue'),
  })
  const db = await Database.open(role('einmal_test_app'))
  const catalogue = Catalogue.of(
    systems.map(({ connector }) => ({ connector, documents: { party: memoryMapping } })),
  )
  const sessions = new Sessions(catalogue, new SecretBox([Buffer.alloc(32, 1)]))
  const tenantId = randomUUID()
  const flowId = randomUUID()
  const failures: unknown[] = []
  const settings: FlowSettings = {
    authority: { policy: 'either' },
    fields: {},
    firstContact: 'fill',
    creates: 'auto',
    ...options.settings,
  }
  await db.tenant(tenantId, async (tx) => {
    await tx.getRepository(Tenant).insert({ id: tenantId, slug: `t${tenantId.slice(0, 8)}`, name: 'Test' })
    const state = options.state ?? 'live'
    const flow = { id: flowId, tenantId, slug: 'parties', name: 'Parties', entity: 'party', state, settings }
    await tx.getRepository(Flow).insert(flow as never)
    for (const [position, system] of systems.entries()) {
      const id = randomUUID()
      const connection = { id, tenantId, slug: system.id, name: system.id, connector: system.id, config: {} }
      await tx.getRepository(Connection).insert(connection)
      await tx.getRepository(Participant).insert({
        id: randomUUID(),
        tenantId,
        flowId,
        connectionId: id,
        entity: 'party',
        position,
        ...(options.roles?.[system.id] ?? { reads: true, writes: true }),
        filter: [],
        intervalSeconds: 3600,
        dueAt: new Date(0),
      } as never)
    }
  })
  const dependencies: WorkerDependencies = {
    db,
    catalogue,
    sessions,
    owner: 'test',
    leaseSeconds: 15,
    pageSize: options.pageSize ?? 500,
    stop: new AbortController().signal,
    report: (error) => failures.push(error),
  }
  const inTenant = <T>(body: (tx: Tx) => Promise<T>): Promise<T> => db.tenant(tenantId, body)
  const world = (tx: Tx): Promise<World> =>
    loadWorld(tx, catalogue, tenantId, flowId).then((found) => found ?? Promise.reject(new Error('no flow')))
  const hub: MemoryHub = {
    db,
    tenantId,
    flowId,
    failures,
    inTenant,
    async settle() {
      for (let round = 0; round < 200; round++) {
        const due = (await db.system((tx) => work.due(tx))).filter((item) => item.tenantId === tenantId)
        if (due.length === 0) return
        for (const item of due) await workOn(dependencies, item.tenantId, item.connectionId)
        if (failures.length > 0) throw failures[0]
      }
      throw new Error('the hub does not come to rest')
    },
    async sync() {
      await inTenant((tx) => tx.query('UPDATE participant SET due_at = now()'))
      await inTenant((tx) => tx.query('UPDATE connection SET retry_at = NULL'))
      await hub.settle()
    },
    async preview() {
      const { plan } = await inTenant(async (tx) => startPreview(tx, await world(tx), 'test'))
      await hub.settle()
      return inTenant((tx) => tx.getRepository(Plan).findOneByOrFail({ id: plan.id }))
    },
    async apply(plan) {
      await inTenant((tx) => approvePlan(tx, plan, 'test'))
      await inTenant(async (tx) => {
        const approved = await tx.getRepository(Plan).findOneByOrFail({ id: plan.id })
        await startApply(tx, await world(tx), approved, 'test')
      })
      await hub.settle()
    },
    reviews: () => inTenant((tx) => tx.getRepository(Review).findBy({ state: 'open' })),
    resolve: (review, decision) =>
      inTenant(async (tx) => resolveReview(tx, await world(tx), review, decision, 'test')),
    query: (sql, values) => inTenant((tx) => tx.query(sql, values)),
    async close() {
      await db.close()
      await database.drop()
    },
  }
  return hub
}
