import pg from 'pg'
import type { Installation } from '../../support/installation.js'
import type { SimulatorProcess } from '../../support/processes.js'
import { odooClient } from '../bare.js'
import type { Bench } from '../bench.js'
import { BenchHub } from '../hub.js'
import { median, seconds } from '../measure.js'
import { Row } from '../report.js'
import { ageBy, requestsOf, withSystems } from '../systems.js'

/** Records that the systems really have, besides those that only the database knows. */
const real = 200
/** Polls of which the median counts. */
const polls = 21

/** Polls a system in which nothing changed, beside a million links with their records, keys, writes and history. */
export async function millionLinks(bench: Bench): Promise<Row> {
  const links = bench.quick ? 20_000 : 1_000_000
  const row = new Row(`unchanged poll with ${links} links`, 'ms')
    .goal('requests', '=', 1, '', true)
    .goal('beyond the request', '≤', 50, 'ms', !bench.quick)
  await withSystems({ odoo: real, 'invoice-ninja': 0 }, async (all) => {
    const hub = await BenchHub.open(bench, all)
    await hub.load(real)
    await fill(hub.installation, links / 2)
    await ageBy(all.odoo, 24 * 3_600_000)
    // The first one is the last to read what was new, and warms up.
    for (let n = 0; n < 3; n++) await hub.poll()
    await requestsOf(all.odoo)
    const requests: number[] = []
    for (let n = 0; n < polls; n++) {
      row.hub.push((await hub.poll()).seconds * 1000)
      requests.push(await requestsOf(all.odoo))
      row.bare.push((await seconds(() => bareRequest(all.odoo))) * 1000)
      await requestsOf(all.odoo)
    }
    await hub.written(real + links / 2)
    row.figures['requests'] = Math.max(...requests)
    row.figures['beyond the request'] = row.time - median(row.bare)
    await hub.close()
  })
  return row
}

/** What a bare program asks to find out that nothing changed. */
async function bareRequest(odoo: SimulatorProcess): Promise<void> {
  const domain = [['write_date', '>=', '2100-01-01 00:00:00']]
  const { data } = await odooClient(odoo).post<unknown[]>('/res.partner/search_read', { domain, limit: 500 })
  if (data.length > 0) throw new Error('something changed')
}

/** Copies one loaded record with its links, keys, write and history as often as is wanted, with ids of their own. */
async function fill({ urls }: Installation, records: number): Promise<void> {
  const client = new pg.Client({ connectionString: urls.owner })
  await client.connect()
  try {
    await client.query('BEGIN')
    await client.query(
      `CREATE TEMP TABLE copy AS SELECT n, gen_random_uuid() AS id FROM generate_series(1, ${records}) n`,
    )
    const [pattern] = (await client.query<{ id: string }>('SELECT id FROM record ORDER BY id LIMIT 1')).rows
    for (const [table, own] of Object.entries(copied)) {
      const { rows } = await client.query<{ name: string }>(
        `SELECT quote_ident(column_name) AS name FROM information_schema.columns
         WHERE table_schema = 'public' AND table_name = $1 AND is_identity = 'NO' ORDER BY ordinal_position`,
        [table],
      )
      const names = rows.map(({ name }) => name)
      const key = table === 'record' ? 'id' : 'record_id'
      await client.query(
        `INSERT INTO ${table} (${names.join(', ')}) SELECT ${names.map((name) => own[name] ?? `t.${name}`).join(', ')}
         FROM copy CROSS JOIN ${table} t WHERE t.${key} = $1`,
        [pattern?.id],
      )
    }
    await client.query('COMMIT')
    await client.query('VACUUM ANALYZE')
  } finally {
    await client.end()
  }
}

/** What is different in a copy, by table and column. */
const copied: Record<string, Record<string, string>> = {
  record: { id: 'copy.id', title: `t.title || copy.n` },
  record_key: { key: `t.key || copy.n`, record_id: 'copy.id' },
  link: {
    id: 'gen_random_uuid()',
    record_id: 'copy.id',
    external_id: `'copy-' || copy.n`,
    incarnation: 'NULL',
  },
  operation: {
    id: 'gen_random_uuid()',
    record_id: 'copy.id',
    marker: 'copy.id',
    external_id: `'copy-' || copy.n`,
  },
  change_log: { record_id: 'copy.id', operation_id: 'NULL' },
}
