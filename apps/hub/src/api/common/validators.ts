import { applyDecorators } from '@nestjs/common'
import { Transform } from 'class-transformer'
import { Length, ValidateBy } from 'class-validator'

const satisfies = (name: string, validate: (value: unknown) => boolean) =>
  ValidateBy({ name, validator: { validate } })

/** A name in addresses: lower-case letters, digits and hyphens. */
export const IsSlug = () =>
  satisfies('slug', (value) => typeof value === 'string' && /^[a-z0-9][a-z0-9-]{0,62}$/.test(value))

/** A name for people, without spaces around it. */
export const IsName = () =>
  applyDecorators(
    Transform(({ value }: { value: unknown }) => (typeof value === 'string' ? value.trim() : value)),
    Length(1, 120),
  )

/** A canonical value: text, number, yes/no or null. */
export const IsScalar = () =>
  satisfies('scalar', (value) => value === null || ['string', 'number', 'boolean'].includes(typeof value))

/** A JSON object (no list). */
export const IsJsonObject = () =>
  satisfies('isObject', (value) => typeof value === 'object' && value !== null && !Array.isArray(value))
