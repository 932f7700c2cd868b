import type { ConnectionConfig } from '#connector-kit'
import type {
  CreateSimulator,
  Seed,
  SimulatorModel,
  SimulatorReply,
  SimulatorRequest,
} from '#connector-kit/testing'
import { webhookCalls } from './automations.js'
import { Database } from './database.js'
import type { Env } from './env.js'
import { createPerson } from './person.js'
import { errorReply, thinReply } from './replies.js'
import { screens } from './screens.js'
import { seedAll } from './seed.js'
import { handle, writes } from './server.js'
import type { Server } from './server.js'
import type { Change } from './transaction.js'
import { Webhooks } from './webhooks.js'

export interface OdooSimulatorOptions {
  seed?: number
  /** Version that the server claims and behaves like; 18 behaves like 17. Default `19.0`. */
  version?: '17.0' | '18.0' | '19.0'
}

/** The account that `config` hands out: an ordinary internal user who may create contacts. */
const HUB_LOGIN = 'hub'

/** An Odoo server with one database, as far as its contacts go (upstream/odoo.md). */
export class OdooSimulator implements SimulatorModel, Server {
  readonly id = 'odoo'
  readonly label = 'Odoo'
  readonly screens = screens
  readonly db: Database
  readonly person = createPerson(this)
  /** Calls that the automation rules make after commits. */
  readonly webhooks = new Webhooks()
  onChange?: () => void
  now: () => number = Date.now
  private ticks = 0
  /** Ids of seeds by their keys. */
  private readonly seeded = new Map<string, number>()

  constructor({ seed = 0, version = '19.0' }: OdooSimulatorOptions = {}) {
    this.db = new Database(Number.parseInt(version, 10), seed)
  }

  config(url: string): ConnectionConfig {
    const user = this.db.users.find(({ login }) => login === HUB_LOGIN)
    const key = this.db.keys.find(({ user_id }) => user_id === user?.id)?.key
    return { url, database: this.db.name, login: HUB_LOGIN, apiKey: key, companyId: 1, language: 'de_DE' }
  }

  handle(request: SimulatorRequest): SimulatorReply {
    return handle(this, request)
  }

  writes(request: SimulatorRequest): boolean {
    return writes(request)
  }

  errorReply(status: number, retryAfter?: number): SimulatorReply {
    return errorReply(this.db.version, status, retryAfter)
  }

  thinReply(reply: SimulatorReply, keep: number): SimulatorReply {
    return thinReply(reply, keep)
  }

  seed(seeds: readonly Seed[]): { type: string; id: string }[] {
    return seedAll(this, seeds, this.seeded)
  }

  save(): unknown {
    return this.db.save()
  }

  load(state: unknown): void {
    this.db.load(state)
  }

  time(): number {
    this.ticks = (this.ticks + 1) % 1_000
    return Math.floor(this.now()) * 1_000 + this.ticks
  }

  committed(env: Env, changes: readonly Change[]): void {
    this.onChange?.()
    this.webhooks.send(webhookCalls(env, changes))
  }
}

/** A fresh simulator; version 19 unless another one is asked for. */
export function createSimulator(options?: OdooSimulatorOptions): OdooSimulator {
  return new OdooSimulator(options)
}

/** Versions that speak the older API; the conformance suite runs against each. */
export const variants: Record<string, CreateSimulator> = {
  '17.0': (options) => createSimulator({ ...options, version: '17.0' }),
  '18.0': (options) => createSimulator({ ...options, version: '18.0' }),
}
