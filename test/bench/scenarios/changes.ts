import type { SimulatorProcess } from '../../support/processes.js'
import { bareLoad, bareUpdates, odooClient } from '../bare.js'
import type { Bench } from '../bench.js'
import { BenchHub } from '../hub.js'
import { seconds } from '../measure.js'
import { Row } from '../report.js'
import { withSystems } from '../systems.js'

// What happens when everything is read again: nothing changed, one in a hundred, all.

/** All records change; Invoice Ninja shows clients one by one only, so each is looked at before it is written. */
export async function allUpdated(bench: Bench): Promise<Row> {
  const row = new Row('all updated, target without batch reads').ratioAtMost(1.1, !bench.quick)
  return changed(bench, row, bench.records)
}

/** One in a hundred changes; the bare loop finds them by a hash file. */
export async function fewChanged(bench: Bench): Promise<Row> {
  const row = new Row('full scan, 1 % changed').ratioAtMost(1.5, !bench.quick)
  return changed(bench, row, Math.ceil(bench.records / 100))
}

/** `scan` fails unless exactly the changed records are written. */
async function changed(bench: Bench, row: Row, changes: number): Promise<Row> {
  const { records, rounds } = bench
  const systems = { odoo: records, 'invoice-ninja': 0 }
  for (let round = 0; round < rounds; round++) {
    await withSystems(systems, async ({ odoo, 'invoice-ninja': ninja }) => {
      const known = await bareLoad(odoo, ninja)
      await move(odoo, changes)
      let written = 0
      row.bare.push(await seconds(async () => (written = await bareUpdates(odoo, ninja, known))))
      if (written !== changes) throw new Error(`the bare loop wrote ${written} of ${changes}`)
    })
    await withSystems(systems, async (all) => {
      const hub = await BenchHub.open(bench, all)
      await hub.load(records)
      await move(all.odoo, changes)
      await hub.allow(['address.street'])
      row.took(await hub.scan(records + changes), records)
      await hub.close()
    })
  }
  return row
}

/** Reads everything again though nothing changed; `scan` fails if anything is written. */
export async function unchanged(bench: Bench): Promise<Row> {
  const { records, rounds, quick } = bench
  const row = new Row('unchanged full scan').goal('records/s', '≥', 20_000, '', !quick)
  await withSystems({ odoo: records, 'invoice-ninja': 0 }, async (all) => {
    const hub = await BenchHub.open(bench, all)
    await hub.load(records)
    for (let round = 0; round < rounds; round++) row.took(await hub.scan(records), records)
    await hub.close()
    row.figures['records/s'] = records / row.time
  })
  return row
}

/** The first customers move house. */
async function move(odoo: SimulatorProcess, count: number): Promise<void> {
  const api = odooClient(odoo)
  const domain = [
    ['parent_id', '=', false],
    ['customer_rank', '>', 0],
  ]
  const { data } = await api.post<number[]>('/res.partner/search', { domain, order: 'id', limit: count })
  if (data.length !== count) throw new Error(`${data.length} of ${count} customers to change`)
  await api.post('/res.partner/write', { ids: data, vals: { street: 'Neuer Weg 1' } })
}
