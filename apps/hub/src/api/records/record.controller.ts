import { Body, Get, HttpCode, Param, Post, Query } from '@nestjs/common'
import { ApiExtraModels, ApiOkResponse, ApiOperation } from '@nestjs/swagger'
import { Principal, Roles } from '#security'
import { Id } from '../common/id.js'
import { PageQuery } from '../common/page.js'
import { InTenant, TenantController, type TenantRef } from '../common/tenant.js'
import {
  HistoryPage,
  ProvenanceView,
  RecordFieldsView,
  RecordMerge,
  RecordPage,
  RecordPartView,
  RecordQuery,
  RecordSplit,
  RecordView,
  RegroupingView,
  ValueChangeView,
} from './record.dto.js'
import { RecordFieldService } from './record-field.service.js'
import { RecordService } from './record.service.js'
import { RegroupService } from './regroup.service.js'

@TenantController('records')
@ApiExtraModels(RecordPartView, ProvenanceView, ValueChangeView)
export class RecordController {
  constructor(
    private readonly records: RecordService,
    private readonly fieldsOf: RecordFieldService,
    private readonly regroupings: RegroupService,
  ) {}

  @ApiOperation({ summary: 'Finds golden records, by title.' })
  @Get()
  @Roles('viewer')
  @ApiOkResponse({ type: RecordPage })
  list(@InTenant() tenant: TenantRef, @Query() query: RecordQuery): Promise<RecordPage> {
    return this.records.list(tenant, query)
  }

  @ApiOperation({ summary: 'A golden record: its values, where each came from, and which systems have it.' })
  @Get(':record')
  @Roles('viewer')
  @ApiOkResponse({ type: RecordView })
  get(@InTenant() tenant: TenantRef, @Param('record', Id) id: string): Promise<RecordView> {
    return this.records.get(tenant, id)
  }

  @ApiOperation({
    summary: 'Each value of a record: where it came from, which systems hold it, and as what.',
  })
  @Get(':record/fields')
  @Roles('viewer')
  @ApiOkResponse({ type: RecordFieldsView })
  fields(@InTenant() tenant: TenantRef, @Param('record', Id) id: string): Promise<RecordFieldsView> {
    return this.fieldsOf.all(tenant, id)
  }

  @ApiOperation({ summary: 'What happened to a record, newest first.' })
  @Get(':record/history')
  @Roles('viewer')
  @ApiOkResponse({ type: HistoryPage })
  history(
    @InTenant() tenant: TenantRef,
    @Param('record', Id) id: string,
    @Query() query: PageQuery,
  ): Promise<HistoryPage> {
    return this.records.history(tenant, id, query)
  }

  @ApiOperation({ summary: 'Takes a wrong link out of a record: first a preview, then with its approval.' })
  @Post(':record/split')
  @Roles('operator')
  @HttpCode(200)
  @ApiOkResponse({ type: RegroupingView })
  split(
    @InTenant() tenant: TenantRef,
    @Principal() principal: Principal,
    @Param('record', Id) id: string,
    @Body() body: RecordSplit,
  ): Promise<RegroupingView> {
    return this.regroupings.split(tenant, principal, id, body)
  }

  @ApiOperation({ summary: 'Merges another record into this one: first a preview, then with its approval.' })
  @Post(':record/merge')
  @Roles('operator')
  @HttpCode(200)
  @ApiOkResponse({ type: RegroupingView })
  merge(
    @InTenant() tenant: TenantRef,
    @Principal() principal: Principal,
    @Param('record', Id) id: string,
    @Body() body: RecordMerge,
  ): Promise<RegroupingView> {
    return this.regroupings.merge(tenant, principal, id, body)
  }
}
