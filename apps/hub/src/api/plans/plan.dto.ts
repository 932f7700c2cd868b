import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger'
import { PageQuery, pageOf } from '../common/page.js'
import { ExplanationView } from '../common/problem.js'
import { OptionalChoice, OptionalText } from '../common/query.js'
import { countsSchema, flatSchema, jsonSchema, optionalTime, time } from '../common/schemas.js'
import { RunView } from '../runs/run.dto.js'

export const planItemKinds = [
  'link',
  'unlink',
  'create',
  'update',
  'restore',
  'delete',
  'kept',
  'review',
  'merge',
  'record',
] as const
export const operationStates = [
  'proposed',
  'rejected',
  'pending',
  'sending',
  'done',
  'failed',
  'superseded',
  'world-changed',
] as const

/** What a flow would do: looked at, approved, applied. */
export class PlanView {
  @ApiProperty({ format: 'uuid' }) id: string
  @ApiProperty({ description: 'Slug of the flow.' }) flow: string
  @ApiProperty({
    enum: ['collecting', 'ready', 'approved', 'applying', 'applied', 'discarded', 'failed'],
    enumName: 'PlanState',
  })
  state: string
  @ApiProperty({
    ...countsSchema,
    description:
      'How many `link`, `create`, `update`, `delete`, `review` … and `unreadable` items; `records`: new records in the hub.',
  })
  counts: Record<string, number>
  @ApiProperty({
    type: [String],
    example: ['mapping:odoo', 'joined:erpnext'],
    description:
      'Changed rules whose effect the plan shows: `joined`, `mapping`, `filter` or `direction` with a connection, `authority`, `schema`. Empty for a plan that a person asked for.',
  })
  reasons: string[]
  @ApiProperty() createdBy: string
  @ApiProperty({ type: String, nullable: true }) approvedBy: string | null
  @ApiProperty({
    type: String,
    nullable: true,
    description: 'The plan whose application found the world changed and led to this one.',
  })
  follows: string | null
  @ApiProperty({
    ...jsonSchema,
    nullable: true,
    description: 'What the plan takes back: `{run}` or `{operation}`; null for a plan of the flow itself.',
  })
  undoes: object | null
  @ApiProperty({ type: String, nullable: true, description: 'The run that last worked on it.' }) run:
    string | null
  @ApiProperty(time) createdAt: Date
  @ApiProperty(optionalTime) approvedAt: Date | null
  @ApiProperty(optionalTime) appliedAt: Date | null
}

export class PlanPage extends pageOf(PlanView) {}

export class PlanQuery extends PageQuery {
  @OptionalText('Slug of a flow.')
  flow?: string
}

export class PlanItemQuery extends PageQuery {
  @OptionalChoice(planItemKinds, '`merge`: an item that cannot be read.')
  kind?: string

  @OptionalChoice(operationStates)
  state?: string
}

/** One thing that a plan would do. */
export class PlanItemView {
  @ApiProperty({ format: 'uuid' }) id: string
  @ApiProperty({ enum: planItemKinds, enumName: 'PlanItemKind' }) kind: string
  @ApiProperty({ enum: operationStates, enumName: 'OperationState' }) state: string
  @ApiProperty({ description: 'Slug of the connection.' }) connection: string
  @ApiProperty({ description: 'Native type.' }) type: string
  @ApiProperty({ type: String, nullable: true }) externalId: string | null
  @ApiProperty({ format: 'uuid' }) recordId: string
  @ApiProperty() title: string
  @ApiProperty(flatSchema) before: object
  @ApiProperty(flatSchema) after: object
  @ApiProperty({
    ...jsonSchema,
    nullable: true,
    description: 'Why: match rule, candidates with scores, contested values.',
  })
  evidence: object | null
  @ApiPropertyOptional({
    type: ExplanationView,
    description: 'Why an item cannot be read or was not applied.',
  })
  problem?: ExplanationView
}

export class PlanItemPage extends pageOf(PlanItemView) {}

/** A plan that is being applied. */
export class PlanRunView {
  @ApiProperty({ type: PlanView }) plan: PlanView
  @ApiProperty({ type: RunView }) run: RunView
}
