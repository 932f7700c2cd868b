import { createHash, randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { Catch, Controller, Get, type ArgumentsHost, type INestApplication } from '@nestjs/common'
import { Test } from '@nestjs/testing'
import { HubError } from '#i18n'
import { KeycloakVerifier, Principal, Roles, SecurityModule } from '#security'
import type { Response } from 'express'
import { decodeJwt } from 'jose'
import request from 'supertest'
import { freePort } from '../ports.js'
import { startIdentityProvider, type IdentityProvider } from './server.js'

const folder = mkdtempSync(join(tmpdir(), 'einmal-idp-'))
let idp: IdentityProvider
let port: number

beforeAll(async () => {
  port = await freePort()
  idp = await startIdentityProvider({ folder, port })
})

afterAll(async () => {
  await idp.stop()
  rmSync(folder, { recursive: true })
})

interface Tokens {
  access_token: string
  refresh_token: string
  id_token?: string
  error?: string
  error_description?: string
  status: number
}

async function token(form: Record<string, string>): Promise<Tokens> {
  const response = await fetch(`${idp.issuer}/protocol/openid-connect/token`, {
    method: 'POST',
    body: new URLSearchParams({ client_id: 'einmal-cli', ...form }),
  })
  return { ...((await response.json()) as Tokens), status: response.status }
}

const login = (username: string, password = 'demo') => token({ grant_type: 'password', username, password })

/** A browser: keeps cookies, follows redirects up to `stop`, sends forms. */
class Browser {
  private readonly cookies = new Map<string, string>()
  url = ''
  body = ''

  constructor(private readonly language = 'en') {}

  async open(url: string, form?: Record<string, string>, stop = 'http://127.0.0.1:1/'): Promise<void> {
    let next: string | null = url
    let body = form && new URLSearchParams(form)
    while (next !== null) {
      this.url = new URL(next, this.url || undefined).href
      if (this.url.startsWith(stop)) return
      const headers = {
        cookie: [...this.cookies].map((pair) => pair.join('=')).join('; '),
        'accept-language': this.language,
      }
      const response: globalThis.Response = await fetch(this.url, {
        redirect: 'manual',
        headers,
        ...(body ? { method: 'POST', body } : {}),
      })
      for (const cookie of response.headers.getSetCookie()) {
        const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(cookie) ?? []
        if (value === '') this.cookies.delete(name)
        else this.cookies.set(name, value)
      }
      this.body = await response.text()
      body = undefined
      next = response.headers.get('location')
    }
  }

  /** Fills in the page's form and sends it. */
  submit(fields: Record<string, string>): Promise<void> {
    const action = /<form[^>]* action="([^"]+)"/.exec(this.body)?.[1]?.replaceAll('&#38;', '&') ?? this.url
    const hidden = [...this.body.matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)"/g)].map(
      ([, name = '', value = '']) => [name, value] as const,
    )
    return this.open(action, { ...Object.fromEntries(hidden), ...fields })
  }
}

describe('its tokens', () => {
  @Controller()
  class Routes {
    @Roles('viewer')
    @Get('me')
    me(@Principal() principal: Principal): object {
      return { username: principal.username, tenants: Object.fromEntries(principal.tenants) }
    }

    @Roles('admin')
    @Get('tenants/:tenant/connections')
    connections(): string {
      return 'connections'
    }
  }

  @Catch(HubError)
  class Problems {
    catch(error: HubError, host: ArgumentsHost): void {
      host.switchToHttp().getResponse<Response>().status(error.httpStatus).json({ code: error.code })
    }
  }

  let hub: INestApplication

  beforeAll(async () => {
    const keycloak = { url: idp.url, realm: idp.realm, client: 'einmal-hub' }
    const security = SecurityModule.forRoot({ keycloak, embedded: true, secretKeys: [randomBytes(32)] })
    const module = await Test.createTestingModule({ imports: [security], controllers: [Routes] }).compile()
    hub = module.createNestApplication().useGlobalFilters(new Problems())
    await hub.init()
  })

  afterAll(() => hub.close())

  const ask = (path: string, bearer: string) =>
    request(hub.getHttpServer()).get(path).set('Authorization', `Bearer ${bearer}`)

  it.each([
    ['admin', { acme: 'admin' }, 200],
    ['operator', { acme: 'operator' }, 403],
    ['viewer', { acme: 'viewer' }, 403],
    ['provider', {}, 200],
  ])('let %s into the hub with the right roles', async (username, tenants, status) => {
    const { access_token } = await login(username)
    expect((await ask('/me', access_token).expect(200)).body).toEqual({ username, tenants })
    await ask('/tenants/acme/connections', access_token).expect(status)
  })

  it('are refused by a hub in production', async () => {
    const keycloak = { url: idp.url, realm: idp.realm, client: 'einmal-hub' }
    const production = new KeycloakVerifier({ ...keycloak, embedded: false })
    const { access_token } = await login('admin')
    await expect(production.verify(access_token)).rejects.toMatchObject({ code: 'auth.invalid' })
  })

  it('look like Keycloak’s', async () => {
    const { access_token } = await login('admin')
    expect(decodeJwt(access_token)).toMatchObject({
      iss: idp.issuer,
      aud: 'einmal-hub',
      azp: 'einmal-cli',
      typ: 'Bearer',
      sub: expect.stringMatching(/^[0-9a-f]{8}-[0-9a-f]{4}-4/),
      realm_access: { roles: ['admin'] },
      groups: ['/tenants/acme'],
      tenant_id: ['acme'],
      preferred_username: 'admin',
      name: 'Sabine Krüger',
    })
  })

  it('and refresh tokens survive a restart of the provider, and so do the people', async () => {
    const before = await login('operator')
    await idp.stop()
    idp = await startIdentityProvider({ folder, port })
    await ask('/me', before.access_token).expect(200)
    const after = await token({ grant_type: 'refresh_token', refresh_token: before.refresh_token })
    expect(decodeJwt(after.access_token).sub).toBe(decodeJwt(before.access_token).sub)
    await ask('/me', after.access_token).expect(200)
  })
})

describe('a login by password', () => {
  it.each([
    ['admin', 'wrong'],
    ['nobody', 'demo'],
    ['__proto__', 'demo'],
  ])('of %s with "%s" is refused as Keycloak does', async (username, password) => {
    expect(await login(username, password)).toMatchObject({
      status: 400,
      error: 'invalid_grant',
      error_description: 'Invalid user credentials',
    })
  })

  it('is not for the console', async () => {
    const form = { grant_type: 'password', client_id: 'einmal-console', username: 'admin', password: 'demo' }
    expect(await token(form)).toMatchObject({
      status: 400,
      error_description: expect.stringContaining('grant type'),
    })
  })
})

describe('a login in the browser', () => {
  const redirect = 'http://127.0.0.1:1/'
  const verifier = randomBytes(32).toString('base64url')
  const query = {
    client_id: 'einmal-console',
    response_type: 'code',
    redirect_uri: redirect,
    scope: 'openid profile email',
    state: 'state-1',
    code_challenge: createHash('sha256').update(verifier).digest('base64url'),
    code_challenge_method: 'S256',
  }
  const authorize = (changes: Record<string, string> = {}) =>
    `${idp.issuer}/protocol/openid-connect/auth?${new URLSearchParams({ ...query, ...changes })}`

  it('shows one page, takes the password and gives a code for tokens; the next login needs no password', async () => {
    const browser = new Browser()
    await browser.open(authorize())
    expect(browser.body).toContain('<html lang="en">')
    await browser.submit({ username: 'viewer', password: 'guess<>' })
    expect(browser.body).toContain('Invalid user name or password.')
    expect(browser.body).toContain('value="viewer"')
    await browser.submit({ username: 'viewer', password: 'demo' })
    expect(browser.url).toMatch(/^http:\/\/127\.0\.0\.1:1\/\?code=.*state=state-1/)

    const code = new URL(browser.url).searchParams.get('code') ?? ''
    const exchange = {
      grant_type: 'authorization_code',
      client_id: 'einmal-console',
      code,
      redirect_uri: redirect,
    }
    expect(await token({ ...exchange, code_verifier: 'x'.repeat(43) })).toMatchObject({
      error: 'invalid_grant',
    })
    await browser.open(authorize())
    const again = new URL(browser.url).searchParams.get('code') ?? ''
    const tokens = await token({ ...exchange, code: again, code_verifier: verifier })
    expect(decodeJwt(tokens.access_token)).toMatchObject({
      azp: 'einmal-console',
      preferred_username: 'viewer',
    })
    expect(decodeJwt(tokens.id_token ?? '')).toMatchObject({
      aud: 'einmal-console',
      preferred_username: 'viewer',
    })
  })

  it('speaks the language of the browser, or the one that the console asks for', async () => {
    const german = new Browser('de-DE,de;q=0.9')
    await german.open(authorize())
    expect(german.body).toContain('<h1>Anmelden</h1>')
    const console_ = new Browser('en')
    await console_.open(authorize({ ui_locales: 'de' }))
    expect(console_.body).toContain('<html lang="de">')
  })

  it('is refused without PKCE and to strange addresses', async () => {
    const browser = new Browser()
    const { code_challenge: _, code_challenge_method: __, ...plain } = query
    await browser.open(`${idp.issuer}/protocol/openid-connect/auth?${new URLSearchParams(plain)}`)
    expect(browser.url).toContain('error=invalid_request')
    await browser.open(authorize({ redirect_uri: 'https://evil.example/' }))
    expect(browser.body).toContain('This did not work')
  })

  it('that is long over says so instead of failing', async () => {
    const browser = new Browser('de')
    await browser.open(`${idp.issuer}/login-actions/authenticate/long-gone`)
    expect(browser.body).toContain('Das hat nicht geklappt')
  })
})

describe('the device flow', () => {
  it('logs a terminal in from the browser', async () => {
    const start = await fetch(`${idp.issuer}/protocol/openid-connect/auth/device`, {
      method: 'POST',
      body: new URLSearchParams({ client_id: 'einmal-cli', scope: 'openid profile' }),
    })
    const device = (await start.json()) as Record<string, string>
    const poll = () =>
      token({
        grant_type: 'urn:ietf:params:oauth:grant-type:device_code',
        device_code: device['device_code'] ?? '',
      })
    expect(await poll()).toMatchObject({ status: 400, error: 'authorization_pending' })

    const browser = new Browser('de')
    await browser.open(device['verification_uri_complete'] ?? '')
    if (/op\.deviceInputForm/.test(browser.body)) await browser.submit({})
    expect(browser.body).toContain(device['user_code'])
    await browser.submit({ confirm: 'yes' })
    await browser.submit({ username: 'admin', password: 'demo' })
    expect(browser.body).toContain('Fertig.')
    const tokens = await poll()
    expect(decodeJwt(tokens.access_token)).toMatchObject({ azp: 'einmal-cli', preferred_username: 'admin' })
  })
})

describe('the realm', () => {
  it('shows its key, and that others do not exist', async () => {
    const realm = await fetch(idp.issuer)
    expect(await realm.json()).toMatchObject({ realm: 'einmal', public_key: expect.stringMatching(/^MII/) })
    const other = await fetch(`${idp.url}/realms/other`)
    expect([other.status, await other.json()]).toEqual([404, { error: 'Realm does not exist' }])
  })

  it('tells who a token belongs to, and nothing without one', async () => {
    const userinfo = `${idp.issuer}/protocol/openid-connect/userinfo`
    const { access_token } = await login('admin')
    const good = await fetch(userinfo, { headers: { authorization: `Bearer ${access_token}` } })
    expect(await good.json()).toMatchObject({ preferred_username: 'admin', groups: ['/tenants/acme'] })
    const bad = await fetch(userinfo, { headers: { authorization: `Bearer ${access_token}x` } })
    expect([bad.status, await bad.text(), bad.headers.get('www-authenticate')]).toEqual([
      401,
      '',
      expect.stringContaining('invalid_token'),
    ])
  })

  it('has its endpoints where Keycloak has them', async () => {
    const document = await fetch(`${idp.issuer}/.well-known/openid-configuration`)
    const base = `${idp.issuer}/protocol/openid-connect`
    expect(await document.json()).toMatchObject({
      issuer: idp.issuer,
      authorization_endpoint: `${base}/auth`,
      token_endpoint: `${base}/token`,
      jwks_uri: `${base}/certs`,
      end_session_endpoint: `${base}/logout`,
      introspection_endpoint: `${base}/token/introspect`,
      device_authorization_endpoint: `${base}/auth/device`,
    })
  })
})
