import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { randomUUID } from 'node:crypto'
import type { JsonObject } from '#canonical'
import type { PartWrite } from '#connector-kit'
import { startHarness } from '../../simulator/harness.js'
import type { Harness } from '../../simulator/harness.js'
import { creating, writesOf } from '../../simulator/harness-writes.js'
import type { Writes } from '../../simulator/harness-writes.js'
import { connector } from '../index.js'

let ninja: Harness
let write: Writes['write']
let done: Writes['done']
let updating: Writes['updating']
let read: Writes['read']
let shown: Writes['shown']
let requests: Writes['requests']

beforeEach(async () => {
  ninja = await startHarness(connector)
  ;({ write, done, updating, read, shown, requests } = writesOf(ninja))
})
afterEach(() => ninja.stop())

describe('addresses', () => {
  const shipping = (key: string, values: JsonObject): PartWrite => ({
    list: 'addresses',
    kind: 'create',
    key,
    marker: randomUUID(),
    values: { type: 'shipping', ...values },
  })

  it('have one place, for a shipping address', async () => {
    const parts = [
      { ...shipping('billing', { city: 'Köln' }), values: { type: 'billing', city: 'Köln' } } as PartWrite,
      shipping('first', { address1: 'Weg 1', city: 'Garching', country_code: 'DE' }),
      shipping('second', { city: 'Kiel' }),
    ]
    const { record, parts: created } = await done(creating({ name: 'Acme GmbH' }, parts))
    expect(created).toEqual({ first: 'shipping' })
    expect(record.values['addresses']).toMatchObject([
      { id: 'shipping', type: 'shipping', address1: 'Weg 1', city: 'Garching', country_code: 'DE' },
    ])
  })

  it('change in part and go', async () => {
    const { record } = await done(
      creating({ name: 'Acme GmbH' }, [shipping('a', { city: 'Kiel', country_code: 'DE' })]),
    )
    const part = { list: 'addresses', id: 'shipping' }
    const changed = await done(
      await updating(record, {}, [{ ...part, kind: 'update', values: { address1: 'Weg 2' } }]),
    )
    expect(changed.record.values['addresses']).toMatchObject([{ address1: 'Weg 2', city: 'Kiel' }])
    const removed = await done(await updating(record, {}, [{ ...part, kind: 'delete' }]))
    expect(removed.record.values['addresses']).toEqual([])
  })

  it('make way for another one in the same write', async () => {
    const { record } = await done(
      creating({ name: 'Acme GmbH' }, [shipping('a', { city: 'Kiel', state: 'SH' })]),
    )
    const parts: PartWrite[] = [
      shipping('b', { city: 'Bonn' }),
      { list: 'addresses', kind: 'delete', id: 'shipping' },
    ]
    const result = await done(await updating(record, {}, parts))
    expect(result.record.values['addresses']).toMatchObject([{ city: 'Bonn', state: null }])
  })

  it('do not take a country that the server filled in for one', async () => {
    const client = await done(creating({ name: 'Acme GmbH' }))
    expect(shown(client.record.id)['country']).toBe('US')
    expect(client.record.values['country_code']).toBeNull()
    const vendorId = ninja.model.person.create('vendor', { name: 'V' })
    expect(shown(vendorId, 'vendor')['country']).toBe('AF')
    expect((await read('vendor', vendorId)).values['country_code']).toBeNull()
    const made = await done(creating({ name: 'W' }, [], 'vendor'))
    expect(shown(made.record.id, 'vendor')['country']).toBe('')
  })
})

describe('codes', () => {
  it('become ids, and ids codes', async () => {
    const values = {
      name: 'Acme',
      country_code: 'AT',
      currency_code: 'CHF',
      language_code: 'en-GB',
      city: 'Wien',
    }
    for (const type of ['client', 'vendor']) {
      const { record } = await done(creating(values, [], type))
      expect(record.values).toMatchObject(values)
    }
  })

  it('of a language with an unknown region are those of the language', async () => {
    const { record } = await done(creating({ name: 'Acme', language_code: 'de-AT' }))
    expect(record.values['language_code']).toBe('de')
  })

  it.each(['country', 'currency', 'language'])(
    'of an unknown %s are refused, never sent raw',
    async (kind) => {
      expect(await write(creating({ name: 'Acme', [`${kind}_code`]: 'XQ' }))).toMatchObject({
        status: 'failed',
        error: { kind: 'rejected', code: `invoice-ninja.unknown-${kind}`, params: { value: 'XQ' } },
      })
      expect(requests('POST').filter((path) => path.includes('/clients'))).toEqual([])
    },
  )
})
