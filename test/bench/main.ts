import { parseArgs } from 'node:util'
import { prepareBenchPostgres } from './postgres.js'
import { table, type Row } from './report.js'
import { batchWrites, firstLoad, unchanged, updates, type Size } from './scenarios/one-to-one.js'
import { threeSystems } from './scenarios/three-systems.js'

// `npm run bench -- [--quick] [--json] [--only TEXT] [--records N] [--rounds N]`: times of the hub as ratios to the simplest
// good axios loop doing the same job, in the same run, in alternation (design §10). docs/performance.md keeps the figures.
const { values } = parseArgs({
  options: {
    quick: { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
    only: { type: 'string' },
    records: { type: 'string' },
    rounds: { type: 'string' },
  },
})
const size: Size = {
  records: Number(values.records ?? (values.quick ? 500 : 10_000)),
  rounds: Number(values.rounds ?? (values.quick ? 1 : 3)),
}

const scenarios: Record<string, () => Promise<Row>> = {
  'first-load': () => firstLoad(size),
  latency: () => firstLoad(size, 20),
  updates: () => updates(size, 1),
  unchanged: () => unchanged(size),
  changed: () => updates(size, 0.01),
  'batch-writes': () => batchWrites(size),
  'three-systems': () => threeSystems(size),
}

const stop = await prepareBenchPostgres()
try {
  const rows: Row[] = []
  for (const [name, run] of Object.entries(scenarios)) {
    if (values.only && !name.includes(values.only)) continue
    const row = await run()
    rows.push(row)
    if (!values.json) console.error(`${name}: ${row.ratio?.toFixed(2) ?? JSON.stringify(row.figures)}`)
  }
  if (rows.length === 0) throw new Error(`There are only: ${Object.keys(scenarios).join(', ')}`)
  console.log(
    values.json
      ? JSON.stringify({ ...size, rows })
      : `\n${size.records} records, ${size.rounds} round(s)\n\n${table(rows)}`,
  )
} finally {
  await stop()
}
