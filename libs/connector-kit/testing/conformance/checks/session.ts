import assert from 'node:assert/strict'
import { createServer } from 'node:http'
import type { RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { ConnectionConfig, ConnectorError, WriteResult } from '../../../src/index.js'
import { textsOf } from '../error-rules.js'
import { create } from '../operations.js'
import { organization } from '../samples.js'
import type { Check } from '../check.js'
import type { World } from '../world.js'

/** A connection's configuration with one value replaced. */
const withUrl = (world: World, url: string): ConnectionConfig => {
  const names = world.manifest.configuration.filter(({ type }) => type === 'url').map(({ name }) => name)
  assert.ok(names.length > 0, 'the connector has no address in its configuration')
  return { ...world.config, ...Object.fromEntries(names.map((name) => [name, url])) }
}

/** Runs an action against a server that is not the system at all. */
async function strangers(
  world: World,
  listener: RequestListener,
  action: (config: ConnectionConfig) => Promise<void>,
): Promise<void> {
  const server = createServer(listener)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  try {
    await action(withUrl(world, `http://127.0.0.1:${(server.address() as AddressInfo).port}`))
  } finally {
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
  }
}

/**
 * Everything that a session can do fails clearly against a server that answers nonsense: no success, no empty answer.
 * Returns the errors.
 */
async function refusesEverything(world: World, config: ConnectionConfig): Promise<ConnectorError[]> {
  const [type = ''] = Object.keys(world.types)
  const errors: ConnectorError[] = []
  const use = async (action: () => Promise<unknown>): Promise<void> =>
    void errors.push(await world.failure(action))
  await use(async () => (await world.connect({ config })).check())
  await use(async () => world.pull(null, {}, await world.connect({ config })))
  await use(async () => world.read(type, world.seededIds(type).slice(0, 1), await world.connect({ config })))
  await use(async () => world.find(type, [world.marker()], await world.connect({ config })))
  let results: WriteResult[] = []
  const operation = create(world, type, organization(world.unique()))
  const thrown = await world.attempt(async () => {
    results = await world.write([operation], await world.connect({ config }))
  })
  if (thrown) errors.push(thrown)
  for (const result of results) {
    assert.ok(result.status === 'failed' || result.status === 'unknown', `a write there is ${result.status}`)
    errors.push(result.error)
  }
  return errors
}

const html = '<!doctype html><html><body><h1>Welcome</h1></body></html>'

const nonsense: [string, RequestListener][] = [
  [
    'a web page instead of JSON',
    (_request, response) => response.writeHead(200, { 'content-type': 'text/html' }).end(html),
  ],
  [
    'a redirect to a login page',
    (_request, response) =>
      response.writeHead(302, { location: '/login', 'content-type': 'text/html' }).end(html),
  ],
  [
    'a web page that says not found',
    (_request, response) => response.writeHead(404, { 'content-type': 'text/html' }).end(html),
  ],
  [
    'an empty JSON object to everything',
    (_request, response) => response.writeHead(200, { 'content-type': 'application/json' }).end('{}'),
  ],
  [
    'JSON that is only text',
    (_request, response) => response.writeHead(200, { 'content-type': 'application/json' }).end('"hello"'),
  ],
]

/** Connecting, checking and describing. */
export const sessionChecks: Check[] = [
  {
    name: 'check tells version, account and identity, and its warnings have texts',
    scope: 'connector',
    live: 'read',
    run: async (world) => {
      const report = await world.session.check()
      assert.match(report.version, /\d/)
      assert.ok(report.account, 'account is empty')
      assert.ok(report.identity, 'identity is empty')
      for (const { code, params } of report.warnings) {
        const texts = textsOf(world.manifest, code)
        assert.ok(texts?.message.de && texts.fix?.de, `the warning ${code} has no text or no fix`)
        for (const [, name = ''] of texts.message.en.matchAll(/\{(\w+)\}/g))
          assert.ok(params?.[name] !== undefined, `${code}: {${name}}`)
      }
    },
  },
  {
    name: 'the identity of a system is the same for every session',
    scope: 'connector',
    live: 'read',
    run: async (world) => {
      const first = await world.session.check()
      const second = await (await world.connect()).check()
      assert.equal(second.identity, first.identity)
    },
  },
  {
    name: 'preparing the system makes markers storable, and preparing it again changes nothing',
    scope: 'connector',
    run: async (world) => {
      const [again, plain] = [
        await world.session.check({ prepare: true }),
        await (await world.connect()).check(),
      ]
      const stores = Object.values(world.types).some(({ create, marker }) => create && marker !== 'none')
      assert.equal(again.markers, stores)
      assert.equal(plain.markers, stores)
    },
  },
  {
    name: 'check without preparing changes nothing in the system',
    scope: 'connector',
    run: async (world) => {
      world.simulator.requests.clear()
      await (await world.connect()).check()
      assert.deepEqual(world.simulator.requests.list({ writes: true }), [])
    },
  },
  {
    name: 'a missing setting is refused as misconfigured without asking the system',
    scope: 'connector',
    run: async (world) => {
      for (const { name } of world.manifest.configuration.filter(({ required }) => required)) {
        world.simulator.requests.clear()
        const config = { ...world.config, [name]: undefined }
        const error = await world.failure(async () => (await world.connect({ config })).check())
        assert.equal(error.kind, 'misconfigured', `${name}: ${error.code}`)
        assert.equal(world.simulator.requests.counts().total, 0, `${name}: the system was asked`)
      }
    },
  },
  {
    name: 'an address that is none is refused as misconfigured',
    scope: 'connector',
    run: async (world) => {
      const error = await world.failure(async () =>
        (await world.connect({ config: withUrl(world, 'erp-server') })).check(),
      )
      assert.equal(error.kind, 'misconfigured')
    },
  },
  {
    name: 'a wrong secret is unauthorized, after a single try',
    scope: 'connector',
    run: async (world) => {
      const secrets = world.manifest.configuration.filter(
        ({ type, required }) => type === 'secret' && required,
      )
      assert.ok(secrets.length > 0)
      for (const { name } of secrets) {
        world.simulator.requests.clear()
        const config = { ...world.config, [name]: 'wrong-secret-0123456789' }
        const error = await world.failure(async () => (await world.connect({ config })).check())
        assert.equal(error.kind, 'unauthorized', `${name}: ${error.code}`)
        // One probe without credentials may come first.
        assert.ok(
          world.simulator.requests.counts().total <= 2,
          `${name}: ${JSON.stringify(world.simulator.requests.list())}`,
        )
      }
    },
  },
  {
    name: 'many writes with a wrong secret do not hammer the login',
    scope: 'connector',
    run: async (world) => {
      const [type = ''] = Object.keys(world.types).filter((name) => world.capabilities(name).create)
      const secret =
        world.manifest.configuration.find(({ type: kind, required }) => kind === 'secret' && required)
          ?.name ?? ''
      const session = await world.connect({
        config: { ...world.config, [secret]: 'wrong-secret-0123456789' },
        concurrency: 2,
      })
      const before = await world.all(type)
      world.simulator.requests.clear()
      const operations = Array.from({ length: 20 }, () => create(world, type, organization(world.unique())))
      let results: WriteResult[] = []
      const thrown = await world.attempt(async () => {
        results = await world.write(operations, session)
      })
      if (thrown) assert.equal(thrown.kind, 'unauthorized')
      for (const result of results)
        assert.ok(result.status === 'failed' && result.error.kind === 'unauthorized')
      assert.ok(
        world.simulator.requests.counts().total <= 4,
        `${world.simulator.requests.counts().total} requests`,
      )
      assert.equal((await world.all(type)).length, before.length)
    },
  },
  {
    name: 'a system that is not there is unavailable, and a write to it certainly did not happen',
    scope: 'connector',
    run: async (world) => {
      const [type = ''] = Object.keys(world.types)
      const operation = create(world, type, organization(world.unique()))
      await world.simulator.stop()
      const error = await world.failure(async () => (await world.connect()).check())
      assert.equal(error.kind, 'unavailable')
      assert.equal(error.outcomeUnknown, false)
      let results: WriteResult[] = []
      const thrown = await world.attempt(async () => {
        results = await world.write([operation])
      })
      const writeError = thrown ?? (results[0]?.status === 'failed' ? results[0].error : undefined)
      assert.equal(writeError?.kind, 'unavailable')
      assert.equal(writeError.outcomeUnknown, false)
    },
  },
  ...nonsense.map(([what, listener]): Check => ({
    name: `a server that answers ${what} is never taken for the system`,
    scope: 'connector',
    run: async (world) => {
      await strangers(world, listener, async (config) => {
        for (const error of await refusesEverything(world, config)) {
          assert.ok(
            error.kind === 'unavailable' || error.kind === 'misconfigured',
            `${error.kind} ${error.code}`,
          )
        }
      })
    },
  })),
  {
    name: 'an account without the rights is told so, never served an empty list',
    scope: 'connector',
    run: async (world) => {
      const session = await world.connect()
      await session.check()
      world.simulator.faults.add({ kind: 'status', status: 403, writes: false, times: -1 })
      const error = await world.failure(async () => world.pull(null, {}, session))
      assert.ok(['unauthorized', 'misconfigured'].includes(error.kind), `${error.kind} ${error.code}`)
    },
  },
  {
    name: 'describe lists the native fields, and all that the mapping writes are among them and writable',
    scope: 'type',
    live: 'read',
    run: async (world, type) => {
      const fields = await world.session.describe(world.subject.entity, type)
      const byPath = new Map(fields.map((field) => [field.path, field]))
      assert.equal(byPath.size, fields.length, 'a path is described twice')
      const compiled = world.type(type)
      const native = compiled.encodeNew(
        Object.fromEntries(Object.entries(organization('1')).filter(([path]) => compiled.writable.has(path))),
      )
      const paths = [
        ...leafPaths(native, byPath),
        ...world.capabilities(type).parts.map((list) => compiled.partList(list) ?? list),
      ]
      for (const path of paths) {
        const field = byPath.get(path)
        assert.ok(field, `${path} is written by the mapping but not described`)
        assert.ok(!field.readOnly, `${path} is written by the mapping but described as read-only`)
      }
    },
  },
  {
    name: 'codes of countries, currencies and kinds come back as they were',
    scope: 'type',
    live: 'read',
    run: async (world, type) => {
      const compiled = world.type(type)
      const samples: Record<string, string[]> = {
        'address.country': ['DE', 'AT', 'CH', 'FR', 'US', 'GB'],
        currency: ['EUR', 'USD', 'CHF'],
        kind: ['organization', 'person'],
      }
      for (const [field, codes] of Object.entries(samples)) {
        if (!compiled.writable.has(field) || !compiled.readable.has(field)) continue
        for (const code of codes) {
          const { fields } = await compiled.decode(compiled.encode({ [field]: code }))
          assert.equal(fields[field], code, field)
        }
      }
    },
  },
  {
    name: 'close may come twice, and nothing is asked afterwards',
    scope: 'connector',
    run: async (world) => {
      const session = await world.connect()
      await session.check()
      await session.close()
      await session.close()
      world.simulator.requests.clear()
      await world.failure(async () => world.pull(null, {}, session))
      assert.equal(world.simulator.requests.counts().total, 0)
    },
  },
]

/** Paths of the values of a document, down to where the description stops. */
function leafPaths(value: object, described: ReadonlyMap<string, unknown>, prefix = ''): string[] {
  return Object.entries(value).flatMap(([key, child]: [string, unknown]) => {
    const path = prefix + key
    const deeper =
      typeof child === 'object' && child !== null && !Array.isArray(child) && !described.has(path)
    return deeper ? leafPaths(child as object, described, `${path}.`) : [path]
  })
}
