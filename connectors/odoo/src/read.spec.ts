import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { Harness } from '../simulator/harness.js'

let world: Harness
beforeEach(async () => {
  world = await Harness.open()
})
afterEach(() => world.close())

const ids = (records: { id: string }[]): string[] => records.map(({ id }) => id)

describe('the document of a party', () => {
  it('holds the party with its contacts and addresses, empty as null', async () => {
    const id = world.type({
      name: 'Alt GmbH',
      city: 'Köln',
      country_id: 'DE',
      state_id: 'NW',
      ref: '',
      comment: 'Zahlt\nspät',
    })
    const eva = world.type({ name: 'Eva', parent_id: id, type: 'contact', function: 'Einkauf' })
    const store = world.type({ parent_id: id, type: 'delivery', street: 'Lager 2', is_company: false })
    const record = await world.readOne(id)
    expect(record).toMatchObject({
      type: 'res.partner',
      id,
      state: 'present',
      marker: null,
      incarnation: '2026-05-04 08:00:00',
    })
    expect(record.values).toMatchObject({
      name: 'Alt GmbH',
      is_company: true,
      active: true,
      customer_rank: 1,
      supplier_rank: 0,
      ref: null,
      vat: null,
      city: 'Köln',
      comment: '<p>Zahlt</p><p>spät</p>',
      country_id: { code: 'DE' },
      state_id: { name: 'North Rhine-Westphalia' },
      contacts: [{ id: eva, name: 'Eva', function: 'Einkauf', email: null }],
      addresses: [{ id: store, type: 'delivery', name: null, street: 'Lager 2', country_id: null }],
    })
    expect(record.values).not.toHaveProperty('mobile')
  })

  it('has what the version has, and the tenant’s own fields', async () => {
    await world.close()
    world = await Harness.open({ version: '17.0' })
    const id = world.type({ name: 'Alt GmbH', mobile: '+49 1' })
    expect((await world.readOne(id)).values).toHaveProperty('mobile', '+49 1')
    world.odoo.db.addCustomField('x_region', { type: 'char', label: 'Region' })
    world.odoo.person.update('res.partner', id, { x_region: 'Nord' })
    const session = await world.connect()
    const [record] = await session.read('party', 'res.partner', [id])
    expect(record?.values).toHaveProperty('x_region', 'Nord')
    const fields = await session.describe('party', 'res.partner')
    expect(fields).toContainEqual(expect.objectContaining({ path: 'x_region', custom: true, type: 'text' }))
    expect(fields).toContainEqual(expect.objectContaining({ path: 'contacts.x_region' }))
    expect(fields.map(({ path }) => path)).toEqual(
      expect.arrayContaining(['country_id.code', 'addresses.state_id.name']),
    )
  })

  it('has another version when anything in it changed, and the same when nothing did', async () => {
    const id = world.type({ name: 'Alt GmbH' })
    const eva = world.type({ name: 'Eva', parent_id: id })
    const { version } = await world.readOne(id)
    world.advance(60)
    world.odoo.person.update('res.partner', id, { name: 'Alt GmbH' })
    expect((await world.readOne(id)).version).toBe(version)
    // Within the same second.
    world.odoo.person.update('res.partner', eva, { email: 'eva@alt.example' })
    expect((await world.readOne(id)).version).not.toBe(version)
  })
})

describe('what is no party', () => {
  it('is the own company, its employees and Odoo’s accounts', async () => {
    const id = world.type({ name: 'Kunde GmbH' })
    const { partner_id: employee } = world.odoo.db.users.find(({ login }) => login === 'admin') ?? {}
    expect(ids((await world.pull()).records)).toEqual([id])
    expect(ids(await world.read(id, '1', '9', String(employee)))).toEqual([id])
  })

  it('is an employee who is filed under a customer, not even as a contact', async () => {
    const id = world.type({ name: 'Kunde GmbH' })
    const user = world.odoo.db.users.find(({ login }) => login === 'admin')
    world.odoo.person.update('res.partner', String(user?.partner_id), { parent_id: id })
    expect((await world.readOne(id)).values['contacts']).toEqual([])
  })

  it('is a contact, until it stands alone', async () => {
    const id = world.type({ name: 'Kunde GmbH' })
    const eva = world.type({ name: 'Eva', parent_id: id })
    expect(await world.read(eva)).toEqual([])
    world.odoo.person.remove('res.partner', id)
    expect(ids(await world.read(id, eva))).toEqual([eva])
  })

  it('is no id that Odoo has never given', async () => {
    expect(await world.read('0', '-1', 'abc', '1e3', '99999999', '')).toEqual([])
  })
})

describe('partners of another company', () => {
  it('are no contacts of a party that all companies share', async () => {
    const id = world.type({ name: 'Alt GmbH' })
    const eva = world.type({ name: 'Eva', parent_id: id })
    world.odoo.person.update('res.partner', world.type({ name: 'Fremd', parent_id: id }), { company_id: 2 })
    expect((await world.readOne(id)).values['contacts']).toMatchObject([{ id: eva }])
  })

  it('exist, show nothing, and cannot be written', async () => {
    const [mine, theirs] = [world.type({ name: 'Mein' }), world.type({ name: 'Fremd' })]
    world.odoo.person.update('res.partner', theirs, { company_id: 2 })
    expect(ids((await world.pull()).records)).toEqual([mine])
    const records = await world.read(mine, theirs, '99999')
    expect(ids(records).sort()).toEqual([mine, theirs].sort())
    const hidden = records.find(({ id }) => id === theirs)
    expect(hidden).toMatchObject({ values: {}, state: 'present', version: null })
    const [refused, done] = await world.write(
      ...records
        .map((current) => ({
          kind: 'update' as const,
          type: 'res.partner',
          id: current.id,
          values: { phone: '1' },
          parts: [],
          current,
        }))
        .sort((a) => (a.id === theirs ? -1 : 1)),
    )
    expect(refused).toMatchObject({
      status: 'failed',
      error: { kind: 'rejected', code: 'odoo.record-locked' },
    })
    expect(done).toMatchObject({ status: 'done' })
  })
})
