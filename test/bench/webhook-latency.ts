import { parseArgs } from 'node:util'
import { setTimeout as delay } from 'node:timers/promises'
import axios from 'axios'
import { work } from '#persistence'
import { SecretBox } from '#security'
import { Catalogue, Sessions } from '#sync'
import { install, type Installation } from '../support/installation.js'
import {
  hubEnvironment,
  simulatorProcess,
  WorkerProcess,
  type SimulatorProcess,
} from '../support/processes.js'
import { prepareConnection } from '../support/simulators.js'
import { waitUntil } from '../support/wait.js'
import { prepareBenchPostgres } from './postgres.js'

// `npm run build && node dist/test/bench/webhook-latency.js [--changes N] [--records N] [--json]`: from the arrival of a
// webhook to the change's being written in two other systems, at 20 changes a second, when the hub is idle and during a
// first load on the same connections. To reach: p95 of 150 ms and of 500 ms (issue "The engine", speed).
const { values } = parseArgs({
  options: {
    changes: { type: 'string', default: '200' },
    records: { type: 'string', default: '3000' },
    json: { type: 'boolean', default: false },
  },
})
const changes = Number(values.changes)
const records = Number(values.records)

interface Latency {
  phase: string
  changes: number
  p50: number
  p95: number
  max: number
}

/** Ids in Odoo of parties that are in both other systems, the ones longest there first. */
const everywhere = (installation: Installation): Promise<{ id: string }[]> =>
  installation.query(
    `SELECT l.external_id AS id FROM link l WHERE l.connection_id = $1 AND (SELECT count(*) FROM link o
       WHERE o.record_id = l.record_id) >= 3 ORDER BY l.created_at, l.id LIMIT 500`,
    [installation.connection('odoo')],
  )

/** Edits parties in Odoo one after the other, with a webhook after each, and measures until both writes are answered. */
async function measure(
  phase: string,
  installation: Installation,
  odoo: SimulatorProcess,
  hook: string,
): Promise<Latency> {
  const ids = (await everywhere(installation)).map(({ id }) => id)
  const headers = {
    Authorization: `bearer ${odoo.config['apiKey']}`,
    'X-Odoo-Database': odoo.config['database'],
  }
  const sent = new Map<string, { at: number; phone: string }>()
  for (let n = 0; n < changes; n++) {
    const next = delay(50)
    const id = ids[n % ids.length] ?? ''
    const phone = `+49 30 ${phase.length}${String(n).padStart(6, '0')}`
    const body = { ids: [Number(id)], vals: { phone } }
    await axios.post(`${odoo.url}/json/2/res.partner/write`, body, { headers })
    sent.set(phone, { at: Date.now(), phone })
    void axios.post(hook, { _model: 'res.partner', _id: Number(id), id: Number(id) }).catch(() => undefined)
    await next
  }
  const arrivals = async (): Promise<{ phone: string; n: string; at: number }[]> =>
    installation.query(
      `SELECT changes -> 'phone' ->> 'after' AS phone, count(*) AS n, max(extract(epoch FROM clock.at) * 1000)::float AS at
       FROM change_log c CROSS JOIN LATERAL (SELECT coalesce(o.settled_at, c.at) AS at FROM operation o WHERE o.id = c.operation_id) clock
       WHERE c.kind = 'sent' AND changes -> 'phone' ->> 'after' = ANY($1) GROUP BY 1`,
      [[...sent.keys()]],
    )
  let found: Awaited<ReturnType<typeof arrivals>> = []
  await waitUntil(
    'every change has arrived',
    async () => {
      found = (await arrivals()).filter(({ n }) => Number(n) >= 2)
      return found.length >= sent.size
    },
    { seconds: 120, every: 500 },
  )
  const times = found.map(({ phone, at }) => at - (sent.get(phone)?.at ?? 0)).sort((a, b) => a - b)
  const at = (share: number): number =>
    Math.round(times[Math.min(times.length - 1, Math.floor(times.length * share))] ?? 0)
  return { phase, changes: times.length, p50: at(0.5), p95: at(0.95), max: at(1) }
}

async function main(): Promise<Latency[]> {
  const odoo = await simulatorProcess('odoo', records)
  const systems = {
    odoo,
    'invoice-ninja': await simulatorProcess('invoice-ninja'),
    erpnext: await simulatorProcess('erpnext'),
  }
  for (const [id, { config }] of Object.entries(systems)) await prepareConnection(id, config)
  const installation = await install({
    state: 'preview',
    connections: Object.entries(systems).map(([id, { config }]) => ({ slug: id, connector: id, config })),
  })
  const sessions = new Sessions(await Catalogue.load(), new SecretBox([installation.secretKey]))
  const place = { tenantId: installation.tenantId, connectionId: installation.connection('odoo') }
  const token = await installation.inTenant((tx) => sessions.replaceWebhookToken(tx, place, true))
  const environment = hubEnvironment(installation, { EINMAL_ROLES: 'api,worker' })
  const hub = new WorkerProcess(environment)
  hub.start()
  try {
    await hub.ready()
    const hook = `http://127.0.0.1:${environment['EINMAL_PORT']}/hooks/${place.connectionId}/${token}`
    await installation.inTenant(async (tx) => {
      await tx.query(`UPDATE flow SET state = 'live'`)
      await work.wake(tx, installation.tenantId, [place.connectionId])
    })
    await waitUntil(
      'some parties are everywhere',
      async () => (await everywhere(installation)).length >= 100,
      {
        seconds: 300,
        every: 50,
      },
    )
    const loading = await measure('during a first load', installation, odoo, hook)
    const open = `SELECT 1 FROM operation WHERE state IN ('pending', 'sending') LIMIT 1`
    await waitUntil('the first load is done', async () => (await installation.query(open)).length === 0, {
      seconds: 600,
      every: 500,
    })
    return [await measure('idle', installation, odoo, hook), loading]
  } finally {
    await hub.kill('SIGTERM')
    await installation.close()
    for (const { stop } of Object.values(systems)) await stop()
  }
}

const stop = await prepareBenchPostgres()
try {
  const results = await main()
  if (values.json) console.log(JSON.stringify(results))
  else {
    console.log('webhook → written in two other systems, milliseconds')
    for (const { phase, changes: n, p50, p95, max } of results)
      console.log(`${phase.padEnd(22)} ${n} changes  p50 ${p50}  p95 ${p95}  max ${max}`)
  }
} finally {
  await stop()
}
