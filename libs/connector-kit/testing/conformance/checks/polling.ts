import assert from 'node:assert/strict'
import type { Cursor, NativeRecord } from '../../../src/index.js'
import { assertFields, decode } from '../canonical.js'
import { create, createPart, deletePart, done, update, valueOf } from '../operations.js'
import { replaceOnScreen } from '../person.js'
import type { Seed } from '../../seed.js'
import type { Check } from '../check.js'
import type { World } from '../world.js'

const HOUR = 3_600_000

/** The records of one id that a pull gives. */
async function pulled(
  world: World,
  cursor: Cursor,
  type: string,
  id: string,
): Promise<{ record: NativeRecord; cursor: Cursor }> {
  const { records, cursor: next } = await world.pull(cursor)
  const record = records.filter((one) => one.type === type && one.id === id).at(-1)
  assert.ok(record, `the next pull does not show ${type} ${id}`)
  return { record, cursor: next }
}

type Item = Record<string, string>

/** Items of a list of a seed. */
const itemsOf = (seed: Seed, list: string): Item[] =>
  ((seed as unknown as Record<string, unknown>)[list] as Item[] | undefined) ?? []

/** The first seeded record of a type that has an item in a list. */
function seededWith(world: World, type: string, list: string): { items: Item[]; id: string } {
  const found = world.seeded.find((one) => one.type === type && itemsOf(one.seed, list).length > 0)
  assert.ok(found, `no seeded ${type} has ${list}`)
  return { items: itemsOf(found.seed, list), id: found.id }
}

/** A person changes one text; the next pull shows the record with the change and another version. */
async function seesEdit(
  world: World,
  type: string,
  id: string,
  before: string,
  after: string,
): Promise<NativeRecord> {
  const cursor = await world.settle()
  const old = await world.readOne(type, id)
  world.advance(HOUR)
  replaceOnScreen(world, before, after)
  const { record } = await pulled(world, cursor, type, id)
  assert.notEqual(record.version, old.version, 'the version is still the same')
  return record
}

const partsCheck = (list: string, field: string, after: string): Check => ({
  name: `a person’s edit of ${field} in ${list} brings the record back with the change and a new version`,
  scope: 'type',
  needs: (type) => type.parts.includes(list),
  run: async (world, type) => {
    const { items: typed, id } = seededWith(world, type, list)
    const before = typed[0]?.[field] ?? ''
    const record = await seesEdit(world, type, id, before, after)
    const items = (await decode(world.mapping, record)).parts[list] ?? []
    const values = items.map(({ fields }) => fields)
    const actual = values.find((item) => String(item[field]).replace(/\s/g, '') === after.replace(/\s/g, ''))
    assert.ok(actual, `${list}: ${JSON.stringify(values)}`)
    assertFields(world.definition, world.type(type).readable, actual, { [field]: after }, list, list)
  },
})

/** Incremental pulls. */
export const pollingChecks: Check[] = [
  {
    name: 'an unchanged poll asks once for each native list, brings nothing and moves on',
    scope: 'connector',
    run: async (world) => {
      const cursor = await world.settle()
      let next = cursor
      for (let round = 0; round < 3; round += 1) {
        world.simulator.requests.clear()
        const poll = await world.pull(next)
        assert.deepEqual(poll.records, [])
        const asked = world.simulator.requests.list().map(({ method, path }) => `${method} ${path}`)
        const lists = new Set(asked.map((request) => request.split('?')[0]))
        assert.ok(asked.length <= Math.max(lists.size, 1), `asked ${asked.join('\n')}`)
        next = poll.cursor
        world.advance(HOUR)
      }
    },
  },
  {
    name: 'with a cursor only what changed comes back',
    scope: 'type',
    needs: ({ read }) => read === 'cursor',
    covers: ['read:cursor'],
    run: async (world, type) => {
      const cursor = await world.settle()
      world.advance(HOUR)
      const [id = ''] = world.seededIds(type)
      const name = String(await valueOf(world, await world.readOne(type, id), world.samples.label))
      replaceOnScreen(world, name, `${name} neu`)
      const { records } = await world.pull(cursor)
      assert.deepEqual([...new Set(records.map((record) => record.id))], [id])
    },
  },
  {
    name: 'without a cursor of its own every pull brings everything',
    scope: 'type',
    needs: ({ read }) => read === 'full',
    covers: ['read:full'],
    run: async (world, type) => {
      const { cursor } = await world.pull(null)
      const { records } = await world.pull(cursor)
      assert.deepEqual(
        records
          .filter((one) => one.type === type)
          .map(({ id }) => id)
          .sort(),
        world.seededIds(type).sort(),
      )
    },
  },
  {
    name: 'a person’s new name comes with the next pull',
    scope: 'type',
    run: async (world, type) => {
      const [id = ''] = world.seededIds(type)
      const before = String(await valueOf(world, await world.readOne(type, id), world.samples.label))
      const record = await seesEdit(world, type, id, before, 'Neu Firmiert GmbH')
      assert.equal(await valueOf(world, record, world.samples.label), 'Neu Firmiert GmbH')
    },
  },
  partsCheck('contacts', 'phone', '+49 30 9000900'),
  partsCheck('contacts', 'email', 'neue.adresse@firma.example'),
  partsCheck('addresses', 'city', 'Neustadt'),
  partsCheck('addresses', 'street', 'Neue Gasse 99'),
  partsCheck('lines', 'text', 'Von Hand geändert'),
  {
    name: 'a person’s edit of the main address comes with the next pull',
    scope: 'type',
    entities: ['party'],
    run: async (world, type) => {
      const { street, id } = seededParty(world, type)
      if (!world.type(type).readable.has('address.street')) return
      const record = await seesEdit(world, type, id, street, 'Umgezogen 1')
      assert.equal(await valueOf(world, record, 'address.street'), 'Umgezogen 1')
    },
  },
  {
    name: 'a person’s edit of the party’s own e-mail comes with the next pull',
    scope: 'type',
    entities: ['party'],
    run: async (world, type) => {
      const { email, id } = seededParty(world, type)
      const record = await seesEdit(world, type, id, email, 'zentrale@neu.example')
      assert.equal(await valueOf(world, record, 'email'), 'zentrale@neu.example')
    },
  },
  {
    name: 'items that are added or removed elsewhere come with the next pull, each with a new version',
    scope: 'type',
    entities: ['party', 'order', 'invoice'],
    needs: ({ update, parts }) => update && parts.length > 0,
    run: async (world, type) => {
      for (const list of world.capabilities(type).parts) {
        const { id } = seededWith(world, type, list)
        let cursor = await world.settle()
        const before = await world.readOne(type, id)
        const count = (await decode(world.mapping, before)).parts[list]?.length ?? 0
        // Somebody else does it: another session, so that nothing is known here.
        const item = await addableItem(world, type, list, before)
        if (item) {
          await done(world, item)
          const added = await pulled(world, cursor, type, id)
          assert.equal((await decode(world.mapping, added.record)).parts[list]?.length, count + 1)
          assert.notEqual(added.record.version, before.version)
          cursor = added.cursor
        }
        const current = await world.readOne(type, id)
        const [first] = (await decode(world.mapping, current)).parts[list] ?? []
        await done(
          world,
          update(world, current, {}, [deletePart(world, type, list, first?.externalId ?? '')]),
        )
        const removed = await pulled(world, cursor, type, id)
        const left = (await decode(world.mapping, removed.record)).parts[list] ?? []
        assert.ok(
          !left.some(({ externalId }) => externalId === first?.externalId),
          `${list}: the item is still there`,
        )
        assert.notEqual(removed.record.version, current.version)
      }
    },
  },
  {
    name: 'a new record comes with the next pull',
    scope: 'type',
    run: async (world, type) => {
      const cursor = await world.settle()
      world.advance(HOUR)
      const seed = world.samples.one(77, world.variant(type))
      const made = world.add(seed)
      const { record } = await pulled(world, cursor, type, made.id)
      const typed = (seed as unknown as Record<string, unknown>)[world.samples.label]
      assert.equal(await valueOf(world, record, world.samples.label), typed)
    },
  },
  {
    name: 'edits in the very second of a pull are never lost, and each has a version of its own',
    scope: 'type',
    run: async (world, type) => {
      const [id = ''] = world.seededIds(type)
      let cursor = await world.settle()
      let name = String(await valueOf(world, await world.readOne(type, id), world.samples.label))
      const versions = new Set<string | null>()
      // The clock stands still: all of it happens in one second.
      for (let edit = 1; edit <= 4; edit += 1) {
        const next = `Sekunde ${edit} GmbH`
        replaceOnScreen(world, name, next)
        const seen = await pulled(world, cursor, type, id)
        assert.equal(await valueOf(world, seen.record, world.samples.label), next)
        versions.add(seen.record.version)
        cursor = seen.cursor
        name = next
      }
      assert.equal(versions.size, 4)
    },
  },
  {
    name: 'an edit during a pull, on a page that is already read, comes with the next pull',
    scope: 'type',
    run: async (world, type) => {
      const world2 = await world.fresh({ seeds: world.many(8, type) })
      world2.advance(HOUR)
      let cursor: Cursor | null = null
      let edited: string | undefined
      for await (const page of world2.session.pull(world2.subject.entity, null, { pageSize: 2 })) {
        const [record] = page.records
        if (record && edited === undefined) {
          edited = record.id
          world2.advance(1_000)
          replaceOnScreen(
            world2,
            String(await valueOf(world2, record, world.samples.label)),
            'Mitten drin GmbH',
          )
          world2.advance(60_000)
        }
        cursor = page.cursor
      }
      assert.ok(cursor && edited)
      const { record } = await pulled(world2, cursor, type, edited)
      assert.equal(await valueOf(world2, record, world.samples.label), 'Mitten drin GmbH')
    },
  },
  {
    name: 'clocks of system and hub may differ by years, and the system’s may be set back a little',
    scope: 'type',
    run: async (world, type) => {
      for (const now of [Date.UTC(2019, 5, 1, 3), Date.UTC(2033, 11, 31, 23, 59, 58)]) {
        const world2 = await world.fresh({ now })
        const [id = ''] = world2.seededIds(type)
        const name = String(await valueOf(world2, await world2.readOne(type, id), world.samples.label))
        const cursor = await world2.settle()
        world2.advance(HOUR)
        replaceOnScreen(world2, name, 'Andere Zeit GmbH')
        const seen = await pulled(world2, cursor, type, id)
        world2.advance(-1_000)
        replaceOnScreen(world2, 'Andere Zeit GmbH', 'Noch früher GmbH')
        const { record } = await pulled(world2, seen.cursor, type, id)
        assert.equal(await valueOf(world2, record, world.samples.label), 'Noch früher GmbH')
      }
    },
  },
  {
    name: 'an edit is not lost when the system’s clock had been ahead for hours and was set right',
    scope: 'type',
    run: async (world, type) => {
      const [id = ''] = world.seededIds(type)
      const name = String(await valueOf(world, await world.readOne(type, id), world.samples.label))
      const cursor = await world.settle()
      world.advance(-2 * HOUR)
      replaceOnScreen(world, name, 'Rechte Zeit GmbH')
      world.advance(HOUR)
      const { record } = await pulled(world, cursor, type, id)
      assert.equal(await valueOf(world, record, world.samples.label), 'Rechte Zeit GmbH')
    },
  },
  {
    name: 'what the hub itself wrote comes back with the version that the write gave',
    scope: 'type',
    needs: ({ create }) => create,
    run: async (world, type) => {
      const cursor = await world.settle()
      world.advance(HOUR)
      const { record } = await done(world, create(world, type, world.sample(type)))
      const seen = await pulled(world, cursor, type, record.id)
      assert.equal(seen.record.version, record.version)
      if (!world.capabilities(type).update) return
      world.advance(HOUR)
      const changed = await done(world, update(world, seen.record, { [world.samples.label]: 'Umbenannt AG' }))
      const again = await pulled(world, seen.cursor, type, record.id)
      assert.equal(again.record.version, changed.record.version)
      assert.deepEqual(again.record.values, changed.record.values)
    },
  },
]

/** The first seeded party of a type with street and e-mail of its own. */
function seededParty(world: World, type: string): { id: string; street: string; email: string } {
  for (const { id, seed, ...at } of world.seeded) {
    if (at.type !== type || !('address' in seed) || !seed.email) continue
    return { id, street: seed.address?.street ?? '', email: seed.email }
  }
  return assert.fail(`no seeded ${type} has an address and an e-mail address`)
}

/** An update that adds an item; undefined where the list has a fixed number of places and they are taken. */
async function addableItem(world: World, type: string, list: string, before: NativeRecord) {
  const item = createPart(world, type, list, world.part(type, list, '55'))
  const places = world.mapping.types[type] && (await decode(world.mapping, before)).parts[list]
  const single = places?.length === 1 && places[0]?.externalId === 'shipping'
  return single ? undefined : update(world, before, {}, [item])
}
