import { describe, expect, it } from '@jest/globals'
import { brief, codes, findings, name } from '../testing/lint.js'
import type { SchemaField } from './codec.js'
import type { TypeMapping } from './document.js'

it('is content with a mapping that fits the system and its records', async () => {
  const type: TypeMapping = {
    fields: {
      name: 'name',
      kind: { native: 'is_company', values: { true: 'organization', false: 'person' } },
      active: { native: 'disabled', values: { 0: true, 1: false } },
      currency: 'settings.currency',
      'address.country': 'country',
    },
    parts: {
      contacts: { list: 'contacts', fields: { name: { native: ['first', 'last'], via: 'personName' } } },
    },
  }
  const schema: SchemaField[] = [
    name,
    { path: 'is_company', type: 'boolean' },
    { path: 'disabled', type: 'boolean' },
    { path: 'settings', type: 'json' },
    { path: 'country', type: 'reference' },
    { path: 'contacts', type: 'list' },
    { path: 'contacts.first', type: 'text', required: true },
    { path: 'contacts.last', type: 'text' },
    { path: 'orders', type: 'list' },
    { path: 'orders.number', type: 'text', required: true },
    { path: 'created', type: 'datetime', required: true, readOnly: true },
  ]
  const samples = [
    { name: 'A', is_company: true, disabled: 0, settings: { currency: 'EUR' }, country: 'DE', contacts: [] },
    {
      name: 'B',
      is_company: null,
      disabled: 1,
      settings: null,
      contacts: [{ id: 1, first: 'Anna', last: 'Schmidt' }],
    },
  ]
  expect(await findings(type, { schema, samples, twoWay: true })).toEqual([])
})

describe('the document by itself', () => {
  it('is checked first, with unknown codecs and bad expressions', async () => {
    const type: TypeMapping = {
      fields: { name: { native: 'name', via: 'nope' }, note: { read: '$join([' }, vatId: 'nme' },
    }
    expect(await codes(type)).toEqual([
      'mapping.codec-unknown',
      'mapping.expression-bad',
      'mapping.native-unknown',
    ])
  })

  it('stops there when its form is broken', async () => {
    const broken = { fields: { name: 7 } } as unknown as TypeMapping
    expect(await codes(broken, { samples: [{}] })).toEqual(['mapping.shape'])
  })

  it('reports two canonical fields that are written to one native field', async () => {
    expect(await brief({ fields: { name: 'name', note: 'name' } })).toEqual([
      ['error', 'mapping.native-twice', 'note', { native: 'name', other: 'name' }],
    ])
  })

  it('reports a value map that loses a difference', async () => {
    const values = { a: 'person', b: 'person', c: 'organization' }
    const schema: SchemaField[] = [name, { path: 't', type: 'text' }]
    expect(await brief({ fields: { name: 'name', kind: { native: 't', values } } }, { schema })).toEqual([
      ['error', 'mapping.value-twice', 'kind', { value: 'person' }],
    ])
    const reading: TypeMapping = {
      fields: { name: 'name', kind: { native: 't', values, direction: 'read' } },
    }
    expect(await brief(reading, { schema })).toEqual([])
  })
})

describe('against the live schema', () => {
  it('reports unknown fields, lists and defaults, custom fields included', async () => {
    const type: TypeMapping = {
      defaults: { grp: 'All' },
      fields: { name: 'name', note: 'x_note', vatId: 'settings.vat', phone: 'x_phone' },
      parts: {
        contacts: { list: 'people', fields: { name: 'name', email: 'email' } },
        addresses: { list: 'addresses', fields: { city: 'town' } },
      },
    }
    const schema: SchemaField[] = [
      name,
      { path: 'x_phone', type: 'text', custom: true },
      { path: 'addresses.city', type: 'text' },
    ]
    const found = await findings(type, { schema })
    expect(found.map(({ code, path, params }) => [code, path, params['native']])).toEqual([
      ['mapping.native-unknown', 'types.demo.parts.contacts.list', 'people'],
      ['mapping.native-unknown', 'types.demo.fields.note', 'x_note'],
      ['mapping.native-unknown', 'types.demo.fields.vatId', 'settings.vat'],
      ['mapping.native-unknown', 'types.demo.parts.addresses.fields.city', 'addresses.town'],
      ['mapping.native-unknown', 'types.demo.defaults.grp', 'grp'],
    ])
  })

  it('warns when the schema of a type could not be read', async () => {
    expect(await brief({ fields: { name: 'name' } }, { schema: undefined })).toEqual([
      ['warning', 'mapping.schema-missing', null, { native: 'demo' }],
    ])
  })

  it.each([
    ['name', 'number', 'text'],
    ['name', 'list', 'text'],
    ['name', 'boolean', 'text'],
    ['active', 'text', 'boolean'],
    ['active', 'number', 'boolean'],
    ['currency', 'number', 'code'],
  ] as const)('reports that %s cannot be a %s', async (field, type, expected) => {
    const schema: SchemaField[] = [{ path: 'f', type }]
    expect(await brief({ fields: { [field]: 'f' } }, { schema })).toEqual([
      ['error', 'mapping.type-clash', field, { native: 'f', expected, found: type }],
    ])
    expect(await codes({ fields: { [field]: { native: 'f', via: 'inverted' } } }, { schema })).toEqual([])
  })

  it('reports value maps whose keys cannot occur', async () => {
    const type: TypeMapping = {
      fields: { kind: { native: 'f', values: { true: 'person', false: 'organization' } } },
    }
    expect(await brief(type, { schema: [{ path: 'f', type: 'text' }] })).toEqual([
      ['error', 'mapping.type-clash', 'kind', { native: 'f', expected: 'boolean', found: 'text' }],
    ])
  })

  it('reports read-only fields in lines that write', async () => {
    const schema: SchemaField[] = [name, { path: 'no', type: 'text', readOnly: true }]
    expect(await brief({ fields: { name: 'name', number: 'no' } }, { schema })).toEqual([
      ['error', 'mapping.native-read-only', 'number', { native: 'no' }],
    ])
    expect(
      await brief({ fields: { name: 'name', number: { native: 'no', direction: 'read' } } }, { schema }),
    ).toEqual([])
  })

  it('compares value maps with the options of a selection, both ways', async () => {
    const options = ['', 'Company', 'Individual', 'Partnership']
    const schema: SchemaField[] = [name, { path: 't', type: 'text', options }]
    const values = { Company: 'organization', Person: 'person' }
    expect(await brief({ fields: { name: 'name', kind: { native: 't', values } } }, { schema })).toEqual([
      ['warning', 'mapping.option-missing', 'kind', { native: 't', options: 'Individual, Partnership' }],
      ['error', 'mapping.option-unknown', 'kind', { native: 't', options: 'Person' }],
    ])
  })

  it('reports canonical values and flags without a counterpart', async () => {
    const type: TypeMapping = {
      fields: { name: 'name', active: { native: 'off', values: { 0: true } } },
      parts: {
        addresses: {
          list: 'a',
          fields: { type: { native: 't', values: { inv: 'billing', del: 'shipping' } } },
        },
      },
    }
    const schema: SchemaField[] = [name, { path: 'off', type: 'boolean' }, { path: 'a.t', type: 'text' }]
    expect(await brief(type, { schema })).toEqual([
      ['warning', 'mapping.option-missing', 'active', { native: 'off', options: '1' }],
      ['warning', 'mapping.value-missing', 'active', { native: 'off', values: 'false' }],
      ['warning', 'mapping.value-missing', 'addresses.type', { native: 'a.t', values: 'other' }],
    ])
  })

  it('compares the options of a plain line with a closed list', async () => {
    const schema: SchemaField[] = [name, { path: 't', type: 'text', options: ['person', 'ngo'] }]
    expect(await brief({ fields: { name: 'name', kind: 't' } }, { schema })).toEqual([
      ['warning', 'mapping.option-missing', 'kind', { native: 't', options: 'ngo' }],
      ['warning', 'mapping.value-missing', 'kind', { native: 't', values: 'organization' }],
    ])
  })

  it('reports required fields that nothing sets, or that may stay empty', async () => {
    const schema: SchemaField[] = [
      name,
      { path: 'group', type: 'text', required: true },
      { path: 'mail', type: 'text', required: true },
      { path: 'c.first', type: 'text', required: true },
    ]
    const type: TypeMapping = {
      fields: { name: 'name', email: 'mail' },
      parts: { contacts: { list: 'c', fields: {} } },
    }
    expect(await brief(type, { schema })).toEqual([
      ['error', 'mapping.required-missing', null, { native: 'group' }],
      ['warning', 'mapping.required-maybe-empty', 'email', { native: 'mail' }],
      ['error', 'mapping.required-missing', null, { native: 'c.first' }],
    ])
    const filled: TypeMapping = {
      defaults: { group: 'All', mail: 'none@example.org' },
      fields: type.fields ?? {},
      parts: { contacts: { list: 'c', fields: { name: { native: ['first', 'last'], via: 'personName' } } } },
    }
    expect(await brief(filled, { schema: [...schema, { path: 'c.last', type: 'text' }] })).toEqual([])
    const reading: TypeMapping = { fields: { name: { native: 'name', direction: 'read' } } }
    expect(await brief(reading, { schema })).toEqual([])
  })
})

describe('in a two-way flow', () => {
  it('warns of lines that work one way only', async () => {
    const type: TypeMapping = {
      fields: {
        name: 'name',
        kind: { const: 'person' },
        note: { read: 'name' },
        email: { native: 'name', direction: 'read' },
        number: { native: 'no', createOnly: true },
      },
    }
    const schema: SchemaField[] = [name, { path: 'no', type: 'text' }]
    expect(await brief(type, { schema, twoWay: true })).toEqual([
      ['warning', 'mapping.one-way', 'kind', { direction: 'read' }],
      ['warning', 'mapping.one-way', 'note', { direction: 'read' }],
      ['warning', 'mapping.one-way', 'email', { direction: 'read' }],
      ['warning', 'mapping.one-way', 'number', { direction: 'createOnly' }],
    ])
    expect(await brief(type, { schema, twoWay: false })).toEqual([])
  })
})

it('has every text in both languages with all placeholders filled', async () => {
  const found = await findings(
    { defaults: { x: 1 }, fields: { note: 'a', active: 'b', kind: { const: 'person' } } },
    {
      schema: [
        { path: 'b', type: 'text' },
        { path: 'r', type: 'text', required: true },
      ],
      twoWay: true,
    },
  )
  expect(found.length).toBeGreaterThan(4)
  for (const { message, fix } of found) {
    for (const text of [message.en, message.de, fix?.en, fix?.de]) expect(text).toMatch(/^[^{}]+$/)
    expect(message.en).not.toBe(message.de)
  }
})
