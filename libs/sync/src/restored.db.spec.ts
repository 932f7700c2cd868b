import { afterEach, describe, expect, it } from '@jest/globals'
import { Catalogue, hubRestored } from './index.js'
import type { Plan, Review } from '#persistence'
import { memoryHub, type MemoryHub } from '../../../test/support/memory-hub.js'
import { memoryMapping, MemorySystem } from '../../../test/support/memory-system.js'

// Rule 16: time can run backwards.

let hub: MemoryHub
afterEach(() => hub.close())

const acme = { name: 'Acme GmbH', email: 'info@acme.example', phone: '+49 30 1' }
const beta = { name: 'Beta AG', email: 'info@beta.example', phone: '+49 40 1' }

const start = async (systems: MemorySystem[]): Promise<void> => {
  hub = await memoryHub(systems, { settings: { creates: 'plan' } })
}

const readyPlan = async (): Promise<Plan> => {
  const [plan] = await hub.query<Plan>(`SELECT * FROM plan WHERE state = 'ready'`)
  return plan as Plan
}

const question = async (): Promise<Review> => {
  const reviews = await hub.reviews()
  expect(reviews).toMatchObject([{ kind: 'restored' }])
  return reviews[0] as Review
}

describe('a system that was restored from a backup', () => {
  const history = async (): Promise<[MemorySystem, MemorySystem]> => {
    const [a, b] = [new MemorySystem('a'), new MemorySystem('b')]
    await start([a, b])
    a.create(acme)
    await hub.sync()
    a.create(beta)
    await hub.sync()
    const restore = b.backup()
    a.edit('a-1', { phone: '+49 30 222' })
    await hub.sync()
    await hub.sync()
    expect(b.all()).toMatchObject([{ ...acme, phone: '+49 30 222' }, beta])
    restore()
    // Somebody works on with the restored system.
    b.edit('b-2', { city: 'Berlin' })
    b.calls = []
    a.calls = []
    await hub.sync()
    return [a, b]
  }

  it('asks instead of taking its older values over, and touches nothing until it is told', async () => {
    const [a, b] = await history()
    await question()
    expect(a.values('a-1')['phone']).toBe('+49 30 222')
    a.edit('a-2', { city: 'Bremen' })
    for (let round = 0; round < 3; round++) await hub.sync()
    expect([a.writes(), b.writes()]).toEqual([0, 0])
    expect(await hub.reviews()).toHaveLength(1)
  })

  it('gets back what it has lost, after a look at the plan', async () => {
    const [a, b] = await history()
    await hub.resolve(await question(), { action: 'redeliver' })
    await hub.settle()
    expect([a.writes(), b.writes()]).toEqual([0, 0])
    const plan = await readyPlan()
    expect(plan.reasons).toEqual(['restored:b'])
    await hub.apply(plan)
    expect(b.values('b-1')).toMatchObject({ ...acme, phone: '+49 30 222' })
    expect(a.values('a-1')['phone']).toBe('+49 30 222')
    expect(a.values('a-2')['city']).toBe('Berlin')
  })

  describe('that lacks what somebody typed into it since', () => {
    const lost = async (action: 'redeliver' | 'take'): Promise<[MemorySystem, MemorySystem]> => {
      const [a, b] = [new MemorySystem('a'), new MemorySystem('b')]
      hub = await memoryHub([a, b], { settings: { creates: 'plan', deletes: 'delete' } })
      for (const values of [acme, beta]) {
        a.create(values)
        await hub.sync()
      }
      const restore = b.backup()
      a.edit('a-1', { phone: '+49 30 222' })
      b.create({ name: 'Gamma KG', email: 'info@gamma.example' })
      await hub.sync()
      await hub.sync()
      expect(a.all()).toHaveLength(3)
      restore()
      b.edit('b-2', { city: 'Berlin' })
      await hub.sync()
      await hub.resolve(await question(), { action })
      await hub.settle()
      await hub.apply(await readyPlan())
      await hub.sync()
      for (let round = 0; round < 3; round++) await hub.sweep()
      return [a, b]
    }

    it('gets it again, and it is deleted nowhere', async () => {
      const [a, b] = await lost('redeliver')
      expect(a.all()).toHaveLength(3)
      expect(b.all()).toContainEqual(expect.objectContaining({ name: 'Gamma KG' }))
      expect(b.all()).toHaveLength(3)
      expect(await hub.reviews()).toEqual([])
    })

    it('is asked about it where its older state counts', async () => {
      const [a, b] = await lost('take')
      expect([a.all().length, b.all().length]).toEqual([3, 2])
      expect(await hub.reviews()).toMatchObject([{ kind: 'gone', title: 'Gamma KG' }])
    })
  })

  it('lets its older values count when a person says so', async () => {
    const [a] = await history()
    await hub.resolve(await question(), { action: 'take' })
    await hub.settle()
    await hub.apply(await readyPlan())
    expect(a.values('a-1')['phone']).toBe('+49 30 1')
    expect(a.values('a-2')['city']).toBe('Berlin')
  })
})

describe('a hub that was restored from a backup', () => {
  it('finds what it has created since, by the markers, and creates nothing again', async () => {
    const [a, b, c] = [new MemorySystem('a'), new MemorySystem('b'), new MemorySystem('c')]
    await start([b, a, c])
    a.create(acme)
    await hub.sync()
    const tables = ['record', 'record_key', 'link', 'participant', 'flow', 'mapping_version']
    const kept = await Promise.all(
      tables.map((table) => hub.query(`SELECT to_jsonb(t) AS row FROM ${table} t`)),
    )
    // Nothing in common but the marker: names alone identify nobody.
    a.create({ name: 'Gamma' })
    a.create({ name: 'Gamma' })
    await hub.sync()
    for (const review of await hub.reviews()) await hub.resolve(review, { action: 'create' })
    await hub.sync()
    expect([a, b, c].map((system) => system.all().length)).toEqual([3, 3, 3])

    await hub.query('DELETE FROM review')
    await hub.query('DELETE FROM operation')
    for (const table of ['link', 'record_key', 'record']) await hub.query(`DELETE FROM ${table}`)
    for (const [index, table] of tables.entries()) {
      if (['participant', 'flow', 'mapping_version'].includes(table)) continue
      for (const { row } of kept[index] as { row: unknown }[])
        await hub.query(
          `INSERT INTO ${table} SELECT * FROM jsonb_populate_record(NULL::public.${table}, $1)`,
          [JSON.stringify(row)],
        )
    }
    for (const system of [a, b, c]) system.calls = []
    const catalogue = Catalogue.of(
      [a, b, c].map(({ connector }) => ({ connector, documents: { party: memoryMapping } })),
    )
    expect(await hubRestored(hub.db, catalogue, hub.tenantId, 'test')).toEqual(['parties'])
    await hub.settle()
    expect([a, b, c].map((system) => system.writes())).toEqual([0, 0, 0])
    await hub.apply(await readyPlan())
    await hub.sync()
    expect([a, b, c].map((system) => system.all().length)).toEqual([3, 3, 3])
    expect([a, b, c].map((system) => system.writes())).toEqual([0, 0, 0])
    expect(await hub.query('SELECT count(*)::int AS n FROM link')).toEqual([{ n: 9 }])
  })
})
