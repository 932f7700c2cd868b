import { ApiProperty } from '@nestjs/swagger'
import { pageOf } from '../common/page.js'
import { time } from '../common/schemas.js'
import { IsName, IsSlug } from '../common/validators.js'

/** A client of the provider. */
export class TenantView {
  @ApiProperty() slug: string
  @ApiProperty() name: string
  @ApiProperty({ enum: ['viewer', 'operator', 'admin'], enumName: 'TenantRole' }) role: string
  @ApiProperty(time) createdAt: Date
}

export class TenantPage extends pageOf(TenantView) {}

/** Syncs of a client that went back to preview after the hub's database was restored. */
export class RestoredView {
  @ApiProperty() tenant: string
  @ApiProperty({ type: [String] }) flows: string[]
}

export class NewTenant {
  @ApiProperty({ pattern: '^[a-z0-9][a-z0-9-]{0,62}$', example: 'acme' })
  @IsSlug()
  slug: string

  @ApiProperty({ example: 'ACME Bürotechnik GmbH' })
  @IsName()
  name: string
}
