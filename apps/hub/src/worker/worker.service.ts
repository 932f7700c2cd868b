import { randomUUID } from 'node:crypto'
import { hostname } from 'node:os'
import { Inject, Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common'
import { Interval } from '@nestjs/schedule'
import type { HubConfig } from '#config'
import { WorkQueue, type WorkItem } from '#jobs'
import { Database, work } from '#persistence'
import { Catalogue, OpenSessions, Sessions, workOn, type WorkerDependencies } from '#sync'
import { HUB_CONFIG, LOGGER, type HubLogger } from '../core/tokens.js'
import { Readiness } from '../health/readiness.js'

/** Connections that one process works on at the same time. */
const concurrency = 4

/** The worker role: takes connections that have something to do, one slice at a time. */
@Injectable()
export class WorkerService implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly stop = new AbortController()
  private readonly queue: WorkQueue
  private readonly dependencies: WorkerDependencies
  private readonly sessions: OpenSessions
  private ticking = false

  constructor(
    @Inject(HUB_CONFIG) config: HubConfig,
    @Inject(LOGGER) private readonly logger: HubLogger,
    @Inject(Database) private readonly db: Database,
    @Inject(Catalogue) catalogue: Catalogue,
    @Inject(Sessions) sessions: Sessions,
    @Inject(Readiness) readiness: Readiness,
  ) {
    readiness.add('queue', () => this.alive())
    this.queue = new WorkQueue({
      url: config.database.queue,
      report: (error) => this.logger.error({ err: error }, 'queue trouble'),
    })
    this.sessions = new OpenSessions(sessions)
    this.dependencies = {
      db,
      catalogue,
      sessions: this.sessions,
      owner: `${hostname()}:${process.pid}:${randomUUID()}`,
      leaseSeconds: config.leaseSeconds,
      stop: this.stop.signal,
      report: (error, context) => this.logger.error({ err: error, ...context }, 'slice failed'),
    }
  }

  async onApplicationBootstrap(): Promise<void> {
    await this.queue.start()
    await this.queue.work(concurrency, (item) => this.handle(item))
    await this.tick()
  }

  async onApplicationShutdown(): Promise<void> {
    this.stop.abort()
    await this.queue.stop()
    await this.sessions.close()
  }

  /** True while the queue answers; part of readiness. */
  alive(): Promise<boolean> {
    return this.queue.alive()
  }

  /** Only ticks: what is due is in the database, so a missed tick or a second worker changes nothing. */
  @Interval(1000)
  async tick(): Promise<void> {
    if (this.ticking || this.stop.signal.aborted) return
    this.ticking = true
    try {
      const due = await this.db.system((tx) => work.due(tx))
      for (const item of due) await this.queue.send(item)
      if (due.length > 0) this.queue.nudge()
    } catch (error) {
      this.logger.error({ err: error }, 'tick failed')
    } finally {
      this.ticking = false
    }
  }

  private async handle(item: WorkItem): Promise<void> {
    if (this.stop.signal.aborted) return
    const result = await workOn(this.dependencies, item.tenantId, item.connectionId)
    if (result !== 'more' || this.stop.signal.aborted) return
    await this.queue.send(item)
    this.queue.nudge()
  }
}
