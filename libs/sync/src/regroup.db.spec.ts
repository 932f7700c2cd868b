import { afterEach, describe, expect, it } from '@jest/globals'
import { ConnectorError } from '#connector-kit'
import { memoryHub, type MemoryHub } from '../../../test/support/memory-hub.js'
import { MemorySystem } from '../../../test/support/memory-system.js'

const inA = {
  name: 'Bäckerei Schmidt GmbH',
  email: 'info@schmidt.example',
  street: 'Deichstraße 7',
  zip: '20095',
  city: 'Hamburg',
}
const inB = {
  name: 'Bäckerei Schmidt',
  email: 'info@schmidt.example',
  phone: '+49 40 1234567',
  contacts: [{ name: 'Erika Muster', email: 'erika@muster.example' }],
}

let hub: MemoryHub | undefined
afterEach(async () => {
  await hub?.close()
  hub = undefined
})

const three = (): [MemorySystem, MemorySystem, MemorySystem] => [
  new MemorySystem('a'),
  new MemorySystem('b'),
  new MemorySystem('c'),
]

async function recordOf(some: MemoryHub, externalId: string): Promise<string> {
  const [row] = await some.query<{ id: string }>('SELECT record_id AS id FROM link WHERE external_id = $1', [
    externalId,
  ])
  return row?.id ?? ''
}

/** Nothing is written any more, however often everybody is read. */
async function expectRest(some: MemoryHub, systems: readonly MemorySystem[]): Promise<void> {
  await some.sync()
  for (const system of systems) system.calls = []
  for (let round = 0; round < 3; round++) await some.sync()
  expect(systems.map((system) => system.writes())).toEqual(systems.map(() => 0))
}

const names = (system: MemorySystem): unknown[] =>
  system
    .all()
    .map(({ name }) => name)
    .sort()

describe('splitting a wrong link', () => {
  it('gives each side its own values back, and later changes flow right', async () => {
    const [a, b, c] = three()
    const idA = a.create(inA)
    const idB = b.create(inB)
    hub = await memoryHub([a, b, c])
    await hub.sync()
    // They were filled from each other, and c got the mixture.
    expect([a.rows.size, b.rows.size, c.rows.size]).toEqual([1, 1, 1])
    expect(a.values(idA)).toMatchObject({ phone: inB.phone, contacts: [{ name: 'Erika Muster' }] })
    expect(b.values(idB)).toMatchObject({ street: inA.street })

    const { recordId } = await hub.split({
      recordId: await recordOf(hub, idA),
      connectionId: await connection('b'),
    })
    expect(await recordOf(hub, idB)).toBe(recordId)
    await hub.sync()
    expect(a.values(idA)).toMatchObject({ ...inA, phone: null, contacts: [] })
    expect(b.values(idB)).toMatchObject({
      name: 'Bäckerei Schmidt',
      phone: inB.phone,
      street: null,
      contacts: [{ name: 'Erika Muster' }],
    })
    // Each is a record of its own now, everywhere.
    expect([a.rows.size, b.rows.size, c.rows.size]).toEqual([2, 2, 2])
    await expectRest(hub, [a, b, c])

    b.edit(idB, { phone: '+49 40 7654321' })
    a.edit(idA, { name: 'Bäckerei Schmidt & Söhne GmbH' })
    await hub.sync()
    for (const system of [a, b, c]) {
      expect(names(system)).toEqual(['Bäckerei Schmidt', 'Bäckerei Schmidt & Söhne GmbH'])
      expect(
        system
          .all()
          .map(({ phone }) => phone)
          .sort(),
      ).toEqual(['+49 40 7654321', null])
    }
    await expectRest(hub, [a, b, c])
  })

  it('keeps what people edited while the link was wrong', async () => {
    const [a, b] = three()
    const idA = a.create(inA)
    const idB = b.create(inB)
    hub = await memoryHub([a, b])
    await hub.sync()
    b.edit(idB, { city: 'Bremen' })
    await hub.sync()
    expect(a.values(idA)['city']).toBe('Bremen')
    await hub.split({ recordId: await recordOf(hub, idA), connectionId: await connection('b') })
    await hub.sync()
    expect(b.values(idB)['city']).toBe('Bremen')
    expect(a.values(idA)['city']).toBe('Hamburg')
  })

  it('waits for a write that is under way, and makes no duplicate when replies get lost after it', async () => {
    const [a, b, c] = three()
    const idA = a.create(inA)
    b.create(inB)
    hub = await memoryHub([a, b, c])
    await hub.sync()
    // c takes the write, but its reply is lost, and then it does not answer.
    c.loseReplies = 1
    c.before = (call) => {
      if (c.loseReplies === 0 && !call.startsWith('write'))
        throw new ConnectorError('unavailable', { code: 'http.no-answer' })
    }
    a.edit(idA, { city: 'Kiel' })
    await hub.sync()
    const order = { recordId: await recordOf(hub, idA), connectionId: await connection('b') }
    await expect(hub.split(order)).rejects.toMatchObject({ code: 'record.busy' })
    c.before = () => undefined
    await hub.sync()
    await hub.split(order)
    a.loseReplies = 1
    b.loseReplies = 1
    c.loseReplies = 1
    await hub.sync()
    await hub.sync()
    expect([a.rows.size, b.rows.size, c.rows.size]).toEqual([2, 2, 2])
    await expectRest(hub, [a, b, c])
  })

  it('refuses what would leave nothing', async () => {
    const [a] = three()
    const idA = a.create(inA)
    hub = await memoryHub([a])
    await hub.sync()
    const order = { recordId: await recordOf(hub, idA), connectionId: await connection('a') }
    await expect(hub.split(order)).rejects.toMatchObject({ code: 'record.only-link' })
    await expect(hub.split({ ...order, externalId: 'nobody' })).rejects.toMatchObject({
      code: 'record.no-such-link',
    })
  })
})

describe('merging two records', () => {
  const twins = async (): Promise<[MemorySystem, MemorySystem, MemorySystem, string, string]> => {
    const systems = three()
    const idA = systems[0].create({ ...inA, email: null })
    // Nobody can tell that this is the same one.
    const idB = systems[1].create({ ...inB, name: 'Backstube Hansen', email: 'backstube@hansen.example' })
    hub = await memoryHub(systems)
    await hub.sync()
    expect(systems.map((system) => system.rows.size)).toEqual([2, 2, 2])
    return [...systems, idA, idB]
  }

  it('leaves one record: kept values win, others fill, edits of every row count', async () => {
    const [a, b, c, idA, idB] = await twins()
    const some = hub as MemoryHub
    const [keep, gone] = [await recordOf(some, idA), await recordOf(some, idB)]
    await some.merge(keep, gone)
    await some.sync()
    const whole = { name: inA.name, street: inA.street, phone: inB.phone, email: 'backstube@hansen.example' }
    expect(a.values(idA)).toMatchObject({ ...whole, contacts: [{ name: 'Erika Muster' }] })
    // Nothing is created or deleted; the second rows stand aside.
    expect([a, b, c].map((system) => system.rows.size)).toEqual([2, 2, 2])
    const states = await some.query<{ state: string; n: string }>(
      'SELECT state, count(*) AS n FROM link WHERE record_id = $1 GROUP BY 1 ORDER BY 1',
      [keep],
    )
    expect(states).toEqual([
      { state: 'active', n: '3' },
      { state: 'alias', n: '3' },
    ])
    await expectRest(some, [a, b, c])
    b.edit(idB, { phone: '+49 40 9' })
    await some.sync()
    expect(a.values(idA)['phone']).toBe('+49 40 9')
    b.remove(idB)
    await some.sync()
    await expectRest(some, [a, b, c])
    expect(a.all()).toHaveLength(2)
  })

  it('is undone by splitting a link off again', async () => {
    const [a, b, c, idA, idB] = await twins()
    const some = hub as MemoryHub
    const before = [a, b, c].map((system) => structuredClone(system.all()))
    const [keep, gone] = [await recordOf(some, idA), await recordOf(some, idB)]
    await some.merge(keep, gone)
    await some.sync()
    const { recordId } = await some.split({
      recordId: keep,
      connectionId: await connection('b'),
      externalId: idB,
    })
    expect(recordId).toBe(gone)
    await some.sync()
    const bare = (rows: Record<string, unknown>[]): unknown[] => rows.map(({ contacts: _, ...row }) => row)
    expect([a, b, c].map((system) => bare(system.all()))).toEqual(before.map(bare))
    await expectRest(some, [a, b, c])
  })

  it('refuses a record that is none, or the same one', async () => {
    const [, , , idA] = await twins()
    const some = hub as MemoryHub
    const keep = await recordOf(some, idA)
    await expect(some.merge(keep, keep)).rejects.toMatchObject({ code: 'record.cannot-merge' })
    await expect(some.merge(keep, '00000000-0000-4000-8000-000000000000')).rejects.toMatchObject({
      code: 'record.not-found',
    })
  })
})

async function connection(slug: string): Promise<string> {
  const rows = await hub?.query<{ id: string }>('SELECT id FROM connection WHERE slug = $1', [slug])
  return rows?.[0]?.id ?? ''
}
