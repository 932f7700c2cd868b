import { bareToErpnext, bareToOdoo } from '../bare.js'
import type { Bench } from '../bench.js'
import { BenchHub } from '../hub.js'
import { seconds } from '../measure.js'
import { Row } from '../report.js'
import { withSystems } from '../systems.js'

/** Loads Invoice Ninja's clients into a system that takes many in one call; the bare loop writes one by one. */
export async function batchWrites(bench: Bench, target: 'odoo' | 'erpnext'): Promise<Row> {
  const { records, rounds, quick } = bench
  const row = new Row(`batch writes to ${target}`).ratioAtMost(0.4, !quick)
  const bare = { odoo: bareToOdoo, erpnext: bareToErpnext }[target]
  const systems: Record<string, number> = { 'invoice-ninja': records, [target]: 0 }
  for (let round = 0; round < rounds; round++) {
    await withSystems(systems, async ({ 'invoice-ninja': ninja, [target]: to }) => {
      if (ninja && to) row.bare.push(await seconds(() => bare(ninja, to)))
    })
    await withSystems(systems, async (all) => {
      const hub = await BenchHub.open(bench, all)
      row.took(await hub.load(records), records)
      await hub.close()
    })
  }
  return row
}
