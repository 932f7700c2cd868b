import { Delete, HttpCode, Param, Post } from '@nestjs/common'
import { ApiNoContentResponse, ApiOkResponse, ApiOperation } from '@nestjs/swagger'
import { Principal, Roles } from '#security'
import { InTenant, TenantController, type TenantRef } from '../common/tenant.js'
import { SubscriptionView, WebhookView } from './webhook.dto.js'
import { WebhookService } from './webhook.service.js'

@TenantController('connections')
export class WebhookController {
  constructor(private readonly webhooks: WebhookService) {}

  @ApiOperation({
    summary:
      'Makes the address that the system calls when something changes. One made before stops to count.',
  })
  @Post(':connection/webhook')
  @Roles('admin')
  @HttpCode(200)
  @ApiOkResponse({ type: WebhookView })
  renew(
    @InTenant() tenant: TenantRef,
    @Principal() principal: Principal,
    @Param('connection') slug: string,
  ): Promise<WebhookView> {
    return this.webhooks.renew(tenant, principal, slug)
  }

  @ApiOperation({ summary: 'Takes the address away; from then on only polling finds changes.' })
  @Delete(':connection/webhook')
  @Roles('admin')
  @HttpCode(204)
  @ApiNoContentResponse()
  remove(
    @InTenant() tenant: TenantRef,
    @Principal() principal: Principal,
    @Param('connection') slug: string,
  ): Promise<void> {
    return this.webhooks.remove(tenant, principal, slug)
  }

  @ApiOperation({
    summary: 'Sets up in the system that it calls the address; makes the address where there is none.',
  })
  @Post(':connection/subscribe')
  @Roles('admin')
  @HttpCode(200)
  @ApiOkResponse({ type: SubscriptionView })
  subscribe(
    @InTenant() tenant: TenantRef,
    @Principal() principal: Principal,
    @Param('connection') slug: string,
  ): Promise<SubscriptionView> {
    return this.webhooks.subscribe(tenant, principal, slug)
  }
}
