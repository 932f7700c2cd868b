import assert from 'node:assert/strict'
import type { WriteResult } from '../../../src/index.js'
import { textsOf } from '../error-rules.js'
import { create } from '../operations.js'
import type { Check } from '../check.js'
import type { World } from '../world.js'

/** Counts the requests from now on that carry a text in address, headers or body. */
function countCarrying(world: World, text: string): () => number {
  const { model } = world.simulator
  const handle = model.handle.bind(model)
  let count = 0
  model.handle = (request) => {
    const basic = /^Basic (.+)$/i.exec(request.headers['authorization'] ?? '')?.[1] ?? ''
    const places = [
      request.rawUrl,
      ...Object.values(request.headers),
      request.body,
      Buffer.from(basic, 'base64'),
    ]
    if (places.join('\n').includes(text)) count += 1
    return handle(request)
  }
  return () => count
}

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
        (await world.connect({ config: world.configAt('erp-server') })).check(),
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
        const wrong = 'wrong-secret-0123456789'
        const tries = countCarrying(world, wrong)
        const config = { ...world.config, [name]: wrong }
        const error = await world.failure(async () => (await world.connect({ config })).check())
        assert.equal(error.kind, 'unauthorized', `${name}: ${error.code}`)
        assert.equal(tries(), 1, `${name}: requests that carried the wrong secret`)
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
      const operations = Array.from({ length: 20 }, () => create(world, type, world.sample(type)))
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
      const operation = create(world, type, world.sample(type))
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
        Object.fromEntries(
          Object.entries(world.sample(type)).filter(([path]) => compiled.writable.has(path)),
        ),
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
        kind: world.definition.fields['kind']?.values?.includes('person') ? ['organization', 'person'] : [],
      }
      for (const [field, codes] of Object.entries(samples)) {
        if (!compiled.writable.has(field) || !compiled.readable.has(field)) continue
        const known = world.definition.fields[field]?.values
        for (const code of codes.filter((code) => known?.includes(code) ?? true)) {
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
