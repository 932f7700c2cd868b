import { afterEach, describe, expect, it } from '@jest/globals'
import type { JsonObject } from '#canonical'
import { ConnectorError } from '#connector-kit'
import type { Plan } from '#persistence'
import { memoryHub, type MemoryHub, type MemoryHubOptions } from '../../../test/support/memory-hub.js'
import { MemorySystem } from '../../../test/support/memory-system.js'

const acme = {
  name: 'Bäckerei Schmidt GmbH',
  email: 'info@schmidt.example',
  vat: 'DE123456789',
  zip: '10115',
  city: 'Berlin',
  street: 'Invalidenstraße 5',
  country: 'DE',
}

const contactsOf = (system: MemorySystem): JsonObject[] => system.all()[0]?.['contacts'] as JsonObject[]

let hub: MemoryHub | undefined
const start = async (systems: MemorySystem[], options?: MemoryHubOptions): Promise<MemoryHub> =>
  (hub = await memoryHub(systems, options))

afterEach(async () => {
  await hub?.close()
  hub = undefined
})

describe('a record typed in once', () => {
  it('appears in every other system, once, and then nothing is written any more', async () => {
    const [a, b, c] = [new MemorySystem('a'), new MemorySystem('b'), new MemorySystem('c')]
    a.create({ ...acme, contacts: [{ name: 'Erika Muster', email: 'erika@schmidt.example' }] })
    const { sync } = await start([a, b, c])
    await sync()
    for (const system of [b, c]) {
      expect(system.all()).toHaveLength(1)
      expect(system.all()[0]).toMatchObject({ ...acme, contacts: [{ name: 'Erika Muster' }] })
    }
    for (const system of [a, b, c]) system.calls = []
    for (let round = 0; round < 5; round++) await sync()
    expect([a.writes(), b.writes(), c.writes()]).toEqual([0, 0, 0])
    expect([a, b, c].map((system) => system.calls)).toEqual(Array(3).fill(Array(5).fill('pull')))
  })

  it('takes an edit anywhere to everywhere else', async () => {
    const [a, b, c] = [new MemorySystem('a'), new MemorySystem('b'), new MemorySystem('c')]
    const id = a.create({ ...acme, contacts: [{ name: 'Erika Muster', email: 'erika@schmidt.example' }] })
    const { sync } = await start([a, b, c])
    await sync()
    const inB = [...b.rows.keys()][0] ?? ''
    b.edit(inB, { name: 'Bäckerei Schmidt & Söhne GmbH' })
    await sync()
    expect(a.values(id)['name']).toBe('Bäckerei Schmidt & Söhne GmbH')
    expect(c.all()[0]?.['name']).toBe('Bäckerei Schmidt & Söhne GmbH')
    const [contact] = b.values(inB)['contacts'] as { id: string }[]
    b.edit(inB, {
      contacts: [
        { ...contact, phone: '+49 30 1' },
        { name: 'Max Neu', email: 'max@schmidt.example' },
      ],
    })
    await sync()
    expect(a.values(id)['contacts']).toMatchObject([
      { name: 'Erika Muster', phone: '+49 30 1' },
      { name: 'Max Neu' },
    ])
    a.edit(id, { contacts: [] })
    await sync()
    expect(b.values(inB)['contacts']).toEqual([])
    expect(c.all()[0]?.['contacts']).toEqual([])
  })

  it('comes to rest in a ring of systems that change what they store', async () => {
    const upper = new MemorySystem('upper', (v) => ({ ...v, name: String(v['name'] ?? '').toUpperCase() }))
    const cut = new MemorySystem('cut', (v) => ({ ...v, name: String(v['name'] ?? '').slice(0, 12) }))
    const plain = new MemorySystem('plain')
    const id = plain.create(acme)
    const { sync } = await start([plain, upper, cut])
    await sync()
    await sync()
    for (const system of [plain, upper, cut]) system.calls = []
    await sync()
    expect(plain.values(id)['name']).toBe(acme.name)
    expect(upper.all()[0]?.['name']).toBe('BÄCKEREI SCHMIDT GMBH')
    expect([plain.writes(), upper.writes(), cut.writes()]).toEqual([0, 0, 0])
  })
})

describe('preview', () => {
  it('lists links, creates, updates and questions and writes nothing; applying it makes no duplicate', async () => {
    const [a, b] = [new MemorySystem('a'), new MemorySystem('b')]
    a.create(acme)
    a.create({ name: 'Nur in A KG', zip: '20095', city: 'Hamburg' })
    a.create({ name: 'Müller Verwaltung GmbH', zip: '80331', city: 'München' })
    b.create({
      ...acme,
      name: 'Baeckerei Schmidt Gesellschaft mit beschränkter Haftung',
      vat: 'DE 123 456 789',
      email: null,
    })
    b.create({ name: 'Müller Verwaltung GmbH', zip: '99999', city: 'Anderswo' })
    const { preview, apply, query, reviews, settle } = await start([a, b], {
      state: 'preview',
      settings: { creates: 'plan' },
    })
    const plan = await preview()
    expect(plan.state).toBe('ready')
    expect(plan.counts).toMatchObject({ link: 1, create: 1, update: 1, review: 1 })
    expect(a.writes() + b.writes()).toBe(0)
    expect(await query('SELECT * FROM record')).toHaveLength(0)
    expect(await query('SELECT * FROM link')).toHaveLength(0)
    await apply(plan)
    expect(b.all()).toHaveLength(3)
    expect(a.all()).toHaveLength(3)
    expect(b.all()[0]?.['email']).toBe(acme.email)
    const [question] = await reviews()
    expect(question?.kind).toBe('match')
    const { candidates } = question?.evidence as { candidates: { recordId: string }[] }
    await hub?.resolve(question!, { action: 'link', recordId: candidates[0]!.recordId })
    await settle()
    expect([a.all().length, b.all().length]).toEqual([3, 3])
    expect(await query(`SELECT * FROM record`)).toHaveLength(3)
  })

  it('reports what changed after the approval and plans it anew', async () => {
    const [a, b] = [new MemorySystem('a'), new MemorySystem('b')]
    const id = a.create(acme)
    a.create({ name: 'Zweite AG', zip: '20095' })
    const { preview, apply, query } = await start([a, b], { state: 'preview', settings: { creates: 'plan' } })
    const plan = await preview()
    a.edit(id, { name: 'Schmidt Umbenannt GmbH' })
    await apply(plan)
    expect(b.all().map((values) => values['name'])).toEqual(['Zweite AG'])
    expect(await query(`SELECT title FROM operation WHERE state = 'world-changed'`)).toHaveLength(1)
    const plans = await query<{ state: string; follows: string }>(
      `SELECT state, follows FROM plan ORDER BY created_at`,
    )
    expect(plans).toMatchObject([{ state: 'applied' }, { state: 'ready', follows: plan.id }])
  })

  it('goes live with what was planned anew, though what waits for an answer is shown again meanwhile', async () => {
    const [a, b] = [new MemorySystem('a'), new MemorySystem('b')]
    for (const system of [a, b]) system.create({ name: 'Gamma' })
    const { preview, apply, reviews, query } = await start([a, b], {
      state: 'preview',
      settings: { creates: 'plan' },
    })
    const first = await preview()
    a.create(acme)
    await apply(first)
    expect(await reviews()).toMatchObject([{ kind: 'match', title: 'Gamma' }])
    const [following] = await query<Plan>(`SELECT * FROM plan WHERE state = 'ready'`)
    b.edit('b-1', {})
    await apply(following as Plan)
    expect(b.all()).toHaveLength(2)
    expect(await query(`SELECT id FROM plan WHERE state = 'ready'`)).toEqual([])
    expect(await query('SELECT state FROM flow')).toEqual([{ state: 'live' }])
  })
})

describe('faults', () => {
  it('makes no duplicate when replies of creates are lost', async () => {
    const [a, b] = [new MemorySystem('a'), new MemorySystem('b')]
    for (let n = 0; n < 20; n++)
      a.create({ name: `Firma ${n} GmbH`, zip: String(10000 + n), email: `i${n}@f${n}.example` })
    const { sync } = await start([a, b])
    b.loseReplies = 7
    await sync()
    expect(b.all()).toHaveLength(20)
    expect(b.calls).toContain('find 7')
  })

  it('attributes an update whose reply was lost, and keeps a person’s edit made meanwhile', async () => {
    const [a, b] = [new MemorySystem('a'), new MemorySystem('b')]
    const id = a.create(acme)
    const { sync, settle } = await start([a, b])
    await sync()
    const inB = [...b.rows.keys()][0] ?? ''
    a.edit(id, { phone: '+49 30 99' })
    b.loseReplies = 1
    const write = b.before
    b.before = (call) => {
      if (call === 'write update') b.edit(inB, { email: 'neu@schmidt.example' })
    }
    await sync()
    b.before = write
    await settle()
    await sync()
    expect(b.values(inB)).toMatchObject({ phone: '+49 30 99', email: 'neu@schmidt.example' })
    expect(a.values(id)).toMatchObject({ phone: '+49 30 99', email: 'neu@schmidt.example' })
  })

  it('completes a create that was only half done when its reply was lost, and keeps an edit made since', async () => {
    const [a, b] = [new MemorySystem('a'), new MemorySystem('b')]
    const id = a.create({ ...acme, contacts: [{ name: 'Erika Muster', email: 'erika@schmidt.example' }] })
    const { sync } = await start([a, b])
    b.loseReplies = 1
    await sync()
    b.edit('b-1', { contacts: [], phone: null, city: 'Bernau' })
    await sync()
    expect(b.all()).toMatchObject([{ city: 'Bernau', contacts: [{ name: 'Erika Muster' }] }])
    expect(a.values(id)['city']).toBe('Bernau')
  })

  it('goes on with the others when a system is down or rejects one record, and catches up', async () => {
    const [a, b, c] = [new MemorySystem('a'), new MemorySystem('b'), new MemorySystem('c')]
    a.create(acme)
    a.create({ name: 'Schlecht GmbH', zip: '50667', email: 'a@schlecht.example' })
    b.before = () => {
      throw new ConnectorError('unavailable', { code: 'http.unreachable' })
    }
    c.rejects = (values) =>
      values['name'] === 'Schlecht GmbH'
        ? new ConnectorError('rejected', { code: 'test.bad', field: 'name', upstream: 'no such name' })
        : null
    const { sync, settle, query } = await start([a, b, c])
    await sync()
    expect(c.all()).toHaveLength(1)
    const failed = await query<{ error: unknown }>(`SELECT error FROM operation WHERE state = 'failed'`)
    expect(failed).toMatchObject([{ error: { kind: 'rejected', code: 'test.bad', field: 'name' } }])
    b.before = () => undefined
    await query('UPDATE connection SET retry_at = now()')
    await settle()
    expect(b.all()).toHaveLength(2)
    c.rejects = () => null
    await query(`UPDATE operation SET state = 'pending', next_at = now() WHERE state = 'failed'`)
    await settle()
    expect(c.all()).toHaveLength(2)
  })

  it('stops a connection after one refused login', async () => {
    const [a, b] = [new MemorySystem('a'), new MemorySystem('b')]
    a.create(acme)
    let tries = 0
    b.before = () => {
      tries += 1
      throw new ConnectorError('unauthorized', { code: 'test.login' })
    }
    const { sync, query } = await start([a, b])
    await sync()
    await sync()
    expect(tries).toBe(1)
    expect(await query('SELECT state FROM connection WHERE slug = $1', ['b'])).toEqual([{ state: 'stopped' }])
  })
})

describe('authority', () => {
  it('reverts another system’s edit of a led field', async () => {
    const [a, b] = [new MemorySystem('a'), new MemorySystem('b')]
    a.create(acme)
    const { sync } = await start([a, b], {
      settings: { fields: { vatId: { policy: 'leader', leader: 'a' } } },
    })
    await sync()
    const inB = [...b.rows.keys()][0] ?? ''
    b.edit(inB, { vat: 'DE999999999', phone: '+49 1' })
    await sync()
    expect(b.values(inB)).toMatchObject({ vat: acme.vat, phone: '+49 1' })
    expect(a.all()[0]).toMatchObject({ vat: acme.vat, phone: '+49 1' })
  })

  it('asks a person about a clash, blocks only that field, and delivers the answer', async () => {
    const [a, b] = [new MemorySystem('a'), new MemorySystem('b')]
    const id = a.create(acme)
    const { sync, reviews, resolve, settle } = await start([a, b], {
      settings: { authority: { policy: 'either', clash: 'ask' } },
    })
    await sync()
    const inB = [...b.rows.keys()][0] ?? ''
    a.edit(id, { city: 'Potsdam' })
    b.edit(inB, { city: 'Bernau', phone: '+49 2' })
    await sync()
    const [question] = await reviews()
    expect(question).toMatchObject({ kind: 'conflict', field: 'address.city' })
    expect(a.values(id)).toMatchObject({ city: 'Potsdam', phone: '+49 2' })
    expect(b.values(inB)['city']).toBe('Bernau')
    await resolve(question!, { action: 'set', value: 'Berlin-Mitte' })
    await settle()
    expect([a.values(id)['city'], b.values(inB)['city']]).toEqual(['Berlin-Mitte', 'Berlin-Mitte'])
  })

  it.each(['take', 'keep'] as const)(
    'is one for a contact that is proposed, with all that it has: %s',
    async (action) => {
      const [a, b, c] = [new MemorySystem('a'), new MemorySystem('b'), new MemorySystem('c')]
      a.create({ ...acme })
      const { sync, reviews, resolve, settle } = await start([a, b, c], {
        settings: { authority: { policy: 'leader', leader: 'a', others: 'propose' } },
      })
      await sync()
      const [inB = ''] = b.rows.keys()
      b.edit(inB, { contacts: [{ name: 'Erika', email: 'erika@schmidt.example' }] })
      for (const system of [a, b, c]) system.calls = []
      await sync()
      const [question, ...more] = await reviews()
      expect([question, more]).toMatchObject([{ kind: 'conflict', evidence: { there: true } }, []])
      expect([a.writes(), b.writes(), c.writes()]).toEqual([0, 0, 0])
      b.edit(inB, { contacts: [{ ...contactsOf(b)[0], phone: '+49 30 7' }] })
      await sync()
      expect(await reviews()).toHaveLength(1)
      await resolve(question!, { action })
      await settle()
      await sync()
      const there = { name: 'Erika', email: 'erika@schmidt.example', phone: '+49 30 7' }
      for (const system of [a, b, c])
        expect(contactsOf(system)).toMatchObject(action === 'take' ? [there] : [])
      // Whoever proposed it has it already; what is not wanted is taken out there.
      expect([a.writes(), b.writes(), c.writes()]).toEqual(action === 'take' ? [1, 0, 1] : [0, 1, 0])
      expect(await reviews()).toEqual([])
    },
  )

  it('stops a run that would change one field in many records, until a person lets it through', async () => {
    const [a, b] = [new MemorySystem('a'), new MemorySystem('b')]
    const ids = Array.from({ length: 40 }, (_, n) =>
      a.create({ name: `Firma ${n} GmbH`, zip: String(10000 + n), phone: `+49 30 ${n}00` }),
    )
    const { sync, reviews, resolve, settle } = await start([a, b])
    await sync()
    for (const id of ids) a.edit(id, { phone: null })
    b.calls = []
    await sync()
    expect(b.writes()).toBe(0)
    const [question] = await reviews()
    expect(question).toMatchObject({
      kind: 'mass-change',
      field: 'phone',
      evidence: { changed: 40, total: 40 },
    })
    await resolve(question!, { action: 'accept' })
    await settle()
    expect(b.all().filter((values) => values['phone'] !== null)).toEqual([])
  })
})
