import { describe, expect, it } from '@jest/globals'
import type { SimulatorReply } from '#connector-kit/testing'
import { createSimulator } from './index.js'
import type { OdooSimulator } from './index.js'

type Body = Record<string, unknown>

function send(
  odoo: OdooSimulator,
  method: string,
  path: string,
  body: unknown,
  headers: Record<string, string> = {},
): SimulatorReply {
  return odoo.handle({
    method,
    path,
    rawUrl: path,
    query: new URLSearchParams(),
    headers: { 'content-type': 'application/json', ...headers },
    body: Buffer.from(typeof body === 'string' ? body : JSON.stringify(body)),
  })
}

const keyOf = (odoo: OdooSimulator, login: string): string => {
  const user = odoo.db.users.find((one) => one.login === login)
  return odoo.db.keys.find((key) => key.user_id === user?.id)?.key ?? ''
}

/** A call of JSON-2 or, up to 18, of JSON-RPC; the result, or the exception. */
function call(
  odoo: OdooSimulator,
  method: string,
  args: Body,
  { login = 'admin', model = 'res.partner' } = {},
): unknown {
  if (odoo.db.version >= 19) {
    const reply = send(odoo, 'POST', `/json/2/${model}/${method}`, args, {
      authorization: `bearer ${keyOf(odoo, login)}`,
    })
    return JSON.parse(String(reply.body))
  }
  const { ids, ...named } = args
  const uid = odoo.db.users.find((user) => user.login === login)?.id
  const params = {
    service: 'object',
    method: 'execute_kw',
    args: ['odoo', uid, keyOf(odoo, login), model, method, ids ? [ids] : [], named],
  }
  const answer = JSON.parse(
    String(send(odoo, 'POST', '/jsonrpc', { jsonrpc: '2.0', id: 1, params }).body),
  ) as Body
  return 'error' in answer ? (answer['error'] as Body)['data'] : answer['result']
}

const create = (odoo: OdooSimulator, values: Body): number =>
  (call(odoo, 'create', { vals_list: [values] }) as number[])[0] ?? 0

const read = (odoo: OdooSimulator, id: number): Body =>
  (
    call(odoo, 'read', {
      ids: [id],
      fields: ['name', 'write_date', 'vat', 'city', 'ref', 'customer_rank', 'parent_id', 'website', 'lang'],
    }) as Body[]
  )[0] ?? {}

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

describe('the wire', () => {
  it('has JSON-2 and /web/version from 19 on only', () => {
    const old = createSimulator({ version: '17.0' })
    for (const path of ['/web/version', '/json/2/res.partner/search']) {
      expect(send(old, 'GET', path, '')).toMatchObject({
        status: 404,
        headers: { 'content-type': 'text/html; charset=utf-8' },
      })
    }
    expect(send(createSimulator(), 'GET', '/web/version', '')).toMatchObject({ status: 200 })
  })

  it('answers JSON-RPC errors with 200, in another code by version, and nothing with no result', () => {
    for (const [version, code] of [
      ['17.0', 200],
      ['19.0', 0],
    ] as const) {
      const odoo = createSimulator({ version })
      const params = {
        service: 'object',
        method: 'execute_kw',
        args: ['odoo', 2, 'wrong', 'res.partner', 'search', [[]]],
      }
      const reply = send(odoo, 'POST', '/jsonrpc', { jsonrpc: '2.0', id: 1, params })
      expect(reply.status).toBe(200)
      expect(JSON.parse(String(reply.body))).toMatchObject({
        error: { code, data: { name: 'odoo.exceptions.AccessDenied' } },
      })
    }
    const odoo = createSimulator({ version: '17.0' })
    const id = create(odoo, { name: 'A' })
    expect(call(odoo, 'action_archive', { ids: [id] })).toBeUndefined()
  })

  it('keeps keys that expired and archived users out', () => {
    const odoo = createSimulator()
    const key = odoo.db.keys.find((one) => one.key === keyOf(odoo, 'admin'))
    if (key) key.expiration_date = 1
    expect(call(odoo, 'search_count', { domain: [] })).toMatchObject({
      name: 'werkzeug.exceptions.Unauthorized',
    })
  })
})

describe('the simulator itself', () => {
  it('keeps its state over save and load', () => {
    const odoo = createSimulator({ seed: 5 })
    odoo.seed([
      {
        kind: 'organization',
        name: 'A',
        isCustomer: true,
        contacts: [{ name: 'Eva' }],
        address: { country: 'AT', city: 'Wien' },
      },
    ])
    call(odoo, 'load', { fields: ['id', 'name'], data: [['x.1', 'B']] })
    const other = createSimulator({ seed: 6 })
    other.load(JSON.parse(JSON.stringify(odoo.save())))
    expect(other.save()).toEqual(odoo.save())
    expect(other.config('http://x')).toEqual(odoo.config('http://x'))
    expect(other.person.list('res.partner').map((record) => record['complete_name'])).toEqual([
      'A',
      'A, Eva',
      'B',
    ])
    expect(create(other, { name: 'C' })).toBe(create(odoo, { name: 'C' }))
  })

  it('lets a person choose countries by code and refuses what Odoo refuses', () => {
    const odoo = createSimulator()
    const id = odoo.person.create('res.partner', { name: 'A', country_id: 'de', state_id: 'Bavaria' })
    expect(odoo.person.get('res.partner', id)).toMatchObject({
      country_id: 'DE',
      state_id: 'Bavaria',
      is_company: true,
      customer_rank: 1,
    })
    odoo.person.update('res.partner', id, { country_id: 'AT' })
    expect(odoo.person.get('res.partner', id)).toMatchObject({ country_id: 'AT', state_id: null })
    expect(() => odoo.person.create('res.partner', { name: 'A', country_id: 'Atlantis' })).toThrow('Atlantis')
    expect(() => odoo.person.update('res.partner', id, { vat: 'DE1' })).toThrow('USt-IdNr.')
    expect(() => odoo.person.remove('res.partner', '1')).toThrow()
  })

  it('cuts the records of a list but not its count', () => {
    const odoo = createSimulator()
    for (const name of ['A', 'B', 'C', 'D']) create(odoo, { name })
    const args = { domain: [['name', 'in', ['A', 'B', 'C', 'D']]], specification: { name: {} } }
    const reply = send(odoo, 'POST', '/json/2/res.partner/web_search_read', args, {
      authorization: `bearer ${keyOf(odoo, 'admin')}`,
    })
    expect(JSON.parse(String(odoo.thinReply(reply, 0.5).body))).toMatchObject({
      length: 4,
      records: [{ name: 'A' }, { name: 'B' }],
    })
  })
})
