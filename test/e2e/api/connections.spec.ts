import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { dataOf, type Schemas } from '#api-client'
import { startTestHub, type TestHub } from '../../support/hub.js'
import { setUp } from '../../support/setup.js'

const tenant = 'acme'
const params = { path: { tenant } }

let hub: TestHub
let secret: string
let answers = ''

beforeAll(async () => {
  hub = await startTestHub()
  secret = String(hub.config('odoo')['apiKey'])
})
afterAll(() => hub.close())

const create = async (body: Schemas['NewConnection'], check?: boolean, language?: string) => {
  const query = check === undefined ? {} : { check }
  const call = hub.as('admin', language).POST('/api/v1/tenants/{tenant}/connections', {
    params: { ...params, query },
    body,
  })
  const data = await dataOf(call)
  answers += JSON.stringify(data)
  return data
}

const odoo = (slug: string, change: Record<string, unknown> = {}): Schemas['NewConnection'] => {
  return { slug, name: 'Odoo', connector: 'odoo', config: { ...hub.config('odoo'), ...change } }
}

const one = (connection: string) => ({ path: { tenant, connection } })
const get = async (connection: string) => {
  const { data, response } = await hub
    .as('viewer')
    .GET('/api/v1/tenants/{tenant}/connections/{connection}', { params: one(connection) })
  answers += JSON.stringify(data)
  return { view: data as Schemas['ConnectionView'], etag: response.headers.get('etag') ?? '' }
}

const patch = async (
  connection: string,
  body: Schemas['ConnectionChange'],
  etag?: string,
  query: { check?: boolean } = {},
) => {
  const header = { 'If-Match': etag ?? (await get(connection)).etag }
  return dataOf(
    hub.as('admin').PATCH('/api/v1/tenants/{tenant}/connections/{connection}', {
      params: { ...one(connection), header, query },
      body,
    }),
  )
}

const check = (connection: string) =>
  dataOf(
    hub.as('operator').POST('/api/v1/tenants/{tenant}/connections/{connection}/check', {
      params: one(connection),
    }),
  )

describe('connecting a system', () => {
  it('tells every problem of its settings at once, in both languages', async () => {
    const broken = { slug: 'odoo', name: 'Odoo', connector: 'odoo', config: { url: 'no address', size: 1 } }
    const problem = { status: 422, code: 'request.invalid' }
    await expect(create(broken)).rejects.toMatchObject({
      ...problem,
      errors: expect.arrayContaining([
        {
          field: 'config.url',
          code: 'configuration.url',
          message: expect.stringContaining('not a web address'),
        },
        { field: 'config.apiKey', code: 'configuration.required', message: 'This field is needed.' },
        { field: 'config.size', code: 'configuration.unknown', message: expect.any(String) },
      ]),
    })
    await expect(create(broken, true, 'de')).rejects.toMatchObject({
      ...problem,
      errors: expect.arrayContaining([
        { field: 'config.apiKey', code: 'configuration.required', message: 'Diese Angabe fehlt.' },
      ]),
    })
    await expect(create({ ...broken, connector: 'sap' })).rejects.toMatchObject({
      status: 422,
      code: 'connection.unknown-connector',
      field: 'connector',
    })
  })

  it('saves nothing when the system refuses the login, and says why', async () => {
    await expect(create(odoo('odoo', { apiKey: 'wrong' }))).rejects.toMatchObject({
      status: 422,
      code: expect.stringMatching(/^odoo\./),
      fix: expect.any(String),
    })
    const { data } = await hub.as('viewer').GET('/api/v1/tenants/{tenant}/connections', { params })
    expect(data?.items).toEqual([])
  })

  it('can be tried without saving', async () => {
    const ask = (config: Record<string, unknown>) =>
      dataOf(
        hub.as('admin', 'de').POST('/api/v1/tenants/{tenant}/connections/check', {
          params,
          body: { connector: 'odoo', config },
        }),
      )
    expect(await ask(hub.config('odoo'))).toMatchObject({
      ok: true,
      version: expect.any(String),
      markers: true,
    })
    expect(await ask({ ...hub.config('odoo'), apiKey: 'wrong' })).toMatchObject({
      ok: false,
      problem: { code: expect.stringMatching(/^odoo\./), text: expect.any(String), fix: expect.any(String) },
    })
    expect(await ask({ ...hub.config('odoo'), url: 'http://127.0.0.1:1' })).toMatchObject({
      ok: false,
      problem: { code: 'http.unreachable', text: expect.stringContaining('nicht erreichbar') },
    })
  })

  it('keeps secrets sealed and shows only that they are there', async () => {
    const made = await create(odoo('odoo'))
    expect(made.config).toEqual({ ...hub.config('odoo'), apiKey: '••••••••' })
    expect(made.report).toMatchObject({ version: '19.0', markers: true })
    const [row] = await hub.query<{ text: string; secrets: Buffer }>(
      'acme',
      `SELECT to_jsonb(c)::text AS text, secrets FROM connection c WHERE slug = 'odoo'`,
    )
    expect(row?.text).not.toContain(secret)
    expect(row?.secrets.includes(secret)).toBe(false)
  })

  it('refuses a name that is taken, and the same system twice', async () => {
    await expect(create(odoo('odoo'), false)).rejects.toMatchObject({
      status: 409,
      code: 'connection.slug-taken',
      field: 'slug',
    })
    await expect(create(odoo('again'))).rejects.toMatchObject({
      status: 409,
      code: 'connection.same-system',
      detail: 'This system is connected already, as “odoo”.',
    })
  })
})

describe('changing a connection', () => {
  it('wants to know which version was seen', async () => {
    const { etag } = await get('odoo')
    expect(etag).toBe('"1"')
    const url = `${hub.url}/api/v1/tenants/acme/connections/odoo`
    const headers = {
      authorization: `Bearer ${await hub.token('admin')}`,
      'content-type': 'application/json',
    }
    const without = await fetch(url, { method: 'PATCH', headers, body: '{"name": "x"}' })
    expect(without.status).toBe(428)
    expect(await without.json()).toMatchObject({ code: 'request.if-match-missing', fix: expect.any(String) })
    const named = await patch('odoo', { name: 'Odoo (sales)' }, etag)
    expect(named).toMatchObject({ name: 'Odoo (sales)', revision: 2 })
    await expect(patch('odoo', { name: 'late' }, etag)).rejects.toMatchObject({
      status: 412,
      code: 'request.stale',
    })
    expect((await get('odoo')).view.name).toBe('Odoo (sales)')
  })

  it('keeps a secret that is not given, and one that comes back as dots', async () => {
    await patch('odoo', { config: { companyId: 1, apiKey: '••••••••' } })
    expect(await check('odoo')).toMatchObject({ ok: true })
    expect((await get('odoo')).view.config).toMatchObject({ apiKey: '••••••••' })
  })

  it('tries new settings with the system before it keeps them', async () => {
    await expect(patch('odoo', { config: { apiKey: 'wrong' } })).rejects.toMatchObject({
      status: 422,
      code: expect.stringMatching(/^odoo\./),
    })
    expect(await check('odoo')).toMatchObject({ ok: true })
    await expect(patch('odoo', { config: { url: 'http://127.0.0.1:1' } }, undefined, { check: false }))
      .rejects //
      .toMatchObject({ status: 422, code: 'connection.needs-check' })
  })

  it('stops after a refused login and works again after a good check', async () => {
    await patch('odoo', { config: { apiKey: 'rotated away' } }, undefined, { check: false })
    expect(await check('odoo')).toMatchObject({
      ok: false,
      problem: { code: expect.stringMatching(/^odoo\./) },
    })
    expect((await get('odoo')).view).toMatchObject({
      state: 'stopped',
      problem: { text: expect.any(String), at: expect.any(String) },
    })
    const changed = await patch('odoo', { config: { apiKey: secret } })
    expect(changed).toMatchObject({ state: 'active', problem: null })
  })

  it('refuses to lead to another database than the one that it was made for', async () => {
    const other = await hub.simulators.another('odoo')
    try {
      await expect(patch('odoo', { config: { ...other.model.config(other.url) } })).rejects.toMatchObject({
        status: 409,
        code: 'connection.other-system',
      })
    } finally {
      await other.stop()
    }
  })

  it('pauses and goes on', async () => {
    expect(await patch('odoo', { state: 'paused' })).toMatchObject({ state: 'paused' })
    expect(await check('odoo')).toMatchObject({ ok: true })
    expect((await get('odoo')).view.state).toBe('paused')
    expect(await patch('odoo', { state: 'active', naturalKeys: true })).toMatchObject({
      state: 'active',
      naturalKeys: true,
    })
  })
})

describe('removing a connection', () => {
  it('is refused while it takes part in a flow', async () => {
    const remove = () =>
      hub.as('admin').DELETE('/api/v1/tenants/{tenant}/connections/{connection}', { params: one('erpnext') })
    const { response } = await hub
      .as('admin')
      .DELETE('/api/v1/tenants/{tenant}/connections/{connection}', { params: one('odoo') })
    expect(response.status).toBe(204)
    await setUp(hub)
    expect((await get('erpnext')).view.flows).toEqual(['customers'])
    await expect(remove()).rejects.toMatchObject({
      status: 409,
      code: 'connection.in-use',
      detail: expect.stringContaining('customers'),
    })
    await hub.as('admin').DELETE('/api/v1/tenants/{tenant}/flows/{flow}', {
      params: { path: { tenant, flow: 'customers' } },
    })
    expect((await remove()).response.status).toBe(204)
    await expect(remove()).rejects.toMatchObject({ status: 404 })
  })
})

describe('a secret', () => {
  it('stands in no answer, no log line and no audit entry', async () => {
    const { data } = await hub.as('admin').GET('/api/v1/tenants/{tenant}/audit', {
      params: { ...params, query: { limit: 200 } },
    })
    expect(data?.items.map(({ action }) => action)).toEqual(
      expect.arrayContaining([
        'connection.create',
        'connection.update',
        'connection.check',
        'connection.delete',
      ]),
    )
    const everything = answers + hub.logs() + JSON.stringify(data)
    for (const hidden of [secret, 'rotated away', String(hub.config('erpnext')['apiSecret'])]) {
      expect(everything.includes(hidden)).toBe(false)
    }
  })
})
