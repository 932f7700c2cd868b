import { describe, expect, it } from '@jest/globals'
import type { Flat, JsonObject } from '#canonical'
import { brief, findings, name } from '../testing/lint.js'
import { type Codec, MappingError, type SchemaField } from './codec.js'
import type { TypeMapping } from './document.js'

describe('on real records', () => {
  const cut: Codec = { decode: (native) => String(native), encode: (value) => String(value).slice(0, 3) }
  const strict: Codec = {
    decode() {
      throw new MappingError('demo.strict', { found: 'x' })
    },
    encode: (value) => value,
  }

  it('names the field that does not come back as it was, and never the value', async () => {
    const samples = [
      { name: 'Ann' },
      { name: 'Erika Mustermann' },
      { name: 'Erich Mustermann' },
      { name: null },
    ]
    const found = await findings(
      { fields: { name: { native: 'name', via: 'cut' } } },
      { samples, codecs: { cut } },
    )
    expect(found).toHaveLength(1)
    expect(found[0]).toMatchObject({
      severity: 'error',
      code: 'mapping.round-trip',
      native: 'demo',
      field: 'name',
    })
    expect(found[0]?.message.en).toBe(
      'In 2 of 4 real records the value would come back changed after writing it.',
    )
    expect(found[0]?.message.de).toMatch(/^In 2 von 4 echten Datensätzen/)
    expect(JSON.stringify(found)).not.toMatch(/Erik|Erich|Mustermann/)
  })

  it('counts records that cannot be read, by field and cause, and goes on with the other fields', async () => {
    const type: TypeMapping = {
      fields: {
        name: 'name',
        active: 'active',
        note: { native: 'note', via: 'strict' },
        phone: { read: '$number(name)' },
      },
      parts: { contacts: { list: 'c', fields: { email: 'mail' } } },
    }
    const samples: JsonObject[] = [
      {
        name: 'secret',
        active: 'yes',
        note: 'n',
        c: [
          { id: 1, mail: 5 },
          { id: 2, mail: 'x' },
        ],
      },
      { name: 17, active: 'nope', note: null, c: [{ mail: 'x' }] },
    ]
    const found = await findings(type, { schema: undefined, samples, codecs: { strict } })
    const failed = found.filter(({ code }) => code === 'mapping.sample-failed')
    expect(
      failed.map(({ field, params }) => [field, params['reason'], params['count'], params['total']]),
    ).toEqual([
      ['contacts', 'mapping.part-id', 1, 2],
      ['name', 'mapping.type', 1, 2],
      ['active', 'mapping.type', 2, 2],
      ['note', 'demo.strict', 1, 2],
      ['phone', 'mapping.expression-failed', 1, 2],
      ['phone', 'mapping.type', 1, 2],
      ['contacts.email', 'mapping.type', 1, 2],
    ])
    expect(failed[2]?.message.en).toBe(
      '2 of 2 real records cannot be carried over: The value does not fit this field: expected boolean, found text(3).',
    )
    expect(failed[2]?.message.de).toMatch(/: Der Wert passt nicht zu diesem Feld/)
    expect(JSON.stringify(found)).not.toContain('secret')
  })

  it('warns of an expression that yields nothing', async () => {
    const samples = [{ name: 'a' }, { name: 'b' }]
    const type: TypeMapping = { fields: { name: 'name', note: { read: 'nmae' }, phone: { read: 'name' } } }
    expect(await brief(type, { samples })).toEqual([
      ['warning', 'mapping.never-read', 'note', { count: 1, total: 2 }],
    ])
  })

  it('warns of texts that are too long for the system, in samples and in records that would be written', async () => {
    const schema: SchemaField[] = [
      { ...name, maxLength: 4 },
      { path: 'c.mail', type: 'text', maxLength: 3 },
      { path: 'c.first', type: 'text', maxLength: 3 },
      { path: 'c.last', type: 'text' },
    ]
    const type: TypeMapping = {
      fields: { name: 'name' },
      parts: {
        contacts: {
          list: 'c',
          fields: { email: 'mail', name: { native: ['first', 'last'], via: 'personName' } },
        },
      },
    }
    const records: Flat[] = [
      { name: 'A😀CD', 'contacts/1': true, 'contacts/1/email': 'long', 'contacts/1/name': 'Anna Schmidt' },
      { name: 'ABCDE', 'contacts/2': true, 'contacts/2/email': 'ok', 'contacts/2/name': 'Al Long-Name' },
    ]
    expect(await brief(type, { schema, samples: [{ name: 'Samples' }], records })).toEqual([
      ['warning', 'mapping.too-long', 'name', { native: 'name', max: 4, count: 2, total: 3 }],
      ['warning', 'mapping.too-long', 'contacts.email', { native: 'c.mail', max: 3, count: 1, total: 2 }],
      ['warning', 'mapping.too-long', 'contacts.name', { native: 'c.first', max: 3, count: 1, total: 2 }],
    ])
  })

  it('reports records that could not be written', async () => {
    const type: TypeMapping = { fields: { name: 'name', language: { native: 'l', values: { 1: 'de' } } } }
    const schema: SchemaField[] = [name, { path: 'l', type: 'number' }]
    const records: Flat[] = [{ language: 'de' }, { language: 'fr' }, { language: null }]
    const found = await findings(type, { schema, records })
    expect(found.map(({ code, field, params }) => [code, field, params['reason'], params['count']])).toEqual([
      ['mapping.sample-failed', 'language', 'mapping.value-unmapped', 1],
    ])
  })
})
