import { Body, Get, HttpCode, Param, Post, Query } from '@nestjs/common'
import { ApiOkResponse, ApiOperation } from '@nestjs/swagger'
import type { Language } from '#i18n'
import { Principal, Roles } from '#security'
import { Id } from '../common/id.js'
import { Lang } from '../common/language.js'
import { InTenant, TenantController, type TenantRef } from '../common/tenant.js'
import { BulkReviewService } from './bulk.service.js'
import {
  BulkResolution,
  BulkResolutionView,
  ReviewPage,
  ReviewQuery,
  ReviewResolution,
  ReviewView,
} from './review.dto.js'
import { ReviewService } from './review.service.js'

@TenantController('reviews')
export class ReviewController {
  constructor(
    private readonly reviews: ReviewService,
    private readonly bulk: BulkReviewService,
  ) {}

  @ApiOperation({ summary: 'What people have to decide, oldest first.' })
  @Get()
  @Roles('viewer')
  @ApiOkResponse({ type: ReviewPage })
  list(
    @InTenant() tenant: TenantRef,
    @Query() query: ReviewQuery,
    @Lang() language: Language,
  ): Promise<ReviewPage> {
    return this.reviews.list(tenant, query, language)
  }

  @ApiOperation({ summary: 'One question, with what is known and the possible answers.' })
  @Get(':review')
  @Roles('viewer')
  @ApiOkResponse({ type: ReviewView })
  get(
    @InTenant() tenant: TenantRef,
    @Param('review', Id) id: string,
    @Lang() language: Language,
  ): Promise<ReviewView> {
    return this.reviews.get(tenant, id, language)
  }

  @ApiOperation({ summary: 'Answers all open questions that fit, step by step.' })
  @Post('resolve')
  @Roles('operator')
  @HttpCode(200)
  @ApiOkResponse({ type: BulkResolutionView })
  resolveMany(
    @InTenant() tenant: TenantRef,
    @Principal() principal: Principal,
    @Body() body: BulkResolution,
  ): Promise<BulkResolutionView> {
    return this.bulk.resolve(tenant, principal, body)
  }

  @ApiOperation({ summary: 'Decides. The hub carries the decision out and remembers it.' })
  @Post(':review/resolve')
  @Roles('operator')
  @HttpCode(200)
  @ApiOkResponse({ type: ReviewView })
  resolve(
    @InTenant() tenant: TenantRef,
    @Principal() principal: Principal,
    @Param('review', Id) id: string,
    @Body() body: ReviewResolution,
    @Lang() language: Language,
  ): Promise<ReviewView> {
    return this.reviews.resolve(tenant, principal, id, body, language)
  }
}
