import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { randomUUID } from 'node:crypto'
import type { JsonObject } from '#canonical'
import type { PartWrite } from '#connector-kit'
import { startHarness } from '../../simulator/harness.js'
import type { Harness } from '../../simulator/harness.js'
import { newContact, writesOf } from '../../simulator/harness-writes.js'
import type { Writes } from '../../simulator/harness-writes.js'
import { connector } from '../index.js'

let ninja: Harness
let write: Writes['write']
let done: Writes['done']
let updating: Writes['updating']
let read: Writes['read']
let shown: Writes['shown']
let contactsOf: Writes['contactsOf']
let requests: Writes['requests']

beforeEach(async () => {
  ninja = await startHarness(connector)
  ;({ write, done, updating, read, shown, contactsOf, requests } = writesOf(ninja))
})
afterEach(() => ninja.stop())

describe('an update', () => {
  let id: string

  beforeEach(() => {
    id = ninja.model.person.create('client', {
      name: 'Acme GmbH',
      city: 'Berlin',
      settings: { currency_id: '3', language_id: '3', payment_terms: '14' },
      contacts: [
        { email: 'info@acme.example', send_email: false },
        {
          first_name: 'Anna',
          last_name: 'Muster',
          email: 'anna@acme.example',
          send_email: true,
          is_primary: true,
        },
        { first_name: 'Bob', last_name: 'Bau', phone: '1' },
      ],
    })
  })

  it('changes what it names and nothing else: settings and contacts stay', async () => {
    const before = shown(id)
    await done(await updating({ type: 'client', id }, { city: 'Hamburg' }))
    const { updated_at: _at, city, ...rest } = shown(id)
    const { updated_at: _before, city: _city, ...untouched } = before
    expect(city).toBe('Hamburg')
    expect(rest).toEqual(untouched)
    expect(requests('PUT')).toHaveLength(1)
  })

  it('adds its own settings to the others', async () => {
    await done(await updating({ type: 'client', id }, { currency_code: 'CHF' }))
    expect(shown(id)['settings']).toMatchObject({ currency_id: '17', language_id: '3', payment_terms: '14' })
  })

  it('changes one contact and keeps the others with their ids, roles and addresses', async () => {
    const before = contactsOf(id)
    const bob = before.find((contact) => contact['first_name'] === 'Bob')
    const part: PartWrite = {
      list: 'contacts',
      kind: 'update',
      id: String(bob?.['id']),
      values: { phone: '2' },
    }
    await done(await updating({ type: 'client', id }, {}, [part]))
    expect(contactsOf(id)).toEqual(
      before.map((contact) =>
        contact === bob ? { ...contact, phone: '2', updated_at: expect.any(Number) } : contact,
      ),
    )
  })

  it('makes nobody a recipient of invoices who was not one', async () => {
    const contacts = [
      { first_name: 'Anna', email: 'anna@x.example', send_email: false, is_primary: true },
      { first_name: 'Bob', email: 'bob@x.example', send_email: true },
    ]
    const other = ninja.model.person.create('client', { name: 'Other', contacts })
    const added = newContact({ first_name: 'Carl', email: 'carl@x.example' })
    await done(await updating({ type: 'client', id: other }, {}, [added]))
    expect(contactsOf(other).map((contact) => contact['send_email'])).toEqual([false, true, false])
  })

  it('adds and removes contacts without touching the rest', async () => {
    const record = await read('client', id)
    const [anna] = record.values['contacts'] as JsonObject[]
    const added = newContact({ first_name: 'Carl', last_name: null, email: 'carl@acme.example' })
    const result = await done(
      await updating({ type: 'client', id }, {}, [
        { list: 'contacts', kind: 'delete', id: String(anna?.['id']) },
        added,
      ]),
    )
    expect(contactsOf(id).map((contact) => contact['email'])).toEqual([
      'info@acme.example',
      '',
      'carl@acme.example',
    ])
    const created = (result.record.values['contacts'] as JsonObject[]).find((c) => c['first_name'] === 'Carl')
    expect(result.parts).toEqual({ 'key Carl': created?.['id'] })
  })

  it('does not create a contact a second time when its first answer was lost', async () => {
    const added = newContact({ first_name: 'Carl', email: 'carl@acme.example' })
    await done(await updating({ type: 'client', id }, {}, [added]))
    const again = await done(await updating({ type: 'client', id }, {}, [added]))
    expect(contactsOf(id)).toHaveLength(4)
    expect(Object.keys(again.parts)).toEqual(['key Carl'])
  })

  it('refuses to change a contact that is not there instead of making a new one', async () => {
    const part: PartWrite = { list: 'contacts', kind: 'update', id: 'gone', values: { phone: '2' } }
    expect(await write(await updating({ type: 'client', id }, {}, [part]))).toMatchObject({
      status: 'failed',
      error: { kind: 'rejected', code: 'invoice-ninja.no-contact' },
    })
    expect(contactsOf(id)).toHaveLength(3)
  })

  it('writes nothing when the record is not the one that was read', async () => {
    const operation = await updating({ type: 'client', id }, { city: 'Hamburg' })
    ninja.model.person.update('client', id, { settings: { currency_id: '3', payment_terms: '30' } })
    expect(await write(operation)).toEqual({ status: 'stale' })
    expect(shown(id)).toMatchObject({ city: 'Berlin', settings: { payment_terms: '30' } })
  })

  it('of a record that is deleted or purged says gone', async () => {
    const operation = await updating({ type: 'client', id }, { city: 'Hamburg' })
    ninja.model.person.remove('client', id)
    expect(await write(operation)).toMatchObject({ status: 'failed', error: { kind: 'gone' } })
    ninja.model.purge('client', id)
    expect(await write(operation)).toMatchObject({ status: 'failed', error: { kind: 'gone' } })
  })

  it('sends no request beyond the reading when nothing has a place', async () => {
    const part: PartWrite = {
      list: 'addresses',
      kind: 'create',
      key: 'b',
      marker: randomUUID(),
      values: { type: 'billing', city: 'Kiel' },
    }
    const result = await done(await updating({ type: 'client', id }, {}, [part]))
    expect(result.parts).toEqual({})
    expect(requests('PUT')).toEqual([])
  })

  it('archives and takes back by the bulk action', async () => {
    const archived = await done(await updating({ type: 'client', id }, { active: false, city: 'Kiel' }))
    expect(archived.record.values).toMatchObject({ active: false, city: 'Kiel' })
    const back = await done(await updating({ type: 'client', id }, { active: true }))
    expect(back.record.values['active']).toBe(true)
    expect(requests('PUT')).toHaveLength(1)
  })

  it('is unknown when the archiving after it fails', async () => {
    const operation = await updating({ type: 'client', id }, { active: false, city: 'Kiel' })
    ninja.server.faults.add({ kind: 'status', status: 503, path: '/bulk' })
    expect(await write(operation)).toMatchObject({ status: 'unknown', error: { kind: 'unavailable' } })
  })
})
