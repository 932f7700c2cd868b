import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import type { JsonObject, PartWrite, Session } from '#connector-kit'
import { create, Harness, recordOf, write } from '../simulator/harness.js'

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

describe('creating', () => {
  it('keeps equal names apart as ERPNext does, each under its own marker', async () => {
    const results = await session.write('party', [
      create('m-1', { customer_name: 'Müller GmbH' }),
      create('m-2', { customer_name: 'MULLER gmbh' }),
    ])
    expect(results.map((result) => recordOf(result).id)).toEqual(['Müller GmbH', 'MULLER gmbh - 1'])
    const found = await session.find('party', 'Customer', ['m-2', 'm-1', 'm-3'])
    expect([...found].map(([marker, record]) => [marker, record.id]).sort()).toEqual([
      ['m-1', 'Müller GmbH'],
      ['m-2', 'MULLER gmbh - 1'],
    ])
  })

  it('refuses a second supplier of equal name, which ERPNext cannot tell apart, and says what to do', async () => {
    recordOf(
      await write(
        session,
        create('s-1', { supplier_name: 'Stahl AG', supplier_type: 'Company' }, [], 'Supplier'),
      ),
    )
    const result = await write(
      session,
      create('s-2', { supplier_name: 'stahl ag', supplier_type: 'Company' }, [], 'Supplier'),
    )
    expect(result).toMatchObject({
      status: 'failed',
      error: { kind: 'rejected', code: 'erpnext.name-taken', field: 'supplier_name' },
    })
  })

  it('says that a name cannot be a key, and creates the others of the batch', async () => {
    const results = await session.write('party', [
      create('m-1', { customer_name: 'A < B' }),
      create('m-2', { customer_name: 'C' }),
    ])
    expect(results).toMatchObject([
      { status: 'failed', error: { kind: 'rejected', code: 'erpnext.name-illegal', field: 'customer_name' } },
      { status: 'done' },
    ])
  })

  it('gives a party that is customer and supplier its e-mail and address in both, under the same marker', async () => {
    const contact = { email: 'info@muster.example', address: ADDRESS }
    const results = await session.write('party', [
      create('m-1', { customer_name: 'Muster GmbH', ...contact }),
      create('m-1', { supplier_name: 'Muster GmbH', ...contact }, [], 'Supplier'),
    ])
    for (const { values } of results.map(recordOf)) {
      expect(values).toMatchObject({ email: contact.email, address: { address_line1: 'Hauptstr. 1' } })
    }
  })

  it('writes codes as the site’s own names, and the nearest language', async () => {
    const record = recordOf(
      await write(session, create('m-1', { customer_name: 'A', language: 'de-CH', address: ADDRESS })),
    )
    expect(record.values).toMatchObject({ language: 'de', address: { country: 'Germany' } })
    const unknown = await write(
      session,
      create('m-2', { customer_name: 'B', address: { ...ADDRESS, country: 'XX' } }),
    )
    expect(unknown).toMatchObject({
      status: 'failed',
      error: { code: 'erpnext.country-unknown', field: 'address.country' },
    })
    expect(names('Customer')).toEqual(['A'])
  })

  it('stores an address without street and city, and reads back what was meant', async () => {
    const record = recordOf(
      await write(
        session,
        create('m-1', { customer_name: 'A', address: { pincode: '10115', country: 'DE' } }),
      ),
    )
    expect(record.values['address']).toMatchObject({
      address_line1: null,
      city: null,
      pincode: '10115',
      address_title: null,
    })
    expect(world.model.person.get('Address', 'A-Billing')).toMatchObject({ address_line1: '-', city: '-' })
  })

  it('refuses before the first call what a part would be refused for', async () => {
    for (const [values, code, field] of [
      [{ email: 'not-an-email' }, 'erpnext.email', 'email'],
      [{ phone: '+49 30 / 1234' }, 'erpnext.phone', 'phone'],
      [{ address: { city: 'x'.repeat(141) } }, 'erpnext.too-long', 'address.city'],
    ] as const) {
      const result = await write(session, create('m-1', { customer_name: 'A', ...values }))
      expect(result).toMatchObject({ status: 'failed', error: { kind: 'rejected', code, field } })
    }
    expect(world.asked({ writes: true })).toEqual([])
  })

  it('isolates refused records of a batch in few calls', async () => {
    const operations = Array.from({ length: 64 }, (_, index) =>
      create(`m-${index}`, {
        customer_name: `Kunde ${index}`,
        customer_type: index === 40 ? 'Alien' : 'Company',
      }),
    )
    const results = await session.write('party', operations)
    expect(results.filter((result) => result.status === 'done')).toHaveLength(63)
    expect(results[40]).toMatchObject({
      status: 'failed',
      error: { kind: 'rejected', code: 'erpnext.refused' },
    })
    expect(world.asked({ writes: true }).length).toBeLessThanOrEqual(13)
  })
})

describe('a create that broke off', () => {
  it.each(['lost-reply', 'down'] as const)(
    '(%s) at any of its calls is completed by the same create',
    async (kind) => {
      for (let after = 0; after < 2; after += 1) {
        world.simulator.reset()
        await session.check({ prepare: true })
        world.simulator.faults.add({ kind, path: 'insert_many', after })
        const broken = await write(session, full)
        expect(broken).toMatchObject({ status: 'unknown', error: { outcomeUnknown: true } })

        const again = await write(await world.connect(), full)
        expect(recordOf(again).values).toMatchObject({
          email: 'info@muster.example',
          phone: '+49 30 9',
          address: { city: 'Berlin' },
          contacts: [{ last_name: 'Muster', custom_einmal_id: 'p-1' }],
        })
        expect(again).toMatchObject({ parts: { Muster: 'Erika Muster-Muster GmbH' } })
        expect(names('Customer')).toEqual(['Muster GmbH'])
        expect(names('Address')).toEqual(['Muster GmbH-Billing'])
        expect(names('Contact').filter((name) => name.includes('Muster GmbH'))).toHaveLength(2)
      }
    },
  )

  it('or succeeded is looked up, not tried', async () => {
    const first = recordOf(await write(session, full))
    world.simulator.requests.clear()
    expect(recordOf(await write(session, full)).version).toBe(first.version)
    expect(world.asked({ writes: true })).toEqual([])
  })

  it('in a batch repeats nothing and completes all', async () => {
    const operations = Array.from({ length: 10 }, (_, index) =>
      create(`m-${index}`, { customer_name: `Kunde ${index}`, email: `k${index}@x.example` }),
    )
    world.simulator.faults.add({ kind: 'lost-reply', path: 'insert_many', after: 1 })
    const broken = await session.write('party', operations)
    expect(new Set(broken.map((result) => result.status))).toEqual(new Set(['unknown']))
    const again = await session.write('party', operations)
    expect(again.map((result) => recordOf(result).values['email'])).toEqual(
      operations.map((_, index) => `k${index}@x.example`),
    )
    expect(names('Customer')).toHaveLength(10)
  })

  it('a part that ERPNext refuses leaves the operation unknown, and names the part', async () => {
    const handle = world.model.handle.bind(world.model)
    world.model.handle = (request) => {
      const refused = request.body.toString().includes('"doctype":"Contact"')
      return refused ? world.model.errorReply(417) : handle(request)
    }
    const result = await write(session, full)
    expect(result).toMatchObject({ status: 'unknown', error: { kind: 'rejected', code: 'erpnext.refused' } })
    world.model.handle = handle
    expect(recordOf(await write(session, full)).values['contacts']).toHaveLength(1)
    expect(names('Customer')).toEqual(['Muster GmbH'])
  })

  it('without the marker field is never tried twice by itself', async () => {
    const other = new Harness()
    const plain = await other.start()
    const record = recordOf(await write(plain, full))
    expect(record).toMatchObject({ id: 'Muster GmbH', marker: null })
    expect((await plain.find('party', 'Customer', ['m-1'])).size).toBe(0)
    await other.stop()
  })
})
