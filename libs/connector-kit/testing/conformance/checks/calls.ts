import assert from 'node:assert/strict'
import type { WriteResult } from '../../../src/index.js'
import { create, expectDone } from '../operations.js'
import type { Check } from '../check.js'
import type { World } from '../world.js'

/** Makes every answer take a moment, so that calls at the same time can be counted. */
const slowDown = (world: World, delay: number): void =>
  world.simulator.faults.add({ kind: 'slow', delay, times: -1 })

const bounded = (limit: number | undefined): Check => ({
  name:
    limit === undefined
      ? 'calls at the same time stay within the manifest’s bound'
      : `calls at the same time stay within the admin’s bound of ${limit}`,
  scope: 'type',
  needs: ({ create }) => create,
  run: async (world, type) => {
    const world2 = await world.fresh({ seeds: world.many(120) })
    const session = await world2.connect(limit === undefined ? {} : { concurrency: limit })
    await session.check()
    slowDown(world2, 3)
    world2.simulator.requests.clear()
    const operations = Array.from({ length: 16 }, () => create(world2, type, world2.sample(type)))
    const work = await Promise.all([
      world2.write(operations, session),
      world2.read(type, world2.seededIds(type), session),
      world2.find(
        type,
        Array.from({ length: 30 }, () => world2.marker()),
        session,
      ),
    ])
    for (const result of work[0]) expectDone(result)
    const { peak } = world2.simulator.requests.counts()
    const most = limit ?? world2.manifest.concurrency
    assert.ok(peak <= most, `${peak} calls at the same time, allowed are ${most}`)
  },
})

/** How calls are made: abort and bounds. */
export const callChecks: Check[] = [
  bounded(undefined),
  bounded(2),
  bounded(1),
  {
    name: 'once the signal is aborted no call starts: nothing is pulled, read, found or written',
    scope: 'type',
    run: async (world, type) => {
      const abort = new AbortController()
      const session = await world.connect({ signal: abort.signal })
      await session.check()
      abort.abort()
      world.simulator.requests.clear()
      for (const action of [
        () => world.pull(null, {}, session),
        () => world.read(type, world.seededIds(type), session),
        () => world.find(type, [world.marker()], session),
        () => session.check(),
      ]) {
        const error = await world.failure(action)
        assert.deepEqual([error.kind, error.code], ['unavailable', 'http.aborted'])
      }
      if (world.capabilities(type).create) {
        let results: WriteResult[] = []
        const thrown = await world.attempt(async () => {
          results = await world.write([create(world, type, world.sample(type))], session)
        })
        const error = thrown ?? (results[0]?.status === 'failed' ? results[0].error : undefined)
        assert.equal(error?.code, 'http.aborted')
      }
      assert.equal(world.simulator.requests.counts().total, 0)
    },
  },
  {
    name: 'a pull that is aborted between pages asks for no further page',
    scope: 'connector',
    run: async (world) => {
      const world2 = await world.fresh({ seeds: world.many(12) })
      const abort = new AbortController()
      const session = await world2.connect({ signal: abort.signal })
      const error = await world2.failure(async () => {
        for await (const page of session.pull(world2.subject.entity, null, { pageSize: 2 })) {
          assert.ok(page)
          abort.abort()
          world2.simulator.requests.clear()
        }
      })
      assert.equal(error.code, 'http.aborted')
      assert.equal(world2.simulator.requests.counts().total, 0)
    },
  },
  {
    name: 'writes that are aborted in the middle start no further call, and each result tells the truth',
    scope: 'type',
    needs: ({ create }) => create,
    run: async (world, type) => {
      const abort = new AbortController()
      const session = await world.connect({ signal: abort.signal, concurrency: 2 })
      await session.check()
      const before = new Set((await world.all(type)).map(({ id }) => id))
      world.simulator.requests.clear()
      const { faults, requests } = world.simulator
      slowDown(world, 15)
      const batch = world.capabilities(type).batch
      const operations = Array.from({ length: Math.min(10, batch) * 10 }, () =>
        create(world, type, world.sample(type)),
      )
      let results: WriteResult[] = []
      const work = world.attempt(async () => {
        results = await world.write(operations, session)
      })
      while (requests.counts().writes === 0) await new Promise((resolve) => setTimeout(resolve, 1))
      abort.abort()
      const started = requests.counts().total
      const thrown = await work
      assert.ok(requests.counts().total <= started, 'calls were started after the abort')
      faults.clear()
      const created = (await world.all(type)).filter(({ id }) => !before.has(id)).length
      const count = (status: WriteResult['status']): number =>
        results.filter((result) => result.status === status).length
      if (thrown)
        assert.ok(thrown.outcomeUnknown || created === 0, 'thrown as certain, but something was written')
      else
        assert.ok(
          created >= count('done') && created <= count('done') + count('unknown'),
          `${created} created`,
        )
    },
  },
]
