import assert from 'node:assert/strict'
import { createServer } from 'node:http'
import type { RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { ConnectionConfig, ConnectorError, WriteResult } from '../../../src/index.js'
import { create } from '../operations.js'
import type { Check } from '../check.js'
import type { World } from '../world.js'

/** Runs an action against a server that is not the system at all. */
async function strangers(
  world: World,
  listener: RequestListener,
  action: (config: ConnectionConfig) => Promise<void>,
): Promise<void> {
  const server = createServer(listener)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  try {
    await action(world.configAt(`http://127.0.0.1:${(server.address() as AddressInfo).port}`))
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
  const operation = create(world, type, world.sample(type))
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

/** Servers that are not the system at all. */
export const strangerChecks: Check[] = nonsense.map(([what, listener]): Check => ({
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
}))
