import { randomUUID } from 'node:crypto'
import { afterEach, describe, expect, it } from '@jest/globals'
import { ConnectorError } from '#connector-kit'
import { flows, type FilterCondition, type FlowSettings, type Plan, type Tx } from '#persistence'
import { memoryHub, type MemoryHub } from '../../../test/support/memory-hub.js'
import { MemorySystem } from '../../../test/support/memory-system.js'

// Rules 7 and 15: changing the rules is not changing the data, and its effect is shown before it counts.

let hub: MemoryHub
afterEach(() => hub.close())

const acme = { name: 'Acme GmbH', email: 'info@acme.example', phone: '+49 30 1', city: 'Berlin' }
const systems = (...ids: string[]): MemorySystem[] => ids.map((id) => new MemorySystem(id))

const start = async (all: MemorySystem[], settings: Partial<FlowSettings> = {}): Promise<void> => {
  hub = await memoryHub(all, { settings: { creates: 'plan', ...settings } })
}

const participants =
  (slugs: string[], filters: Record<string, FilterCondition[]> = {}) =>
  (tx: Tx): Promise<void> =>
    flows.setParticipants(
      tx,
      { id: hub.flowId, tenantId: hub.tenantId, entity: 'party' },
      slugs.map((slug) => ({
        connectionId: hub.connection(slug),
        reads: true,
        writes: true,
        filter: filters[slug] ?? [],
        intervalSeconds: 3600,
      })),
    )

const override =
  (connector: string, lines: Record<string, unknown>) =>
  (tx: Tx): Promise<unknown> =>
    tx.query(
      `INSERT INTO mapping_override (id, tenant_id, connector, entity, version, lines, author)
       VALUES ($1, $2, $3, 'party', (SELECT count(*) + 1 FROM mapping_override), $4, 'test')`,
      [randomUUID(), hub.tenantId, connector, lines],
    )

const state = async (): Promise<string> =>
  (await hub.query<{ state: string }>('SELECT state FROM flow'))[0]?.state ?? ''

const items = (plan: Plan | null): Promise<{ kind: string; after: unknown; slug: string }[]> =>
  hub.query(
    `SELECT o.kind, o.after, c.slug FROM operation o JOIN connection c ON c.id = o.connection_id
     WHERE o.plan_id = $1 AND o.state = 'proposed' ORDER BY c.slug, o.kind`,
    [plan?.id],
  )

describe('a participant that joins later', () => {
  it('is listed first, gets what it lacks by an approved plan, and nothing that it has', async () => {
    const [a, b, c] = systems('a', 'b', 'c') as [MemorySystem, MemorySystem, MemorySystem]
    await start([a, b, c])
    await hub.inTenant(participants(['a', 'b']))
    a.create(acme)
    a.create({ name: 'Beta AG', email: 'info@beta.example' })
    await hub.sync()
    expect(b.all()).toHaveLength(2)
    c.create({ name: 'ACME GmbH', email: 'info@acme.example' })
    c.create({ name: 'Gamma KG', email: 'info@gamma.example' })
    const plan = await hub.rules(participants(['a', 'b', 'c']))
    expect(plan?.reasons).toEqual(['joined:c'])
    expect(await state()).toBe('preview')
    expect(c.writes()).toBe(0)
    expect((await items(plan)).map(({ kind, slug }) => `${kind} ${slug}`)).toEqual([
      'create a',
      'create b',
      'create c',
      'link c',
      'update c',
    ])
    a.edit('a-2', { city: 'Bremen' })
    await hub.apply(plan as Plan)
    expect(c.all().map(({ name }) => name)).toEqual(['ACME GmbH', 'Gamma KG'])
    // The world has changed for one record: it is planned anew, and that plan goes the same way.
    const [next] = await hub.query<Plan>(`SELECT * FROM plan WHERE state = 'ready'`)
    await hub.apply(next as Plan)
    expect(await state()).toBe('live')
    expect(c.all().map(({ name }) => name)).toEqual(['ACME GmbH', 'Gamma KG', 'Beta AG'])
    expect(c.values('c-3')['city']).toBe('Bremen')
    for (const system of [a, b, c]) {
      expect(system.all()).toHaveLength(3)
      system.calls = []
    }
    await hub.sync()
    expect([a, b, c].map((system) => system.writes())).toEqual([0, 0, 0])
  })
})

describe('a changed mapping', () => {
  it('is no edit by anybody: a field with another meaning meets its record anew', async () => {
    const [a, b] = systems('a', 'b') as [MemorySystem, MemorySystem]
    await start([a, b], { firstContact: 'link' })
    a.create(acme)
    await hub.sync()
    // From now on the hub reads a's e-mail address as its telephone number.
    const plan = await hub.rules(
      override('a', { 'types.thing.fields.phone': 'email', 'types.thing.fields.email': null }),
    )
    expect(plan?.reasons).toEqual(['mapping:a'])
    expect(await items(plan)).toEqual([])
    // Without an effect there is nothing to approve.
    expect(await state()).toBe('live')
    await hub.sync()
    expect(b.all()[0]).toMatchObject(acme)
    expect([a.writes(), b.writes()]).toEqual([0, 1])
    a.edit('a-1', { email: '+49 40 2' })
    await hub.sync()
    expect(b.all()[0]).toMatchObject({ ...acme, phone: '+49 40 2' })
  })

  it('brings a field that was not mapped before to the others, once a person approved it', async () => {
    const [a, b] = systems('a', 'b') as [MemorySystem, MemorySystem]
    await start([a, b], { firstContact: 'link' })
    await hub.inTenant(override('a', { 'types.thing.fields.phone': null }))
    a.create(acme)
    await hub.sync()
    expect(b.all()[0]).toMatchObject({ name: 'Acme GmbH', phone: null })
    const plan = await hub.rules(override('a', { 'types.thing.fields.phone': 'phone' }))
    expect(await items(plan)).toMatchObject([{ kind: 'update', slug: 'b', after: { phone: '+49 30 1' } }])
    expect(b.all()[0]).toMatchObject({ phone: null })
    await hub.apply(plan as Plan)
    expect(b.all()[0]).toMatchObject({ phone: '+49 30 1' })
  })

  it('keeps an edit that nobody has delivered yet', async () => {
    const [a, b] = systems('a', 'b') as [MemorySystem, MemorySystem]
    await start([a, b], { firstContact: 'link' })
    a.create(acme)
    await hub.sync()
    let down = true
    b.before = (call) => {
      if (down && call.startsWith('write')) throw outage()
    }
    a.edit('a-1', { phone: '+49 30 999' })
    await hub.sync()
    down = false
    const plan = await hub.rules(
      override('b', { 'types.thing.fields.phone': { native: 'phone', direction: 'both' } }),
    )
    if (plan?.state === 'ready') await hub.apply(plan)
    await hub.sync()
    expect(b.all()[0]?.['phone']).toBe('+49 30 999')
    expect(await state()).toBe('live')
  })
})

describe('a changed filter', () => {
  it('creates what enters and leaves alone what leaves, after approval', async () => {
    const [a, b] = systems('a', 'b') as [MemorySystem, MemorySystem]
    await start([a, b])
    await hub.inTenant(
      participants(['a', 'b'], { b: [{ field: 'address.city', is: 'equal', value: 'Berlin' }] }),
    )
    a.create(acme)
    a.create({ name: 'Beta AG', city: 'Bremen', email: 'info@beta.example' })
    await hub.sync()
    expect(b.all().map(({ name }) => name)).toEqual(['Acme GmbH'])
    const bremen: FilterCondition[] = [{ field: 'address.city', is: 'equal', value: 'Bremen' }]
    const plan = await hub.rules(participants(['a', 'b'], { b: bremen }))
    expect(plan?.reasons).toEqual(['filter:b'])
    expect((await items(plan)).map(({ kind, slug }) => `${kind} ${slug}`)).toEqual(['create b'])
    expect(b.all()).toHaveLength(1)
    await hub.apply(plan as Plan)
    expect(b.all().map(({ name }) => name)).toEqual(['Acme GmbH', 'Beta AG'])
    a.edit('a-1', { name: 'Acme & Co. GmbH' })
    await hub.sync()
    expect(b.all().map(({ name }) => name)).toEqual(['Acme GmbH', 'Beta AG'])
  })
})

describe('a changed authority', () => {
  it('lets the new leader’s value count where the first-contact policy aligns', async () => {
    const [a, b] = systems('a', 'b') as [MemorySystem, MemorySystem]
    const led = (leader: string): FlowSettings['fields'] => ({
      phone: { policy: 'leader', leader, others: 'ignore' },
    })
    await start([a, b], { firstContact: 'align', fields: led('a') })
    a.create(acme)
    await hub.sync()
    b.edit('b-1', { phone: '+49 89 7' })
    await hub.sync()
    expect([a, b].map((system) => system.all()[0]?.['phone'])).toEqual(['+49 30 1', '+49 89 7'])
    const plan = await hub.rules((tx) =>
      tx.query(`UPDATE flow SET settings = jsonb_set(settings, '{fields}', $1)`, [JSON.stringify(led('b'))]),
    )
    expect(plan?.reasons).toEqual(['authority'])
    expect(await items(plan)).toMatchObject([{ kind: 'update', slug: 'a', after: { phone: '+49 89 7' } }])
    expect(a.all()[0]?.['phone']).toBe('+49 30 1')
    await hub.apply(plan as Plan)
    expect([a, b].map((system) => system.all()[0]?.['phone'])).toEqual(['+49 89 7', '+49 89 7'])
    expect(await state()).toBe('live')
  })
})

const outage = (): Error => new ConnectorError('unavailable', { code: 'http.no-connection' })
