import { describe, expect, it } from '@jest/globals'
import { party, type Flat } from '#canonical'
import type { Observation } from '../observe.js'
import { itemKey } from '../observe.js'
import { viewOf } from './features.js'
import { identify, keysOf, keysOfRecord, type Identity, type Knowledge } from './identify.js'

let counter = 0
const item = (fields: Flat, nativeType = 'client', contacts: Flat[] = []): Observation => ({
  nativeType,
  externalId: `x${counter++}`,
  fields,
  parts: { contacts: contacts.map((part, at) => ({ externalId: `p${at}`, fields: part })) },
  gone: false,
  version: null,
  changedAt: null,
  incarnation: null,
  marker: null,
  hash: '',
})

const knowing = (
  records: Record<string, Flat>,
  more: Partial<Pick<Knowledge, 'taken' | 'refused' | 'decision'>> = {},
): Knowledge => {
  const byKey = new Map<string, string[]>()
  for (const [id, values] of Object.entries(records)) {
    for (const key of keysOfRecord(party, [values])) byKey.set(key, [...(byKey.get(key) ?? []), id])
  }
  return {
    byKey,
    records: new Map(Object.entries(records).map(([id, values]) => [id, [values]])),
    waiting: new Map(),
    taken: () => false,
    refused: () => false,
    decision: () => null,
    ...more,
  }
}

const one = (fields: Flat, knowledge: Knowledge, contacts: Flat[] = []): Identity | undefined => {
  const only = item(fields, 'client', contacts)
  return identify(party, [only], knowledge, (it) => `new-${it.externalId}`).get(itemKey(only))
}

const schmidt: Flat = {
  kind: 'organization',
  name: 'Bäckerei Schmidt GmbH',
  vatId: 'DE123456789',
  email: 'info@schmidt.example',
  phone: '+49 30 1234567',
  'address.street': 'Invalidenstraße 5',
  'address.postalCode': '10115',
  'address.city': 'Berlin',
  'address.country': 'DE',
}

describe('recognising a party', () => {
  const known = knowing({ schmidt })

  it.each([
    ['by VAT id however it is written', { name: 'Baeckerei Schmidt', vatId: 'de 123 456 789' }, 'vat-id'],
    ['by e-mail with a similar name', { name: 'BÄCKEREI SCHMIDT', email: 'INFO@schmidt.example' }, 'email'],
    [
      'by name and address, legal form and street written otherwise',
      {
        name: 'Baeckerei Schmidt Gesellschaft mit beschränkter Haftung',
        'address.postalCode': 'D-10115',
        'address.street': 'Invalidenstr. 5',
        'address.city': 'Berlin',
      },
      'name-and-address',
    ],
    [
      'by name, postcode and phone with a typing error',
      {
        name: 'Bäckerei Schmitd GmbH',
        'address.postalCode': '10115',
        'address.street': 'Invalidenstr 5',
        phone: '030 1234567',
        'address.city': 'Berlin',
      },
      'phone',
    ],
  ])('links %s', (_how, fields, rule) => {
    expect(one(fields, known)).toMatchObject({ kind: 'link', recordId: 'schmidt', rule })
  })

  it('reads Swiss VAT numbers with and without their suffix alike', () => {
    const swiss = knowing({ swiss: { name: 'Hofmann Verpackungen GmbH', vatId: 'CHE-470.068.086 MWST' } })
    expect(one({ name: 'HOFMANN VERPACKUNGEN', vatId: 'che470068086' }, swiss)).toMatchObject({
      rule: 'vat-id',
    })
  })

  it('finds the mail address of the company among the contacts of the other side', () => {
    expect(one({ name: 'Bäckerei Schmidt' }, known, [{ email: 'info@schmidt.example' }])).toMatchObject({
      kind: 'link',
      rule: 'email',
    })
  })

  it.each([
    ['a contradicting VAT id', { ...schmidt, vatId: 'DE999999999' }],
    ['the same VAT id under quite another name', { name: 'Zahnarztpraxis Quast', vatId: 'DE123456789' }],
    [
      'an equal name elsewhere',
      { kind: 'organization', name: 'Bäckerei Schmidt GmbH', 'address.postalCode': '80331' },
    ],
  ])('asks a person about %s', (_what, fields) => {
    expect(one(fields, known)).toMatchObject({ kind: 'ask', candidates: [{ recordId: 'schmidt' }] })
  })

  it.each([
    [
      'another company in the same building',
      { ...schmidt, name: 'Kanzlei Dr. Vogel', vatId: null, email: null, phone: null },
    ],
    [
      'a person of a common name elsewhere',
      { kind: 'person', name: 'Bäckerei Schmidt', 'address.postalCode': '80331' },
    ],
    ['another company with the same number', { name: 'Ganz Anders AG', number: '0001' }],
  ])('takes %s as new', (_what, fields) => {
    const records = knowing({ schmidt: { ...schmidt, number: '0001' } })
    expect(one(fields, records)).toMatchObject({ kind: 'new' })
  })

  it('heeds what another system says of the record, though the hub has not taken it over', () => {
    const { vatId: _vat, ...bare } = schmidt
    const said = knowing({ schmidt: bare })
    const records = new Map([['schmidt', [bare, { name: 'Schmidt', vatId: 'DE987654321' }]]])
    expect(one(schmidt, { ...said, records })).toMatchObject({
      kind: 'ask',
      candidates: [{ likeness: { contradicts: ['vatId'] } }],
    })
  })

  it('takes sister companies at one address, with one phone and one mailbox, for two', () => {
    const holding = { ...schmidt, name: 'Schmidt Holding GmbH', vatId: null }
    const estate = { ...schmidt, name: 'Schmidt Immobilien GmbH', vatId: null }
    expect(one(estate, knowing({ holding }))).not.toMatchObject({ kind: 'link' })
  })

  it('names the waiting items whose question a new record concerns', () => {
    const waiting = new Map([['w', viewOf({ ...schmidt, vatId: null })]])
    const byKey = new Map(keysOfRecord(party, [schmidt]).map((key) => [key, ['w']]))
    expect(one(schmidt, { ...knowing({}), byKey, waiting })).toMatchObject({
      kind: 'new',
      concerns: [{ itemId: 'w', likeness: { sure: true } }],
    })
    expect(one({ name: 'Ganz Anders AG' }, { ...knowing({}), byKey, waiting })).toMatchObject({
      concerns: [],
    })
  })

  it('compares with few, the rarest key first, however many share a key', () => {
    const crowd = Object.fromEntries(
      Array.from({ length: 300 }, (_, at): [string, Flat] => [
        `c${at}`,
        { kind: 'organization', name: 'Bäckerei Schmidt GmbH', 'address.postalCode': String(20000 + at) },
      ]),
    )
    const { vatId: _vat, ...bare } = schmidt
    expect(one(bare, knowing({ ...crowd, schmidt }))).toMatchObject({ kind: 'link', recordId: 'schmidt' })
  })

  it('asks when two records fit equally well', () => {
    const twins = knowing({ a: schmidt, b: { ...schmidt, vatId: null } })
    const { vatId: _vat, ...bare } = schmidt
    expect(one(bare, twins)).toMatchObject({ kind: 'ask', candidates: [{}, {}] })
  })

  it('asks about a second row of one party in one system, instead of carrying it to all others', () => {
    expect(one(schmidt, knowing({ schmidt }, { taken: () => true }))).toMatchObject({
      kind: 'ask',
      candidates: [{ recordId: 'schmidt' }],
    })
  })

  it('respects what people said: not the same, link, create, ignore, or nothing yet', () => {
    expect(one(schmidt, knowing({ schmidt }, { refused: () => true }))).toMatchObject({ kind: 'new' })
    const decided = (decision: ReturnType<Knowledge['decision']>): Identity | undefined =>
      one(schmidt, knowing({ schmidt }, { decision: () => decision }))
    expect(decided({ action: 'link', recordId: 'other' })).toMatchObject({
      recordId: 'other',
      rule: 'decided',
    })
    expect(decided({ action: 'create' })).toMatchObject({ kind: 'new' })
    expect(decided({ action: 'ignore' })).toEqual({ kind: 'wait' })
    expect(decided('open')).toEqual({ kind: 'wait' })
  })

  it('joins two native types of one page, but not two rows of one type', () => {
    const customer = item(schmidt, 'Customer')
    const supplier = item(schmidt, 'Supplier')
    const again = item(schmidt, 'Customer')
    const found = identify(party, [customer, supplier, again], knowing({}), (it) => `new-${it.externalId}`)
    expect(found.get(itemKey(customer))).toMatchObject({ kind: 'new' })
    expect(found.get(itemKey(supplier))).toMatchObject({
      kind: 'link',
      recordId: `new-${customer.externalId}`,
      rule: 'vat-id',
    })
    expect(found.get(itemKey(again))).toMatchObject({ kind: 'ask' })
  })

  it('has keys for everything that it compares, and none for nothing', () => {
    expect(keysOf(party, item(schmidt)).map((key) => key.split(':')[0])).toEqual(
      expect.arrayContaining(['vatId', 'name', 'sound', 'near', 'street', 'email', 'domain', 'phone']),
    )
    expect(keysOf(party, item({ name: null }))).toEqual([])
  })
})
