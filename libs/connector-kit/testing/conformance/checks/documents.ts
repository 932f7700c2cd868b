import assert from 'node:assert/strict'
import { sum } from '#canonical'
import { MappingError } from '#mapping'
import type { TypeCapabilities, WriteOperation } from '../../../src/index.js'
import { documents } from '../check.js'
import type { Check } from '../check.js'
import { assertFields, decode } from '../canonical.js'
import { create, createPart, done, update, valueOf } from '../operations.js'
import type { Seed, SeedParty } from '../../seed.js'
import {
  assertLines,
  expectedOf,
  frozenEdit,
  issued,
  issuedAs,
  lifecycleOf,
  pay,
  readInvoice,
  step,
} from './life.js'
import { withLines } from './money.js'

const creates = ({ create }: TypeCapabilities): boolean => create
const lives = ({ create, update }: TypeCapabilities): boolean => create && update

/** Documents, their lines, references and life (design rules 12 and 17; design §4), and what they are made of. */
export const documentChecks: Check[] = [
  {
    name: 'what people typed in comes with its lines and references',
    scope: 'connector',
    entities: ['product', ...documents],
    run: async (world) => {
      const { records } = await world.pull(null)
      for (const { type, id, seed } of world.seeded) {
        const record = records.find((one) => one.type === type && one.id === id)
        if (!seed.entity || seed.entity === 'party') continue
        const about = `${type} ${id}`
        assert.ok(record, `${about} is missing`)
        const { fields, parts } = await decode(world.mapping, record)
        const { readable } = world.type(type)
        const expected = expectedOf(seed as Exclude<Seed, SeedParty>, world)
        // A system without drafts shows what it has at once as issued.
        if (world.capabilities(type).drafts === false && expected['status'] === 'draft')
          Reflect.deleteProperty(expected, 'status')
        assertFields(world.definition, readable, fields, expected, about)
        if ('lines' in seed) assertLines(world, type, parts['lines'] ?? [], seed.lines, about)
        // What a draft is meant to settle not every system keeps.
        if (seed.entity === 'payment' && seed.status !== 'draft' && readable.has('allocations')) {
          const got = (parts['allocations'] ?? []).map((item) => [
            item.fields['invoice'],
            item.fields['amount'],
          ])
          const wanted = (seed.allocations ?? []).map(({ invoice, amount }) => [world.ref(invoice), amount])
          assert.deepEqual(got, wanted, `${about}: allocations`)
        }
      }
    },
  },
  {
    name: 'references come as native type and id of a record that can be read',
    scope: 'type',
    entities: documents,
    run: async (world, type) => {
      const { records } = await world.pull(null)
      let found = 0
      for (const record of records.filter((one) => one.type === type && one.state === 'present')) {
        const { fields } = await decode(world.mapping, record)
        for (const [field, definition] of Object.entries(world.definition.fields)) {
          const value = fields[field]
          if (definition.references === undefined || typeof value !== 'string') continue
          const colon = value.indexOf(':')
          const [native, id] = [value.slice(0, colon), value.slice(colon + 1)]
          const entity = definition.references as 'party'
          assert.ok(native in (world.manifest.entities[entity] ?? {}), `${field}: ${value} is no ${entity}`)
          const read = await world.session.read(entity, native, [id])
          assert.equal(read[0]?.id, id, `${field}: ${value} cannot be read`)
          found += 1
        }
      }
      assert.ok(found > 0, 'no document refers to anything')
    },
  },
  {
    name: 'a create makes a draft, whatever its status says',
    scope: 'type',
    entities: documents,
    needs: (type) => type.create && type.drafts !== false,
    covers: ['lifecycle'],
    run: async (world, type) => {
      const { field, draft } = lifecycleOf(world)
      for (const variant of world.variants(type)) {
        const sample = world.sample(type, variant)
        const plain = await done(world, create(world, type, sample))
        assert.equal(await valueOf(world, plain.record, field), draft, variant)
        let operation: WriteOperation
        try {
          operation = create(world, type, {
            ...world.sample(type, variant),
            [field]: issuedAs(world)[0] ?? null,
          })
        } catch (error) {
          assert.ok(error instanceof MappingError, String(error))
          continue
        }
        const { record } = await done(world, operation)
        assert.equal(await valueOf(world, record, field), draft, `${variant}, created as issued`)
      }
    },
  },
  {
    name: 'a system without drafts creates documents as issued',
    scope: 'type',
    entities: documents,
    needs: (type) => type.create && type.drafts === false,
    covers: ['lifecycle'],
    run: async (world, type) => {
      const { record } = await done(world, create(world, type, world.sample(type)))
      assert.equal(await valueOf(world, record, lifecycleOf(world).field), 'issued')
    },
  },
  {
    name: 'each step of a document’s life is an action, and one that has happened may be asked for again',
    scope: 'type',
    entities: documents,
    needs: lives,
    run: async (world, type) => {
      const { field, draft, steps } = lifecycleOf(world)
      let made = 0
      // Every way through the life, each with a document of its own.
      const walk = async (path: readonly string[]): Promise<void> => {
        for (const next of steps[path.at(-1) ?? draft] ?? []) {
          let { record } = await done(world, create(world, type, world.sample(type)))
          let possible = true
          for (const status of [...path.slice(1), next]) {
            const operation = step(world, record, status)
            if (!operation) possible = false
            if (!operation) break
            ;({ record } = await done(world, operation))
            assert.equal(await valueOf(world, record, field), status, [...path, next].join(' → '))
            const again = step(world, record, status)
            if (again) ({ record } = await done(world, again))
            assert.equal(await valueOf(world, record, field), status, `${status} again`)
            made += 1
          }
          const read = await world.readOne(type, record.id)
          if (possible) assert.equal(await valueOf(world, read, field), next)
          if (possible) await walk([...path, next])
        }
      }
      if (world.capabilities(type).drafts === false) await walk(['issued'])
      else await walk([draft])
      assert.ok(made > 0 || world.capabilities(type).drafts === false, 'no status can be written')
    },
  },
  {
    name: 'what the system freezes is refused once the document is issued, and stays as it was',
    scope: 'type',
    entities: documents,
    needs: (type) => lives(type) && (type.freezes?.length ?? 0) > 0,
    covers: ['freezes'],
    run: async (world, type) => {
      let tried = 0
      for (const path of world.capabilities(type).freezes ?? []) {
        const before = await issued(world, type)
        const operation = await frozenEdit(world, before, path)
        if (!operation) continue
        tried += 1
        const [result] = await world.write([operation])
        assert.equal(result?.status, 'failed', `${path} was not refused`)
        assert.equal(result.error.kind, 'rejected', path)
        const now = await decode(world.mapping, await world.readOne(type, before.id))
        assert.deepEqual(now, await decode(world.mapping, before), `${path} has changed something`)
      }
      assert.ok(tried > 0, 'none of what it freezes can be written at all')
    },
  },
  {
    name: 'what the system does not freeze may be changed on an issued document, which stays issued',
    scope: 'type',
    entities: documents,
    needs: lives,
    run: async (world, type) => {
      const freezes = world.capabilities(type).freezes ?? []
      const free = [world.samples.label, world.samples.other].filter(
        (field) => !freezes.includes(field) && world.type(type).writable.has(field),
      )
      for (const field of free) {
        const before = await issued(world, type)
        const { record } = await done(world, update(world, before, { [field]: 'Nachgetragen' }))
        assert.equal(await valueOf(world, record, field), 'Nachgetragen')
        assert.equal(await valueOf(world, record, 'status'), await valueOf(world, before, 'status'))
      }
    },
  },
  {
    name: 'totals are read, and agree with the lines to the cent',
    scope: 'type',
    entities: ['order', 'invoice'],
    needs: creates,
    run: async (world, type) => {
      for (const variant of world.variants(type)) {
        const { record, expected } = await withLines(world, type, variant)
        const { fields, parts } = await decode(world.mapping, record)
        const { readable } = world.type(type)
        for (const total of lifecycleOf(world).totals) assert.ok(readable.has(total), `${total} is not read`)
        assertFields(world.definition, readable, fields, expected, `${variant} with three lines`)
        if (!readable.has('lines.netAmount')) continue
        const amounts = (parts['lines'] ?? []).map((line) => String(line.fields['netAmount']))
        assert.equal(sum(amounts), expected['netTotal'], `${variant}: the lines’ amounts`)
      }
    },
  },
  {
    name: 'a tax that the system does not know is refused, and the error names its own choices',
    scope: 'type',
    entities: ['product', 'order', 'invoice'],
    needs: creates,
    run: async (world, type) => {
      const attempts: (() => unknown)[] = []
      if (world.type(type).writable.has('tax'))
        attempts.push(() => create(world, type, { ...world.sample(type), tax: 'S 13.37' }))
      if (world.type(type).writable.has('lines.tax'))
        attempts.push(() =>
          createPart(world, type, 'lines', { ...world.part(type, 'lines', '1'), tax: 'S 13.37' }),
        )
      for (const attempt of attempts) {
        let refusal: unknown
        try {
          attempt()
        } catch (error) {
          refusal = error
        }
        assert.ok(refusal instanceof MappingError, `S 13.37 is ${refusal ? String(refusal) : 'taken'}`)
        assert.match(refusal.code, /tax-unknown$/)
        assert.match(String(refusal.params['choices']), /19/, 'the error does not say what the system knows')
        const texts = world.manifest.texts[refusal.code]
        assert.ok(texts?.message.de && texts.fix?.de, `${refusal.code} has no text`)
      }
    },
  },
  {
    name: 'a document keeps the number that another system gave it, as a draft and once it is issued',
    scope: 'type',
    entities: documents,
    needs: lives,
    run: async (world, type) => {
      const { writable, createOnly } = world.type(type)
      if (!writable.has('number') && !createOnly.has('number')) return
      for (const variant of world.variants(type)) {
        const record = await issued(world, type, variant)
        const number = await valueOf(world, record, 'number')
        assert.match(String(number), /^X-/, variant)
        const [read] = await world.read(type, [record.id], await world.connect())
        assert.ok(read)
        assert.equal(await valueOf(world, read, 'number'), number, variant)
      }
    },
  },
  {
    name: 'payments settle their invoice, first partly, then whole',
    scope: 'type',
    entities: ['payment'],
    needs: creates,
    run: async (world, type) => {
      for (const variant of world.variants(type)) {
        const invoices = world.compile(world.session, 'invoice')
        const key = variant === 'outgoing' ? 'open-purchase' : 'open'
        const invoice = world.ref(key)
        if (invoice === null) continue
        const before = await readInvoice(world, invoices, invoice)
        assert.ok(['open', 'partlyPaid'].includes(String(before['settlement'])), String(before['settlement']))
        const open = String(before['openAmount'])
        for (const [amount, settlement] of [
          ['1000.25', 'partlyPaid'],
          [sum([open, '-1000.25']), 'paid'],
        ] as const) {
          await pay(world, type, variant, invoice, amount)
          const now = await readInvoice(world, invoices, invoice)
          assert.equal(now['settlement'], settlement)
        }
        assert.equal((await readInvoice(world, invoices, invoice))['openAmount'], '0')
      }
    },
  },
]
