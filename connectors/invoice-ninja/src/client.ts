import { createHttp, isConnectorError } from '#connector-kit'
import type { ConnectContext, ConnectorError, Http, HttpRequest, HttpResponse } from '#connector-kit'
import type { Json, JsonObject } from '#canonical'
import { INCLUDE, isObject, recordOf, unexpected } from './api.js'
import type { ApiRecords, NativeType } from './api.js'
import { classify } from './classify.js'
import type { Asked } from './classify.js'
import type { Settings } from './settings.js'

/** One page of a list, verified against what it says about itself. */
export interface ListPage<T extends NativeType = NativeType> {
  records: ApiRecords[T][]
  total: number
  pages: number
  /** The server's clock in Unix seconds; undefined when a proxy took the header away. */
  now: number | undefined
}

type Query = Record<string, string | number | undefined>

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
  async get<T extends NativeType>(
    type: T,
    id: string,
    query: Query = {},
  ): Promise<ApiRecords[T] | undefined> {
    try {
      const { json } = await this.ask({ method: 'GET', path: pathOf(type, id), query }, { record: true })
      return recordOf(type, json['data'])
    } catch (error) {
      if (isGone(error)) return undefined
      throw error
    }
  }

  async create<T extends NativeType>(type: T, body: JsonObject): Promise<ApiRecords[T]> {
    const asked = { write: true }
    const query = { include: INCLUDE[type] }
    const { json } = await this.ask({ method: 'POST', path: `${type}s`, query, json: body }, asked)
    return recordOf(type, json['data'])
  }

  async update<T extends NativeType>(type: T, id: string, body: JsonObject): Promise<ApiRecords[T]> {
    const asked = { write: true, record: true }
    const query = { include: INCLUDE[type] }
    const { json } = await this.ask({ method: 'PUT', path: pathOf(type, id), query, json: body }, asked)
    return recordOf(type, json['data'])
  }

  /** A bulk action on one record; the answer lists the records as they are now. */
  async act<T extends NativeType>(type: T, id: string, action: string): Promise<ApiRecords[T]> {
    const body = { action, ids: [id] }
    const { json } = await this.ask({ method: 'POST', path: `${type}s/bulk`, json: body }, { write: true })
    return recordOf(type, Array.isArray(json['data']) ? json['data'][0] : undefined)
  }

  /** One page of the records of a type. */
  async list<T extends NativeType>(
    type: T,
    query: Query,
    page: number,
    perPage: number,
  ): Promise<ListPage<T>> {
    const include = INCLUDE[type]
    const asked = include === undefined ? query : { include, ...query }
    const { data, ...list } = await this.rows(`${type}s`, asked, page, perPage)
    return { ...list, records: data.map((row) => recordOf(type, row)) }
  }

  /**
   * One page of a list. `links.next` loses every parameter, so pages are asked for by number; a sort is always sent, because
   * there is no order by default (upstream §4). A page with fewer rows than it counts is an error, never a short page.
   */
  async rows(
    path: string,
    query: Query,
    page: number,
    perPage: number,
  ): Promise<{ data: Json[]; total: number; pages: number; now: number | undefined }> {
    const { json, headers } = await this.ask({
      method: 'GET',
      path,
      query: { sort: 'id|asc', ...query, per_page: perPage, page },
    })
    const { data, meta } = json
    const about = isObject(meta) && isObject(meta['pagination']) ? meta['pagination'] : {}
    const { total, count, per_page, current_page, total_pages: pages } = about
    if (!Array.isArray(data) || typeof total !== 'number' || typeof pages !== 'number') throw unexpected()
    const expected = Math.min(perPage, Math.max(0, total - (page - 1) * perPage))
    const whole = data.length === expected && count === expected
    if (!whole || per_page !== perPage || current_page !== page) throw unexpected()
    const now = Math.floor(Date.parse(headers['date'] ?? '') / 1000)
    return { data, total, pages, now: Number.isNaN(now) ? undefined : now }
  }

  close(): Promise<void> {
    return this.http.close()
  }
}

const pathOf = (type: NativeType, id: string): string => `${type}s/${encodeURIComponent(id)}`

const isGone = (error: unknown): boolean => isConnectorError(error) && error.kind === 'gone'
