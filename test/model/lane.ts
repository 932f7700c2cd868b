import crypto from 'node:crypto'
import { syncBuiltinESMExports } from 'node:module'
import fc from 'fast-check'
import { openHubDatabase } from '../support/installation.js'
import { describe } from './describe.js'
import type { Theme } from './deeds.js'
import { histories, type History } from './history.js'
import { World } from './world.js'

/** Part of a run, done by one process: histories of one seed, one after the other. */
export interface Lane {
  runs: number
  seed: number
  /** Leads to one history, usually a shrunk one. */
  path: string | null
  shrink: boolean
  /** Only histories of this theme. */
  theme: Theme | null
  /** Database that this process copies for itself. */
  template: string
}

export interface LaneResult {
  histories: number
  /** With those that shrinking tried. */
  cases: number
  /** Steps of people and of the hub. */
  steps: number
  failure: { message: string; report: string } | null
}

/** Milliseconds that shrinking may take. */
const patience = 30_000

let steps = 0
let cases = 0
/** What happened in the last history that failed. */
let failedAt: number | null = null
let story: { error: unknown; log: readonly string[] } | null = null

/** Histories after which a fresh database takes over: the rows of those before slow the others down. */
const perDatabase = 40

const order = JSON.parse(process.argv[2] ?? '') as Lane
let database = await openHubDatabase(order.template)
const result = await check(order)
process.send?.(result, () => {
  void database.close().finally(() => process.exit(0))
})

async function check({ runs, seed, path, shrink, theme }: Lane): Promise<LaneResult> {
  const found = await fc.check(fc.asyncProperty(histories(theme), live), {
    numRuns: runs,
    seed,
    endOnFailure: !shrink || path !== null,
    ...(path === null ? {} : { path }),
  })
  const { failed, counterexample, counterexamplePath, numRuns } = found
  if (!failed) return { histories: numRuns, cases, steps, failure: null }
  const message = story?.error instanceof Error ? story.error.message : String(story?.error)
  const stack = story?.error instanceof Error && story.error.name !== 'Violation' ? [story.error.stack] : []
  const report = [
    `VIOLATION ${message}`,
    ...stack,
    ...(counterexample ? describe(counterexample[0]) : []),
    'What happened:',
    ...(story?.log ?? []).map((line) => `  ${line}`),
    `Again: npm run test:model -- ${theme === null ? '' : `--theme '${theme}' `}--seed ${seed} --path ${counterexamplePath ?? ''}`,
  ].join('\n')
  return { histories: numRuns, cases, steps, failure: { message, report } }
}

/** The same history gives the same ids and the same jitter each time. */
async function live(one: History): Promise<void> {
  fc.pre(failedAt === null || Date.now() < failedAt + patience)
  cases += 1
  if (cases % perDatabase === 0) {
    await database.close()
    database = await openHubDatabase(order.template)
  }
  seedChance()
  const world = await World.open(database, one)
  try {
    await world.live()
  } catch (error) {
    if (failedAt === null && order.shrink) console.error(`${String(error)}; looking for a shorter history …`)
    failedAt ??= Date.now()
    story = { error, log: world.log }
    throw error
  } finally {
    steps += world.steps
    await world.hub.close()
  }
}

function seedChance(): void {
  const lane = cases
  let count = 0
  let state = 1
  Math.random = () => {
    state = (state * 48_271) % 2_147_483_647
    return state / 2_147_483_647
  }
  // Unlike in every history before it, as rows of those stay in the database.
  crypto.randomUUID = () => {
    count += 1
    const text = `${lane.toString(16).padStart(8, '0')}${count.toString(16).padStart(24, '0')}`
    return `${text.slice(0, 8)}-${text.slice(8, 12)}-4${text.slice(13, 16)}-8${text.slice(17, 20)}-${text.slice(20)}`
  }
  syncBuiltinESMExports()
}
