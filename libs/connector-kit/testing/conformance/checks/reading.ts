import assert from 'node:assert/strict'
import type { Json } from '#canonical'
import type { NativeRecord, TypeCapabilities } from '../../../src/index.js'
import { assertFields, decode } from '../canonical.js'
import { create, done, update } from '../operations.js'
import { samples } from '../samples/index.js'
import type { SeedParty } from '../../seed.js'
import type { Check } from '../check.js'
import { isObject } from '../world.js'
import type { World } from '../world.js'

const keyOf = ({ type, id }: { type: string; id: string }): string => `${type}/${id}`
const keysOf = (records: readonly { type: string; id: string }[]): string[] => records.map(keyOf).sort()

/** Every value of a document with its path, parts included. */
function* walk(value: Json | undefined, path: string): Generator<[string, Json | undefined]> {
  yield [path, value]
  if (Array.isArray(value))
    for (const [index, item] of value.entries()) yield* walk(item, `${path}[${index}]`)
  else if (isObject(value))
    for (const [key, child] of Object.entries(value)) yield* walk(child, path ? `${path}.${key}` : key)
}

/** Asserts the conventions of composed documents (contract.ts, NativeRecord). */
function assertComposed(world: World, record: NativeRecord): void {
  const about = keyOf(record)
  assert.ok(record.type in world.types, `${about}: the type is not in the manifest`)
  assert.equal(typeof record.id, 'string', `${about}: the id is no string`)
  assert.ok(record.version, `${about} has no version`)
  assert.ok(record.incarnation, `${about} has no incarnation`)
  for (const [path, value] of walk(record.values, ''))
    assert.notEqual(value, '', `${about}: ${path} is "", empty is null`)
  for (const part of world.capabilities(record.type).parts) {
    const list = record.values[world.type(record.type).partList(part) ?? part]
    assert.ok(Array.isArray(list), `${about}: ${part} is no list`)
    for (const item of list)
      assert.ok(isObject(item) && typeof item['id'] === 'string', `${about}: an item of ${part} has no id`)
    const ids = list.map((item) => (isObject(item) ? item['id'] : undefined))
    assert.equal(new Set(ids).size, ids.length, `${about}: an id stands twice in ${part}`)
  }
}

const archives = ({ create, update, remove }: TypeCapabilities): boolean =>
  create && update && remove === 'archive'

/** Complete listings and reads by id. */
export const readingChecks: Check[] = [
  {
    name: 'the first pull yields every record exactly once, in the order of the manifest’s types',
    scope: 'connector',
    run: async (world) => {
      const { records } = await world.pull(null)
      assert.deepEqual(keysOf(records.filter(({ state }) => state === 'present')), keysOf(world.seeded))
      const order = records.map(({ type }) => Object.keys(world.types).indexOf(type))
      assert.deepEqual(
        order,
        [...order].sort((a, b) => a - b),
      )
    },
  },
  {
    name: 'the first pull yields each id once and every document follows the conventions',
    scope: 'connector',
    live: 'read',
    run: async (world) => {
      const { records } = await world.pull(null)
      assert.equal(new Set(records.map(keyOf)).size, records.length, 'a record came twice')
      for (const record of records) {
        assertComposed(world, record)
        await decode(world.mapping, record)
      }
    },
  },
  {
    name: 'what was typed into the system is what the mapping reads',
    scope: 'connector',
    entities: ['party'],
    run: async (world) => {
      const { records } = await world.pull(null)
      for (const [index, seed] of (samples.party.seeds as readonly SeedParty[]).entries()) {
        const at = world.seeded[index]
        const record = records.find((one) => at && keyOf(one) === keyOf(at))
        assert.ok(record, `${seed.name} is missing`)
        const { fields, parts } = await decode(world.mapping, record)
        const readable = world.type(record.type).readable
        const { address = {}, kind, name, email, phone, vatId, website } = seed
        const places = Object.entries(address).map(([key, value]) => [`address.${key}`, value])
        const typed = { kind, name, email, phone, vatId, website, ...Object.fromEntries(places) } as Record<
          string,
          string | undefined
        >
        const expected = Object.entries(typed).filter(([, value]) => value !== undefined) as [
          string,
          string,
        ][]
        assertFields(world.definition, readable, fields, Object.fromEntries(expected), seed.name)
        for (const list of world.capabilities(record.type).parts) {
          const wanted = seed[list as 'contacts' | 'addresses'] ?? []
          const name = list === 'contacts' ? 'name' : 'city'
          const got = (parts[list] ?? []).map((item) => item.fields[name])
          assert.deepEqual(
            got.sort(),
            wanted.map((item) => (item as Record<string, string>)[name]).sort(),
            `${seed.name}: ${list}`,
          )
        }
      }
    },
  },
  {
    name: 'records of one type carry its role and no other',
    scope: 'type',
    live: 'read',
    run: async (world, type) => {
      const { role } = world.type(type)
      if (!role) return
      for (const record of (await world.pull(null)).records.filter((one) => one.type === type)) {
        assert.ok(role.values.includes((await decode(world.mapping, record)).fields[role.field] ?? null))
      }
    },
  },
  {
    name: 'pages of any size give the same records, none above its size, and only the last one is last',
    scope: 'connector',
    run: async (world) => {
      const world2 = await world.fresh({ seeds: world.many(17) })
      const whole = keysOf((await world2.pull(null)).records)
      for (const pageSize of [1, 2, 5, 17, 100]) {
        const { pages, records } = await world2.pull(null, { pageSize })
        assert.deepEqual(keysOf(records), whole, `page size ${pageSize}`)
        for (const page of pages)
          assert.ok(
            page.records.length <= pageSize,
            `${page.records.length} records on a page of ${pageSize}`,
          )
        assert.deepEqual(
          pages.map(({ last }) => last),
          pages.map((_, index) => index === pages.length - 1),
        )
      }
    },
  },
  {
    name: 'cursors are JSON',
    scope: 'connector',
    live: 'read',
    run: async (world) => {
      for (const { cursor } of (await world.pull(null, { pageSize: 50 })).pages) {
        assert.deepEqual(JSON.parse(JSON.stringify(cursor)), cursor)
      }
    },
  },
  {
    name: 'after a crash the first pull goes on from any page in a new session: nothing is skipped, nothing starts over',
    scope: 'connector',
    run: async (world) => {
      const world2 = await world.fresh({ seeds: world.many(11) })
      // What changed just now may come again by the overlap.
      world2.advance(86_400_000)
      const { pages, records } = await world2.pull(null, { pageSize: 2 })
      for (let index = 0; index < pages.length - 1; index += 1) {
        const before = pages.slice(0, index + 1).flatMap((page) => page.records)
        const session = await world2.connect()
        const rest = await world2.pull(pages[index]?.cursor ?? {}, { pageSize: 2 }, session)
        const together = new Set([...keysOf(before), ...keysOf(rest.records)])
        assert.deepEqual([...together].sort(), keysOf(records), `after page ${index + 1}`)
        assert.ok(
          rest.records.length <= records.length - before.length + 2,
          `after page ${index + 1} it starts over`,
        )
      }
    },
  },
  {
    name: 'children are fetched page by page, never record by record',
    scope: 'connector',
    run: async (world) => {
      const world2 = await world.fresh({ seeds: world.many(90) })
      world2.simulator.requests.clear()
      const { pages } = await world2.pull(null, { pageSize: 30 })
      const { total } = world2.simulator.requests.counts()
      assert.ok(total <= pages.length * 5 + 10, `${total} requests for ${pages.length} pages`)
    },
  },
  {
    name: 'leaving a pull in the middle leaves the session usable',
    scope: 'connector',
    live: 'read',
    run: async (world) => {
      for await (const page of world.session.pull(world.subject.entity, null, { pageSize: 1 })) {
        assert.ok(page)
        break
      }
      await world.session.check()
    },
  },
  {
    name: 'read gives what pull gave, with the same version',
    scope: 'type',
    live: 'read',
    run: async (world, type) => {
      const { records } = await world.pull(null)
      const pulled = records.filter((one) => one.type === type && one.state === 'present').slice(0, 20)
      const read = await world.read(
        type,
        pulled.map(({ id }) => id),
        await world.connect(),
      )
      const byId = new Map(read.map((record) => [record.id, record]))
      for (const record of pulled) assert.deepEqual(byId.get(record.id), record)
    },
  },
  {
    name: 'read leaves out what does not exist and takes ids in any order',
    scope: 'type',
    run: async (world, type) => {
      const ids = world.seededIds(type)
      const [gone = ''] = ids
      world.simulator.model.person.remove(type, gone)
      const kept = ids.slice(1)
      const read = await world.read(type, [gone, ...kept].reverse())
      const present = read.filter(({ state }) => state === 'present').map(({ id }) => id)
      assert.deepEqual(present.sort(), [...kept].sort())
      assert.deepEqual(await world.read(type, []), [])
    },
  },
  {
    name: 'read takes more ids than fit on one page or in one address',
    scope: 'type',
    run: async (world, type) => {
      const world2 = await world.fresh({ seeds: world.many(1_000) })
      const ids = world2.seededIds(type)
      assert.ok(ids.length > 300)
      const read = await world2.read(type, ids)
      assert.deepEqual(read.map(({ id }) => id).sort(), [...ids].sort())
    },
  },
  {
    name: 'a record that a person deletes is gone from listings and reads',
    scope: 'type',
    needs: ({ remove }) => remove === 'delete',
    covers: ['remove:delete'],
    run: deletedIsGone,
  },
  {
    name: 'a record that a person deletes is never shown as present again',
    scope: 'type',
    run: deletedIsGone,
  },
  {
    name: 'archiving and restoring works, and archived records stay in the first pull as not active',
    scope: 'type',
    live: 'write',
    entities: ['party', 'product'],
    needs: archives,
    covers: ['remove:archive'],
    run: async (world, type) => {
      const { record: current } = await done(world, create(world, type, world.sample(type)))
      const { id } = current
      const archived = await done(world, update(world, current, { active: false }))
      assert.equal((await decode(world.mapping, archived.record)).fields['active'], false)
      const listed = (await world.pull(null, {}, await world.connect())).records.find(
        (one) => one.type === type && one.id === id,
      )
      assert.equal(listed?.state, 'present')
      assert.equal((await decode(world.mapping, listed)).fields['active'], false)
      const restored = await done(world, update(world, listed, { active: true }))
      assert.equal((await decode(world.mapping, restored.record)).fields['active'], true)
    },
  },
]

async function deletedIsGone(world: World, type: string): Promise<void> {
  const [id = ''] = world.seededIds(type)
  const { cursor } = await world.pull(null)
  world.simulator.model.person.remove(type, id)
  const first = await world.all(type)
  assert.ok(!first.some((record) => record.id === id), 'the first pull shows it')
  const next = (await world.pull(cursor)).records.filter((record) => record.type === type && record.id === id)
  assert.ok(
    next.every(({ state }) => state === 'gone'),
    'the next pull shows it as present',
  )
  const read = await world.read(type, [id])
  assert.ok(
    read.every(({ state }) => state === 'gone'),
    'a read shows it as present',
  )
}
