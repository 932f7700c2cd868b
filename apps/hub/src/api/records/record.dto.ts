import { ApiProperty, ApiPropertyOptional, getSchemaPath } from '@nestjs/swagger'
import { PageQuery, pageOf } from '../common/page.js'
import { OptionalText } from '../common/query.js'
import { flatSchema, scalarSchema, time } from '../common/schemas.js'

export class RecordLinkView {
  @ApiProperty({ type: String, nullable: true, description: 'Slug of the connection.' }) connection:
    string | null
  @ApiProperty({ description: 'Native type.' }) type: string
  @ApiProperty() externalId: string
  @ApiProperty({ enum: ['active', 'alias', 'out-of-scope', 'excluded', 'deleted'], enumName: 'LinkState' })
  state: string
  @ApiProperty({ description: 'Why the two belong together: match rule, `created`, `origin` or `decided`.' })
  rule: string
}

export class RecordSummaryView {
  @ApiProperty({ format: 'uuid' }) id: string
  @ApiProperty({ example: 'party' }) entity: string
  @ApiProperty() title: string
  @ApiProperty({ ...flatSchema, description: 'The values by which people tell records apart.' })
  fields: object
  @ApiProperty({ type: [RecordLinkView] }) links: RecordLinkView[]
  @ApiProperty() version: number
  @ApiProperty(time) updatedAt: Date
}

export class RecordPage extends pageOf(RecordSummaryView) {}

export class RecordQuery extends PageQuery {
  @OptionalText('Kind of data, e.g. `party`.')
  entity?: string

  @OptionalText('Part of the title, or a whole number, e-mail address, VAT id or external id.')
  search?: string

  @OptionalText('Slug of a connection: only records that it has.')
  connection?: string
}

/** Where the present value of a field came from. */
export class ProvenanceView {
  @ApiProperty({
    type: String,
    nullable: true,
    description: 'Slug of the connection; null: a person decided in the hub.',
  })
  connection: string | null
  @ApiProperty({ type: String, nullable: true }) type: string | null
  @ApiProperty({
    description: 'What let the value in: `new`, `changed`, `leader`, `rank`, `filled`, `decided` …',
  })
  rule: string
  @ApiProperty() run: string
  @ApiProperty({ description: 'Version of the mapping that read it.' }) mapping: string
  @ApiProperty(time) at: string
}

/** An item of a list inside a record, e.g. a contact. */
export class RecordPartView {
  @ApiProperty() id: string
  @ApiProperty(flatSchema) fields: object
}

/** The golden record. */
export class RecordView {
  @ApiProperty({ format: 'uuid' }) id: string
  @ApiProperty({ example: 'party' }) entity: string
  @ApiProperty() title: string
  @ApiProperty(flatSchema) fields: object
  @ApiProperty({
    type: 'object',
    additionalProperties: { type: 'array', items: { $ref: getSchemaPath(RecordPartView) } },
  })
  parts: Record<string, RecordPartView[]>
  @ApiProperty({
    type: 'object',
    additionalProperties: { $ref: getSchemaPath(ProvenanceView) },
    description: 'By field, e.g. `name` or `contacts/<part id>/email`.',
  })
  provenance: Record<string, ProvenanceView>
  @ApiProperty({
    type: 'object',
    additionalProperties: { type: 'string' },
    description: 'Fields that wait for a person’s decision, with the review.',
  })
  blocked: Record<string, string>
  @ApiProperty({ type: [RecordLinkView] }) links: RecordLinkView[]
  @ApiProperty() version: number
  @ApiProperty(time) createdAt: Date
  @ApiProperty(time) updatedAt: Date
}

export class ValueChangeView {
  @ApiPropertyOptional(scalarSchema) before?: unknown
  @ApiPropertyOptional(scalarSchema) after?: unknown
}

/** One thing that happened to a record. */
export class HistoryEntryView {
  @ApiProperty(time) at: Date
  @ApiProperty({
    enum: ['taken', 'sent', 'overruled', 'decided', 'linked', 'unlinked'],
    enumName: 'HistoryKind',
    description: '`taken` from a system, `sent` to one, an edit `overruled`, `decided` by a person.',
  })
  kind: string
  @ApiProperty({ type: String, nullable: true, description: 'Slug of the connection.' }) connection:
    string | null
  @ApiProperty({ type: String, nullable: true }) type: string | null
  @ApiProperty({ type: String, nullable: true }) externalId: string | null
  @ApiProperty({ type: String, nullable: true }) rule: string | null
  @ApiProperty({ type: String, nullable: true }) run: string | null
  @ApiProperty({ type: String, nullable: true }) operation: string | null
  @ApiProperty({ type: String, nullable: true }) mapping: string | null
  @ApiProperty({ type: 'object', additionalProperties: { $ref: getSchemaPath(ValueChangeView) } })
  changes: Record<string, ValueChangeView>
}

export class HistoryPage extends pageOf(HistoryEntryView) {}
