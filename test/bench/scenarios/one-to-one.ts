import axios from 'axios'
import { simulatorProcess, type SimulatorProcess } from '../../support/processes.js'
import { bareBackwards, bareLoad, bareUpdates, eight, ninjaClient, odooClient } from '../bare.js'
import { BenchHub } from '../hub.js'
import { Row } from '../report.js'

// One reader, one writer: the jobs of the speed table, hub and bare loop in alternation, each on fresh systems.

export interface Size {
  records: number
  rounds: number
}

/** Loads Odoo's customers into Invoice Ninja; `latency` milliseconds pass with each call. */
export async function firstLoad({ records, rounds }: Size, latency = 0): Promise<Row> {
  const row = new Row(
    latency > 0 ? `first load, ${latency} ms latency` : 'first load, no latency',
    latency > 0 ? 1.05 : 0.8,
  )
  for (let round = 0; round < rounds; round++) {
    await withSystems(records, latency, async (odoo, ninja) => {
      row.bare.push(await seconds(() => bareLoad(odoo, ninja)))
    })
    await withSystems(records, latency, async (odoo, ninja) => {
      const hub = await BenchHub.open({ odoo, 'invoice-ninja': ninja })
      const before = hub.worker.usage()
      row.hub.push(await hub.load(records))
      const after = hub.worker.usage()
      row.figures = { 'CPU ms/record': ((after.cpu - before.cpu) * 1000) / records, MB: after.memory }
      await hub.close()
    })
    if (latency === 0 && round === 0) row.figures['POST limit s'] = await postLimit(records)
  }
  return row
}

/** Changes all records, or one in a hundred, and reads everything again. */
export async function updates({ records, rounds }: Size, share: 1 | 0.01): Promise<Row> {
  const all = share === 1
  const row = new Row(
    all ? 'all updated, each looked at before it is written' : 'full scan, 1 % changed',
    all ? 1.1 : 1.5,
  )
  const changed = Math.max(1, Math.floor(records * share))
  for (let round = 0; round < rounds; round++) {
    await withSystems(records, 0, async (odoo, ninja) => {
      const known = await bareLoad(odoo, ninja)
      await change(odoo, [...known.keys()].slice(0, changed))
      row.bare.push(
        await seconds(async () => {
          const written = await bareUpdates(odoo, ninja, known)
          if (written !== changed) throw new Error(`the bare loop wrote ${written} of ${changed}`)
        }),
      )
    })
    await withSystems(records, 0, async (odoo, ninja) => {
      const hub = await BenchHub.open({ odoo, 'invoice-ninja': ninja })
      await hub.load(records)
      await change(odoo, (await ids(odoo)).slice(0, changed))
      await hub.allow(['address.street'])
      row.hub.push(await hub.scan(records + changed))
      await hub.close()
    })
  }
  return row
}

/** Reads everything again though nothing changed; goal in records per second. */
export async function unchanged({ records, rounds }: Size): Promise<Row> {
  const row = new Row('unchanged full scan, records/s', null)
  await withSystems(records, 0, async (odoo, ninja) => {
    const hub = await BenchHub.open({ odoo, 'invoice-ninja': ninja })
    await hub.load(records)
    for (let round = 0; round < rounds; round++) row.hub.push(await hub.scan(records))
    await hub.close()
  })
  row.figures = { 'records/s': records / Math.min(...row.hub), goal: 20_000 }
  return row
}

/** Loads Invoice Ninja's clients into Odoo, which takes many in one call. */
export async function batchWrites({ records, rounds }: Size): Promise<Row> {
  const row = new Row('target with batch writes (Odoo)', 0.4)
  for (let round = 0; round < rounds; round++) {
    for (const who of ['bare', 'hub'] as const) {
      const ninja = await simulatorProcess('invoice-ninja', records)
      const odoo = await simulatorProcess('odoo')
      try {
        if (who === 'bare') row.bare.push(await seconds(() => bareBackwards(ninja, odoo)))
        else {
          const hub = await BenchHub.open({ 'invoice-ninja': ninja, odoo })
          row.hub.push(await hub.load(records))
          await hub.close()
        }
      } finally {
        await ninja.stop()
        await odoo.stop()
      }
    }
  }
  return row
}

/** Seconds that Invoice Ninja's server needs for so many creates, asked by nobody in particular. */
async function postLimit(records: number): Promise<number> {
  const ninja = await simulatorProcess('invoice-ninja')
  const to = ninjaClient(ninja)
  try {
    return await seconds(() =>
      eight(
        Array.from({ length: records }, (_, n) => n),
        (n) => to.post('/clients', { name: `Client ${n}` }),
      ),
    )
  } finally {
    await ninja.stop()
  }
}

async function ids(odoo: SimulatorProcess): Promise<number[]> {
  const domain = [
    ['parent_id', '=', false],
    ['customer_rank', '>', 0],
  ]
  const { data } = await odooClient(odoo).post<number[]>('/res.partner/search', { domain, order: 'id' })
  return data
}

async function change(odoo: SimulatorProcess, which: number[]): Promise<void> {
  await odooClient(odoo).post('/res.partner/write', { ids: which, vals: { street: 'Neuer Weg 1' } })
}

async function withSystems(
  records: number,
  latency: number,
  body: (odoo: SimulatorProcess, ninja: SimulatorProcess) => Promise<void>,
): Promise<void> {
  const odoo = await simulatorProcess('odoo', records)
  const ninja = await simulatorProcess('invoice-ninja')
  try {
    if (latency > 0)
      for (const { url } of [odoo, ninja])
        await axios.post(`${url}/__control/faults`, { kind: 'slow', delay: latency, times: -1 })
    await body(odoo, ninja)
  } finally {
    await odoo.stop()
    await ninja.stop()
  }
}

async function seconds(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now()
  await work()
  return (performance.now() - start) / 1000
}
