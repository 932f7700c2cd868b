import { ApiProperty } from '@nestjs/swagger'

export class MembershipView {
  @ApiProperty() slug: string
  @ApiProperty() name: string
  @ApiProperty({ enum: ['viewer', 'operator', 'admin'], enumName: 'TenantRole' }) role: string
}

/** Who is signed in, and where. */
export class MeView {
  @ApiProperty() username: string
  @ApiProperty({ description: 'May create clients, and is admin in all of them.' }) providerAdmin: boolean
  @ApiProperty({ type: [MembershipView] }) tenants: MembershipView[]
}
