import { randomUUID } from 'node:crypto'
import type { AddressInfo } from 'node:net'
import { createClient, type ApiClient } from '#api-client'
import type { ConnectionConfig } from '#connector-kit'
import type { HubConfig } from '#config'
import { Database, prepareDatabase, Tenant, work } from '#persistence'
import { Catalogue, OpenSessions, Sessions, workOn, type WorkerDependencies } from '#sync'
import type { NestExpressApplication } from '@nestjs/platform-express'
import { createLogger } from '../../apps/hub/src/core/logger.js'
import { createHub } from '../../apps/hub/src/hub.js'
import { startIssuer, type Issuer, type Login } from './issuer.js'
import { createTestDatabase } from './postgres.js'
import { customerType, Simulators } from './simulators.js'

/** People of two clients, in every role, and the provider's own; `nobody` belongs nowhere. */
export const people = {
  viewer: { username: 'vera', groups: ['/tenants/acme/viewer'] },
  operator: { username: 'oliver', groups: ['/tenants/acme/operator'] },
  admin: { username: 'anna', groups: ['/tenants/acme/admin'] },
  stranger: { username: 'stefan', groups: ['/tenants/other/admin'] },
  provider: { username: 'paula', realmRoles: ['provider-admin'] },
  nobody: { username: 'nora' },
} as const satisfies Record<string, Login>

export type Person = keyof typeof people

/**
 * A whole hub in one process: the API over HTTP with its guard, a real PostgreSQL, the three simulators. What worker
 * processes do by themselves happens on `settle` and `sync`, so that a test decides when.
 */
export interface TestHub {
  /** Address of the API. */
  url: string
  app: NestExpressApplication
  issuer: Issuer
  simulators: Simulators
  /** Every log line so far, at level `trace`. */
  logs(): string
  token(person: Person): Promise<string>
  /** The API as one of these people uses it. */
  as(person: Person, language?: string): ApiClient
  /** Takes slices of work until nothing is due. */
  settle(): Promise<void>
  /** Makes every participant and every waiting write due, then settles. */
  sync(): Promise<void>
  /** Reads or writes rows of a client as the application does. */
  query<T>(tenant: 'acme' | 'other', sql: string, values?: unknown[]): Promise<T[]>
  /** Configuration that reaches a simulator, secrets included. */
  config(system: string): Record<string, unknown>
  close(): Promise<void>
}

export interface TestHubOptions {
  language?: 'en' | 'de'
  pageSize?: number
  /** Default true; false leaves the API without systems. */
  simulators?: boolean
}

/** Starts it, with the clients `acme` and `other`, without connections. */
export async function startTestHub(options: TestHubOptions = {}): Promise<TestHub> {
  const database = await createTestDatabase()
  const issuer = await startIssuer()
  const simulators = await Simulators.start(options.simulators === false ? [] : Object.keys(customerType))
  const config = configOf(database.url, issuer, options)
  await prepareDatabase(config.database)
  let lines = ''
  const logger = createLogger('trace', { write: (line) => void (lines += line) })
  const app = await createHub(config, logger)
  await app.listen(0, '127.0.0.1')
  const url = `http://127.0.0.1:${(app.getHttpServer().address() as AddressInfo).port}`
  const db = app.get(Database)
  const tenants = { acme: randomUUID(), other: randomUUID() }
  for (const [slug, id] of Object.entries(tenants)) {
    const name = slug === 'acme' ? 'ACME GmbH' : 'Andere AG'
    await db.tenant(id, (tx) => tx.getRepository(Tenant).insert({ id, slug, name }))
  }

  const sessions = new OpenSessions(app.get<Sessions>(Sessions))
  const unforeseen: unknown[] = []
  const dependencies: WorkerDependencies = {
    db,
    catalogue: app.get(Catalogue),
    sessions,
    owner: 'test',
    leaseSeconds: 15,
    pageSize: options.pageSize ?? 500,
    stop: new AbortController().signal,
    report: (error) => unforeseen.push(error),
  }
  const settle = async (): Promise<void> => {
    for (let round = 0; round < 500; round++) {
      const due = await db.system((tx) => work.due(tx))
      if (due.length === 0) return
      for (const { tenantId, connectionId } of due) await workOn(dependencies, tenantId, connectionId)
      if (unforeseen.length > 0) throw unforeseen[0]
    }
    throw new Error('the hub does not come to rest')
  }

  const tokens = new Map<Person, Promise<string>>()
  const token = (person: Person): Promise<string> => {
    const known = tokens.get(person) ?? issuer.token(people[person])
    tokens.set(person, known)
    return known
  }
  return {
    url,
    app,
    issuer,
    simulators,
    logs: () => lines,
    token,
    as: (person, language = 'en') => createClient({ url, language, token: () => token(person) }),
    settle,
    async sync() {
      for (const id of Object.values(tenants)) {
        await db.tenant(id, async (tx) => {
          await tx.query('UPDATE participant SET due_at = now()')
          await tx.query('UPDATE connection SET retry_at = NULL')
          await tx.query(`UPDATE operation SET next_at = now() WHERE state = 'pending'`)
        })
      }
      await settle()
    },
    query: (tenant, sql, values) => db.tenant(tenants[tenant], (tx) => tx.query(sql, values)),
    config: (system) => withoutGaps(simulators.of(system).model.config(simulators.of(system).url)),
    async close() {
      await sessions.close()
      await app.close()
      await Promise.all([simulators.stop(), issuer.stop()])
      await database.drop()
    },
  }
}

function configOf(owner: string, issuer: Issuer, options: TestHubOptions): HubConfig {
  const role = (username: string): string =>
    Object.assign(new URL(owner), { username, password: 'test' }).href
  return {
    roles: ['api'],
    host: '127.0.0.1',
    port: 0,
    publicUrl: 'https://hub.example.org',
    database: { owner, app: role('einmal_test_app'), queue: role('einmal_test_queue'), poolSize: 10 },
    secretKeys: [Buffer.alloc(32, 7)],
    keycloak: { url: issuer.url, realm: issuer.realm, client: 'einmal-hub' },
    leaseSeconds: 15,
    language: options.language ?? 'en',
    logLevel: 'trace',
    embedded: false,
  }
}

function withoutGaps(config: ConnectionConfig): Record<string, unknown> {
  return Object.fromEntries(Object.entries(config).filter(([, value]) => value !== undefined))
}
