import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger'
import { IsOptional, IsString, IsUUID } from 'class-validator'
import { PageQuery, pageOf } from '../common/page.js'
import { OptionalFlag } from '../common/query.js'
import { IsJsonObject } from '../common/validators.js'
import { ExplanationView } from '../common/problem.js'
import { flatSchema, optionalTime, time } from '../common/schemas.js'

/** Why a write failed. */
export class OperationErrorView extends ExplanationView {
  @ApiPropertyOptional({ description: 'Field that the system refused.' }) field?: string
  @ApiPropertyOptional({ description: 'The system’s own words.' }) upstream?: string
}

export class FailureExampleView {
  @ApiProperty({ format: 'uuid' }) operation: string
  @ApiProperty({ format: 'uuid' }) record: string
  @ApiProperty() title: string
  @ApiProperty({ type: OperationErrorView }) error: OperationErrorView
}

/** Writes that failed for one reason. */
export class FailureView extends OperationErrorView {
  @ApiProperty({ description: 'Names the group.' }) cause: string
  @ApiProperty({ type: String, nullable: true, description: 'Slug of the connection.' }) connection:
    string | null
  @ApiProperty() count: number
  @ApiProperty({ description: 'So many of them are tried again by themselves.' }) retrying: number
  @ApiProperty(time) latest: Date
  @ApiProperty({ type: [FailureExampleView] }) examples: FailureExampleView[]
}

export class FailureQuery extends PageQuery {
  @OptionalFlag('Those that somebody let go, instead of the others.')
  ignored?: boolean
}

export class FailurePage extends pageOf(FailureView) {}

/** One write that failed. */
export class FailedOperationView {
  @ApiProperty({ format: 'uuid' }) id: string
  @ApiProperty({ format: 'uuid' }) record: string
  @ApiProperty() title: string
  @ApiProperty({ type: String, nullable: true, description: 'Slug of the connection.' }) connection:
    string | null
  @ApiProperty({ description: 'Native type.' }) type: string
  @ApiProperty({ type: String, nullable: true }) externalId: string | null
  @ApiProperty({ enum: ['create', 'update', 'merge'], description: '`merge`: an item that cannot be read.' })
  kind: string
  @ApiProperty({ enum: ['failed', 'pending'], description: '`pending`: is tried again by itself.' })
  state: string
  @ApiProperty() attempts: number
  @ApiProperty({ ...optionalTime, description: 'When it is tried again by itself.' }) nextAt: Date | null
  @ApiProperty(flatSchema) before: object
  @ApiProperty(flatSchema) after: object
  @ApiProperty({ type: OperationErrorView }) error: OperationErrorView
  @ApiProperty(time) createdAt: Date
}

export class FailedOperationPage extends pageOf(FailedOperationView) {}

/** What to try again; nothing given: everything. */
export class Retry {
  @ApiPropertyOptional({ description: 'All writes of a group.' })
  @IsOptional()
  @IsString()
  cause?: string

  @ApiPropertyOptional({ format: 'uuid', description: 'One write.' })
  @IsOptional()
  @IsUUID()
  operation?: string

  @ApiPropertyOptional({ description: 'Slug of a connection.' })
  @IsOptional()
  @IsString()
  connection?: string
}

export class RetryView {
  @ApiProperty({ description: 'Writes that are tried again now.' }) retried: number
}

/** What to let go; something must be named. */
export class Ignore extends Retry {}

export class IgnoreView {
  @ApiProperty({ description: 'Failures that are not shown any more.' }) ignored: number
}

/** Corrected values of the record, by field. */
export class Edit {
  @ApiProperty({
    ...flatSchema,
    description: 'By field: `vatId`, `address.city`, `contacts/<part id>/email`; null empties it.',
  })
  @IsJsonObject()
  values: Record<string, string | number | boolean | null>
}

export class EditView {
  @ApiProperty({ format: 'uuid' }) record: string
  @ApiProperty({ type: [String] }) fields: string[]
}
