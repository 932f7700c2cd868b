import axios from 'axios'
import type { AxiosResponse, InternalAxiosRequestConfig } from 'axios'
import { promisify } from 'node:util'
import { brotliDecompress, gunzip, inflate } from 'node:zlib'
import { ConnectorError } from './errors.js'
import { Transport } from './transport.js'
import type { WireReply } from './transport.js'

export interface HttpOptions {
  /** Address of the system; a path in it (`https://host/erp`) goes before every request's path. */
  baseUrl: string
  /** Sent with every request. */
  headers?: Record<string, string>
  /** Milliseconds from sending a request to the end of its answer; default 60,000. */
  timeout?: number
  /** Once aborted, no request starts any more and those under way are given up. */
  signal?: AbortSignal
  /** Requests at a time; further ones wait for a free socket. Default 8. */
  connections?: number
  /** Longest body, before and after unpacking; default 64 MiB. */
  maxBytes?: number
}

export interface HttpRequest {
  method: string
  path: string
  /** Values that are undefined are left out. */
  query?: Record<string, string | number | undefined>
  /** Body as JSON. */
  json?: unknown
  /** Body as it is; the caller sets its content type. */
  body?: Buffer | string
  headers?: Record<string, string>
}

export interface HttpResponse {
  status: number
  /** Names in lower case; several values of one name joined by `, `. */
  headers: Record<string, string>
  /** Parsed body when the content type is JSON; else undefined. */
  json: unknown
  text: string
}

/** Requests to one system. No status is an error here: the connector knows what it means. */
export interface Http {
  /**
   * Follows no redirect and repeats nothing. Throws `ConnectorError` for what HTTP itself cannot carry:
   * `http.unreachable`, `http.certificate` and `http.invalid-request` (the request never went out), `http.no-answer`, `http.truncated` and
   * `http.too-large` (it may have taken effect: `outcomeUnknown`), `http.aborted`.
   */
  request(request: HttpRequest): Promise<HttpResponse>
  /** Gives up requests under way and closes the sockets. May be called twice. */
  close(): Promise<void>
}

const unpackers: Record<string, (body: Buffer, options: { maxOutputLength: number }) => Promise<Buffer>> = {
  gzip: promisify(gunzip),
  'x-gzip': promisify(gunzip),
  deflate: promisify(inflate),
  br: promisify(brotliDecompress),
}

/** An HTTP client for one connection: axios as the interface, an undici pool as the transport (design §10). */
export function createHttp(options: HttpOptions): Http {
  const base = parseBase(options.baseUrl)
  const maxBytes = options.maxBytes ?? 64 * 1024 * 1024
  const transport = new Transport({
    origin: base.origin,
    timeout: options.timeout ?? 60_000,
    connections: options.connections ?? 8,
    maxBytes,
    signal: options.signal,
  })

  const client = axios.create({
    headers: {
      accept: 'application/json',
      'accept-encoding': 'gzip, deflate, br',
      'user-agent': 'einmal',
      ...options.headers,
    },
    transformRequest: [],
    transformResponse: [],
    validateStatus: null,
    adapter: async (config): Promise<AxiosResponse> => {
      const body = config.data as Buffer | string | undefined
      const reply = await transport.send({
        method: (config.method ?? 'get').toUpperCase(),
        path: config.url ?? '/',
        headers: headersOf(config),
        ...(body === undefined ? {} : { body }),
      })
      const unpacked = await unpack(reply, maxBytes, base.host)
      return { data: unpacked, status: reply.status, statusText: '', headers: reply.headers, config }
    },
  })

  return {
    async request({ method, path, query, json, body, headers }) {
      const sent = json === undefined ? body : JSON.stringify(json)
      const response = await client.request<Buffer>({
        method,
        url: joinPath(base.pathname, path) + queryString(query, path.includes('?')),
        ...(sent === undefined ? {} : { data: sent }),
        headers: json === undefined ? { ...headers } : { 'content-type': 'application/json', ...headers },
      })
      return readBody(response, base.host)
    },
    close: () => transport.close(),
  }
}

/**
 * Seconds that an answer asks to wait (RFC 9110 §10.2.3), from delay-seconds or from a date measured against the answer's
 * own `Date`, since our clock may be wrong. Undefined when it does not say.
 */
export function retryAfter(headers: Record<string, string>): number | undefined {
  const value = headers['retry-after']?.trim()
  if (!value) return undefined
  if (/^\d+(\.\d+)?$/.test(value)) return Math.ceil(Number(value))
  const until = Date.parse(value)
  const now = Date.parse(headers['date'] ?? '')
  if (Number.isNaN(until) || Number.isNaN(now)) return undefined
  return Math.max(0, Math.ceil((until - now) / 1000))
}

function parseBase(baseUrl: string): URL {
  const url = URL.canParse(baseUrl) ? new URL(baseUrl) : undefined
  if (url && /^https?:$/.test(url.protocol) && !url.username && !url.password) return url
  throw new ConnectorError('misconfigured', { code: 'http.invalid-url' })
}

function joinPath(prefix: string, path: string): string {
  return prefix.replace(/\/+$/, '') + (path.startsWith('/') ? path : `/${path}`)
}

/** Percent-encoded throughout (space as %20), which every server reads alike. */
function queryString(query: HttpRequest['query'], goesOn: boolean): string {
  const pairs = Object.entries(query ?? {}).flatMap(([name, value]) =>
    value === undefined ? [] : [`${encodeURIComponent(name)}=${encodeURIComponent(value)}`],
  )
  return pairs.length === 0 ? '' : (goesOn ? '&' : '?') + pairs.join('&')
}

function headersOf(config: InternalAxiosRequestConfig): Record<string, string> {
  const headers: Record<string, string> = {}
  for (const [name, value] of Object.entries(config.headers.toJSON())) {
    if (value !== null && value !== undefined) headers[name] = String(value)
  }
  return headers
}

async function unpack(reply: WireReply, maxBytes: number, host: string): Promise<Buffer> {
  const encoding = reply.headers['content-encoding']?.toLowerCase()
  const unpacker = encoding ? unpackers[encoding] : undefined
  if (!unpacker || reply.body.length === 0) return reply.body
  try {
    return await unpacker(reply.body, { maxOutputLength: maxBytes })
  } catch (cause) {
    const tooLarge = (cause as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE'
    throw damaged(
      tooLarge ? 'http.too-large' : 'http.truncated',
      reply.status,
      host,
      { bytes: maxBytes },
      cause,
    )
  }
}

function readBody(response: AxiosResponse<Buffer>, host: string): HttpResponse {
  const headers = response.headers as Record<string, string>
  const text = response.data.toString('utf8')
  const answer = { status: response.status, headers, json: undefined as unknown, text }
  if (text === '' || !/\bjson\b/i.test(headers['content-type'] ?? '')) return answer
  try {
    answer.json = JSON.parse(text)
  } catch (cause) {
    // The status of a refusal says enough; a success whose JSON breaks off must never pass as an answer.
    if (response.status < 400) throw damaged('http.truncated', response.status, host, {}, cause)
  }
  return answer
}

/** An answer came, and so the request took its effect, but what it says is lost. */
function damaged(
  code: string,
  status: number,
  host: string,
  params: Record<string, number>,
  cause: unknown,
): ConnectorError {
  // JSON.parse quotes the body in its message: only the name of the cause is kept.
  return new ConnectorError('unavailable', {
    code,
    params: { host, ...params },
    status,
    outcomeUnknown: true,
    cause: new Error((cause as Error).name),
  })
}
