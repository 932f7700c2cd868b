import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { FakeHub } from '../../apps/cli/testing/fake-hub.js'
import { startIdentityProvider, type IdentityProvider } from '../../apps/demo/src/idp/server.js'
import { freePort } from '../../apps/demo/src/ports.js'
import { startTestHub, type Person, type TestHub } from '../support/hub.js'
import { manyParties } from '../support/parties.js'
import { dist } from '../support/processes.js'

const home = mkdtempSync(join(tmpdir(), 'einmal-cli-'))
afterAll(() => rmSync(home, { recursive: true, force: true }))

interface Ended {
  code: number | null
  out: string
  err: string
}

/** Runs the built command as a process of its own; `meanwhile` goes on until it has ended. */
async function einmal(
  args: readonly string[],
  env: Record<string, string>,
  meanwhile: (output: () => string) => Promise<void> = () => sleep(20),
): Promise<Ended> {
  const child = spawn(process.execPath, [join(dist, 'apps/cli/src/main.js'), ...args], {
    cwd: home,
    env: { PATH: process.env['PATH'], HOME: home, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const said = { out: '', err: '' }
  child.stdout.on('data', (chunk: Buffer) => (said.out += chunk.toString()))
  child.stderr.on('data', (chunk: Buffer) => (said.err += chunk.toString()))
  let ended = false
  const end = once(child, 'close').then(([code]) => {
    ended = true
    return code as number | null
  })
  while (!ended) await Promise.race([end, meanwhile(() => said.err)])
  return { code: await end, ...said }
}

describe('from nothing to explained records, by the command line alone', () => {
  let hub: TestHub
  const systems = ['odoo', 'invoice-ninja', 'erpnext']

  beforeAll(async () => {
    hub = await startTestHub()
    hub.simulators.of('odoo').model.seed(manyParties(12))
    hub.simulators.of('invoice-ninja').model.seed(manyParties(3))
  })
  afterAll(() => hub.close())

  /** What the person types; the hub works meanwhile, as its workers do. */
  async function as(person: Person, line: string, env: Record<string, string> = {}): Promise<Ended> {
    const access = { EINMAL_URL: hub.url, EINMAL_TOKEN: await hub.token(person), EINMAL_TENANT: 'acme' }
    const words = [...line.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, word]) => quoted ?? word ?? '')
    return einmal(words, { ...access, ...env }, async () => {
      await hub.settle()
      await sleep(20)
    })
  }

  it('connects the systems, with secrets from the environment', async () => {
    for (const connector of systems) {
      const settings = Object.entries(hub.config(connector))
      const secret = /key|secret|token|password/i
      const flags = settings.map(([name, value]) =>
        secret.test(name) ? `--secret-env ${name}=S_${name}` : `--set "${name}=${String(value)}"`,
      )
      const env = Object.fromEntries(settings.map(([name, value]) => [`S_${name}`, String(value)]))
      const ended = await as('admin', `connection add ${connector} ${flags.join(' ')}`, env)
      expect(ended).toMatchObject({ code: 0, err: '' })
      expect(ended.out).toContain(`is connected as "${connector}".`)
    }
    expect((await as('viewer', 'connection list')).out.match(/ active\b/g)).toHaveLength(3)
  })

  it('lets a viewer look and not touch', async () => {
    const refused = await as('viewer', 'connection pause odoo')
    expect(refused).toMatchObject({ code: 4, out: '' })
    const german = await as('viewer', 'connection pause odoo', { EINMAL_LANG: 'de' })
    expect(german.err).toContain('Dafür ist die Rolle „admin“ nötig.')
    expect(await as('stranger', 'flow list')).toMatchObject({ code: 4 })
  })

  it('sets up a sync, and shows what would happen before anything is written', async () => {
    const added = await as(
      'admin',
      `flow add customers ${systems.map((slug) => `--with ${slug}`).join(' ')} --first-contact fill`,
    )
    expect(added).toMatchObject({ code: 0 })
    const preview = await as('operator', 'flow preview customers')
    expect(preview).toMatchObject({ code: 0, err: '' })
    expect(preview.out).toContain('21 creates in systems that lack them (the first 5)')
    expect(preview.out).toContain('3 links: the same thing in two systems')
    expect(preview.out).toContain('Nothing has been written.')
    expect(hub.simulators.names('erpnext')).toEqual([])
  })

  it('goes on with exactly the commands that the preview printed', async () => {
    const { out } = await as('operator', 'plan list')
    const id = /^[0-9a-f]{8}(?= )/m.exec(out)?.[0] ?? ''
    const shown = await as('operator', `plan show ${id} --kind create --all --json`)
    const { items, more } = JSON.parse(shown.out) as { items: { kind: string }[]; more: boolean }
    expect([items.length, more]).toEqual([21, false])
    // Nothing is applied that nobody has approved.
    expect(await as('operator', `plan apply ${id}`)).toMatchObject({ code: 1, out: '' })
    expect(await as('operator', `plan approve ${id}`)).toMatchObject({ code: 0 })
    const applied = await as('operator', `plan apply ${id}`)
    expect(applied).toMatchObject({ code: 0, err: '' })
    expect(applied.out).toMatch(/^Applied: \d+ items, as approved\.\n\d+ writes were made\.\n/)
    for (const system of systems) expect(hub.simulators.names(system)).toEqual(hub.simulators.names('odoo'))
  })

  it('explains where a value comes from and to whom it went, by the name alone', async () => {
    const [name = ''] = hub.simulators.names('odoo')
    const { code, out } = await as('viewer', `record why "${name}" name`)
    expect(code).toBe(0)
    expect(out).toMatch(/From +odoo\n/)
    expect(out).toMatch(/erpnext +\S.* the same +\d{4}-/)
    expect((await as('viewer', `record why "${name}"`)).out).toMatch(/vatId +DE\d+ +odoo/)
  })

  it('carries a rename on demand, says so, and is silent the next time', async () => {
    const { person } = hub.simulators.of('odoo').model
    const [first] = person.list('res.partner').filter(({ parent_id }) => !parent_id)
    person.update('res.partner', String(first?.['id']), { name: 'Umbenannt GmbH' })
    const run = await as('operator', 'flow run customers')
    expect(run).toMatchObject({ code: 0, err: '' })
    expect(run.out).toContain('2 writes were made.')
    expect(hub.simulators.names('erpnext')).toContain('Umbenannt GmbH')
    expect((await as('operator', 'flow run customers')).out).not.toContain('made')
    expect((await as('viewer', 'record why "Umbenannt GmbH" name')).out).toMatch(
      /taken from odoo .* Umbenannt GmbH/,
    )
  })

  it('names what a system refused and what to do, and tries again when asked', async () => {
    hub.simulators.of('erpnext').faults.add({ kind: 'status', status: 417, writes: true, times: -1 })
    const { person } = hub.simulators.of('odoo').model
    const [first] = person.list('res.partner').filter(({ parent_id }) => !parent_id)
    person.update('res.partner', String(first?.['id']), { name: 'Abgelehnt GmbH' })
    expect(await as('operator', 'flow run customers')).toMatchObject({ code: 7 })
    const failures = await as('operator', 'failure list')
    expect(failures.out).toMatch(/^1\. erpnext.*: 1 write\n/)
    expect(failures.out).toContain('Abgelehnt GmbH')
    hub.simulators.of('erpnext').faults.clear()
    expect((await as('operator', 'failure retry 1')).out).toBe('1 write is tried again now.\n')
    await hub.settle()
    expect((await as('operator', 'failure list')).out).toBe('Nothing has failed.\n')
    expect(hub.simulators.names('erpnext')).toContain('Abgelehnt GmbH')
  })

  it('tells at the end that nothing needs anybody', async () => {
    expect((await as('admin', 'status')).out).toContain('Everything runs; nothing needs you.')
  })
})

describe('signing in at the identity provider', () => {
  let idp: IdentityProvider
  let hub: FakeHub
  const file = join(home, '.config/einmal/sign-ins.json')
  const stored = () => JSON.parse(readFileSync(file, 'utf8')) as { signIns: Record<string, SignIn> }
  interface SignIn {
    accessToken: string
    refreshToken: string
    expiresAt: number
  }

  beforeAll(async () => {
    idp = await startIdentityProvider({ folder: join(home, 'idp'), port: await freePort() })
    hub = await FakeHub.start()
    hub.on('GET /api/v1/auth', { issuer: idp.issuer, clientId: 'einmal-cli' })
    const tenants = [{ slug: 'acme', name: 'ACME', role: 'operator' }]
    hub.on('GET /api/v1/me', { username: 'operator', providerAdmin: false, tenants })
    hub.inTenant('GET /connections', { items: [], next: null })
  })
  afterAll(async () => {
    await Promise.all([idp.stop(), hub.stop()])
  })

  it('works with name and password, is renewed, and ends at logout', async () => {
    const login = await einmal(['login', '--url', hub.url, '--user', 'operator', '--password', 'demo'], {})
    expect(login).toMatchObject({ code: 0, err: '' })
    expect(statSync(file).mode & 0o777).toBe(0o600)
    const { signIns } = stored()
    const first = signIns[hub.url] as SignIn
    writeFileSync(
      file,
      JSON.stringify({ current: hub.url, signIns: { [hub.url]: { ...first, expiresAt: 0 } } }),
    )
    expect(await einmal(['connection', 'list'], {})).toMatchObject({ code: 0 })
    const second = stored().signIns[hub.url] as SignIn
    expect(second.accessToken).not.toBe(first.accessToken)
    expect(second.expiresAt).toBeGreaterThan(Date.now())
    expect(hub.of('GET /api/v1/tenants/acme/connections')[0]?.headers['authorization']).toBe(
      `Bearer ${second.accessToken}`,
    )
    expect(await einmal(['logout'], {})).toMatchObject({ code: 0, err: '' })
    const body = new URLSearchParams({
      grant_type: 'refresh_token',
      client_id: 'einmal-cli',
      refresh_token: second.refreshToken,
    })
    expect(
      (await fetch(`${idp.issuer}/protocol/openid-connect/token`, { method: 'POST', body })).status,
    ).toBe(400)
  })

  it('works in the browser', async () => {
    let opened = false
    const login = await einmal(['login', '--url', hub.url], {}, async (said) => {
      const address = /http\S+user_code=\S+/.exec(said())?.[0]
      if (address === undefined || opened) return sleep(20)
      opened = true
      await confirmInBrowser(address)
    })
    expect(login).toMatchObject({ code: 0, out: expect.stringContaining('as operator') })
    expect(login.err).toMatch(/confirm the code [A-Z]{4}-[A-Z]{4}:/)
  })

  it('is refused with a wrong password', async () => {
    const login = await einmal(['login', '--url', hub.url, '--user', 'operator', '--password', 'wrong'], {})
    expect(login).toMatchObject({
      code: 3,
      out: '',
      err: expect.stringContaining('Invalid user credentials'),
    })
  })
})

/** Confirms a code as a person does: opens the page, says yes, logs in. */
async function confirmInBrowser(address: string): Promise<void> {
  const cookies = new Map<string, string>()
  let page = { url: address, body: '' }
  const open = async (url: string, form?: Record<string, string>): Promise<void> => {
    const response = await fetch(url, {
      redirect: 'manual',
      headers: { cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; ') },
      ...(form && { method: 'POST', body: new URLSearchParams(form) }),
    })
    for (const cookie of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(cookie) ?? []
      cookies.set(name, value)
    }
    const next = response.headers.get('location')
    if (next !== null) return open(new URL(next, url).href)
    page = { url, body: await response.text() }
  }
  const submit = (values: Record<string, string>): Promise<void> => {
    const action = /<form[^>]*action="([^"]*)"/.exec(page.body)?.[1]?.replaceAll('&amp;', '&') ?? page.url
    const hidden = [...page.body.matchAll(/<input[^>]*type="hidden"[^>]*>/g)].map(([input]) => [
      /name="([^"]*)"/.exec(input)?.[1] ?? '',
      /value="([^"]*)"/.exec(input)?.[1] ?? '',
    ])
    return open(new URL(action, page.url).href, { ...(Object.fromEntries(hidden) as object), ...values })
  }
  await open(address)
  if (page.body.includes('op.deviceInputForm')) await submit({})
  await submit({ confirm: 'yes' })
  await submit({ username: 'operator', password: 'demo' })
}

describe('the command on the path of a checkout', () => {
  it('is the project’s own', async () => {
    const child = spawn('npx', ['--no-install', 'einmal', '--help'], {
      cwd: join(dist, '..'),
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    let out = ''
    child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()))
    const [code] = (await once(child, 'close')) as [number]
    expect(code).toBe(0)
    expect(out).toContain('npx --no-install einmal flow preview')
  })
})
