import { Get, Query } from '@nestjs/common'
import { ApiOkResponse, ApiOperation } from '@nestjs/swagger'
import { Database, lists } from '#persistence'
import { Roles } from '#security'
import { PageQuery, sliceOf, toPage } from '../common/page.js'
import { InTenant, TenantController, type TenantRef } from '../common/tenant.js'
import { AuditPage } from './audit.dto.js'

@TenantController('audit')
export class AuditController {
  constructor(private readonly db: Database) {}

  @ApiOperation({ summary: 'Who changed what, newest first.' })
  @Get()
  @Roles('admin')
  @ApiOkResponse({ type: AuditPage })
  async list(@InTenant() tenant: TenantRef, @Query() query: PageQuery): Promise<AuditPage> {
    const slice = sliceOf(query, ['time', 'uuid'])
    const rows = await this.db.tenant(tenant.id, (tx) => lists.audit(tx, slice))
    return toPage(
      rows,
      slice,
      (row) => [row.key, row.id],
      ({ id, at, actor, action, subject, details }) => ({ id, at, actor, action, subject, details }),
    )
  }
}
