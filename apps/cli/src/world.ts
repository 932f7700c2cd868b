import { createInterface } from 'node:readline/promises'
import { Writable } from 'node:stream'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Fetch } from './auth/oidc.js'
import { Interrupted } from './errors.js'
import type { Terminal } from './output/output.js'
import { readSettings, type Settings } from './settings.js'

/** What a command meets outside: the only things that a test replaces. */
export interface World {
  settings: Settings
  terminal: Terminal
  /** Rejects with `Interrupted` once the person pressed Ctrl-C. */
  fetch: Fetch
  /** Aborted by Ctrl-C. */
  interrupted: AbortSignal
  now(): number
  wait(milliseconds: number): Promise<void>
}

/** The world of a real process. The first Ctrl-C ends what waits, with a word about what goes on; the second ends at once. */
export function processWorld(): World {
  const interrupt = new AbortController()
  process.once('SIGINT', () => interrupt.abort())
  return {
    settings: readSettings(),
    terminal: {
      out: (text) => void process.stdout.write(text),
      err: (text) => void process.stderr.write(text),
      columns: process.stdout.isTTY ? process.stdout.columns : undefined,
      live: process.stderr.isTTY === true,
      ...(process.stdin.isTTY && process.stderr.isTTY ? { ask } : {}),
    },
    ...interruptible(interrupt.signal),
    now: Date.now,
  }
}

/** What waits, bound to Ctrl-C. */
export function interruptible(interrupted: AbortSignal): Pick<World, 'fetch' | 'interrupted' | 'wait'> {
  const guarded = async <Result>(work: Promise<Result>): Promise<Result> => {
    try {
      return await work
    } catch (error) {
      throw interrupted.aborted ? new Interrupted() : error
    }
  }
  return {
    interrupted,
    fetch: (input, init) => {
      const own = init?.signal ?? (input instanceof Request ? input.signal : undefined)
      const signal = own ? AbortSignal.any([own, interrupted]) : interrupted
      return guarded(globalThis.fetch(input, { ...init, signal }))
    },
    wait: (milliseconds) => guarded(sleep(milliseconds, undefined, { signal: interrupted })),
  }
}

/** Asks on stderr, so that stdout holds results only; what is typed for a secret is not shown. */
async function ask(question: string, options: { hidden?: boolean } = {}): Promise<string> {
  const silent = new Writable({ write: (_chunk, _encoding, done) => done() })
  const lines = createInterface({
    input: process.stdin,
    output: options.hidden ? silent : process.stderr,
    terminal: true,
  })
  if (options.hidden) process.stderr.write(question)
  const gone = new AbortController()
  lines.once('SIGINT', () => gone.abort())
  lines.once('close', () => gone.abort())
  try {
    return (await lines.question(options.hidden ? '' : question, { signal: gone.signal })).trim()
  } catch {
    throw new Interrupted()
  } finally {
    lines.close()
    if (options.hidden) process.stderr.write('\n')
  }
}
