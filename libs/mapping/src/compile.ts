import type { EntityDefinition, FieldDefinition, Flat, JsonObject } from '#canonical'
import { checkDocument } from './check.js'
import type { Codec } from './codec.js'
import { builtinCodecs } from './codecs.js'
import type { MappingDocument, MappingRule } from './document.js'
import { MappingDocumentError } from './finding.js'
import { type CompiledLine, compileLine } from './line.js'
import { type ItemsReader, itemsReader } from './items.js'
import { pathReader, pathWriter } from './paths.js'
import { resolve, type ResolvedType, type Role, roleOf } from './rules.js'

/** A document as functions, compiled once per connection and mapping version. */
export interface CompiledMapping {
  entity: EntityDefinition
  /** By native type, in the order of the document. */
  types: Record<string, CompiledType>
}

/**
 * One native type, both ways. All methods throw `MappingError` for a value that cannot be carried over (rule 13);
 * its `field` is the canonical path, its params never hold the value.
 */
export interface CompiledType {
  native: string
  /** What this type stands for; null for the whole entity. */
  role: Role | null
  /** Created for records without any role: the type marked `default`, or the only one. */
  isDefault: boolean
  /** Native document to canonical record. A promise only when a line uses JSONata. */
  decode(values: JsonObject): Decoded | Promise<Decoded>
  /** Changed fields to the native values of an update. Fields without a writable line are left out. */
  encode(changes: Flat): JsonObject
  /** A whole record to the native values of a create: `encode`, plus createOnly lines and defaults. */
  encodeNew(values: Flat): JsonObject
  /** Changed fields of one part to native values of its item; with `created`, createOnly lines too. */
  encodePart(list: string, changes: Flat, created?: boolean): JsonObject
  /** What reading can yield: `name`, `contacts.email`, and `contacts` for the existence of items. */
  readable: ReadonlySet<string>
  /** What an update can write, in the same paths. */
  writable: ReadonlySet<string>
  /** What only a create writes; not in `writable`. */
  createOnly: ReadonlySet<string>
  /** By path the fields that refer to other records, and the native type that a line leads to; null where it can be any. */
  references: ReadonlyMap<string, string | null>
  /** Native list of a list of parts; undefined when it is not mapped. */
  partList(list: string): string | undefined
}

/** A canonical record as one system shows it. A missing key is absent: not mapped, not permitted, not in the answer. */
export interface Decoded {
  fields: Flat
  /** All items of each list that was in the document; a list that was not is left out. */
  parts: Record<string, DecodedPart[]>
}

export interface DecodedPart {
  externalId: string
  fields: Flat
}

/**
 * Compiles a document. `codecs` are the session's; the built-in ones join them.
 * Throws `MappingDocumentError` that lists everything that is wrong with the document.
 */
export function compileMapping(
  document: MappingDocument,
  entity: EntityDefinition,
  codecs: Record<string, Codec>,
): CompiledMapping {
  const findings = checkDocument(document, { [entity.name]: entity }, codecs)
  if (findings.length > 0) throw new MappingDocumentError(findings)
  const all = { ...builtinCodecs, ...codecs }
  const entries = Object.entries(resolve(document).types)
  const types = entries.map(([name, type]): [string, CompiledType] => {
    return [name, compileType(name, type, entries.length === 1, entity, all)]
  })
  return { entity, types: Object.fromEntries(types) }
}

function compileType(
  native: string,
  type: ResolvedType,
  only: boolean,
  entity: EntityDefinition,
  codecs: Record<string, Codec>,
): CompiledType {
  const lines = compileLines(type.fields, entity.fields, '', codecs)
  const parts = Object.entries(type.parts).map(([name, { list, fields }]): Part => {
    const definitions = entity.parts[name]?.fields ?? {}
    return {
      name,
      list,
      lines: compileLines(fields, definitions, `${name}.`, codecs),
      items: itemsReader(name, list),
    }
  })
  const role = roleOf(type)
  const defaults = Object.entries(type.defaults ?? {}).map(([path, value]) => {
    return { value, read: pathReader(path), write: pathWriter(path) }
  })
  return {
    native,
    role,
    isDefault: type.default ?? only,
    decode: compileDecode(lines, parts, role),
    encode: (changes) => write(lines, changes, false),
    encodeNew(values) {
      const result = write(lines, values, true)
      for (const { value, read, write } of defaults) if ((read(result) ?? null) === null) write(result, value)
      return result
    },
    encodePart(list, changes, created = false) {
      const part = parts.find(({ name }) => name === list)
      return part ? write(part.lines, changes, created) : {}
    },
    partList: (list) => parts.find(({ name }) => name === list)?.list,
    ...pathSets(lines, parts, role),
    references: referencesOf(entity, lines, parts),
  }
}

type Part = { name: string; list: string; lines: CompiledLine[]; items: ItemsReader }

function compileLines(
  rules: Record<string, MappingRule>,
  definitions: Record<string, FieldDefinition>,
  prefix: string,
  codecs: Record<string, Codec>,
): CompiledLine[] {
  return Object.entries(rules).flatMap(([field, rule]) => {
    const definition = definitions[field]
    return definition ? [compileLine({ field, path: prefix + field, definition, rule }, codecs)] : []
  })
}

function pathSets(lines: CompiledLine[], parts: Part[], role: Role | null) {
  const readable = new Set<string>(role === null ? [] : [role.field])
  const writable = new Set<string>()
  const createOnly = new Set<string>()
  for (const { path, read, readLater, write, rule } of [...lines, ...parts.flatMap((part) => part.lines)]) {
    if (read !== null || readLater !== null) readable.add(path)
    if (write !== null) (rule.createOnly === true ? createOnly : writable).add(path)
  }
  for (const { name, lines } of parts) {
    readable.add(name)
    if (lines.some((line) => line.write !== null)) writable.add(name)
  }
  return { readable, writable, createOnly }
}

function referencesOf(
  entity: EntityDefinition,
  lines: CompiledLine[],
  parts: Part[],
): Map<string, string | null> {
  const all = [
    ...lines.map((line) => ({ line, definition: entity.fields[line.field] })),
    ...parts.flatMap((part) =>
      part.lines.map((line) => ({ line, definition: entity.parts[part.name]?.fields[line.field] })),
    ),
  ]
  return new Map(
    all.flatMap(({ line, definition }) =>
      definition?.references === undefined ? [] : [[line.path, line.rule.to ?? null] as const],
    ),
  )
}

function compileDecode(lines: CompiledLine[], parts: Part[], role: Role | null): CompiledType['decode'] {
  const readFields = fieldsReader(lines)
  const lists = parts.map(({ name, lines, items }) => ({ name, items, readFields: fieldsReader(lines) }))
  const decodeNow = (values: JsonObject): Decoded => {
    const decoded: Decoded = { fields: readFields(values), parts: {} }
    const [only] = role?.values ?? []
    if (role?.values.length === 1 && only !== undefined) decoded.fields[role.field] = only
    for (const { name, items, readFields } of lists) {
      const list = items(values)
      if (list === undefined) continue
      decoded.parts[name] = list.map(({ externalId, item }) => ({ externalId, fields: readFields(item) }))
    }
    return decoded
  }
  if (![...lines, ...parts.flatMap((part) => part.lines)].some((line) => line.readLater !== null))
    return decodeNow
  return async (values) => {
    const decoded = decodeNow(values)
    await readLater(lines, values, decoded.fields)
    for (const { name, lines, items } of parts) {
      const fields = decoded.parts[name]
      for (const [index, { item }] of (items(values) ?? []).entries()) {
        await readLater(lines, item, fields?.[index]?.fields ?? {})
      }
    }
    return decoded
  }
}

function fieldsReader(lines: CompiledLine[]): (document: JsonObject) => Flat {
  const steps = lines.flatMap(({ field, read }) => (read === null ? [] : [{ field, read }]))
  return (document) => {
    const fields: Flat = {}
    for (const { field, read } of steps) {
      const value = read(document)
      if (value !== undefined) fields[field] = value
    }
    return fields
  }
}

/** The JSONata lines, one after the other: they share the thread anyway. */
async function readLater(lines: CompiledLine[], document: JsonObject, fields: Flat): Promise<void> {
  for (const { field, readLater } of lines) {
    const value = await readLater?.(document)
    if (value !== undefined) fields[field] = value
  }
}

/** Writes the changed fields that have a line; a codec over several paths writes all of them. */
function write(lines: CompiledLine[], changes: Flat, created: boolean): JsonObject {
  const target: JsonObject = {}
  for (const { field, write, rule } of lines) {
    const value = changes[field]
    if (write === null || value === undefined || (rule.createOnly === true && !created)) continue
    write(value, target)
  }
  return target
}
