import { ConnectorError, retryAfter } from '#connector-kit'
import type { ConnectorErrorDetails, ErrorKind } from '#connector-kit'

/** An answer, as much as its classification needs. */
export interface Answer {
  status: number
  headers: Record<string, string>
  /** Parsed body; undefined when it is not JSON. */
  json: unknown
}

/** An exception as JSON-2 and JSON-RPC serialise it (upstream §3). `debug`, a traceback, is never looked at. */
interface OdooException {
  name: string
  message: string
}

/** Seconds to wait when an overloaded server does not say how long. */
const DEFAULT_WAIT = 60

/** What an exception means, by its name; texts are in the user's language and never matched (upstream §8, 18). */
const BY_NAME: Record<string, [ErrorKind, string]> = {
  'werkzeug.exceptions.Unauthorized': ['unauthorized', 'odoo.key-refused'],
  'odoo.exceptions.AccessDenied': ['unauthorized', 'odoo.key-refused'],
  'odoo.http.SessionExpiredException': ['unauthorized', 'odoo.key-refused'],
  'odoo.exceptions.AccessError': ['misconfigured', 'odoo.no-access'],
  'odoo.exceptions.MissingError': ['gone', 'odoo.gone'],
  'odoo.exceptions.LockError': ['unavailable', 'odoo.busy'],
  'psycopg2.errors.SerializationFailure': ['unavailable', 'odoo.busy'],
  'psycopg2.errors.LockNotAvailable': ['unavailable', 'odoo.busy'],
  'psycopg2.errors.DeadlockDetected': ['unavailable', 'odoo.busy'],
  'psycopg2.OperationalError': ['unavailable', 'odoo.database-down'],
  'werkzeug.exceptions.NotFound': ['misconfigured', 'odoo.not-supported'],
  'werkzeug.exceptions.BadRequest': ['misconfigured', 'odoo.not-supported'],
  'werkzeug.exceptions.UnprocessableEntity': ['misconfigured', 'odoo.not-supported'],
  'builtins.AttributeError': ['misconfigured', 'odoo.not-supported'],
  'builtins.TypeError': ['misconfigured', 'odoo.not-supported'],
}

/**
 * What an answer says went wrong; null when nothing did. Status and exception name decide: with JSON-2 a 500 is usually a wrong
 * value, and with JSON-RPC every answer is a 200 (upstream §3).
 */
export function classify(answer: Answer): ConnectorError | null {
  const { status, headers, json } = answer
  const wait = retryAfter(headers)
  if (status === 429)
    return new ConnectorError('rate-limited', {
      code: 'odoo.too-many-calls',
      status,
      retryAfter: wait ?? DEFAULT_WAIT,
    })
  const exception = exceptionOf(status, json)
  if (exception) return ofException(exception, status)
  if (status >= 500) {
    // 503 is said before a request is worked on. After the others it may have been.
    const details = { code: 'odoo.server-error', params: { status }, status, outcomeUnknown: status !== 503 }
    return new ConnectorError('unavailable', wait === undefined ? details : { ...details, retryAfter: wait })
  }
  if (status >= 300 && status < 400)
    return new ConnectorError('misconfigured', { code: 'odoo.redirected', status })
  if (status === 401) return new ConnectorError('unauthorized', { code: 'odoo.key-refused', status })
  if (status === 404) return new ConnectorError('misconfigured', { code: 'odoo.database-unknown', status })
  if (status >= 400)
    return new ConnectorError('misconfigured', { code: 'odoo.blocked', params: { status }, status })
  if (json === undefined)
    return new ConnectorError('unavailable', { code: 'odoo.not-json', status, outcomeUnknown: true })
  return null
}

/** The exception of an error body: the body itself (JSON-2) or inside the envelope (JSON-RPC). */
function exceptionOf(status: number, json: unknown): OdooException | undefined {
  if (!isObject(json)) return undefined
  const error = json['error']
  const data = isObject(error) ? error['data'] : status >= 400 ? json : undefined
  if (!isObject(data)) return isObject(error) ? { name: '', message: '' } : undefined
  const { name, message } = data
  return typeof name === 'string' ? { name, message: typeof message === 'string' ? message : '' } : undefined
}

function ofException({ name, message }: OdooException, status: number): ConnectorError {
  const [kind, code] = BY_NAME[name] ?? otherwise(name)
  return new ConnectorError(kind, { code, status, ...upstream(message) })
}

/** All other exceptions of Odoo are refusals in the user's words; those of Python and PostgreSQL speak of a wrong value. */
const otherwise = (name: string): [ErrorKind, string] =>
  name.startsWith('odoo.') ? ['rejected', 'odoo.rejected'] : ['rejected', 'odoo.wrong-value']

/** Odoo's own words for a person: one line, without tags. */
export function upstream(message: string): Pick<ConnectorErrorDetails, 'upstream'> {
  const text = message
    .replace(/<[^>]*>/g, ' ')
    .replace(/\s+/g, ' ')
    .trim()
  return text ? { upstream: text.slice(0, 500) } : {}
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
