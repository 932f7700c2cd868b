import { bareThreeSystems } from '../bare.js'
import type { Bench } from '../bench.js'
import { BenchHub } from '../hub.js'
import { seconds } from '../measure.js'
import { Row } from '../report.js'
import { withSystems } from '../systems.js'

/** First load from Odoo to both other systems; once, since it has no goal. */
export async function threeSystems(bench: Bench): Promise<Row> {
  const { records } = bench
  const row = new Row('first load to Invoice Ninja and ERPNext')
  const systems = { odoo: records, 'invoice-ninja': 0, erpnext: 0 }
  await withSystems(systems, async ({ odoo, 'invoice-ninja': ninja, erpnext }) => {
    row.bare.push(await seconds(() => bareThreeSystems(odoo, ninja, erpnext)))
  })
  await withSystems(systems, async (all) => {
    const hub = await BenchHub.open(bench, all)
    row.took(await hub.load(2 * records), records)
    await hub.close()
  })
  return row
}
