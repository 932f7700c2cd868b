import { randomUUID } from 'node:crypto'
import { work } from '#persistence'
import { install, type Installation } from '../support/installation.js'
import { hubEnvironment, WorkerProcess, type SimulatorProcess } from '../support/processes.js'
import { prepareConnection } from '../support/simulators.js'
import { waitUntil } from '../support/wait.js'

/** A hub with one worker process over systems, the first of which is read and the others are written to. */
export class BenchHub {
  private constructor(
    readonly installation: Installation,
    readonly worker: WorkerProcess,
    private readonly reader: string,
  ) {}

  static async open(systems: Record<string, SimulatorProcess>): Promise<BenchHub> {
    const [reader = ''] = Object.keys(systems)
    const installation = await install({
      state: 'preview',
      connections: Object.entries(systems).map(([id, { config }]) => ({
        slug: id,
        connector: id,
        config,
        reads: id === reader,
        writes: id !== reader,
      })),
    })
    for (const [id, { config }] of Object.entries(systems)) await prepareConnection(id, config)
    const worker = new WorkerProcess(hubEnvironment(installation))
    worker.start()
    await worker.ready()
    return new BenchHub(installation, worker, reader)
  }

  /** Lets the flow go live and waits until so many writes are made; returns seconds. */
  async load(writes: number): Promise<number> {
    return this.timed(async () => {
      await this.installation.query(`UPDATE flow SET state = 'live'`)
      await this.wake()
      await this.written(writes)
    })
  }

  /** Reads on from the cursor, and waits until so many writes are made in all; returns seconds. */
  async poll(writes: number): Promise<number> {
    const last = await this.polledAt()
    return this.timed(async () => {
      await this.installation.query('UPDATE participant SET due_at = now() WHERE reads')
      await this.wake()
      await waitUntil('it was polled', async () => (await this.polledAt()) > last, { seconds: 600, every: 3 })
      await this.written(writes)
    })
  }

  /** Reads everything again, and waits until so many writes are made in all; returns seconds. */
  async scan(writes: number): Promise<number> {
    const { flowId, tenantId } = this.installation
    const id = randomUUID()
    return this.timed(async () => {
      await this.installation.query(
        `INSERT INTO run (id, tenant_id, flow_id, connection_id, kind, state) VALUES ($1, $2, $3, $4, 'full', 'queued')`,
        [id, tenantId, flowId, this.installation.connection(this.reader)],
      )
      await this.wake()
      const done = async (): Promise<boolean> => {
        const [run] = await this.installation.query<{ state: string }>(
          'SELECT state FROM run WHERE id = $1',
          [id],
        )
        return run?.state === 'done'
      }
      await waitUntil('everything is read again', done, { seconds: 600, every: 3 })
      await this.written(writes)
    })
  }

  /** Lets a mass change through, as a person would (rule 10). */
  async allow(fields: string[]): Promise<void> {
    await this.installation.query('UPDATE participant SET allowance = $1', [{ fields }])
  }

  async close(): Promise<void> {
    await this.worker.kill('SIGTERM')
    await this.installation.close()
  }

  private async written(writes: number): Promise<void> {
    const done = async (): Promise<boolean> => {
      this.worker.expectRunning()
      const [row] = await this.installation.query<{ n: number }>(
        `SELECT count(*)::int AS n FROM operation WHERE state = 'done'`,
      )
      if ((row?.n ?? 0) > writes) throw new Error(`${row?.n} writes instead of ${writes}`)
      return row?.n === writes
    }
    await waitUntil(`${writes} writes are made`, done, { seconds: 900, every: 20 })
  }

  private async polledAt(): Promise<Date> {
    const [row] = await this.installation.query<{ at: Date | null }>(
      'SELECT polled_at AS at FROM participant WHERE reads',
    )
    return row?.at ?? new Date(0)
  }

  private async wake(): Promise<void> {
    const { tenantId, inTenant } = this.installation
    await inTenant((tx) => work.wake(tx, tenantId, [this.installation.connection(this.reader)]))
  }

  private async timed(body: () => Promise<void>): Promise<number> {
    const start = performance.now()
    await body()
    return (performance.now() - start) / 1000
  }
}
