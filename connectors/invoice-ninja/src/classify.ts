import { ConnectorError, retryAfter } from '#connector-kit'
import type { HttpResponse } from '#connector-kit'
import { isObject } from './api.js'

/** What was asked, as far as it decides what an answer means. */
export interface Asked {
  /** One record by its id: a 400 says that it is not there (any more). */
  record?: boolean
  /** A change: an answer that does not say what became of it leaves that open. */
  write?: boolean
}

/** Seconds to wait after a 429 that does not say how long: the limits are per minute (upstream §2). */
const LIMIT_WINDOW = 60

/**
 * The error that an answer stands for, null for a good one. Decided by status and content type, never by words
 * (upstream/invoice-ninja.md §2): a bad token is 403, not found is 400, missing rights are 401.
 */
export function classify(answer: HttpResponse, asked: Asked = {}): ConnectorError | null {
  const { status, headers } = answer
  const upstream = wordsOf(answer.json)
  const details = { status, ...(upstream === undefined ? {} : { upstream }) }
  const fail = (kind: ConnectorError['kind'], what: string, more: object = {}): ConnectorError =>
    new ConnectorError(kind, { code: `invoice-ninja.${what}`, ...details, ...more })
  const open = { outcomeUnknown: asked.write === true }
  const wait = retryAfter(headers)

  if (status >= 200 && status < 300) {
    // A wrong GET path answers 200 with the web application (upstream §1).
    return answer.json === undefined ? fail('unavailable', 'not-json', open) : null
  }
  if (status < 400) return fail('misconfigured', 'redirect')
  if (status >= 500) {
    const pause = wait === undefined ? {} : { retryAfter: wait }
    // Laravel answers 500 also when something fails after the record was stored; only 503 says that nothing was tried.
    return fail('unavailable', 'server-error', { ...pause, ...(status === 503 ? {} : open) })
  }
  switch (status) {
    case 400:
      // The application always says so in JSON; a page comes from something in between, which knows no records.
      if (answer.json === undefined) return fail('unavailable', 'not-json', open)
      return asked.record ? fail('gone', 'not-found') : fail('rejected', 'refused')
    case 401:
      return fail('rejected', 'forbidden')
    case 403:
      return fail('unauthorized', 'token')
    case 404:
    case 405:
      return fail('misconfigured', 'no-route')
    case 422:
      return invalid(answer.json, details)
    case 429:
      return fail('rate-limited', 'rate-limited', { retryAfter: wait ?? LIMIT_WINDOW })
    default:
      return fail('rejected', 'refused')
  }
}

/** `errors.number` and the like name the field; a locked document carries a text there, everything else a list. */
function invalid(json: unknown, details: { status: number; upstream?: string }): ConnectorError {
  const errors = isObject(json) && isObject(json['errors']) ? json['errors'] : {}
  const [field] = Object.keys(errors)
  if (field !== undefined && typeof errors[field] === 'string')
    return new ConnectorError('rejected', { code: 'invoice-ninja.locked', field, ...details })
  return new ConnectorError('rejected', {
    code: 'invoice-ninja.invalid',
    params: { field: field ?? '' },
    ...(field === undefined ? {} : { field }),
    ...details,
  })
}

/** The system's own words: the messages of the fields, else `message` or `error` (both occur). */
function wordsOf(json: unknown): string | undefined {
  if (!isObject(json)) return undefined
  const errors = isObject(json['errors']) ? Object.values(json['errors']).flat() : []
  const words = errors.length > 0 ? errors : [json['message'], json['error']]
  const text = words
    .filter((word) => typeof word === 'string' && word !== '')
    .join(' ')
    .replace(/<[^>]*>/g, '')
    .slice(0, 300)
  return text === '' ? undefined : text
}
