import { mkdirSync, readFileSync, writeFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from '@jest/globals'
import { commandLine, type Ended } from '../../testing/command-line.js'
import { page, type Call } from '../../testing/fake-hub.js'
import { connection, me } from '../../testing/samples.js'

const line = commandLine()
const start = Date.parse('2026-11-24T10:00:00Z')

const tokens = (n: number): object => ({
  access_token: `access-${n}`,
  refresh_token: `refresh-${n}`,
  expires_in: 300,
})
const form = (call: Call): Record<string, string> => call.body as Record<string, string>
const stored = (): string => readFileSync(join(line.folder, '.config/einmal/sign-ins.json'), 'utf8')

/** Nothing in the environment: the person works with what is stored. */
const at = (minutes: number) => ({ env: {}, now: () => start + minutes * 60_000 })

/** Signs anna in with a password. */
async function signIn(args = ''): Promise<Ended> {
  line.hub.onIdp('token', (call) =>
    form(call)['password'] === 'demo'
      ? tokens(1)
      : { error: 'invalid_grant', error_description: 'Invalid user credentials' },
  )
  line.hub.on('GET /api/v1/me', me)
  return line.einmal(`login --url ${line.hub.url} --user anna --password demo ${args}`, at(0))
}

describe('einmal login --user', () => {
  it('keeps the sign-in for the next commands, in a file of its owner', async () => {
    expect(await signIn()).toEqual({
      code: 0,
      out: `Signed in to ${line.hub.url} as anna.\nCommands work with the client acme.\n`,
      err: '',
    })
    expect(statSync(join(line.folder, '.config/einmal/sign-ins.json')).mode & 0o777).toBe(0o600)
    expect(form(line.hub.of('POST /realms/einmal/protocol/openid-connect/token')[0] as Call)).toEqual({
      grant_type: 'password',
      scope: 'openid',
      client_id: 'einmal-cli',
      username: 'anna',
      password: 'demo',
    })
    line.hub.inTenant('GET /connections', page(connection()))
    expect((await line.einmal('connection list', at(1))).code).toBe(0)
    expect(line.hub.of('GET /api/v1/tenants/acme/connections')[0]?.headers['authorization']).toBe(
      'Bearer access-1',
    )
  })

  it('asks for the password without showing it', async () => {
    line.hub.onIdp('token', tokens(1)).on('GET /api/v1/me', me)
    const { code } = await line.einmal(`login --url ${line.hub.url} --user anna`, {
      ...at(0),
      answers: ['secret'],
    })
    expect(code).toBe(0)
    expect(line.asked).toEqual([{ question: 'Password of anna: ', hidden: true }])
    expect(
      form(line.hub.of('POST /realms/einmal/protocol/openid-connect/token')[0] as Call)['password'],
    ).toBe('secret')
  })

  it('needs the password where nobody can be asked', async () => {
    const { code, err } = await line.einmal(`login --url ${line.hub.url} --user anna`, at(0))
    expect([code, err]).toEqual([
      2,
      'A password is needed for anna, and nobody can be asked here.\nGive it with --password.\n',
    ])
  })

  it('says why it was refused', async () => {
    line.hub.onIdp('token', { error: 'invalid_grant', error_description: 'Invalid user credentials' })
    const { code, err } = await line.einmal(`login --url ${line.hub.url} --user anna --password no`, at(0))
    expect(code).toBe(3)
    expect(err).toMatch(/^The identity provider refused the sign-in: Invalid user credentials\n/)
  })

  it('remembers the client that is named, and asks for one where there are several', async () => {
    const second = { slug: 'beta', name: 'Beta', role: 'viewer' as const }
    await signIn('--tenant beta')
    line.hub.on('GET /api/v1/tenants/beta/connections', page())
    expect((await line.einmal('connection list', at(1))).code).toBe(0)
    line.hub.on('GET /api/v1/me', { ...me, tenants: [...me.tenants, second] })
    const { out } = await line.einmal(`login --url ${line.hub.url} --user anna --password demo`, at(0))
    expect(out).toContain('You see several clients')
  })

  it('tells scripts who signed in, and no token', async () => {
    line.hub.onIdp('token', tokens(1)).on('GET /api/v1/me', me)
    const ended = await line.einmal(`login --url ${line.hub.url} --user anna --password demo --json`, at(0))
    expect(JSON.parse(ended.out)).toEqual({
      url: line.hub.url,
      username: 'anna',
      tenant: 'acme',
      tenants: me.tenants,
    })
  })

  it('tells when the identity provider does not answer', async () => {
    line.hub.onIdp('token', (_, response) => {
      response.writeHead(503).end('busy')
      return undefined
    })
    const { code, err } = await line.einmal(`login --url ${line.hub.url} --user anna --password demo`, at(0))
    expect(code).toBe(6)
    expect(err).toContain(`The identity provider at ${line.hub.issuer} does not answer.`)
  })
})

describe('einmal login', () => {
  const device = {
    device_code: 'dev-1',
    user_code: 'ABCD-EFGH',
    verification_uri: 'https://sso/device',
    verification_uri_complete: 'https://sso/device?user_code=ABCD-EFGH',
    expires_in: 60,
    interval: 5,
  }

  it('shows code and address, and waits at the pace that the provider asks for', async () => {
    const answers = ['authorization_pending', 'slow_down', 'authorization_pending']
    line.hub.onIdp('auth/device', device).on('GET /api/v1/me', me)
    line.hub.onIdp('token', () => {
      const error = answers.shift()
      return error ? { error } : tokens(1)
    })
    const { code, out, err } = await line.einmal(`login --url ${line.hub.url}`, at(0))
    expect(code).toBe(0)
    expect(err).toContain(
      'Open this address in a browser and confirm the code ABCD-EFGH:\nhttps://sso/device?user_code=ABCD-EFGH\n',
    )
    expect(out).toContain('as anna')
    expect(line.waits).toEqual([5000, 5000, 10_000, 10_000])
  })

  it('proves that the one who asks is the one who started (PKCE)', async () => {
    line.hub.onIdp('auth/device', device).onIdp('token', tokens(1)).on('GET /api/v1/me', me)
    await line.einmal(`login --url ${line.hub.url}`, at(0))
    const [begin] = line.hub.of('POST /realms/einmal/protocol/openid-connect/auth/device') as [Call]
    const [end] = line.hub.of('POST /realms/einmal/protocol/openid-connect/token') as [Call]
    const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(form(end)['code_verifier']))
    expect(form(begin)).toMatchObject({
      code_challenge_method: 'S256',
      code_challenge: Buffer.from(digest).toString('base64url'),
    })
    expect(form(end)).toMatchObject({ device_code: 'dev-1', client_id: 'einmal-cli' })
  })

  it.each([
    ['access_denied', 'The sign-in was refused in the browser.'],
    ['expired_token', 'The code was not confirmed in time.'],
  ])('ends on %s', async (error, message) => {
    line.hub.onIdp('auth/device', device).onIdp('token', { error })
    const ended = await line.einmal(`login --url ${line.hub.url}`, at(0))
    expect(ended.code).toBe(3)
    expect(ended.err).toContain(message)
  })

  it('gives up when the code has run out', async () => {
    line.hub.onIdp('auth/device', device).onIdp('token', { error: 'authorization_pending' })
    const { code, err } = await line.einmal(`login --url ${line.hub.url}`, at(0))
    expect([code, line.waits.length]).toEqual([3, 12])
    expect(err).toContain('The code was not confirmed in time.')
  })
})

describe('a stored sign-in', () => {
  it('is renewed when it has run out, and the new tokens are kept', async () => {
    await signIn()
    line.hub.inTenant('GET /connections', page()).onIdp('token', tokens(2))
    expect((await line.einmal('connection list', at(4))).code).toBe(0)
    expect((await line.einmal('connection list', at(5))).code).toBe(0)
    expect(
      line.hub.of('GET /api/v1/tenants/acme/connections').map(({ headers }) => headers['authorization']),
    ).toEqual(['Bearer access-1', 'Bearer access-2'])
    const renewal = line.hub.of('POST /realms/einmal/protocol/openid-connect/token')[1] as Call
    expect(form(renewal)).toEqual({
      grant_type: 'refresh_token',
      refresh_token: 'refresh-1',
      client_id: 'einmal-cli',
    })
    expect(stored()).toContain('refresh-2')
  })

  it('is renewed once for requests that run side by side', async () => {
    await signIn()
    line.hub.inTenant('GET /connections', page()).inTenant('GET /flows', page()).onIdp('token', tokens(2))
    expect((await line.einmal('status', at(60))).code).toBe(0)
    expect(line.hub.of('POST /realms/einmal/protocol/openid-connect/token')).toHaveLength(2)
  })

  it('that cannot be renewed any more says so, and how to go on', async () => {
    await signIn()
    line.hub.onIdp('token', { error: 'invalid_grant', error_description: 'Session not active' })
    const { code, err } = await line.einmal('connection list', at(60))
    expect([code, err]).toEqual([
      3,
      `Your sign-in to ${line.hub.url} has expired.\nSign in again: einmal login --url ${line.hub.url}\n`,
    ])
  })

  it('that another command renewed meanwhile is used', async () => {
    await signIn()
    line.hub.inTenant('GET /connections', page())
    line.hub.onIdp('token', () => {
      const other = stored()
        .replace('access-1', 'access-9')
        .replace(/"expiresAt": \d+/, `"expiresAt": ${start + 120 * 60_000}`)
      writeFileSync(join(line.folder, '.config/einmal/sign-ins.json'), other)
      return { error: 'invalid_grant' }
    })
    expect((await line.einmal('connection list', at(60))).code).toBe(0)
    expect(line.hub.of('GET /api/v1/tenants/acme/connections')[0]?.headers['authorization']).toBe(
      'Bearer access-9',
    )
  })

  it('is forgotten by logout, here and at the identity provider', async () => {
    await signIn()
    line.hub.onIdp('revoke', {})
    expect(await line.einmal('logout', at(1))).toMatchObject({
      code: 0,
      out: `Signed out of ${line.hub.url}.\n`,
    })
    expect(form(line.hub.of('POST /realms/einmal/protocol/openid-connect/revoke')[0] as Call)).toMatchObject({
      token: 'refresh-1',
    })
    expect(stored()).not.toContain('access-1')
    expect((await line.einmal('connection list', at(1))).code).toBe(3)
  })

  it('is forgotten even when the identity provider is gone', async () => {
    await signIn()
    line.hub.onIdp('revoke', (_, response) => void response.destroy() as undefined)
    const { code, err } = await line.einmal('logout', at(1))
    expect(code).toBe(0)
    expect(err).toContain('there the session ends by itself')
    expect(stored()).not.toContain('access-1')
  })
})

describe('nobody signed in', () => {
  it('without a hub says how to sign in', async () => {
    const { code, err } = await line.einmal('status', { env: {} })
    expect([code, err]).toEqual([
      3,
      'No hub is known yet.\nSign in to yours: einmal login --url https://hub.example.org\n',
    ])
  })

  it('at a hub that is named says where to sign in', async () => {
    const { code, err } = await line.einmal(`status --url ${line.hub.url}`, { env: {} })
    expect(code).toBe(3)
    expect(err).toContain(`einmal login --url ${line.hub.url}`)
  })

  /** A demo in the working folder. */
  function demo(api: string): void {
    mkdirSync(join(line.folder, '.einmal'))
    const users = [{ username: 'admin', password: 'demo' }]
    writeFileSync(join(line.folder, '.einmal/demo.json'), JSON.stringify({ api, tenant: 'acme', users }))
  }

  it('beside a demo works as its administrator, says so on stderr, and keeps nothing', async () => {
    demo(line.hub.url)
    line.hub.onIdp('token', tokens(1)).inTenant('GET /connections', page())
    const { code, err } = await line.einmal('connection list', { env: {} })
    expect([code, err]).toEqual([0, `Demo: working as admin at ${line.hub.url}.\n`])
    expect(form(line.hub.of('POST /realms/einmal/protocol/openid-connect/token')[0] as Call)).toMatchObject({
      username: 'admin',
      password: 'demo',
    })
    expect(stored).toThrow('ENOENT')
  })

  it('does not follow a demo file to another machine', async () => {
    demo('https://evil.example')
    expect((await line.einmal('connection list', { env: {} })).code).toBe(3)
  })

  it('who signed in elsewhere stays there, and is told of the demo', async () => {
    await signIn()
    demo('http://127.0.0.1:9')
    line.hub.inTenant('GET /connections', page())
    const { code, err } = await line.einmal('connection list', at(1))
    expect(code).toBe(0)
    expect(err).toContain('--url http://127.0.0.1:9')
  })
})
