import { Body, Delete, HttpCode, Param, Put } from '@nestjs/common'
import { ApiNoContentResponse, ApiOkResponse, ApiOperation } from '@nestjs/swagger'
import { Principal, Roles } from '#security'
import { InTenant, TenantController, type TenantRef } from '../common/tenant.js'
import { Pilot } from './pilot.dto.js'
import { PilotService } from './pilot.service.js'

@TenantController('flows')
export class PilotController {
  constructor(private readonly pilots: PilotService) {}

  @ApiOperation({
    summary:
      'Starts or changes a pilot: the sync writes only the named records; what it would write else waits.',
  })
  @Put(':flow/pilot')
  @Roles('admin')
  @ApiOkResponse({ type: Pilot })
  start(
    @InTenant() tenant: TenantRef,
    @Principal() principal: Principal,
    @Param('flow') slug: string,
    @Body() body: Pilot,
  ): Promise<Pilot> {
    return this.pilots.start(tenant, principal, slug, body)
  }

  @ApiOperation({ summary: 'Ends the pilot: what waited for it is written.' })
  @Delete(':flow/pilot')
  @Roles('admin')
  @HttpCode(204)
  @ApiNoContentResponse()
  end(
    @InTenant() tenant: TenantRef,
    @Principal() principal: Principal,
    @Param('flow') slug: string,
  ): Promise<void> {
    return this.pilots.end(tenant, principal, slug)
  }
}
