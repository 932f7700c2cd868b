import assert from 'node:assert/strict'
import type { NativeRecord, RemoveResult, TypeCapabilities } from '../../../src/index.js'
import { decode } from '../canonical.js'
import { assertClean } from '../error-rules.js'
import { create, done } from '../operations.js'
import type { Check } from '../check.js'
import type { World } from '../world.js'
import { strikeEach, wasStruck } from './faults.js'
import { listed, presenceOf } from './listing.js'

const removable = ({ create: creates, remove }: TypeCapabilities): boolean => creates && remove !== false

async function remove(world: World, type: string, records: readonly NativeRecord[]): Promise<RemoveResult[]> {
  const results = (await world.session.remove?.(world.subject.entity, type, records)) ?? []
  assert.equal(results.length, records.length, 'one result for each record')
  for (const result of results) {
    if (result.status === 'failed' || result.status === 'unknown') assertClean(result.error, world)
  }
  return results
}

/** Out of the system as the capability says: nowhere to be found, or there and marked as not in use. */
async function isOut(world: World, type: string, id: string): Promise<boolean> {
  if (world.capabilities(type).remove === 'delete') {
    const presence = await presenceOf(world, type, id, await world.connect())
    return presence === 'gone' && !(await listed(world, type, await world.connect())).includes(id)
  }
  const [record] = await world.read(type, [id], await world.connect())
  return record?.state !== 'present' || (await decode(world.mapping, record)).fields['active'] === false
}

const fresh = async (world: World, type: string): Promise<NativeRecord> =>
  (await done(world, create(world, type, world.sample(type)))).record

const check = (name: string, run: Check['run'], live?: Check['live']): Check => ({
  name,
  scope: 'type',
  needs: removable,
  ...(live ? { live } : {}),
  run: async (world, type) => {
    if (world.session.remove && world.session.presence) await run(world, type)
  },
})

/** Removing records, which is how the hub carries a deletion further and takes its own creates back. */
export const removingChecks: Check[] = [
  check(
    'a removed record is out of the system, and a repeat is no error',
    async (world, type) => {
      const [record, other] = [await fresh(world, type), await fresh(world, type)]
      assert.deepEqual(await remove(world, type, [record]), [{ status: 'removed' }])
      assert.ok(await isOut(world, type, record.id), 'it is still there')
      assert.ok(!(await isOut(world, type, other.id)), 'another record is out as well')
      assert.deepEqual(await remove(world, type, [record]), [{ status: 'removed' }])
    },
    'write',
  ),
  check(
    'several are removed in one go, one result for each, those that are gone already included',
    async (world, type) => {
      const records: NativeRecord[] = []
      for (let count = 0; count < 5; count += 1) records.push(await fresh(world, type))
      world.simulator.model.person.remove(type, records[2]?.id ?? '')
      const results = await remove(world, type, records)
      assert.deepEqual(
        results.map(({ status }) => status),
        records.map(() => 'removed'),
      )
      for (const { id } of records) assert.ok(await isOut(world, type, id))
      assert.deepEqual(await remove(world, type, []), [])
    },
  ),
  check(
    'a removal whose call fails or loses its answer never claims more than happened',
    async (world, type) => {
      for (const fault of [
        { kind: 'lost-reply' },
        { kind: 'down' },
        { kind: 'truncated' },
        { kind: 'status', status: 503 },
        { kind: 'status', status: 429, retryAfter: 3 },
      ] as const) {
        await strikeEach(world, { ...fault, writes: true }, async (struck) => {
          const waiting = [...struck.simulator.faults.list()]
          struck.simulator.faults.clear()
          const record = await fresh(struck, type)
          struck.simulator.requests.clear()
          for (const one of waiting) struck.simulator.faults.add(one)
          let result: RemoveResult | undefined
          const thrown = await struck.attempt(async () => {
            ;[result] = await remove(struck, type, [record])
          })
          const hit = wasStruck(struck)
          struck.simulator.faults.clear()
          const out = await isOut(struck, type, record.id)
          if (!hit) assert.deepEqual(result, { status: 'removed' })
          if (result?.status === 'removed') assert.ok(out, 'removed, and still there')
          if (result?.status === 'failed') assert.ok(!out, 'failed, and gone')
          if (fault.kind === 'lost-reply' && hit && result && result.status !== 'removed')
            assert.equal(result.status, 'unknown')
          if (thrown) assert.ok(!out || thrown.outcomeUnknown, 'the error claims that nothing was sent')
          assert.deepEqual(await remove(struck, type, [record]), [{ status: 'removed' }])
          assert.ok(await isOut(struck, type, record.id))
        })
      }
    },
  ),
]
