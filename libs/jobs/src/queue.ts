import pg from 'pg'
import PgBoss from 'pg-boss'

/** A job says where to look, never what to do: what is due is computed from the database (design §8). */
export interface WorkItem {
  tenantId: string
  connectionId: string
}

const queue = 'work'
const channel = 'einmal_work'

export interface QueueOptions {
  /** Connection URL of the queue role. */
  url: string
  /** Told about trouble of the queue itself. */
  report(error: unknown): void
}

/**
 * The queue between processes: pg-boss keeps the jobs, LISTEN/NOTIFY makes them start at once. A job that waits already is
 * not queued twice (policy `short`); one that is being worked on can be queued again.
 */
export class WorkQueue {
  private readonly boss: PgBoss
  private listener: pg.Client | null = null
  private readonly workers: string[] = []
  private stopped = false

  constructor(private readonly options: QueueOptions) {
    this.boss = new PgBoss({
      connectionString: options.url,
      schema: 'pgboss',
      application_name: 'einmal-queue',
      max: 4,
      // Jobs are wake-up calls; a lost one is found again by the next tick.
      retryLimit: 0,
      expireInSeconds: 60,
      retentionHours: 1,
      deleteAfterHours: 1,
    })
    this.boss.on('error', (error) => options.report(error))
  }

  async start(): Promise<void> {
    await this.boss.start()
    await this.boss.createQueue(queue, { name: queue, policy: 'short' })
  }

  /** Asks some worker to look at a connection. */
  async send(item: WorkItem): Promise<void> {
    await this.boss.send(queue, item, { singletonKey: item.connectionId })
  }

  /** Handles jobs, at most `concurrency` at a time, and starts listening for wake-up calls. */
  async work(concurrency: number, handle: (item: WorkItem) => Promise<void>): Promise<void> {
    for (let index = 0; index < concurrency; index++) {
      const id = await this.boss.work<WorkItem>(
        queue,
        { pollingIntervalSeconds: 2, batchSize: 1 },
        async (jobs) => {
          for (const job of jobs) await handle(job.data)
        },
      )
      this.workers.push(id)
    }
    await this.listen()
  }

  /** True while the queue's database answers. */
  async alive(): Promise<boolean> {
    try {
      await this.boss.getQueue(queue)
      return true
    } catch {
      return false
    }
  }

  /** Takes no new jobs; waits for those under way. */
  async stop(): Promise<void> {
    if (this.stopped) return
    this.stopped = true
    await this.listener?.end().catch(() => undefined)
    await this.boss.stop({ graceful: true, wait: true, timeout: 10_000 })
  }

  private async listen(): Promise<void> {
    const client = new pg.Client({ connectionString: this.options.url, application_name: 'einmal-listen' })
    client.on('error', (error) => this.listenAgain(error))
    client.on('notification', ({ payload }) => this.woken(payload ?? ''))
    await client.connect()
    await client.query(`LISTEN ${channel}`)
    this.listener = client
  }

  // The database went away: ticks do the work until the line is back.
  private listenAgain(error: unknown): void {
    if (this.stopped) return
    this.options.report(error)
    this.listener = null
    setTimeout(() => {
      if (!this.stopped) this.listen().catch((next: unknown) => this.listenAgain(next))
    }, 1000).unref()
  }

  private woken(payload: string): void {
    const [tenantId, connectionId] = payload.split(':')
    if (!tenantId || !connectionId) return
    this.send({ tenantId, connectionId })
      .then(() => this.workers.forEach((id) => this.boss.notifyWorker(id)))
      .catch((error: unknown) => this.options.report(error))
  }

  /** Makes waiting workers look for jobs now. */
  nudge(): void {
    this.workers.forEach((id) => this.boss.notifyWorker(id))
  }
}
