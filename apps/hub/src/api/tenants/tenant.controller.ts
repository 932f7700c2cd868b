import { Body, Controller, Get, Post, Query } from '@nestjs/common'
import { ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger'
import { Principal, Roles, SignedIn } from '#security'
import { ApiProblems } from '../common/api-problems.js'
import { PageQuery } from '../common/page.js'
import { NewTenant, TenantPage, TenantView } from './tenant.dto.js'
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
}
