import { createHttp, isConnectorError } from '#connector-kit'
import type { ConnectContext, ConnectorError, Http, HttpRequest, HttpResponse } from '#connector-kit'
import type { JsonObject } from '#canonical'
import { isObject, partyOf, unexpected } from './api.js'
import type { ApiParty, PartyType } from './api.js'
import { classify } from './classify.js'
import type { Asked } from './classify.js'
import type { Settings } from './settings.js'

/** One page of a list, verified against what it says about itself. */
export interface ListPage {
  parties: ApiParty[]
  total: number
  pages: number
  /** The server's clock in Unix seconds; undefined when a proxy took the header away. */
  now: number | undefined
}

/** Requests to one Invoice Ninja. Every method throws `ConnectorError` only. */
export class Client {
  private readonly http: Http
  /** Why the session's first call was refused for its token; null when it was not. */
  private refusal: Promise<ConnectorError | null> | undefined

  constructor(settings: Settings, context: ConnectContext) {
    this.http = createHttp({
      baseUrl: settings.url,
      // Without these headers a failed validation is a redirect to an HTML page (upstream §1).
      headers: {
        'x-api-token': settings.token,
        'x-requested-with': 'XMLHttpRequest',
        accept: 'application/json',
      },
      connections: settings.concurrency,
      ...(context.signal ? { signal: context.signal } : {}),
      ...(context.timeout === undefined ? {} : { timeout: context.timeout }),
    })
  }

  /**
   * A JSON answer that is no error. The first call goes alone: a refused token is one attempt, not as many as there are
   * sockets.
   */
  async ask(request: HttpRequest, asked: Asked = {}): Promise<HttpResponse & { json: JsonObject }> {
    const refusal = this.refusal && (await this.refusal)
    if (refusal) throw refusal
    const answer = this.send(request, asked)
    this.refusal ??= answer.then(
      () => null,
      (error: unknown) => (isConnectorError(error) && error.kind === 'unauthorized' ? error : null),
    )
    return answer
  }

  private async send(request: HttpRequest, asked: Asked): Promise<HttpResponse & { json: JsonObject }> {
    const answer = await this.http.request({ ...request, path: `/api/v1/${request.path}` })
    const error = classify(answer, asked)
    if (error) throw error
    if (!isObject(answer.json)) throw unexpected()
    return { ...answer, json: answer.json }
  }

  /** One record; undefined when it does not exist. Archived and deleted ones do. */
  async get(type: PartyType, id: string): Promise<ApiParty | undefined> {
    try {
      const { json } = await this.ask({ method: 'GET', path: pathOf(type, id) }, { record: true })
      return partyOf(json['data'])
    } catch (error) {
      if (isGone(error)) return undefined
      throw error
    }
  }

  async create(type: PartyType, body: JsonObject): Promise<ApiParty> {
    const { json } = await this.ask({ method: 'POST', path: `${type}s`, json: body }, { write: true })
    return partyOf(json['data'])
  }

  async update(type: PartyType, id: string, body: JsonObject): Promise<ApiParty> {
    const asked = { write: true, record: true }
    const { json } = await this.ask({ method: 'PUT', path: pathOf(type, id), json: body }, asked)
    return partyOf(json['data'])
  }

  /** Archives or takes back; the answer lists the records as they are now. */
  async act(type: PartyType, id: string, action: 'archive' | 'restore'): Promise<ApiParty> {
    const body = { action, ids: [id] }
    const { json } = await this.ask({ method: 'POST', path: `${type}s/bulk`, json: body }, { write: true })
    return partyOf(Array.isArray(json['data']) ? json['data'][0] : undefined)
  }

  /**
   * One page of a list. `links.next` loses every parameter, so pages are asked for by number; a sort is always sent, because
   * there is no order by default (upstream §4). A page with fewer records than it counts is an error, never a short page.
   */
  async list(
    type: PartyType,
    query: Record<string, string | number | undefined>,
    page: number,
    perPage: number,
  ): Promise<ListPage> {
    const { json, headers } = await this.ask({
      method: 'GET',
      path: `${type}s`,
      query: { ...query, sort: 'id|asc', per_page: perPage, page },
    })
    const { data, meta } = json
    const about = isObject(meta) && isObject(meta['pagination']) ? meta['pagination'] : {}
    const { total, count, per_page, current_page, total_pages: pages } = about
    if (!Array.isArray(data) || typeof total !== 'number' || typeof pages !== 'number') throw unexpected()
    const expected = Math.min(perPage, Math.max(0, total - (page - 1) * perPage))
    const whole = data.length === expected && count === expected
    if (!whole || per_page !== perPage || current_page !== page) throw unexpected()
    const now = Math.floor(Date.parse(headers['date'] ?? '') / 1000)
    return { parties: data.map(partyOf), total, pages, now: Number.isNaN(now) ? undefined : now }
  }

  close(): Promise<void> {
    return this.http.close()
  }
}

const pathOf = (type: PartyType, id: string): string => `${type}s/${encodeURIComponent(id)}`

const isGone = (error: unknown): boolean => isConnectorError(error) && error.kind === 'gone'
