import assert from 'node:assert/strict'
import type { ConnectorError, TypeCapabilities, WriteOperation, WriteResult } from '../../../src/index.js'
import type { Fault } from '../../faults.js'
import { content } from '../canonical.js'
import { create, createPart, expectDone, update, valueOf } from '../operations.js'
import { replaceOnScreen } from '../person.js'
import type { Check } from '../check.js'
import { countNamed } from './creating.js'
import type { World } from '../world.js'

const DAY = 86_400_000

/**
 * Does the same in one fresh world after the other, where the fault strikes the first, second, third … request, until it strikes none any
 * more. At least one must have been struck, or nothing was tested.
 */
export async function strikeEach(
  world: World,
  fault: Fault,
  action: (struck: World) => Promise<void>,
): Promise<void> {
  for (let after = 0; after < 60; after += 1) {
    const struck = await world.fresh()
    struck.advance(DAY)
    struck.simulator.faults.add({ ...fault, after })
    await action(struck)
    const hit = wasStruck(struck)
    await struck.close()
    if (!hit) {
      assert.ok(after > 0, 'the fault never struck')
      return
    }
  }
  assert.fail('the same action needs more and more requests')
}

/** True once the fault has struck a request. */
export const wasStruck = (world: World): boolean =>
  world.simulator.requests.list().some(({ fault }) => fault !== undefined)

/** What all records say, in an order of its own. */
async function contents(world: World): Promise<string[]> {
  const { records } = await world.pull(null, { pageSize: 3 })
  const texts = await Promise.all(records.map((record) => content(world.mapping, record)))
  return texts.sort()
}

const expectedKind = (error: ConnectorError, kinds: string[], fault: Fault): void =>
  assert.ok(
    kinds.includes(error.kind),
    `${fault.kind} ${fault.status ?? ''} is classified as ${error.kind} ${error.code}`,
  )

/** A pull either fails in the right class or is complete, wherever the fault strikes; afterwards all is well. */
const pullUnder = (
  name: string,
  fault: Fault,
  kinds: string[],
  judge?: (error: ConnectorError, world: World) => void,
): Check => ({
  name,
  scope: 'connector',
  run: async (world) => {
    const healthy = await contents(await world.fresh())
    await strikeEach(world, { ...fault, writes: false }, async (struck) => {
      let got: string[] = []
      const error = await struck.attempt(async () => {
        got = await contents(struck)
      })
      if (error) {
        expectedKind(error, kinds, fault)
        judge?.(error, struck)
      } else assert.deepEqual(got, healthy, 'a pull that did not fail is not complete')
      struck.simulator.faults.clear()
      assert.deepEqual(await contents(struck), healthy, 'the pull after it is not complete')
    })
  },
})

const status = (code: number, kinds: string[]): Check =>
  pullUnder(
    `an answer ${code} anywhere in a pull is ${kinds.join(' or ')}, never a short list`,
    { kind: 'status', status: code },
    kinds,
  )

/** A create with parts, wherever the fault strikes its writes: no status that lies, and never a second record. */
const createUnder = (what: string, fault: Fault, settle: 'lost' | 'refused'): Check => ({
  name: `a create whose call ${what} tells the truth about what happened, and can be settled without a duplicate`,
  scope: 'type',
  needs: ({ create }) => create,
  run: async (world, type) => {
    await strikeEach(world, { ...fault, writes: true }, async (struck) => {
      const name = `Störfall ${struck.unique()} GmbH`
      const lists = struck.capabilities(type).parts
      const items = lists.map((list) => createPart(struck, type, list, struck.part(type, list, '3')))
      const operation = create(struck, type, { ...struck.sample(type), [struck.samples.label]: name }, items)
      let result: WriteResult | undefined
      const thrown = await struck.attempt(async () => {
        ;[result] = await struck.write([operation])
      })
      const hit = wasStruck(struck)
      struck.simulator.faults.clear()
      const stored = await countNamed(struck, type, name)
      assert.ok(stored <= 1, `${stored} records after one create`)
      if (!hit) {
        expectDone(result)
        return
      }
      if (thrown || result?.status === 'failed')
        assert.equal(stored, 0, 'the result says that nothing was written')
      if (result?.status === 'done') assert.equal(stored, 1)
      if (settle === 'lost' && result?.status !== 'done') {
        assert.equal(result?.status, 'unknown', 'no answer came: what became of it is unknown')
        assert.equal(result.error.outcomeUnknown, true)
      }
      await settleCreate(struck, type, operation, name, stored)
    })
  },
})

/** What the engine does with a create of unknown outcome: look for the marker, and create only what is not there (rule 8). */
async function settleCreate(
  world: World,
  type: string,
  operation: WriteOperation,
  name: string,
  stored: number,
): Promise<void> {
  if (operation.kind !== 'create' || world.capabilities(type).marker === 'none') return
  const found = (await world.find(type, [operation.marker], await world.connect())).get(operation.marker)
  assert.equal(
    found !== undefined,
    stored === 1,
    stored === 1 ? 'the marker does not find the record' : 'the marker finds a record that is none',
  )
  if (found) assert.equal(await valueOf(world, found, world.samples.label), name)
  else expectDone((await world.write([operation], await world.connect()))[0])
  assert.equal(await countNamed(world, type, name), 1)
}

const updates = ({ create, update }: TypeCapabilities): boolean => create && update

/** Faults of the system and the way to it. */
export const faultChecks: Check[] = [
  pullUnder(
    'half a page with status 200 is noticed: no record and no item is missing silently',
    { kind: 'half-page' },
    ['unavailable'],
  ),
  pullUnder('an empty answer with status 200 in the first pull is noticed', { kind: 'empty' }, [
    'unavailable',
  ]),
  pullUnder('an answer that breaks off in a pull is unavailable, never a short list', { kind: 'truncated' }, [
    'unavailable',
  ]),
  pullUnder('a connection that breaks in a pull is unavailable', { kind: 'down' }, ['unavailable']),
  status(500, ['unavailable']),
  status(502, ['unavailable']),
  status(503, ['unavailable']),
  pullUnder(
    'an answer 429 in a pull is rate-limited and tells how long to wait where the system does',
    { kind: 'status', status: 429, retryAfter: 7 },
    ['rate-limited'],
    (error, world) => {
      const headers = Object.keys(world.simulator.model.errorReply(429, 7).headers ?? {}).map((name) =>
        name.toLowerCase(),
      )
      if (headers.includes('retry-after')) assert.equal(error.retryAfter, 7)
    },
  ),
  {
    name: 'an empty answer to a poll loses no edit: it is noticed, or the next poll still brings it',
    scope: 'type',
    run: async (world, type) => {
      for (const kind of ['empty', 'half-page'] as const) {
        const world2 = await world.fresh()
        const [id = ''] = world2.seededIds(type)
        const { label } = world.samples
        const name = String(await valueOf(world2, await world2.readOne(type, id), label))
        const cursor = await world2.settle()
        world2.advance(3_600_000)
        replaceOnScreen(world2, name, 'Nicht Verloren GmbH')
        world2.simulator.faults.add({ kind, times: 20, writes: false })
        let next = cursor
        const error = await world2.attempt(async () => {
          next = (await world2.pull(cursor)).cursor
        })
        if (error) assert.equal(error.kind, 'unavailable')
        world2.simulator.faults.clear()
        const { records } = await world2.pull(next)
        assert.ok(records.some((record) => record.id === id) || next === cursor, `${kind}: the edit is lost`)
      }
    },
  },
  {
    name: 'a read that fails fails, it does not say that records do not exist',
    scope: 'type',
    run: async (world, type) => {
      const faults: Fault[] = [
        { kind: 'status', status: 500 },
        { kind: 'status', status: 503 },
        { kind: 'truncated' },
        { kind: 'down' },
      ]
      for (const fault of faults) {
        await strikeEach(world, { ...fault, writes: false }, async (struck) => {
          const ids = struck.seededIds(type)
          let count = -1
          const error = await struck.attempt(async () => {
            count = (await struck.read(type, ids)).length
          })
          if (error) expectedKind(error, ['unavailable'], fault)
          else assert.equal(count, ids.length, 'records are missing from a read that did not fail')
        })
      }
    },
  },
  {
    name: 'a find that fails fails, it does not say that a marker is unknown',
    scope: 'type',
    needs: ({ create, marker }) => create && marker !== 'none',
    run: async (world, type) => {
      for (const fault of [
        { kind: 'status', status: 503 },
        { kind: 'truncated' },
        { kind: 'down' },
      ] as Fault[]) {
        await strikeEach(world, { ...fault, writes: false }, async (struck) => {
          const waiting = [...struck.simulator.faults.list()]
          struck.simulator.faults.clear()
          const operation = create(struck, type, struck.sample(type))
          expectDone((await struck.write([operation]))[0])
          for (const one of waiting) struck.simulator.faults.add(one)
          let size = -1
          const error = await struck.attempt(async () => {
            size = (await struck.find(type, [operation.marker])).size
          })
          if (error) expectedKind(error, ['unavailable'], fault)
          else assert.equal(size, 1, 'the record is missing from a find that did not fail')
        })
      }
    },
  },
  createUnder('loses its answer', { kind: 'lost-reply' }, 'lost'),
  createUnder('breaks before it takes effect', { kind: 'down' }, 'lost'),
  createUnder('is answered with half a body', { kind: 'truncated' }, 'lost'),
  createUnder('is answered with 503', { kind: 'status', status: 503 }, 'refused'),
  createUnder('is answered with 429', { kind: 'status', status: 429, retryAfter: 3 }, 'refused'),
  {
    name: 'an update whose answer is lost is unknown, and a read shows what became of it',
    scope: 'type',
    needs: updates,
    run: async (world, type) => {
      await strikeEach(world, { kind: 'lost-reply', writes: true }, async (struck) => {
        const waiting = [...struck.simulator.faults.list()]
        struck.simulator.faults.clear()
        const [id = ''] = struck.seededIds(type)
        const current = await struck.readOne(type, id)
        for (const one of waiting) struck.simulator.faults.add(one)
        const [result] = await struck.write([
          update(struck, current, { [struck.samples.label]: 'Vielleicht GmbH' }),
        ])
        if (!wasStruck(struck)) expectDone(result)
        else if (result?.status !== 'done') assert.equal(result?.status, 'unknown')
        assert.equal(
          await valueOf(struck, await struck.readOne(type, id), struck.samples.label),
          'Vielleicht GmbH',
        )
      })
    },
  },
  {
    name: 'a system that is slow is given up after the timeout, and its write is unknown and found by its marker',
    scope: 'type',
    needs: ({ create, marker }) => create && marker !== 'none',
    run: async (world, type) => {
      const session = await world.connect({ timeout: 250 })
      await session.check()
      world.simulator.faults.add({ kind: 'slow', delay: 5_000, writes: false })
      const error = await world.failure(async () => world.pull(null, {}, session))
      assert.deepEqual([error.kind, error.code], ['unavailable', 'http.no-answer'])
      world.simulator.faults.add({ kind: 'slow', delay: 5_000, writes: true })
      const operation = create(world, type, world.sample(type))
      const [result] = await world.write([operation], session)
      assert.equal(result?.status, 'unknown')
      world.simulator.faults.clear()
      assert.equal((await world.find(type, [operation.marker])).size, 1)
    },
  },
  {
    name: 'several creates under faults: each result tells the truth',
    scope: 'type',
    needs: ({ create }) => create,
    run: async (world, type) => {
      for (const fault of [
        { kind: 'lost-reply' },
        { kind: 'down' },
        { kind: 'status', status: 503 },
      ] as Fault[]) {
        const struck = await world.fresh()
        struck.simulator.faults.add({ ...fault, writes: true, after: 1, times: 2 })
        const names = Array.from({ length: 8 }, () => `Reihe ${struck.unique()} GmbH`)
        const operations = names.map((name) =>
          create(struck, type, { ...struck.sample(type), [struck.samples.label]: name }),
        )
        const results = await struck.write(operations)
        struck.simulator.faults.clear()
        const all = await struck.all(type)
        const stored = new Set(
          await Promise.all(all.map((record) => valueOf(struck, record, struck.samples.label))),
        )
        for (const [index, result] of results.entries()) {
          if (result.status === 'done') assert.ok(stored.has(names[index]), 'done, but not there')
          if (result.status === 'failed') assert.ok(!stored.has(names[index]), 'failed, but there')
          if (result.status === 'done')
            assert.equal(await valueOf(struck, result.record, struck.samples.label), names[index])
        }
        assert.equal(new Set(all.map(({ id }) => id)).size, all.length)
      }
    },
  },
]
