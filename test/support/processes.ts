import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { join } from 'node:path'
import type { Installation } from './installation.js'
import { waitUntil } from './wait.js'

/** The folder with the built product; processes run what users run, not the test's own transpilation. */
export const dist = join(import.meta.dirname, import.meta.dirname.includes('/dist/') ? '../..' : '../../dist')

/** Environment of a hub process over an installation. There is no identity provider: only the worker role works. */
export function hubEnvironment(
  installation: Installation,
  extra: Record<string, string> = {},
): Record<string, string | undefined> {
  return {
    ...process.env,
    NODE_OPTIONS: '',
    // The test's PostgreSQL is the embedded one.
    EINMAL_EMBEDDED: 'true',
    EINMAL_ROLES: 'worker',
    // Below the ports that the system gives to outgoing connections, one of which could hold it at the next start.
    EINMAL_PORT: String(20_000 + Math.floor(Math.random() * 12_000)),
    EINMAL_DATABASE_URL: installation.urls.owner,
    EINMAL_APP_DATABASE_URL: installation.urls.app,
    EINMAL_QUEUE_DATABASE_URL: installation.urls.queue,
    EINMAL_SECRET_KEY: installation.secretKey.toString('base64'),
    EINMAL_KEYCLOAK_URL: 'http://127.0.0.1:9',
    EINMAL_LOG_LEVEL: 'info',
    ...extra,
  }
}

/** A hub process with the worker role. */
export class WorkerProcess {
  private child: ChildProcess | null = null
  /** What it printed; empty when all is well. */
  output = ''

  constructor(private readonly environment: Record<string, string | undefined>) {}

  start(): void {
    const child = spawn(process.execPath, [join(dist, 'apps/hub/src/main.js')], {
      env: this.environment,
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (chunk: Buffer) => (this.output = (this.output + chunk.toString()).slice(-20_000)))
    }
    this.child = child
  }

  /** Ends it at once, without a chance to tidy up. */
  async kill(signal: NodeJS.Signals = 'SIGKILL'): Promise<void> {
    const { child } = this
    if (!child || child.exitCode !== null || child.signalCode !== null) return
    const gone = once(child, 'exit')
    child.kill(signal)
    await gone
  }

  get running(): boolean {
    return this.child !== null && this.child.exitCode === null && this.child.signalCode === null
  }

  /** Waits until it has said that it is ready. */
  async ready(): Promise<void> {
    await waitUntil('the worker is ready', () => {
      this.expectRunning()
      return this.output.includes('"ready"')
    })
  }

  /** Its process id; fails when it was not started. */
  get pid(): number {
    if (this.child?.pid === undefined) throw new Error('the worker was not started')
    return this.child.pid
  }

  /** Throws with what it printed when it ended by itself. */
  expectRunning(): void {
    if (this.child?.exitCode !== null) throw new Error(`the worker ended by itself:\n${this.output}`)
  }
}

/** A simulator in a process of its own, so that it does not share the hub's core. */
export interface SimulatorProcess {
  url: string
  config: Record<string, string>
  stop(): Promise<void>
}

/** Starts `connectors/<id>/simulator` with `parties` seeded (fixed seed), or empty. */
export async function simulatorProcess(id: string, parties = 0): Promise<SimulatorProcess> {
  const script = join(dist, 'test/support/run-simulator.js')
  const child = spawn(process.execPath, [script, id, String(parties)], { stdio: ['pipe', 'pipe', 'inherit'] })
  const lines = createInterface({ input: child.stdout })
  const [line] = (await once(lines, 'line')) as [string]
  const { url, config } = JSON.parse(line) as Omit<SimulatorProcess, 'stop'>
  return {
    url,
    config,
    async stop() {
      const gone = once(child, 'exit')
      child.kill('SIGKILL')
      await gone
    },
  }
}
