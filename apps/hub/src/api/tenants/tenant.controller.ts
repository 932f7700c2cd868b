import { Body, Controller, Get, HttpCode, Post, Query } from '@nestjs/common'
import { ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger'
import { Principal, Roles, SignedIn } from '#security'
import { ApiProblems } from '../common/api-problems.js'
import { PageQuery } from '../common/page.js'
import { NewTenant, RestoredView, TenantPage, TenantView } from './tenant.dto.js'
import { TenantService } from './tenant.service.js'

@Controller('api/v1/tenants')
@ApiTags('tenants')
@ApiProblems()
export class TenantController {
  constructor(private readonly tenants: TenantService) {}

  @ApiOperation({ summary: 'The clients that you may see.' })
  @Get()
  @SignedIn()
  @ApiOkResponse({ type: TenantPage })
  list(@Principal() principal: Principal, @Query() query: PageQuery): Promise<TenantPage> {
    return this.tenants.list(principal, query)
  }

  @ApiOperation({
    summary:
      'Creates a client. Its people are added in the identity provider, as the group `/tenants/<slug>`.',
  })
  @Post()
  @Roles('provider-admin')
  @ApiCreatedResponse({ type: TenantView })
  create(@Principal() principal: Principal, @Body() body: NewTenant): Promise<TenantView> {
    return this.tenants.create(principal, body)
  }

  @ApiOperation({
    summary:
      'Tells the hub that its own database was restored from a backup. Every live sync goes back to preview, reads its systems whole and shows what would happen.',
  })
  @Post('restored')
  @Roles('provider-admin')
  @HttpCode(200)
  @ApiOkResponse({ type: [RestoredView] })
  restored(@Principal() principal: Principal): Promise<RestoredView[]> {
    return this.tenants.restored(principal)
  }
}
