import type { Json, JsonObject } from '#canonical'
import type { SimulatorRequest } from '#connector-kit/testing'
import { FrappeError } from './errors.js'

/** Arguments of a call: query, then form or JSON body (f:handler.py puts them all into one dictionary). */
export function argumentsOf(request: SimulatorRequest): JsonObject {
  return { ...Object.fromEntries(request.query), ...bodyOf(request) }
}

/** The body as an object: JSON, or a form whose `data` holds JSON (recording 220). */
export function bodyOf(request: SimulatorRequest): JsonObject {
  if (request.body.length === 0) return {}
  const text = request.body.toString('utf8')
  if (/\bx-www-form-urlencoded\b/.test(request.headers['content-type'] ?? '')) {
    const form = Object.fromEntries(new URLSearchParams(text))
    return form['data'] ? (parseJson(form['data']) as JsonObject) : form
  }
  const value = parseJson(text)
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new FrappeError('TypeError', 'the JSON body must be an object')
  }
  return value
}

/** Python's `json.loads`, with its exception. */
export function parseJson(text: string): Json {
  try {
    return JSON.parse(text) as Json
  } catch {
    throw new FrappeError(
      'JSONDecodeError',
      `Expecting ',' delimiter: line 1 column ${text.length + 1} (char ${text.length})`,
    )
  }
}

/** `frappe.parse_json`: text that looks like JSON is parsed, everything else stays. */
export function loose(value: Json | undefined): Json | undefined {
  return typeof value === 'string' && /^\s*[[{"]/.test(value) ? parseJson(value) : value
}
