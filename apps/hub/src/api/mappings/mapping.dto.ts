import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger'
import { IsOptional, IsString } from 'class-validator'
import { pageOf } from '../common/page.js'
import { ExplanationView } from '../common/problem.js'
import { flatSchema, jsonSchema, optionalTime } from '../common/schemas.js'
import { IsJsonObject } from '../common/validators.js'

/** A mapping in force. */
export class MappingSummaryView {
  @ApiProperty({ example: 'odoo' }) connector: string
  @ApiProperty({ example: 'party' }) entity: string
  @ApiProperty({ description: 'Changes whenever the mapping means something else.' }) version: string
  @ApiProperty({ description: 'Number of times that the client changed it; 0: as shipped.' })
  overrideVersion: number
}

export class MappingPage extends pageOf(MappingSummaryView) {}

export class MappingView extends MappingSummaryView {
  @ApiProperty({ ...jsonSchema, description: 'The document as the connector ships it.' }) shipped: object
  @ApiProperty({ ...jsonSchema, description: 'The client’s lines by path, e.g. `types.client.fields.note`.' })
  overrides: object
  @ApiProperty({ ...jsonSchema, description: 'The document in force.' }) effective: object
  @ApiProperty({ type: String, nullable: true, description: 'Who changed it last.' }) author: string | null
  @ApiProperty(optionalTime) changedAt: Date | null
  @ApiProperty({ description: 'Version for If-Match; the ETag holds it.' }) revision: number
}

export class MappingOverridesChange {
  @ApiProperty({
    ...jsonSchema,
    description:
      'All of the client’s lines by path; `null` removes a shipped line. Replaces the lines before.',
  })
  @IsJsonObject()
  lines: Record<string, unknown>
}

export class MappingLint {
  @ApiProperty({ description: 'Slug of the connection whose system is asked.' })
  @IsString()
  connection: string

  @ApiPropertyOptional({ ...jsonSchema, description: 'Lines to try instead of the saved ones.' })
  @IsOptional()
  @IsJsonObject()
  lines?: Record<string, unknown>
}

export class FindingView extends ExplanationView {
  @ApiProperty({ enum: ['error', 'warning'] }) severity: string
  @ApiProperty({ description: 'Where in the document, as lines are named.' }) path: string
  @ApiProperty({ type: String, nullable: true }) native: string | null
  @ApiProperty({ type: String, nullable: true }) field: string | null
}

export class LintView {
  @ApiProperty({ description: 'No finding is an error.' }) ok: boolean
  @ApiProperty({ description: 'Real records that were tried.' }) samples: number
  @ApiProperty({ type: [FindingView] }) findings: FindingView[]
}

export class MappingPreview extends MappingLint {
  @ApiProperty({ example: 'res.partner' })
  @IsString()
  type: string

  @ApiProperty({ description: 'The record’s id in its system.' })
  @IsString()
  id: string
}

/** A value that would come out differently if the record were written back unchanged. */
export class DifferenceView {
  @ApiProperty({ description: 'Native path, e.g. `phone` or `contacts[7].email`.' }) path: string
  @ApiProperty({ description: 'What the system holds.' }) native: unknown
  @ApiProperty({ description: 'What the mapping would write.' }) written: unknown
}

export class MappingPartView {
  @ApiProperty({ description: 'The item’s id in its system.' }) externalId: string
  @ApiProperty(flatSchema) fields: object
}

export class CanonicalView {
  @ApiProperty(flatSchema) fields: object
  @ApiProperty({
    type: 'object',
    additionalProperties: { type: 'array', items: { $ref: '#/components/schemas/MappingPartView' } },
  })
  parts: Record<string, MappingPartView[]>
}

export class MappingPreviewView {
  @ApiProperty() type: string
  @ApiProperty() id: string
  @ApiProperty({ ...jsonSchema, description: 'The record as the system shows it.' }) native: object
  @ApiPropertyOptional({ type: CanonicalView, description: 'The record as the hub reads it.' })
  canonical?: CanonicalView
  @ApiPropertyOptional({ ...jsonSchema, description: 'What would be written if every field were.' })
  written?: object
  @ApiProperty({ type: [DifferenceView] }) differences: DifferenceView[]
  @ApiPropertyOptional({ type: ExplanationView, description: 'Why the record cannot be carried over.' })
  problem?: ExplanationView
}
