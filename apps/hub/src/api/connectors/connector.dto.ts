import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger'
import { pageOf } from '../common/page.js'

export class ConfigurationOptionView {
  @ApiProperty() value: string
  @ApiProperty() title: string
}

/** One setting of a connection, as a form shows it. */
export class ConfigurationFieldView {
  @ApiProperty() name: string
  @ApiProperty() title: string
  @ApiPropertyOptional() help?: string
  @ApiProperty({
    enum: ['url', 'text', 'secret', 'select', 'boolean', 'number'],
    enumName: 'ConfigurationFieldType',
  })
  type: string
  @ApiProperty() required: boolean
  @ApiPropertyOptional({ oneOf: [{ type: 'string' }, { type: 'number' }, { type: 'boolean' }] })
  default?: string | number | boolean
  @ApiPropertyOptional({ type: [ConfigurationOptionView] }) options?: ConfigurationOptionView[]
  @ApiPropertyOptional({ description: 'Regular expression that the whole value must match.' })
  pattern?: string
}

/** What the connector can do with one kind of record of the system. */
export class NativeTypeView {
  @ApiProperty({ example: 'res.partner' }) type: string
  @ApiProperty({ enum: ['cursor', 'full'] }) read: string
  @ApiProperty() create: boolean
  @ApiProperty() update: boolean
  @ApiProperty({ enum: ['delete', 'archive', 'none'] }) remove: string
  @ApiProperty({ description: 'Most records that one call writes.' }) batch: number
  @ApiProperty({ enum: ['unique', 'upsert', 'searchable', 'none'] }) marker: string
  @ApiProperty() precondition: boolean
  @ApiProperty() editTimes: boolean
  @ApiProperty() renames: boolean
  @ApiProperty({ type: [String] }) parts: string[]
}

export class ConnectorEntityView {
  @ApiProperty({ example: 'party' }) entity: string
  @ApiProperty({ type: [NativeTypeView] }) types: NativeTypeView[]
}

/** A kind of system that the hub can talk to. */
export class ConnectorView {
  @ApiProperty({ example: 'odoo' }) id: string
  @ApiProperty({ example: 'Odoo' }) label: string
  @ApiProperty({ description: 'Versions of the system that were tested.' }) supports: string
  @ApiProperty({ type: [ConfigurationFieldView] }) configuration: ConfigurationFieldView[]
  @ApiProperty({ type: [ConnectorEntityView] }) entities: ConnectorEntityView[]
}

export class ConnectorPage extends pageOf(ConnectorView) {}
