import assert from 'node:assert/strict'
import type { Flat, Json, JsonObject } from '#canonical'
import type { NativeRecord, TypeCapabilities, WriteOperation } from '../../../src/index.js'
import { assertFields, decode } from '../canonical.js'
import {
  assertShows,
  createWithParts,
  deletePart,
  create,
  createPart,
  done,
  expectDone,
  update,
  updatePart,
  valueOf,
} from '../operations.js'
import { interrupted, replaceOnScreen, shownRecord } from '../person.js'
import type { Check } from '../check.js'
import type { World } from '../world.js'

const updates = ({ create, update }: TypeCapabilities): boolean => create && update

/** A record with one item in each list, made by the connector itself. */
async function made(world: World, type: string): Promise<NativeRecord> {
  return (await createWithParts(world, type, world.sample(type))).record
}

/** Asserts that two states of a record differ in the named canonical fields only. */
async function assertOnly(
  world: World,
  before: NativeRecord,
  after: NativeRecord,
  changed: Flat,
): Promise<void> {
  const [old, now] = [await decode(world.mapping, before), await decode(world.mapping, after)]
  assertFields(world.definition, world.type(before.type).readable, now.fields, changed, 'after the update')
  for (const [field, value] of Object.entries(old.fields)) {
    if (!(field in changed)) assert.deepEqual(now.fields[field], value, `${field} was not in the update`)
  }
  assert.deepEqual(now.parts, old.parts, 'parts were not in the update')
}

/** What an update may move besides the fields that it names: stamps, and texts that the system makes from them. */
const STAMP = /modif|updat|write_|version|stamp|date/i

/** JSON of a value without the stamps of its rows; no text and nothing are the same. */
const text = (value: Json | undefined): string =>
  JSON.stringify(value ?? null, (key, child: Json) =>
    key !== '' && STAMP.test(key) ? undefined : child === '' ? null : child,
  )

function assertUntouched(before: JsonObject, after: JsonObject, named: JsonObject, texts: string[]): void {
  for (const [key, value] of Object.entries(before)) {
    if (key in named || STAMP.test(key)) continue
    const now = text(after[key])
    if (texts.some((part) => now.includes(JSON.stringify(part).slice(1, -1)))) continue
    assert.equal(now, text(value), `the system's own field ${key} was not in the update`)
  }
}

/** A text for the samples' other field, typed by hand. */
const hand = (world: World): string =>
  world.samples.other === 'website' ? 'https://von-hand.example' : 'Von Hand'

/** The fields of a change that the type can write. */
const named = (world: World, type: string, changes: Flat): Flat =>
  Object.fromEntries(Object.entries(changes).filter(([field]) => world.type(type).writable.has(field)))

/** Fields that do not follow from the items of a document. */
function still(world: World, fields: Flat): Flat {
  const computed = new Set([...(world.definition.lifecycle?.totals ?? []), 'openAmount', 'settlement'])
  return Object.fromEntries(Object.entries(fields).filter(([field]) => !computed.has(field)))
}

/** Changing records. */
export const updatingChecks: Check[] = [
  {
    name: 'an update changes the fields that it names and nothing else',
    scope: 'type',
    live: 'write',
    needs: updates,
    covers: ['update'],
    run: async (world, type) => {
      const before = await made(world, type)
      const { label, other } = world.samples
      const changes: Flat = named(world, type, {
        [label]: `Umbenannt ${world.unique()}`,
        [other]: hand(world),
      })
      const { record } = await done(world, update(world, before, changes))
      assert.equal(record.id, before.id)
      await assertOnly(world, before, record, changes)
      assert.deepEqual((await world.read(type, [record.id], await world.connect()))[0], record)
    },
  },
  {
    name: 'what the system keeps besides (settings, fields that nobody maps) survives an update',
    scope: 'type',
    needs: updates,
    run: async (world, type) => {
      const [id = ''] = world.seededIds(type)
      const before = shownRecord(world, type, id)
      const { label, other } = world.samples
      const changes: Flat = named(world, type, { [label]: 'Ganz Anders GmbH', [other]: hand(world) })
      const operation = update(world, await world.readOne(type, id), changes)
      const { values } = operation
      await done(world, operation)
      assertUntouched(before, shownRecord(world, type, id), values, ['Ganz Anders GmbH'])
    },
  },
  {
    name: 'a field that is set to nothing is empty afterwards, the others stay',
    scope: 'type',
    live: 'write',
    needs: updates,
    run: async (world, type) => {
      const before = await made(world, type)
      const { writable } = world.type(type)
      const changes = Object.fromEntries(
        ['website', 'note', 'address.street2', 'description']
          .filter((field) => writable.has(field))
          .map((field) => [field, null]),
      )
      const { record } = await done(world, update(world, before, changes))
      await assertOnly(world, before, record, changes)
    },
  },
  {
    name: 'the party’s own e-mail and phone are changed, cleared and set again',
    scope: 'type',
    entities: ['party'],
    live: 'write',
    needs: updates,
    run: async (world, type) => {
      let current = await made(world, type)
      for (const email of ['zweite@alpenblick.example', null, 'dritte@alpenblick.example']) {
        const changes = { email, phone: email === null ? null : '+49 89 4000455' }
        const { record } = await done(world, update(world, current, changes))
        await assertOnly(world, current, record, changes)
        current = record
      }
    },
  },
  {
    name: 'an update to what is there already leaves everything as it was',
    scope: 'type',
    live: 'write',
    needs: updates,
    run: async (world, type) => {
      const before = await made(world, type)
      const { label } = world.samples
      const same = (await valueOf(world, before, label)) as string
      const { record } = await done(world, update(world, before, { [label]: same }))
      await assertOnly(world, before, record, {})
    },
  },
  ...['contacts', 'addresses', 'lines'].flatMap((list): Check[] => [
    {
      name: `one item of ${list} is changed, the others and the record stay`,
      scope: 'type',
      live: 'write',
      needs: (type) => updates(type) && type.parts.includes(list),
      run: async (world, type) => {
        const before = await withItems(world, type, list)
        const items = (await decode(world.mapping, before)).parts[list] ?? []
        const changed = items.at(-1)
        assert.ok(changed)
        const changes = world.samples.partChanges[list] ?? {}
        const { record } = await done(
          world,
          update(world, before, {}, [updatePart(world, type, list, changed.externalId, changes)]),
        )
        const [old, now] = [await decode(world.mapping, before), await decode(world.mapping, record)]
        assert.deepEqual(still(world, now.fields), still(world, old.fields))
        for (const item of items) {
          const after = now.parts[list]?.find(({ externalId }) => externalId === item.externalId)
          assert.ok(after, `the item ${item.externalId} has lost its id`)
          const expected = item === changed ? { ...item.fields, ...changes } : item.fields
          assertFields(world.definition, world.type(type).readable, after.fields, expected, list, list)
        }
        assert.equal(now.parts[list]?.length, items.length)
      },
    },
    {
      name: `an item of ${list} is removed and another one added, the rest stays`,
      scope: 'type',
      live: 'write',
      needs: (type) => updates(type) && type.parts.includes(list),
      run: async (world, type) => {
        const before = await withItems(world, type, list)
        const items = (await decode(world.mapping, before)).parts[list] ?? []
        const [first, ...rest] = items
        const removed = await done(
          world,
          update(world, before, {}, [deletePart(world, type, list, first?.externalId ?? '')]),
        )
        const left = (await decode(world.mapping, removed.record)).parts[list] ?? []
        assert.deepEqual(left, rest)
        const item = world.part(type, list, '88')
        const added = await done(
          world,
          update(world, removed.record, {}, [createPart(world, type, list, item)]),
        )
        const now = await decode(world.mapping, added.record)
        const mine = now.parts[list]?.find(({ externalId }) => externalId === added.parts[`new-${list}`])
        assertFields(world.definition, world.type(type).readable, mine?.fields ?? {}, item, list, list)
        assert.equal(now.parts[list]?.length, rest.length + 1)
        assert.deepEqual(still(world, now.fields), still(world, (await decode(world.mapping, before)).fields))
      },
    },
  ]),
  {
    name: 'fields and parts change in one update',
    scope: 'type',
    entities: ['party'],
    live: 'write',
    needs: (type) => updates(type) && type.parts.includes('contacts'),
    run: async (world, type) => {
      const before = await made(world, type)
      const [contact] = (await decode(world.mapping, before)).parts['contacts'] ?? []
      const part = updatePart(world, type, 'contacts', contact?.externalId ?? '', { phone: '+49 89 4777777' })
      const { record } = await done(
        world,
        update(world, before, { name: `Beides ${world.unique()}` }, [part]),
      )
      const now = await decode(world.mapping, record)
      assert.match(String(now.fields['name']), /^Beides /)
      assert.equal(String(now.parts['contacts']?.[0]?.fields['phone']).replace(/\D/g, ''), '49894777777')
    },
  },
  {
    name: 'a write that expects an older version is stale, and the person’s edit survives',
    scope: 'type',
    needs: (type) => updates(type) && type.precondition,
    covers: ['precondition'],
    run: async (world, type) => {
      const [id = ''] = world.seededIds(type)
      const current = await world.readOne(type, id)
      world.advance(1_000)
      const { label } = world.samples
      replaceOnScreen(world, String(await valueOf(world, current, label)), 'Von Hand GmbH')
      const [result] = await world.write([update(world, current, { [world.samples.label]: 'Vom Hub GmbH' })])
      assert.equal(result?.status, 'stale')
      assert.equal(await valueOf(world, await world.readOne(type, id), label), 'Von Hand GmbH')
    },
  },
  {
    name: 'a person’s edit of another field between read and write survives, or the write is stale',
    scope: 'type',
    needs: updates,
    run: async (world, type) => {
      const { label, other } = world.samples
      if (!world.type(type).writable.has(other)) return
      const sample = { ...world.sample(type), [other]: `https://vorher-${world.unique()}.example` }
      const { record: current } = await done(world, create(world, type, sample))
      world.advance(1_000)
      replaceOnScreen(world, String(sample[other]), hand(world))
      const [result] = await world.write([update(world, current, { [world.samples.label]: 'Vom Hub GmbH' })])
      const now = await world.readOne(type, current.id)
      await assertShows(world, now, { [other]: hand(world) }, 'the person’s edit')
      if (result?.status === 'done') assert.equal(await valueOf(world, now, label), 'Vom Hub GmbH')
      else assert.equal(result?.status, 'stale')
    },
  },
  {
    name: 'an update of a record that was deleted meanwhile fails as gone or refused',
    scope: 'type',
    needs: updates,
    run: async (world, type) => {
      const current = await made(world, type)
      world.simulator.model.person.remove(type, current.id)
      const [result] = await world.write([update(world, current, { [world.samples.label]: 'Zu spät GmbH' })])
      if (result?.status === 'failed')
        assert.ok(['gone', 'rejected'].includes(result.error.kind), result.error.kind)
      else assert.equal(result?.status, 'stale')
      assert.ok(
        !(await world.all(type)).some(({ id }) => id === current.id),
        'the update has brought it back',
      )
    },
  },
  {
    name: 'what a person saves right after a write is not taken for its answer',
    scope: 'type',
    needs: updates,
    run: async (world, type) => {
      const before = await made(world, type)
      const { label } = world.samples
      const typed = 'Gerade Getippt GmbH'
      const mine = `Meins ${world.unique()}`
      for (const operation of [
        update(world, before, { [label]: mine }),
        create(world, type, { ...world.sample(type), [label]: `${mine} neu` }),
      ]) {
        const written = operation.kind === 'create' ? `${mine} neu` : mine
        const result = await interrupted(
          world,
          () => world.write([operation]),
          () => replaceOnScreen(world, written, typed),
        )
        // Whoever cannot tell them apart says so, and the hub looks again.
        if (result?.status === 'unknown') continue
        assert.equal(await valueOf(world, expectDone(result).record, label), written)
      }
    },
  },
  {
    name: 'one update that cannot be done does not stop the others',
    scope: 'type',
    needs: updates,
    run: async (world, type) => {
      const records: NativeRecord[] = []
      for (let count = 0; count < 4; count += 1) {
        records.push((await done(world, create(world, type, world.sample(type)))).record)
      }
      const [, gone] = records
      world.simulator.model.person.remove(type, gone?.id ?? '')
      const operations = records.map((record, index): WriteOperation =>
        update(world, record, { [world.samples.label]: `Reihe ${index} AG` }),
      )
      const results = await world.write(operations)
      assert.deepEqual(
        results.map(({ status }) => status === 'done'),
        [true, false, true, true],
      )
      for (const [index, record] of records.entries()) {
        if (record !== gone)
          assert.equal(
            await valueOf(world, await world.readOne(type, record.id), world.samples.label),
            `Reihe ${index} AG`,
          )
      }
    },
  },
]

/** A record with as many items in the list as the system takes, at most two. */
async function withItems(world: World, type: string, list: string): Promise<NativeRecord> {
  const record = await made(world, type)
  const [only] = (await decode(world.mapping, record)).parts[list] ?? []
  // An id that is no number of the system stands for a fixed place, of which there is only one.
  if (only?.externalId === 'shipping') return record
  const item = world.part(type, list, '66')
  return (await done(world, update(world, record, {}, [createPart(world, type, list, item)]))).record
}
