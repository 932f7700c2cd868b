import { simulatorProcess, type SimulatorProcess } from '../../support/processes.js'
import { axiosLoop } from './axios-loop.js'
import { BenchHub } from '../hub.js'
import { Row } from '../report.js'
import type { Size } from './one-to-one.js'

/** First load from Odoo to both targets: hub and axios loop in alternation, each on fresh systems. */
export async function threeSystems({ records, rounds }: Size): Promise<Row> {
  const row = new Row('first load to Invoice Ninja and ERPNext', null)
  for (let round = 0; round < rounds; round++) {
    await withSystems(records, async (odoo, ninja, erpnext) => {
      const start = performance.now()
      const delivered = await axiosLoop(odoo, ninja, erpnext)
      if (delivered !== records) throw new Error(`the axios loop delivered ${delivered} of ${records}`)
      row.bare.push((performance.now() - start) / 1000)
    })
    await withSystems(records, async (odoo, ninja, erpnext) => {
      const hub = await BenchHub.open({ odoo, 'invoice-ninja': ninja, erpnext })
      const before = hub.worker.usage()
      row.hub.push(await hub.load(2 * records))
      const after = hub.worker.usage()
      row.figures = { 'CPU ms/record': ((after.cpu - before.cpu) * 1000) / records, MB: after.memory }
      await hub.close()
    })
  }
  return row
}

async function withSystems(
  records: number,
  body: (odoo: SimulatorProcess, ninja: SimulatorProcess, erpnext: SimulatorProcess) => Promise<void>,
): Promise<void> {
  const systems = [
    await simulatorProcess('odoo', records),
    await simulatorProcess('invoice-ninja'),
    await simulatorProcess('erpnext'),
  ] as const
  try {
    await body(...systems)
  } finally {
    for (const { stop } of systems) await stop()
  }
}
