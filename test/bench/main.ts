import { mkdirSync } from 'node:fs'
import { parseArgs } from 'node:util'
import type { Bench } from './bench.js'
import { BenchHub } from './hub.js'
import { startBenchPostgres } from './postgres.js'
import { table, type Row } from './report.js'
import { batchWrites } from './scenarios/batch-writes.js'
import { allUpdated, fewChanged, unchanged } from './scenarios/changes.js'
import { firstLoad } from './scenarios/first-load.js'
import { largeLoad } from './scenarios/large-load.js'
import { millionLinks } from './scenarios/million-links.js'
import { threeSystems } from './scenarios/three-systems.js'
import { webhooks } from './scenarios/webhooks.js'

// `npm run bench -- [--quick] [--json] [--only TEXT] [--records N] [--rounds N] [--profile FOLDER]`: times of the hub, as ratios
// to the simplest good axios loop doing the same job where there is one, in the same run, in alternation (design §10). Ends with
// an error when a goal is missed. docs/performance.md keeps the figures.
const { values } = parseArgs({
  options: {
    quick: { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
    only: { type: 'string' },
    records: { type: 'string' },
    rounds: { type: 'string' },
    profile: { type: 'string' },
  },
})

const scenarios: Record<string, (bench: Bench) => Promise<Row | Row[]>> = {
  'first-load': (bench) => firstLoad(bench),
  latency: (bench) => firstLoad(bench, 20),
  updates: allUpdated,
  unchanged,
  'million-links': millionLinks,
  changed: fewChanged,
  'large-load': largeLoad,
  'batch-odoo': (bench) => batchWrites(bench, 'odoo'),
  'batch-erpnext': (bench) => batchWrites(bench, 'erpnext'),
  webhooks,
  'three-systems': threeSystems,
}

const { only } = values
const chosen = Object.entries(scenarios).filter(([name]) => only === undefined || name.includes(only))
if (chosen.length === 0) throw new Error(`There are only: ${Object.keys(scenarios).join(', ')}`)
if (values.profile) mkdirSync(values.profile, { recursive: true })

const postgres = await startBenchPostgres({ profile: values.profile !== undefined })
const bench: Bench = {
  records: Number(values.records ?? (values.quick ? 200 : 10_000)),
  rounds: Number(values.rounds ?? (values.quick ? 1 : 3)),
  quick: values.quick,
  profile: values.profile ?? null,
  postgres,
}
try {
  const rows: Row[] = []
  for (const [name, scenario] of chosen) {
    const begun = Date.now()
    rows.push(...[await scenario(bench)].flat())
    console.error(`${name}: ${Math.round((Date.now() - begun) / 1000)} s`)
    if (values.profile) console.error(await postgres.slowest())
  }
  const { records, rounds, quick } = bench
  console.log(
    values.json
      ? JSON.stringify({ records, rounds, quick, rows }, null, 2)
      : `\n${records} records, ${rounds} round(s)\n\n${table(rows)}`,
  )
  if (rows.some(({ verdicts }) => verdicts.some(({ reached }) => reached === false))) process.exitCode = 1
} finally {
  await BenchHub.closeAll()
  await postgres.stop()
}
