import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, expect } from '@jest/globals'
import { run } from '../src/run.js'
import { readSettings } from '../src/settings.js'
import { interruptible } from '../src/world.js'
import { FakeHub } from './fake-hub.js'

/** How a command ended and what it said. */
export interface Ended {
  code: number
  out: string
  err: string
}

/** The person and the terminal at which a test calls commands. */
export interface Setup {
  env?: Record<string, string>
  /** Columns of the terminal; undefined: stdout is a pipe. */
  columns?: number
  /** True: stderr is a terminal, where progress is shown. */
  live?: boolean
  /** What the person types when asked; undefined: nobody sits there. */
  answers?: string[]
  /** Default: 2026-11-24T10:00Z. */
  now?: () => number
  /** Ctrl-C. */
  interrupted?: AbortSignal
}

/** A folder of its own, a hub of canned answers, and the command line between them. */
export class CommandLine {
  hub: FakeHub
  folder: string
  /** Milliseconds that commands wanted to wait; they do not really wait. */
  readonly waits: number[] = []
  /** Questions that were asked, and whether the answer was hidden. */
  readonly asked: { question: string; hidden: boolean }[] = []

  /** Runs `einmal <args>`, signed in by a token of the environment unless `env` says otherwise. */
  async run(args: readonly string[], setup: Setup = {}): Promise<Ended> {
    const ended = { out: '', err: '' }
    const answers = [...(setup.answers ?? [])]
    const env = setup.env ?? { EINMAL_URL: this.hub.url, EINMAL_TOKEN: 'token', EINMAL_TENANT: 'acme' }
    const world = interruptible(setup.interrupted ?? new AbortController().signal)
    const code = await run(args, {
      ...world,
      settings: readSettings({ HOME: this.folder, ...env }, this.folder),
      terminal: {
        out: (text) => void (ended.out += text),
        err: (text) => void (ended.err += text),
        columns: setup.columns,
        live: setup.live ?? false,
        ...(setup.answers && {
          ask: (question: string, options?: { hidden?: boolean }) => {
            this.asked.push({ question, hidden: options?.hidden ?? false })
            return Promise.resolve(answers.shift() ?? '')
          },
        }),
      },
      now: setup.now ?? (() => Date.parse('2026-11-24T10:00:00Z')),
      wait: async (milliseconds) => {
        this.waits.push(milliseconds)
        await world.wait(0)
      },
    })
    return { code, ...ended }
  }

  /** Runs a command line that is written as one string; quotes keep words together. */
  einmal(line: string, setup?: Setup): Promise<Ended> {
    const args = [...line.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, word]) => quoted ?? word ?? '')
    return this.run(args, setup)
  }

  /** Runs a command with `--json` and reads its answer, which must be all of stdout. */
  async json<Answer>(line: string, setup?: Setup): Promise<Answer> {
    const { out } = await this.einmal(`${line} --json`, setup)
    return JSON.parse(out) as Answer
  }
}

/** A fresh hub and folder for each test of a file; a request that was not planned fails the test. */
export function commandLine(): CommandLine {
  const line = new CommandLine()
  let root: string
  beforeAll(() => {
    root = mkdtempSync(join(tmpdir(), 'einmal-cli-'))
  })
  beforeEach(async () => {
    line.hub = await FakeHub.start()
    line.folder = mkdtempSync(join(root, 'home-'))
    line.waits.length = 0
    line.asked.length = 0
  })
  afterEach(async () => {
    await line.hub.stop()
    expect(line.hub.unplanned).toEqual([])
  })
  afterAll(() => rmSync(root, { recursive: true, force: true }))
  return line
}
