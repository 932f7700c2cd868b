import type { SimulatorReply, SimulatorRequest } from '#connector-kit/testing'
import { errorReply, FrappeError, thrown } from './errors.js'
import type { Site } from './site.js'

/** Name of the simulated site; the header X-Frappe-Site-Name must name it when it is sent at all. */
export const SITE = 'erp.localhost'

const HTML = { 'content-type': 'text/html' }

/** What gunicorn and the site look-up refuse before Frappe sees the request (recordings 18, 279). */
export function beforeFrappe(request: SimulatorRequest): SimulatorReply | undefined {
  const line = Buffer.byteLength(`${request.method} ${request.rawUrl} HTTP/1.1`)
  if (line > 4094) {
    const body = `<html>\n  <head>\n    <title>Bad Request</title>\n  </head>\n  <body>\n    <h1><p>Bad Request</p></h1>\n    Request Line is too large (${line} &gt; 4094)\n  </body>\n</html>\n`
    return { status: 400, headers: HTML, body }
  }
  if (request.body.length > 25 * 1024 * 1024) {
    return { status: 413, headers: HTML, body: '<html><body><h1>Request Entity Too Large</h1></body></html>' }
  }
  const host = request.headers['x-frappe-site-name'] ?? hostName(request.headers['host'] ?? '')
  if (isSite(host)) return undefined
  const body = `<!doctype html>\n<html lang=en>\n<title>404 Not Found</title>\n<h1>Not Found</h1>\n<p>${host} does not exist</p>\n`
  return { status: 404, headers: { 'content-type': 'text/html; charset=utf-8' }, body }
}

const hostName = (host: string): string => host.replace(/:\d+$/, '')

/** Loopback addresses and names without a domain lead to the only site. */
function isSite(host: string): boolean {
  return host === SITE || !host.includes('.') || /^\d+\.\d+\.\d+\.\d+$/.test(host) || host.startsWith('[')
}

/** Headers of a site with a request budget; limit and rest are in microseconds (upstream/erpnext.md §9). */
export function limitHeaders(site: Site): Record<string, string> {
  const limit = site.settings.rateLimit
  if (!limit) return {}
  return {
    'x-ratelimit-reset': String(limit.reset),
    'x-ratelimit-limit': '50000',
    'x-ratelimit-remaining': '0',
  }
}

/** Spent budget, maintenance and read-only mode. */
export function refuseByMode(
  site: Site,
  request: SimulatorRequest,
  writes: boolean,
  version: 1 | 2,
): SimulatorReply | undefined {
  const { mode, rateLimit, allow_error_traceback: tracebacks } = site.settings
  if (rateLimit?.state === 'over') {
    const headers = { 'retry-after': String(rateLimit.reset) }
    // Without an Accept header for JSON the refusal is plain text (recording 233).
    if (/text\/html/.test(request.headers['accept'] ?? '')) {
      return {
        status: 429,
        headers: { ...headers, 'content-type': 'text/plain; charset=utf-8' },
        body: 'Too Many Requests',
      }
    }
    return { ...errorReply(new FrappeError('TooManyRequestsError'), { version, tracebacks }), headers }
  }
  if (mode === 'maintenance') {
    return errorReply(new FrappeError('SessionStopped', 'Session Stopped'), { version, tracebacks })
  }
  if (mode === 'read-only' && writes) {
    const text =
      'Site is running in read only mode for maintenance or site update, this action can not be performed right now. Please try again later.'
    return errorReply(thrown('InReadOnlyMode', text, { title: 'In Read Only Mode' }), { version, tracebacks })
  }
  return undefined
}
