import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger'
import { IsOptional, IsString, IsUUID } from 'class-validator'
import { pageOf } from '../common/page.js'
import { ExplanationView } from '../common/problem.js'
import { flatSchema, time } from '../common/schemas.js'

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
