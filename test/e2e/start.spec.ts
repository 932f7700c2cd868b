import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { createClient, type ApiClient } from '#api-client'
import { freePort, isFree } from '../../apps/demo/src/ports.js'
import { portVariable } from '../../apps/demo/src/settings.js'
import type { Summary } from '../../apps/demo/src/summary.js'

const root = join(import.meta.dirname, '..', '..')
const dataDir = join(mkdtempSync(join(tmpdir(), 'einmal-start-')), 'data')
const running: ChildProcess[] = []

/** The demo as `npm start` runs it, once it has printed its table. */
interface Demo {
  process: ChildProcess
  seconds: number
  table: string
  summary: Summary
}

async function start(env: NodeJS.ProcessEnv = {}): Promise<Demo> {
  const began = Date.now()
  const child = spawn(process.execPath, ['scripts/start.mjs'], {
    cwd: root,
    // A group of its own, as a terminal gives it: Ctrl-C goes to all of it.
    detached: true,
    env: { ...process.env, NODE_OPTIONS: '', EINMAL_DATA_DIR: dataDir, ...env },
  })
  running.push(child)
  let output = ''
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => (output += chunk.toString()))
  while (!output.includes('└')) {
    if (child.exitCode !== null) throw new Error(`npm start ended with ${child.exitCode}: ${output}`)
    await wait(50)
  }
  const summary = JSON.parse(readFileSync(join(dataDir, 'demo.json'), 'utf8')) as Summary
  return { process: child, seconds: (Date.now() - began) / 1000, table: output, summary }
}

/** Presses Ctrl-C and waits for the end. */
async function interrupt(demo: Demo): Promise<void> {
  const ended = once(demo.process, 'exit')
  process.kill(-(demo.process.pid ?? 0), 'SIGINT')
  await ended
}

async function login(demo: Demo, username: string): Promise<{ api: ApiClient; token: string }> {
  const response = await fetch(`${demo.summary.idp}/protocol/openid-connect/token`, {
    method: 'POST',
    body: new URLSearchParams({
      grant_type: 'password',
      client_id: 'einmal-cli',
      username,
      password: 'demo',
    }),
  })
  const { access_token: token } = (await response.json()) as { access_token: string }
  return { api: createClient({ url: demo.summary.api, token: () => token }), token }
}

const ready = (demo: Demo) =>
  fetch(`${demo.summary.api}/health/ready`).then(
    (response) => response.status,
    () => 0,
  )

/** Processes whose command line names the data folder or that are children of the demo. */
function descendants(pid: number): number[] {
  const file = `/proc/${pid}/task/${pid}/children`
  if (!existsSync(file)) return []
  const children = readFileSync(file, 'utf8').split(' ').filter(Boolean).map(Number)
  return children.flatMap((child) => [child, ...descendants(child)])
}

let demo: Demo
let token: string

/** Not the default ports, which a demo beside this test may use. One that was free can be another's a moment later. */
async function startOnFreePorts(): Promise<Record<string, string>> {
  for (let tries = 1; ; tries++) {
    const ports: Record<string, string> = {}
    for (const service of ['hub', 'idp', 'pg', 'erpnext', 'invoice-ninja', 'odoo']) {
      ports[portVariable(service)] = String(await freePort())
    }
    try {
      demo = await start({ ...ports, EINMAL_LANG: 'de' })
      return ports
    } catch (error) {
      if (tries === 3 || !String(error).includes('is in use')) throw error
    }
  }
}

beforeAll(async () => {
  // As root, PostgreSQL runs as another user, who must be able to enter.
  chmodSync(join(dataDir, '..'), 0o755)
  const ports = await startOnFreePorts()
  expect(demo.summary.api).toBe(`http://127.0.0.1:${ports['EINMAL_PORT']}`)
  expect(demo.summary.systems['odoo']?.url).toBe(`http://127.0.0.1:${ports['EINMAL_ODOO_PORT']}`)
})

afterAll(async () => {
  for (const child of running) {
    if (child.exitCode !== null || child.signalCode !== null) continue
    const ended = once(child, 'exit')
    child.kill('SIGTERM')
    await ended
  }
  rmSync(join(dataDir, '..'), { recursive: true, force: true })
})

describe('npm start', () => {
  it('is ready within 15 seconds once built, and prints one table in the reader’s language', () => {
    expect(demo.seconds).toBeLessThan(15)
    expect(demo.table).toContain('Einmal ist bereit')
    for (const { url } of Object.values(demo.summary.systems)) expect(demo.table).toContain(url)
  })

  it('runs everything that demo.json names', async () => {
    expect(await ready(demo)).toBe(200)
    const discovery = await fetch(`${demo.summary.idp}/.well-known/openid-configuration`)
    expect(await discovery.json()).toMatchObject({ issuer: demo.summary.idp })
    const sizes = await Promise.all(
      ['odoo', 'invoice-ninja', 'erpnext'].map(async (system) => {
        const url = demo.summary.systems[system]?.url ?? ''
        const { screens } = (await fetch(`${url}/__control`).then((answer) => answer.json())) as {
          screens: { type: string }[]
        }
        const type = encodeURIComponent(screens[0]?.type ?? '')
        const page = await fetch(`${url}/__control/records/${type}?limit=1`).then((answer) => answer.json())
        return (page as { total: number }).total
      }),
    )
    expect(sizes[0]).toBeGreaterThanOrEqual(300)
    expect(Math.min(...sizes)).toBeGreaterThanOrEqual(63)
  })

  it('has a tenant with a connection per system, checked, and a flow in preview that has written nothing', async () => {
    const { api } = await login(demo, 'viewer')
    const path = { tenant: demo.summary.tenant }
    const connections = await api.GET('/api/v1/tenants/{tenant}/connections', { params: { path } })
    expect(connections.data?.items.map(({ connector, state }) => [connector, state]).sort()).toEqual([
      ['erpnext', 'active'],
      ['invoice-ninja', 'active'],
      ['odoo', 'active'],
    ])
    const flows = await api.GET('/api/v1/tenants/{tenant}/flows', { params: { path } })
    expect(flows.data?.items).toMatchObject([{ slug: 'customers', name: 'Kunden', state: 'preview' }])
  })

  it('lets its people in with their rights', async () => {
    const viewer = await login(demo, 'viewer')
    const refused = viewer.api.POST('/api/v1/tenants/{tenant}/connections/{connection}/check', {
      params: { path: { tenant: demo.summary.tenant, connection: 'odoo' } },
    })
    await expect(refused).rejects.toMatchObject({ status: 403 })
    const admin = await login(demo, 'admin')
    token = admin.token
    const checked = await admin.api.POST('/api/v1/tenants/{tenant}/connections/{connection}/check', {
      params: { path: { tenant: demo.summary.tenant, connection: 'odoo' } },
    })
    expect(checked.data).toMatchObject({ ok: true })
  })

  it('refuses a second start from the same folder', async () => {
    await expect(start()).rejects.toThrow('already runs')
    expect(await ready(demo)).toBe(200)
  })

  it('stops every process at Ctrl-C', async () => {
    const pids = descendants(demo.process.pid ?? 0)
    await interrupt(demo)
    const left = pids.filter(
      (pid) => existsSync(`/proc/${pid}`) && !/\) Z /.test(readFileSync(`/proc/${pid}/stat`, 'utf8')),
    )
    expect(left).toEqual([])
    expect(existsSync(join(dataDir, 'pg', 'data', 'postmaster.pid'))).toBe(false)
    const urls = [
      demo.summary.api,
      demo.summary.idp,
      ...Object.values(demo.summary.systems).map(({ url }) => url),
    ]
    for (const url of urls) expect([url, await isFree(Number(new URL(url).port))]).toEqual([url, true])
  })

  it('goes on where it was: same addresses, same tenant, same tokens', async () => {
    const before = demo.summary
    demo = await start()
    expect(demo.summary).toMatchObject({ api: before.api, idp: before.idp, systems: before.systems })
    const api = createClient({ url: demo.summary.api, token: () => token })
    const flows = await api.GET('/api/v1/tenants/{tenant}/flows', { params: { path: { tenant: 'acme' } } })
    expect(flows.data?.items).toHaveLength(1)
  })

  it('leaves no hub behind when it is killed, and the next start takes the database over', async () => {
    const { pid } = JSON.parse(readFileSync(join(dataDir, 'running.json'), 'utf8')) as { pid: number }
    const ended = once(demo.process, 'exit')
    process.kill(pid, 'SIGKILL')
    await ended
    // It puts its work down first, for which it has as long as the demo gives it (20 s).
    for (let waited = 0; (await ready(demo)) !== 0; waited += 1) {
      expect(waited).toBeLessThan(250)
      await wait(100)
    }
    expect(existsSync(join(dataDir, 'pg', 'data', 'postmaster.pid'))).toBe(true)
    demo = await start()
    expect(await ready(demo)).toBe(200)
    await interrupt(demo)
  })
})

describe('the hub in production', () => {
  const hub = async (env: NodeJS.ProcessEnv): Promise<{ code: number | null; output: string }> => {
    const child = spawn(process.execPath, ['dist/apps/hub/src/main.js'], {
      cwd: root,
      env: { PATH: process.env['PATH'], NODE_ENV: 'production', ...env },
    })
    let output = ''
    child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()))
    const [code] = (await once(child, 'close')) as [number | null]
    return { code, output }
  }

  it('says everything that is missing at once', async () => {
    const { code, output } = await hub({})
    expect(code).toBe(1)
    for (const name of ['EINMAL_DATABASE_URL', 'EINMAL_SECRET_KEY', 'EINMAL_KEYCLOAK_URL'])
      expect(output).toContain(name)
  })

  it('refuses the embedded start and what it made', async () => {
    const { key } = JSON.parse(readFileSync(join(dataDir, 'secret-key.json'), 'utf8')) as { key: string }
    const services = {
      EINMAL_DATABASE_URL: 'postgres://einmal_embedded:x@127.0.0.1:1/postgres',
      EINMAL_SECRET_KEY: key,
      EINMAL_KEYCLOAK_URL: 'http://127.0.0.1:1',
    }
    expect((await hub({ ...services, EINMAL_EMBEDDED: 'true' })).output).toContain('EINMAL_EMBEDDED')
    const { code, output } = await hub(services)
    expect(code).toBe(1)
    expect(output).toContain('EINMAL_DATABASE_URL belongs to the embedded start')
    expect(output).toContain('EINMAL_SECRET_KEY belongs to the embedded start')
    expect(output).not.toContain(key)
  })
})
