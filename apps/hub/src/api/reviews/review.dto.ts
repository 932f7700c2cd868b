import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger'
import { IsBoolean, IsIn, IsNumber, IsOptional, IsUUID, Max, Min, ValidateIf } from 'class-validator'
import { bulkActions, type BulkAction } from '#sync'
import { PageQuery, pageOf } from '../common/page.js'
import { OptionalChoice, OptionalText } from '../common/query.js'
import { flatSchema, jsonSchema, optionalTime, scalarSchema, time } from '../common/schemas.js'
import { IsScalar } from '../common/validators.js'

export const reviewKinds = [
  'match',
  'conflict',
  'mass-change',
  'gone',
  'lossy',
  'loop',
  'restored',
  'mass-delete',
  'delete-conflict',
  'frozen',
] as const
export const reviewStates = ['open', 'resolved', 'obsolete'] as const
export const reviewActions = [
  'link',
  'create',
  'ignore',
  'keep',
  'take',
  'set',
  'accept',
  'pause',
  'acknowledge',
  'recreate',
  'archive',
  'delete',
] as const

/** Kinds of questions that may be answered all at once. */
export const bulkKinds = ['match', 'conflict', 'lossy'] as const

/** A record that the item could be. */
export class CandidateView {
  @ApiProperty({ format: 'uuid' }) record: string
  @ApiProperty() title: string
  @ApiProperty({ description: '0 … 1' }) score: number
  @ApiProperty({ description: 'Strongest rule that holds.' }) rule: string
  @ApiProperty({ type: [String], description: 'What agrees.' }) agrees: string[]
  @ApiProperty({ type: [String], description: 'What differs, though it may still be the same.' })
  differs: string[]
  @ApiProperty({ type: [String], description: 'What contradicts: such a pair is never linked by itself.' })
  contradicts: string[]
  @ApiProperty(flatSchema) values: object
}

/** A value that another system had when it asked about the same field before. */
export class EarlierValueView {
  @ApiProperty({ type: String, nullable: true, description: 'Slug of the connection.' }) connection:
    string | null
  @ApiProperty(scalarSchema) there: unknown
}

/** What a person needs to see to decide. */
export class ReviewEvidenceView {
  @ApiPropertyOptional({ ...flatSchema, description: 'match: the item that is to be identified.' })
  item?: object
  @ApiPropertyOptional({ type: [CandidateView], description: 'match' }) candidates?: CandidateView[]
  @ApiPropertyOptional({ ...flatSchema, description: 'frozen: what the hub has.' }) record?: object
  @ApiPropertyOptional({ ...flatSchema, description: 'frozen: what the system has, and changes no more.' })
  system?: object
  @ApiPropertyOptional({ ...scalarSchema, description: 'conflict, lossy, loop: value in the hub.' })
  here?: unknown
  @ApiPropertyOptional({ ...scalarSchema, description: 'conflict, lossy, loop: value in the system.' })
  there?: unknown
  @ApiPropertyOptional({
    type: String,
    nullable: true,
    description: 'conflict: connection that the hub’s value came from.',
  })
  from?: string | null
  @ApiPropertyOptional({
    type: [EarlierValueView],
    description: 'conflict, lossy, loop: other systems that have asked about this field, oldest first.',
  })
  earlier?: EarlierValueView[]
  @ApiPropertyOptional({
    description: 'mass-change: records in which the field would change; mass-delete: records that are gone.',
  })
  changed?: number
  @ApiPropertyOptional({ description: 'mass-change, mass-delete: of so many.' }) total?: number
  @ApiPropertyOptional({ type: [String], description: 'delete-conflict: what was edited here meanwhile.' })
  fields?: string[]
  @ApiPropertyOptional({ type: [String], description: 'mass-delete: some of the records that are gone.' })
  examples?: string[]
}

/** One possible answer. */
export class ReviewActionView {
  @ApiProperty({ enum: reviewActions, enumName: 'ReviewAction' }) action: string
  @ApiProperty({ description: 'What it does, in the reader’s language.' }) text: string
  @ApiProperty({ type: [String], description: 'What has to be sent with it: `record`, `value`.' })
  needs: string[]
}

/** Something that a person must decide. */
export class ReviewView {
  @ApiProperty({ format: 'uuid' }) id: string
  @ApiProperty({ enum: reviewKinds, enumName: 'ReviewKind' }) kind: string
  @ApiProperty({ enum: reviewStates, enumName: 'ReviewState' }) state: string
  @ApiProperty({ description: 'Slug of the flow.' }) flow: string
  @ApiProperty({ type: String, nullable: true, description: 'Slug of the connection.' }) connection:
    string | null
  @ApiProperty({ type: String, nullable: true, description: 'Native type.' }) type: string | null
  @ApiProperty({ type: String, nullable: true }) externalId: string | null
  @ApiProperty({ type: String, nullable: true }) record: string | null
  @ApiProperty({ type: String, nullable: true }) field: string | null
  @ApiProperty() title: string
  @ApiProperty({ description: 'The question, in the reader’s language.' }) question: string
  @ApiProperty({ type: [ReviewActionView], description: 'Possible answers; none once it is decided.' })
  actions: ReviewActionView[]
  @ApiProperty({ type: ReviewEvidenceView }) evidence: ReviewEvidenceView
  @ApiProperty({ ...jsonSchema, nullable: true }) decision: object | null
  @ApiProperty({ type: String, nullable: true }) decidedBy: string | null
  @ApiProperty(time) createdAt: Date
  @ApiProperty(optionalTime) decidedAt: Date | null
}

export class ReviewPage extends pageOf(ReviewView) {}

export class ReviewQuery extends PageQuery {
  @OptionalChoice(reviewStates)
  state?: string

  @OptionalChoice(reviewKinds)
  kind?: string

  @OptionalText('Slug of a flow.')
  flow?: string
}

export class ReviewResolution {
  @ApiProperty({ enum: reviewActions, enumName: 'ReviewAction' })
  @IsIn(reviewActions)
  action: (typeof reviewActions)[number]

  @ApiPropertyOptional({ format: 'uuid', description: '`link`: the record that it is.' })
  @IsOptional()
  @IsUUID()
  record?: string

  @ApiPropertyOptional({ ...scalarSchema, description: '`set`: the value that holds from now on.' })
  @ValidateIf((body: ReviewResolution) => body.value !== undefined)
  @IsScalar()
  value?: string | number | boolean | null
}

/** One answer for all open questions that fit. */
export class BulkResolution {
  @ApiProperty({
    enum: bulkActions,
    enumName: 'BulkReviewAction',
    description: '`link` takes the best candidate.',
  })
  @IsIn(bulkActions)
  action: BulkAction

  @ApiPropertyOptional({ enum: bulkKinds, enumName: 'BulkReviewKind', default: 'match' })
  @IsOptional()
  @IsIn(bulkKinds)
  kind?: (typeof bulkKinds)[number]

  @OptionalText('Slug of a flow.')
  flow?: string

  @OptionalText('Slug of a connection.')
  connection?: string

  @OptionalText('Field in question, for values.')
  field?: string

  @OptionalText('match: rule of the best candidate, e.g. `email`.')
  rule?: string

  @ApiPropertyOptional({ minimum: 0, maximum: 1, description: 'match: least score of the best candidate.' })
  @IsOptional()
  @IsNumber()
  @Min(0)
  @Max(1)
  minScore?: number

  @ApiPropertyOptional({ minimum: 0, maximum: 1, description: 'match: highest score of the best candidate.' })
  @IsOptional()
  @IsNumber()
  @Min(0)
  @Max(1)
  maxScore?: number

  @ApiPropertyOptional({ format: 'uuid', description: '`next` of the step before.' })
  @IsOptional()
  @IsUUID()
  after?: string

  @ApiPropertyOptional({ default: false, description: 'Only count.' })
  @IsOptional()
  @IsBoolean()
  dryRun?: boolean
}

/** A step of a decision about many questions. */
export class BulkResolutionView {
  @ApiProperty({ description: 'Questions decided, or that would be.' }) decided: number
  @ApiProperty({ description: 'Questions that fit, but that somebody has to look at one by one.' })
  skipped: number
  @ApiProperty({
    type: String,
    nullable: true,
    description: 'Send it as `after` for the next step; null at the end.',
  })
  next: string | null
}
