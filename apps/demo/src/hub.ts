import { fork, type ChildProcess } from 'node:child_process'
import { closeSync, mkdirSync, openSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The hub as a process of its own, as in production. */
export interface HubProcess {
  url: string
  /** Settles when it serves requests, or did not come up. */
  ready: Promise<void>
  /** Asks it to end, waits, and ends it by force after a while; may be called again. */
  stop(): Promise<void>
}

export interface HubOptions {
  port: number
  /** Issuer of its identity provider, by which it is told from another hub that took the port meanwhile. */
  issuer: string
  /** The hub's environment (docs/configuration.md), besides what this process has. */
  env: Record<string, string>
  logFolder: string
  /** Called when it ended by itself and is started anew. */
  onRestart(reason: string): void
  /** Called when it does not stay up. */
  onFailure(error: Error): void
}

const main = fileURLToPath(new URL('../../hub/src/main.js', import.meta.url))
const leash = new URL('./leash.js', import.meta.url).href
/** Milliseconds: to become ready, to end by itself, and the life below which a start counts as failed. */
const times = { ready: 60_000, stop: 20_000, short: 10_000 } as const

/**
 * Starts the hub. When it dies after it was ready, it is started again, as an operator's supervisor would; when it does not
 * live long, `onFailure` is told.
 */
export function startHub(options: HubOptions): HubProcess {
  mkdirSync(options.logFolder, { recursive: true })
  const logFile = join(options.logFolder, 'hub.log')
  const url = `http://127.0.0.1:${options.port}`
  let stopping: Promise<void> | undefined
  let child = launch(options, logFile)

  const watch = (since: number): void => {
    child.once('exit', (code, signal) => {
      if (stopping) return
      const reason = `The hub ended (${signal ?? `code ${code}`}).`
      if (Date.now() - since < times.short) {
        return options.onFailure(new Error(`${reason} The end of ${logFile}:\n${tail(logFile)}`))
      }
      options.onRestart(reason)
      child = launch(options, logFile)
      watch(Date.now())
    })
  }
  const ready = untilReady(child, url, options.issuer, logFile).then(() => watch(Date.now()))
  return { url, ready, stop: () => (stopping ??= end(child)) }
}

function launch(options: HubOptions, logFile: string): ChildProcess {
  const log = openSync(logFile, 'a', 0o600)
  try {
    return fork(main, [], {
      env: { ...process.env, ...options.env },
      // Away from the terminal, whose Ctrl-C would end it before its turn; on a leash, so that it never outlives us.
      detached: true,
      execArgv: ['--enable-source-maps', '--import', leash],
      stdio: ['ignore', log, log, 'ipc'],
    })
  } finally {
    closeSync(log)
  }
}

async function untilReady(child: ChildProcess, url: string, issuer: string, logFile: string): Promise<void> {
  const deadline = Date.now() + times.ready
  while (Date.now() < deadline) {
    if (child.exitCode !== null || child.signalCode !== null) {
      throw new Error(`The hub ended while it started. The end of ${logFile}:\n${tail(logFile)}`)
    }
    if ((await ask(`${url}/health/ready`)) && (await ask(`${url}/api/v1/auth`))?.issuer === issuer) return
    await new Promise((done) => setTimeout(done, 100))
  }
  await end(child)
  throw new Error(
    `The hub was not ready after ${times.ready / 1000} s. The end of ${logFile}:\n${tail(logFile)}`,
  )
}

/** The JSON of a good answer; undefined for any other, and for none. */
async function ask(url: string): Promise<{ issuer?: string } | undefined> {
  try {
    const answer = await fetch(url, { signal: AbortSignal.timeout(2_000) })
    return answer.ok ? ((await answer.json()) as { issuer?: string }) : undefined
  } catch {
    return undefined
  }
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const ended = new Promise<void>((done) => child.once('exit', () => done()))
  child.kill('SIGTERM')
  const force = setTimeout(() => child.kill('SIGKILL'), times.stop)
  await ended
  clearTimeout(force)
}

function tail(file: string): string {
  return readFileSync(file, 'utf8').trimEnd().split('\n').slice(-12).join('\n')
}
