import { DataSource, type EntityManager } from 'typeorm'
import {
  AuditEntry,
  Connection,
  Flow,
  MappingOverride,
  Participant,
  Plan,
  Review,
  Run,
  Tenant,
} from './entities/index.js'
import { migrations } from './migrations/index.js'
import { PlanKeepingClient, prepared } from './prepared.js'

/** One transaction on behalf of one tenant. */
export type Tx = EntityManager

const actFor = prepared(`SELECT set_config('app.tenant', $1, true)`)

const entities = [Tenant, Connection, Flow, Participant, Run, Plan, Review, MappingOverride, AuditEntry]

/**
 * The hub's way to its database, as the application role: every unit of work is one transaction that names its tenant
 * first, so that row-level security holds even where a query forgets its filter (design §8).
 */
export class Database {
  private constructor(private readonly source: DataSource) {}

  static async open(url: string, options: { poolSize?: number } = {}): Promise<Database> {
    const source = new DataSource({
      type: 'postgres',
      url,
      entities,
      installExtensions: false,
      extra: { max: options.poolSize ?? 10, application_name: 'einmal', Client: PlanKeepingClient },
    })
    await source.initialize()
    return new Database(source)
  }

  /** Runs `work` in a transaction that sees this tenant's rows only. */
  tenant<T>(tenantId: string, work: (tx: Tx) => Promise<T>): Promise<T> {
    return this.source.transaction(async (tx) => {
      await tx.query(actFor, [tenantId])
      return work(tx)
    })
  }

  /** Like `tenant`, but everything that `work` wrote is taken back; what it returns stays (preview, rule 14). */
  async rehearse<T>(tenantId: string, work: (tx: Tx) => Promise<T>): Promise<T> {
    const runner = this.source.createQueryRunner()
    await runner.connect()
    try {
      await runner.startTransaction()
      await runner.query(actFor, [tenantId])
      return await work(runner.manager)
    } finally {
      if (runner.isTransactionActive) await runner.rollbackTransaction()
      await runner.release()
    }
  }

  /** For look-ups across tenants; row-level security makes any tenant's table an error here. */
  system<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
    return work(this.source.manager)
  }

  /** True while the database answers. */
  async alive(): Promise<boolean> {
    try {
      await this.source.query('SELECT 1')
      return true
    } catch {
      return false
    }
  }

  /** True when every migration of this program has run; another, newer program may have run further ones. */
  async upToDate(): Promise<boolean> {
    const rows: { name: string }[] = await this.source.query('SELECT name FROM migrations')
    const done = new Set(rows.map(({ name }) => name))
    return migrations.every((Migration) => done.has(new Migration().name))
  }

  async close(): Promise<void> {
    if (this.source.isInitialized) await this.source.destroy()
  }
}
