import { ApiPropertyOptional } from '@nestjs/swagger'
import { Type } from 'class-transformer'
import { ArrayMaxSize, IsArray, IsOptional, IsUUID, ValidateNested } from 'class-validator'
import { FilterConditionDto } from './filter.dto.js'

/** The records that a sync in pilot writes: those that are named, and those that pass the filter. */
export class Pilot {
  @ApiPropertyOptional({ type: [String], description: 'Ids of records.' })
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(1000)
  @IsUUID(undefined, { each: true })
  records?: string[]

  @ApiPropertyOptional({
    type: [FilterConditionDto],
    description: 'All conditions must hold; none: no record.',
  })
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(20)
  @ValidateNested({ each: true })
  @Type(() => FilterConditionDto)
  filter?: FilterConditionDto[]
}
