import { ConnectorError, createHttp } from '#connector-kit'
import type { ConnectContext, Http, HttpResponse, Json, JsonObject } from '#connector-kit'
import { createHash } from 'node:crypto'
import type { OdooConfig } from './config.js'
import { classify, isObject } from './errors.js'

/** Which API a server has, and for JSON-RPC the id of our user. Held in cursors, so that a poll needs no probing. */
export type Server = { api: 'json2' } | { api: 'jsonrpc'; uid: number }

export interface Call {
  model: string
  method: string
  /** Records that the method is called on; left out for methods of the model itself. */
  ids?: readonly number[]
  args?: JsonObject
  /** Added to the context of every call. */
  context?: JsonObject
}

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
  /** The server's clock, as stamps are written: `2026-11-24 06:12:30`, UTC. */
  now: string | null
}

/**
 * Transport to one Odoo database: JSON-2 from version 19 on, JSON-RPC before (upstream §1). Every call names the company that the
 * connection is bound to and looks past the hiding of archived records (upstream §2).
 */
export class Client {
  private readonly http: Http
  private known: Promise<Server> | undefined
  /** True while `known` is what an earlier session found out. */
  private trusting = false
  private found: string | undefined

  constructor(
    readonly config: OdooConfig,
    { signal, timeout, concurrency }: ConnectContext,
  ) {
    this.http = createHttp({
      baseUrl: config.url,
      ...(signal && { signal }),
      ...(timeout !== undefined && { timeout }),
      ...(concurrency !== undefined && { connections: concurrency }),
    })
  }

  /** Calls a method. Throws `ConnectorError` for everything that is not its result; a method without one gives null. */
  async call(call: Call): Promise<Json> {
    return (await this.onServer((server) => this.send(server, call))).result
  }

  /**
   * The records that match, in id order. Uses `web_search_read`, the only listing that also counts what matches: an answer that
   * lacks some, or ignores order or limit, throws `unavailable` and is never taken for the whole.
   */
  async list(model: string, { domain, specification, limit }: ListQuery): Promise<ListAnswer> {
    const args: JsonObject = { domain, specification, order: 'id', ...(limit !== undefined && { limit }) }
    const { result, date } = await this.onServer((server) =>
      this.send(server, { model, method: 'web_search_read', args }),
    )
    const { length, records } = isObject(result) ? result : {}
    if (typeof length !== 'number' || !Array.isArray(records)) throw incomplete(model)
    const rows = records as ListAnswer['records']
    const ascending = rows.every(
      (row, index) => Number.isInteger(row.id) && row.id > (rows[index - 1]?.id ?? 0),
    )
    if (!ascending || rows.length !== Math.min(length, limit ?? length)) throw incomplete(model)
    return { records: rows, total: length, now: date }
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
    return this.http.close()
  }

  private forget(): void {
    this.known = undefined
    this.trusting = false
  }

  /** What was taken over may hold no more (an upgrade, another user id): then the API is probed and asked once more. */
  private async onServer<T>(run: (server: Server) => Promise<T>): Promise<T> {
    const server = await this.server()
    try {
      return await run(server)
    } catch (error) {
      const outdated = error instanceof ConnectorError && OUTDATED.has(error.code)
      if (!this.trusting || !outdated) throw error
      this.forget()
      return run(await this.server())
    }
  }

  /** `GET /web/version` exists from 19 on (upstream §1). */
  private async probe(): Promise<Server> {
    const response = await this.http.request({ method: 'GET', path: '/web/version' })
    if (response.status === 404) return this.probeJsonRpc()
    const error = classify(response)
    if (error) throw error
    const version = isObject(response.json) ? response.json['version'] : undefined
    if (typeof version !== 'string') throw notOdoo()
    this.found = version
    return { api: 'json2' }
  }

  private async probeJsonRpc(): Promise<Server> {
    const answer = await this.rpc('common', 'version', []).catch((error: unknown) => {
      // Neither API: whatever answers at this address is no Odoo.
      throw error instanceof ConnectorError && error.code === 'odoo.database-unknown' ? notOdoo() : error
    })
    const version = isObject(answer.result) ? answer.result['server_version'] : undefined
    if (typeof version !== 'string') throw notOdoo()
    if (Number.parseInt(version.replace(/^saas~/, ''), 10) < 17) {
      throw new ConnectorError('misconfigured', { code: 'odoo.too-old', params: { version } })
    }
    this.found = version
    const { database, login, apiKey } = this.config
    if (!login) throw new ConnectorError('misconfigured', { code: 'odoo.login-missing', params: { version } })
    // Wrong credentials are answered with `false`, not with an error (upstream §2).
    const { result: uid } = await this.rpc('common', 'authenticate', [database, login, apiKey, {}])
    if (typeof uid !== 'number') throw new ConnectorError('unauthorized', { code: 'odoo.key-refused' })
    return { api: 'jsonrpc', uid }
  }

  private async send(server: Server, { model, method, ids, args = {}, context = {} }: Call): Promise<Sent> {
    const { companyId, language, database, apiKey } = this.config
    const whole: JsonObject = {
      allowed_company_ids: [companyId],
      active_test: false,
      ...(language !== null && { lang: language }),
      ...context,
    }
    if (server.api === 'jsonrpc') {
      const positional: Json[] = ids ? [[...ids]] : []
      return this.rpc('object', 'execute_kw', [
        database,
        server.uid,
        apiKey,
        model,
        method,
        positional,
        { ...args, context: whole },
      ])
    }
    const response = await this.http.request({
      method: 'POST',
      path: `/json/2/${model}/${method}`,
      headers: { authorization: `bearer ${apiKey}`, 'x-odoo-database': database },
      json: { ...(ids && { ids }), ...args, context: whole },
    })
    return { result: valueOf(response) as Json, date: dateOf(response) }
  }

  private async rpc(service: string, method: string, args: Json[]): Promise<Sent> {
    const json = { jsonrpc: '2.0', method: 'call', params: { service, method, args }, id: 1 }
    const response = await this.http.request({ method: 'POST', path: '/jsonrpc', json })
    const envelope = valueOf(response)
    // Success is the absence of an error: a method that returns nothing has no result (upstream §3).
    if (!isObject(envelope) || envelope['jsonrpc'] !== '2.0') throw notOdoo()
    return { result: (envelope['result'] ?? null) as Json, date: dateOf(response) }
  }
}

/** Answers of a server that does not have the API or the user id any more; nothing was done. */
const OUTDATED = new Set(['odoo.database-unknown', 'odoo.key-refused'])

interface Sent {
  result: Json
  date: string | null
}

function valueOf(response: HttpResponse): unknown {
  const error = classify(response)
  if (error) throw error
  return response.json
}

/** The server's clock from the Date header, in the form of stamps. */
function dateOf(response: HttpResponse): string | null {
  const time = Date.parse(response.headers['date'] ?? '')
  return Number.isNaN(time) ? null : stamp(time)
}

/** Milliseconds since 1970 as Odoo writes times: UTC, whole seconds, without zone. */
export const stamp = (milliseconds: number): string =>
  new Date(milliseconds).toISOString().slice(0, 19).replace('T', ' ')

const notOdoo = (): ConnectorError => new ConnectorError('misconfigured', { code: 'odoo.not-odoo' })

export const incomplete = (model: string): ConnectorError =>
  new ConnectorError('unavailable', { code: 'odoo.incomplete', params: { model } })
