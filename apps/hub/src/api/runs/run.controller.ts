import { Get, HttpCode, Param, Post, Query, Res } from '@nestjs/common'
import { ApiOkResponse, ApiOperation, ApiProduces } from '@nestjs/swagger'
import type { Language } from '#i18n'
import { Principal, Roles } from '#security'
import type { Response } from 'express'
import { EventStreams } from '../common/event-stream.js'
import { Id } from '../common/id.js'
import { Lang } from '../common/language.js'
import { InTenant, TenantController, type TenantRef } from '../common/tenant.js'
import { RunPage, RunQuery, RunView } from './run.dto.js'
import { RunService } from './run.service.js'

@TenantController('runs')
export class RunController {
  constructor(
    private readonly runs: RunService,
    private readonly streams: EventStreams,
  ) {}

  @ApiOperation({ summary: 'The client’s runs, newest first.' })
  @Get()
  @Roles('viewer')
  @ApiOkResponse({ type: RunPage })
  list(
    @InTenant() tenant: TenantRef,
    @Query() query: RunQuery,
    @Lang() language: Language,
  ): Promise<RunPage> {
    return this.runs.list(tenant, query, language)
  }

  @ApiOperation({ summary: 'One run.' })
  @Get(':run')
  @Roles('viewer')
  @ApiOkResponse({ type: RunView })
  get(
    @InTenant() tenant: TenantRef,
    @Param('run', Id) id: string,
    @Lang() language: Language,
  ): Promise<RunView> {
    return this.runs.get(tenant, id, language)
  }

  @ApiOperation({
    summary:
      'Server-sent events: `progress` with the run whenever it changed, `end` once it is done and everything is delivered.',
  })
  @Get(':run/events')
  @Roles('viewer')
  @ApiProduces('text/event-stream')
  @ApiOkResponse({ schema: { type: 'string' }, description: 'Each event’s data is a RunView.' })
  async events(
    @InTenant() tenant: TenantRef,
    @Param('run', Id) id: string,
    @Lang() language: Language,
    @Res() response: Response,
  ): Promise<void> {
    await this.runs.get(tenant, id, language)
    await this.streams.send(response, (signal) => this.runs.watch(tenant, id, language, signal))
  }

  @ApiOperation({ summary: 'Stops a run between two pages. What it has done already stays.' })
  @Post(':run/cancel')
  @Roles('operator')
  @HttpCode(200)
  @ApiOkResponse({ type: RunView })
  cancel(
    @InTenant() tenant: TenantRef,
    @Principal() principal: Principal,
    @Param('run', Id) id: string,
    @Lang() language: Language,
  ): Promise<RunView> {
    return this.runs.cancel(tenant, principal, id, language)
  }
}
