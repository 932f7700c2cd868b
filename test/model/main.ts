import { fork, type ChildProcess } from 'node:child_process'
import { chmodSync, mkdtempSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { startPostgres } from '../../apps/demo/src/postgres.js'
import { openHubDatabase } from '../support/installation.js'
import { themes } from './deeds.js'
import type { Lane, LaneResult } from './lane.js'
import { applied, mutations } from './mutations.mjs'

// `npm run test:model -- [--runs N] [--seed S] [--path P] [--theme T] [--without RULE,…|all]`: random histories of people and faults over
// systems in memory and the whole engine on a real PostgreSQL (issue 4, "How it is proved" 1). With `--without` the engine
// lacks a rule, and the test passes when it notices.
const { values } = parseArgs({
  options: {
    runs: { type: 'string', default: '2000' },
    seed: { type: 'string', default: '1' },
    path: { type: 'string' },
    without: { type: 'string' },
    lanes: { type: 'string' },
    theme: { type: 'string' },
  },
})
const runs = Number(values.runs)
const seed = Number(values.seed)
const theme = themes.find((each) => each === values.theme) ?? null
const lanes = values.path === undefined ? Number(values.lanes ?? 2) : 1

// A patch that fits no more is found at once, and by every run.
for (const mutation of mutations) applied(mutation)

const { template, stop } = await prepare()
const children = new Set<ChildProcess>()
for (const signal of ['SIGTERM', 'SIGINT'] as const)
  process.once(signal, () => {
    for (const child of children) child.kill('SIGKILL')
    void stop().finally(() => process.exit(1))
  })
try {
  if (values.without === undefined) await whole()
  else await without(values.without)
} finally {
  for (const child of children) child.kill('SIGKILL')
  await stop()
}

/** The engine as it is: no violation. */
async function whole(): Promise<void> {
  const started = Date.now()
  const results = await Promise.all(
    Array.from({ length: lanes }, (_, at) => {
      const share = Math.floor(runs / lanes) + (at < runs % lanes ? 1 : 0)
      return lane(
        { runs: share, seed: seed + at, path: values.path ?? null, shrink: true, theme, template },
        null,
      ).result
    }),
  )
  const total = (name: 'histories' | 'steps' | 'cases'): number =>
    results.reduce((sum, result) => sum + result[name], 0)
  for (const { failure } of results) if (failure) console.log(`\n${failure.report}`)
  const violations = results.filter(({ failure }) => failure !== null).length
  const seconds = (Date.now() - started) / 1000
  console.log(
    `${total('histories')} histories, ${total('steps')} steps, ${violations} violations ` +
      `(${Math.round(seconds)} s, ${Math.round((seconds * 1000) / total('cases'))} ms each, seed ${seed})`,
  )
  if (violations > 0) process.exitCode = 1
}

/** The engine without a rule: a violation, or the model test is blind. */
async function without(rule: string): Promise<void> {
  const rules = rule.split(',')
  const chosen = mutations.filter(
    ({ name }) => rule === 'all' || rules.includes(name) || rules.includes(name.split(' ')[0] ?? ''),
  )
  if (chosen.length === 0)
    throw new Error(`No mutation ${rule}: ${mutations.map(({ name }) => name).join(', ')}`)
  const waiting = [...chosen]
  let blind = 0
  const next = async (): Promise<void> => {
    for (let one = waiting.shift(); one; one = waiting.shift()) {
      const { result } = lane(
        { runs, seed, path: values.path ?? null, shrink: values.path !== undefined, theme, template },
        one.name,
      )
      const { histories, failure } = await result
      if (!failure) blind += 1
      console.log(
        failure
          ? `without ${one.name} (${one.says}): seen after ${histories} histories, ${failure.message}`
          : `without ${one.name} (${one.says}): NOT SEEN in ${histories} histories`,
      )
      if (failure && values.path !== undefined) console.log(failure.report)
    }
  }
  await Promise.all(Array.from({ length: lanes }, next))
  console.log(`${chosen.length - blind} passed, ${blind} failed`)
  if (blind > 0) process.exitCode = 1
}

/** A process of its own: the engine may be another one there. */
function lane(order: Lane, mutation: string | null): { result: Promise<LaneResult> } {
  const child = fork(new URL('./lane.ts', import.meta.url), [JSON.stringify(order)], {
    env: { ...process.env, EINMAL_WITHOUT: mutation ?? '' },
  })
  children.add(child)
  const result = new Promise<LaneResult>((resolve, reject) => {
    let said: LaneResult | null = null
    child.once('message', (message) => (said = message as LaneResult))
    child.once('exit', (code) => {
      children.delete(child)
      if (said) resolve(said)
      else reject(new Error(`A lane ended with ${code} and said nothing.`))
    })
  })
  return { result }
}

/** A PostgreSQL of our own with a hub's database to copy; nothing in it outlives the run, so durability is not paid for. */
async function prepare(): Promise<{ template: string; stop(): Promise<void> }> {
  const folder = mkdtempSync(join(tmpdir(), 'einmal-model-'))
  // As root, PostgreSQL runs as another user, who must be able to enter.
  chmodSync(folder, 0o755)
  const server = await startPostgres({
    folder: join(folder, 'pg'),
    settings: {
      fsync: 'off',
      synchronous_commit: 'off',
      full_page_writes: 'off',
      autovacuum: 'off',
      jit: 'off',
    },
  })
  process.env['EINMAL_TEST_SERVER'] = server.url
  const { db, urls } = await openHubDatabase()
  await db.close()
  return {
    template: new URL(urls.owner).pathname.slice(1),
    async stop() {
      await server.stop()
      await rm(folder, { recursive: true, force: true })
    },
  }
}
