import { describe, expect, it } from '@jest/globals'
import { MappingDocumentError } from './finding.js'
import { loadMapping } from './load.js'

const problems = (source: string): [string, string][] => {
  try {
    loadMapping(source)
  } catch (error) {
    if (error instanceof MappingDocumentError) return error.findings.map(({ code, path }) => [code, path])
    throw error
  }
  return []
}

describe('loadMapping', () => {
  it('reads the long and the short form and merges shared lines into each type', () => {
    const document = loadMapping(`
entity: party
fields:
  name: name
  kind: { native: is_company, values: { true: organization, false: person } }
parts:
  contacts: { list: contacts, fields: { email: email, name: name } }
types:
  client:
    role: isCustomer
    default: true
    defaults: { group: All }
    fields: { kind: null, currency: settings.currency_id }
  vendor:
    role: isSupplier
    parts: { contacts: { list: people, fields: { name: null } } }
`)
    expect(document).toEqual({
      entity: 'party',
      types: {
        client: {
          role: 'isCustomer',
          default: true,
          defaults: { group: 'All' },
          fields: { name: { native: 'name' }, currency: { native: 'settings.currency_id' } },
          parts: {
            contacts: { list: 'contacts', fields: { email: { native: 'email' }, name: { native: 'name' } } },
          },
        },
        vendor: {
          role: 'isSupplier',
          fields: {
            name: { native: 'name' },
            kind: { native: 'is_company', values: { true: 'organization', false: 'person' } },
          },
          parts: { contacts: { list: 'people', fields: { email: { native: 'email' } } } },
        },
      },
    })
    expect(loadMapping(JSON.stringify(document))).toEqual(document)
  })

  it('reports everything that is wrong at once, each with its path', () => {
    const source = `
entity: party
colour: red
fields:
  nmae: name
  note: 7
  email: { native: mail, via: lower, values: { a: b }, colour: red }
types:
  res.partner:
    role: name
    defaults: { group: [a], "a b": 1 }
    fields:
      name: { native: [first, last] }
      kind: { native: t, values: { a: person, b: person, c: company } }
      active: { const: "yes" }
      website: { read: $now() }
      phone: { native: p, read: q }
      number: { read: q, direction: both }
      vatId: { native: a..b, createOnly: true, direction: read }
      currency: { via: upper }
      language: { native: l, direction: sideways }
    parts:
      people: { list: p, fields: {} }
      contacts: { list: 5, fields: { salary: s } }
`
    expect(problems(source)).toEqual([
      ['mapping.key-unknown', ''],
      ['mapping.field-unknown', 'fields.nmae'],
      ['mapping.shape', 'fields.note'],
      ['mapping.key-unknown', 'fields.email'],
      ['mapping.role-unknown', 'types.res.partner.role'],
      ['mapping.shape', 'types.res.partner.defaults.group'],
      ['mapping.path-bad', 'types.res.partner.defaults.a b'],
      ['mapping.paths-need-codec', 'types.res.partner.fields.name'],
      ['mapping.value-canonical', 'types.res.partner.fields.kind'],
      ['mapping.value-twice', 'types.res.partner.fields.kind'],
      ['mapping.value-canonical', 'types.res.partner.fields.active'],
      ['mapping.expression-impure', 'types.res.partner.fields.website'],
      ['mapping.line-source', 'types.res.partner.fields.phone'],
      ['mapping.direction-impossible', 'types.res.partner.fields.number'],
      ['mapping.path-bad', 'types.res.partner.fields.vatId'],
      ['mapping.create-only-reads', 'types.res.partner.fields.vatId'],
      ['mapping.line-source', 'types.res.partner.fields.currency'],
      ['mapping.line-conversion', 'types.res.partner.fields.currency'],
      ['mapping.shape', 'types.res.partner.fields.language.direction'],
      ['mapping.list-unknown', 'types.res.partner.parts.people'],
      ['mapping.shape', 'types.res.partner.parts.contacts.list'],
      ['mapping.field-unknown', 'types.res.partner.parts.contacts.fields.salary'],
    ])
  })

  it('reports lines that contradict each other once shared lines are merged', () => {
    const source = `
entity: party
fields: { name: name, email: contact.mail }
types:
  a:
    role: isCustomer
    default: true
    fields: { note: name, phone: contact, isCustomer: flag }
    parts:
      contacts: { list: children, fields: { name: n, email: n } }
      addresses: { list: children, fields: { city: city } }
  b: { default: true, parts: { contacts: { fields: { name: n } } } }
  c: { fields: { note: { native: name, direction: read } } }
`
    expect(problems(source)).toEqual([
      ['mapping.native-twice', 'types.a.fields.note'],
      ['mapping.native-twice', 'types.a.fields.phone'],
      ['mapping.role-and-line', 'types.a.fields.isCustomer'],
      ['mapping.native-twice', 'types.a.parts.contacts.fields.email'],
      ['mapping.native-twice', 'types.a.parts.addresses.list'],
      ['mapping.list-missing', 'types.b.parts.contacts.list'],
      ['mapping.default-twice', 'types.b.default'],
    ])
  })

  it.each([
    ['', 'mapping.shape'],
    ['just text', 'mapping.shape'],
    ['entity: party', 'mapping.shape'],
    ['entity: party\ntypes: {}', 'mapping.types-empty'],
    ['entity: unicorn\ntypes: { a: {} }', 'mapping.entity-unknown'],
    ['types: { a: {} }', 'mapping.entity-unknown'],
    ['entity: party\ntypes: { a: { fields: { name: __proto__.x } } }', 'mapping.path-bad'],
    ['entity: party\ntypes: { a: { fields: { constructor: x } } }', 'mapping.field-unknown'],
  ])('refuses %j', (source, code) => {
    expect(problems(source).map(([code]) => code)).toEqual([code])
  })

  it('names the row of broken YAML and of a key that stands twice', () => {
    for (const [source, row] of [
      ['entity: party\ntypes:\n  a: {fields: {name: x}\n', 4],
      ['entity: party\ntypes:\n  a:\n    fields:\n      name: x\n      name: y\n', 6],
    ] as const) {
      expect(() => loadMapping(source)).toThrow(MappingDocumentError)
      try {
        loadMapping(source)
      } catch (error) {
        const [first] = (error as MappingDocumentError).findings
        expect(first).toMatchObject({ code: 'mapping.syntax', params: { row } })
        expect(first?.message.de).toContain(`Zeile ${row}`)
      }
    }
  })

  it('refuses aliases that would blow the document up', () => {
    const bomb = `entity: &a [x,x,x,x,x,x,x,x,x,x]
b: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a,*a]
c: &c [*b,*b,*b,*b,*b,*b,*b,*b,*b,*b]
d: [*c,*c,*c,*c,*c,*c,*c,*c,*c,*c]`
    expect(problems(bomb)).toEqual([['mapping.syntax', '']])
  })
})
