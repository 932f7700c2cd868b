import { describe, expect, it } from '@jest/globals'
import { call, create, read } from './calls.js'
import type { Body } from './calls.js'
import { createSimulator } from './index.js'

/** A simulator whose clock goes on by a second and a bit with each call of `tick`. */
function timed(version: '17.0' | '19.0') {
  const odoo = createSimulator({ version })
  let now = Date.UTC(2026, 0, 5, 9, 0, 0, 400)
  odoo.now = () => now
  return { odoo, tick: () => (now += 1_300) }
}

describe('the stamp that polls go by', () => {
  it.each([
    ['17.0', { '=': 0, '>=': 1, '>': 1 }],
    ['19.0', { '=': 1, '>=': 1, '>': 0 }],
  ] as const)('compares with its own value in %s as recorded', (version, expected) => {
    const { odoo } = timed(version)
    const id = create(odoo, { name: 'A' })
    const stamp = read(odoo, id)['write_date']
    for (const [operator, count] of Object.entries(expected)) {
      expect([
        operator,
        call(odoo, 'search_count', {
          domain: [
            ['id', '=', id],
            ['write_date', operator, stamp],
          ],
        }),
      ]).toEqual([operator, count])
    }
  })

  it('moves with a save that changes nothing, and cannot be set', () => {
    const { odoo, tick } = timed('19.0')
    const id = create(odoo, { name: 'A' })
    tick()
    call(odoo, 'write', { ids: [id], vals: { name: 'A', write_date: '2020-01-01 00:00:00' } })
    expect(read(odoo, id)['write_date']).toBe('2026-01-05 09:00:01')
  })

  it('does not move at the company when a contact changes, but at the contacts when the company does', () => {
    const { odoo, tick } = timed('19.0')
    const id = create(odoo, { name: 'A', country_id: 57 })
    const eva = create(odoo, { name: 'Eva', parent_id: id })
    const stamps = () => [id, eva].map((one) => read(odoo, one)['write_date'])
    const [before] = stamps()
    tick()
    call(odoo, 'write', { ids: [eva], vals: { phone: '1' } })
    expect(stamps()).toEqual([before, '2026-01-05 09:00:01'])
    for (const vals of [{ name: 'B' }, { vat: 'DE136695976' }, { city: 'Ulm' }]) {
      tick()
      call(odoo, 'write', { ids: [id], vals })
      const [company, contact] = stamps()
      expect(contact).toBe(company)
    }
    expect(read(odoo, eva)).toMatchObject({ vat: 'DE136695976', city: 'Ulm' })
  })

  it('refuses a Z in 19 only', () => {
    const domain = [['write_date', '>=', '2026-01-05T09:00:00Z']]
    expect(call(createSimulator({ version: '17.0' }), 'search_count', { domain })).toBe(0)
    expect(call(createSimulator(), 'search_count', { domain })).toMatchObject({ name: 'builtins.ValueError' })
  })
})

describe('what Odoo makes of values', () => {
  const odoo = createSimulator()

  it('tidies websites, VAT numbers and notes, and gives everybody a language', () => {
    const id = create(odoo, {
      name: 'A',
      website: 'a.example',
      vat: 'de 136 695 976',
      comment: 'x<script>y</script>',
    })
    expect(read(odoo, id)).toMatchObject({
      website: 'http://a.example',
      vat: 'DE136695976',
      lang: 'de_DE',
      city: false,
    })
  })

  it('copies the reference but neither rank nor external ids', () => {
    const id = create(odoo, { name: 'A', ref: 'K-1', customer_rank: 3 })
    const [copy = 0] = call(odoo, 'copy', { ids: [id] }) as number[]
    expect(read(odoo, copy)).toMatchObject({ name: 'A (copy)', ref: 'K-1', customer_rank: 0 })
  })

  it('takes back all of a batch with one wrong record, but not its ids', () => {
    const before = call(odoo, 'search_count', { domain: [] })
    expect(call(odoo, 'create', { vals_list: [{ name: 'ok' }, { name: false }] })).toMatchObject({
      name: 'odoo.exceptions.ValidationError',
    })
    expect(call(odoo, 'search_count', { domain: [] })).toBe(before)
    expect(create(odoo, { name: 'next' })).toBe(create(odoo, { name: 'after' }) - 1)
  })

  it('leaves the contacts of a deleted company as partners of their own', () => {
    const id = create(odoo, { name: 'A', child_ids: [[0, 0, { name: 'Eva' }]] })
    const [eva = 0] = call(odoo, 'search', { domain: [['parent_id', '=', id]] }) as number[]
    call(odoo, 'unlink', { ids: [id] })
    expect(read(odoo, eva)).toMatchObject({ name: 'Eva', parent_id: false })
  })

  it('hides archived records unless asked', () => {
    const id = create(odoo, { name: 'Alt', active: false })
    const search = (more: Body, domain: unknown[] = []) =>
      call(odoo, 'search', { domain: [['id', '=', id], ...domain], ...more })
    expect(search({})).toEqual([])
    expect(search({ context: { active_test: false } })).toEqual([id])
    expect(search({}, [['active', '=', false]])).toEqual([id])
  })

  it('says why in the language of the user', () => {
    const vals = { vals_list: [{ name: false }] }
    expect(call(odoo, 'create', vals)).toMatchObject({
      message: expect.stringContaining('Contacts require a name'),
    })
    expect(call(odoo, 'create', vals, { login: 'hub' })).toMatchObject({
      message: expect.stringContaining('Kontakte benötigen einen Namen'),
    })
  })
})

describe('load', () => {
  const fields = ['id', 'name', 'vat']

  it('is an upsert that stores all or nothing, and never fails with a status', () => {
    const odoo = createSimulator()
    const first = call(odoo, 'load', {
      fields,
      data: [
        ['x.1', 'A', ''],
        ['x.2', 'B', ''],
      ],
    }) as { ids: number[] }
    expect(
      call(odoo, 'load', {
        fields,
        data: [
          ['x.1', 'A2', ''],
          ['x.2', 'B', ''],
        ],
      }),
    ).toEqual({ ...first, messages: [], nextrow: 0 })
    expect(
      call(odoo, 'load', {
        fields,
        data: [
          ['x.3', 'C', ''],
          ['x.1', 'A3', 'DE1'],
        ],
      }),
    ).toMatchObject({ ids: false })
    expect(odoo.db.xmlid('x.3')).toBeUndefined()
    expect(read(odoo, first.ids[0] ?? 0)['name']).toBe('A2')
  })

  it('blames the first record for a batch, besides the one that is wrong', () => {
    const odoo = createSimulator()
    const { messages } = call(odoo, 'load', {
      fields,
      data: [
        ['x.1', 'A', ''],
        ['x.2', 'B', 'DE1'],
      ],
    }) as { messages: Body[] }
    expect(messages.map(({ record }) => record)).toEqual([0, 1])
  })

  it('clears with an empty cell, and cuts children off with an empty list', () => {
    const odoo = createSimulator()
    const columns = ['id', 'name', 'city', 'child_ids/id', 'child_ids/name']
    const { ids } = call(odoo, 'load', { fields: columns, data: [['x.1', 'A', 'Ulm', 'x.2', 'Eva']] }) as {
      ids: number[]
    }
    call(odoo, 'load', { fields: columns, data: [['x.1', 'A', '', '', '']] })
    expect(read(odoo, ids[0] ?? 0)['city']).toBe(false)
    expect(read(odoo, odoo.db.xmlid('x.2')?.res_id ?? 0)['parent_id']).toBe(false)
  })

  it('works for an ordinary account, which may not read external ids', () => {
    const odoo = createSimulator()
    expect(call(odoo, 'load', { fields, data: [['x.1', 'A', '']] }, { login: 'hub' })).toMatchObject({
      ids: [expect.any(Number)],
    })
    const search = { domain: [], fields: ['name'] }
    expect(call(odoo, 'search_read', search, { login: 'hub', model: 'ir.model.data' })).toMatchObject({
      name: 'odoo.exceptions.AccessError',
    })
  })
})
