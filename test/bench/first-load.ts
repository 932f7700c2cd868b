import { work } from '#persistence'
import { install } from '../support/installation.js'
import {
  hubEnvironment,
  simulatorProcess,
  WorkerProcess,
  type SimulatorProcess,
} from '../support/processes.js'
import { prepareConnection } from '../support/simulators.js'
import { waitUntil } from '../support/wait.js'
import { axiosLoop } from './axios-loop.js'
import type { Result } from './report.js'

/** First load of `records` customers from Odoo to both targets: hub and axios loop in alternation, each on fresh systems. */
export async function firstLoad(records: number, rounds: number): Promise<Result[]> {
  const bare: Result = { name: 'axios', seconds: [], figures: {} }
  const hub: Result = { name: 'hub', seconds: [], figures: {} }
  const unchanged: Result = { name: 'hub, all read again', seconds: [], figures: {} }
  for (let round = 0; round < rounds; round++) {
    await withSystems(records, async (odoo, ninja, erpnext) => {
      const start = performance.now()
      const delivered = await axiosLoop(odoo, ninja, erpnext)
      if (delivered !== records) throw new Error(`the axios loop delivered ${delivered} of ${records}`)
      bare.seconds.push((performance.now() - start) / 1000)
    })
    await withSystems(records, async (odoo, ninja, erpnext) => {
      const times = await hubLoad(records, { odoo, 'invoice-ninja': ninja, erpnext })
      hub.seconds.push(times.load)
      unchanged.seconds.push(times.unchanged)
      hub.figures = { 'CPU ms/record': (times.cpu * 1000) / records, MB: times.memory }
    })
  }
  return [bare, hub, unchanged]
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

async function hubLoad(
  records: number,
  systems: Record<string, SimulatorProcess>,
): Promise<{ load: number; unchanged: number; cpu: number; memory: number }> {
  const installation = await install({
    state: 'preview',
    connections: Object.entries(systems).map(([id, { config }]) => ({
      slug: id,
      connector: id,
      config,
      reads: id === 'odoo',
      writes: id !== 'odoo',
    })),
  })
  for (const [id, { config }] of Object.entries(systems)) await prepareConnection(id, config)
  const worker = new WorkerProcess(hubEnvironment(installation))
  worker.start()
  await worker.ready()
  const before = worker.usage()
  const start = performance.now()
  await installation.inTenant(async (tx) => {
    await tx.query(`UPDATE flow SET state = 'live'`)
    await work.wake(tx, installation.tenantId, [installation.connection('odoo')])
  })
  const delivered = async (): Promise<boolean> => {
    worker.expectRunning()
    const [row] = await installation.query<{ n: string }>(
      `SELECT count(*) AS n FROM operation WHERE state = 'done'`,
    )
    return Number(row?.n) >= 2 * records
  }
  await waitUntil('everything is delivered', delivered, { seconds: 600, every: 50 })
  const load = (performance.now() - start) / 1000
  const after = worker.usage()
  const polled = async (): Promise<Date> => {
    const [row] = await installation.query<{ at: Date }>(
      `SELECT p.polled_at AS at FROM participant p WHERE p.reads`,
    )
    return row?.at ?? new Date(0)
  }
  const last = await polled()
  const again = performance.now()
  await installation.inTenant(async (tx) => {
    await tx.query('UPDATE participant SET due_at = now() WHERE reads')
    await work.wake(tx, installation.tenantId, [installation.connection('odoo')])
  })
  await waitUntil('it was read again', async () => (await polled()) > last, { every: 5 })
  const unchanged = (performance.now() - again) / 1000
  await worker.kill('SIGTERM')
  await installation.close()
  return { load, unchanged, cpu: after.cpu - before.cpu, memory: after.memory }
}
