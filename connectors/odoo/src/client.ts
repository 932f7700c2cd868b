import { ConnectorError } from '#connector-kit'
import type { ConnectContext, Json, JsonObject } from '#connector-kit'
import { createHash } from 'node:crypto'
import type { OdooConfig } from './config.js'
import { isObject } from './errors.js'
import { notOdoo, Wire } from './wire.js'
import type { Call, Sent } from './wire.js'

/** Which API a server has, and for JSON-RPC the id of our user. Held in cursors, so that a poll needs no probing. */
export type Server = { api: 'json2' } | { api: 'jsonrpc'; uid: number }

export interface ListQuery {
  domain: Json[]
  /** Fields to show, as `web_search_read` takes them. */
  specification: JsonObject
  /** Records at most; nothing: all. They come in id order. */
  limit?: number
}

export interface ListAnswer {
  records: (JsonObject & { id: number })[]
  /** How many match in all, counted by the server. */
  total: number
  /** The server's clock, as stamps are written. */
  now: string | null
}

/** Oldest version whose API is known. */
const OLDEST = 17

/** Calls to one Odoo database: over JSON-2 from version 19 on, over JSON-RPC before (upstream §1). */
export class Client {
  private readonly wire: Wire
  private known: Promise<Server> | undefined
  /** True while `known` is what an earlier session found out. */
  private trusting = false
  private found: string | undefined

  constructor(
    readonly config: OdooConfig,
    context: ConnectContext,
  ) {
    this.wire = new Wire(config, context)
  }

  /** Calls a method. Throws `ConnectorError` for everything that is not its result; a method without one gives null. */
  async call(call: Call): Promise<Json> {
    return (await this.send(call)).result
  }

  /**
   * The records that match, in id order. Uses `web_search_read`, the only listing that also counts what matches: an answer that
   * lacks some, or ignores order or limit, throws `unavailable` and is never taken for the whole.
   */
  async list(model: string, { domain, specification, limit }: ListQuery): Promise<ListAnswer> {
    const args: JsonObject = { domain, specification, order: 'id', ...(limit !== undefined && { limit }) }
    const { result, now } = await this.send({ model, method: 'web_search_read', args })
    const { length, records } = isObject(result) ? result : {}
    if (typeof length !== 'number' || !Array.isArray(records)) throw incomplete(model)
    const rows = records as ListAnswer['records']
    const ascending = rows.every(
      (row, index) => Number.isInteger(row.id) && row.id > (rows[index - 1]?.id ?? 0),
    )
    if (!ascending || rows.length !== Math.min(length, limit ?? length)) throw incomplete(model)
    return { records: rows, total: length, now }
  }

  /** Finds out which API the server has; once, whoever asks. */
  server(): Promise<Server> {
    this.known ??= this.probe().catch((error: unknown) => {
      this.known = undefined
      throw error
    })
    return this.known
  }

  /** Takes over what an earlier session with the same account found out. */
  trust(server: Server): void {
    if (this.known) return
    this.known = Promise.resolve(server)
    this.trusting = true
  }

  /** Version of the server, e.g. `19.0`. */
  async version(): Promise<string> {
    if (this.found === undefined) {
      this.forget()
      await this.server()
    }
    return this.found ?? ''
  }

  /** Names the account without telling it: what is remembered holds for the same account only. */
  get account(): string {
    const { url, database, login } = this.config
    return createHash('sha256').update([url, database, login].join('\n')).digest('base64url').slice(0, 16)
  }

  close(): Promise<void> {
    return this.wire.close()
  }

  private forget(): void {
    this.known = undefined
    this.trusting = false
  }

  /** What was taken over may hold no more (an upgrade, another user id): then the API is probed and asked once more. */
  private async send(call: Call): Promise<Sent> {
    const server = await this.server()
    const isRpc = server.api === 'jsonrpc'
    try {
      return await (isRpc ? this.wire.executeKw(server.uid, call) : this.wire.json2(call))
    } catch (error) {
      const code = error instanceof ConnectorError ? error.code : undefined
      const outdated = code === 'odoo.database-unknown' || (isRpc && code === 'odoo.key-refused')
      if (!this.trusting || !outdated) throw error
      this.forget()
      return this.send(call)
    }
  }

  private async probe(): Promise<Server> {
    const version = await this.wire.version()
    if (version === null) return this.login()
    this.found = version
    return { api: 'json2' }
  }

  /** JSON-RPC: the version without credentials, then the id of our user. */
  private async login(): Promise<Server> {
    const answer = await this.wire.rpc('common', 'version', []).catch((error: unknown) => {
      // Neither API: whatever answers at this address is no Odoo.
      throw error instanceof ConnectorError && error.code === 'odoo.database-unknown' ? notOdoo() : error
    })
    const version = isObject(answer.result) ? answer.result['server_version'] : undefined
    if (typeof version !== 'string') throw notOdoo()
    if (majorOf(version) < OLDEST) {
      throw new ConnectorError('misconfigured', { code: 'odoo.too-old', params: { version } })
    }
    this.found = version
    const { database, login, apiKey } = this.config
    if (!login) throw new ConnectorError('misconfigured', { code: 'odoo.login-missing', params: { version } })
    // Wrong credentials are answered with `false`, not with an error (upstream §2).
    const { result: uid } = await this.wire.rpc('common', 'authenticate', [database, login, apiKey, {}])
    if (typeof uid !== 'number') throw new ConnectorError('unauthorized', { code: 'odoo.key-refused' })
    return { api: 'jsonrpc', uid }
  }
}

/** 19 of `19.0`, 18 of `saas~18.3`. */
export const majorOf = (version: string): number => Number.parseInt(version.replace(/^saas~/, ''), 10)

export const incomplete = (model: string): ConnectorError =>
  new ConnectorError('unavailable', { code: 'odoo.incomplete', params: { model } })
