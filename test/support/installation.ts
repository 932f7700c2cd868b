import { randomUUID } from 'node:crypto'
import type { ConnectionConfig } from '#connector-kit'
import {
  Connection,
  Database,
  Flow,
  Participant,
  prepareDatabase,
  Tenant,
  type DatabaseUrls,
  type FlowSettings,
  type Tx,
} from '#persistence'
import { SecretBox } from '#security'
import { createTestDatabase } from './postgres.js'

/** A connection as tests describe it; its configuration is stored sealed as a whole. */
export interface InstalledConnection {
  slug: string
  connector: string
  config?: ConnectionConfig
  reads?: boolean
  writes?: boolean
}

export interface InstallOptions {
  connections: readonly InstalledConnection[]
  settings?: Partial<FlowSettings>
  state?: 'preview' | 'live'
  intervalSeconds?: number
}

/** One tenant with one flow in a database of its own, without any process that works on it. */
export interface Installation {
  urls: DatabaseUrls
  db: Database
  tenantId: string
  flowId: string
  secretKey: Buffer
  /** Id of a connection by its slug. */
  connection(slug: string): string
  inTenant<T>(body: (tx: Tx) => Promise<T>): Promise<T>
  query<T>(sql: string, values?: unknown[]): Promise<T[]>
  close(): Promise<void>
}

/** A database with the hub's tables. */
export interface HubDatabase {
  urls: DatabaseUrls
  db: Database
  close(): Promise<void>
}

/** Makes one, as `install` does for itself unless it is given one to share; from a `template` it is a copy, and quick. */
export async function openHubDatabase(template?: string): Promise<HubDatabase> {
  const database = await createTestDatabase(template)
  const role = (username: string): string =>
    Object.assign(new URL(database.url), { username, password: 'test' }).href
  const urls = {
    owner: database.url,
    app: role('einmal_test_app'),
    queue: role('einmal_test_queue'),
  }
  if (template === undefined) await prepareDatabase(urls)
  const db = await Database.open(urls.app)
  return {
    urls,
    db,
    async close() {
      await db.close()
      await database.drop()
    },
  }
}

/**
 * Makes the installation. `creates` is `auto` unless the settings say otherwise, so that live flows need no plan. In a
 * database that it shares it is one tenant of several, and nothing is due for it any more once it is closed.
 */
export async function install(options: InstallOptions, shared?: HubDatabase): Promise<Installation> {
  const database = shared ?? (await openHubDatabase())
  const { urls, db } = database
  const secretKey = Buffer.alloc(32, 7)
  const tenantId = randomUUID()
  const flowId = randomUUID()
  const ids = new Map(options.connections.map(({ slug }) => [slug, randomUUID()]))
  await db.tenant(tenantId, async (tx) => {
    await tx
      .getRepository(Tenant)
      .insert({ id: tenantId, slug: `t-${tenantId.slice(0, 8)}`, name: 'Test GmbH' })
    const settings: FlowSettings = {
      authority: { policy: 'either' },
      fields: {},
      firstContact: 'fill',
      creates: 'auto',
      ...options.settings,
    }
    const state = options.state ?? 'live'
    const flow = { id: flowId, tenantId, slug: 'parties', name: 'Parties', entity: 'party', state, settings }
    await tx.getRepository(Flow).insert(flow as never)
    for (const [position, connection] of options.connections.entries()) {
      await addConnection(
        tx,
        { tenantId, flowId, position, secretKey, intervalSeconds: options.intervalSeconds ?? 3600 },
        ids.get(connection.slug) ?? '',
        connection,
      )
    }
  })
  return {
    urls,
    db,
    tenantId,
    flowId,
    secretKey,
    connection(slug) {
      const id = ids.get(slug)
      if (!id) throw new Error(`no connection ${slug}`)
      return id
    },
    inTenant: (body) => db.tenant(tenantId, body),
    query: (sql, values) => db.tenant(tenantId, (tx) => tx.query(sql, values)),
    async close() {
      if (shared) await db.tenant(tenantId, (tx) => tx.query(`UPDATE connection SET state = 'paused'`))
      else await database.close()
    },
  }
}

async function addConnection(
  tx: Tx,
  place: { tenantId: string; flowId: string; position: number; secretKey: Buffer; intervalSeconds: number },
  id: string,
  { slug, connector, config = {}, reads = true, writes = true }: InstalledConnection,
): Promise<void> {
  const { tenantId, flowId, position, intervalSeconds } = place
  const secrets = new SecretBox([place.secretKey]).seal(JSON.stringify(config), {
    tenantId,
    connectionId: id,
  })
  await tx
    .getRepository(Connection)
    .insert({ id, tenantId, slug, name: slug, connector, config: {}, secrets, report: { markers: true } })
  await tx.getRepository(Participant).insert({
    id: randomUUID(),
    tenantId,
    flowId,
    connectionId: id,
    entity: 'party',
    position,
    reads,
    writes,
    filter: [],
    intervalSeconds,
    dueAt: new Date(0),
  } as never)
}
