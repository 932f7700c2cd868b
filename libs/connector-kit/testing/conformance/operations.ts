import assert from 'node:assert/strict'
import type { Flat } from '#canonical'
import type { NativeRecord, PartWrite, WriteOperation, WriteResult } from '../../src/index.js'
import { assertFields, creatable, creatablePart, decode } from './canonical.js'
import type { World } from './world.js'

type Create = Extract<WriteOperation, { kind: 'create' }>
type Done = Extract<WriteResult, { status: 'done' }>

/** A create of canonical values, as the engine would make it; with an item in each list that it cannot do without. */
export function create(
  world: World,
  type: string,
  values: Flat,
  partWrites: PartWrite[] = neededParts(world, type, values),
): Create {
  const compiled = world.type(type)
  const native = compiled.encodeNew(creatable(compiled, values))
  return { kind: 'create', type, marker: world.marker(), values: native, parts: partWrites }
}

function neededParts(world: World, type: string, values: Flat): PartWrite[] {
  const lists = world.samples.needs.filter((list) => world.capabilities(type).parts.includes(list))
  return lists.map((list) =>
    createPart(world, type, list, world.part(type, list, '1', variantOf(world, values))),
  )
}

/** The form of the entity that these values are. */
const variantOf = (world: World, values: Flat): string | undefined =>
  Object.entries(world.samples.variants).find(([, one]) => one && values[one.field] === one.value)?.[0]

/** A create of one item of a list. */
export function createPart(world: World, type: string, list: string, values: Flat): PartWrite {
  const compiled = world.type(type)
  const native = compiled.encodePart(list, creatablePart(compiled, list, values), true)
  return {
    list: nativeList(world, type, list),
    kind: 'create',
    key: `new-${list}`,
    marker: world.marker(),
    values: native,
  }
}

export function updatePart(world: World, type: string, list: string, id: string, values: Flat): PartWrite {
  const native = world.type(type).encodePart(list, values)
  return { list: nativeList(world, type, list), kind: 'update', id, values: native }
}

export function deletePart(world: World, type: string, list: string, id: string): PartWrite {
  return { list: nativeList(world, type, list), kind: 'delete', id }
}

function nativeList(world: World, type: string, list: string): string {
  const native = world.type(type).partList(list)
  assert.ok(native, `the manifest declares the part ${list} of ${type}, the mapping does not have it`)
  return native
}

/** An update of canonical values of a record that was just read. */
export function update(
  world: World,
  current: NativeRecord,
  values: Flat,
  partWrites: PartWrite[] = [],
): WriteOperation {
  const native = world.type(current.type).encode(values)
  return { kind: 'update', type: current.type, id: current.id, values: native, parts: partWrites, current }
}

/** Writes one operation that must succeed. */
export async function done(world: World, operation: WriteOperation): Promise<Done> {
  const [result] = await world.write([operation])
  return expectDone(result)
}

export function expectDone(result: WriteResult | undefined): Done {
  const error = result && 'error' in result ? ` (${result.error.code} ${result.error.upstream ?? ''})` : ''
  assert.equal(result?.status, 'done', `the write is ${result?.status ?? 'missing'}${error}, expected done`)
  return result as Done
}

/** Creates a record with one item in each of the type's lists. */
export async function createWithParts(world: World, type: string, values: Flat): Promise<Done> {
  const lists = world.capabilities(type).parts
  const variant = variantOf(world, values)
  const items = lists.map((list) =>
    createPart(world, type, list, world.part(type, list, world.unique(), variant)),
  )
  return done(world, create(world, type, values, items))
}

/** Asserts that a record shows these canonical values. */
export async function assertShows(
  world: World,
  record: NativeRecord,
  values: Flat,
  what: string,
): Promise<void> {
  const { fields } = await decode(world.mapping, record)
  assertFields(world.definition, world.type(record.type).readable, fields, values, what)
}

/** One canonical value of a record. */
export async function valueOf(world: World, record: NativeRecord, field: string): Promise<unknown> {
  return (await decode(world.mapping, record)).fields[field]
}
