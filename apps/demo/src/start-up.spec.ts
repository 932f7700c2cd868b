import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:net'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { takeLock } from './lock.js'
import { freePort, Ports } from './ports.js'
import { Interrupted, Services } from './services.js'
import { demoSettings, portVariable } from './settings.js'
import { readState, writeState } from './state-file.js'
import { summarize, table } from './summary.js'

let folder: string
let blockers: Server[]

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'einmal-demo-'))
  blockers = []
})

afterEach(() => {
  for (const blocker of blockers) blocker.close()
  rmSync(folder, { recursive: true })
})

/** Takes a port, any free one by default, until the test ends. */
async function block(port = 0): Promise<number> {
  const server = createServer()
  blockers.push(server)
  await new Promise<void>((done) => server.listen(port, '127.0.0.1', done))
  return (server.address() as AddressInfo).port
}

describe('ports', () => {
  const file = () => join(folder, 'ports.json')
  const ports = (env: NodeJS.ProcessEnv = {}) => new Ports(file(), demoSettings(env), ['hub', 'idp', 'odoo'])

  it('are those of the environment', async () => {
    const port = await freePort()
    expect(await ports({ EINMAL_ODOO_PORT: String(port) }).choose('odoo')).toBe(port)
  })

  it('of the environment that are taken are an error which names the variable', async () => {
    const port = await block()
    await expect(ports({ EINMAL_PORT: String(port) }).choose('hub')).rejects.toThrow(
      `Port ${port} is in use. Set EINMAL_PORT`,
    )
  })

  it('stay the same from start to start', async () => {
    const [hub, idp] = [await freePort(), await freePort()]
    const first = ports({ EINMAL_PORT: String(hub), EINMAL_IDP_PORT: String(idp) })
    expect([await first.choose('hub'), await first.choose('idp')]).toEqual([hub, idp])
    const second = ports()
    expect([await second.choose('hub'), await second.choose('idp')]).toEqual([hub, idp])
  })

  it('change when somebody else has taken the remembered one', async () => {
    const taken = await block()
    writeState(file(), { idp: taken })
    const chosen = await ports().choose('idp')
    expect(chosen).not.toBe(taken)
    expect(readState(file())).toEqual({ idp: chosen })
  })

  it('are given to one service only', async () => {
    const port = await freePort()
    writeState(file(), { idp: port, odoo: port })
    const one = ports()
    expect(await one.choose('idp')).toBe(port)
    expect(await one.choose('odoo')).not.toBe(port)
  })
})

describe('settings', () => {
  it('name the variable of each service', () => {
    expect(['hub', 'idp', 'pg', 'invoice-ninja'].map(portVariable)).toEqual([
      'EINMAL_PORT',
      'EINMAL_IDP_PORT',
      'EINMAL_PG_PORT',
      'EINMAL_INVOICE_NINJA_PORT',
    ])
  })

  it.each(['0', '65536', 'http', '80.5'])('refuse the port "%s"', (text) => {
    expect(() => demoSettings({ EINMAL_IDP_PORT: text }).port('idp')).toThrow('EINMAL_IDP_PORT')
  })
})

describe('the lock of the data folder', () => {
  const file = () => join(folder, 'running.json')

  it('is free again after its release, and after its holder died', () => {
    takeLock(file())()
    writeState(file(), { pid: 4_190_000 })
    takeLock(file())
    expect(readState(file())).toMatchObject({ pid: process.pid })
  })

  it('is refused while its holder runs', async () => {
    const holder = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)', 'apps/demo/src/main.js'])
    try {
      await once(holder, 'spawn')
      writeState(file(), { pid: holder.pid })
      expect(() => takeLock(file())).toThrow(`process ${holder.pid}`)
    } finally {
      holder.kill()
    }
  })

  it('does not mistake another program with the same process id for the demo', () => {
    writeState(file(), { pid: process.ppid })
    expect(() => takeLock(file())).not.toThrow()
  })
})

describe('state files', () => {
  it('are for their owner only and never half written', () => {
    const file = join(folder, 'deep', 'state.json')
    writeState(file, { a: 1 })
    expect(statSync(file).mode & 0o077).toBe(0)
    expect(readState(file)).toEqual({ a: 1 })
    writeFileSync(`${file}.new`, '{"a":')
    expect(readState(file)).toEqual({ a: 1 })
    expect(readState(join(folder, 'none.json'))).toBeUndefined()
    writeFileSync(file, '{"a":')
    expect(() => readState(file)).toThrow()
    expect(readFileSync(file, 'utf8')).toBe('{"a":')
  })
})

describe('services', () => {
  const service = (name: string, log: string[]) => ({
    name,
    stop: () => Promise.resolve(void log.push(name)),
  })

  it('stop in the reverse order of their start, once', async () => {
    const log: string[] = []
    const services = new Services(() => undefined)
    for (const name of ['a', 'b', 'c']) await services.add(name, service(name, log))
    await Promise.all([services.stop(), services.stop()])
    expect(log).toEqual(['c', 'b', 'a'])
  })

  it('that start while everything stops are stopped, too', async () => {
    const log: string[] = []
    const services = new Services(() => undefined)
    let ready: (value: { stop(): Promise<void> }) => void = () => undefined
    const starting = services.add('late', new Promise<{ stop(): Promise<void> }>((done) => (ready = done)))
    const stopped = services.stop()
    ready(service('late', log))
    await expect(starting).rejects.toBeInstanceOf(Interrupted)
    await stopped
    expect(log).toEqual(['late'])
  })

  it('that cannot stop are reported and do not keep the others', async () => {
    const [log, problems]: string[][] = [[], []]
    const services = new Services((problem) => problems?.push(problem))
    await services.add('good', service('good', log ?? []))
    await services.add('bad', { stop: () => Promise.reject(new Error('stuck')) })
    await services.stop()
    expect(log).toEqual(['good'])
    expect(problems).toEqual(['bad: stuck'])
  })
})

describe('the summary', () => {
  const system = {
    id: 'odoo',
    label: 'Odoo',
    url: 'http://127.0.0.1:8485',
    config: { url: 'http://127.0.0.1:8485', database: 'demo', apiKey: 'key' },
    stop: () => Promise.resolve(),
  }
  const summary = summarize(
    'http://127.0.0.1:8480',
    'http://127.0.0.1:8481/realms/einmal',
    'acme',
    [system],
    'de',
  )

  it('has what a script needs to log in and to reach each system', () => {
    expect(Object.keys(summary)).toEqual(['api', 'console', 'idp', 'tenant', 'users', 'systems'])
    expect(summary.users[0]).toMatchObject({ username: 'admin', password: 'demo' })
    expect(summary.systems).toEqual({
      odoo: { url: 'http://127.0.0.1:8485', credentials: { database: 'demo', apiKey: 'key' } },
    })
  })

  it('is printed as one table of even lines, in the reader’s language', () => {
    const text = table(summary, {
      labels: { odoo: 'Odoo' },
      dataDir: '/x/.einmal',
      seconds: 4.25,
      language: 'de',
    })
    const lines = text.split('\n')
    expect(new Set(lines.map((line) => [...line].length)).size).toBe(1)
    expect(text).toContain('Einmal ist bereit')
    expect(text).toContain('http://127.0.0.1:8485')
    expect(text).toContain('admin / demo')
    expect(text).toContain('einmal flow preview customers')
  })
})
