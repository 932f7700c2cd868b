import { Body, Get, Patch } from '@nestjs/common'
import { ApiOkResponse, ApiOperation } from '@nestjs/swagger'
import { Database, retention } from '#persistence'
import { Principal, Roles } from '#security'
import { audit } from '../common/audit.js'
import { InTenant, TenantController, type TenantRef } from '../common/tenant.js'
import { RetentionChange, RetentionView } from './retention.dto.js'

@TenantController('retention')
export class RetentionController {
  constructor(private readonly db: Database) {}

  @ApiOperation({ summary: 'How long history, runs, writes, answers and audit are kept, in days.' })
  @Get()
  @Roles('viewer')
  @ApiOkResponse({ type: RetentionView })
  get(@InTenant() tenant: TenantRef): Promise<RetentionView> {
    return this.db.tenant(tenant.id, (tx) => retention.of(tx, tenant.id))
  }

  @ApiOperation({ summary: 'Changes it. What is open is kept in any case.' })
  @Patch()
  @Roles('admin')
  @ApiOkResponse({ type: RetentionView })
  change(
    @InTenant() tenant: TenantRef,
    @Principal() principal: Principal,
    @Body() body: RetentionChange,
  ): Promise<RetentionView> {
    return this.db.tenant(tenant.id, async (tx) => {
      const change = { ...body }
      await retention.set(tx, tenant.id, change)
      await audit(tx, tenant.id, principal, {
        action: 'retention.change',
        subject: tenant.slug,
        details: change,
      })
      return retention.of(tx, tenant.id)
    })
  }
}
