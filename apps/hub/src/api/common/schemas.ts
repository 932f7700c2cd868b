import type { ApiPropertyOptions } from '@nestjs/swagger'

/** OpenAPI of a canonical value: text, number, yes/no, or null for empty. */
export const scalarSchema = {
  oneOf: [{ type: 'string' as const }, { type: 'number' as const }, { type: 'boolean' as const }],
  nullable: true,
}

/** OpenAPI of canonical values by field path, e.g. `address.city` or `contacts/<part id>/email`. */
export const flatSchema = { type: 'object' as const, additionalProperties: scalarSchema }

/** OpenAPI of a JSON object whose shape belongs to somebody else (a connector, a mapping document). */
export const jsonSchema = { type: 'object' as const, additionalProperties: true }

/** OpenAPI of numbers by name. */
export const countsSchema = { type: 'object' as const, additionalProperties: { type: 'number' as const } }

/** Time, RFC 3339. */
export const time: ApiPropertyOptions = { type: String, format: 'date-time' }

/** Time that may not have come yet. */
export const optionalTime: ApiPropertyOptions = { type: String, format: 'date-time', nullable: true }
