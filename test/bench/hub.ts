import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { work } from '#persistence'
import { install, type Installation } from '../support/installation.js'
import { dist, hubEnvironment, WorkerProcess, type SimulatorProcess } from '../support/processes.js'
import { prepareConnection } from '../support/simulators.js'
import { waitUntil } from '../support/wait.js'
import type { Bench } from './bench.js'
import { cpuOf, seconds } from './measure.js'

/** What a job cost: time, and CPU time of the hub's process and of its database. */
export interface Cost {
  seconds: number
  hubCpu: number
  databaseCpu: number
}

/** A hub with one process over systems, the first of which is read and the others are written to. */
export class BenchHub {
  private constructor(
    private readonly bench: Bench,
    readonly installation: Installation,
    readonly worker: WorkerProcess,
    readonly environment: Record<string, string | undefined>,
    private readonly reader: string,
  ) {}

  private static readonly running = new Set<BenchHub>()

  /** Ends what a scenario that failed has left. */
  static async closeAll(): Promise<void> {
    for (const hub of this.running) await hub.close()
  }

  /** `both`: every system is read and written; the hub also takes webhooks. */
  static async open(
    bench: Bench,
    systems: Record<string, SimulatorProcess>,
    { both = false }: { both?: boolean } = {},
  ): Promise<BenchHub> {
    const [reader = ''] = Object.keys(systems)
    const installation = await install({
      state: 'preview',
      connections: Object.entries(systems).map(([id, { config }]) => ({
        slug: id,
        connector: id,
        config,
        reads: both || id === reader,
        writes: both || id !== reader,
      })),
    })
    for (const [id, { config }] of Object.entries(systems)) await prepareConnection(id, config)
    const environment = hubEnvironment(installation, {
      NODE_OPTIONS: `--import=${join(dist, 'test/bench/worker-probe.js')}`,
      EINMAL_ROLES: both ? 'api,worker' : 'worker',
      ...(bench.profile ? { EINMAL_BENCH_PROFILE: bench.profile } : {}),
    })
    const worker = new WorkerProcess(environment)
    const hub = new BenchHub(bench, installation, worker, environment, reader)
    this.running.add(hub)
    worker.start()
    await worker.ready()
    return hub
  }

  /** Lets the flow go live; what its first reading finds is written from then on. */
  async goLive(): Promise<void> {
    await this.installation.query(`UPDATE flow SET state = 'live'`)
    await this.wake()
  }

  /** Goes live and waits until so many writes are made. */
  async load(writes: number): Promise<Cost> {
    return this.cost(async () => {
      await this.goLive()
      await this.written(writes)
    })
  }

  /** Reads on from the cursor. */
  async poll(): Promise<Cost> {
    const last = await this.polledAt()
    return this.cost(async () => {
      await this.installation.query('UPDATE participant SET due_at = now() WHERE reads')
      await this.wake()
      await waitUntil('it was polled', async () => (await this.polledAt()) > last, { seconds: 600, every: 1 })
    })
  }

  /** Reads everything again, and waits until so many writes are made in all. */
  async scan(writes: number): Promise<Cost> {
    const { flowId, tenantId } = this.installation
    const id = randomUUID()
    return this.cost(async () => {
      await this.installation.query(
        `INSERT INTO run (id, tenant_id, flow_id, connection_id, kind, state) VALUES ($1, $2, $3, $4, 'full', 'queued')`,
        [id, tenantId, flowId, this.installation.connection(this.reader)],
      )
      await this.wake()
      const done = async (): Promise<boolean> => {
        this.worker.expectRunning()
        const rows = this.installation.query('SELECT 1 FROM run WHERE id = $1 AND state = $2', [id, 'done'])
        return (await rows).length > 0
      }
      await waitUntil('everything is read again', done, { seconds: 600, every: 3 })
      await this.written(writes)
    })
  }

  /** Waits until exactly so many writes are made in all; more are an error. */
  async written(writes: number): Promise<void> {
    if ((await this.writtenAtLeast(writes)) > writes) throw new Error(`more than ${writes} writes`)
  }

  /** Waits until so many writes are made, and returns how many there are. */
  private async writtenAtLeast(writes: number): Promise<number> {
    const end = Date.now() + 1_200_000
    for (;;) {
      this.worker.expectRunning()
      const start = performance.now()
      const [row] = await this.installation.query<{ n: number }>(
        `SELECT count(*)::int AS n FROM operation WHERE state = 'done'`,
      )
      const made = row?.n ?? 0
      if (made >= writes) return made
      if (Date.now() > end) throw new Error(`${made} of ${writes} writes:\n${this.worker.output}`)
      // Counting takes the database longer and longer; it is not to be what is measured.
      await delay(Math.max(10, 15 * (performance.now() - start)))
    }
  }

  /** Lets a mass change through, as a person would (rule 10). */
  async allow(fields: string[]): Promise<void> {
    await this.installation.query('UPDATE participant SET allowance = $1', [{ fields }])
  }

  /** Megabytes in use once all garbage is collected, and those that the process occupies. */
  async memory(): Promise<{ held: number; resident: number }> {
    const said = (): RegExpMatchArray[] => [...this.worker.output.matchAll(/"held":(\d+),"resident":(\d+)/g)]
    const before = said().length
    process.kill(this.worker.pid, 'SIGWINCH')
    await waitUntil('the worker says what memory it uses', () => said().length > before)
    const [, held, resident] = said().at(-1) ?? []
    return { held: Number(held) / 2 ** 20, resident: Number(resident) / 2 ** 20 }
  }

  /** The same as soon as so many writes are made. */
  async memoryAfter(writes: number): ReturnType<BenchHub['memory']> {
    await this.writtenAtLeast(writes)
    return this.memory()
  }

  async close(): Promise<void> {
    BenchHub.running.delete(this)
    await this.worker.kill('SIGTERM')
    await this.installation.close()
  }

  /** Wakes the worker for the system that is read. */
  async wake(): Promise<void> {
    const { tenantId, inTenant } = this.installation
    await inTenant((tx) => work.wake(tx, tenantId, [this.installation.connection(this.reader)]))
  }

  private async polledAt(): Promise<Date> {
    const [row] = await this.installation.query<{ at: Date | null }>(
      'SELECT polled_at AS at FROM participant WHERE reads',
    )
    return row?.at ?? new Date(0)
  }

  private async cost(work: () => Promise<void>): Promise<Cost> {
    const cpu = (): [number, number] => [cpuOf(this.worker.pid), this.bench.postgres.cpu()]
    const [hub, database] = cpu()
    const elapsed = await seconds(work)
    const [hubAfter, databaseAfter] = cpu()
    return { seconds: elapsed, hubCpu: hubAfter - hub, databaseCpu: databaseAfter - database }
  }
}
