import assert from 'node:assert/strict'
import type { EntityDefinition, FieldDefinition, Flat, Scalar } from '#canonical'
import type { CompiledMapping, CompiledType, Decoded } from '#mapping'
import type { NativeRecord } from '../../src/index.js'

/** The compiled type of a mapping; throws where the mapping lacks it. */
export function typeOf(mapping: CompiledMapping, type: string): CompiledType {
  const compiled = mapping.types[type]
  assert.ok(compiled, `the mapping document has no type ${type}`)
  return compiled
}

/** A native record in canonical terms. */
export async function decode(mapping: CompiledMapping, record: NativeRecord): Promise<Decoded> {
  return typeOf(mapping, record.type).decode(record.values)
}

/** The values that the type has a place for when it creates a record, and the flag of its role. */
export function creatable(type: CompiledType, values: Flat): Flat {
  const entries = Object.entries(values).filter(
    ([path]) => type.writable.has(path) || type.createOnly.has(path),
  )
  return {
    ...Object.fromEntries(entries),
    ...(type.role ? { [type.role.field]: type.role.values[0] ?? null } : {}),
  }
}

/** The values of an item of a list that the type has a place for. */
export function creatablePart(type: CompiledType, list: string, values: Flat): Flat {
  const entries = Object.entries(values).filter(([field]) => {
    const path = `${list}.${field}`
    return type.writable.has(path) || type.createOnly.has(path)
  })
  return Object.fromEntries(entries)
}

/** Asserts that a record shows the expected canonical values, as far as the type can be read. */
export function assertFields(
  entity: EntityDefinition,
  readable: ReadonlySet<string>,
  actual: Flat,
  expected: Flat,
  what: string,
  list?: string,
): void {
  const definitions = list ? entity.parts[list]?.fields : entity.fields
  for (const [field, value] of Object.entries(expected)) {
    if (!readable.has(list ? `${list}.${field}` : field)) continue
    const got = actual[field]
    const same = got !== undefined && alike(definitions?.[field], got, value)
    assert.ok(same, `${what}: ${field} is ${JSON.stringify(got)}, expected ${JSON.stringify(value)}`)
  }
}

/** Equal in meaning: systems may group the digits of a phone number and end an address with a slash. */
function alike(definition: FieldDefinition | undefined, a: Scalar, b: Scalar): boolean {
  if (typeof a !== 'string' || typeof b !== 'string') return a === b
  switch (definition?.type) {
    case 'phone':
      return a.replace(/\D/g, '') === b.replace(/\D/g, '')
    case 'url':
      return a.replace(/\/$/, '') === b.replace(/\/$/, '')
    case 'email':
      return a.toLowerCase() === b.toLowerCase()
    case 'longtext':
      return a.replace(/\s+/g, ' ').trim() === b.replace(/\s+/g, ' ').trim()
    default:
      return a === b
  }
}

/** What a record says, without ids: equal for the same record in two simulators. */
export async function content(mapping: CompiledMapping, record: NativeRecord): Promise<string> {
  const { fields, parts } = await decode(mapping, record)
  const lists = Object.entries(parts).map(([list, items]) => [
    list,
    items.map((item) => JSON.stringify(item.fields)).sort(),
  ])
  return JSON.stringify([record.type, record.state, fields, lists])
}
