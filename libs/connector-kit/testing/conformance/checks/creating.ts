import assert from 'node:assert/strict'
import type { Flat } from '#canonical'
import { MappingError } from '#mapping'
import type { ConnectorError, TypeCapabilities, WriteOperation, WriteResult } from '../../../src/index.js'
import { assertFields, creatable, decode } from '../canonical.js'
import { assertShows, create, createPart, createWithParts, done, expectDone, valueOf } from '../operations.js'
import { hardText } from '../samples/index.js'
import { person } from '../samples/party.js'
import type { Check } from '../check.js'
import type { World } from '../world.js'

const creates = ({ create }: TypeCapabilities): boolean => create

/** How many present records of a type have this text as their label, by a new complete pull. */
export async function countNamed(world: World, type: string, name: string): Promise<number> {
  const { label } = world.samples
  const values = await Promise.all((await world.all(type)).map((record) => valueOf(world, record, label)))
  // A system that makes names unique by adding a number (ERPNext's "X - 1") has made a duplicate all the same.
  return values.filter(
    (value) => typeof value === 'string' && (value === name || value.startsWith(`${name} - `)),
  ).length
}

/**
 * A create that this system refuses, found by trying what systems commonly refuse; its error names a field. Every system refuses
 * something, so not to find one fails the check.
 */
async function refused(world: World, type: string): Promise<WriteOperation> {
  const { label } = world.samples
  const good = world.sample(type)
  // The second of two copies carries what somebody has already.
  const again = { ...world.sample(type), number: good['number'] ?? null }
  const candidates: Flat[] = [
    ...(world.subject.entity === 'party'
      ? [
          { ...good, email: 'keine E-Mail-Adresse' },
          { ...good, vatId: 'DE123' },
        ]
      : []),
    { ...good, [label]: '' },
    { ...good, [label]: 'X'.repeat(300) },
    again,
    ...forNobody(good),
  ]
  await done(world, create(world, type, good))
  for (const candidate of candidates) {
    const operation = create(world, type, candidate)
    const [result] = await world.write([operation])
    if (result?.status === 'failed' && result.error.kind === 'rejected')
      return { ...operation, marker: world.marker() }
  }
  return assert.fail('the system refuses none of the bad records')
}

/** The same document for a party that does not exist. */
function forNobody(good: Flat): Flat[] {
  const party = good['party']
  if (typeof party !== 'string') return []
  const type = party.slice(0, party.indexOf(':'))
  return [`${type}:999999999`, `${type}:does-not-exist`].map((nobody) => ({ ...good, party: nobody }))
}

/** A person who reads the error learns what to change: from the field, or from the system's own words. */
const assertNamed = ({ code, field, upstream }: ConnectorError): void =>
  assert.ok(field ?? upstream, `${code} names neither a field nor what the system said`)

const long = 'Sehr lange Firma '.repeat(20).trim()

/** Creating records. */
export const creatingChecks: Check[] = [
  {
    name: 'a created record comes back with all its fields, and so does a read in another session',
    scope: 'type',
    live: 'write',
    needs: creates,
    covers: ['create'],
    run: async (world, type) => {
      const sample = world.sample(type)
      const values = creatable(world.type(type), sample)
      const { record } = await done(world, create(world, type, sample))
      assert.equal(record.type, type)
      await assertShows(world, record, values, 'the answer')
      const [read] = await world.read(type, [record.id], await world.connect())
      assert.deepEqual(read, record)
    },
  },
  {
    name: 'a created person comes back as a person',
    scope: 'type',
    entities: ['party'],
    live: 'write',
    needs: creates,
    run: async (world, type) => {
      const values = creatable(world.type(type), person(world.unique()))
      const { record } = await done(world, create(world, type, values))
      await assertShows(world, record, values, 'the person')
    },
  },
  {
    name: 'what no record can do without is enough',
    scope: 'type',
    live: 'write',
    needs: creates,
    run: async (world, type) => {
      const { label } = world.samples
      const sample = world.sample(type)
      const least = world.definition.required.map((field) => [field, sample[field] ?? null])
      const given = { ...Object.fromEntries(least), [label]: `Nur Name ${world.unique()}` } as Flat
      const values = creatable(world.type(type), given)
      const { record } = await done(world, create(world, type, values))
      await assertShows(world, record, values, 'the record')
    },
  },
  ...['contacts', 'addresses', 'lines', 'allocations'].map((list): Check => ({
    name: `${list} are created with their record, with ids by key and all their fields`,
    scope: 'type',
    live: 'write',
    needs: (type) => type.create && type.parts.includes(list),
    covers: [`parts:${list}`],
    run: async (world, type) => {
      const item = world.part(type, list, '7')
      const write = createPart(world, type, list, item)
      const operation = create(world, type, world.sample(type), [write])
      const result = await done(world, operation)
      const items = (await decode(world.mapping, result.record)).parts[list] ?? []
      assert.equal(items.length, 1, JSON.stringify(items))
      assert.equal(result.parts[`new-${list}`], items[0]?.externalId)
      assertFields(world.definition, world.type(type).readable, items[0]?.fields ?? {}, item, list, list)
    },
  })),
  {
    name: 'a created record is found by its marker, unknown markers are not',
    scope: 'type',
    live: 'write',
    needs: ({ create, marker }) => create && marker !== 'none',
    covers: ['marker:unique', 'marker:upsert', 'marker:searchable'],
    run: async (world, type) => {
      const operation = create(world, type, world.sample(type))
      const { record } = await done(world, operation)
      if (record.marker !== null) assert.equal(record.marker, operation.marker)
      const found = await world.find(
        type,
        [world.marker(), operation.marker, world.marker()],
        await world.connect(),
      )
      assert.deepEqual([...found.keys()], [operation.marker])
      assert.deepEqual(found.get(operation.marker), record)
      assert.equal((await world.find(type, [])).size, 0)
    },
  },
  {
    name: 'find takes hundreds of markers and finds exactly those that exist',
    scope: 'type',
    needs: ({ create, marker }) => create && marker !== 'none',
    run: async (world, type) => {
      const operations = Array.from({ length: 7 }, () => create(world, type, world.sample(type)))
      for (const result of await world.write(operations)) expectDone(result)
      const known = operations.map(({ marker }) => marker)
      const unknown = Array.from({ length: 250 }, () => world.marker())
      const found = await world.find(type, [...unknown.slice(0, 120), ...known, ...unknown.slice(120)])
      assert.deepEqual([...found.keys()].sort(), [...known].sort())
    },
  },
  {
    name: 'natural keys are all there is: find knows no marker',
    scope: 'type',
    needs: ({ create, marker }) => create && marker === 'none',
    covers: ['marker:none'],
    run: async (world, type) => {
      const operation = create(world, type, world.sample(type))
      await done(world, operation)
      assert.equal((await world.find(type, [operation.marker])).size, 0)
    },
  },
  {
    name: 'the same create sent again makes no second record',
    scope: 'type',
    live: 'write',
    needs: ({ create, marker }) => create && (marker === 'unique' || marker === 'upsert'),
    run: async (world, type) => {
      const sample = world.sample(type)
      const operation = create(world, type, sample)
      const first = await done(world, operation)
      const [again] = await world.write([operation], await world.connect())
      if (world.capabilities(type).marker === 'upsert')
        assert.equal(expectDone(again).record.id, first.record.id)
      else assert.equal(again?.status, 'failed', 'the system must refuse the second one')
      assert.equal(await countNamed(world, type, String(sample[world.samples.label])), 1)
    },
  },
  {
    name: 'several creates give their results in order',
    scope: 'type',
    live: 'write',
    needs: creates,
    run: async (world, type) => {
      const samples = Array.from({ length: 5 }, () => world.sample(type))
      const results = await world.write(samples.map((sample) => create(world, type, sample)))
      for (const [index, result] of results.entries()) {
        const { label } = world.samples
        assert.equal(await valueOf(world, expectDone(result).record, label), samples[index]?.[label])
      }
    },
  },
  {
    name: 'many creates take fewer calls than records',
    scope: 'type',
    needs: ({ create, batch }) => create && batch > 1,
    covers: ['batch'],
    run: async (world, type) => {
      const count = Math.min(40, world.capabilities(type).batch)
      const operations = Array.from({ length: count }, () => create(world, type, world.sample(type)))
      world.simulator.requests.clear()
      for (const result of await world.write(operations)) expectDone(result)
      const { writes } = world.simulator.requests.counts()
      assert.ok(writes <= Math.ceil(count / 2), `${writes} calls for ${count} records`)
    },
  },
  {
    name: 'one bad record among many fails alone, with code and field, and the others are created once',
    scope: 'type',
    needs: creates,
    run: async (world, type) => {
      const bad = await refused(world, type)
      const good = Array.from({ length: 6 }, () => world.sample(type))
      const operations = good.map((sample): WriteOperation => create(world, type, sample))
      operations.splice(3, 0, bad)
      const results = await world.write(operations)
      assert.deepEqual(
        results.map(({ status }) => status),
        operations.map((one) => (one === bad ? 'failed' : 'done')),
      )
      const { error } = results[3] as Extract<WriteResult, { status: 'failed' }>
      assert.equal(error.kind, 'rejected')
      assertNamed(error)
      for (const sample of good)
        assert.equal(await countNamed(world, type, String(sample[world.samples.label])), 1)
    },
  },
  {
    name: 'letters, quotes, emoji and signs come back as they were',
    scope: 'type',
    live: 'write',
    needs: creates,
    run: async (world, type) => {
      const text = hardText(world.unique())
      const values = {
        [world.samples.label]: text,
        'address.street': `Straße „Süd“ & 'Nord' 5½`,
        'address.city': 'São Paulo',
      }
      const sample = { ...world.sample(type), ...values }
      const { record } = await done(world, create(world, type, sample))
      await assertShows(world, record, creatable(world.type(type), values), 'the record')
    },
  },
  {
    name: 'text that looks like HTML is kept, refused or shown as the system stores it, never half done',
    scope: 'type',
    live: 'write',
    needs: creates,
    run: async (world, type) => {
      const operation = create(world, type, {
        ...world.sample(type),
        [world.samples.label]: `<b>Fett</b> & <script>alert(1)</script> ${world.unique()}`,
      })
      const [result] = await world.write([operation])
      if (result?.status === 'failed') assert.equal(result.error.kind, 'rejected')
      else
        assert.deepEqual(
          (await world.read(type, [expectDone(result).record.id]))[0],
          expectDone(result).record,
        )
    },
  },
  {
    name: 'a text of more than 140 characters is kept, refused with its field, or shown as the system cut it',
    scope: 'type',
    live: 'write',
    needs: creates,
    run: async (world, type) => {
      const name = `${long} ${world.unique()}`
      const [result] = await world.write([
        create(world, type, { ...world.sample(type), [world.samples.label]: name }),
      ])
      if (result?.status === 'failed') {
        assert.equal(result.error.kind, 'rejected')
        assertNamed(result.error)
      } else {
        const { record } = expectDone(result)
        assert.deepEqual((await world.read(type, [record.id], await world.connect()))[0], record)
        assert.ok(name.startsWith(String(await valueOf(world, record, world.samples.label))))
      }
    },
  },
  {
    name: 'a code that the system does not know is refused by the mapping or the write, never stored as something else',
    scope: 'type',
    live: 'write',
    needs: creates,
    run: async (world, type) => {
      for (const [field, code] of Object.entries({
        'address.country': 'ZZ',
        currency: 'ZZZ',
        language: 'zz',
        tax: 'S 99',
        unit: 'ZZZ',
      })) {
        if (!world.type(type).writable.has(field)) continue
        let operation: WriteOperation
        try {
          operation = create(world, type, { ...world.sample(type), [field]: code })
        } catch (error) {
          assert.ok(error instanceof MappingError, String(error))
          continue
        }
        const [result] = await world.write([operation])
        assert.equal(result?.status, 'failed', `${field}: ${code} is ${result?.status ?? 'missing'}`)
        assert.equal(result.error.kind, 'rejected')
        assertNamed(result.error)
      }
    },
  },
  {
    name: 'notes keep their lines',
    scope: 'type',
    live: 'write',
    needs: creates,
    run: async (world, type) => {
      if (!world.type(type).writable.has('note') || !world.type(type).readable.has('note')) return
      const note = 'Erste Zeile\nZweite & <letzte> Zeile'
      const { record } = await done(world, create(world, type, { ...world.sample(type), note }))
      assert.equal(await valueOf(world, record, 'note'), note)
    },
  },
  {
    name: 'a second session sees what the first one created, parts included',
    scope: 'type',
    needs: creates,
    run: async (world, type) => {
      const { record } = await createWithParts(world, type, world.sample(type))
      const other = (await world.all(type)).find(({ id }) => id === record.id)
      assert.deepEqual(other, record)
    },
  },
]
