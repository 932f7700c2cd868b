import { Body, Delete, Get, HttpCode, Param, Patch, Post, Query } from '@nestjs/common'
import {
  ApiAcceptedResponse,
  ApiCreatedResponse,
  ApiNoContentResponse,
  ApiOkResponse,
  ApiOperation,
} from '@nestjs/swagger'
import type { Language } from '#i18n'
import { Principal, Roles } from '#security'
import { IfMatch, NeedsEtag, WithEtag, type Etags } from '../common/etag.js'
import { Lang } from '../common/language.js'
import { PageQuery } from '../common/page.js'
import { InTenant, TenantController, type TenantRef } from '../common/tenant.js'
import { PlanView } from '../plans/plan.dto.js'
import { PlanService } from '../plans/plan.service.js'
import { NewRuns, RunsView } from '../runs/run.dto.js'
import { RunService } from '../runs/run.service.js'
import { FlowChange, FlowPage, FlowView, NewFlow } from './flow.dto.js'
import { FlowService } from './flow.service.js'

@TenantController('flows')
export class FlowController {
  constructor(
    private readonly flows: FlowService,
    private readonly plans: PlanService,
    private readonly runs: RunService,
  ) {}

  @ApiOperation({ summary: 'The client’s flows.' })
  @Get()
  @Roles('viewer')
  @ApiOkResponse({ type: FlowPage })
  list(@InTenant() tenant: TenantRef, @Query() query: PageQuery): Promise<FlowPage> {
    return this.flows.list(tenant, query)
  }

  @ApiOperation({
    summary: 'Sets up a flow. It starts in preview: nothing is written before a plan was approved.',
  })
  @Post()
  @Roles('admin')
  @WithEtag()
  @ApiCreatedResponse({ type: FlowView })
  create(
    @InTenant() tenant: TenantRef,
    @Principal() principal: Principal,
    @Body() body: NewFlow,
  ): Promise<FlowView> {
    return this.flows.create(tenant, principal, body)
  }

  @ApiOperation({ summary: 'One flow, with its participants and what is open in it.' })
  @Get(':flow')
  @Roles('viewer')
  @WithEtag()
  @ApiOkResponse({ type: FlowView })
  get(@InTenant() tenant: TenantRef, @Param('flow') slug: string): Promise<FlowView> {
    return this.flows.get(tenant, slug)
  }

  @ApiOperation({ summary: 'Changes name, rules, participants or state.' })
  @Patch(':flow')
  @Roles('admin')
  @NeedsEtag()
  @ApiOkResponse({ type: FlowView })
  update(
    @InTenant() tenant: TenantRef,
    @Principal() principal: Principal,
    @Param('flow') slug: string,
    @IfMatch() etags: Etags,
    @Body() body: FlowChange,
  ): Promise<FlowView> {
    return this.flows.update(tenant, principal, slug, etags, body)
  }

  @ApiOperation({
    summary:
      'Removes a flow that is not live, with its plans, runs and open questions. Records and links stay.',
  })
  @Delete(':flow')
  @Roles('admin')
  @HttpCode(204)
  @ApiNoContentResponse()
  delete(
    @InTenant() tenant: TenantRef,
    @Principal() principal: Principal,
    @Param('flow') slug: string,
  ): Promise<void> {
    return this.flows.delete(tenant, principal, slug)
  }

  @ApiOperation({ summary: 'Starts a preview: reads all participants and lists what would happen.' })
  @Post(':flow/plans')
  @Roles('operator')
  @HttpCode(202)
  @ApiAcceptedResponse({ type: PlanView })
  preview(
    @InTenant() tenant: TenantRef,
    @Principal() principal: Principal,
    @Param('flow') slug: string,
  ): Promise<PlanView> {
    return this.plans.start(tenant, principal, slug)
  }

  @ApiOperation({ summary: 'Reads the flow’s participants (or one of them) now.' })
  @Post(':flow/runs')
  @Roles('operator')
  @HttpCode(202)
  @ApiAcceptedResponse({ type: RunsView })
  run(
    @InTenant() tenant: TenantRef,
    @Principal() principal: Principal,
    @Param('flow') slug: string,
    @Body() body: NewRuns,
    @Lang() language: Language,
  ): Promise<RunsView> {
    return this.runs.start(tenant, principal, slug, body, language)
  }
}
