import { describe, expect, it } from '@jest/globals'
import { compile, decode, failure, one } from '../testing/compile.js'
import type { MappingDocument } from './document.js'
import { MappingDocumentError } from './finding.js'

describe('plain lines', () => {
  const type = one({
    fields: { name: 'name', active: 'active', currency: 'settings.currency_id', note: 'note' },
  })

  it('reads values, keeps null and leaves out what is missing', () => {
    const { fields } = decode(type, { name: 'Müller GmbH', active: false, settings: { currency_id: null } })
    expect(fields).toEqual({ name: 'Müller GmbH', active: false, currency: null })
    expect('note' in fields).toBe(false)
  })

  it('reads a level that is empty as empty and one that is missing as absent', () => {
    expect(decode(type, { settings: null }).fields).toEqual({ currency: null })
    expect(decode(type, {}).fields).toEqual({})
    expect(decode(type, { settings: 'x' }).fields).toEqual({})
  })

  it('trims texts and reads an empty text as null', () => {
    expect(decode(type, { name: '  Müller \n', note: ' ' }).fields).toEqual({ name: 'Müller', note: null })
  })

  it('writes only what changed and has a line; nested paths become objects', () => {
    expect(type.encode({ name: 'Neu', currency: 'EUR', vatId: 'DE1' })).toEqual({
      name: 'Neu',
      settings: { currency_id: 'EUR' },
    })
    expect(type.encode({ note: null })).toEqual({ note: null })
    expect(type.encode({})).toEqual({})
  })

  it('never lets a value of the wrong kind through, and never quotes it', () => {
    const error = failure(() => decode(type, { name: 4711 }))
    expect(error).toMatchObject({
      code: 'mapping.type',
      field: 'name',
      params: { native: 'name', found: 'number' },
    })
    const wrong = failure(() => decode(type, { active: 'Erika' }))
    expect(wrong).toMatchObject({ field: 'active', params: { expected: 'boolean', found: 'text(5)' } })
    expect(JSON.stringify(wrong) + wrong.message).not.toContain('Erika')
    expect(failure(() => type.encode({ active: 'ja' }))).toMatchObject({
      code: 'mapping.type',
      field: 'active',
    })
  })

  it('accepts only the values of a closed list', () => {
    const kinds = one({ fields: { kind: 'type' } })
    expect(decode(kinds, { type: 'person' }).fields).toEqual({ kind: 'person' })
    expect(failure(() => decode(kinds, { type: 'company' })).field).toBe('kind')
    expect(failure(() => kinds.encode({ kind: 'company' })).field).toBe('kind')
  })
})

describe('value maps', () => {
  const type = one({
    fields: {
      kind: { native: 'is_company', values: { true: 'organization', false: 'person' } },
      active: { native: 'disabled', values: { 0: true, 1: false } },
      language: { native: 'lang', values: { '"1"': 'de', none: null } },
    },
  })

  it('reads and writes booleans, numbers and quoted texts as such', () => {
    expect(decode(type, { is_company: false, disabled: 1, lang: '1' }).fields).toEqual({
      kind: 'person',
      active: false,
      language: 'de',
    })
    expect(type.encode({ kind: 'organization', active: true, language: 'de' })).toEqual({
      is_company: true,
      disabled: 0,
      lang: '1',
    })
  })

  it('maps null only where the map names it', () => {
    expect(decode(type, { is_company: null, lang: 'none' }).fields).toEqual({ kind: null, language: null })
    expect(type.encode({ kind: null, language: null })).toEqual({ is_company: null, lang: 'none' })
  })

  it('refuses values that the map does not name', () => {
    expect(failure(() => decode(type, { is_company: 'true' }))).toMatchObject({
      code: 'mapping.value-unknown',
      field: 'kind',
      params: { found: 'text(4)' },
    })
    expect(failure(() => type.encode({ language: 'fr' }))).toMatchObject({
      code: 'mapping.value-unmapped',
      field: 'language',
    })
  })

  it('must be one to one unless the line only reads', () => {
    const values = { Company: 'organization', Partnership: 'organization', Individual: 'person' }
    expect(() => one({ fields: { kind: { native: 't', values } } })).toThrow(MappingDocumentError)
    expect(() => one({ fields: { kind: { native: 't', values, direction: 'write' } } })).toThrow(
      MappingDocumentError,
    )
    const reading = one({ fields: { kind: { native: 't', values, direction: 'read' } } })
    expect(decode(reading, { t: 'Partnership' }).fields).toEqual({ kind: 'organization' })
  })
})

describe('codecs', () => {
  const type = one({
    fields: {
      'address.country': { native: 'country_id', via: 'country' },
      name: { native: ['first', 'last'], via: 'personName' },
    },
  })

  it('convert both ways and never see null or a missing value', () => {
    expect(decode(type, { country_id: '21', first: 'Anna', last: 'Schmidt' }).fields).toEqual({
      'address.country': 'DE',
      name: 'Anna Schmidt',
    })
    expect(decode(type, { country_id: null, first: null, last: ' ' }).fields).toEqual({
      'address.country': null,
      name: null,
    })
    expect(decode(type, { first: 'Anna' }).fields).toEqual({})
    expect(type.encode({ 'address.country': null, name: null })).toEqual({
      country_id: null,
      first: null,
      last: null,
    })
  })

  it('writes all paths of a codec together', () => {
    expect(type.encode({ name: 'Anna Schmidt' })).toEqual({ first: 'Anna', last: 'Schmidt' })
    expect(type.encode({ name: 'Anna' })).toEqual({ first: 'Anna', last: null })
  })

  it('passes on the error of a codec with the field', () => {
    expect(failure(() => decode(type, { country_id: '99' }))).toMatchObject({
      code: 'demo.country',
      field: 'address.country',
    })
  })

  it('hides what a codec throws by accident', () => {
    const error = failure(() => type.encode({ 'address.country': 'FR' }))
    expect(error).toMatchObject({
      code: 'mapping.codec-failed',
      field: 'address.country',
      params: { codec: 'country' },
    })
    expect(JSON.stringify(error) + error.message).not.toContain('Erika')
  })
})

describe('read, const and directions', () => {
  it('yields constants and never writes them', () => {
    const type = one({ fields: { kind: { const: 'organization' }, active: { const: true } } })
    expect(decode(type, {}).fields).toEqual({ kind: 'organization', active: true })
    expect(type.encode({ kind: 'person', active: false })).toEqual({})
  })

  it('honours read-only and write-only lines', () => {
    const type = one({
      fields: { number: { native: 'no', direction: 'read' }, note: { native: 'memo', direction: 'write' } },
    })
    expect(decode(type, { no: '1', memo: 'x' }).fields).toEqual({ number: '1' })
    expect(type.encode({ number: '2', note: 'y' })).toEqual({ memo: 'y' })
    expect([...type.readable]).toEqual(['number'])
    expect([...type.writable]).toEqual(['note'])
  })

  it('evaluates JSONata, and only then decode is a promise', async () => {
    const type = one({
      fields: {
        name: { read: "$join([given, family], ' ')" },
        email: { read: 'mails[primary].address' },
        note: 'note',
      },
      parts: { contacts: { list: 'people', fields: { name: { read: '$uppercase(n)' }, email: 'mail' } } },
    })
    const decoded = type.decode({
      given: 'Anna',
      family: ' Schmidt ',
      mails: [
        { address: 'a@example.org', primary: false },
        { address: 'b@example.org', primary: true },
      ],
      note: null,
      people: [{ id: 7, n: 'Ö', mail: 'o@example.org' }, { id: 8 }],
    })
    expect(decoded).toBeInstanceOf(Promise)
    expect(await decoded).toEqual({
      fields: { name: 'Anna  Schmidt', email: 'b@example.org', note: null },
      parts: {
        contacts: [
          { externalId: '7', fields: { name: 'Ö', email: 'o@example.org' } },
          { externalId: '8', fields: {} },
        ],
      },
    })
  })

  it('gives an absent field where an expression yields nothing, and an error where it yields no text', async () => {
    const type = one({ fields: { name: { read: 'nothing.here' }, note: { read: 'things' } } })
    expect(await type.decode({})).toEqual({ fields: {}, parts: {} })
    await expect(type.decode({ things: ['a', 'b'] })).rejects.toMatchObject({
      code: 'mapping.type',
      field: 'note',
      params: { found: 'list(2)' },
    })
  })

  it('reports a failing expression by its code, without the data', async () => {
    const type = one({ fields: { name: { read: '$number(name)' } } })
    const error = await Promise.resolve(type.decode({ name: 'Erika' })).catch((error: unknown) => error)
    expect(error).toMatchObject({
      code: 'mapping.expression-failed',
      field: 'name',
      params: { reason: 'D3030' },
    })
    expect(JSON.stringify(error) + String(error)).not.toContain('Erika')
  })
})

it('refuses a document with everything that is wrong with it', () => {
  const broken: MappingDocument = {
    entity: 'party',
    types: {
      demo: { fields: { name: { native: 'n', via: 'nope' }, colour: 'c', note: { read: '$now()' } } },
    },
  }
  let caught: unknown
  try {
    compile(broken)
  } catch (error) {
    caught = error
  }
  expect(caught).toBeInstanceOf(MappingDocumentError)
  expect((caught as MappingDocumentError).findings.map(({ code, path }) => [code, path])).toEqual([
    ['mapping.codec-unknown', 'types.demo.fields.name'],
    ['mapping.field-unknown', 'types.demo.fields.colour'],
    ['mapping.expression-impure', 'types.demo.fields.note'],
  ])
})
