import { Body, Get, HttpCode, Param, Post, Query } from '@nestjs/common'
import { ApiOkResponse, ApiOperation } from '@nestjs/swagger'
import type { Language } from '#i18n'
import { Principal, Roles } from '#security'
import { Id } from '../common/id.js'
import { Lang } from '../common/language.js'
import { PageQuery } from '../common/page.js'
import { InTenant, TenantController, type TenantRef } from '../common/tenant.js'
import {
  Edit,
  EditView,
  FailedOperationPage,
  FailurePage,
  FailureQuery,
  Ignore,
  IgnoreView,
  Retry,
  RetryView,
} from './failure.dto.js'
import { FailureService } from './failure.service.js'

@TenantController('failures')
export class FailureController {
  constructor(private readonly failures: FailureService) {}

  @ApiOperation({ summary: 'Writes that could not be made, grouped by cause, most frequent first.' })
  @Get()
  @Roles('viewer')
  @ApiOkResponse({ type: FailurePage })
  list(
    @InTenant() tenant: TenantRef,
    @Query() query: FailureQuery,
    @Lang() language: Language,
  ): Promise<FailurePage> {
    return this.failures.list(tenant, query, language)
  }

  @ApiOperation({ summary: 'The single writes of a group.' })
  @Get(':cause/operations')
  @Roles('viewer')
  @ApiOkResponse({ type: FailedOperationPage })
  operations(
    @InTenant() tenant: TenantRef,
    @Param('cause') cause: string,
    @Query() query: PageQuery,
    @Lang() language: Language,
  ): Promise<FailedOperationPage> {
    return this.failures.operations(tenant, cause, query, language)
  }

  @ApiOperation({ summary: 'Tries again now.' })
  @Post('retry')
  @Roles('operator')
  @HttpCode(200)
  @ApiOkResponse({ type: RetryView })
  retry(
    @InTenant() tenant: TenantRef,
    @Principal() principal: Principal,
    @Body() body: Retry,
  ): Promise<RetryView> {
    return this.failures.retry(tenant, principal, body)
  }

  @ApiOperation({
    summary: 'Lets failures go: they are neither shown nor tried again until their record changes.',
  })
  @Post('ignore')
  @Roles('operator')
  @HttpCode(200)
  @ApiOkResponse({ type: IgnoreView })
  ignore(
    @InTenant() tenant: TenantRef,
    @Principal() principal: Principal,
    @Body() body: Ignore,
  ): Promise<IgnoreView> {
    return this.failures.ignore(tenant, principal, body)
  }

  @ApiOperation({
    summary: 'Corrects values of the record and tries again. It is a person’s edit: every system gets it.',
  })
  @Post(':operation/edit')
  @Roles('operator')
  @HttpCode(200)
  @ApiOkResponse({ type: EditView })
  edit(
    @InTenant() tenant: TenantRef,
    @Principal() principal: Principal,
    @Param('operation', Id) operation: string,
    @Body() body: Edit,
  ): Promise<EditView> {
    return this.failures.edit(tenant, principal, operation, body.values)
  }
}
