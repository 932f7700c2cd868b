import { applyDecorators } from '@nestjs/common'
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger'
import { IsInt, IsOptional, Max, Min } from 'class-validator'

/** Days for which a client keeps things. */
export class RetentionView {
  @ApiProperty({ description: 'The history of records. Where present values came from is kept for good.' })
  changes: number
  @ApiProperty({ description: 'Runs that have ended.' }) runs: number
  @ApiProperty({ description: 'Writes that were made, and previews that were applied or discarded.' })
  operations: number
  @ApiProperty({ description: 'Questions that were answered.' }) reviews: number
  @ApiProperty() audit: number
}

const Days = () =>
  applyDecorators(
    ApiPropertyOptional({ minimum: 1, maximum: 36500 }),
    IsOptional(),
    IsInt(),
    Min(1),
    Max(36_500),
  )

export class RetentionChange {
  @Days() changes?: number
  @Days() runs?: number
  @Days() operations?: number
  @Days() reviews?: number
  @Days() audit?: number
}
