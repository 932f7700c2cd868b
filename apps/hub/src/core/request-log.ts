import { randomUUID } from 'node:crypto'
import { principalOfRequest } from '#security'
import type { NextFunction, Request, Response } from 'express'
import type { HubLogger } from './tokens.js'

const ids = new WeakMap<object, string>()
const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i

/** The id of a request: that of its header X-Request-Id where it is a UUID, else one of our own. */
export function requestId(request: object): string {
  const known = ids.get(request)
  if (known !== undefined) return known
  const id = randomUUID()
  ids.set(request, id)
  return id
}

/**
 * Names every request and logs one line about it at `debug`: the route's pattern, never the query or the body, because people
 * search by names and numbers of others.
 */
export function logRequests(logger: HubLogger) {
  return (request: Request, response: Response, next: NextFunction): void => {
    const given = request.headers['x-request-id']
    if (typeof given === 'string' && uuid.test(given)) ids.set(request, given.toLowerCase())
    response.setHeader('X-Request-Id', requestId(request))
    const started = performance.now()
    response.once('close', () => {
      const route = (request.route as { path?: string } | undefined)?.path ?? 'unknown'
      const subject = principalOfRequest(request)?.subject
      logger.debug(
        {
          requestId: requestId(request),
          method: request.method,
          route,
          status: response.statusCode,
          milliseconds: Math.round(performance.now() - started),
          ...(request.params['tenant'] === undefined ? {} : { tenant: request.params['tenant'] }),
          ...(subject === undefined ? {} : { subject }),
        },
        'request',
      )
    })
    next()
  }
}
