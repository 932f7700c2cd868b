import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger'
import { IsArray, IsIn, IsOptional, IsString } from 'class-validator'
import { scalarSchema } from '../common/schemas.js'
import { IsScalar } from '../common/validators.js'

/** One condition on a canonical value; all conditions of a filter must hold. */
export class FilterConditionDto {
  @ApiProperty({ example: 'address.country' })
  @IsString()
  field: string

  @ApiProperty({ enum: ['equal', 'not-equal', 'one-of', 'set', 'unset'] })
  @IsIn(['equal', 'not-equal', 'one-of', 'set', 'unset'])
  is: 'equal' | 'not-equal' | 'one-of' | 'set' | 'unset'

  @ApiPropertyOptional(scalarSchema)
  @IsOptional()
  @IsScalar()
  value?: string | number | boolean | null

  @ApiPropertyOptional({ type: 'array', items: scalarSchema })
  @IsOptional()
  @IsArray()
  values?: (string | number | boolean | null)[]
}
