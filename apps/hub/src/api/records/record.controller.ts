import { Get, Param, Query } from '@nestjs/common'
import { ApiExtraModels, ApiOkResponse, ApiOperation } from '@nestjs/swagger'
import { Roles } from '#security'
import { Id } from '../common/id.js'
import { PageQuery } from '../common/page.js'
import { InTenant, TenantController, type TenantRef } from '../common/tenant.js'
import {
  HistoryPage,
  ProvenanceView,
  RecordFieldsView,
  RecordPage,
  RecordPartView,
  RecordQuery,
  RecordView,
  ValueChangeView,
} from './record.dto.js'
import { RecordFieldService } from './record-field.service.js'
import { RecordService } from './record.service.js'

@TenantController('records')
@ApiExtraModels(RecordPartView, ProvenanceView, ValueChangeView)
export class RecordController {
  constructor(
    private readonly records: RecordService,
    private readonly fieldsOf: RecordFieldService,
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
}
