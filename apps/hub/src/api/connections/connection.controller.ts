import { Body, Delete, Get, HttpCode, Param, Patch, Post, Query } from '@nestjs/common'
import { ApiCreatedResponse, ApiNoContentResponse, ApiOkResponse, ApiOperation } from '@nestjs/swagger'
import type { Language } from '#i18n'
import { Principal, Roles } from '#security'
import { IfMatch, NeedsEtag, WithEtag, type Etags } from '../common/etag.js'
import { Lang } from '../common/language.js'
import { PageQuery } from '../common/page.js'
import { InTenant, TenantController, type TenantRef } from '../common/tenant.js'
import {
  CheckQuery,
  CheckView,
  ConnectionChange,
  ConnectionCheck,
  ConnectionPage,
  ConnectionView,
  NewConnection,
} from './connection.dto.js'
import { CheckService } from './check.service.js'
import { ConnectionService } from './connection.service.js'

@TenantController('connections')
export class ConnectionController {
  constructor(
    private readonly connections: ConnectionService,
    private readonly checks: CheckService,
  ) {}

  @ApiOperation({ summary: "The client's systems." })
  @Get()
  @Roles('viewer')
  @ApiOkResponse({ type: ConnectionPage })
  list(
    @InTenant() tenant: TenantRef,
    @Query() query: PageQuery,
    @Lang() language: Language,
  ): Promise<ConnectionPage> {
    return this.connections.list(tenant, query, language)
  }

  @ApiOperation({
    summary: 'Connects a system: its settings are checked, the system is asked, secrets are sealed.',
  })
  @Post()
  @Roles('admin')
  @WithEtag()
  @ApiCreatedResponse({ type: ConnectionView })
  create(
    @InTenant() tenant: TenantRef,
    @Principal() principal: Principal,
    @Body() body: NewConnection,
    @Query() query: CheckQuery,
    @Lang() language: Language,
  ): Promise<ConnectionView> {
    return this.connections.create(tenant, principal, body, query.check ?? true, language)
  }

  @ApiOperation({ summary: 'Asks a system with settings that are not saved.' })
  @Post('check')
  @Roles('admin')
  @HttpCode(200)
  @ApiOkResponse({ type: CheckView })
  checkUnsaved(@Body() body: ConnectionCheck, @Lang() language: Language): Promise<CheckView> {
    return this.checks.unsaved(body, language)
  }

  @ApiOperation({ summary: 'One connection.' })
  @Get(':connection')
  @Roles('viewer')
  @WithEtag()
  @ApiOkResponse({ type: ConnectionView })
  get(
    @InTenant() tenant: TenantRef,
    @Param('connection') slug: string,
    @Lang() language: Language,
  ): Promise<ConnectionView> {
    return this.connections.get(tenant, slug, language)
  }

  @ApiOperation({
    summary: 'Changes name, settings or state. New settings are checked with the system first.',
  })
  @Patch(':connection')
  @Roles('admin')
  @NeedsEtag()
  @ApiOkResponse({ type: ConnectionView })
  update(
    @InTenant() tenant: TenantRef,
    @Principal() principal: Principal,
    @Param('connection') slug: string,
    @IfMatch() etags: Etags,
    @Body() body: ConnectionChange,
    @Query() query: CheckQuery,
    @Lang() language: Language,
  ): Promise<ConnectionView> {
    return this.connections.update(tenant, principal, slug, etags, body, query.check ?? true, language)
  }

  @ApiOperation({
    summary:
      'Removes a connection that takes part in no flow, with its links. The system itself is not touched.',
  })
  @Delete(':connection')
  @Roles('admin')
  @HttpCode(204)
  @ApiNoContentResponse()
  delete(
    @InTenant() tenant: TenantRef,
    @Principal() principal: Principal,
    @Param('connection') slug: string,
  ): Promise<void> {
    return this.connections.delete(tenant, principal, slug)
  }

  @ApiOperation({
    summary:
      "Asks the system now. A good answer clears the connection's problem and lets a stopped one work again.",
  })
  @Post(':connection/check')
  @Roles('operator')
  @HttpCode(200)
  @ApiOkResponse({ type: CheckView })
  check(
    @InTenant() tenant: TenantRef,
    @Principal() principal: Principal,
    @Param('connection') slug: string,
    @Lang() language: Language,
  ): Promise<CheckView> {
    return this.checks.saved(tenant, principal, slug, language)
  }
}
