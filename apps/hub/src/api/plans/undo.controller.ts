import { HttpCode, Param, Post } from '@nestjs/common'
import { ApiAcceptedResponse, ApiOperation } from '@nestjs/swagger'
import { Principal, Roles } from '#security'
import { Id } from '../common/id.js'
import { InTenant, TenantController, type TenantRef } from '../common/tenant.js'
import { PlanView } from './plan.dto.js'
import { PlanService } from './plan.service.js'

@TenantController('runs')
export class RunUndoController {
  constructor(private readonly plans: PlanService) {}

  @ApiOperation({
    summary:
      'Starts a plan that takes back what a run did: former values, creates, links. Approve and apply it like any other.',
  })
  @Post(':run/undo')
  @Roles('operator')
  @HttpCode(202)
  @ApiAcceptedResponse({ type: PlanView })
  undo(
    @InTenant() tenant: TenantRef,
    @Principal() principal: Principal,
    @Param('run', Id) id: string,
  ): Promise<PlanView> {
    return this.plans.undo(tenant, principal, { run: id })
  }
}

@TenantController('operations')
export class OperationUndoController {
  constructor(private readonly plans: PlanService) {}

  @ApiOperation({ summary: 'Starts a plan that takes back a single write in its system.' })
  @Post(':operation/undo')
  @Roles('operator')
  @HttpCode(202)
  @ApiAcceptedResponse({ type: PlanView })
  undo(
    @InTenant() tenant: TenantRef,
    @Principal() principal: Principal,
    @Param('operation', Id) id: string,
  ): Promise<PlanView> {
    return this.plans.undo(tenant, principal, { operation: id })
  }
}
