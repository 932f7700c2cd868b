import { createHash } from 'node:crypto'
import type { SimulatorRequest } from '../simulator.js'
import { markup } from './markup.js'
import { script } from './script.js'
import { style } from './style.js'

const digest = (text: string): string => `'sha256-${createHash('sha256').update(text).digest('base64')}'`

/** The page of a simulator for people: one file, the same for every system; it reads what to show from `/__control`. */
export const page = markup(style, script)

/** Nothing but this page's own script and style may run, and nothing is loaded from elsewhere. */
export const pageHeaders: Record<string, string> = {
  'content-type': 'text/html; charset=utf-8',
  'cache-control': 'no-store',
  'content-security-policy': [
    "default-src 'none'",
    `script-src ${digest(script)}`,
    `style-src ${digest(style)}`,
    "connect-src 'self'",
    'img-src data:',
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; '),
}

/** True for `GET /` of a browser. A client that asks for JSON, or does not say, gets what the system has at `/`. */
export function prefersPage(request: SimulatorRequest): boolean {
  if (request.method !== 'GET' || request.path !== '/') return false
  const accepted = (request.headers['accept'] ?? '').split(',').map((entry) => {
    const [type = '', ...params] = entry
      .trim()
      .toLowerCase()
      .split(/\s*;\s*/)
    const quality = params.find((param) => param.startsWith('q='))
    return { type, quality: quality ? Number(quality.slice(2)) : 1 }
  })
  const quality = (type: string): number => accepted.find((entry) => entry.type === type)?.quality ?? 0
  return quality('text/html') > quality('application/json')
}
