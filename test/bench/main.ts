import { parseArgs } from 'node:util'
import { prepareBenchPostgres } from './postgres.js'
import { firstLoad } from './first-load.js'
import { median, table } from './report.js'

// `npm run bench -- [--quick] [--json] [--records N] [--rounds N]`: times of the hub as ratios to the simplest good axios
// loop doing the same job, in the same run, in alternation (design §10). docs/performance.md keeps the figures.
const { values } = parseArgs({
  options: {
    quick: { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
    records: { type: 'string' },
    rounds: { type: 'string' },
  },
})
const records = Number(values.records ?? (values.quick ? 1500 : 10_000))
const rounds = Number(values.rounds ?? (values.quick ? 1 : 3))

const stop = await prepareBenchPostgres()
try {
  const results = await firstLoad(records, rounds)
  if (values.json) console.log(JSON.stringify(results))
  else {
    console.log(
      `First load of ${records} customers from Odoo to Invoice Ninja and ERPNext, ${rounds} round(s)\n`,
    )
    console.log(table(results))
  }
  const [hub, bare] = [
    results.find(({ name }) => name === 'hub'),
    results.find(({ name }) => name === 'axios'),
  ]
  if (hub && bare)
    console.log(`\nhub / axios loop: ${(median(hub.seconds) / median(bare.seconds)).toFixed(2)}`)
} finally {
  await stop()
}
