import { afterEach, describe, expect, it } from '@jest/globals'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ConnectorError, createHttp } from '#connector-kit'
import type { JsonObject } from '#canonical'
import { FAULT_KINDS } from './faults.js'
import { startSimulator } from './server.js'
import type { RunningSimulator } from './server.js'
import type { SimulatorModel, SimulatorOptions } from './simulator.js'

/** The smallest system: things with a name, listed at `/things`. */
function createModel(): SimulatorModel {
  let things = new Map<string, JsonObject>()
  const model: SimulatorModel = {
    id: 'things',
    label: 'Things',
    config: (url) => ({ url }),
    handle: (request) => {
      if (request.path === '/')
        return { status: 200, headers: { 'content-type': 'text/plain' }, body: 'root' }
      if (request.method === 'POST') {
        const id = model.person.create('thing', JSON.parse(request.body.toString()) as JsonObject)
        return { status: 201, body: { id } }
      }
      return { status: 200, body: [...things.values()] }
    },
    writes: (request) => request.method === 'POST',
    errorReply: (status, retryAfter) => ({
      status,
      headers: retryAfter === undefined ? {} : { 'retry-after': String(retryAfter) },
      body: { code: status },
    }),
    thinReply: (reply, keep) => {
      const list = reply.body as unknown[]
      return { ...reply, body: list.slice(0, Math.floor(list.length * keep)) }
    },
    seed: (parties) =>
      parties.map((party) => {
        const name = 'name' in party ? party.name : ''
        return { type: 'thing', id: model.person.create('thing', { name }) }
      }),
    person: {
      create: (type, values) => {
        if (type !== 'thing') throw new Error(`no ${type}`)
        const id = String(things.size + 1)
        things.set(id, { id, ...values, at: model.now() })
        model.onChange?.()
        return id
      },
      update: (_type, id, values) => {
        things.set(id, { ...things.get(id), ...values })
        model.onChange?.()
      },
      remove: (_type, id) => {
        things.delete(id)
        model.onChange?.()
      },
      get: (_type, id) => things.get(id),
      list: () => [...things.values()],
    },
    screens: [{ type: 'thing', title: { en: 'Things', de: 'Dinge' }, columns: [] }],
    save: () => [...things],
    load: (state) => {
      things = new Map(state as [string, JsonObject][])
    },
    now: Date.now,
  }
  return model
}

let running: RunningSimulator | undefined
let folder: string | undefined

afterEach(async () => {
  await running?.stop()
  if (folder) rmSync(folder, { recursive: true })
  running = folder = undefined
})

async function start(options: SimulatorOptions = {}, names: string[] = []) {
  const model = createModel()
  model.seed(names.map((name) => ({ kind: 'organization' as const, name, isCustomer: true })))
  running = await startSimulator(model, options)
  const { url } = running
  const control = async (method: string, path: string, body?: unknown) => {
    const response = await fetch(`${url}/__control${path}`, {
      method,
      headers: { 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    const text = await response.text()
    return { status: response.status, body: text ? (JSON.parse(text) as Record<string, unknown>) : undefined }
  }
  return { simulator: running, http: createHttp({ baseUrl: url }), control, url }
}

const codeOf = async (promise: Promise<unknown>): Promise<string> =>
  promise.then(
    () => 'answered',
    (error: unknown) => (error instanceof ConnectorError ? error.code : String(error)),
  )

describe('the API', () => {
  it('passes requests on and logs them, writes marked', async () => {
    const { simulator, http } = await start({}, ['one'])
    await http.request({ method: 'GET', path: '/things', query: { page: 1 } })
    await http.request({ method: 'POST', path: '/things', json: { name: 'Müller' } })
    expect(simulator.requests.list()).toEqual([
      { method: 'GET', path: '/things?page=1', writes: false, status: 200 },
      { method: 'POST', path: '/things', writes: true, status: 201 },
    ])
    expect(simulator.requests.counts()).toEqual({ total: 2, writes: 1, peak: 1 })
    expect(simulator.model.person.list('thing').map((thing) => thing['name'])).toEqual(['one', 'Müller'])
    simulator.requests.clear()
    expect(simulator.requests.counts()).toEqual({ total: 0, writes: 0, peak: 0 })
    await http.close()
  })

  it('knows how many requests were under way at a time', async () => {
    const { simulator, http } = await start()
    simulator.faults.add({ kind: 'slow', delay: 20, times: -1 })
    await Promise.all([1, 2, 3].map(() => http.request({ method: 'GET', path: '/things' })))
    expect(simulator.requests.counts()).toEqual({ total: 3, writes: 0, peak: 3 })
    await http.close()
  })

  it('answers with the clock of the simulated system', async () => {
    const { simulator, http } = await start({ clock: () => Date.UTC(2024, 0, 1) })
    simulator.setClockOffset(3_600_000)
    const answer = await http.request({ method: 'GET', path: '/things' })
    expect(answer.headers['date']).toBe('Mon, 01 Jan 2024 01:00:00 GMT')
    expect(simulator.model.now()).toBe(Date.UTC(2024, 0, 1, 1))
    await http.close()
  })
})

describe('faults', () => {
  const names = ['a', 'b', 'c', 'd']
  const expected: Record<(typeof FAULT_KINDS)[number], { code: string; things: number }> = {
    'lost-reply': { code: 'http.no-answer', things: 5 },
    down: { code: 'http.no-answer', things: 4 },
    status: { code: 'answered', things: 4 },
    'half-page': { code: 'answered', things: 5 },
    empty: { code: 'answered', things: 5 },
    truncated: { code: 'http.truncated', things: 5 },
    slow: { code: 'answered', things: 5 },
  }
  const writable = FAULT_KINDS.filter((kind) => kind !== 'half-page' && kind !== 'empty')
  it.each(writable)('%s strikes one write, and only one', async (kind) => {
    const { simulator, http } = await start({}, names)
    simulator.faults.add({ kind, writes: true, delay: 5, status: 503 })
    const write = () => http.request({ method: 'POST', path: '/things', json: { name: 'e' } })
    expect(await codeOf(write())).toBe(expected[kind].code)
    expect(simulator.model.person.list('thing')).toHaveLength(expected[kind].things)
    expect(simulator.requests.list()[0]).toMatchObject({ fault: kind })
    expect(await codeOf(write())).toBe('answered')
    await http.close()
  })

  it.each([
    ['half-page', 2],
    ['empty', 0],
  ] as const)('%s thins a list', async (kind, count) => {
    const { simulator, http } = await start({}, names)
    simulator.faults.add({ kind })
    expect((await http.request({ method: 'GET', path: '/things' })).json).toHaveLength(count)
    expect((await http.request({ method: 'GET', path: '/things' })).json).toHaveLength(4)
    await http.close()
  })

  it('a status comes in the system’s own shape with its wait', async () => {
    const { simulator, http } = await start()
    simulator.faults.add({ kind: 'status', status: 429, retryAfter: 7 })
    const answer = await http.request({ method: 'GET', path: '/things' })
    expect(answer).toMatchObject({ status: 429, json: { code: 429 }, headers: { 'retry-after': '7' } })
    await http.close()
  })

  it('a slow answer comes later, its effect at once', async () => {
    const { simulator, http } = await start()
    simulator.faults.add({ kind: 'slow', delay: 10_000 })
    const short = createHttp({ baseUrl: simulator.url, timeout: 50 })
    expect(await codeOf(short.request({ method: 'POST', path: '/things', json: {} }))).toBe('http.no-answer')
    expect(simulator.model.person.list('thing')).toHaveLength(1)
    await short.close()
    await http.close()
  })
})

describe('the control endpoint', () => {
  it('injects, shows and clears faults, and does not count itself', async () => {
    const { control, http, simulator } = await start()
    expect(await control('POST', '/faults', [{ kind: 'down', times: -1 }])).toMatchObject({
      body: { faults: [{ kind: 'down' }] },
    })
    expect(await codeOf(http.request({ method: 'GET', path: '/things' }))).toBe('http.no-answer')
    expect(await control('DELETE', '/faults')).toMatchObject({ status: 204 })
    expect(await codeOf(http.request({ method: 'GET', path: '/things' }))).toBe('answered')
    expect((await control('GET', '/requests')).body).toMatchObject({ total: 2, writes: 0 })
    expect((await control('GET', '/requests?writes=true')).body).toMatchObject({ requests: [] })
    await control('DELETE', '/requests')
    expect(simulator.requests.counts().total).toBe(0)
    expect(await control('POST', '/faults', { kind: 'earthquake' })).toMatchObject({ status: 400 })
    await http.close()
  })

  it('is the system’s own screen: lists, finds, creates, changes and deletes records', async () => {
    const { control } = await start({}, ['Anton', 'Berta', 'Bertold'])
    expect((await control('GET', '/records/thing?q=bert&limit=1')).body).toMatchObject({
      total: 2,
      records: [{ id: '2', record: { name: 'Berta' } }],
    })
    expect(await control('POST', '/records/thing', { name: 'Cäsar' })).toMatchObject({
      status: 201,
      body: { id: '4' },
    })
    expect(await control('PUT', '/records/thing/4', { name: 'Dora' })).toMatchObject({
      body: { record: { name: 'Dora' } },
    })
    expect(await control('DELETE', '/records/thing/4')).toMatchObject({ status: 204 })
    expect(await control('GET', '/records/thing/4')).toMatchObject({ status: 404 })
    expect(await control('POST', '/records/nothing', {})).toMatchObject({
      status: 400,
      body: { error: 'no nothing' },
    })
    expect(await control('GET', '/elsewhere')).toMatchObject({ status: 404 })
  })

  it('shifts the clock and resets everything', async () => {
    const { control, simulator } = await start({ clock: () => 1_000 }, ['one'])
    expect((await control('POST', '/clock', { offsetMs: 500 })).body).toEqual({ now: 1_500 })
    await control('POST', '/records/thing', { name: 'two' })
    await control('POST', '/faults', { kind: 'down' })
    expect(await control('POST', '/reset', {})).toMatchObject({ status: 204 })
    expect(simulator.model.person.list('thing').map((thing) => thing['name'])).toEqual(['one'])
    expect(simulator.faults.list()).toEqual([])
    expect(simulator.model.now()).toBe(1_000)
  })

  it('takes no form posts, which a foreign page could send', async () => {
    const { url } = await start()
    const response = await fetch(`${url}/__control/records/thing`, { method: 'POST', body: 'name=x' })
    expect(response.status).toBe(415)
  })
})

describe('the page', () => {
  it('is for browsers at / only; a client gets what the system has there', async () => {
    const { url, simulator } = await start()
    const get = async (accept: string, path = '/') =>
      (await fetch(url + path, { headers: { accept } })).text()
    expect(await get('text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8')).toContain(
      '<!doctype html>',
    )
    expect(simulator.requests.counts().total).toBe(0)
    expect(await get('*/*')).toBe('root')
    expect(await get('application/json')).toBe('root')
    expect(await get('application/json, text/html;q=0.5')).toBe('root')
    expect(await get('text/html', '/things')).toBe('[]')
  })

  it('loads nothing from elsewhere, runs only its own script and never builds HTML from data', async () => {
    const { url } = await start()
    const response = await fetch(url, { headers: { accept: 'text/html' } })
    const text = await response.text()
    expect(response.headers.get('content-security-policy')).toContain("default-src 'none'")
    expect(text).not.toMatch(/(src|href)="(https?:)?\/\//)
    expect(text).not.toMatch(/innerHTML|outerHTML|insertAdjacentHTML|document\.write|eval\(/)
  })
})

describe('the state file', () => {
  const inFolder = (): string =>
    join((folder = mkdtempSync(join(tmpdir(), 'simulator-'))), 'deep', 'things.json')

  it('keeps records over restarts, replaced as a whole', async () => {
    const stateFile = inFolder()
    const first = await start({ stateFile }, ['seeded'])
    await first.control('POST', '/records/thing', { name: 'typed' })
    await first.simulator.stop()
    expect(readdirSync(join(stateFile, '..'))).toEqual(['things.json'])
    const second = await start({ stateFile }, ['seeded'])
    expect(second.simulator.model.person.list('thing').map((thing) => thing['name'])).toEqual([
      'seeded',
      'typed',
    ])
    await second.simulator.stop()
    await second.simulator.stop()
  })

  it('is written soon after a change, not only at the end', async () => {
    const stateFile = inFolder()
    const { control } = await start({ stateFile })
    const started = Date.now()
    await control('POST', '/records/thing', { name: 'typed' })
    const kept = (): boolean => {
      try {
        return readFileSync(stateFile, 'utf8').includes('typed')
      } catch {
        return false
      }
    }
    while (!kept() && Date.now() - started < 5_000) await new Promise((resolve) => setTimeout(resolve, 5))
    expect(kept()).toBe(true)
    expect(Date.now() - started).toBeLessThan(1_000)
  })
})
