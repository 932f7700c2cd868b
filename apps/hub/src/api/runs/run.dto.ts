import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger'
import { IsBoolean, IsOptional, IsString } from 'class-validator'
import { PageQuery, pageOf } from '../common/page.js'
import { ExplanationView } from '../common/problem.js'
import { OptionalChoice, OptionalText } from '../common/query.js'
import { countsSchema, optionalTime, time } from '../common/schemas.js'

export const runStates = ['queued', 'running', 'done', 'failed', 'cancelled'] as const

/** What became of the writes that a run asked for. */
export class DeliveriesView {
  @ApiProperty() pending: number
  @ApiProperty() sending: number
  @ApiProperty() done: number
  @ApiProperty() failed: number
}

/** One execution. */
export class RunView {
  @ApiProperty({ format: 'uuid' }) id: string
  @ApiProperty({ description: 'Slug of the flow.' }) flow: string
  @ApiProperty({
    type: String,
    nullable: true,
    description: 'Plan that a preview makes or an apply carries out.',
  })
  plan: string | null
  @ApiProperty({ type: String, nullable: true, description: 'Slug of the connection that works on it now.' })
  connection: string | null
  @ApiProperty({ enum: ['poll', 'full', 'preview', 'apply', 'look', 'sweep'], enumName: 'RunKind' })
  kind: string
  @ApiProperty({ enum: runStates, enumName: 'RunState' }) state: string
  @ApiProperty({ description: 'Participants that are finished; the next one is being read.' }) stage: number
  @ApiProperty(countsSchema) counts: Record<string, number>
  @ApiProperty({ type: ExplanationView, nullable: true }) error: ExplanationView | null
  @ApiProperty({ type: DeliveriesView }) deliveries: DeliveriesView
  @ApiProperty({ description: 'Somebody asked to stop it.' }) cancelling: boolean
  @ApiProperty({ type: String, nullable: true }) askedBy: string | null
  @ApiProperty(time) createdAt: Date
  @ApiProperty(optionalTime) startedAt: Date | null
  @ApiProperty(optionalTime) finishedAt: Date | null
}

export class RunPage extends pageOf(RunView) {}

export class RunQuery extends PageQuery {
  @OptionalText('Slug of a flow.')
  flow?: string

  @OptionalChoice(runStates)
  state?: string
}

export class NewRuns {
  @ApiPropertyOptional({ description: 'Slug of the one connection to read; left out: all that read.' })
  @IsOptional()
  @IsString()
  connection?: string

  @ApiPropertyOptional({ description: 'Read everything, not only what changed.', default: false })
  @IsOptional()
  @IsBoolean()
  full?: boolean

  @ApiPropertyOptional({
    description: 'List everything twice and look directly at what lacks: find deleted records now.',
    default: false,
  })
  @IsOptional()
  @IsBoolean()
  deletes?: boolean
}

export class RunsView {
  @ApiProperty({ type: [RunView] }) runs: RunView[]
}
