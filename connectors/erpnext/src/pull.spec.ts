import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import type { Cursor, JsonObject, NativeRecord, Session } from '#connector-kit'
import { Harness, pullAll as pull } from '../simulator/harness.js'

const HOUR = 3_600_000

let world: Harness
let session: Session

const ids = (records: readonly NativeRecord[]): string[] => records.map((record) => record.id).sort()

beforeEach(async () => {
  world = new Harness()
  session = await world.start()
  world.model.seed([
    {
      kind: 'organization',
      name: 'Muster & Söhne GmbH',
      isCustomer: true,
      email: 'info@muster.example',
      phone: '+49 30 1234567',
      address: { street: 'Hauptstr. 1', postalCode: '10115', city: 'Berlin', country: 'DE' },
      contacts: [{ name: 'Erika von der Heide', email: 'erika@muster.example', mobile: '+49 170 1' }],
    },
    { kind: 'person', name: 'Jan Petersen', isCustomer: true, email: 'jan@petersen.example' },
    { kind: 'organization', name: 'Stahl AG', isCustomer: false, isSupplier: true },
  ])
})

afterEach(() => world.stop())

describe('the composed document', () => {
  it('shows the own contact as e-mail and phone, the main address, and the people apart', async () => {
    const [record] = await session.read('party', 'Customer', ['Muster & Söhne GmbH'])
    expect(record).toMatchObject({
      type: 'Customer',
      id: 'Muster & Söhne GmbH',
      marker: null,
      values: {
        customer_name: 'Muster & Söhne GmbH',
        email: 'info@muster.example',
        phone: '+49 30 1234567',
        address: {
          address_line1: 'Hauptstr. 1',
          pincode: '10115',
          city: 'Berlin',
          country: 'Germany',
          address_title: null,
        },
        contacts: [
          {
            first_name: 'Erika von der',
            last_name: 'Heide',
            email_id: 'erika@muster.example',
            mobile_no: '+49 170 1',
          },
        ],
        addresses: [],
      },
    })
    expect(session.codecs['country']?.decode('Germany')).toBe('DE')
  })

  it('takes a middle name to the first name', async () => {
    world.model.person.create('Contact', {
      first_name: 'Karl',
      middle_name: 'Maria',
      last_name: 'Weber',
      party_type: 'Supplier',
      party: 'Stahl AG',
    })
    const [record] = await session.read('party', 'Supplier', ['Stahl AG'])
    expect((record?.values['contacts'] as JsonObject[])[0]).toMatchObject({
      first_name: 'Karl Maria',
      last_name: 'Weber',
    })
  })

  it('keeps the own contact when the party is renamed by its form or by its key', async () => {
    world.model.person.update('Customer', 'Jan Petersen', { customer_name: 'Jan Petersen-Holm' })
    world.model.person.update('Customer', 'Muster & Söhne GmbH', { name: 'Muster AG' })
    const records = await session.read('party', 'Customer', ['Jan Petersen', 'Muster AG'])
    const emails = Object.fromEntries(records.map((record) => [record.id, record.values['email']]))
    expect(emails).toEqual({ 'Jan Petersen': 'jan@petersen.example', 'Muster AG': 'info@muster.example' })
    world.model.person.update('Customer', 'Jan Petersen', { name: 'Jan Holm' })
    const [renamed] = await session.read('party', 'Customer', ['Jan Holm'])
    expect(renamed?.values).toMatchObject({ email: 'jan@petersen.example', contacts: [] })
  })
})

describe('polling', () => {
  it('asks four lists and nothing else when nothing changed', async () => {
    const first = await pull(session, null)
    expect(ids(first.records)).toEqual(['Jan Petersen', 'Muster & Söhne GmbH', 'Stahl AG'])
    world.now += HOUR
    const settled = await pull(session, first.cursor)
    world.now += HOUR
    world.simulator.requests.clear()
    const poll = await pull(session, settled.cursor)
    expect(poll.records).toEqual([])
    expect(world.asked().map((line) => line.split('?')[0])).toEqual(
      ['Customer', 'Supplier', 'Contact', 'Address'].map((doctype) => `GET /api/resource/${doctype}`),
    )
  })

  it('yields the parties of a changed contact and address, once', async () => {
    const { cursor } = await pull(session, null)
    world.now += HOUR
    const before = await pull(session, cursor)
    world.now += HOUR
    const contact = world.model.person.list('Contact').find((one) => one['last_name'] === 'Heide')
    world.model.person.update('Contact', String(contact?.['name']), { designation: 'Einkauf' })
    world.model.person.update('Customer', 'Muster & Söhne GmbH', { address: { city: 'Potsdam' } })
    const { records } = await pull(session, before.cursor)
    expect(ids(records)).toEqual(['Muster & Söhne GmbH'])
    expect(records[0]?.values).toMatchObject({
      address: { city: 'Potsdam' },
      contacts: [{ designation: 'Einkauf' }],
    })
  })

  it('yields a renamed record under its new id with its old marker and birth', async () => {
    await session.check({ prepare: true })
    const [result] = await session.write('party', [
      {
        kind: 'create',
        type: 'Customer',
        marker: 'marker-1',
        values: { customer_name: 'Alt GmbH' },
        parts: [],
      },
    ])
    const created = result?.status === 'done' ? result.record : undefined
    const { cursor } = await pull(session, null)
    world.now += HOUR
    const settled = await pull(session, cursor)
    world.now += HOUR
    world.model.person.update('Customer', 'Alt GmbH', { name: 'Neu GmbH' })
    const { records } = await pull(session, settled.cursor)
    expect(records).toHaveLength(1)
    expect(records[0]).toMatchObject({
      id: 'Neu GmbH',
      marker: 'marker-1',
      incarnation: created?.incarnation,
    })
    expect((await session.find('party', 'Customer', ['marker-1'])).get('marker-1')?.id).toBe('Neu GmbH')
  })

  it('goes on from the cursor of any page', async () => {
    world.model.seed(
      Array.from({ length: 25 }, (_, index) => ({
        kind: 'organization' as const,
        name: `Reihe ${index}`,
        isCustomer: true,
      })),
    )
    const whole = ids((await pull(session, null)).records)
    for (let stop = 1; stop <= 2; stop += 1) {
      const seen: NativeRecord[] = []
      let cursor: Cursor | null = null
      for await (const page of session.pull('party', null, { pageSize: 10 })) {
        seen.push(...page.records)
        cursor = page.cursor
        if (seen.length >= stop * 10) break
      }
      const rest = await pull(await world.connect(), cursor)
      expect(ids([...seen, ...rest.records])).toEqual(whole)
    }
  })

  it('misses nothing when clocks are set back in autumn', async () => {
    // Europe/Berlin goes from 03:00 back to 02:00 on 25 October 2026, 01:00 UTC.
    world.now = Date.UTC(2026, 9, 25, 0, 30)
    const { cursor } = await pull(session, null)
    world.now = Date.UTC(2026, 9, 25, 0, 59)
    const before = await pull(session, cursor)
    world.now = Date.UTC(2026, 9, 25, 1, 5)
    world.model.person.update('Customer', 'Jan Petersen', { website: 'https://petersen.example' })
    world.now = Date.UTC(2026, 9, 25, 1, 20)
    expect(ids((await pull(session, before.cursor)).records)).toContain('Jan Petersen')
  })

  it('reads everything once more when the clock was set back by more than a window reaches', async () => {
    let { cursor } = await pull(session, null)
    world.now += 2 * HOUR
    cursor = (await pull(session, cursor)).cursor
    world.now -= 2 * HOUR
    world.model.person.update('Supplier', 'Stahl AG', { tax_id: 'DE1' })
    world.now += HOUR
    const next = await pull(session, cursor)
    expect(ids(next.records)).toEqual(['Jan Petersen', 'Muster & Söhne GmbH', 'Stahl AG'])
    expect(ids((await pull(session, next.cursor)).records)).toEqual([])
  })

  it('reads back to when the zone was last right after a site changed it', async () => {
    const { cursor } = await pull(session, null)
    world.now += HOUR
    const before = await pull(session, cursor)
    world.model.site.settings.time_zone = 'America/New_York'
    world.now += 8 * 24 * HOUR
    world.model.person.update('Customer', 'Jan Petersen', { website: 'https://petersen.example' })
    world.now += HOUR
    const first = await pull(session, before.cursor)
    const second = await pull(session, first.cursor)
    expect(ids([...first.records, ...second.records])).toContain('Jan Petersen')
  })

  it('finds a new witness when the old one is deleted, and asks four lists again', async () => {
    const { cursor } = await pull(session, null)
    world.now += HOUR
    const before = await pull(session, cursor)
    world.now += HOUR
    world.model.person.remove('Customer', 'Jan Petersen')
    const after = await pull(session, before.cursor)
    expect(after.records).toEqual([])
    world.now += HOUR
    world.simulator.requests.clear()
    await pull(session, after.cursor)
    expect(world.asked()).toHaveLength(4)
  })
})

describe('an account with fewer rights', () => {
  it('without System Settings misses nothing and reads the newest records again', async () => {
    const weaker = await world.connect(world.account('sync@example.com'))
    const { cursor, records } = await pull(weaker, null)
    expect(records).toHaveLength(3)
    world.now += HOUR
    world.model.person.update('Customer', 'Jan Petersen', { website: 'https://petersen.example' })
    const changed = await pull(weaker, cursor)
    expect(ids(changed.records)).toContain('Jan Petersen')
    world.now += HOUR
    const again = await pull(weaker, changed.cursor)
    expect(ids(again.records)).toContain('Jan Petersen')
  })

  it('with the zone in the connection polls as any other', async () => {
    const weaker = await world.connect({ ...world.account('sync@example.com'), timeZone: 'Europe/Berlin' })
    const { cursor } = await pull(weaker, null)
    world.now += HOUR
    const settled = await pull(weaker, cursor)
    world.now += HOUR
    world.simulator.requests.clear()
    expect((await pull(weaker, settled.cursor)).records).toEqual([])
    expect(world.asked()).toHaveLength(4)
  })

  it('without suppliers reads customers; a right that is lost later stops the pull', async () => {
    const sales = await world.connect({ ...world.account('limited@example.com'), timeZone: 'Europe/Berlin' })
    const { cursor, records } = await pull(sales, null)
    expect(ids(records)).toEqual(['Jan Petersen', 'Muster & Söhne GmbH'])
    world.now += HOUR
    expect((await pull(sales, cursor)).records.every((record) => record.type === 'Customer')).toBe(true)

    const { cursor: full } = await pull(session, null)
    await expect(pull(sales, full)).rejects.toMatchObject({
      kind: 'misconfigured',
      code: 'erpnext.not-permitted',
    })
  })

  it('is told when a proxy drops the credentials', async () => {
    const handle = world.model.handle.bind(world.model)
    world.model.handle = (request) =>
      handle({ ...request, headers: { ...request.headers, authorization: '' } })
    const expected = { kind: 'unauthorized', code: 'erpnext.credentials-stripped' }
    await expect(pull(session, null)).rejects.toMatchObject(expected)
    await expect(session.check()).rejects.toMatchObject(expected)
  })
})

describe('a list that is not what was asked for', () => {
  const change = (edit: (rows: JsonObject[]) => JsonObject[], path: string): void => {
    const handle = world.model.handle.bind(world.model)
    world.model.handle = (request) => {
      const reply = handle(request)
      const body = reply.body as { data?: JsonObject[] }
      const hit = decodeURIComponent(request.rawUrl).includes(path) && Array.isArray(body.data)
      return hit ? { ...reply, body: { data: edit(body.data ?? []) } } : reply
    }
  }
  const incomplete = { kind: 'unavailable', code: 'erpnext.list-incomplete' }

  it('out of order', async () => {
    change((rows) => rows.toReversed(), 'Customer?fields=["*"]')
    await expect(pull(session, null)).rejects.toMatchObject(incomplete)
  })

  it('without its filter', async () => {
    const { cursor } = await pull(session, null)
    world.now += HOUR
    const handle = world.model.handle.bind(world.model)
    world.model.handle = (request) => {
      const query = new URLSearchParams(request.query)
      query.delete('or_filters')
      return handle({ ...request, query })
    }
    await expect(pull(session, cursor)).rejects.toMatchObject(incomplete)
  })

  it('a read that lacks a document', async () => {
    change((rows) => rows.slice(1), 'Customer?fields=["*"]')
    await expect(session.read('party', 'Customer', ['Jan Petersen'])).rejects.toMatchObject(incomplete)
  })

  it('a server that caps pages is read on, page by page', async () => {
    world.model.seed(
      Array.from({ length: 15 }, (_, index) => ({
        kind: 'organization' as const,
        name: `Reihe ${index}`,
        isCustomer: true,
      })),
    )
    change((rows) => rows.slice(0, 4), 'Customer?fields=["*"]')
    expect((await pull(session, null)).records).toHaveLength(18)
  })
})
