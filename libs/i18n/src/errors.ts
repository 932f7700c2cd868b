import type { TextParams } from './translator.js'

/** How loud an error is in the log; it belongs to the error, not to whoever catches it. */
export type ErrorLevel = 'info' | 'warn' | 'error'

export interface HubErrorDetails {
  /** Values of the text's placeholders. Never secrets; personal data only masked. */
  params?: TextParams
  /** HTTP status by which the API answers; default 400. */
  httpStatus?: number
  /** Default: `error` from status 500 on, else `warn`. */
  level?: ErrorLevel
  /** The request's field that is wrong, as a path: `config.url`. */
  field?: string
  /** Seconds after which trying again makes sense; becomes the header Retry-After. */
  retryAfter?: number
  cause?: unknown
}

/**
 * An error that a person will read. The code is stable and has texts in libs/i18n (or in a catalogue that was added);
 * a person's mistake logs as a warning and without a stack, our own as an error.
 */
export class HubError extends Error {
  override readonly name = 'HubError'
  readonly params: TextParams
  readonly httpStatus: number
  readonly level: ErrorLevel
  readonly field: string | undefined
  readonly retryAfter: number | undefined

  constructor(
    readonly code: string,
    details: HubErrorDetails = {},
  ) {
    super(code, details.cause === undefined ? undefined : { cause: details.cause })
    this.params = details.params ?? {}
    this.httpStatus = details.httpStatus ?? 400
    this.level = details.level ?? (this.httpStatus >= 500 ? 'error' : 'warn')
    this.field = details.field
    this.retryAfter = details.retryAfter
  }
}
