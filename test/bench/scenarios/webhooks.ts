import { setTimeout as delay } from 'node:timers/promises'
import axios from 'axios'
import { SecretBox } from '#security'
import { Catalogue, Sessions } from '#sync'
import { waitUntil } from '../../support/wait.js'
import { odooClient } from '../bare.js'
import type { Bench } from '../bench.js'
import { BenchHub } from '../hub.js'
import { quantile } from '../measure.js'
import { Row } from '../report.js'
import { withSystems } from '../systems.js'

/** Changes a second. */
const rate = 20
/** A change is made in one of so many parties, so that no two changes of one party meet. */
const parties = 200

/**
 * From the arrival of a webhook to the change's being written in two other systems: during a first load on the same connections, and
 * when the hub has nothing else to do.
 */
export async function webhooks(bench: Bench): Promise<Row[]> {
  const { records, quick } = bench
  const changes = quick ? 40 : 300
  const idle = new Row('webhook to two systems, idle', 'ms').goal('p95', '≤', 150, 'ms', !quick)
  const loading = new Row('webhook to two systems, first load', 'ms').goal('p95', '≤', 500, 'ms', !quick)
  await withSystems({ odoo: records, 'invoice-ninja': 0, erpnext: 0 }, async (all) => {
    const hub = await BenchHub.open(bench, all, { both: true })
    const hook = await hookOf(hub)
    await hub.goLive()
    const loaded = async (): Promise<boolean> =>
      (await everywhere(hub)).length >= Math.min(parties, records / 4)
    await waitUntil('some parties are everywhere', loaded, { seconds: 600, every: 50 })
    for (const row of [loading, idle]) {
      if (row === idle)
        await waitUntil('the first load is done', () => isQuiet(hub), { seconds: 1200, every: 500 })
      const targets = await everywhere(hub)
      row.hub.push(...(await measure(hub, row.what, targets, changes, { odoo: odooClient(all.odoo), hook })))
      for (const share of [0.5, 0.95]) row.figures[`p${share * 100}`] = quantile(row.hub, share)
    }
    await hub.close()
  })
  return [idle, loading]
}

/** Address that Odoo would call, with a fresh token. */
async function hookOf({ installation, environment }: BenchHub): Promise<string> {
  const sessions = new Sessions(await Catalogue.load(), new SecretBox([installation.secretKey]))
  const place = { tenantId: installation.tenantId, connectionId: installation.connection('odoo') }
  const token = await installation.inTenant((tx) => sessions.replaceWebhookToken(tx, place, true))
  return `http://127.0.0.1:${environment['EINMAL_PORT']}/hooks/${place.connectionId}/${token}`
}

/** Ids in Odoo of parties that are in both other systems. */
async function everywhere({ installation }: BenchHub): Promise<number[]> {
  const rows = await installation.query<{ id: string }>(
    `SELECT l.external_id AS id FROM link l WHERE l.connection_id = $1 AND (SELECT count(*) FROM link o
       WHERE o.record_id = l.record_id) >= 3 ORDER BY l.created_at, l.id LIMIT ${parties}`,
    [installation.connection('odoo')],
  )
  return rows.map(({ id }) => Number(id))
}

async function isQuiet({ installation }: BenchHub): Promise<boolean> {
  const open = await installation.query(
    `SELECT 1 FROM operation WHERE state IN ('pending', 'sending') LIMIT 1`,
  )
  return open.length === 0
}

/** Edits one party after the other in Odoo, with a webhook after each; milliseconds until both writes were settled. */
async function measure(
  hub: BenchHub,
  phase: string,
  ids: readonly number[],
  changes: number,
  { odoo, hook }: { odoo: ReturnType<typeof odooClient>; hook: string },
): Promise<number[]> {
  const sent = new Map<string, number>()
  const start = Date.now()
  for (let n = 0; n < changes; n++) {
    await delay(Math.max(0, start + (n * 1000) / rate - Date.now()))
    const id = ids[n % ids.length] ?? 0
    const phone = `+49 30 ${phase.length}${String(n).padStart(6, '0')}`
    await odoo.post('/res.partner/write', { ids: [id], vals: { phone } })
    sent.set(phone, Date.now())
    await axios.post(hook, { _model: 'res.partner', _id: id, id })
  }
  let times: number[] = []
  const arrived = async (): Promise<boolean> => {
    const found = await arrivals(hub, [...sent.keys()])
    times = found.map(({ phone, at }) => at - (sent.get(phone) ?? 0))
    return times.length === sent.size
  }
  await waitUntil('every change has arrived', arrived, { seconds: 120, every: 500 })
  return times
}

/** When these numbers were written in both other systems. */
async function arrivals(
  { installation }: BenchHub,
  phones: readonly string[],
): Promise<{ phone: string; at: number }[]> {
  return installation.query(
    `SELECT c.changes -> 'phone' ->> 'after' AS phone, max(extract(epoch FROM o.settled_at) * 1000)::float8 AS at
     FROM change_log c JOIN operation o ON o.id = c.operation_id
     WHERE c.kind = 'sent' AND c.changes -> 'phone' ->> 'after' = ANY($1) GROUP BY 1 HAVING count(*) = 2`,
    [phones],
  )
}
