import { Inject, Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common'
import { Interval } from '@nestjs/schedule'
import { Database, lists, retention } from '#persistence'
import { LOGGER, type HubLogger } from '../core/tokens.js'

/** Rows of a kind that one transaction removes. */
const batch = 1000

/** Removes what its client does not want to keep any longer, in batches that nobody notices. */
@Injectable()
export class HousekeepingService implements OnApplicationBootstrap, OnApplicationShutdown {
  private stopped = false
  private working: Promise<void> | null = null

  constructor(
    @Inject(LOGGER) private readonly logger: HubLogger,
    @Inject(Database) private readonly db: Database,
  ) {}

  onApplicationBootstrap(): void {
    this.tick()
  }

  async onApplicationShutdown(): Promise<void> {
    this.stopped = true
    await this.working
  }

  /** What is over is found by its time, so a missed tick or a second worker changes nothing. */
  @Interval(3_600_000)
  tick(): void {
    this.working ??= this.work()
      .catch((error: unknown) => this.logger.error({ err: error }, 'housekeeping failed'))
      .finally(() => (this.working = null))
  }

  private async work(): Promise<void> {
    await this.db.system((tx) => retention.tendChangeLog(tx))
    const tenants = await this.db.system((tx) => lists.tenants(tx, { after: null, limit: 100_000 }, null))
    for (const { id } of tenants) {
      for (let removed = 1; removed > 0 && !this.stopped;) {
        removed = await this.db.tenant(id, (tx) => retention.tidy(tx, id, batch))
      }
    }
  }
}
