import { afterEach, describe, expect, it } from '@jest/globals'
import { ConnectorError } from '#connector-kit'
import { memoryHub, type MemoryHub, type MemoryHubOptions } from '../../../test/support/memory-hub.js'
import { MemorySystem } from '../../../test/support/memory-system.js'

let hub: MemoryHub | undefined
const start = async (systems: MemorySystem[], options?: MemoryHubOptions): Promise<MemoryHub> =>
  (hub = await memoryHub(systems, options))

afterEach(async () => {
  await hub?.close()
  hub = undefined
})

const company = (n: number): { name: string; zip: string; email: string } => ({
  name: `Firma ${n} GmbH`,
  zip: String(10_000 + n),
  email: `post@firma${n}.example`,
})

/** Two or three systems with the same records, at rest. */
async function together(
  count: number,
  options?: MemoryHubOptions,
  names: readonly string[] = ['a', 'b'],
  removal: MemorySystem['removal'] = 'delete',
): Promise<{ systems: MemorySystem[]; ids: string[]; hub: MemoryHub }> {
  const systems = names.map((name) => new MemorySystem(name))
  for (const system of systems) system.removal = removal
  const ids = Array.from({ length: count }, (_, n) => systems[0]?.create(company(n)) ?? '')
  const running = await start(systems, options)
  await running.sync()
  expect(systems.map((system) => system.all().length)).toEqual(systems.map(() => count))
  return { systems, ids, hub: running }
}

const inB = (b: MemorySystem, n: number): string =>
  [...b.rows.values()].find(({ values }) => values['email'] === company(n).email)?.id ?? ''

const states = (running: MemoryHub): Promise<{ state: string; n: number }[]> =>
  running.query('SELECT state, count(*)::int AS n FROM link GROUP BY state ORDER BY state')

/** Takes the listings that are due by their schedule. */
async function listed(hub: MemoryHub): Promise<void> {
  await hub.query('UPDATE participant SET sweep_at = now()')
  await hub.settle()
}

describe('a record that a person deletes', () => {
  it('is found by two listings and a direct look, and by default a person is asked', async () => {
    const { systems, ids, hub } = await together(4)
    const [a, b] = systems as [MemorySystem, MemorySystem]
    a.destroy(ids[0] ?? '')
    await hub.sync()
    expect(await hub.reviews()).toEqual([])
    await hub.sweep()
    expect(a.calls.filter((call) => call === 'list')).toHaveLength(2)
    const [question] = await hub.reviews()
    expect(question).toMatchObject({ kind: 'gone', title: 'Firma 0 GmbH', externalId: ids[0] })
    expect(b.all()).toHaveLength(4)
    await hub.sweep()
    await hub.sync()
    expect([a.all().length, b.all().length]).toEqual([3, 4])
    await hub.resolve(question!, { action: 'delete' })
    await hub.settle()
    expect([a.all().length, b.all().length]).toEqual([3, 3])
    b.calls = []
    await hub.sync()
    await hub.sweep()
    expect(b.writes()).toBe(0)
    expect(await states(hub)).toEqual([
      { state: 'active', n: 6 },
      { state: 'deleted', n: 2 },
    ])
    expect(await hub.reviews()).toEqual([])
  })

  it('is found by scheduled listings a minute apart, and not by one alone', async () => {
    const { systems, ids, hub } = await together(3, { settings: { deletes: 'delete' } })
    const [a, b] = systems as [MemorySystem, MemorySystem]
    a.destroy(ids[0] ?? '')
    await listed(hub)
    await listed(hub)
    expect(b.all()).toHaveLength(3)
    await hub.query(`UPDATE missing SET at = at - interval '61 seconds'`)
    await listed(hub)
    expect(b.all()).toHaveLength(2)
  })

  it('is found also when it was the last one of its system, whose listing is empty then', async () => {
    const { systems, ids, hub } = await together(1, { settings: { deletes: 'delete' } })
    const [a, b] = systems as [MemorySystem, MemorySystem]
    // An empty listing of a system that still has it, or does not say, proves nothing.
    for (const look of ['present', 'hidden', undefined] as const) {
      a.lists = () => []
      a.looks = () => look
      await hub.sweep()
      expect(b.all()).toHaveLength(1)
    }
    a.lists = (pages) => pages
    a.looks = (_id, truth) => truth
    a.destroy(ids[0] ?? '')
    await listed(hub)
    expect(b.all()).toHaveLength(1)
    await hub.query(`UPDATE missing SET at = at - interval '61 seconds'`)
    await listed(hub)
    expect([a.all(), b.all()]).toEqual([[], []])
  })

  it('asks when a system with several records is empty all at once', async () => {
    const { systems, ids, hub } = await together(4, { settings: { deletes: 'delete' } })
    const [a, b] = systems as [MemorySystem, MemorySystem]
    for (const id of ids) a.destroy(id)
    await hub.sweep()
    expect(await hub.reviews()).toMatchObject([{ kind: 'mass-delete', evidence: { changed: 4, total: 4 } }])
    expect(b.all()).toHaveLength(4)
  })

  it('goes everywhere with the policy delete, and stays everywhere with ignore', async () => {
    for (const deletes of ['delete', 'ignore'] as const) {
      const { systems, ids, hub: running } = await together(4, { settings: { deletes } }, ['a', 'b', 'c'])
      const [a, b, c] = systems as [MemorySystem, MemorySystem, MemorySystem]
      a.destroy(ids[0] ?? '')
      await running.sweep()
      const left = deletes === 'delete' ? 3 : 4
      expect([a.all().length, b.all().length, c.all().length]).toEqual([3, left, left])
      b.edit(inB(b, 1), { phone: '+49 1' })
      await running.sync()
      expect([a.all().length, b.all().length, c.all().length]).toEqual([3, left, left])
      expect(await running.reviews()).toEqual([])
      await running.close()
      hub = undefined
    }
  })

  it('is put out of use with the policy archive', async () => {
    const { systems, ids, hub } = await together(4, { settings: { deletes: 'archive' } })
    const [a, b] = systems as [MemorySystem, MemorySystem]
    a.destroy(ids[0] ?? '')
    await hub.sweep()
    expect(b.values(inB(b, 0))['active']).toBe(false)
    const [record] = await hub.query<{ rule: string }>(
      `SELECT provenance -> 'active' ->> 'rule' AS rule FROM record WHERE title = 'Firma 0 GmbH'`,
    )
    expect(record?.rule).toBe('deleted')
  })

  it('counts as deleted when the system itself says so and a direct look agrees', async () => {
    const { systems, ids, hub } = await together(4, { settings: { deletes: 'delete' } })
    const [a, b] = systems as [MemorySystem, MemorySystem]
    a.looks = () => 'hidden'
    a.remove(ids[0] ?? '')
    await hub.sync()
    expect(b.all()).toHaveLength(4)
    a.looks = (_id, truth) => truth
    a.edit(ids[0] ?? '', { phone: '1' })
    await hub.sync()
    expect(b.all()).toHaveLength(3)
    expect(a.calls).not.toContain('list')
  })

  it('is carried further once when replies are lost, and reported where others refer to it', async () => {
    const { systems, ids, hub } = await together(4, { settings: { deletes: 'delete' } })
    const [a, b] = systems as [MemorySystem, MemorySystem]
    a.destroy(ids[0] ?? '')
    b.loseReplies = 1
    await hub.sweep()
    await hub.sync()
    expect(b.all()).toHaveLength(3)
    expect(b.calls.filter((call) => call === 'remove')).toHaveLength(1)
    const used = new ConnectorError('rejected', { code: 'test.in-use', field: 'id', upstream: 'in use' })
    b.keeps = () => used
    a.destroy(ids[1] ?? '')
    await hub.sweep()
    expect(b.all()).toHaveLength(3)
    const failed = await hub.query(
      `SELECT kind, error ->> 'code' AS code FROM operation WHERE state = 'failed'`,
    )
    expect(failed).toEqual([{ kind: 'delete', code: 'test.in-use' }])
    b.keeps = () => null
    await hub.query(`UPDATE operation SET state = 'pending', next_at = now() WHERE state = 'failed'`)
    await hub.settle()
    expect(b.all()).toHaveLength(2)
  })

  it('stays where somebody edited it meanwhile, and a person decides', async () => {
    const { systems, ids, hub } = await together(4, { settings: { deletes: 'delete' } })
    const [a, b] = systems as [MemorySystem, MemorySystem]
    a.destroy(ids[0] ?? '')
    b.edit(inB(b, 0), { phone: '+49 30 7' })
    await hub.sweep()
    expect(b.all()).toHaveLength(4)
    const [question] = await hub.reviews()
    expect(question).toMatchObject({ kind: 'delete-conflict', evidence: { fields: ['phone'] } })
    await hub.sync()
    expect([a.all().length, b.all().length]).toEqual([3, 4])
    await hub.resolve(question!, { action: 'delete' })
    await hub.settle()
    expect(b.all()).toHaveLength(3)
  })

  it('goes in spite of an edit where the flow says so', async () => {
    const { systems, ids, hub } = await together(4, {
      settings: { deletes: 'delete', editedMeanwhile: 'delete' },
    })
    const [a, b] = systems as [MemorySystem, MemorySystem]
    a.destroy(ids[0] ?? '')
    b.edit(inB(b, 0), { phone: '+49 30 7' })
    await hub.sweep()
    expect(b.all()).toHaveLength(3)
  })

  it('comes back to life when it is restored, everywhere', async () => {
    for (const deletes of ['delete', 'archive', 'ask'] as const) {
      const { systems, ids, hub: running } = await together(4, { settings: { deletes } })
      const [a, b] = systems as [MemorySystem, MemorySystem]
      a.destroy(ids[0] ?? '')
      await running.sweep()
      a.restore(ids[0] ?? '')
      await running.sync()
      expect([a.all().length, b.all().length]).toEqual([4, 4])
      expect(b.values(inB(b, 0))['active']).not.toBe(false)
      expect(await running.reviews()).toEqual([])
      b.edit(inB(b, 0), { phone: '+49 2' })
      await running.sync()
      expect(a.values(ids[0] ?? '')['phone']).toBe('+49 2')
      await running.close()
      hub = undefined
    }
  })

  it('is archived where a system cannot delete, and that is no return', async () => {
    const { systems, ids, hub } = await together(
      4,
      { settings: { deletes: 'delete' } },
      ['a', 'b'],
      'archive',
    )
    const [a, b] = systems as [MemorySystem, MemorySystem]
    a.destroy(ids[0] ?? '')
    await hub.sweep()
    expect(b.values(inB(b, 0))['active']).toBe(false)
    for (let round = 0; round < 3; round++) await hub.sync()
    expect([a.all().length, b.all().length]).toEqual([3, 4])
    expect(await states(hub)).toEqual([
      { state: 'active', n: 6 },
      { state: 'deleted', n: 2 },
    ])
  })

  it('is not deleted elsewhere when the system does not read, or another one leads', async () => {
    const led = await together(4, {
      settings: { deletes: 'delete', authority: { policy: 'leader', leader: 'a' } },
    })
    const [, b] = led.systems as [MemorySystem, MemorySystem]
    b.destroy(inB(b, 0))
    await led.hub.sweep()
    expect(led.systems.map((system) => system.all().length)).toEqual([4, 3])
    expect(await led.hub.reviews()).toMatchObject([{ kind: 'gone' }])
    await led.hub.close()
    const { systems, hub: running } = await together(4, {
      settings: { deletes: 'delete' },
      roles: { b: { reads: false, writes: true } },
    })
    systems[1]?.destroy(inB(systems[1], 0))
    await running.sweep()
    expect(systems.map((system) => system.all().length)).toEqual([4, 3])
  })
})

describe('a preview', () => {
  it('lists deletions, deletes nothing, and its application is the second proof', async () => {
    const { systems, ids, hub } = await together(4, { settings: { deletes: 'delete' } })
    const [a, b] = systems as [MemorySystem, MemorySystem]
    await hub.query(`UPDATE flow SET state = 'preview'`)
    a.destroy(ids[0] ?? '')
    a.destroy(ids[1] ?? '')
    await hub.sync()
    const plan = await hub.preview()
    expect(plan.counts).toMatchObject({ delete: 2 })
    expect(b.all()).toHaveLength(4)
    a.restore(ids[1] ?? '')
    await hub.apply(plan)
    expect([a.all().length, b.all().length]).toEqual([3, 3])
    await hub.sync()
    expect([a.all().length, b.all().length]).toEqual([3, 3])
  })

  it('does not believe a listing that fails, is short without a proof, or a soft delete that a look denies', async () => {
    const { systems, ids, hub } = await together(4, { settings: { deletes: 'delete' } })
    const [a] = systems as [MemorySystem, MemorySystem]
    a.lists = () => [[ids[0] ?? '']]
    expect((await hub.preview()).counts['delete']).toBeUndefined()
    await hub.query(`UPDATE plan SET state = 'discarded'`)
    a.lists = (pages) => pages
    a.looks = () => 'hidden'
    a.remove(ids[2] ?? '')
    expect((await hub.preview()).counts['delete']).toBeUndefined()
  })
})

describe('many deletions at once', () => {
  it('wait for a person, who lets them through', async () => {
    const { systems, ids, hub } = await together(30, { settings: { deletes: 'delete' } })
    const [a, b] = systems as [MemorySystem, MemorySystem]
    for (const id of ids.slice(0, 12)) a.destroy(id)
    await hub.sweep()
    await hub.sync()
    expect(b.all()).toHaveLength(30)
    const [question] = await hub.reviews()
    expect(question).toMatchObject({ kind: 'mass-delete', evidence: { changed: 12, total: 30 } })
    await hub.sweep()
    expect(await hub.reviews()).toHaveLength(1)
    await hub.resolve(question!, { action: 'accept' })
    await hub.settle()
    expect(b.all()).toHaveLength(18)
    for (const id of ids.slice(12, 20)) a.destroy(id)
    await hub.sweep()
    expect(b.all()).toHaveLength(18)
    expect(await hub.reviews()).toMatchObject([{ kind: 'mass-delete', evidence: { changed: 8, total: 18 } }])
  })

  it('are asked about anew when more are gone by the time of the answer, and can be left without consequences', async () => {
    const { systems, ids, hub } = await together(30, { settings: { deletes: 'delete' } })
    const [a, b] = systems as [MemorySystem, MemorySystem]
    for (const id of ids.slice(0, 12)) a.destroy(id)
    await hub.sweep()
    for (const id of ids.slice(12, 20)) a.destroy(id)
    await hub.sweep()
    const [question] = await hub.reviews()
    await hub.resolve(question!, { action: 'accept' })
    await hub.settle()
    expect(b.all()).toHaveLength(30)
    const [second] = await hub.reviews()
    expect(second).toMatchObject({ kind: 'mass-delete', evidence: { changed: 20, total: 30 } })
    await hub.resolve(second!, { action: 'ignore' })
    await hub.settle()
    await hub.sync()
    expect([a.all().length, b.all().length]).toEqual([10, 30])
    expect(await hub.reviews()).toEqual([])
  })
})
