import { beforeEach, describe, expect, it } from '@jest/globals'
import type { JsonObject } from '#canonical'
import type { SimulatorReply } from '#connector-kit/testing'
import { createSimulator } from './index.js'
import type { ErpnextSimulator } from './index.js'
import { users } from './users.js'

let model: ErpnextSimulator
let now: number

beforeEach(() => {
  now = Date.UTC(2026, 5, 15, 10)
  model = createSimulator()
  model.now = () => now
})

function send(method: string, path: string, body?: unknown, user = 0): SimulatorReply {
  const [address = '', query = ''] = path.split('?')
  return model.handle({
    method,
    path: decodeURIComponent(address),
    rawUrl: path,
    query: new URLSearchParams(query),
    headers: {
      authorization: `token ${users[user]?.key}:${users[user]?.secret}`,
      'content-type': 'application/json',
    },
    body: Buffer.from(body === undefined ? '' : JSON.stringify(body)),
  })
}

const data = (reply: SimulatorReply): JsonObject => (reply.body as { data: JsonObject }).data
const rows = (reply: SimulatorReply): JsonObject[] => (reply.body as { data: JsonObject[] }).data
const query = (filters: unknown, fields = ['name', 'modified']): string =>
  `?fields=${encodeURIComponent(JSON.stringify(fields))}&filters=${encodeURIComponent(JSON.stringify(filters))}`
const customer = (values: JsonObject): JsonObject => data(send('POST', '/api/resource/Customer', values))

describe('names', () => {
  it('count on from the highest suffix, whatever case and accents', () => {
    const names = ['Müller GmbH', 'Muller gmbh', 'MÜLLER GMBH'].map(
      (name) => customer({ customer_name: name })['name'],
    )
    expect(names).toEqual(['Müller GmbH', 'Muller gmbh - 1', 'MÜLLER GMBH - 2'])
  })

  it('come from a series when the site says so, or when there is no name', () => {
    model.site.settings.cust_master_name = 'Naming Series'
    expect(customer({ customer_name: 'A' })['name']).toBe('CUST-2026-00001')
    expect(customer({ customer_name: 'A' })['name']).toBe('CUST-2026-00002')
  })

  it('carry the translated kind of an address for a German account, English with a number afterwards', () => {
    customer({ customer_name: 'Muster' })
    const address = {
      address_line1: 'x',
      city: 'y',
      links: [{ link_doctype: 'Customer', link_name: 'Muster' }],
    }
    const made = [1, 1, 1].map((user) => data(send('POST', '/api/resource/Address', address, user))['name'])
    expect(made).toEqual(['Muster-Abrechnung', 'Muster-Billing-1', 'Muster-Billing-2'])
  })

  it('change with a rename, which moves links without touching those who hold them', () => {
    customer({ customer_name: 'Alt' })
    const contact = data(
      send('POST', '/api/resource/Contact', {
        first_name: 'E',
        links: [{ link_doctype: 'Customer', link_name: 'Alt' }],
      }),
    )
    now += 60_000
    model.person.update('Customer', 'Alt', { name: 'Neu' })
    const after = data(send('GET', '/api/resource/Contact/E-Alt'))
    expect(after).toMatchObject({
      modified: contact['modified'],
      links: [{ link_name: 'Neu', link_title: 'Alt' }],
    })
    expect(data(send('GET', '/api/resource/Customer/Neu'))).toMatchObject({ customer_name: 'Neu' })
    expect(send('GET', '/api/resource/Customer/Alt').status).toBe(404)
  })
})

describe('saving', () => {
  it('moves `modified` even without a change, and never with an error', () => {
    const first = customer({ customer_name: 'A', website: 'x' })
    now += 1000
    const second = data(send('PUT', '/api/resource/Customer/A', { website: 'x' }))
    expect(String(second['modified']) > String(first['modified'])).toBe(true)
    expect(send('PUT', '/api/resource/Customer/A', { customer_type: 'Alien' }).status).toBe(417)
    expect(data(send('GET', '/api/resource/Customer/A'))['modified']).toBe(second['modified'])
  })

  it('rolls back a whole batch', () => {
    const docs = [
      { doctype: 'Customer', customer_name: 'Gut' },
      { doctype: 'Contact', email_ids: [{ email_id: 'schlecht' }] },
    ]
    expect(send('POST', '/api/method/frappe.client.insert_many', { docs }).status).toBe(417)
    expect(send('GET', '/api/resource/Customer/Gut').status).toBe(404)
  })

  it('takes the mark of the preferred address from the others, which moves their `modified`', () => {
    customer({ customer_name: 'A' })
    const make = (title: string): JsonObject =>
      data(
        send('POST', '/api/resource/Address', {
          address_title: title,
          address_line1: 'x',
          city: 'y',
          is_primary_address: 1,
          links: [{ link_doctype: 'Customer', link_name: 'A' }],
        }),
      )
    const first = make('Eins')
    now += 1000
    make('Zwei')
    const after = data(send('GET', '/api/resource/Address/Eins-Billing'))
    expect(after['is_primary_address']).toBe(0)
    expect(after['modified']).not.toBe(first['modified'])
  })

  it('does not move the customer when its contact changes; copies go stale', () => {
    const before = customer({ customer_name: 'A', email_id: 'a@x.example' })
    now += 1000
    model.person.update('Contact', 'A-A', { email_id: 'b@x.example' })
    const after = data(send('GET', '/api/resource/Customer/A'))
    expect(after).toMatchObject({ modified: before['modified'], email_id: 'a@x.example' })
    expect(data(send('PUT', '/api/resource/Customer/A', { website: 'x' }))['email_id']).toBe('b@x.example')
  })
})

describe('lists', () => {
  beforeEach(() => {
    for (let index = 0; index < 30; index += 1) {
      now += 1000
      customer({ customer_name: `Kunde ${String(index).padStart(2, '0')}` })
    }
  })

  it('give 20 rows without order unless asked', () => {
    const names = rows(send('GET', '/api/resource/Customer')).map((row) => row['name'])
    expect(names).toHaveLength(20)
    expect(names).not.toEqual(names.toSorted())
  })

  it('throw the zone of a time away, and take a garbled one for everything', () => {
    const last = rows(send('GET', '/api/resource/Customer?order_by=modified desc&limit_page_length=1'))[0]
    const stamp = String(data(send('GET', `/api/resource/Customer/${String(last?.['name'])}`))['modified'])
    const found = (text: string): number =>
      rows(send('GET', `/api/resource/Customer${query([['modified', '>=', text]])}&limit_page_length=0`))
        .length
    expect(found(stamp)).toBe(1)
    expect(found(`${stamp.slice(0, 19).replace(' ', 'T')}Z`)).toBe(1)
    expect(found('gestern')).toBe(30)
  })

  it('show times in the zone of the site', () => {
    expect(String(customer({ customer_name: 'Sommer' })['modified'])).toMatch(/^2026-06-15 12:00:3/)
    model.site.settings.time_zone = 'Asia/Kolkata'
    expect(String(customer({ customer_name: 'Indien' })['modified'])).toMatch(/^2026-06-15 15:30:3/)
  })
})

it('translates messages for the account, and keeps the class', () => {
  const body = send('POST', '/api/resource/Customer', { customer_type: 'Company' }, 1).body as JsonObject
  expect(body['exc_type']).toBe('MandatoryError')
  expect(body['_server_messages']).toContain('Fehler: Wert fehlt für Kunde: Kundenname')
})

it('goes on after a restart where it was, custom fields included', () => {
  send('POST', '/api/resource/Custom Field', {
    dt: 'Customer',
    fieldname: 'custom_x',
    label: 'X',
    fieldtype: 'Data',
    unique: 1,
  })
  customer({ customer_name: 'A', custom_x: '1' })
  const state = JSON.parse(JSON.stringify(model.save())) as unknown
  const again = createSimulator()
  again.load(state)
  again.now = () => now
  model = again
  expect(send('POST', '/api/resource/Customer', { customer_name: 'B', custom_x: '1' }).body).toMatchObject({
    exc_type: 'UniqueValidationError',
  })
  expect(again.person.list('Customer')).toHaveLength(1)
})

it('lists 10,000 parties’ changes in a few milliseconds', () => {
  model.seed(
    Array.from({ length: 10_000 }, (_, index) => ({
      kind: 'organization' as const,
      name: `Kunde ${index} GmbH`,
      isCustomer: true,
    })),
  )
  now += 3_600_000
  customer({ customer_name: 'Neu' })
  const window = query([['modified', '>=', '2026-06-15 12:30:00.000000']], ['*'])
  const started = performance.now()
  for (let round = 0; round < 50; round += 1) {
    expect(
      rows(
        send('GET', `/api/resource/Customer${window}&order_by=modified asc, name asc&limit_page_length=500`),
      ),
    ).toHaveLength(1)
  }
  expect((performance.now() - started) / 50).toBeLessThan(10)
})
