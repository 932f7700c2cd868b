import type { Json, Scalar } from '#canonical'

/**
 * A pair of functions between a native value and a canonical one. For every value that `encode` accepts,
 * `decode(encode(v))` equals `v` (proved by a property test). With several native paths both sides are arrays.
 */
export interface Codec {
  /** Native to canonical. Throws `MappingError` for a value that it cannot understand; never lets it through raw. */
  decode(native: Json): Scalar
  /** Canonical to native. Throws `MappingError` for a value that the system has no place for. */
  encode(canonical: Scalar): Json
}

/** A native field, as `Session.describe` reports it to the linter. */
export interface SchemaField {
  /** Path as mappings write it; a list of parts is described as `contacts.email`. */
  path: string
  type: 'text' | 'number' | 'boolean' | 'date' | 'datetime' | 'reference' | 'list' | 'json'
  label?: string
  required?: boolean
  readOnly?: boolean
  /** Values that a selection field accepts. */
  options?: readonly string[]
  /** Longest text, in characters. */
  maxLength?: number
  custom?: boolean
}

/** A value that a mapping cannot carry over; stops the record, not the run (rule 13). */
export class MappingError extends Error {
  override readonly name = 'MappingError'
  constructor(
    readonly code: string,
    readonly params: Record<string, string | number> = {},
    /** Canonical path of the line. */
    readonly field?: string,
  ) {
    super(`mapping: ${code}`)
  }
}
