import { Module } from '@nestjs/common'
import { APP_FILTER, APP_PIPE } from '@nestjs/core'
import { HealthModule } from '../health/health.module.js'
import { HookController } from '../hooks/hook.controller.js'
import { HookInbox } from '../hooks/hook-inbox.js'
import { LandingController } from '../landing/landing.controller.js'
import { AuditController } from './audit/audit.controller.js'
import { AuthController } from './auth/auth.controller.js'
import { EventStreams } from './common/event-stream.js'
import { ProblemFilter } from './common/problem.filter.js'
import { TenantPipe } from './common/tenant.js'
import { Texts } from './common/texts.js'
import { requestValidation } from './common/validation.js'
import { Worlds } from './common/worlds.js'
import { CheckService } from './connections/check.service.js'
import { ConnectionViews } from './connections/connection-view.js'
import { ConnectionController } from './connections/connection.controller.js'
import { ConnectionService } from './connections/connection.service.js'
import { WebhookController } from './connections/webhook.controller.js'
import { WebhookService } from './connections/webhook.service.js'
import { ConnectorController } from './connectors/connector.controller.js'
import { FailureController } from './failures/failure.controller.js'
import { FailureService } from './failures/failure.service.js'
import { FlowController } from './flows/flow.controller.js'
import { FlowService } from './flows/flow.service.js'
import { PilotController } from './flows/pilot.controller.js'
import { PilotService } from './flows/pilot.service.js'
import { MappingController } from './mappings/mapping.controller.js'
import { MappingService } from './mappings/mapping.service.js'
import { TrialService } from './mappings/trial.service.js'
import { MeController } from './me/me.controller.js'
import { PlanController } from './plans/plan.controller.js'
import { PlanService } from './plans/plan.service.js'
import { OperationUndoController, RunUndoController } from './plans/undo.controller.js'
import { RecordController } from './records/record.controller.js'
import { RecordFieldService } from './records/record-field.service.js'
import { RecordService } from './records/record.service.js'
import { RegroupService } from './records/regroup.service.js'
import { RetentionController } from './retention/retention.controller.js'
import { ReviewController } from './reviews/review.controller.js'
import { BulkReviewService } from './reviews/bulk.service.js'
import { ReviewService } from './reviews/review.service.js'
import { RunController } from './runs/run.controller.js'
import { RunService } from './runs/run.service.js'
import { TenantController } from './tenants/tenant.controller.js'
import { TenantService } from './tenants/tenant.service.js'

/** The role `api`: everything that answers over HTTP. */
@Module({
  imports: [HealthModule],
  controllers: [
    LandingController,
    HookController,
    AuthController,
    MeController,
    TenantController,
    ConnectorController,
    ConnectionController,
    WebhookController,
    MappingController,
    FlowController,
    PilotController,
    PlanController,
    RunController,
    RunUndoController,
    OperationUndoController,
    RecordController,
    ReviewController,
    FailureController,
    AuditController,
    RetentionController,
  ],
  providers: [
    Texts,
    Worlds,
    TenantPipe,
    EventStreams,
    HookInbox,
    TenantService,
    CheckService,
    ConnectionViews,
    ConnectionService,
    WebhookService,
    MappingService,
    TrialService,
    FlowService,
    PilotService,
    PlanService,
    RunService,
    RecordService,
    RecordFieldService,
    RegroupService,
    BulkReviewService,
    ReviewService,
    FailureService,
    { provide: APP_FILTER, useClass: ProblemFilter },
    { provide: APP_PIPE, useFactory: requestValidation },
  ],
})
export class ApiModule {}
