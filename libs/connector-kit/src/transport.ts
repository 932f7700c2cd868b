import { Pool } from 'undici'
import type { Dispatcher } from 'undici'
import { ConnectorError } from './errors.js'

/** One request as it goes over the wire. */
export interface WireRequest {
  method: string
  /** Path and query, from the server's root. */
  path: string
  headers: Record<string, string>
  body?: Buffer | string
}

/** One complete answer, still encoded. */
export interface WireReply {
  status: number
  headers: Record<string, string>
  body: Buffer
}

export interface TransportOptions {
  origin: string
  /** Milliseconds from sending a request to the end of its answer. */
  timeout: number
  /** Sockets, and so requests at a time; further ones wait. */
  connections: number
  /** Longest body on the wire, in bytes. */
  maxBytes: number
  signal?: AbortSignal | undefined
}

/** Node's names of certificate problems: waiting does not help, somebody must act. */
const CERTIFICATE = /CERT|SELF_SIGNED|UNABLE_TO_VERIFY|UNABLE_TO_GET_ISSUER/

const NEEDS_ADMIN = new Set(['http.certificate', 'http.invalid-request'])

/**
 * Idle sockets are given up after this many milliseconds, below the keep-alive times of common servers (gunicorn: 2 s),
 * so that a request rarely meets a socket that its server is just closing.
 */
const KEEP_ALIVE = 1_500

/**
 * HTTP/1.1 over an undici pool, one promise per request. It knows whether a request went out, which `fetch`-like interfaces
 * hide: only a request that never reached a socket is certain not to have happened.
 */
export class Transport {
  private readonly pool: Pool
  private readonly underWay = new Set<Exchange>()

  constructor(private readonly options: TransportOptions) {
    options.signal?.addEventListener('abort', this.abort, { once: true })
    this.pool = new Pool(options.origin, {
      connections: options.connections,
      connect: { timeout: Math.min(options.timeout, 10_000) },
      keepAliveTimeout: KEEP_ALIVE,
      headersTimeout: 0,
      bodyTimeout: 0,
    })
  }

  /** Rejects with `ConnectorError` only. */
  send(request: WireRequest): Promise<WireReply> {
    return new Promise((resolve, reject) => {
      const exchange = new Exchange(this.options, resolve, reject, () => this.underWay.delete(exchange))
      if (this.options.signal?.aborted) return exchange.fail('http.aborted')
      this.underWay.add(exchange)
      try {
        this.pool.dispatch(
          { ...request, method: request.method as Dispatcher.HttpMethod, body: request.body ?? null },
          exchange,
        )
      } catch (error) {
        exchange.onResponseError(null, error as Error)
      }
    })
  }

  async close(): Promise<void> {
    this.options.signal?.removeEventListener('abort', this.abort)
    if (!this.pool.destroyed) await this.pool.destroy()
  }

  private readonly abort = (): void => {
    for (const exchange of this.underWay) exchange.fail('http.aborted')
  }
}

/** One request and its answer: undici's handler interface on one side, a promise on the other. */
class Exchange implements Dispatcher.DispatchHandler {
  private settled = false
  private sent = false
  private status = 0
  private headers: Record<string, string> = {}
  private readonly chunks: Buffer[] = []
  private size = 0
  private timer: NodeJS.Timeout | undefined
  private controller: Dispatcher.DispatchController | undefined

  constructor(
    private readonly options: TransportOptions,
    private readonly resolve: (reply: WireReply) => void,
    private readonly reject: (error: ConnectorError) => void,
    private readonly done: () => void,
  ) {}

  onRequestStart(controller: Dispatcher.DispatchController): void {
    // Given up while it waited for a socket: nothing is written.
    if (this.settled) return controller.abort(new Error('given up'))
    this.controller = controller
    this.sent = true
    this.timer ??= setTimeout(
      () => this.fail('http.no-answer', { seconds: Math.round(this.options.timeout / 100) / 10 }),
      this.options.timeout,
    )
  }

  onResponseStart(
    _controller: Dispatcher.DispatchController,
    status: number,
    headers: Record<string, string | string[] | undefined>,
  ): void {
    this.status = status
    for (const [name, value] of Object.entries(headers)) {
      if (value !== undefined) this.headers[name] = Array.isArray(value) ? value.join(', ') : value
    }
  }

  onResponseData(_controller: Dispatcher.DispatchController, chunk: Buffer): void {
    this.size += chunk.length
    if (this.size > this.options.maxBytes) this.fail('http.too-large', { bytes: this.options.maxBytes })
    else this.chunks.push(chunk)
  }

  onResponseEnd(): void {
    if (!this.finish()) return
    const body = this.chunks.length === 1 && this.chunks[0] ? this.chunks[0] : Buffer.concat(this.chunks)
    this.resolve({ status: this.status, headers: this.headers, body })
  }

  onResponseError(_controller: Dispatcher.DispatchController | null, error: Error): void {
    const reason = reasonOf(error)
    if (this.status > 0) this.fail('http.truncated', {}, error)
    else if (this.sent) this.fail('http.no-answer', { reason }, error)
    else if (reason === 'UND_ERR_INVALID_ARG') this.fail('http.invalid-request', {}, error)
    else if (CERTIFICATE.test(reason)) this.fail('http.certificate', { reason }, error)
    else this.fail('http.unreachable', { reason }, error)
  }

  fail(code: string, params: Record<string, string | number> = {}, cause?: Error): void {
    if (!this.finish()) return
    const kind = NEEDS_ADMIN.has(code) ? 'misconfigured' : 'unavailable'
    const status = this.status > 0 ? { status: this.status } : {}
    const host = new URL(this.options.origin).host
    this.reject(
      new ConnectorError(kind, {
        code,
        params: { host, ...params },
        outcomeUnknown: this.sent,
        cause,
        ...status,
      }),
    )
    this.controller?.abort(new Error(code))
  }

  /** False when the exchange was over already. */
  private finish(): boolean {
    if (this.settled) return false
    this.settled = true
    clearTimeout(this.timer)
    this.done()
    return true
  }
}

/** A short machine word for what went wrong, without addresses or header values: `ECONNREFUSED`, `UND_ERR_SOCKET`. */
function reasonOf(error: NodeJS.ErrnoException & { errors?: Error[] }): string {
  // Connecting to several addresses of one host fails with one error for each.
  return error.code ?? (error.errors?.[0] ? reasonOf(error.errors[0]) : error.name)
}
