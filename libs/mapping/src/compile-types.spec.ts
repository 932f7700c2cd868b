import { describe, expect, it } from '@jest/globals'
import type { Flat } from '#canonical'
import { compile, decode, failure, one } from '../testing/compile.js'

describe('creating', () => {
  const type = one({
    defaults: { customer_group: 'All', 'settings.currency_id': '3', customer_type: 'Company' },
    fields: {
      name: 'customer_name',
      number: { native: 'ref', createOnly: true },
      kind: { native: 'customer_type', values: { Company: 'organization', Individual: 'person' } },
      currency: 'settings.currency_id',
      language: { native: 'lang', direction: 'read' },
    },
    parts: {
      contacts: { list: 'contacts', fields: { name: 'n', email: { native: 'mail', createOnly: true } } },
    },
  })

  it('adds createOnly lines, and defaults for what no line sets', () => {
    const values: Flat = { name: 'A', number: '7', currency: 'EUR', kind: null, language: 'de' }
    expect(type.encodeNew(values)).toEqual({
      customer_name: 'A',
      ref: '7',
      customer_group: 'All',
      customer_type: 'Company',
      settings: { currency_id: 'EUR' },
    })
    expect(type.encodeNew({ name: 'B', kind: 'person' })).toEqual({
      customer_name: 'B',
      customer_group: 'All',
      customer_type: 'Individual',
      settings: { currency_id: '3' },
    })
  })

  it('leaves createOnly lines and defaults out of updates', () => {
    expect(type.encode({ name: 'A', number: '7' })).toEqual({ customer_name: 'A' })
    expect(type.encodePart('contacts', { name: 'x', email: 'e' })).toEqual({ n: 'x' })
    expect(type.encodePart('contacts', { name: 'x', email: 'e' }, true)).toEqual({ n: 'x', mail: 'e' })
  })

  it('says what reading yields and what updates and creates write', () => {
    expect([...type.readable].sort()).toEqual(
      [
        'name',
        'number',
        'kind',
        'currency',
        'language',
        'contacts',
        'contacts.name',
        'contacts.email',
      ].sort(),
    )
    expect([...type.writable].sort()).toEqual(
      ['name', 'kind', 'currency', 'contacts', 'contacts.name'].sort(),
    )
    expect([...type.createOnly].sort()).toEqual(['contacts.email', 'number'])
  })
})

describe('parts', () => {
  const type = one({
    parts: {
      contacts: {
        list: 'contacts',
        fields: { name: 'name', email: 'email', phone: { native: 'p', direction: 'read' } },
      },
      addresses: {
        list: 'more.addresses',
        fields: { postalCode: 'zip', country: { native: 'c', via: 'country' } },
      },
    },
  })

  it('reads all items of a list with their ids, and leaves out a list that is not there', () => {
    const decoded = decode(type, {
      contacts: [
        { id: 'a', name: 'Anna', email: null },
        { id: 12, email: 'b@example.org' },
      ],
    })
    expect(decoded.parts).toEqual({
      contacts: [
        { externalId: 'a', fields: { name: 'Anna', email: null } },
        { externalId: '12', fields: { email: 'b@example.org' } },
      ],
    })
    expect(decode(type, { contacts: [] }).parts).toEqual({ contacts: [] })
  })

  it('stops the record rather than read half a list', () => {
    expect(failure(() => decode(type, { contacts: null }))).toMatchObject({
      code: 'mapping.list',
      field: 'contacts',
    })
    expect(failure(() => decode(type, { contacts: [{ name: 'x' }] })).code).toBe('mapping.part-id')
    expect(failure(() => decode(type, { contacts: [{ id: 1 }, { id: '1' }] })).code).toBe(
      'mapping.part-twice',
    )
  })

  it('names the field of a part in errors', () => {
    const act = () => decode(type, { more: { addresses: [{ id: 1, c: '99' }] } })
    expect(failure(act).field).toBe('addresses.country')
  })

  it('writes changed fields of one item', () => {
    expect(type.encodePart('contacts', { email: 'n@example.org', phone: '1', unknown: 'x' })).toEqual({
      email: 'n@example.org',
    })
    expect(type.encodePart('addresses', { country: 'AT' })).toEqual({ c: '14' })
    expect(type.encodePart('unmapped', { country: 'AT' })).toEqual({})
    expect([type.partList('addresses'), type.partList('unmapped')]).toEqual(['more.addresses', undefined])
  })
})

describe('types of an entity', () => {
  const types = compile({
    entity: 'party',
    fields: { name: 'name', note: 'note' },
    parts: { contacts: { list: 'contacts', fields: { name: 'name' } } },
    types: {
      client: { role: 'isCustomer', default: true, fields: { currency: 'currency' } },
      vendor: {
        role: 'isSupplier',
        fields: { note: null, name: { native: 'vendor_name' } },
        parts: { contacts: { list: 'people', fields: { email: 'mail' } } },
      },
    },
  })

  it('share lines, override them and remove them', () => {
    expect(types['client']?.encode({ name: 'A', note: 'n' })).toEqual({ name: 'A', note: 'n' })
    expect(types['vendor']?.encode({ name: 'A', note: 'n', currency: 'EUR' })).toEqual({ vendor_name: 'A' })
    expect(types['vendor']?.partList('contacts')).toBe('people')
    expect(types['vendor']?.encodePart('contacts', { name: 'A', email: 'e' })).toEqual({
      name: 'A',
      mail: 'e',
    })
  })

  it('set the flag that they stand for, and say which one is the default', () => {
    expect(types['client']?.decode({ name: 'A' })).toEqual({
      fields: { name: 'A', isCustomer: true },
      parts: {},
    })
    expect(types['vendor']?.decode({})).toEqual({ fields: { isSupplier: true }, parts: {} })
    expect(types['client']).toMatchObject({
      native: 'client',
      role: { field: 'isCustomer', values: [true] },
      isDefault: true,
    })
    expect(types['vendor']).toMatchObject({ role: { field: 'isSupplier', values: [true] }, isDefault: false })
    expect(types['vendor']?.readable.has('isSupplier')).toBe(true)
    expect(types['vendor']?.writable.has('isSupplier')).toBe(false)
    expect(one({ fields: { name: 'name' } })).toMatchObject({ role: null, isDefault: true })
  })
})
