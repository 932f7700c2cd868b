import { Module, type DynamicModule } from '@nestjs/common'
import type { HubConfig } from '#config'
import { SecurityModule } from '#security'
import { ApiModule } from './api/api.module.js'
import { CoreModule } from './core/core.module.js'
import type { HubLogger } from './core/tokens.js'
import { HealthModule } from './health/health.module.js'
import { WorkerModule } from './worker/worker.module.js'

/** The process with the roles that its settings name. */
@Module({})
export class AppModule {
  static forRoot(config: HubConfig, logger: HubLogger): DynamicModule {
    const roles = { api: ApiModule, worker: WorkerModule }
    return {
      module: AppModule,
      imports: [
        CoreModule.forRoot(config, logger),
        SecurityModule.forRoot(config),
        HealthModule,
        ...config.roles.map((role) => roles[role]),
      ],
    }
  }
}
