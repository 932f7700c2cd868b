import type { Json, JsonObject } from '#canonical'
import type { SimulatorRequest } from '#connector-kit/testing'

/**
 * The body of a request as Laravel hands it to the application: JSON only when the content type says so, **anything
 * malformed is an empty body** (upstream §2), texts trimmed and empty ones null at every depth.
 */
export function inputOf(request: SimulatorRequest): JsonObject {
  const type = request.headers['content-type'] ?? ''
  const text = request.body.toString('utf8')
  if (/\bjson\b/.test(type)) return tidyObject(parsed(text))
  if (type.includes('x-www-form-urlencoded')) return tidyObject(Object.fromEntries(new URLSearchParams(text)))
  return {}
}

/** Laravel's TrimStrings and ConvertEmptyStringsToNull. */
export function tidy(value: Json): Json {
  if (typeof value === 'string') return value.trim() === '' ? null : value.trim()
  if (Array.isArray(value)) return value.map(tidy)
  return isObject(value) ? tidyObject(value) : value
}

export function tidyObject(object: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(object).map(([key, value]) => [key, tidy(value ?? null)]))
}

/** PHP's strip_tags: what starts like a tag goes, up to its end or the end of the text. */
export function stripTags(text: string): string {
  return text.replace(/<!--[\s\S]*?(-->|$)|<(?!\s)[^>]*(>|$)/g, '')
}

export function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** A list of objects; PHP reads an object with keys as a list too. */
export function objectsOf(value: Json | undefined): JsonObject[] {
  const list = Array.isArray(value) ? value : isObject(value) ? Object.values(value) : []
  return list.map((item) => (isObject(item) ? item : {}))
}

export function textOf(value: Json | undefined): string | null {
  if (value === null || value === undefined || typeof value === 'object') return null
  return typeof value === 'boolean' ? (value ? '1' : '0') : String(value)
}

function parsed(text: string): JsonObject {
  try {
    const value = JSON.parse(text) as Json
    return isObject(value) ? value : {}
  } catch {
    return {}
  }
}
