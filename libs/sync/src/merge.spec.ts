import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import type { Flat, Scalar } from '#canonical'
import type { FlowSettings, LinkRow, RecordRow } from '#persistence'
import type { CompiledType } from '#mapping'
import { meet, merge, type MergeInput } from './merge.js'
import { difference } from './plan.js'

const settings: FlowSettings = {
  authority: { policy: 'either' },
  fields: {},
  firstContact: 'fill',
  creates: 'auto',
}

const record = (values: Flat, from: string | null = 'B'): RecordRow => ({
  id: 'r',
  entity: 'party',
  values: { ...values },
  provenance: { '*': { connection: from, type: null, run: '1', rule: 'new', mapping: '', at: '' } },
  blocked: {},
  version: 1,
  title: '',
})

const link = (seen: Flat, sent: Flat): LinkRow => ({
  id: 'l',
  recordId: 'r',
  connectionId: 'A',
  entity: 'party',
  nativeType: 'thing',
  externalId: '1',
  state: 'active',
  rule: 'origin',
  seen: { ...seen },
  seenHash: '',
  sent: { ...sent },
  parts: {},
  mapping: 'm',
  changedAt: null,
  version: null,
  incarnation: null,
  leaves: null,
})

const input = (
  own: RecordRow,
  of: LinkRow,
  observed: Flat,
  more: Partial<MergeInput> & { lists?: string[] } = {},
): MergeInput => ({
  settings,
  roles: ['isCustomer', 'isSupplier'],
  me: { connectionId: 'A', slug: 'a', position: 1, reads: true },
  position: (id) => ({ A: 1, B: 0, C: 2 })[id],
  leads: () => true,
  record: own,
  link: of,
  observed: { values: observed, parts: {}, lists: new Set(more.lists ?? []) },
  provenance: { connection: 'A', type: null, run: '2', mapping: 'm', at: '' },
  ...more,
})

describe('a first meeting', () => {
  it('names what it is going to write over', () => {
    const [own, of] = [record({ name: 'Hier' }), link({}, {})]
    const result = meet(
      input(own, of, { name: 'Dort' }, { settings: { ...settings, firstContact: 'align' } }),
    )
    expect(result.overruled).toEqual({ name: { before: 'Dort', after: 'Hier' } })
    expect(difference(own, of.sent, { writable: new Set(['name']), createOnly: new Set() } as never)).toEqual(
      { name: 'Hier' },
    )
  })
})

describe('merging a change', () => {
  it('takes what changed there and leaves what did not', () => {
    const [own, of] = [
      record({ name: 'Alt', city: 'Ulm' }),
      link({ name: 'Alt', city: 'ULM' }, { name: 'Alt', city: 'Ulm' }),
    ]
    merge(input(own, of, { name: 'Neu', city: 'ULM' }))
    expect(own.values).toEqual({ name: 'Neu', city: 'Ulm' })
    expect(of).toMatchObject({ seen: { name: 'Neu', city: 'ULM' }, sent: { name: 'Neu', city: 'Ulm' } })
    expect(own.provenance['name']).toMatchObject({ connection: 'A', rule: 'changed' })
  })

  it('never takes an absent field for a cleared one', () => {
    const [own, of] = [
      record({ name: 'Alt', phone: '1' }),
      link({ name: 'Alt', phone: '1' }, { name: 'Alt', phone: '1' }),
    ]
    merge(input(own, of, { name: 'Alt' }))
    expect(own.values['phone']).toBe('1')
    merge(input(own, of, { name: 'Alt', phone: null }))
    expect(own.values['phone']).toBeNull()
  })

  it.each<[string, string | null, Scalar, boolean]>([
    ['an earlier participant’s edit wins', 'B', 'dort', false],
    ['a later participant’s edit loses', 'C', 'hier', true],
    ['a person’s decision in the hub wins', null, 'dort', false],
  ])('settles a clash by rank: %s', (_what, from, winner, taken) => {
    const [own, of] = [record({ name: 'dort' }, from), link({ name: 'alt' }, { name: 'alt' })]
    const result = merge(input(own, of, { name: 'hier' }))
    expect(own.values['name']).toBe(winner)
    // An overruled system is written again, because what it was sent is unknown now.
    expect('name' in of.sent).toBe(taken)
    expect(Object.keys(result.overruled)).toEqual(taken ? [] : ['name'])
  })

  it('asks instead, where the flow says so, and advances what was seen', () => {
    const [own, of] = [record({ name: 'dort' }), link({ name: 'alt' }, { name: 'alt' })]
    const asking = { ...settings, authority: { policy: 'either', clash: 'ask' } as const }
    const result = merge(input(own, of, { name: 'hier' }, { settings: asking }))
    expect(result.questions).toEqual([{ kind: 'conflict', field: 'name', here: 'dort', there: 'hier' }])
    expect(of.seen['name']).toBe('hier')
  })

  it('does not take a cut-off text back without asking', () => {
    const long = 'Gesellschaft für angewandte Datenverarbeitung und Logistik'
    const [own, of] = [record({ name: long }), link({ name: long.slice(0, 40) }, { name: long })]
    const result = merge(input(own, of, { name: 'Gesellschaft für angewandte Datenverarb. XY' }))
    expect(result.questions).toMatchObject([{ kind: 'lossy' }])
    expect(own.values['name']).toBe(long)
  })

  it.each([
    ['revert', 'overruled', undefined],
    ['ignore', 'kept', 'alt'],
    ['propose', 'asked', 'hier'],
  ] as const)('leaves a led field to its leader: %s', (others, _what, sent) => {
    const [own, of] = [record({ name: 'alt' }), link({ name: 'alt' }, { name: 'alt' })]
    const led = { ...settings, fields: { name: { policy: 'leader', leader: 'b', others } as const } }
    const result = merge(input(own, of, { name: 'hier' }, { settings: led }))
    expect(own.values['name']).toBe('alt')
    expect(of.sent['name']).toBe(sent)
    expect(result.questions).toHaveLength(others === 'propose' ? 1 : 0)
  })

  // Found by the model test: nothing was written back where the record was empty or had no such part.
  it.each([
    ['a field that is empty', { phone: null }, { phone: '1' }, { phone: null }],
    ['a new contact', {}, { 'contacts/q': true, 'contacts/q/name': 'Max' }, { 'contacts/q': null }],
  ])('takes back what the leader did not decide: %s', (_what, values, there, expected) => {
    const [own, of] = [record(values), link(values, values)]
    const led = { ...settings, authority: { policy: 'leader', leader: 'b' } as const }
    merge(input(own, of, there, { settings: led }))
    const writable = new Set(['phone', 'contacts', 'contacts.name'])
    const type = { writable, createOnly: new Set<string>() } as unknown as CompiledType
    expect(difference(own, of.sent, type)).toEqual(expected)
  })

  it('adds, changes and removes parts one by one', () => {
    const values = { 'contacts/p': true, 'contacts/p/name': 'Erika', 'contacts/p/email': 'e@x' }
    const [own, of] = [record(values), link(values, values)]
    merge(
      input(
        own,
        of,
        { ...values, 'contacts/p/email': 'neu@x', 'contacts/q': true, 'contacts/q/name': 'Max' },
        { lists: ['contacts'] },
      ),
    )
    expect(own.values).toMatchObject({
      'contacts/p/email': 'neu@x',
      'contacts/q': true,
      'contacts/q/name': 'Max',
    })
    merge(input(own, of, { 'contacts/q': true, 'contacts/q/name': 'Max' }, { lists: ['contacts'] }))
    expect(own.values).toEqual({ 'contacts/p': null, 'contacts/q': true, 'contacts/q/name': 'Max' })
    merge(input(own, of, {}))
    expect(own.values['contacts/q']).toBe(true)
  })
})

describe('first contact', () => {
  const here = { name: 'Hier', phone: null, email: 'a@hier' }
  const there = { name: 'Dort', phone: '1', email: null }
  it.each([
    ['link', { name: 'Hier', phone: null, email: 'a@hier' }, ['email', 'name', 'phone']],
    ['fill', { name: 'Hier', phone: '1', email: 'a@hier' }, ['name', 'phone']],
    ['align', { name: 'Hier', phone: '1', email: 'a@hier' }, ['phone']],
  ] as const)('%s', (firstContact, values, agreed) => {
    const [own, of] = [record(here), link({}, {})]
    meet(input(own, of, there, { settings: { ...settings, firstContact } }))
    expect(own.values).toEqual(values)
    expect(Object.keys(of.sent).sort()).toEqual(agreed)
  })

  it('knows every role that one of the systems knows', () => {
    const [own, of] = [record({ isCustomer: true, isSupplier: false }), link({}, {})]
    meet(
      input(
        own,
        of,
        { isCustomer: false, isSupplier: true },
        { settings: { ...settings, firstContact: 'link' } },
      ),
    )
    expect(own.values).toEqual({ isCustomer: true, isSupplier: true })
    expect(of.sent).toEqual({ isSupplier: true })
  })
})

describe('whatever is observed', () => {
  const value = fc.option(fc.constantFrom('a', 'b', 'c'), { nil: null })
  const flat = fc.dictionary(fc.constantFrom('name', 'phone', 'email'), value)

  it('the same observation twice changes nothing the second time', () => {
    fc.assert(
      fc.property(flat, flat, flat, flat, (values, seen, sent, observed) => {
        const [own, of] = [record(values), link(seen, sent)]
        merge(input(own, of, observed))
        const before = structuredClone({ values: own.values, seen: of.seen })
        const result = merge(input(own, of, observed))
        expect(result).toEqual({ taken: {}, overruled: {}, questions: [], resisted: false })
        expect({ values: own.values, seen: of.seen }).toEqual(before)
      }),
    )
  })

  it('every changed value is either taken or to be written over: no edit is forgotten', () => {
    fc.assert(
      fc.property(flat, flat, flat, flat, (values, seen, sent, observed) => {
        const [own, of] = [record(values), link(seen, sent)]
        merge(input(own, of, observed))
        for (const [key, there] of Object.entries(observed)) {
          if (!(key in seen) || seen[key] === there) continue
          const here = own.values[key] ?? null
          // An empty field that was never sent needs no write, so that must not be what stands for "unknown".
          const isWritten = key in of.sent ? of.sent[key] !== here : here !== null
          expect(here === there || isWritten).toBe(true)
        }
      }),
    )
  })
})
