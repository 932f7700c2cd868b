import type { SimulatorReply, SimulatorRequest } from '#connector-kit/testing'
import type { Problems } from './resource.js'

const VERSION = { 'X-APP-VERSION': '5.10.17', 'X-MINIMUM-CLIENT-VERSION': '5.0.16' }

/** An answer of a controller with an entity or a list: always 200. */
export const entity = (body: unknown): SimulatorReply => ({
  status: 200,
  headers: { 'Content-Type': 'application/json', 'X-Api-Version': '5.0.16', ...VERSION },
  body,
})

/** Any other JSON answer. */
export const json = (status: number, body: unknown): SimulatorReply => ({
  status,
  headers: { 'Content-Type': 'application/json', ...VERSION },
  body,
})

export const html = (status: number, body: string, headers: Record<string, string> = {}): SimulatorReply => ({
  status,
  headers: { 'Content-Type': 'text/html; charset=UTF-8', ...headers, ...VERSION },
  body,
})

/** What an unknown GET path answers, with 200: the web application (upstream §1). */
export const webPage = (): SimulatorReply =>
  html(
    200,
    '<!DOCTYPE html>\n<html data-report-errors="1" data-rc="" data-user-agent="" data-login="">\n<head>\n' +
      '  <meta charset="UTF-8">\n  <title>Invoice Ninja</title>\n</head>\n<body class="h-full">\n' +
      '  <noscript>You need to enable JavaScript to run this app.</noscript>\n  <div id="root"></div>\n</body>\n</html>\n',
  )

export const noToken = (message = 'Invalid token'): SimulatorReply => json(403, { message, errors: {} })

/**
 * An exception of the application. Only a caller who says that JSON is wanted gets it: everybody else gets a page, and for a
 * failed validation a redirect to the start page (upstream §1).
 */
export function failure(request: SimulatorRequest, status: number, message: string): SimulatorReply {
  if (wantsJson(request)) return json(status, { message })
  const shown = { 400: 404, 401: 403 }[status] ?? status
  return html(
    shown,
    `<!DOCTYPE html>\n<html><head><title>${shown}</title></head><body>${shown}</body></html>`,
  )
}

export function invalid(request: SimulatorRequest, errors: Problems): SimulatorReply {
  if (wantsJson(request)) return json(422, { message: 'The given data was invalid.', errors })
  const base = baseOf(request)
  return html(
    302,
    `<!DOCTYPE html>\n<html>\n    <head>\n        <meta charset="UTF-8" />\n        <meta http-equiv="refresh" content="0;url='${base}'" />\n\n` +
      `        <title>Redirecting to ${base}</title>\n    </head>\n    <body>\n        Redirecting to <a href="${base}">${base}</a>.\n    </body>\n</html>`,
    { Location: base, 'Content-Type': 'text/html; charset=utf-8' },
  )
}

/** An injected error in the words of Laravel or, for gateway errors, of the web server before it. */
export function injected(status: number, retryAfter?: number): SimulatorReply {
  const wait: Record<string, string> = retryAfter === undefined ? {} : { 'Retry-After': String(retryAfter) }
  const messages: Record<number, string> = {
    401: 'This action is unauthorized.',
    // 5.10 answers 429 without Retry-After; newer versions may send it (upstream §2).
    429: 'Too many requests',
    503: 'Service Unavailable',
  }
  if (status === 403) return noToken()
  if (status === 502 || status === 504) {
    const title = status === 502 ? '502 Bad Gateway' : '504 Gateway Time-out'
    const page = `<html>\r\n<head><title>${title}</title></head>\r\n<body>\r\n<center><h1>${title}</h1></center>\r\n</body>\r\n</html>\r\n`
    return { status, headers: { 'Content-Type': 'text/html', ...wait }, body: page }
  }
  const reply = json(status, { message: messages[status] ?? 'Server Error' })
  return { ...reply, headers: { ...reply.headers, ...wait } }
}

/** Laravel's expectsJson(): an XMLHttpRequest that accepts anything, or JSON named first. */
export function wantsJson({ headers }: SimulatorRequest): boolean {
  const accept = headers['accept'] ?? ''
  if (/[/+]json/.test(accept.split(',')[0] ?? '')) return true
  return headers['x-requested-with'] === 'XMLHttpRequest' && (accept === '' || accept.startsWith('*/*'))
}

export const baseOf = (request: SimulatorRequest): string =>
  `http://${request.headers['host'] ?? 'localhost'}`
