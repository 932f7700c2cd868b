import { ApiProperty, ApiPropertyOptional, getSchemaPath } from '@nestjs/swagger'
import { Type } from 'class-transformer'
import {
  ArrayMaxSize,
  ArrayMinSize,
  IsArray,
  IsBoolean,
  IsIn,
  IsInt,
  IsOptional,
  IsString,
  Matches,
  Max,
  Min,
  ValidateNested,
} from 'class-validator'
import { FilterConditionDto } from './filter.dto.js'
import { Pilot } from './pilot.dto.js'
import { IsPlaceTime, IsSchedule } from './schedule.js'
import { pageOf } from '../common/page.js'
import { countsSchema, optionalTime, time } from '../common/schemas.js'
import { IsJsonObject, IsName, IsSlug } from '../common/validators.js'

/** Who decides about a field when systems differ. */
export class FieldAuthorityDto {
  @ApiProperty({ enum: ['leader', 'either'] })
  @IsIn(['leader', 'either'])
  policy: 'leader' | 'either'

  @ApiPropertyOptional({ description: 'Slug of the connection that leads.' })
  @IsOptional()
  @IsString()
  leader?: string

  @ApiPropertyOptional({
    enum: ['revert', 'ignore', 'propose'],
    description: 'What happens to an edit in another system than the leading one.',
  })
  @IsOptional()
  @IsIn(['revert', 'ignore', 'propose'])
  others?: 'revert' | 'ignore' | 'propose'

  @ApiPropertyOptional({
    enum: ['rank', 'ask'],
    description: 'When both sides changed: the earlier participant wins, or a person decides.',
  })
  @IsOptional()
  @IsIn(['rank', 'ask'])
  clash?: 'rank' | 'ask'
}

export class FlowSettingsChange {
  @ApiPropertyOptional({
    type: FieldAuthorityDto,
    description: 'For every field that `fields` does not name.',
  })
  @IsOptional()
  @ValidateNested()
  @Type(() => FieldAuthorityDto)
  authority?: FieldAuthorityDto

  @ApiPropertyOptional({
    type: 'object',
    additionalProperties: { $ref: getSchemaPath(FieldAuthorityDto) },
    description: 'By field, group or list: `name`, `address`, `address.city`, `contacts`, `contacts.email`.',
  })
  @IsOptional()
  @IsJsonObject()
  fields?: Record<string, FieldAuthorityDto>

  @ApiPropertyOptional({
    enum: ['link', 'fill', 'align'],
    description:
      'What happens to values when records that exist on both sides are linked for the first time.',
  })
  @IsOptional()
  @IsIn(['link', 'fill', 'align'])
  firstContact?: 'link' | 'fill' | 'align'

  @ApiPropertyOptional({
    enum: ['plan', 'auto'],
    description: 'Whether the first creates wait for an approved preview.',
  })
  @IsOptional()
  @IsIn(['plan', 'auto'])
  creates?: 'plan' | 'auto'

  @ApiPropertyOptional({
    enum: ['ignore', 'archive', 'delete', 'ask'],
    default: 'ask',
    description:
      'What a deletion in one system means for the others: nothing, out of use, deleted too, or a person decides.',
  })
  @IsOptional()
  @IsIn(['ignore', 'archive', 'delete', 'ask'])
  deletes?: 'ignore' | 'archive' | 'delete' | 'ask'

  @ApiPropertyOptional({
    enum: ['keep', 'delete'],
    default: 'keep',
    description:
      'A record that was deleted elsewhere and edited here meanwhile: a person decides, or it goes.',
  })
  @IsOptional()
  @IsIn(['keep', 'delete'])
  editedMeanwhile?: 'keep' | 'delete'

  @ApiPropertyOptional({
    enum: ['create', 'wait'],
    default: 'create',
    description:
      'A record that another one refers to and a system has not got: it is created there, even outside of the filter, or waited for.',
  })
  @IsOptional()
  @IsIn(['create', 'wait'])
  parents?: 'create' | 'wait'

  @ApiPropertyOptional({
    default: '0',
    example: '0.01',
    description: 'How far the totals of a document may be apart before it is issued, in its currency.',
  })
  @IsOptional()
  @Matches(/^\d+(\.\d+)?$/)
  rounding?: string
}

export class FlowSettingsView {
  @ApiProperty({ type: FieldAuthorityDto }) authority: FieldAuthorityDto
  @ApiProperty({ type: 'object', additionalProperties: { $ref: getSchemaPath(FieldAuthorityDto) } })
  fields: Record<string, FieldAuthorityDto>
  @ApiProperty({ enum: ['link', 'fill', 'align'] }) firstContact: 'link' | 'fill' | 'align'
  @ApiProperty({ enum: ['plan', 'auto'] }) creates: 'plan' | 'auto'
  @ApiPropertyOptional({ type: Pilot, description: 'Records that are written first, alone.' }) pilot?: Pilot
  @ApiPropertyOptional({ enum: ['ignore', 'archive', 'delete', 'ask'] })
  deletes?: 'ignore' | 'archive' | 'delete' | 'ask'
  @ApiPropertyOptional({ enum: ['keep', 'delete'] }) editedMeanwhile?: 'keep' | 'delete'
  @ApiPropertyOptional({ enum: ['create', 'wait'] }) parents?: 'create' | 'wait'
  @ApiPropertyOptional({ example: '0' }) rounding?: string
}

/** A connection in a flow. Its place in the list is its rank. */
export class ParticipantDto {
  @ApiProperty({ description: 'Slug of the connection.' })
  @IsString()
  connection: string

  @ApiProperty({ description: 'Its changes are carried to the others.' })
  @IsBoolean()
  reads: boolean

  @ApiProperty({ description: 'It receives the changes of the others.' })
  @IsBoolean()
  writes: boolean

  @ApiPropertyOptional({ type: [FilterConditionDto], description: 'Which records it receives; none: all.' })
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(20)
  @ValidateNested({ each: true })
  @Type(() => FilterConditionDto)
  filter?: FilterConditionDto[]

  @ApiPropertyOptional({
    minimum: 5,
    maximum: 86400,
    default: 60,
    description: 'Seconds between two looks for changes.',
  })
  @IsOptional()
  @IsInt()
  @Min(5)
  @Max(86_400)
  intervalSeconds?: number

  @ApiPropertyOptional({
    type: String,
    nullable: true,
    example: '0 6-20 * * 1-5',
    description: 'Instead of the interval: minute, hour, day of month, month, day of week.',
  })
  @IsOptional()
  @IsSchedule()
  cron?: string | null

  @ApiPropertyOptional({ example: 'Europe/Berlin', default: 'UTC', description: 'By whose clock.' })
  @IsOptional()
  @IsPlaceTime()
  timeZone?: string

  @ApiPropertyOptional({
    minimum: 0,
    maximum: 2_592_000,
    default: 86_400,
    description: 'Seconds between two complete listings that look for deleted records; 0: never.',
  })
  @IsOptional()
  @IsInt()
  @Min(0)
  @Max(2_592_000)
  sweepSeconds?: number
}

export class ParticipantView {
  @ApiProperty() connection: string
  @ApiProperty() reads: boolean
  @ApiProperty() writes: boolean
  @ApiProperty({ type: [FilterConditionDto] }) filter: FilterConditionDto[]
  @ApiProperty() intervalSeconds: number
  @ApiProperty({ type: String, nullable: true, description: 'Schedule instead of the interval.' }) cron:
    string | null
  @ApiProperty() timeZone: string
  @ApiProperty({ description: 'Seconds between two complete listings; 0: never.' }) sweepSeconds: number
  @ApiProperty({ ...time, description: 'When it is listed next to look for deleted records.' }) sweepAt: Date
  @ApiProperty({ ...optionalTime, description: 'When all of its records were first identified.' })
  firstContactAt: Date | null
  @ApiProperty({ ...optionalTime, description: 'When it was last read to the end.' }) polledAt: Date | null
  @ApiProperty({ ...time, description: 'When it is read next.' }) dueAt: Date
  @ApiProperty({ type: String, nullable: true, description: 'Review that keeps it from being read.' })
  heldBy: string | null
}

/** One kind of data that is kept equal in several systems. */
export class FlowView {
  @ApiProperty({ example: 'customers' }) slug: string
  @ApiProperty({ example: 'Customers' }) name: string
  @ApiProperty({ example: 'party' }) entity: string
  @ApiProperty({
    enum: ['preview', 'pilot', 'live', 'paused'],
    enumName: 'FlowState',
    description: '`pilot`: live, but only the records that the pilot names are written.',
  })
  state: string
  @ApiProperty({ type: FlowSettingsView }) settings: FlowSettingsView
  @ApiProperty({ type: [ParticipantView] }) participants: ParticipantView[]
  @ApiProperty({
    type: String,
    nullable: true,
    description: 'The plan that is being made, looked at or applied.',
  })
  openPlan: string | null
  @ApiProperty({
    ...countsSchema,
    description: 'Open `reviews` and `failures`, `pending` writes, and those that are `held` by the pilot.',
  })
  counts: Record<string, number>
  @ApiProperty({ description: 'Version for If-Match; the ETag holds it.' }) revision: number
  @ApiProperty(time) createdAt: Date
  @ApiProperty(time) updatedAt: Date
}

export class FlowPage extends pageOf(FlowView) {}

export class NewFlow {
  @ApiProperty({ example: 'customers' })
  @IsSlug()
  slug: string

  @ApiProperty({ example: 'Customers' })
  @IsName()
  name: string

  @ApiProperty({ example: 'party' })
  @IsString()
  entity: string

  @ApiProperty({ type: [ParticipantDto], minItems: 2, maxItems: 5 })
  @IsArray()
  @ArrayMinSize(2)
  @ArrayMaxSize(5)
  @ValidateNested({ each: true })
  @Type(() => ParticipantDto)
  participants: ParticipantDto[]

  @ApiPropertyOptional({ type: FlowSettingsChange })
  @IsOptional()
  @ValidateNested()
  @Type(() => FlowSettingsChange)
  settings?: FlowSettingsChange
}

export class FlowChange {
  @ApiPropertyOptional()
  @IsOptional()
  @IsName()
  name?: string

  @ApiPropertyOptional({
    type: FlowSettingsChange,
    description: 'Each setting that is given replaces the one before.',
  })
  @IsOptional()
  @ValidateNested()
  @Type(() => FlowSettingsChange)
  settings?: FlowSettingsChange

  @ApiPropertyOptional({
    type: [ParticipantDto],
    description: 'All participants in rank order; replaces those before.',
  })
  @IsOptional()
  @IsArray()
  @ArrayMinSize(2)
  @ArrayMaxSize(5)
  @ValidateNested({ each: true })
  @Type(() => ParticipantDto)
  participants?: ParticipantDto[]

  @ApiPropertyOptional({ enum: ['live', 'paused', 'preview'] })
  @IsOptional()
  @IsIn(['live', 'paused', 'preview'])
  state?: 'live' | 'paused' | 'preview'
}
