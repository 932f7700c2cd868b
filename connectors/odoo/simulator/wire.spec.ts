import { describe, expect, it } from '@jest/globals'
import { call, create, keyOf, send } from './calls.js'
import { createSimulator } from './index.js'

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
