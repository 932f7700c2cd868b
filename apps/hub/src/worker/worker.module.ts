import { Module } from '@nestjs/common'
import { ScheduleModule } from '@nestjs/schedule'
import { HealthModule } from '../health/health.module.js'
import { HousekeepingService } from './housekeeping.service.js'
import { WorkerService } from './worker.service.js'

/** The role `worker`: scheduled background work over the queue. */
@Module({
  imports: [HealthModule, ScheduleModule.forRoot()],
  providers: [WorkerService, HousekeepingService],
  exports: [WorkerService],
})
export class WorkerModule {}
