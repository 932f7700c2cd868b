import { ApiProperty } from '@nestjs/swagger'
import { pageOf } from '../common/page.js'
import { jsonSchema, time } from '../common/schemas.js'

/** Who changed what. */
export class AuditEntryView {
  @ApiProperty({ format: 'uuid' }) id: string
  @ApiProperty(time) at: Date
  @ApiProperty({ description: 'User name.' }) actor: string
  @ApiProperty({ example: 'connection.create' }) action: string
  @ApiProperty({ description: 'Slug or id of what was changed.' }) subject: string
  @ApiProperty(jsonSchema) details: object
}

export class AuditPage extends pageOf(AuditEntryView) {}
