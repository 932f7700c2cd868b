import type { SimulatorReply } from '#connector-kit/testing'
import { htmlReply, OdooError } from './errors.js'
import type { ErrorName } from './errors.js'
import { json } from './json2.js'
import { rpcError } from './jsonrpc.js'

const NAMES: Record<number, ErrorName> = {
  400: 'werkzeug.exceptions.BadRequest',
  401: 'werkzeug.exceptions.Unauthorized',
  403: 'odoo.exceptions.AccessError',
  404: 'odoo.exceptions.MissingError',
  422: 'odoo.exceptions.ValidationError',
}

const TITLES: Record<number, string> = {
  429: 'Too Many Requests',
  500: 'Internal Server Error',
  502: 'Bad Gateway',
  503: 'Service Unavailable',
  504: 'Gateway Timeout',
}

/** An error as Odoo, or for overload and outage the proxy in front of it, would answer. */
export function errorReply(version: number, status: number, retryAfter?: number): SimulatorReply {
  const name = NAMES[status]
  if (!name) {
    const headers: Record<string, string> =
      retryAfter === undefined ? {} : { 'retry-after': String(retryAfter) }
    return htmlReply(status, TITLES[status] ?? 'Error', 'The request could not be served.', headers)
  }
  const error = new OdooError(name, 'Injected by the simulator')
  if (version >= 19) return json(status, error.body())
  return json(200, { jsonrpc: '2.0', id: null, error: rpcError(version, error) })
}

/**
 * A list answer with only the first share of its records. The `length` that `web_search_read` tells beside them is a count of its
 * own and stays.
 */
export function thinReply(reply: SimulatorReply, keep: number): SimulatorReply {
  if (
    reply.status !== 200 ||
    typeof reply.body !== 'string' ||
    !/json/.test(reply.headers?.['content-type'] ?? '')
  )
    return reply
  const body = JSON.parse(reply.body) as unknown
  if (isObject(body) && 'jsonrpc' in body && 'result' in body) {
    return { ...reply, body: JSON.stringify({ ...body, result: thin(body['result'], keep) }) }
  }
  return { ...reply, body: JSON.stringify(thin(body, keep)) }
}

function thin(result: unknown, keep: number): unknown {
  if (isObject(result) && Array.isArray(result['records']))
    return { ...result, records: cut(result['records'], keep) }
  // Lists of ids are no lists of records: `create` answers with them too.
  return Array.isArray(result) && result.every(isObject) ? cut(result, keep) : result
}

const cut = (list: unknown[], keep: number): unknown[] => list.slice(0, Math.floor(list.length * keep))

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
