import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import type { JsonObject, PartWrite, WriteOperation, WriteResult } from '#connector-kit'
import { Harness } from '../simulator/harness.js'

let world: Harness
beforeEach(async () => {
  world = await Harness.open()
})
afterEach(() => world.close())

const { create } = Harness

const contact = (key: string, values: JsonObject): PartWrite => ({
  list: 'contacts',
  kind: 'create',
  key,
  marker: `c-${key}`,
  values,
})

async function update(id: string, values: JsonObject, ...parts: PartWrite[]): Promise<WriteResult> {
  const current = await world.readOne(id)
  const [result] = await world.write({ kind: 'update', type: 'res.partner', id, values, parts, current })
  return result as WriteResult
}

const loads = () => world.running.requests.list({ path: '/load' }).length
const statuses = (results: WriteResult[]): string[] => results.map(({ status }) => status)
const errorOf = (result: WriteResult | undefined) => (result && 'error' in result ? result.error : undefined)

describe('creating', () => {
  it('stores party and parts with their markers in one call, and tells the parts’ ids', async () => {
    const [result] = await world.write(
      create(
        {
          name: 'Neu GmbH',
          is_company: true,
          customer_rank: 1,
          vat: 'DE 136 695 976',
          country_id: { code: 'DE' },
          state_id: { name: 'Bavaria' },
        },
        {
          parts: [
            contact('k1', { name: 'Eva', email: 'eva@neu.example' }),
            {
              list: 'addresses',
              kind: 'create',
              key: 'a1',
              marker: 'a-1',
              values: { type: 'delivery', street: 'Lager 1', country_id: { code: 'GB' } },
            },
          ],
        },
      ),
    )
    expect(result).toMatchObject({
      status: 'done',
      record: {
        values: {
          name: 'Neu GmbH',
          vat: 'DE136695976',
          country_id: { code: 'DE' },
          state_id: { name: 'Bavaria' },
          contacts: [{ name: 'Eva', email: 'eva@neu.example' }],
          addresses: [{ type: 'delivery', street: 'Lager 1', country_id: { code: 'GB' } }],
        },
      },
    })
    const { parts, record } = result as Extract<WriteResult, { status: 'done' }>
    const [eva] = record.values['contacts'] as JsonObject[]
    const [store] = record.values['addresses'] as JsonObject[]
    expect(parts).toEqual({ k1: eva?.['id'], a1: store?.['id'] })
    expect(world.odoo.db.xmlidsOf('res.partner', Number(record.id))).toEqual([
      '__einmal__.res_partner_neu-gmbh',
    ])
    expect(world.odoo.db.xmlidsOf('res.partner', Number(eva?.['id']))).toEqual([
      '__einmal__.res_partner_c-k1',
    ])
    expect(loads()).toBe(1)
  })

  it('twice is once', async () => {
    const operation = create({ name: 'Neu GmbH' }, { parts: [contact('k1', { name: 'Eva' })] })
    const [first, second] = [await world.write(operation), await world.write(operation)]
    expect(second).toEqual(first)
    expect((await world.pull()).records).toHaveLength(1)
  })

  it('after a lost reply is settled by the marker', async () => {
    await world.read('1')
    world.running.faults.add({ kind: 'lost-reply', path: '/load' })
    const operation = create({ name: 'Neu GmbH' })
    const [result] = await world.write(operation)
    expect(result).toMatchObject({ status: 'unknown', error: { outcomeUnknown: true } })
    const found = await world.session.find('party', 'res.partner', ['neu-gmbh'])
    expect(found.get('neu-gmbh')?.values['name']).toBe('Neu GmbH')
  })

  it('goes in batches, by the fields that are set', async () => {
    const list = Array.from({ length: 120 }, (_, index) => create({ name: `P${index}`, phone: '1' }))
    const results = await world.write(...list, create({ name: 'anders' }))
    expect(new Set(statuses(results))).toEqual(new Set(['done']))
    expect(loads()).toBe(3)
    expect(results.map((result) => 'record' in result && result.record.values['name'])).toEqual([
      ...list.map((_, index) => `P${index}`),
      'anders',
    ])
  })

  it('of a batch with wrong ones refuses just those, in Odoo’s words', async () => {
    const results = await world.write(
      ...['gut', 'schlecht', 'gut2', 'schlecht2', 'gut3'].map((name) =>
        create({ name, vat: name.startsWith('s') ? 'DE1' : 'DE136695976' }),
      ),
    )
    expect(statuses(results)).toEqual(['done', 'failed', 'done', 'failed', 'done'])
    expect(errorOf(results[1])).toMatchObject({ kind: 'rejected', code: 'odoo.rejected', field: 'vat' })
    expect(errorOf(results[1])?.upstream).toContain('schlecht')
    expect((await world.pull()).records).toHaveLength(3)
  })

  it('sends nothing for what this database has no place for', async () => {
    await world.write(create({ name: 'Erst' }))
    world.running.requests.clear()
    const results = await world.write(
      create({ name: 'a', country_id: { code: 'ZZ' } }),
      create({ name: 'b', state_id: { name: 'Oz' }, country_id: { code: 'US' } }),
      create({ name: 'c', lang: 'sv_SE' }),
      create({ name: 'd', mobile: '1' }),
      create({ name: 'e' }, { parts: [contact('k', { email: 'x@e.example' })] }),
    )
    expect(results.map((result) => [errorOf(result)?.code, errorOf(result)?.field])).toEqual([
      ['odoo.unknown-country', 'country_id'],
      ['odoo.unknown-state', 'state_id'],
      ['odoo.language-inactive', 'lang'],
      ['odoo.unknown-field', 'mobile'],
      ['odoo.contact-without-name', 'contacts.name'],
    ])
    expect(world.running.requests.counts().writes).toBe(0)
  })

  it('finds a state by its country, and a language by its sister', async () => {
    const [colombia, nowhere, austria] = await world.write(
      create({ name: 'a', state_id: { name: 'amazonas' }, country_id: { code: 'CO' } }),
      create({ name: 'b', state_id: { name: 'Amazonas' } }),
      create({ name: 'c', lang: 'de_CH' }),
    )
    expect(colombia).toMatchObject({
      record: { values: { country_id: { code: 'CO' }, state_id: { name: 'Amazonas' } } },
    })
    expect(errorOf(nowhere)?.code).toBe('odoo.unknown-state')
    expect(austria).toMatchObject({ record: { values: { lang: 'de_DE' } } })
  })

  it('by an account without the right is refused', async () => {
    const session = await world.connect({ login: 'poor', apiKey: world.key('poor') })
    const [result] = await session.write('party', [create({ name: 'a' })])
    expect(result).toMatchObject({ status: 'failed', error: { kind: 'rejected' } })
    expect((await world.pull()).records).toEqual([])
  })
})

describe('updating', () => {
  it('writes what is named and nothing else, in one call', async () => {
    const id = world.type({ name: 'Alt', phone: '1', email: 'a@alt.example', comment: 'bleibt' })
    world.running.requests.clear()
    const result = await update(id, { phone: null, city: 'Ulm', active: false })
    expect(result).toMatchObject({
      status: 'done',
      record: { values: { phone: null, city: 'Ulm', active: false, email: 'a@alt.example' } },
    })
    expect(world.shown(id)).toMatchObject({ name: 'Alt', comment: '<p>bleibt</p>' })
    expect(world.running.requests.list({ writes: true }).map(({ path }) => path)).toEqual([
      '/json/2/res.partner/web_save',
    ])
  })

  it('adds, changes and removes contacts; a removed one is archived', async () => {
    const id = world.type({ name: 'Alt' })
    const [eva, kai] = [
      world.type({ name: 'Eva', parent_id: id }),
      world.type({ name: 'Kai', parent_id: id }),
    ]
    const result = await update(
      id,
      {},
      { list: 'contacts', kind: 'update', id: eva, values: { email: 'eva@alt.example' } },
      { list: 'contacts', kind: 'delete', id: kai },
      contact('neu', { name: 'Ida' }),
    )
    expect(result).toMatchObject({
      status: 'done',
      record: { values: { contacts: [{ name: 'Eva', email: 'eva@alt.example' }, { name: 'Ida' }] } },
    })
    const { parts, record } = result as Extract<WriteResult, { status: 'done' }>
    expect(parts['neu']).toBe((record.values['contacts'] as JsonObject[])[1]?.['id'])
    expect(world.shown(kai)).toMatchObject({ active: false, parent_id: id })
  })

  it('works on an archived party too', async () => {
    const id = world.type({ name: 'Alt', active: false })
    expect(await update(id, { phone: '1' }, contact('neu', { name: 'Ida' }))).toMatchObject({
      status: 'done',
    })
  })

  it('uses the country that the record shows for a new state', async () => {
    const id = world.type({ name: 'Alt', country_id: 'BR' })
    expect(await update(id, { state_id: { name: 'Amazonas' } })).toMatchObject({
      record: { values: { state_id: { name: 'Amazonas' } } },
    })
  })

  it('of what is gone says so; of a party whose contact is gone, that it has changed', async () => {
    const id = world.type({ name: 'Alt' })
    const eva = world.type({ name: 'Eva', parent_id: id })
    const current = await world.readOne(id)
    const change: WriteOperation = {
      kind: 'update',
      type: 'res.partner',
      id,
      values: { phone: '1' },
      parts: [{ list: 'contacts', kind: 'update', id: eva, values: { phone: '2' } }],
      current,
    }
    world.odoo.person.remove('res.partner', eva)
    expect(await world.write(change)).toEqual([{ status: 'stale' }])
    expect(world.shown(id)).toMatchObject({ phone: null })
    world.odoo.person.remove('res.partner', id)
    const [gone] = await world.write(change)
    expect(gone).toMatchObject({ status: 'failed', error: { kind: 'gone', code: 'odoo.gone' } })
  })

  it('is classified alike whatever language the account speaks', async () => {
    const id = world.type({ name: 'Alt' })
    const german = await update(id, { vat: 'DE1' })
    const session = await world.connect({ login: 'admin', apiKey: world.key('admin'), language: 'en_US' })
    const [english] = await session.write('party', [
      {
        kind: 'update',
        type: 'res.partner',
        id,
        values: { vat: 'DE1' },
        parts: [],
        current: await world.readOne(id),
      },
    ])
    expect(errorOf(german)?.upstream).toContain('USt-IdNr.')
    expect(errorOf(english)?.upstream).toContain('VAT number')
    for (const result of [german, english])
      expect(errorOf(result)).toMatchObject({ kind: 'rejected', code: 'odoo.rejected', field: 'vat' })
  })
})

describe('a disturbed server', () => {
  it.each([
    [{ kind: 'status', status: 503, retryAfter: 9 }, 'failed', 'unavailable'],
    [{ kind: 'status', status: 502 }, 'unknown', 'unavailable'],
    [{ kind: 'truncated' }, 'unknown', 'unavailable'],
  ] as const)('that answers %j leaves a write %s', async (fault, status, kind) => {
    const id = world.type({ name: 'Alt' })
    const current = await world.readOne(id)
    world.running.faults.add({ ...fault, writes: true })
    const [result] = await world.write({
      kind: 'update',
      type: 'res.partner',
      id,
      values: { phone: '1' },
      parts: [],
      current,
    })
    expect(result).toMatchObject({ status, error: { kind } })
  })

  it('that asks for fewer calls gets none for the rest of the batch', async () => {
    const ids = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'].map((name) => world.type({ name }))
    const currents = await world.read(...ids)
    world.running.requests.clear()
    world.running.faults.add({ kind: 'status', status: 429, retryAfter: 30, times: -1 })
    const results = await world.write(
      ...currents.map((current) => ({
        kind: 'update' as const,
        type: 'res.partner',
        id: current.id,
        values: { phone: '1' },
        parts: [],
        current,
      })),
    )
    expect(results.map((result) => errorOf(result)?.retryAfter)).toEqual(ids.map(() => 30))
    // Those that were under way.
    expect(world.running.requests.counts().total).toBeLessThanOrEqual(4)
  })

  it('whose answer to the read-back is lost leaves the write to be looked up', async () => {
    world.running.faults.add({ kind: 'down', path: 'res.partner/web_search_read' })
    const [result] = await world.write(create({ name: 'Neu' }))
    expect(result).toMatchObject({ status: 'unknown' })
    expect((await world.pull()).records).toHaveLength(1)
  })
})

describe('somebody who saves right after the write', () => {
  /** Edits as soon as the server has answered a call of this method. */
  const afterwards = (method: string, edit: () => void): void => {
    const { model } = world.running
    const handle = model.handle.bind(model)
    model.handle = async (request) => {
      const reply = await handle(request)
      if (request.path.endsWith(method)) edit()
      return reply
    }
  }
  const person = () => world.running.model.person

  it('is not in the answer of an update', async () => {
    const id = world.type({ name: 'Alt' })
    afterwards('/web_save', () => person().update('res.partner', id, { phone: '2' }))
    expect(await update(id, { phone: '1' })).toMatchObject({
      status: 'done',
      record: { values: { phone: '1' } },
    })
  })

  it.each(['the party', 'a contact'])('makes a create be looked up again: %s', async (what) => {
    afterwards('/load', () => {
      const rows = person().list('res.partner')
      const row = rows.find(({ name }) => name === (what === 'the party' ? 'Neu' : 'Eva'))
      person().update('res.partner', String(row?.['id']), { phone: '2' })
    })
    const [result] = await world.write(create({ name: 'Neu' }, { parts: [contact('k', { name: 'Eva' })] }))
    expect(result).toMatchObject({ status: 'unknown', error: { kind: 'rejected' } })
  })
})
