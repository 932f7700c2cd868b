import { Module } from '@nestjs/common'
import { ScheduleModule } from '@nestjs/schedule'
import { CoreModule } from '../core/core.module.js'
import { WorkerService } from './worker.service.js'

/** The role `worker`: scheduled background work over the queue. */
@Module({
  imports: [CoreModule, ScheduleModule.forRoot()],
  providers: [WorkerService],
  exports: [WorkerService],
})
export class WorkerModule {}
