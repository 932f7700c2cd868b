import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, it } from '@jest/globals'
import pg from 'pg'
import { openHubDatabase, type HubDatabase } from '../../../test/support/installation.js'
import { retention, Tenant } from './index.js'

let database: HubDatabase
let owner: pg.Client
const tenants = { short: randomUUID(), long: randomUUID() }

beforeAll(async () => {
  database = await openHubDatabase()
  owner = new pg.Client({ connectionString: database.urls.owner })
  await owner.connect()
  for (const [slug, id] of Object.entries(tenants)) {
    await database.db.tenant(id, (tx) => tx.getRepository(Tenant).insert({ id, slug, name: slug }))
  }
})

afterAll(async () => {
  await owner.end()
  await database.close()
})

const query = <T>(tenant: string, sql: string, values: unknown[] = []): Promise<T[]> =>
  database.db.tenant(tenant, (tx) => tx.query(sql, values))

const months = async (): Promise<string[]> => {
  const { rows } = await owner.query<{ name: string }>(
    `SELECT inhrelid::regclass::text AS name FROM pg_inherits WHERE inhparent = 'change_log'::regclass ORDER BY 1`,
  )
  return rows.map(({ name }) => name)
}

/** A month of the log, `ago` months back, with so many rows of a tenant. */
async function month(ago: number, tenant: string, rows: number): Promise<string> {
  const { rows: names } = await owner.query<{ name: string; from: string; to: string }>(
    `SELECT 'change_log_' || to_char(m, 'YYYYMM') AS name, m::text AS from, (m + interval '1 month')::text AS to
     FROM (SELECT date_trunc('month', now()) - make_interval(months => $1) AS m) q`,
    [ago],
  )
  const { name = '', from = '', to = '' } = names[0] ?? {}
  await owner.query(`CREATE TABLE ${name} PARTITION OF change_log FOR VALUES FROM ('${from}') TO ('${to}')`)
  await owner.query(
    `INSERT INTO change_log (tenant_id, at, record_id, kind, changes)
     SELECT $1, $2::timestamptz + interval '1 day', gen_random_uuid(), 'taken', '{"name": {"before": "A", "after": "B"}}'
     FROM generate_series(1, $3)`,
    [tenant, from, rows],
  )
  return name
}

/** Changes in the month that is dropped; a million took 441 ms on 2 cores that twenty others shared. */
const rows = Number(process.env['EINMAL_LOG_ROWS'] ?? 50_000)

it('drops months of the log whole, in no time, once no client keeps them', async () => {
  await database.db.tenant(tenants.long, (tx) => retention.set(tx, tenants.long, { changes: 1000 }))
  const old = await month(40, tenants.short, rows)
  const kept = await month(30, tenants.short, 10)
  const start = performance.now()
  expect(await database.db.system((tx) => retention.tendChangeLog(tx))).toBe(1)
  const took = performance.now() - start
  // Far above what it takes, so that a busy machine does not fail the test.
  expect(took).toBeLessThan(3000)
  expect(await months()).not.toContain(old)
  expect(await months()).toContain(kept)
})

it('makes the coming months ahead, and only their parent can be reached', async () => {
  const { rows } = await owner.query<{ name: string }>(
    `SELECT 'change_log_' || to_char(now() + make_interval(months => m), 'YYYYMM') AS name FROM generate_series(0, 2) m`,
  )
  expect(await months()).toEqual(expect.arrayContaining(rows.map(({ name }) => name)))
  const { name } = rows[0] ?? { name: '' }
  await expect(query(tenants.short, `SELECT 1 FROM ${name}`)).rejects.toThrow('permission denied')
})

it('removes what is over of one client in small batches, and never what is open or of another', async () => {
  const { short, long } = tenants
  await database.db.tenant(short, (tx) =>
    retention.set(tx, short, { changes: 365, operations: 30, runs: 30 }),
  )
  const flow = randomUUID()
  for (const tenant of [short, long]) {
    const id = tenant === short ? flow : randomUUID()
    await query(
      tenant,
      `INSERT INTO flow (id, tenant_id, slug, name, entity, settings) VALUES ($1, $2, 'f', 'F', 'party', '{}')`,
      [id, tenant],
    )
    await query(
      tenant,
      `INSERT INTO operation (id, tenant_id, flow_id, connection_id, record_id, native_type, kind, state, title, marker,
         created_at, settled_at)
       SELECT gen_random_uuid(), $1, $2, gen_random_uuid(), gen_random_uuid(), 't', 'update', s.state, 'x',
         gen_random_uuid(), now() - make_interval(days => d.days), CASE WHEN s.state = 'done' THEN now() - make_interval(days => d.days) END
       FROM unnest(ARRAY['done', 'superseded', 'pending', 'sending', 'failed', 'proposed']) AS s(state),
         unnest(ARRAY[10, 40, 400]) AS d(days)`,
      [tenant, id],
    )
    await query(
      tenant,
      `INSERT INTO run (id, tenant_id, flow_id, kind, state, created_at)
       SELECT gen_random_uuid(), $1, $2, 'poll', s, now() - interval '60 days' FROM unnest(ARRAY['done', 'running']) AS s`,
      [tenant, id],
    )
    await query(
      tenant,
      `INSERT INTO review (id, tenant_id, flow_id, kind, state, native_type, external_id, title, evidence, created_at, decided_at)
       SELECT gen_random_uuid(), $1, $2, k, s, 't', '1', 'x', '{}', now() - interval '500 days', CASE WHEN s = 'resolved' THEN now() - interval '400 days' END
       FROM unnest(ARRAY['match', 'conflict']) AS k, unnest(ARRAY['open', 'resolved']) AS s`,
      [tenant, id],
    )
  }
  let batches = 0
  while ((await database.db.tenant(short, (tx) => retention.tidy(tx, short, 3))) > 0) batches += 1
  expect(batches).toBeGreaterThan(1)

  const states = (tenant: string, table: string) =>
    query<{ state: string; n: number }>(
      tenant,
      `SELECT state, count(*)::int AS n FROM ${table} GROUP BY state ORDER BY state`,
    )
  expect(await states(short, 'operation')).toEqual([
    { state: 'done', n: 1 },
    { state: 'failed', n: 3 },
    { state: 'pending', n: 3 },
    { state: 'proposed', n: 3 },
    { state: 'sending', n: 3 },
    { state: 'superseded', n: 1 },
  ])
  expect(await states(short, 'run')).toEqual([{ state: 'running', n: 1 }])
  const reviews = `SELECT kind, state FROM review ORDER BY kind, state`
  expect(await query(short, reviews)).toEqual([
    { kind: 'conflict', state: 'open' },
    { kind: 'match', state: 'open' },
    { kind: 'match', state: 'resolved' },
  ])
  expect(await query(short, 'SELECT 1 FROM change_log')).toEqual([])
  expect(await states(long, 'operation')).toHaveLength(6)
  expect((await states(long, 'operation')).every(({ n }) => n === 3)).toBe(true)
})
