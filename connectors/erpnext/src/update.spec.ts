import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import type { JsonObject, PartWrite, Session } from '#connector-kit'
import { create, customer, Harness, recordOf, update, write } from '../simulator/harness.js'

let world: Harness
let session: Session

beforeEach(async () => {
  world = new Harness()
  session = await world.start()
  await session.check({ prepare: true })
  world.simulator.requests.clear()
})
afterEach(() => world.stop())

const ADDRESS: JsonObject = { address_line1: 'Hauptstr. 1', pincode: '10115', city: 'Berlin', country: 'DE' }
const people = (name: string, marker: string, email: string): PartWrite => ({
  list: 'contacts',
  kind: 'create',
  key: name,
  marker,
  values: {
    first_name: 'Erika',
    last_name: name,
    email_id: email,
    phone: '+49 30 1',
    designation: 'Einkauf',
  },
})
const names = (type: string): string[] => world.model.person.list(type).map((doc) => String(doc['name']))
const full = create(
  'm-1',
  {
    customer_name: 'Muster GmbH',
    customer_type: 'Company',
    email: 'info@muster.example',
    phone: '+49 30 9',
    address: ADDRESS,
  },
  [people('Muster', 'p-1', 'erika@muster.example')],
)

describe('updating', () => {
  beforeEach(async () => {
    recordOf(await write(session, full))
    world.simulator.requests.clear()
  })

  it('sends nothing when everything is so already, since even that would move `modified`', async () => {
    const current = await customer(session, 'Muster GmbH')
    const result = await write(
      session,
      update(current, {
        customer_name: 'Muster GmbH',
        email: 'info@muster.example',
        address: { country: 'DE' },
      }),
    )
    expect(recordOf(result).version).toBe(current.version)
    expect(world.asked({ writes: true })).toEqual([])
  })

  it('sends only what the operation names, and never a key that aims elsewhere', async () => {
    const current = await customer(session, 'Muster GmbH')
    await write(
      session,
      update(current, { website: 'https://muster.example', name: 'Andere', docstatus: 1, owner: 'x' }),
    )
    expect(await customer(session, 'Muster GmbH')).toMatchObject({
      values: { website: 'https://muster.example', docstatus: 0 },
    })
  })

  it.each([
    [
      'the party',
      'Customer',
      'Muster GmbH',
      { website: 'https://person.example' },
      { website: 'https://hub.example' },
    ],
    [
      'its own contact',
      'Contact',
      'Muster GmbH-Muster GmbH',
      { email_id: 'person@muster.example' },
      { email: 'hub@muster.example' },
    ],
    [
      'its main address',
      'Address',
      'Muster GmbH-Billing',
      { city: 'Potsdam' },
      { address: { city: 'Jena' } },
    ],
  ] as const)(
    'is stale when a person edited %s in between, and keeps the edit',
    async (_what, type, id, edit, values) => {
      const current = await customer(session, 'Muster GmbH')
      world.model.person.update(type, id, edit)
      const before = world.model.person.get(type, id)
      expect(await write(session, update(current, values as JsonObject))).toEqual({ status: 'stale' })
      expect(world.model.person.get(type, id)).toEqual(before)
    },
  )

  it('keeps further addresses and numbers of a contact whose primary ones change', async () => {
    const rows = [
      { email_id: 'erika@muster.example', is_primary: 1 },
      { email_id: 'privat@muster.example', is_primary: 0 },
    ]
    world.model.person.update('Contact', 'Erika Muster-Muster GmbH', { email_ids: rows })
    const current = await customer(session, 'Muster GmbH')
    const values = { email_id: 'neu@muster.example', mobile_no: '+49 170 2' }
    const record = recordOf(
      await write(
        session,
        update(current, {}, [{ list: 'contacts', kind: 'update', id: 'Erika Muster-Muster GmbH', values }]),
      ),
    )
    expect(record.values['contacts']).toMatchObject([
      { email_id: 'neu@muster.example', phone: '+49 30 1', mobile_no: '+49 170 2' },
    ])
    const contact = world.model.person.get('Contact', 'Erika Muster-Muster GmbH')
    expect((contact?.['email_ids'] as JsonObject[]).map((row) => row['email_id']).sort()).toEqual([
      'neu@muster.example',
      'privat@muster.example',
    ])
  })

  it('gives a party without contact and address both, once', async () => {
    recordOf(await write(session, create('m-2', { customer_name: 'Kahl GmbH' })))
    const current = await customer(session, 'Kahl GmbH')
    const operation = update(current, { phone: '+49 30 5', address: { city: 'Jena' } })
    world.simulator.faults.add({ kind: 'lost-reply', path: 'insert_many' })
    expect(await write(session, operation)).toMatchObject({ status: 'unknown' })
    const record = recordOf(await write(session, operation))
    expect(record.values).toMatchObject({
      phone: '+49 30 5',
      address: { city: 'Jena' },
      contacts: [],
      addresses: [],
    })
    expect(names('Address').filter((name) => name.startsWith('Kahl'))).toHaveLength(1)
  })

  it('renames a person in a site with number series without losing the e-mail', async () => {
    world.model.site.settings.cust_master_name = 'Naming Series'
    const id = world.model.person.create('Customer', {
      customer_name: 'Jan Petersen',
      customer_type: 'Individual',
      email: 'jan@petersen.example',
    })
    expect(id).toMatch(/^CUST-2026-/)
    const record = recordOf(
      await write(session, update(await customer(session, id), { customer_name: 'Jan Holm' })),
    )
    expect(record.values).toMatchObject({
      customer_name: 'Jan Holm',
      email: 'jan@petersen.example',
      contacts: [],
    })
  })

  it('removes an emptied main address', async () => {
    const current = await customer(session, 'Muster GmbH')
    const record = recordOf(
      await write(session, update(current, { address: { address_line1: null, pincode: null, city: null } })),
    )
    expect(record.values['address']).toBeNull()
    expect(names('Address')).toEqual([])
  })

  it('disables an address that an invoice names, and only unlinks a contact that another party shares', async () => {
    world.model.site.transaction(world.model.site.user, () => {
      world.model.site.insert('Sales Invoice', {
        name: 'SINV-1',
        customer: 'Muster GmbH',
        customer_address: 'Muster GmbH-Billing',
        items: [{ item_name: 'x', uom: 'Nos', income_account: '4110 - Sales - AC', qty: 1, rate: 1 }],
      })
      world.model.site.insert('Customer', { customer_name: 'Zweite GmbH' })
    })
    const contact = 'Erika Muster-Muster GmbH'
    const links = ['Muster GmbH', 'Zweite GmbH'].map((name) => ({
      link_doctype: 'Customer',
      link_name: name,
    }))
    world.model.person.update('Contact', contact, { links })
    const current = await customer(session, 'Muster GmbH')
    const operation = update(current, { address: { address_line1: null, pincode: null, city: null } }, [
      { list: 'contacts', kind: 'delete', id: contact },
    ])
    expect(recordOf(await write(session, operation)).values).toMatchObject({ address: null, contacts: [] })
    expect(world.model.person.get('Address', 'Muster GmbH-Billing')).toMatchObject({ disabled: 1 })
    expect((await customer(session, 'Zweite GmbH')).values['contacts']).toMatchObject([{ id: contact }])
  })

  it('does not delete a contact that a person edited in between', async () => {
    const current = await customer(session, 'Muster GmbH')
    world.model.person.update('Contact', 'Erika Muster-Muster GmbH', { designation: 'Leitung' })
    const operation = update(current, {}, [
      { list: 'contacts', kind: 'delete', id: 'Erika Muster-Muster GmbH' },
    ])
    expect(await write(session, operation)).toEqual({ status: 'stale' })
    expect(world.model.person.get('Contact', 'Erika Muster-Muster GmbH')).toMatchObject({
      designation: 'Leitung',
    })
  })

  it('stops asking after the first sign of maintenance', async () => {
    const records = await session.write(
      'party',
      Array.from({ length: 20 }, (_, index) => create(`x-${index}`, { customer_name: `Kunde ${index}` })),
    )
    world.simulator.requests.clear()
    world.model.site.settings.mode = 'read-only'
    const results = await session.write(
      'party',
      records.map((result) => update(recordOf(result), { website: 'https://x.example' })),
    )
    expect(
      results.every((result) => result.status === 'failed' && result.error.code === 'erpnext.read-only'),
    ).toBe(true)
    expect(world.asked({ writes: true }).length).toBeLessThanOrEqual(4)
  })
})

describe('somebody who saves right after the write', () => {
  it.each([
    ['Customer', 'Muster GmbH', { tax_id: 'DE2' }],
    ['Contact', 'Erika Muster-Muster GmbH', { designation: 'Leitung' }],
    ['Address', 'Muster GmbH-Billing', { city: 'Potsdam' }],
  ])('makes it be looked up again: %s', async (doctype, name, edit) => {
    recordOf(await write(session, full))
    const current = await customer(session, 'Muster GmbH')
    const [contact] = current.values['contacts'] as JsonObject[]
    const handle = world.model.handle.bind(world.model)
    world.model.handle = (request) => {
      const reply = handle(request)
      if (request.method === 'PUT' && request.path.startsWith(`/api/resource/${doctype}/`)) {
        world.now += 1_000
        world.model.person.update(doctype, name, edit)
      }
      return reply
    }
    const change: PartWrite = {
      list: 'contacts',
      kind: 'update',
      id: String(contact?.['id']),
      values: { designation: 'Verkauf' },
    }
    const values = { tax_id: 'DE1', address: { city: 'Bernau' } }
    expect(await write(session, update(current, values, [change]))).toMatchObject({
      status: 'unknown',
      error: { kind: 'rejected', code: 'erpnext.changed-meanwhile' },
    })
  })

  it('makes a create be looked up again', async () => {
    const handle = world.model.handle.bind(world.model)
    world.model.handle = (request) => {
      const reply = handle(request)
      if (request.path.endsWith('insert_many') && names('Contact').includes('Muster GmbH-Muster GmbH'))
        world.model.person.update('Customer', 'Muster GmbH', { phone: '+49 30 2' })
      return reply
    }
    expect(await write(session, full)).toMatchObject({ status: 'unknown', error: { kind: 'rejected' } })
  })
})
