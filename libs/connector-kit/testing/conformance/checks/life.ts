import assert from 'node:assert/strict'
import type { Flat, Lifecycle, Scalar } from '#canonical'
import { MappingError } from '#mapping'
import type { CompiledMapping } from '#mapping'
import type { NativeRecord, WriteOperation } from '../../../src/index.js'
import type { Seed, SeedLine, SeedParty } from '../../seed.js'
import { assertFields, decode } from '../canonical.js'
import { create, createPart, done, update, updatePart, valueOf } from '../operations.js'
import type { World } from '../world.js'

export function lifecycleOf(world: World): Lifecycle {
  const { lifecycle } = world.definition
  assert.ok(lifecycle, `${world.definition.name} has no lifecycle`)
  return lifecycle
}

/** An update to a status; undefined where the system has no such status. */
export function step(world: World, current: NativeRecord, status: Scalar): WriteOperation | undefined {
  try {
    return update(world, current, { [lifecycleOf(world).field]: status })
  } catch (error) {
    assert.ok(error instanceof MappingError, String(error))
    return undefined
  }
}

/** The first status after the draft in which the document is in force. */
export const issuedAs = (world: World): string[] =>
  world.definition.name === 'order' ? ['accepted', 'sent'] : ['issued']

/** A document that left its draft as far as it gets; null where the system knows no such status. */
export async function issued(world: World, type: string, variant?: string): Promise<NativeRecord> {
  const { record } = await done(world, create(world, type, world.sample(type, variant)))
  for (const status of issuedAs(world)) {
    if ((await valueOf(world, record, 'status')) === status) return record
    const operation = step(world, record, status)
    if (operation) return (await done(world, operation)).record
  }
  return assert.fail(`no status after the draft can be written to ${type}`)
}

/** What a seed says, in the canonical fields of its entity. */
export function expectedOf(seed: Exclude<Seed, SeedParty>, world: World): Flat {
  const rest: Record<string, unknown> = { ...seed }
  for (const key of ['entity', 'key', 'lines', 'allocations', 'stage', 'order'])
    Reflect.deleteProperty(rest, key)
  if (seed.entity === 'product') return rest as Flat
  const corrects = 'corrects' in seed && seed.corrects ? { corrects: world.ref(seed.corrects) } : {}
  return { ...rest, party: world.ref(seed.party), ...corrects } as Flat
}

export async function readInvoice(world: World, mapping: CompiledMapping, reference: string): Promise<Flat> {
  const colon = reference.indexOf(':')
  const [record] = await world.session.read('invoice', reference.slice(0, colon), [
    reference.slice(colon + 1),
  ])
  assert.ok(record, `${reference} cannot be read`)
  return (await decode(mapping, record)).fields
}

/** Pays an amount to an invoice and issues the payment. */
export async function pay(
  world: World,
  type: string,
  variant: string,
  invoice: string,
  amount: string,
): Promise<void> {
  const allocation = createPart(world, type, 'allocations', { invoice, amount })
  const sample = { ...world.sample(type, variant), amount }
  const { record } = await done(world, create(world, type, sample, [allocation]))
  if ((await valueOf(world, record, 'status')) === 'issued') return
  const operation = step(world, record, 'issued')
  assert.ok(operation, 'the payment cannot be issued')
  await done(world, operation)
}

/** An edit of one frozen path; undefined where the mapping cannot write it. */
export async function frozenEdit(
  world: World,
  record: NativeRecord,
  path: string,
): Promise<WriteOperation | undefined> {
  const { writable } = world.type(record.type)
  const [list = '', field] = path.split('.')
  if (list in world.definition.parts) {
    const [item] = (await decode(world.mapping, record)).parts[list] ?? []
    const change = field ? { [field]: '77' } : world.samples.partChanges[list]
    if (!item || !change || !writable.has(list)) return undefined
    return update(world, record, {}, [updatePart(world, record.type, list, item.externalId, change)])
  }
  const value = world.samples.changes(world.ref)[path]
  if (value === undefined || !writable.has(path)) return undefined
  try {
    return update(world, record, { [path]: value })
  } catch (error) {
    // A purchase has no place for a customer.
    assert.ok(error instanceof MappingError, String(error))
    return undefined
  }
}

/** Lines as they were typed, in their order. */
export function assertLines(
  world: World,
  type: string,
  got: readonly { fields: Flat }[],
  typed: readonly SeedLine[],
  about: string,
): void {
  assert.equal(got.length, typed.length, `${about}: lines`)
  for (const [index, { product, ...line }] of typed.entries()) {
    const fields = got[index]?.fields ?? {}
    const expected: Flat = { ...line, ...(product === undefined ? {} : { product: world.ref(product) }) }
    assertFields(
      world.definition,
      world.type(type).readable,
      fields,
      expected,
      `${about}, line ${index + 1}`,
      'lines',
    )
  }
}
