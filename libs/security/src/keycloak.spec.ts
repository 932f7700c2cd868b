import { createHmac, generateKeyPairSync, type KeyObject } from 'node:crypto'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals'
import { Catch, Controller, Get, type ArgumentsHost, type INestApplication } from '@nestjs/common'
import { Test } from '@nestjs/testing'
import { HubError } from '#i18n'
import type { Response } from 'express'
import { SignJWT } from 'jose'
import request from 'supertest'
import {
  KeycloakVerifier,
  Principal,
  Public,
  Roles,
  SecurityModule,
  SignedIn,
  TokenVerifier,
} from './index.js'
import { SigningKeys } from './signing-keys.js'

/** An identity provider that serves keys and can be told to misbehave. */
class Provider {
  readonly keys = new Map<string, { privateKey: KeyObject; publicKey: KeyObject }>()
  behaviour: 'serve' | 'fail' | 'hang' = 'serve'
  fetches = 0
  private readonly server: Server = createServer((req, res) => {
    this.fetches += 1
    if (this.behaviour === 'hang') return
    if (this.behaviour === 'fail') return void res.writeHead(503).end()
    const keys = [...this.keys].map(([kid, { publicKey }]) => ({
      ...publicKey.export({ format: 'jwk' }),
      kid,
      use: 'sig',
      alg: 'RS256',
    }))
    res.setHeader('content-type', 'application/json')
    res.end(JSON.stringify({ keys: req.url?.endsWith('/certs') ? keys : [] }))
  })
  url = ''

  async start(): Promise<void> {
    this.addKey('key-1')
    await new Promise<void>((done) => this.server.listen(0, '127.0.0.1', done))
    this.url = `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`
  }

  stop(): void {
    this.server.closeAllConnections()
    this.server.close()
  }

  addKey(kid: string): void {
    this.keys.set(kid, generateKeyPairSync('rsa', { modulusLength: 2048 }))
  }

  /** A token as Keycloak makes it, with changes; `undefined` removes a claim. */
  token(changes: Record<string, unknown> = {}, kid = 'key-1', signer = kid): Promise<string> {
    const now = Math.floor(Date.now() / 1000)
    const claims = {
      iss: `${this.url}/realms/test`,
      aud: ['einmal-hub', 'account'],
      typ: 'Bearer',
      sub: '0b8b4567-3277-4e65-9b1d-1b0a5cb1a6b2',
      azp: 'einmal-console',
      exp: now + 300,
      iat: now,
      preferred_username: 'ann',
      realm_access: { roles: ['operator'] },
      groups: ['/tenants/acme'],
      ...changes,
    }
    const key = this.keys.get(signer)
    if (!key) throw new Error(`There is no key ${signer}.`)
    return new SignJWT(claims).setProtectedHeader({ alg: 'RS256', kid, typ: 'JWT' }).sign(key.privateKey)
  }
}

@Controller()
class Routes {
  @Public()
  @Get('open')
  open(): string {
    return 'open'
  }

  @Get('undeclared')
  undeclared(): string {
    return 'never seen'
  }

  @Roles('viewer')
  @Get('me')
  me(@Principal() principal: Principal): object {
    return { ...principal, tenants: Object.fromEntries(principal.tenants) }
  }

  @SignedIn()
  @Get('connectors')
  connectors(): string {
    return 'connectors'
  }

  @SignedIn()
  @Get('tenants/:tenant/name')
  name(): string {
    return 'name'
  }

  @Roles('operator')
  @Get('tenants/:tenant/runs')
  runs(): string {
    return 'runs'
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
    host
      .switchToHttp()
      .getResponse<Response>()
      .status(error.httpStatus)
      .json({ code: error.code, params: error.params })
  }
}

const provider = new Provider()
let app: INestApplication
const get = (path: string, token?: string) => {
  const call = request(app.getHttpServer()).get(path)
  return token === undefined ? call : call.set('Authorization', `Bearer ${token}`)
}

beforeAll(async () => {
  await provider.start()
  const config = {
    keycloak: { url: provider.url, realm: 'test', client: 'einmal-hub' },
    embedded: false,
    secretKeys: [Buffer.alloc(32)],
  }
  const module = await Test.createTestingModule({
    imports: [SecurityModule.forRoot(config)],
    controllers: [Routes],
  }).compile()
  app = module.createNestApplication().useGlobalFilters(new Problems())
  await app.init()
})

afterAll(async () => {
  await app.close()
  provider.stop()
})

beforeEach(() => {
  provider.behaviour = 'serve'
})

describe('the guard', () => {
  it('lets everybody into public routes, whatever they send', async () => {
    await get('/open').expect(200)
    await get('/open', 'garbage').expect(200)
  })

  it('keeps a route closed that declares nothing', async () => {
    const { body } = await get('/undeclared', await provider.token()).expect(403)
    expect(body).toMatchObject({ code: 'auth.undeclared' })
  })

  it('says who is asking', async () => {
    const { body } = await get('/me', await provider.token()).expect(200)
    expect(body).toEqual({
      subject: '0b8b4567-3277-4e65-9b1d-1b0a5cb1a6b2',
      username: 'ann',
      client: 'einmal-console',
      providerAdmin: false,
      tenants: { acme: 'operator' },
    })
  })

  it('asks for a login by 401 and WWW-Authenticate', async () => {
    const { headers, body } = await get('/me').expect(401)
    expect(headers['www-authenticate']).toBe('Bearer realm="einmal"')
    expect(body).toMatchObject({ code: 'auth.missing' })
    await request(app.getHttpServer()).get('/me').set('Authorization', 'Basic YTpi').expect(401)
  })

  it('lets whoever is signed in look at what belongs to nobody, and members at their tenant', async () => {
    const stranger = await provider.token({ realm_access: undefined, groups: [] })
    await get('/connectors', stranger).expect(200)
    await get('/me', stranger).expect(403)
    await get('/connectors').expect(401)
    await get('/tenants/acme/name', stranger).expect(403)
    await get('/tenants/acme/name', await provider.token({ realm_access: undefined })).expect(200)
  })

  it('refuses a role that is too low, and a tenant that the user is no member of, by 403', async () => {
    const token = await provider.token()
    await get('/tenants/acme/runs', token).expect(200)
    expect((await get('/tenants/acme/connections', token).expect(403)).body).toEqual({
      code: 'auth.forbidden',
      params: { role: 'admin' },
    })
    expect((await get('/tenants/globex/runs', token).expect(403)).body).toMatchObject({
      code: 'auth.not-a-member',
    })
  })
})

describe('a token', () => {
  const past = Math.floor(Date.now() / 1000) - 60

  it.each<[string, Record<string, unknown>, object]>([
    ['that expired', { exp: past }, { code: 'auth.expired' }],
    ['without an expiry', { exp: undefined }, { params: { reason: 'no expiry' } }],
    ['that is not valid yet', { nbf: past + 3600 }, { params: { reason: 'not valid yet' } }],
    ['of another issuer', { iss: 'http://localhost/realms/test' }, { params: { reason: 'wrong ISS' } }],
    ['for another audience', { aud: 'account' }, { params: { reason: 'wrong audience' } }],
    ['that is an ID token', { typ: 'ID' }, { params: { reason: 'wrong type' } }],
    ['without a subject', { sub: undefined }, { params: { reason: 'no subject' } }],
  ])('%s is refused', async (_, changes, problem) => {
    const { body, headers } = await get('/me', await provider.token(changes)).expect(401)
    expect(body).toMatchObject(problem)
    expect(headers['www-authenticate']).toMatch(/^Bearer realm="einmal", error="invalid_token"/)
  })

  it('with the audience as plain text is accepted', async () => {
    await get('/me', await provider.token({ aud: 'einmal-hub' })).expect(200)
  })

  it('signed by somebody else, unsigned, or signed with the public key as a password is refused', async () => {
    provider.addKey('stranger')
    const forged = await provider.token({}, 'key-1', 'stranger')
    provider.keys.delete('stranger')
    const [head, payload] = forged.split('.') as [string, string]
    const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')
    const none = `${encode({ alg: 'none', kid: 'key-1' })}.${payload}.`
    const pem = provider.keys.get('key-1')?.publicKey.export({ type: 'spki', format: 'pem' }) ?? ''
    const body = `${encode({ alg: 'HS256', kid: 'key-1' })}.${payload}`
    const confused = `${body}.${createHmac('sha256', pem).update(body).digest('base64url')}`
    for (const token of [forged, none, confused, `${head}.${payload}.`, 'a.b.c', '..', 'garbage']) {
      await get('/me', token).expect(401)
    }
  })

  it('of the embedded demo provider is refused in production', async () => {
    provider.addKey('embedded-1')
    const { body } = await get('/me', await provider.token({}, 'embedded-1')).expect(401)
    expect(body).toMatchObject({ params: { reason: 'demo login' } })
    const demo = new KeycloakVerifier({
      url: provider.url,
      realm: 'test',
      client: 'einmal-hub',
      embedded: true,
    })
    await expect(demo.verify(await provider.token({}, 'embedded-1'))).resolves.toMatchObject({
      azp: 'einmal-console',
    })
  })
})

describe('the provider’s keys', () => {
  const fresh = (times = { cooldown: 0, maxAge: 600_000, patience: 300 }) =>
    new SigningKeys(`${provider.url}/certs`, times)

  it('are fetched once for many tokens, and again for a new key', async () => {
    const keys = fresh()
    provider.fetches = 0
    await Promise.all(Array.from({ length: 20 }, () => keys.pem('key-1')))
    expect(provider.fetches).toBe(1)
    provider.addKey('key-2')
    await expect(keys.pem('key-2')).resolves.toContain('BEGIN PUBLIC KEY')
    expect(provider.fetches).toBe(2)
  })

  it('are not fetched for every forged key id', async () => {
    const keys = fresh({ cooldown: 60_000, maxAge: 600_000, patience: 300 })
    await keys.pem('key-1')
    provider.fetches = 0
    for (let attempt = 0; attempt < 10; attempt += 1) {
      await expect(keys.pem(`forged-${attempt}`)).rejects.toMatchObject({ code: 'auth.invalid' })
    }
    expect(provider.fetches).toBe(0)
  })

  it.each(['fail', 'hang'] as const)(
    'that cannot be had (%s) are no fault of the user: 503',
    async (behaviour) => {
      provider.behaviour = behaviour
      await expect(fresh().pem('key-1')).rejects.toMatchObject({
        code: 'auth.provider-unreachable',
        httpStatus: 503,
        retryAfter: 5,
      })
    },
  )

  it('go on working while the provider is away', async () => {
    await app.get(TokenVerifier).verify(await provider.token())
    provider.behaviour = 'fail'
    await get('/me', await provider.token()).expect(200)
  })
})
