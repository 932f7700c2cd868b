import { beforeEach, describe, expect, it } from '@jest/globals'
import type { JsonObject } from '#canonical'
import { dataOf, listOf, newCaller } from './harness-calls.js'
import type { Caller } from './harness-calls.js'
import { InvoiceNinja } from './model.js'

/** The simulator must set the traps of upstream/invoice-ninja.md: one that is kinder than the real server proves nothing. */

let caller: Caller
let ninja: InvoiceNinja

beforeEach(() => {
  caller = newCaller()
  ninja = caller.ninja
})

const call: Caller['call'] = (...request) => caller.call(...request)
const create: Caller['create'] = (...request) => caller.create(...request)
const update: Caller['update'] = (...request) => caller.update(...request)
const later: Caller['later'] = (seconds) => caller.later(seconds)
const contactsOf = (party: JsonObject): JsonObject[] => party['contacts'] as JsonObject[]

describe('transport', () => {
  it('answers an unknown GET path with 200 and the web application, other verbs with 404', () => {
    const reply = call('GET', 'nope')
    expect(reply.status).toBe(200)
    expect(reply.headers?.['Content-Type']).toMatch('text/html')
    expect(call('POST', 'nope', {}).status).toBe(404)
    expect(call('DELETE', 'clients')).toMatchObject({
      status: 404,
      body: { message: 'Method not supported for this route' },
    })
  })

  it('refuses a bad token with 403 and a locked user too', () => {
    const bad = { accept: 'application/json', 'x-api-token': 'bad' }
    expect(call('GET', 'clients', undefined, bad)).toMatchObject({
      status: 403,
      body: { message: 'Invalid token', errors: {} },
    })
    const locked = ninja.addUser({ isLocked: true })
    expect(call('GET', 'ping', undefined, { 'x-api-token': locked.token }).status).toBe(403)
  })

  it('redirects a failed validation to a page unless JSON is asked for', () => {
    const reply = call('POST', 'clients', { country_id: '99999' }, { host: 'ninja.example' })
    expect(reply.status).toBe(302)
    expect(reply.headers?.['Location']).toBe('http://ninja.example')
    const asked = call('POST', 'clients', { country_id: '99999' }, { 'x-requested-with': 'XMLHttpRequest' })
    expect(asked.status).toBe(422)
  })

  it('takes malformed JSON as an empty body and creates an empty client', () => {
    const client = dataOf(call('POST', 'clients', '{"name": "Acme'))
    expect(client).toMatchObject({ name: '', number: '0001', country_id: '840', display_name: ' ' })
    expect(contactsOf(client)).toMatchObject([{ email: ' ', is_primary: true }])
  })
})

describe('clients', () => {
  it('loses the settings in a PUT without them', () => {
    const client = create({
      name: 'Acme',
      settings: { currency_id: '3', language_id: '3', payment_terms: '14' },
    })
    expect(client['settings']).toMatchObject({ currency_id: '3', entity: 'App\\Models\\Client' })
    expect(update(client, { city: 'Hamburg' })['settings']).toEqual({ currency_id: '1' })
  })

  it('replaces settings as a whole and refuses codes in place of ids', () => {
    const client = create({ name: 'Acme', settings: { currency_id: '3', language_id: '3' } })
    expect(update(client, { settings: { payment_terms: '14' } })['settings']).toEqual({
      payment_terms: '14',
      currency_id: '1',
    })
    const reply = call('PUT', `clients/${String(client['id'])}`, { settings: { currency_id: 'EUR' } })
    expect(reply).toMatchObject({
      status: 422,
      body: { errors: { settings: ['currency_id is not a valid integer'] } },
    })
  })

  it('replaces contacts as a whole, matched by id only', () => {
    const client = create({
      name: 'Acme',
      contacts: [{ first_name: 'Anna', email: 'a@x.example' }, { email: 'b@x.example' }],
    })
    const [anna, bob] = contactsOf(client)
    const changed = update(client, {
      contacts: [{ id: anna?.['id'], last_name: 'Muster' }, { email: 'b@x.example' }],
    })
    const [kept, renewed] = contactsOf(changed)
    expect(kept).toMatchObject({ id: anna?.['id'], first_name: 'Anna', last_name: 'Muster' })
    expect(renewed?.['id']).not.toBe(bob?.['id'])
  })

  it('makes somebody else’s contact move when its id is sent', () => {
    const first = create({ name: 'First', contacts: [{ email: 'a@x.example' }] })
    const second = create({ name: 'Second' })
    const id = contactsOf(first)[0]?.['id']
    expect(contactsOf(update(second, { contacts: [{ id }] }))).toMatchObject([{ id, email: 'a@x.example' }])
    expect(contactsOf(dataOf(call('GET', `clients/${String(first['id'])}`)))).toEqual([])
  })

  it('makes the first contact primary and a recipient when the request does not say', () => {
    const client = create({
      name: 'Acme',
      contacts: [
        { first_name: 'A', send_email: false },
        { first_name: 'B', send_email: false, is_primary: true },
      ],
    })
    expect(contactsOf(client)).toMatchObject([
      { first_name: 'B', is_primary: true, send_email: true },
      { first_name: 'A', is_primary: false, send_email: false },
    ])
  })

  it('keeps numbers unique without regard to case, deleted records included', () => {
    const client = create({ name: 'Acme', number: 'K-1', id_number: 'HRB 1' })
    call('POST', 'clients/bulk', { action: 'delete', ids: [client['id']] })
    const reply = call('POST', 'clients', { name: 'Dup', number: 'k-1', id_number: 'HRB 1' })
    expect(reply.status).toBe(422)
    expect(Object.keys(reply.json['errors'] as JsonObject)).toEqual(['number', 'id_number'])
  })

  it('strips tags from names, cuts long texts, and takes the company’s country when it is cleared', () => {
    const client = create({ name: ' <b>X</b> & Y ', address1: 'x'.repeat(300), country_id: '276' })
    expect(client).toMatchObject({ name: 'X & Y', address1: 'x'.repeat(255), country_id: '276' })
    expect(update(client, { country_id: '' })).toMatchObject({ country_id: '840' })
  })

  it('moves updated_at only when something changed', () => {
    // The first round trip turns `""` in the settings into null, which counts as a change.
    const { id } = create({ name: 'Acme' })
    const client = update({ id }, { settings: create({ name: 'Other' })['settings'] ?? {} })
    later(10)
    const same = update(client, { name: 'Acme', settings: client['settings'] ?? {} })
    expect(same['updated_at']).toBe(client['updated_at'])
    expect(update(client, { name: 'Acme AG' })['updated_at']).toBe(Number(client['updated_at']) + 10)
  })

  it('refuses to change a deleted record but not an archived one', () => {
    const client = create({ name: 'Acme' })
    call('POST', 'clients/bulk', { action: 'archive', ids: [client['id']] })
    expect(update(client, { name: 'Acme AG' })).toMatchObject({ name: 'Acme AG', is_deleted: false })
    call('DELETE', `clients/${String(client['id'])}`)
    expect(call('PUT', `clients/${String(client['id'])}`, { name: 'Z' }).status).toBe(400)
  })

  it('answers 400 for ids that do not exist, in two ways', () => {
    const message = 'No query results for model [App\\Models\\Client].'
    expect(call('GET', 'clients/zzzzz')).toMatchObject({ status: 400, body: { message } })
    expect(call('GET', 'clients/99999').json['message']).toBe('Record with value 99999 not found')
  })
})

describe('vendors', () => {
  it('need a name, and are Afghan without a country', () => {
    expect(call('POST', 'vendors', {}).json['errors']).toEqual({ name: ['The name field is required.'] })
    expect(create({ name: 'V' }, 'vendors')).toMatchObject({
      id: 'VolejRejNm',
      country_id: '4',
      currency_id: '1',
    })
    expect(create({ name: 'W', country_id: '' }, 'vendors')).toMatchObject({ country_id: '' })
  })

  it('share their ids with clients', () => {
    expect(create({ name: 'C' })['id']).toBe(create({ name: 'V' }, 'vendors')['id'])
  })
})

describe('lists', () => {
  beforeEach(() => {
    for (const name of ['A', 'B', 'C']) create({ name })
    const gone = create({ name: 'D' })
    call('POST', 'clients/bulk', { action: 'delete', ids: [gone['id']] })
  })

  const names = (query: string): string =>
    listOf(call('GET', `clients?${query}`))
      .map((c) => c['name'])
      .join('')

  it('contain deleted records, and is_deleted=true gives the others', () => {
    expect(names('sort=id|asc')).toBe('ABCD')
    expect(names('is_deleted=1')).toBe('D')
    expect(names('is_deleted=true')).toBe('ABC')
    expect(names('status=active')).toBe('ABC')
  })

  it('ignore what they do not know, and times that they cannot read', () => {
    expect(names('vat_number=nobody')).toBe('ABCD')
    expect(names('custom_value1=nobody')).toBe('ABCD')
    expect(names('updated_at=garbage')).toBe('ABCD')
  })

  it('include the second of updated_at', () => {
    later(60)
    create({ name: 'E' })
    expect(names(`updated_at=${ninja.now() / 1000}`)).toBe('E')
    expect(names(`updated_at=${ninja.now() / 1000 + 1}`)).toBe('')
  })

  it('limit pages and lose every parameter but the page in the next link', () => {
    const reply = call('GET', 'clients?per_page=2&sort=id%7Cdesc&is_deleted=0', undefined, {
      accept: 'application/json',
      host: 'ninja.example',
    })
    expect(reply.json['meta']).toEqual({
      pagination: {
        total: 3,
        count: 2,
        per_page: 2,
        current_page: 1,
        total_pages: 2,
        links: { next: 'http://ninja.example/api/v1/clients?page=2' },
      },
    })
    const per = (value: string): unknown =>
      (call('GET', `clients?per_page=${value}`).json['meta'] as { pagination: JsonObject }).pagination[
        'per_page'
      ]
    expect(['9999', '-7', '0'].map(per)).toEqual([5000, 7, 15])
    expect(names('page=9')).toBe('')
  })

  it('answer 500 for an unknown column and 400 for an unknown include', () => {
    expect(call('GET', 'clients?sort=nope|asc')).toMatchObject({
      status: 500,
      body: { message: 'Server Error' },
    })
    expect(call('GET', 'clients?include=bogus').status).toBe(400)
  })

  it('show a limited user only what is theirs, without an error', () => {
    const user = ninja.addUser({ permissions: 'create_client' })
    const theirs = { accept: 'application/json', 'x-api-token': user.token }
    call('POST', 'clients', { name: 'Mine' }, theirs)
    expect(listOf(call('GET', 'clients', undefined, theirs)).map((c) => c['name'])).toEqual(['Mine'])
    expect(call('GET', 'clients/VolejRejNm', undefined, theirs).status).toBe(401)
    expect(call('POST', 'vendors', { name: 'V' }, theirs).status).toBe(401)
  })
})

describe('bulk', () => {
  it('validates for clients and not for vendors', () => {
    expect(call('POST', 'clients/bulk', { action: 'archive' }).json['errors']).toEqual({
      ids: ['The ids field is required.'],
    })
    expect(call('POST', 'clients/bulk', { action: 'archive', ids: ['zzz'] }).json['errors']).toEqual({
      ids: ['The selected ids is invalid.'],
    })
    expect(call('POST', 'vendors/bulk', { action: 'archive', ids: ['zzz'] })).toMatchObject({
      status: 200,
      body: { data: [] },
    })
  })

  it('leaves a deleted record deleted when it is archived, and restores both kinds', () => {
    const { id } = create({ name: 'Acme' })
    const act = (action: string): JsonObject | undefined =>
      listOf(call('POST', 'clients/bulk', { action, ids: [id] }))[0]
    expect(act('delete')).toMatchObject({ is_deleted: true })
    expect(act('archive')).toMatchObject({ is_deleted: true })
    expect(act('restore')).toMatchObject({ is_deleted: false, archived_at: 0 })
  })
})

it('keeps everything over save and load', () => {
  create({ name: 'Acme', number: 'K-1', contacts: [{ email: 'a@x.example' }] })
  const other = new InvoiceNinja(2)
  other.load(JSON.parse(JSON.stringify(ninja.save())))
  expect(other.person.list('client')).toEqual(ninja.person.list('client'))
  expect(other.owner.token).toBe(ninja.owner.token)
  expect(other.person.list('client')).toHaveLength(1)
  other.load(JSON.parse(JSON.stringify(new InvoiceNinja(2).save())))
  expect(other.person.list('client')).toEqual([])
})

it('answers a page of 10,000 clients in a few milliseconds', () => {
  ninja.seed(
    Array.from({ length: 10_000 }, (_, index) => ({
      kind: 'organization',
      name: `C ${index}`,
      isCustomer: true,
    })),
  )
  call('GET', 'clients?per_page=500&sort=id|asc')
  const started = performance.now()
  for (let page = 1; page <= 20; page++)
    call('GET', `clients?updated_at=1&per_page=500&sort=id|asc&page=${page}`)
  // About 40 ms on two cores; the margin is for a busy machine.
  expect(performance.now() - started).toBeLessThan(1_000)
})
