import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import request from 'supertest'
import { Database } from '#persistence'
import { describeApi } from '../../../apps/hub/src/docs/document.js'
import { startTestHub, type Person, type TestHub } from '../../support/hub.js'

const root = join(import.meta.dirname, '../../..')

let hub: TestHub
beforeAll(async () => {
  hub = await startTestHub({ simulators: false })
})
afterAll(() => hub.close())

const bearer = async (person: Person): Promise<string> => `Bearer ${await hub.token(person)}`

describe('an error', () => {
  it('is a problem document with code, fix and the id that the log has too', async () => {
    const { body, headers, status } = await request(hub.url).get('/api/v1/me')
    expect(status).toBe(401)
    expect(headers).toMatchObject({
      'content-type': expect.stringMatching(/^application\/problem\+json/),
      'content-language': 'en',
      'www-authenticate': expect.stringMatching(/^Bearer/),
    })
    expect(body).toEqual({
      type: 'urn:einmal:problem:auth.missing',
      title: 'Not signed in',
      status: 401,
      detail: 'You are not logged in.',
      code: 'auth.missing',
      fix: expect.stringContaining('Authorization'),
      instance: `urn:uuid:${headers['x-request-id']}`,
    })
    expect(hub.logs()).toContain(headers['x-request-id'])
  })

  it('keeps the request id that a UUID-sending caller chose, and no other', async () => {
    const id = '3f2504e0-4f89-41d3-9a0c-0305e82c3301'
    const mine = await request(hub.url).get('/api/v1/me').set('X-Request-Id', id)
    expect(mine.headers['x-request-id']).toBe(id)
    const injected = await request(hub.url).get('/api/v1/me').set('X-Request-Id', 'a{"level":60}')
    expect(injected.headers['x-request-id']).toMatch(/^[0-9a-f-]{36}$/)
  })

  it('lists everything that is wrong with a request, in the reader’s language', async () => {
    const body = { slug: 'Not A Slug!', name: '  ', surprise: 1 }
    const ask = async (language: string) =>
      request(hub.url)
        .post('/api/v1/tenants')
        .set('Authorization', await bearer('provider'))
        .set('Accept-Language', language)
        .send(body)
    const english = await ask('en')
    expect(english.status).toBe(400)
    expect(english.body).toMatchObject({
      code: 'request.invalid',
      detail: 'The request is not valid.',
      errors: expect.arrayContaining([
        { field: 'slug', code: 'validation.slug', message: expect.stringContaining('lower-case letters') },
        { field: 'name', code: 'validation.isLength', message: 'This must have 1 to 120 characters.' },
        { field: 'surprise', code: 'validation.whitelistValidation', message: expect.any(String) },
      ]),
    })
    const german = await ask('fr;q=0.9, de-AT;q=0.8')
    expect(german.body).toMatchObject({
      title: 'Ungültige Anfrage',
      errors: expect.arrayContaining([
        { field: 'name', code: 'validation.isLength', message: 'Das muss 1 bis 120 Zeichen haben.' },
      ]),
    })
    expect(english.body.errors).toHaveLength(3)
  })

  it.each([
    ['what is no JSON', '{"slug": ', 400, 'request.malformed'],
    ['a body that is too large', JSON.stringify({ slug: 'x'.repeat(1_100_000) }), 413, 'request.too-large'],
    ['a body that is a list', '[]', 400, 'request.invalid'],
    ['no body', undefined, 400, 'request.invalid'],
  ])('answers %s', async (_, body, status, code) => {
    const call = request(hub.url)
      .post('/api/v1/tenants')
      .set('Authorization', await bearer('provider'))
      .set('Content-Type', 'application/json')
    const answer = await (body === undefined ? call : call.send(body))
    expect([answer.status, answer.body.code]).toEqual([status, code])
  })

  it('says that nothing is there where nothing is', async () => {
    for (const path of ['/api/v1/nothing', '/nothing', '/api/v2/me']) {
      const { status, body } = await request(hub.url).get(path)
      expect([path, status, body.code]).toEqual([path, 404, 'request.not-found'])
    }
  })

  it('of our own gives nothing away to the reader, and no data to the log', async () => {
    const db = hub.app.get(Database)
    const real = db.tenant.bind(db)
    const defect = {
      message: 'column does not exist',
      detail: 'Key (name)=(Mustermann)',
      parameters: ['Mustermann'],
    }
    db.tenant = () => Promise.reject(Object.assign(new Error(), defect))
    const before = hub.logs().length
    const { status, body } = await request(hub.url)
      .get('/api/v1/tenants/acme/records')
      .set('Authorization', await bearer('viewer'))
    db.tenant = real
    expect(status).toBe(500)
    expect(body).toMatchObject({ code: 'internal', detail: 'Something went wrong inside the hub.' })
    const lines = hub.logs().slice(before)
    expect(lines).toContain('"stack"')
    expect(lines).toContain('column does not exist')
    expect(lines + JSON.stringify(body)).not.toContain('Mustermann')
  })

  it('answers a text that no database takes', async () => {
    const asked = hub.as('viewer').GET('/api/v1/tenants/{tenant}/records', {
      params: { path: { tenant: 'acme' }, query: { search: 'a\u0000b' } },
    })
    await expect(asked).rejects.toMatchObject({ status: 400, code: 'request.malformed' })
  })

  it.each([
    ['no cursor at all', 'x'],
    ['one of another list', cursor(['slug'])],
    ['one that somebody has made up', cursor(['2026-01-01; DROP TABLE run', 'x'])],
  ])('answers a cursor that is %s', async (_, made) => {
    const asked = hub.as('viewer').GET('/api/v1/tenants/{tenant}/runs', {
      params: { path: { tenant: 'acme' }, query: { cursor: made } },
    })
    await expect(asked).rejects.toMatchObject({ status: 400, code: 'request.cursor', field: 'cursor' })
  })
})

function cursor(keys: string[]): string {
  return Buffer.from(JSON.stringify(keys)).toString('base64url')
}

describe('a client', () => {
  it('is created by the provider, once', async () => {
    const provider = hub.as('provider')
    const { data } = await provider.POST('/api/v1/tenants', { body: { slug: 'new', name: ' Neu GmbH ' } })
    expect(data).toMatchObject({ slug: 'new', name: 'Neu GmbH', role: 'admin' })
    await expect(
      provider.POST('/api/v1/tenants', { body: { slug: 'new', name: 'Again' } }),
    ).rejects.toMatchObject({ status: 409, code: 'tenant.slug-taken', field: 'slug' })
    const audit = await provider.GET('/api/v1/tenants/{tenant}/audit', {
      params: { path: { tenant: 'new' } },
    })
    expect(audit.data?.items).toMatchObject([{ actor: 'paula', action: 'tenant.create', subject: 'new' }])
  })
})

describe('the log', () => {
  it('has one line per request with the route, not with what people searched for', async () => {
    const before = hub.logs().length
    await hub.as('viewer').GET('/api/v1/tenants/{tenant}/records', {
      params: { path: { tenant: 'acme' }, query: { search: 'Erika Mustermann' } },
    })
    const lines = hub
      .logs()
      .slice(before)
      .split('\n')
      .filter((line) => line.includes('"msg":"request"'))
    expect(lines).toHaveLength(1)
    expect(JSON.parse(lines[0] ?? '')).toMatchObject({
      level: 20,
      method: 'GET',
      route: '/api/v1/tenants/:tenant/records',
      status: 200,
      tenant: 'acme',
    })
    expect(hub.logs()).not.toContain('Mustermann')
    expect(hub.logs()).not.toContain(await hub.token('viewer'))
  })
})

describe('the documentation', () => {
  it('is for people who are signed in, outside of the embedded start', async () => {
    for (const path of [
      '/api/docs',
      '/api/docs/',
      '/api/docs-json',
      '/API/docs-json',
      '/api/docs/swagger-ui-init.js',
    ]) {
      expect([path, (await request(hub.url).get(path)).status]).toEqual([path, 401])
    }
    const signedIn = await request(hub.url)
      .get('/api/docs-json')
      .set('Authorization', await bearer('nobody'))
    expect(signedIn.status).toBe(200)
    expect(signedIn.body.paths['/api/v1/me']).toBeDefined()
  })

  it('is the committed openapi.json', () => {
    const committed: unknown = JSON.parse(readFileSync(join(root, 'openapi.json'), 'utf8'))
    expect(JSON.parse(JSON.stringify(describeApi(hub.app)))).toEqual(committed)
  })

  it('names and explains every operation', () => {
    const operations = Object.values(describeApi(hub.app).paths).flatMap((path) =>
      Object.values(path).filter((one): one is Operation => typeof one === 'object' && 'responses' in one),
    )
    const ids = operations.map(({ operationId }) => operationId)
    expect(new Set(ids).size).toBe(ids.length)
    expect(ids).toContain('connectionCreate')
    expect(operations.filter(({ summary }) => !summary)).toEqual([])
    // Whatever wants a login tells its errors.
    const closed = operations.filter(({ security }) => security)
    expect(closed.length).toBeGreaterThan(40)
    expect(closed.filter(({ responses }) => !responses['default'])).toEqual([])
  })
})

interface Operation {
  operationId: string
  summary?: string
  security?: unknown[]
  responses: Record<string, unknown>
}

describe('the address in a browser', () => {
  it('shows a page in the reader’s language', async () => {
    const { text, headers } = await request(hub.url).get('/').set('Accept-Language', 'de')
    expect(headers['content-type']).toContain('text/html')
    expect(headers['content-security-policy']).toContain("script-src 'self'")
    expect(text).toContain('<html lang="de">')
    expect(text).toContain('Einmal eingeben')
    expect((await request(hub.url).get('/')).text).toContain('Enter a thing once')
  })
})

describe('health', () => {
  it('tells the truth about what the process needs', async () => {
    const good = await request(hub.url).get('/health/ready')
    expect(good.status).toBe(200)
    expect(good.body).toEqual({
      status: 'ok',
      checks: { database: 'ok', migrations: 'ok', identityProvider: 'ok' },
    })
    await hub.issuer.stop()
    const bad = await request(hub.url).get('/health/ready')
    expect(bad.status).toBe(503)
    expect(bad.body).toMatchObject({
      status: 'failing',
      checks: { database: 'ok', identityProvider: 'failing' },
    })
    expect((await request(hub.url).get('/health/live')).body).toEqual({ status: 'ok' })
  })
})
