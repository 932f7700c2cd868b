import { describe, expect, it } from '@jest/globals'
import { party } from '#canonical'
import { compileMapping } from './compile.js'
import type { MappingDocument } from './document.js'
import { MappingDocumentError } from './finding.js'
import { loadMapping } from './load.js'
import { applyOverrides, type MappingOverrides, mappingVersion } from './override.js'

const shipped: MappingDocument = {
  entity: 'party',
  fields: { name: 'name', note: 'comment' },
  parts: { contacts: { list: 'contacts', fields: { name: 'name', email: 'email' } } },
  types: {
    'res.partner': { defaults: { group: 'All' }, fields: { vatId: 'vat' } },
    'res.partner.bank': { fields: { 'address.city': 'city' } },
  },
}

const problems = (overrides: MappingOverrides): [string, string][] => {
  try {
    applyOverrides(shipped, overrides)
  } catch (error) {
    if (error instanceof MappingDocumentError) return error.findings.map(({ code, path }) => [code, path])
    throw error
  }
  return []
}

describe('applyOverrides', () => {
  it('replaces, adds and removes single lines and leaves the shipped document alone', () => {
    const before = structuredClone(shipped)
    const { types } = applyOverrides(shipped, {
      'types.res.partner.fields.vatId': { native: 'x_vat', via: 'upper' },
      'types.res.partner.fields.note': null,
      'types.res.partner.fields.address.country': 'country_code',
      'types.res.partner.parts.contacts.fields.jobTitle': 'function',
      'types.res.partner.parts.contacts.fields.email': null,
      'types.res.partner.defaults.group': null,
      'types.res.partner.defaults.x_source': 'einmal',
    })
    expect(types['res.partner']).toEqual({
      defaults: { x_source: 'einmal' },
      fields: {
        name: { native: 'name' },
        vatId: { native: 'x_vat', via: 'upper' },
        'address.country': { native: 'country_code' },
      },
      parts: {
        contacts: {
          list: 'contacts',
          fields: { name: { native: 'name' }, jobTitle: { native: 'function' } },
        },
      },
    })
    expect(types['res.partner.bank']?.fields).toEqual({
      name: { native: 'name' },
      note: { native: 'comment' },
      'address.city': { native: 'city' },
    })
    expect(shipped).toEqual(before)
  })

  it('understands types whose names contain dots', () => {
    const { types } = applyOverrides(shipped, { 'types.res.partner.bank.fields.address.city': 'town' })
    expect(types['res.partner.bank']?.fields['address.city']).toEqual({ native: 'town' })
    expect(types['res.partner']?.fields['address.city']).toBeUndefined()
  })

  it('adds, moves and removes lists, in any order of the keys', () => {
    const overrides: [string, string | null][] = [
      ['types.res.partner.parts.addresses.fields.city', 'city'],
      ['types.res.partner.parts.addresses.list', 'children'],
      ['types.res.partner.parts.contacts.list', 'people'],
      ['types.res.partner.bank.parts.contacts.list', null],
    ]
    const forwards = applyOverrides(shipped, Object.fromEntries(overrides))
    const backwards = applyOverrides(shipped, Object.fromEntries(overrides.toReversed()))
    expect(forwards.types['res.partner']?.parts).toEqual({
      contacts: { list: 'people', fields: { name: { native: 'name' }, email: { native: 'email' } } },
      addresses: { list: 'children', fields: { city: { native: 'city' } } },
    })
    expect(forwards.types['res.partner.bank']?.parts).toEqual({})
    expect(backwards).toEqual(forwards)
    expect(mappingVersion(backwards)).toBe(mappingVersion(forwards))
  })

  it('says which keys name nothing', () => {
    const keys = [
      'fields.name',
      'types.nobody.fields.name',
      'types.res.partner.role',
      'types.res.partner.fields',
      'types.res.partner.fields.',
      'types.res.partner.parts.addresses.fields.city',
      'types.res.partner.parts.contacts',
    ]
    const overrides = Object.fromEntries(keys.map((key) => [key, 'x']))
    expect(problems(overrides)).toEqual(keys.map((key) => ['mapping.override-key', key]))
  })

  it('refuses what the overrides make wrong, with the path of the line', () => {
    expect(
      problems({
        'types.res.partner.fields.colour': 'x',
        'types.res.partner.fields.__proto__': 'x',
        'types.res.partner.fields.phone': 17,
        'types.res.partner.parts.contacts.fields.phone': { native: 'p', read: 'q' },
      }).toSorted(),
    ).toEqual([
      ['mapping.field-unknown', 'types.res.partner.fields.__proto__'],
      ['mapping.field-unknown', 'types.res.partner.fields.colour'],
      ['mapping.line-source', 'types.res.partner.parts.contacts.fields.phone'],
      ['mapping.shape', 'types.res.partner.fields.phone'],
    ])
    expect(problems({ 'types.res.partner.fields.phone': 'name' })).toEqual([
      ['mapping.native-twice', 'types.res.partner.fields.phone'],
    ])
  })

  it('yields a document that compiles', () => {
    const document = applyOverrides(shipped, { 'types.res.partner.fields.email': 'mail' })
    const type = compileMapping(document, party, {}).types['res.partner']
    expect(type?.decode({ mail: 'a@example.org', vat: null })).toEqual({
      fields: { email: 'a@example.org', vatId: null },
      parts: {},
    })
  })
})

describe('mappingVersion', () => {
  const version = mappingVersion(shipped)

  it('is short, and the same for every way to write the same document', () => {
    expect(version).toMatch(/^[0-9a-f]{16}$/)
    expect(mappingVersion(applyOverrides(shipped, {}))).toBe(version)
    const rewritten = loadMapping(`
types:
  res.partner.bank: { fields: { address.city: { native: city } } }
  res.partner: { fields: { vatId: vat }, defaults: { group: All } }
parts: { contacts: { fields: { email: email, name: name }, list: contacts } }
fields: { note: comment, name: { native: name } }
entity: party
`)
    expect(mappingVersion(rewritten)).toBe(version)
    expect(mappingVersion(applyOverrides(shipped, { 'types.res.partner.fields.vatId': 'vat' }))).toBe(version)
  })

  it.each([
    { 'types.res.partner.fields.vatId': 'x_vat' },
    { 'types.res.partner.fields.vatId': null },
    { 'types.res.partner.fields.vatId': { native: 'vat', direction: 'read' } },
    { 'types.res.partner.defaults.group': 'Other' },
    { 'types.res.partner.parts.contacts.list': 'people' },
  ] satisfies MappingOverrides[])('changes with %j', (overrides) => {
    expect(mappingVersion(applyOverrides(shipped, overrides))).not.toBe(version)
  })
})
