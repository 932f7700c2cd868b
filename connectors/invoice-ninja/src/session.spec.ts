import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { randomUUID } from 'node:crypto'
import { startHarness } from '../simulator/harness.js'
import type { Harness } from '../simulator/harness.js'
import { connector } from './index.js'

let ninja: Harness

beforeEach(async () => {
  ninja = await startHarness(connector)
})
afterEach(() => ninja.stop())

describe('check', () => {
  it('tells version, account and company, and warns of nothing when all is well', async () => {
    expect(await ninja.session.check({ prepare: true })).toEqual({
      version: '5.10.17',
      account: 'New User, Untitled Company',
      identity: ninja.model.company.key,
      markers: true,
      warnings: [],
    })
  })

  it('warns of a user whose lists would be silently incomplete', async () => {
    const { token } = ninja.model.addUser({
      permissions: 'create_all,edit_client,edit_product,edit_quote,edit_invoice,edit_credit,edit_payment',
    })
    const session = await ninja.connect({ config: { token } })
    expect((await session.check()).warnings).toEqual([
      { code: 'invoice-ninja.rights', params: { missing: 'view_vendor, edit_vendor' } },
    ])
  })

  it('warns of what a fresh installation does by itself', async () => {
    ninja.model.company.updateProducts = true
    ninja.model.company.settings.timezone_id = '1'
    expect((await ninja.session.check()).warnings).toEqual([
      { code: 'invoice-ninja.update-products' },
      { code: 'invoice-ninja.time-zone' },
    ])
  })

  it('warns of a marker field that the company uses', async () => {
    ninja.model.company.customFields = { client4: 'Branch|single_line_text', client1: 'Region' }
    expect((await ninja.session.check()).warnings).toEqual([
      { code: 'invoice-ninja.marker-field', params: { field: '4', label: 'Branch' } },
    ])
    const session = await ninja.connect({ config: { markerField: 'custom_value2' } })
    expect((await session.check()).warnings).toEqual([])
  })

  it('stops at a bad token', async () => {
    const session = await ninja.connect({ config: { token: 'bad' } })
    await expect(session.check()).rejects.toMatchObject({ kind: 'unauthorized', code: 'invoice-ninja.token' })
    expect(ninja.server.requests.counts().total).toBe(1)
  })

  it('asks once with a bad token, however many records are wanted', async () => {
    const session = await ninja.connect({ config: { token: 'bad' } })
    await expect(session.read('party', 'client', ['a', 'b', 'c', 'd'])).rejects.toMatchObject({
      kind: 'unauthorized',
    })
    expect(ninja.server.requests.counts().total).toBe(1)
  })

  it('takes the address with and without the path of the API', async () => {
    const session = await ninja.connect({ config: { url: `${ninja.server.url}/api/v1/` } })
    expect((await session.check()).version).toBe('5.10.17')
  })

  it.each([{ url: undefined }, { token: ' ' }, { markerField: 'custom_value9' }, { url: 'ftp://x' }])(
    'refuses the configuration %j',
    async (config) => {
      await expect(ninja.connect({ config })).rejects.toMatchObject({ kind: 'misconfigured' })
    },
  )
})

describe('read', () => {
  it('leaves out what does not exist and shows deleted records as gone', async () => {
    const [kept = '', deleted = '', purged = ''] = ninja.model
      .seed(['A', 'B', 'C'].map((name) => ({ kind: 'organization', name, isCustomer: true })))
      .map(({ id }) => id)
    ninja.model.person.remove('client', deleted)
    ninja.model.purge('client', purged)
    const records = await ninja.session.read('party', 'client', [purged, deleted, kept, '1'])
    expect(records.map(({ id, state }) => [id, state])).toEqual([
      [deleted, 'gone'],
      [kept, 'present'],
    ])
  })

  it('does not take a record that the user may not see for a missing one', async () => {
    const id = ninja.model.person.create('client', { name: 'Acme' })
    const { token } = ninja.model.addUser({ permissions: 'create_client' })
    const session = await ninja.connect({ config: { token } })
    await expect(session.read('party', 'client', [id])).rejects.toMatchObject({
      kind: 'rejected',
      code: 'invoice-ninja.forbidden',
    })
  })

  it('keeps clients and vendors with the same id apart', async () => {
    const id = ninja.model.person.create('client', { name: 'Customer' })
    expect(ninja.model.person.create('vendor', { name: 'Supplier' })).toBe(id)
    const [client] = await ninja.session.read('party', 'client', [id])
    const [vendor] = await ninja.session.read('party', 'vendor', [id])
    expect([client?.values['name'], vendor?.values['name']]).toEqual(['Customer', 'Supplier'])
  })

  it('asks for static data and company once per session', async () => {
    const id = ninja.model.person.create('client', { name: 'Acme' })
    await Promise.all([1, 2, 3].map(() => ninja.session.read('party', 'client', [id])))
    expect(ninja.server.requests.list({ path: 'statics' })).toHaveLength(1)
    expect(ninja.server.requests.list({ path: 'companies/current' })).toHaveLength(1)
  })

  it('asks for them again after a failure', async () => {
    const id = ninja.model.person.create('client', { name: 'Acme' })
    ninja.server.faults.add({ kind: 'status', status: 500, path: 'statics' })
    await expect(ninja.session.read('party', 'client', [id])).rejects.toMatchObject({ kind: 'unavailable' })
    expect(await ninja.session.read('party', 'client', [id])).toHaveLength(1)
  })
})

describe('find', () => {
  const holding = (marker: string, field = 'custom_value4'): string =>
    ninja.model.person.create('client', { name: `Of ${field}`, [field]: marker })

  it('compares the field itself, because the filter looks into many', async () => {
    const marker = randomUUID()
    holding(marker, 'custom_value1')
    ninja.model.person.create('client', { name: marker })
    holding(`${marker} and more`)
    expect((await ninja.session.find('party', 'client', [marker])).size).toBe(0)
    const id = holding(marker)
    expect((await ninja.session.find('party', 'client', [marker])).get(marker)?.id).toBe(id)
  })

  it('gives the older of two holders, and one that is deleted too', async () => {
    const marker = randomUUID()
    const first = holding(marker)
    holding(marker)
    ninja.model.person.remove('client', first)
    const record = (await ninja.session.find('party', 'client', [marker])).get(marker)
    expect(record).toMatchObject({ id: first, state: 'gone', marker })
  })

  it('looks in the field that the connection chose', async () => {
    const session = await ninja.connect({ config: { markerField: 'custom_value2' } })
    const marker = randomUUID()
    const id = holding(marker, 'custom_value2')
    expect((await session.find('party', 'client', [marker])).get(marker)?.id).toBe(id)
  })

  it('does not say "not found" when the filter was ignored', async () => {
    holding(randomUUID())
    const { handle } = ninja.model
    ninja.model.handle = (request) => {
      request.query.delete('filter')
      return handle.call(ninja.model, request)
    }
    await expect(ninja.session.find('party', 'client', [randomUUID()])).rejects.toMatchObject({
      kind: 'unavailable',
      code: 'invoice-ninja.filter-ignored',
    })
  })

  it('starts no further call after a failure', async () => {
    const session = await ninja.connect({ concurrency: 1 })
    ninja.server.faults.add({ kind: 'status', status: 403 })
    const markers = [1, 2, 3, 4].map(() => randomUUID())
    await expect(session.find('party', 'client', markers)).rejects.toMatchObject({ kind: 'unauthorized' })
    expect(ninja.server.requests.counts().total).toBe(1)
  })
})

describe('describe', () => {
  it('lists what documents hold, with the company’s labels and without the marker’s field', async () => {
    ninja.model.company.customFields = { client1: 'Region|Nord,Süd', contact2: 'Room' }
    const fields = await ninja.session.describe('party', 'client')
    expect(fields).toContainEqual({
      path: 'custom_value1',
      type: 'text',
      maxLength: 255,
      custom: true,
      label: 'Region',
    })
    expect(fields).toContainEqual(expect.objectContaining({ path: 'contacts.custom_value2', label: 'Room' }))
    expect(fields.map(({ path }) => path)).not.toContain('custom_value4')
    expect(fields.find(({ path }) => path === 'contacts.email')?.maxLength).toBe(100)
  })

  it('names every field of a document', async () => {
    for (const type of ['client', 'vendor']) {
      const id = ninja.model.person.create(type, { name: 'Acme', contacts: [{ first_name: 'Anna' }] })
      const [record] = await ninja.session.read('party', type, [id])
      const described = new Set((await ninja.session.describe('party', type)).map(({ path }) => path))
      expect(Object.keys(record?.values ?? {}).filter((name) => !described.has(name))).toEqual([])
    }
  })
})
