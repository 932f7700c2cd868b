import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { startHarness } from '../../simulator/harness.js'
import type { Harness } from '../../simulator/harness.js'
import { creating, newContact, writesOf } from '../../simulator/harness-writes.js'
import type { Writes } from '../../simulator/harness-writes.js'
import { connector } from '../index.js'

let ninja: Harness
let done: Writes['done']
let updating: Writes['updating']
let read: Writes['read']
let contactsOf: Writes['contactsOf']

beforeEach(async () => {
  ninja = await startHarness(connector)
  ;({ done, updating, read, contactsOf } = writesOf(ninja))
})
afterEach(() => ninja.stop())

describe('the party’s own e-mail and phone', () => {
  it('belong to a contact without name, which is made for an organization', async () => {
    const { record } = await done(
      creating({ name: 'Acme GmbH', classification: 'business', email: 'info@acme.example', phone: '030' }, [
        newContact({ first_name: 'Anna', last_name: 'Muster', email: 'anna@acme.example' }),
      ]),
    )
    expect(record.values).toMatchObject({ email: 'info@acme.example', phone: '030' })
    expect(record.values['contacts']).toMatchObject([{ first_name: 'Anna', email: 'anna@acme.example' }])
    // Invoices go to the company's address and not to every contact.
    expect(contactsOf(record.id)).toMatchObject([
      { first_name: '', email: 'info@acme.example', is_primary: true, send_email: true },
      { first_name: 'Anna', is_primary: false, send_email: false },
    ])
  })

  it('belong to a contact of the same name for a person, even without any', async () => {
    const { record } = await done(creating({ name: 'Maria von Sommer', classification: 'individual' }))
    expect(contactsOf(record.id)).toMatchObject([{ first_name: 'Maria von', last_name: 'Sommer', email: '' }])
    expect(record.values).toMatchObject({ email: null, contacts: [] })
  })

  it('stay where they are when the party is renamed, in the hub or in Invoice Ninja', async () => {
    const { record } = await done(
      creating({ name: 'Maria Sommer', classification: 'individual', email: 'm@sommer.example' }, [
        newContact({ first_name: 'Otto', email: 'otto@sommer.example' }),
      ]),
    )
    const renamed = await done(await updating(record, { name: 'Maria Winter' }))
    expect(contactsOf(record.id)[0]).toMatchObject({ first_name: 'Maria', last_name: 'Winter' })
    expect(renamed.record.values).toMatchObject({
      email: 'm@sommer.example',
      contacts: [{ first_name: 'Otto' }],
    })
    ninja.model.person.update('client', record.id, { name: 'Maria Herbst' })
    expect((await read('client', record.id)).values).toMatchObject({
      name: 'Maria Herbst',
      email: 'm@sommer.example',
      contacts: [{ first_name: 'Otto' }],
    })
  })

  it('stay with the contact that the hub made for them, even when somebody gives it a name', async () => {
    const { record } = await done(creating({ name: 'Acme GmbH', email: 'info@acme.example' }))
    ninja.model.person.update('client', record.id, { first_name: 'Empfang' })
    expect((await read('client', record.id)).values).toMatchObject({
      email: 'info@acme.example',
      contacts: [],
    })
  })

  it('are written to the blank contact that the server made', async () => {
    const id = ninja.model.person.create('client', { name: 'Acme GmbH' })
    expect((await read('client', id)).values).toMatchObject({ email: null, contacts: [] })
    await done(await updating({ type: 'client', id }, { email: 'info@acme.example' }))
    expect(contactsOf(id)).toMatchObject([{ email: 'info@acme.example' }])
  })

  it('get a contact of their own where every contact is somebody', async () => {
    const id = ninja.model.person.create('client', {
      name: 'Acme GmbH',
      contacts: [{ first_name: 'Anna', email: 'anna@acme.example', send_email: true }],
    })
    const { record } = await done(await updating({ type: 'client', id }, { email: 'info@acme.example' }))
    expect(record.values).toMatchObject({ email: 'info@acme.example', contacts: [{ first_name: 'Anna' }] })
    // Anna was chosen to receive the invoices; that stays so.
    expect(contactsOf(id)).toMatchObject([
      { first_name: 'Anna', is_primary: true, send_email: true },
      { email: 'info@acme.example', is_primary: false, send_email: false },
    ])
  })

  it('are cleared without removing the contact', async () => {
    const { record } = await done(creating({ name: 'Acme GmbH', email: 'info@acme.example' }))
    const cleared = await done(await updating(record, { email: null }))
    expect(cleared.record.values['email']).toBeNull()
    expect(contactsOf(record.id)).toHaveLength(1)
  })

  it('show the own contact’s phone where the party has none, and clear it too', async () => {
    const id = ninja.model.person.create('client', { name: 'Acme GmbH', contacts: [{ phone: '030' }] })
    expect((await read('client', id)).values['phone']).toBe('030')
    const { record } = await done(await updating({ type: 'client', id }, { phone: null }))
    expect(record.values['phone']).toBeNull()
  })

  it('are kept once when a contact has the same address: two would make the client unsaveable', async () => {
    const { record } = await done(
      creating({ name: 'Acme GmbH', email: 'info@acme.example' }, [
        newContact({ first_name: 'Anna', email: 'info@acme.example' }),
      ]),
    )
    expect(contactsOf(record.id)).toMatchObject([
      { email: 'info@acme.example' },
      { first_name: 'Anna', email: '' },
    ])
    expect(() => ninja.model.person.update('client', record.id, { email: 'info@acme.example' })).not.toThrow()
  })

  it('make a client without a name go by its contact', async () => {
    const id = ninja.model.person.create('client', {
      contacts: [{ first_name: 'Max', last_name: 'Muster', email: 'max@muster.example' }],
    })
    expect((await read('client', id)).values).toMatchObject({
      name: 'Max Muster',
      classification: 'individual',
      email: 'max@muster.example',
      contacts: [],
    })
  })
})
