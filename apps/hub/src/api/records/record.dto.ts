import { ApiProperty, ApiPropertyOptional, getSchemaPath } from '@nestjs/swagger'
import { IsNotEmpty, IsOptional, IsString, IsUUID } from 'class-validator'
import { PageQuery, pageOf } from '../common/page.js'
import { OptionalText } from '../common/query.js'
import { flatSchema, optionalTime, scalarSchema, time } from '../common/schemas.js'

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
  @ApiProperty({ type: String, nullable: true, description: 'Record that this one was merged into.' })
  mergedInto: string | null
  @ApiProperty() version: number
  @ApiProperty(time) createdAt: Date
  @ApiProperty(time) updatedAt: Date
}

/** Which link of a record belongs to another one. */
export class RecordSplit {
  @ApiProperty({ description: 'Slug of the connection whose link is wrong.' })
  @IsString()
  @IsNotEmpty()
  connection: string

  @ApiPropertyOptional({ description: 'Only this item of it.' })
  @IsOptional()
  @IsString()
  @IsNotEmpty()
  externalId?: string

  @ApiPropertyOptional({
    description: 'The `approval` of a preview. Without it nothing happens, and the answer is the preview.',
  })
  @IsOptional()
  @IsString()
  approval?: string
}

/** Which record is the same as this one, which stays. */
export class RecordMerge {
  @ApiProperty({ format: 'uuid', description: 'The record that goes into this one.' })
  @IsUUID()
  other: string

  @ApiPropertyOptional({
    description: 'The `approval` of a preview. Without it nothing happens, and the answer is the preview.',
  })
  @IsOptional()
  @IsString()
  approval?: string
}

/** A write that follows from a split or merge. */
export class FollowingWriteView {
  @ApiProperty({ description: 'Slug of the connection.' }) connection: string
  @ApiProperty({ description: 'Native type.' }) type: string
  @ApiProperty({ type: String, nullable: true }) externalId: string | null
  @ApiProperty({ enum: ['create', 'update', 'delete'], enumName: 'FollowingWriteKind' }) kind: string
  @ApiProperty() title: string
  @ApiProperty(flatSchema) before: object
  @ApiProperty(flatSchema) after: object
}

/** A record of another kind that refers to the one that was split or merged. */
export class RecordReferenceView {
  @ApiProperty({ format: 'uuid' }) id: string
  @ApiProperty({ example: 'invoice' }) entity: string
  @ApiProperty() title: string
}

/** What a split or merge does, or did. */
export class RegroupingView {
  @ApiProperty({ description: 'False: this is a preview.' }) done: boolean
  @ApiProperty({
    format: 'uuid',
    description: 'split: the record of the other side; merge: the one that is left.',
  })
  record: string
  @ApiProperty({ type: [FollowingWriteView], description: 'What is written to systems because of it.' })
  writes: FollowingWriteView[]
  @ApiProperty({
    type: [RecordReferenceView],
    description:
      'merge: they refer to the record that is left; split: they stay with this one unless a person changes them.',
  })
  references: RecordReferenceView[]
  @ApiProperty({ description: 'Stands for exactly this; send it to carry it out.' }) approval: string
}

export class ValueChangeView {
  @ApiPropertyOptional(scalarSchema) before?: unknown
  @ApiPropertyOptional(scalarSchema) after?: unknown
  @ApiPropertyOptional({
    ...scalarSchema,
    description: 'Of what was sent: what the system made of it, where that is something else.',
  })
  kept?: unknown
}

/** How one system holds a field. */
export class FieldHolderView {
  @ApiProperty({ type: String, nullable: true, description: 'Slug of the connection.' }) connection:
    string | null
  @ApiProperty({ description: 'Native type.' }) type: string
  @ApiProperty() externalId: string
  @ApiProperty({ ...scalarSchema, description: 'What the system last showed.' }) value: unknown
  @ApiProperty({
    enum: ['same', 'kept-otherwise', 'differs'],
    enumName: 'Holding',
    description:
      '`kept-otherwise`: it has got the value and made this of it; `differs`: it has not got the value, or not yet.',
  })
  state: string
  @ApiProperty({
    ...optionalTime,
    description: 'When the hub last sent it the field, as far as the log reaches.',
  })
  sentAt: Date | null
}

/** One value of a record: where it came from, and who holds it. */
export class RecordFieldView {
  @ApiProperty({ description: '`name`, `address.city` or `contacts/<part id>/email`.' }) field: string
  @ApiProperty(scalarSchema) value: unknown
  @ApiProperty({ type: ProvenanceView, nullable: true }) from: ProvenanceView | null
  @ApiProperty({ type: String, nullable: true, description: 'Review that the field waits for.' }) review:
    string | null
  @ApiProperty({ type: [FieldHolderView] }) systems: FieldHolderView[]
}

export class RecordFieldsView {
  @ApiProperty({ type: [RecordFieldView] }) items: RecordFieldView[]
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
