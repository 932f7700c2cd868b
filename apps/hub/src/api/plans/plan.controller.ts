import { Get, HttpCode, Param, Post, Query } from '@nestjs/common'
import { ApiAcceptedResponse, ApiOkResponse, ApiOperation } from '@nestjs/swagger'
import type { Language } from '#i18n'
import { Principal, Roles } from '#security'
import { Id } from '../common/id.js'
import { Lang } from '../common/language.js'
import { InTenant, TenantController, type TenantRef } from '../common/tenant.js'
import { PlanItemPage, PlanItemQuery, PlanPage, PlanQuery, PlanRunView, PlanView } from './plan.dto.js'
import { PlanService } from './plan.service.js'

@TenantController('plans')
export class PlanController {
  constructor(private readonly plans: PlanService) {}

  @ApiOperation({ summary: 'The client’s plans, newest first.' })
  @Get()
  @Roles('viewer')
  @ApiOkResponse({ type: PlanPage })
  list(@InTenant() tenant: TenantRef, @Query() query: PlanQuery): Promise<PlanPage> {
    return this.plans.list(tenant, query)
  }

  @ApiOperation({ summary: 'One plan.' })
  @Get(':plan')
  @Roles('viewer')
  @ApiOkResponse({ type: PlanView })
  get(@InTenant() tenant: TenantRef, @Param('plan', Id) id: string): Promise<PlanView> {
    return this.plans.get(tenant, id)
  }

  @ApiOperation({ summary: 'What the plan would do, one by one.' })
  @Get(':plan/items')
  @Roles('viewer')
  @ApiOkResponse({ type: PlanItemPage })
  items(
    @InTenant() tenant: TenantRef,
    @Param('plan', Id) id: string,
    @Query() query: PlanItemQuery,
    @Lang() language: Language,
  ): Promise<PlanItemPage> {
    return this.plans.items(tenant, id, query, language)
  }

  @ApiOperation({ summary: 'Approves exactly what the plan lists.' })
  @Post(':plan/approve')
  @Roles('operator')
  @HttpCode(200)
  @ApiOkResponse({ type: PlanView })
  approve(
    @InTenant() tenant: TenantRef,
    @Principal() principal: Principal,
    @Param('plan', Id) id: string,
  ): Promise<PlanView> {
    return this.plans.approve(tenant, principal, id)
  }

  @ApiOperation({ summary: 'Applies an approved plan. What changed meanwhile is left out and planned anew.' })
  @Post(':plan/apply')
  @Roles('operator')
  @HttpCode(202)
  @ApiAcceptedResponse({ type: PlanRunView })
  apply(
    @InTenant() tenant: TenantRef,
    @Principal() principal: Principal,
    @Param('plan', Id) id: string,
    @Lang() language: Language,
  ): Promise<PlanRunView> {
    return this.plans.apply(tenant, principal, id, language)
  }

  @ApiOperation({ summary: 'Throws a plan away.' })
  @Post(':plan/discard')
  @Roles('operator')
  @HttpCode(200)
  @ApiOkResponse({ type: PlanView })
  discard(
    @InTenant() tenant: TenantRef,
    @Principal() principal: Principal,
    @Param('plan', Id) id: string,
  ): Promise<PlanView> {
    return this.plans.discard(tenant, principal, id)
  }
}
