import type { SimulatorProcess } from '../../support/processes.js'
import { bareLoad, eight, ninjaClient } from '../bare.js'
import type { Bench } from '../bench.js'
import { BenchHub } from '../hub.js'
import { seconds } from '../measure.js'
import { Row } from '../report.js'
import { slowDown, withSystems } from '../systems.js'

/** Loads Odoo's customers into Invoice Ninja; with `latency`, each call takes so many milliseconds longer. */
export async function firstLoad(bench: Bench, latency = 0): Promise<Row> {
  const { records, rounds, quick } = bench
  const row = new Row(latency > 0 ? `first load, ${latency} ms latency` : 'first load, no latency')
  row.ratioAtMost(latency > 0 ? 1.05 : 0.8, !quick)
  const systems = { odoo: records, 'invoice-ninja': 0 }
  const slow = async (all: Record<keyof typeof systems, SimulatorProcess>): Promise<void> => {
    for (const system of Object.values(all)) await slowDown(system, latency)
  }
  for (let round = 0; round < rounds; round++) {
    await withSystems(systems, async (all) => {
      await slow(all)
      row.bare.push(await seconds(() => bareLoad(all.odoo, all['invoice-ninja'])))
    })
    await withSystems(systems, async (all) => {
      const hub = await BenchHub.open(bench, all)
      await slow(all)
      row.took(await hub.load(records), records)
      await hub.close()
    })
  }
  if (latency === 0) row.figures['POST limit s'] = await postLimit(records)
  return row
}

/** Seconds that Invoice Ninja's simulator needs for so many creates of nothing in particular. */
async function postLimit(records: number): Promise<number> {
  return withSystems({ 'invoice-ninja': 0 }, async ({ 'invoice-ninja': ninja }) => {
    const to = ninjaClient(ninja)
    const numbers = Array.from({ length: records }, (_, n) => n)
    return seconds(() => eight(numbers, (n) => to.post('/clients', { name: `Client ${n}` })))
  })
}
