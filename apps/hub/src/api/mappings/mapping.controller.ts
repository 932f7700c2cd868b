import { Body, Get, HttpCode, Param, Post, Put, Query } from '@nestjs/common'
import { ApiExtraModels, ApiOkResponse, ApiOperation } from '@nestjs/swagger'
import type { Language } from '#i18n'
import { Principal, Roles } from '#security'
import { IfMatch, NeedsEtag, WithEtag, type Etags } from '../common/etag.js'
import { Lang } from '../common/language.js'
import { PageQuery } from '../common/page.js'
import { InTenant, TenantController, type TenantRef } from '../common/tenant.js'
import {
  LintView,
  MappingLint,
  MappingOverridesChange,
  MappingPage,
  MappingPartView,
  MappingPreview,
  MappingPreviewView,
  MappingView,
} from './mapping.dto.js'
import { MappingService } from './mapping.service.js'
import { TrialService } from './trial.service.js'

@TenantController('mappings')
@ApiExtraModels(MappingPartView)
export class MappingController {
  constructor(
    private readonly mappings: MappingService,
    private readonly trials: TrialService,
  ) {}

  @ApiOperation({ summary: 'The mapping of every entity of every connector.' })
  @Get()
  @Roles('viewer')
  @ApiOkResponse({ type: MappingPage })
  list(@InTenant() tenant: TenantRef, @Query() query: PageQuery): Promise<MappingPage> {
    return this.mappings.list(tenant, query)
  }

  @ApiOperation({ summary: 'A mapping: as shipped, the client’s own lines, and what is in force.' })
  @Get(':connector/:entity')
  @Roles('viewer')
  @WithEtag()
  @ApiOkResponse({ type: MappingView })
  get(
    @InTenant() tenant: TenantRef,
    @Param('connector') connector: string,
    @Param('entity') entity: string,
  ): Promise<MappingView> {
    return this.mappings.get(tenant, connector, entity)
  }

  @ApiOperation({ summary: 'Replaces the client’s own lines.' })
  @Put(':connector/:entity/overrides')
  @Roles('admin')
  @NeedsEtag()
  @ApiOkResponse({ type: MappingView })
  override(
    @InTenant() tenant: TenantRef,
    @Principal() principal: Principal,
    @Param('connector') connector: string,
    @Param('entity') entity: string,
    @IfMatch() etags: Etags,
    @Body() body: MappingOverridesChange,
  ): Promise<MappingView> {
    return this.mappings.override(tenant, principal, { connector, entity }, etags, body.lines)
  }

  @ApiOperation({
    summary: 'Tries a mapping against the live schema and real records of a system. Nothing is written.',
  })
  @Post(':connector/:entity/lint')
  @Roles('operator')
  @HttpCode(200)
  @ApiOkResponse({ type: LintView })
  lint(
    @InTenant() tenant: TenantRef,
    @Param('connector') connector: string,
    @Param('entity') entity: string,
    @Body() body: MappingLint,
    @Lang() language: Language,
  ): Promise<LintView> {
    return this.trials.lint(tenant, { connector, entity }, body, language)
  }

  @ApiOperation({ summary: 'Shows one real record through a mapping, there and back. Nothing is written.' })
  @Post(':connector/:entity/preview')
  @Roles('operator')
  @HttpCode(200)
  @ApiOkResponse({ type: MappingPreviewView })
  preview(
    @InTenant() tenant: TenantRef,
    @Param('connector') connector: string,
    @Param('entity') entity: string,
    @Body() body: MappingPreview,
    @Lang() language: Language,
  ): Promise<MappingPreviewView> {
    return this.trials.preview(tenant, { connector, entity }, body, language)
  }
}
