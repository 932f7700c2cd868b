import { ConnectorError, retryAfter } from '#connector-kit'
import type { ConnectorErrorDetails, ErrorKind } from '#connector-kit'

/** An answer as it came. */
export interface Answer {
  status: number
  headers: Record<string, string>
  text: string
  /** Parsed body, when it was JSON. */
  json?: unknown
}

/** What an exception class means (upstream/erpnext.md §6); the text of a message never decides, it is translated. */
const CLASSES: Record<string, [kind: ErrorKind, code: string, field?: string]> = {
  AuthenticationError: ['unauthorized', 'erpnext.credentials'],
  PermissionError: ['misconfigured', 'erpnext.not-permitted'],
  CSRFTokenError: ['misconfigured', 'erpnext.not-permitted'],
  DoesNotExistError: ['gone', 'erpnext.gone'],
  DuplicateEntryError: ['rejected', 'erpnext.name-taken'],
  NameError: ['rejected', 'erpnext.name-illegal'],
  TimestampMismatchError: ['unavailable', 'erpnext.changed-meanwhile'],
  DocumentLockedError: ['unavailable', 'erpnext.locked'],
  UniqueValidationError: ['rejected', 'erpnext.not-unique'],
  MandatoryError: ['rejected', 'erpnext.mandatory'],
  LinkValidationError: ['rejected', 'erpnext.link-missing'],
  LinkExistsError: ['rejected', 'erpnext.still-linked'],
  UpdateAfterSubmitError: ['rejected', 'erpnext.frozen'],
  DocstatusTransitionError: ['rejected', 'erpnext.frozen'],
  FiscalYearError: ['rejected', 'erpnext.fiscal-year', 'date'],
  PartyDisabled: ['rejected', 'erpnext.party-disabled'],
  CharacterLengthExceededError: ['rejected', 'erpnext.too-long'],
  InvalidEmailAddressError: ['rejected', 'erpnext.email', 'email_id'],
  InvalidPhoneNumberError: ['rejected', 'erpnext.phone', 'phone'],
  DataError: ['misconfigured', 'erpnext.field-unknown'],
  // A lock that did not come in time, or two saves in each other's way: rolled back, and fine the next time.
  QueryDeadlockError: ['unavailable', 'erpnext.server-error'],
  QueryTimeoutError: ['unavailable', 'erpnext.server-error'],
  QueueOverloaded: ['unavailable', 'erpnext.server-error'],
  SessionStopped: ['unavailable', 'erpnext.maintenance'],
  InReadOnlyMode: ['unavailable', 'erpnext.read-only'],
  TooManyRequestsError: ['rate-limited', 'erpnext.rate-limited'],
  RateLimitExceededError: ['rate-limited', 'erpnext.rate-limited'],
  // Python's own errors: input that the server did not expect, the same next time.
  TypeError: ['rejected', 'erpnext.refused'],
  ValueError: ['rejected', 'erpnext.refused'],
  KeyError: ['rejected', 'erpnext.refused'],
  AttributeError: ['rejected', 'erpnext.refused'],
  JSONDecodeError: ['rejected', 'erpnext.refused'],
}

/** By status, where no class says more. */
const STATUSES: Record<number, [kind: ErrorKind, code: string]> = {
  400: ['misconfigured', 'erpnext.request-refused'],
  401: ['unauthorized', 'erpnext.credentials'],
  403: ['misconfigured', 'erpnext.not-permitted'],
  404: ['misconfigured', 'erpnext.not-found'],
  409: ['rejected', 'erpnext.refused'],
  413: ['rejected', 'erpnext.too-large'],
  417: ['rejected', 'erpnext.refused'],
  429: ['rate-limited', 'erpnext.rate-limited'],
  503: ['unavailable', 'erpnext.maintenance'],
}

/** The error that an answer means; null for a success. `writing` tells whether a lost effect matters. */
export function classify(answer: Answer, writing = false): ConnectorError | null {
  const { status } = answer
  const body = objectOf(answer)
  if (status >= 200 && status < 300) {
    // A sign-in page of a proxy, or a cached page: whatever was asked, this is no answer to it.
    return body ? null : error('unavailable', { code: 'erpnext.not-json', status, outcomeUnknown: writing })
  }
  if (status >= 300 && status < 400) return error('misconfigured', { code: 'erpnext.redirected', status })
  const type = exceptionOf(body)
  const [kind, code, field] = CLASSES[type ?? ''] ??
    STATUSES[status] ?? [
      status >= 500 ? 'unavailable' : 'rejected',
      status >= 500 ? 'erpnext.server-error' : 'erpnext.refused',
    ]
  const upstream = wordsOf(body)
  const named = field ?? (type === 'MandatoryError' ? mandatoryField(body) : undefined)
  const wait = kind === 'rate-limited' || status === 503 ? waitOf(answer, kind) : undefined
  return error(kind, {
    code,
    status,
    ...(type ? { params: { type } } : {}),
    ...(named ? { field: named } : {}),
    ...(upstream ? { upstream } : {}),
    ...(wait === undefined ? {} : { retryAfter: wait }),
    // Frappe rolls back before it names an exception; a proxy's own error says nothing about what happened behind it.
    outcomeUnknown: writing && status >= 500 && type === undefined,
  })
}

const error = (kind: ErrorKind, details: ConnectorErrorDetails): ConnectorError =>
  new ConnectorError(kind, details)

function objectOf({ json, text, headers }: Answer): Record<string, unknown> | null {
  let value = json
  if (value === undefined && /\bjson\b/i.test(headers['content-type'] ?? '')) {
    try {
      value = JSON.parse(text) as unknown
    } catch {
      return null
    }
  }
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : null
}

/** `exc_type` of version 1, `errors[0].type` of version 2. */
function exceptionOf(body: Record<string, unknown> | null): string | undefined {
  const first = Array.isArray(body?.['errors'])
    ? (body['errors'][0] as Record<string, unknown> | undefined)
    : undefined
  const type = body?.['exc_type'] ?? first?.['type']
  return typeof type === 'string' ? type : undefined
}

/** What the desk would have shown, without tags; `_server_messages` is JSON inside JSON. Never a traceback. */
function wordsOf(body: Record<string, unknown> | null): string | undefined {
  const errors = Array.isArray(body?.['errors']) ? (body['errors'] as { message?: unknown }[]) : []
  const texts = [...serverMessages(body?.['_server_messages']), ...errors.map((one) => one.message)]
  const words = texts.filter((text) => typeof text === 'string').map(plain)
  return words.length === 0 ? undefined : [...new Set(words)].join(' ').slice(0, 500)
}

function serverMessages(encoded: unknown): unknown[] {
  try {
    const list = JSON.parse(String(encoded)) as unknown
    if (!Array.isArray(list)) return []
    return list.map((item) => (JSON.parse(String(item)) as { message?: unknown }).message)
  } catch {
    return []
  }
}

const ENTITIES: Record<string, string> = {
  '&lt;': '<',
  '&gt;': '>',
  '&quot;': '"',
  '&#39;': "'",
  '&amp;': '&',
}

function plain(html: string): string {
  const text = html
    .replace(/<(?:br|\/p|\/li|\/div)\b[^>]*>/gi, ' ')
    .replace(/<\/?[a-z][^>]*>/gi, '')
    .replace(/&(?:lt|gt|quot|#39|amp);/g, (entity) => ENTITIES[entity] ?? entity)
  return text.replace(/\s+/g, ' ').trim()
}

/** The machine part of a MandatoryError, "[Customer, X]: customer_name, territory"; only there while the site shows tracebacks. */
function mandatoryField(body: Record<string, unknown> | null): string | undefined {
  return /\]: (\w+)(?:, \w+)*$/.exec(String(body?.['exception'] ?? ''))?.[1]
}

function waitOf({ headers }: Answer, kind: ErrorKind): number | undefined {
  const reset = Number(headers['x-ratelimit-reset'])
  return (
    retryAfter(headers) ??
    (kind === 'rate-limited' ? (Number.isFinite(reset) ? Math.ceil(reset) : 60) : undefined)
  )
}
