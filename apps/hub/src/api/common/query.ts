import { applyDecorators } from '@nestjs/common'
import { ApiPropertyOptional } from '@nestjs/swagger'
import { Transform } from 'class-transformer'
import { IsBoolean, IsIn, IsOptional, IsString } from 'class-validator'

/** A text in the query that may be left out. */
export const OptionalText = (description: string) =>
  applyDecorators(ApiPropertyOptional({ description }), IsOptional(), IsString())

/** A choice in the query that may be left out. */
export const OptionalChoice = (choices: readonly string[], description?: string) =>
  applyDecorators(
    ApiPropertyOptional({ enum: [...choices], ...(description === undefined ? {} : { description }) }),
    IsOptional(),
    IsIn([...choices]),
  )

/** `true` or `false` in the query. */
export const OptionalFlag = (description: string) =>
  applyDecorators(
    ApiPropertyOptional({ type: Boolean, description }),
    IsOptional(),
    Transform(({ value }: { value: unknown }) => ({ true: true, false: false })[String(value)] ?? value),
    IsBoolean(),
  )
