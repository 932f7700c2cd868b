import { Controller, Get } from '@nestjs/common'
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger'
import { Principal, SignedIn } from '#security'
import { ApiProblems } from '../common/api-problems.js'
import { TenantService } from '../tenants/tenant.service.js'
import { MeView } from './me.dto.js'

@Controller('api/v1/me')
@ApiTags('me')
@ApiProblems()
export class MeController {
  constructor(private readonly tenants: TenantService) {}

  @ApiOperation({ summary: 'Who is signed in, and with which rights.' })
  @Get()
  @SignedIn()
  @ApiOkResponse({ type: MeView })
  async get(@Principal() principal: Principal): Promise<MeView> {
    const { username, providerAdmin } = principal
    return { username, providerAdmin, tenants: await this.tenants.memberships(principal) }
  }
}
