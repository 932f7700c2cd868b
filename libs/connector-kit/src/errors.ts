/**
 * What a failed call means for the engine, which switches on nothing else (design §6):
 * - `unauthorized`: stop the connection after this one try, never hammer a login
 * - `rate-limited`: wait `retryAfter` seconds
 * - `unavailable`: retry with backoff and jitter; a write may or may not have happened (settled by rule 8)
 * - `rejected`: this record only; the message names field and fix
 * - `gone`: the record does not exist any more in the system
 * - `misconfigured`: an admin must change the connection or the system's set-up
 */
export type ErrorKind =
  'unauthorized' | 'rate-limited' | 'unavailable' | 'rejected' | 'gone' | 'misconfigured'

/** Values that fill the placeholders of an error text. Never secrets; personal data only as masked values. */
export type ErrorParams = Record<string, string | number>

export interface ConnectorErrorDetails {
  /** Stable code `<connector>.<what>` or `http.<what>`; its texts are in the connector's `texts.ts` or the kit's. */
  code: string
  params?: ErrorParams
  /** The native field that the system refused, where it says so. */
  field?: string
  /** Seconds to wait before the next call (`rate-limited`, sometimes `unavailable`). */
  retryAfter?: number
  /** HTTP status of the answer, if there was one. */
  status?: number
  /** True when the request may have reached the system and no answer says what became of it. */
  outcomeUnknown?: boolean
  /** The system's own words, by whitelist and without secrets, for a person to read. */
  upstream?: string
  cause?: unknown
}

/** The only error that leaves a connector. */
export class ConnectorError extends Error {
  override readonly name = 'ConnectorError'
  readonly code: string
  readonly params: ErrorParams
  readonly field: string | undefined
  readonly retryAfter: number | undefined
  readonly status: number | undefined
  readonly outcomeUnknown: boolean
  readonly upstream: string | undefined

  constructor(
    readonly kind: ErrorKind,
    details: ConnectorErrorDetails,
  ) {
    super(`${kind}: ${details.code}`, details.cause === undefined ? undefined : { cause: details.cause })
    this.code = details.code
    this.params = details.params ?? {}
    this.field = details.field
    this.retryAfter = details.retryAfter
    this.status = details.status
    this.outcomeUnknown = details.outcomeUnknown ?? false
    this.upstream = details.upstream
  }
}

/** Narrows what a `catch` caught. */
export function isConnectorError(error: unknown): error is ConnectorError {
  return error instanceof ConnectorError
}
