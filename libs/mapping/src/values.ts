import type { FieldDefinition, Json, Scalar } from '#canonical'

/** What the JSON of a canonical field must be, in the words of error texts. */
export type Expected = 'text' | 'boolean' | 'date' | 'decimal' | 'code'

const DATE = /^\d{4}-\d{2}-\d{2}$/
const DECIMAL = /^-?\d+(\.\d+)?$/

/** The JSON that a field takes. */
export function expected(field: FieldDefinition): Expected {
  switch (field.type) {
    case 'boolean':
    case 'date':
    case 'decimal':
    case 'code':
      return field.type
    default:
      return 'text'
  }
}

/** True when a value that is not null fits its canonical field: JSON type, form of dates and decimals, closed lists. */
export function fits(field: FieldDefinition, value: Json): value is string | boolean {
  if (field.type === 'boolean') return typeof value === 'boolean'
  if (typeof value !== 'string') return false
  if (field.type === 'date') return DATE.test(value)
  if (field.type === 'decimal') return DECIMAL.test(value)
  return field.values === undefined || field.values.includes(value)
}

/** Texts without white space around them; an empty text is null. */
export function tidy<T extends Json | undefined>(value: T): T | string | null {
  if (typeof value !== 'string') return value
  const trimmed = value.trim()
  return trimmed === '' ? null : trimmed
}

/** What a value is, for error messages: its kind and length, never the value itself. */
export function describe(value: Json | undefined): string {
  if (value === null) return 'null'
  if (typeof value === 'string') return `text(${value.length})`
  if (Array.isArray(value)) return `list(${value.length})`
  return typeof value
}

/**
 * A key of a value map as the native value that it stands for: `true`, `false`, `null` and numbers as such, everything
 * else as text. A text that looks like one of them is written in quotes within the key: `'"1"'`.
 */
export function nativeKey(key: string): Scalar {
  if (key === 'true') return true
  if (key === 'false') return false
  if (key === 'null') return null
  if (/^-?(0|[1-9]\d*)(\.\d+)?$/.test(key)) return Number(key)
  if (/^".*"$/s.test(key)) return key.slice(1, -1)
  return key
}
