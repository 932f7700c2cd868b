import { ConnectorError, createHttp, isConnectorError } from '#connector-kit'
import type { Http, HttpRequest, JsonObject } from '#connector-kit'
import { classify } from './errors.js'

/** A row of a list, or a document. */
export type Row = JsonObject & { name: string }

/** `[field, operator, value]`. */
export type Filter = readonly [field: string, operator: string, value: string | number | readonly string[]]

export interface ListQuery {
  doctype: string
  fields: readonly string[]
  filters?: readonly Filter[]
  orFilters?: readonly Filter[]
  /** Always say it: without, version 15 has no order at all (upstream/erpnext.md §2). */
  order: string
  /** 0: all rows. */
  limit: number
  /** DocType whose rights count for a child table. */
  parent?: string
}

export interface ClientOptions {
  url: string
  apiKey: string
  apiSecret: string
  site: string | undefined
  concurrency: number
  timeout: number | undefined
  signal: AbortSignal | undefined
}

/** gunicorn refuses a request line of more than 4,094 bytes; proxies in front add to the path. */
const LONGEST_QUERY = 3_000

/** Most documents that `insert_many` takes. */
export const INSERT_LIMIT = 200

/** The REST API of a site: requests and what their answers mean, nothing of what is in them. */
export class Client {
  private readonly http: Http
  /**
   * A moment on the server's own clock that is not later than when it began its latest answer, in milliseconds since 1970;
   * undefined where a proxy drops the header `Date`.
   */
  serverTime: number | undefined

  constructor(options: ClientOptions) {
    this.http = createHttp({
      baseUrl: options.url,
      // No cookie jar: every answer to a token sets cookies of a guest session (upstream §1).
      headers: {
        authorization: `token ${options.apiKey}:${options.apiSecret}`,
        ...(options.site ? { 'x-frappe-site-name': options.site } : {}),
      },
      connections: options.concurrency,
      ...(options.timeout === undefined ? {} : { timeout: options.timeout }),
      ...(options.signal === undefined ? {} : { signal: options.signal }),
    })
  }

  /** Rows of a list, exactly as asked; no more than the limit. */
  async list(query: ListQuery): Promise<Row[]> {
    const rows = await this.rows(query)
    if (
      (query.limit > 0 && rows.length > query.limit) ||
      rows.some((row) => typeof row['name'] !== 'string' && query.fields.includes('name'))
    ) {
      throw untrustworthy(query.doctype)
    }
    return rows as Row[]
  }

  /** How many rows a list has; an answer without a number is an error, never a zero. */
  async count(query: Pick<ListQuery, 'doctype' | 'filters' | 'orFilters' | 'parent'>): Promise<number> {
    const rows = await this.rows({ ...query, fields: ['count(name) as n'], order: '', limit: 0 })
    const n = rows[0]?.['n']
    if (rows.length !== 1 || typeof n !== 'number') throw untrustworthy(query.doctype)
    return n
  }

  /** All rows of a list, proved complete by a count; the list is asked again when somebody changed it in between. */
  async whole(query: Omit<ListQuery, 'limit'>): Promise<Row[]> {
    for (let attempt = 1; ; attempt += 1) {
      const [rows, n] = await Promise.all([this.list({ ...query, limit: 0 }), this.count(query)])
      if (rows.length === n) return rows
      if (attempt === 3) throw untrustworthy(query.doctype)
    }
  }

  /** One document with its child tables; null columns are left out. Throws `gone` when there is none. */
  async get(doctype: string, name: string): Promise<Row> {
    const { data } = await this.send({ method: 'GET', path: resource(doctype, name) })
    return rowOf(data, doctype)
  }

  /** Names of new documents, in order; all or none of them (upstream §3). */
  async insertMany(docs: readonly JsonObject[]): Promise<string[]> {
    const names = await this.call('frappe.client.insert_many', { docs })
    if (
      !Array.isArray(names) ||
      names.length !== docs.length ||
      !names.every((name) => typeof name === 'string')
    ) {
      throw notAnAnswer(true)
    }
    return names
  }

  async insert(doctype: string, doc: JsonObject): Promise<Row> {
    const { data } = await this.send({ method: 'POST', path: resource(doctype), json: doc }, true)
    return rowOf(data, doctype)
  }

  /** Writes the given columns; `modified` among them makes the server refuse when the document is another by now. */
  async update(doctype: string, name: string, values: JsonObject): Promise<Row> {
    const { data } = await this.send({ method: 'PUT', path: resource(doctype, name), json: values }, true)
    return rowOf(data, doctype)
  }

  async remove(doctype: string, name: string): Promise<void> {
    const { data } = await this.send({ method: 'DELETE', path: resource(doctype, name) }, true)
    if (data !== 'ok') throw notAnAnswer(true)
  }

  /** A method that reads. */
  async ask(method: string, query: Record<string, string> = {}): Promise<unknown> {
    return (await this.send({ method: 'GET', path: `/api/method/${method}`, query }))['message']
  }

  /** A method that writes. */
  async call(method: string, args: unknown): Promise<unknown> {
    return (await this.send({ method: 'POST', path: `/api/method/${method}`, json: args }, true))['message']
  }

  /** How a DocType looks on this site, custom fields included. */
  async meta(doctype: string): Promise<JsonObject> {
    const { data } = await this.send({
      method: 'GET',
      path: `/api/v2/doctype/${encodeURIComponent(doctype)}/meta`,
    })
    if (typeof data !== 'object' || data === null) throw notAnAnswer()
    return data as JsonObject
  }

  close(): Promise<void> {
    return this.http.close()
  }

  private async rows(query: ListQuery): Promise<JsonObject[]> {
    const { doctype, fields, filters, orFilters, order, limit, parent } = query
    const args = {
      fields: JSON.stringify(fields),
      ...(filters?.length ? { filters: JSON.stringify(filters) } : {}),
      ...(orFilters?.length ? { or_filters: JSON.stringify(orFilters) } : {}),
      ...(order ? { order_by: order } : {}),
      ...(parent ? { parent } : {}),
      limit_page_length: String(limit),
    }
    const long =
      encodeURIComponent(args.filters ?? '').length + encodeURIComponent(args.or_filters ?? '').length >
      LONGEST_QUERY
    try {
      const answer = long
        ? (
            await this.send({
              method: 'POST',
              path: '/api/method/frappe.client.get_list',
              json: { doctype, ...args },
            })
          )['message']
        : (await this.send({ method: 'GET', path: resource(doctype), query: args }))['data']
      if (!Array.isArray(answer)) throw untrustworthy(doctype)
      return answer as JsonObject[]
    } catch (error) {
      // A list that does not exist is no record that is gone: the DocType is missing, or this is no ERPNext.
      if (!isConnectorError(error) || error.kind !== 'gone') throw error
      throw new ConnectorError('misconfigured', {
        code: 'erpnext.not-found',
        status: 404,
        params: { doctype },
      })
    }
  }

  private async send(request: HttpRequest, writing = false): Promise<Record<string, unknown>> {
    const started = performance.now()
    const answer = await this.http.request(request)
    const date = Date.parse(answer.headers['date'] ?? '')
    // `Date` is stamped when the answer is sent: what was saved while it was on its way must count as later.
    if (!Number.isNaN(date)) this.serverTime = date - Math.ceil(performance.now() - started)
    const error = classify(answer, writing)
    if (error) throw error
    return answer.json as Record<string, unknown>
  }
}

/** A list that is not what was asked for: a lost filter, order or part of it must never pass as the truth. */
export function untrustworthy(doctype: string): ConnectorError {
  return new ConnectorError('unavailable', { code: 'erpnext.list-incomplete', params: { doctype } })
}

/** JSON, but not what this call answers. */
export function notAnAnswer(writing = false): ConnectorError {
  return new ConnectorError('unavailable', { code: 'erpnext.not-json', outcomeUnknown: writing })
}

function resource(doctype: string, name?: string): string {
  const path = `/api/resource/${encodeURIComponent(doctype)}`
  return name === undefined ? path : `${path}/${encodeURIComponent(name)}`
}

function rowOf(data: unknown, doctype: string): Row {
  if (typeof data !== 'object' || data === null || typeof (data as Row).name !== 'string')
    throw untrustworthy(doctype)
  return data as Row
}
