import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger'
import { IsBoolean, IsIn, IsOptional, IsString } from 'class-validator'
import { OptionalFlag } from '../common/query.js'
import { pageOf } from '../common/page.js'
import { ExplanationView } from '../common/problem.js'
import { jsonSchema, optionalTime, time } from '../common/schemas.js'
import { IsJsonObject, IsName, IsSlug } from '../common/validators.js'

/** A problem with the time at which it came up. */
export class ConnectionProblemView extends ExplanationView {
  @ApiProperty(time) at: string
}

/** What the connected system said about itself when it was last checked. */
export class CheckReportView {
  @ApiProperty({ example: '19.0' }) version: string
  @ApiProperty({ description: 'The account that the credentials belong to.' }) account: string
  @ApiProperty({
    description:
      'Whether the hub can mark what it creates, so that a lost answer never leads to a duplicate.',
  })
  markers: boolean
  @ApiProperty({ type: [ExplanationView], description: 'What a person should act on.' })
  warnings: ExplanationView[]
  @ApiProperty(time) at: string
}

/** A client's system that the hub talks to. */
export class ConnectionView {
  @ApiProperty({ example: 'odoo' }) slug: string
  @ApiProperty({ example: 'Odoo (sales)' }) name: string
  @ApiProperty({ example: 'odoo' }) connector: string
  @ApiProperty({
    enum: ['active', 'paused', 'stopped'],
    enumName: 'ConnectionState',
    description: '`paused` by a person, `stopped` by the hub after a refused login or a fault in the set-up.',
  })
  state: string
  @ApiProperty({ ...jsonSchema, description: 'Settings; secrets that are set show as ••••••••.' })
  config: Record<string, unknown>
  @ApiProperty({ description: 'An admin accepted creates without markers.' }) naturalKeys: boolean
  @ApiProperty({
    ...optionalTime,
    description: 'When the address was made that the system calls at changes.',
  })
  webhookAt: Date | null
  @ApiProperty({ type: ConnectionProblemView, nullable: true }) problem: ConnectionProblemView | null
  @ApiProperty({ ...optionalTime, description: 'Not called before this time.' }) retryAt: Date | null
  @ApiProperty({ type: CheckReportView, nullable: true }) report: CheckReportView | null
  @ApiProperty({ type: [String], description: 'Slugs of the flows that it takes part in.' }) flows: string[]
  @ApiProperty({ description: 'Version for If-Match; the ETag holds it.' }) revision: number
  @ApiProperty(time) createdAt: Date
  @ApiProperty(time) updatedAt: Date
}

export class ConnectionPage extends pageOf(ConnectionView) {}

export class CheckQuery {
  @OptionalFlag('`false` saves without asking the system.')
  check?: boolean
}

export class ConnectionCheck {
  @ApiProperty({ example: 'odoo' })
  @IsString()
  connector: string

  @ApiProperty({ ...jsonSchema, description: 'Settings by name, secrets included.' })
  @IsJsonObject()
  config: Record<string, unknown>
}

export class NewConnection extends ConnectionCheck {
  @ApiProperty({ example: 'odoo' })
  @IsSlug()
  slug: string

  @ApiProperty({ example: 'Odoo (sales)' })
  @IsName()
  name: string
}

export class ConnectionChange {
  @ApiPropertyOptional()
  @IsOptional()
  @IsName()
  name?: string

  @ApiPropertyOptional({
    ...jsonSchema,
    description: 'Only the settings that change; a secret that is left out stays.',
  })
  @IsOptional()
  @IsJsonObject()
  config?: Record<string, unknown>

  @ApiPropertyOptional({ enum: ['active', 'paused'] })
  @IsOptional()
  @IsIn(['active', 'paused'])
  state?: 'active' | 'paused'

  @ApiPropertyOptional({ description: 'Accept creates in a system that cannot keep markers.' })
  @IsOptional()
  @IsBoolean()
  naturalKeys?: boolean
}

/** What a check found. */
export class CheckView {
  @ApiProperty() ok: boolean
  @ApiPropertyOptional() version?: string
  @ApiPropertyOptional() account?: string
  @ApiPropertyOptional() markers?: boolean
  @ApiProperty({ type: [ExplanationView] }) warnings: ExplanationView[]
  @ApiPropertyOptional({ type: ExplanationView, description: 'Why it is not ok.' }) problem?: ExplanationView
}
