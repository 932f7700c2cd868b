import { ConnectorError, createHttp } from '#connector-kit'
import type { ConnectContext, Http, HttpResponse, Json, JsonObject } from '#connector-kit'
import type { OdooConfig } from './config.js'
import { classify, isObject } from './errors.js'

/** A call of a method of a model. */
export interface Call {
  model: string
  method: string
  /** Records that the method is called on; left out for methods of the model itself. */
  ids?: readonly number[]
  args?: JsonObject
  /** Added to the context of every call. */
  context?: JsonObject
}

/** What came back, and the server's clock as stamps are written: `2026-11-24 06:12:30`, UTC. */
export interface Sent {
  result: Json
  now: string | null
}

/** The two APIs on the wire (upstream §3). Everything that is no result throws `ConnectorError`. */
export class Wire {
  private readonly http: Http

  constructor(
    private readonly config: OdooConfig,
    { signal, timeout, concurrency }: ConnectContext,
  ) {
    this.http = createHttp({
      baseUrl: config.url,
      ...(signal && { signal }),
      ...(timeout !== undefined && { timeout }),
      ...(concurrency !== undefined && { connections: concurrency }),
    })
  }

  /** `POST /json/2/<model>/<method>`: named arguments, real statuses, the bare result. */
  async json2({ model, method, ids, args, context }: Call): Promise<Sent> {
    const { apiKey, database } = this.config
    const response = await this.http.request({
      method: 'POST',
      path: `/json/2/${model}/${method}`,
      headers: { authorization: `bearer ${apiKey}`, 'x-odoo-database': database },
      json: { ...(ids && { ids }), ...args, context: this.context(context) },
    })
    return { result: valueOf(response) as Json, now: clockOf(response) }
  }

  /** `execute_kw` over JSON-RPC: the ids are the first positional argument, all others are named. */
  executeKw(uid: number, { model, method, ids, args, context }: Call): Promise<Sent> {
    const { apiKey, database } = this.config
    const named = { ...args, context: this.context(context) }
    return this.rpc('object', 'execute_kw', [
      database,
      uid,
      apiKey,
      model,
      method,
      ids ? [[...ids]] : [],
      named,
    ])
  }

  /** A service of `POST /jsonrpc`. Success is the absence of an error: a method that returns nothing has no result. */
  async rpc(service: string, method: string, args: Json[]): Promise<Sent> {
    const json = { jsonrpc: '2.0', method: 'call', params: { service, method, args }, id: 1 }
    const response = await this.http.request({ method: 'POST', path: '/jsonrpc', json })
    const envelope = valueOf(response)
    if (!isObject(envelope) || envelope['jsonrpc'] !== '2.0') throw notOdoo()
    return { result: (envelope['result'] ?? null) as Json, now: clockOf(response) }
  }

  /** What `/web/version` answers; null where it does not exist (before 19). */
  async version(): Promise<string | null> {
    const response = await this.http.request({ method: 'GET', path: '/web/version' })
    if (response.status === 404) return null
    const answer = valueOf(response)
    const version = isObject(answer) ? answer['version'] : undefined
    if (typeof version !== 'string') throw notOdoo()
    return version
  }

  close(): Promise<void> {
    return this.http.close()
  }

  /** Every call names the company of the connection, and looks past the hiding of archived records (upstream §2). */
  private context(more: JsonObject = {}): JsonObject {
    const { companyId, language } = this.config
    const lang = language === null ? {} : { lang: language }
    return { allowed_company_ids: [companyId], active_test: false, ...lang, ...more }
  }
}

function valueOf(response: HttpResponse): unknown {
  const error = classify(response)
  if (error) throw error
  return response.json
}

/** The server's clock, from the Date header. */
function clockOf(response: HttpResponse): string | null {
  const time = Date.parse(response.headers['date'] ?? '')
  return Number.isNaN(time) ? null : stamp(time)
}

/** Milliseconds since 1970 as Odoo writes times: UTC, whole seconds, without zone. */
export const stamp = (milliseconds: number): string =>
  new Date(milliseconds).toISOString().slice(0, 19).replace('T', ' ')

export const notOdoo = (): ConnectorError => new ConnectorError('misconfigured', { code: 'odoo.not-odoo' })
