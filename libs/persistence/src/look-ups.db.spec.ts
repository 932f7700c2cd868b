import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, it } from '@jest/globals'
import pg from 'pg'
import { install, type Installation } from '../../../test/support/installation.js'
import { links, records, type Tx } from './index.js'

const rows = 4000
const asked = 50

let hub: Installation
beforeAll(async () => {
  hub = await install({ connections: [{ slug: 'a', connector: 'a' }] })
})
afterAll(() => hub.close())

/** Fills the tables as a first load does. */
const fill = (tx: Tx): Promise<unknown> =>
  tx.query(
    `WITH r AS (
       INSERT INTO record (id, tenant_id, entity, values, provenance, blocked, version, title, run_id)
       SELECT gen_random_uuid(), $1, 'party', '{}', '{}', '{}', 1, n::text, $3 FROM generate_series(1, ${rows}) n
       RETURNING id, title
     ), k AS (
       INSERT INTO record_key (tenant_id, entity, key, record_id)
       SELECT $1, 'party', kind || title, id FROM r CROSS JOIN unnest(ARRAY['email:', 'name:', 'near:']) AS kind
     )
     INSERT INTO link (id, tenant_id, record_id, connection_id, entity, native_type, external_id, rule, seen, seen_hash, sent,
       mapping)
     SELECT gen_random_uuid(), $1, id, $2, 'party', 'thing', title, 'origin', '{}', '', '{}', '1' FROM r`,
    [hub.tenantId, hub.connection('a'), randomUUID()],
  )

/** Blocks that the statements of a look-up read. */
async function blocks(tx: Tx, lookUp: (tx: Tx) => Promise<unknown>): Promise<number> {
  let read = 0
  const measured = {
    async query(sql: string, values: unknown[]) {
      const [row] = await tx.query<{ 'QUERY PLAN': [{ Plan: Record<string, number> }] }[]>(
        `EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) ${sql}`,
        values,
      )
      const plan = row?.['QUERY PLAN'][0].Plan
      read += (plan?.['Shared Hit Blocks'] ?? 0) + (plan?.['Shared Read Blocks'] ?? 0)
      return []
    },
  }
  await lookUp(measured as unknown as Tx)
  return read
}

it('look-ups of a page read what they find and no more, also while PostgreSQL takes the tables for empty', async () => {
  // What a preview leaves behind: everything taken back, and tables that vacuum has found without a row.
  const again = new Error('again')
  await hub
    .inTenant(async (tx) => {
      await fill(tx)
      throw again
    })
    .catch((error: unknown) => {
      if (error !== again) throw error
    })
  const owner = new pg.Client({ connectionString: hub.urls.owner })
  await owner.connect()
  await owner.query('VACUUM (TRUNCATE false) record, record_key, link')
  await owner.end()
  await hub.inTenant(async (tx) => {
    await fill(tx)
    const ids = await records.idsAfter(tx, 'party', null, asked)
    const items = Array.from({ length: asked }, (_, n) => ({
      nativeType: 'thing',
      externalId: String(n + 1),
    }))
    const keys = items.map(({ externalId }) => `email:${externalId}`)
    const pairs = ids.map((recordId) => ({ recordId, nativeType: 'thing' }))
    const a = hub.connection('a')
    const lookUps: Record<string, (tx: Tx) => Promise<unknown>> = {
      'heads by external id': (measured) => links.heads(measured, a, items),
      'links by external id': (measured) => links.byItems(measured, a, items),
      'links by record': (measured) => links.byRecord(measured, a, pairs),
      'links of records': (measured) => links.ofRecords(measured, ids),
      'what systems showed': (measured) => links.seen(measured, ids),
      records: (measured) => records.lock(measured, ids),
      'records by key': (measured) => records.candidates(measured, 'party', keys, 20),
      'records by marker': (measured) => records.marked(measured, 'party', ids),
      'new keys': (measured) =>
        records.setKeys(measured, 'party', [{ recordId: ids[0] ?? '', keys: ['email:x'] }]),
    }
    const read: Record<string, number> = {}
    for (const [name, lookUp] of Object.entries(lookUps)) read[name] = await blocks(tx, lookUp)
    // A look-up goes down one index, over dead entries at most, and to its row.
    expect(Object.entries(read).filter(([, count]) => count > asked * 20)).toEqual([])
    expect(Object.values(read).every((count) => count > 0)).toBe(true)
  })
})
