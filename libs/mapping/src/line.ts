import { decimalText, type FieldDefinition, type Json, type JsonObject, type Scalar } from '#canonical'
import { type Codec, MappingError } from './codec.js'
import type { MappingRule } from './document.js'
import { compileExpression } from './expression.js'
import { isObject, pathReader, pathWriter } from './paths.js'
import { natives, reads, writes } from './rules.js'
import { describe, expected, fits, nativeKey, tidy } from './values.js'

type Read<T> = (document: JsonObject) => T

/** One line, compiled. `field` is the key in the canonical record; `path` names it in errors (`contacts.email`). */
export interface CompiledLine {
  field: string
  path: string
  rule: MappingRule
  /** Undefined is absent. Exactly one of both is set for a line that reads; JSONata lines are the asynchronous ones. */
  read: Read<Scalar | undefined> | null
  readLater: Read<Promise<Scalar | undefined>> | null
  write: ((value: Scalar, target: JsonObject) => void) | null
}

/** What a line needs to be compiled. */
export interface LineSource {
  field: string
  path: string
  definition: FieldDefinition
  rule: MappingRule
}

/**
 * Compiles one line, which must have passed `checkDocument`.
 * Throws `MappingError` for an unknown codec (`mapping.codec-unknown`) or a bad expression.
 */
export function compileLine(source: LineSource, codecs: Record<string, Codec>): CompiledLine {
  const { field, path, definition, rule } = source
  const line: CompiledLine = { field, path, rule, read: null, readLater: null, write: null }
  if (rule.const !== undefined) {
    const constant = rule.const as Scalar
    line.read = () => constant
  } else if (rule.read !== undefined) {
    const evaluate = compileExpression(rule.read)
    const accept = acceptor(source)
    line.readLater = async (document) => {
      try {
        return accept(await evaluate(document))
      } catch (error) {
        throw named(error, path)
      }
    }
  } else {
    const pair = converter(source, codecs)
    if (reads(rule)) line.read = reader(source, pair)
    if (writes(rule)) line.write = writer(path, definition, natives(rule), pair)
  }
  return line
}

/** Conversion between the native value (a list for several paths) and the canonical one; null when a line has none. */
interface Pair {
  decode(native: Json): Json
  encode(canonical: Scalar): Json
  /** Whether null is converted too (value maps that name it); otherwise null is null. */
  null: boolean
}

function converter({ path, definition, rule }: LineSource, codecs: Record<string, Codec>): Pair | null {
  if (rule.values !== undefined) return valueMap(path, rule.values)
  if (definition.type === 'reference') return referencePair(path, rule.to)
  if (definition.type === 'decimal' && rule.via === undefined) return decimalPair
  if (rule.via === undefined) return null
  const name = rule.via
  const codec = Object.hasOwn(codecs, name) ? codecs[name] : undefined
  if (codec === undefined) throw new MappingError('mapping.codec-unknown', { codec: name }, path)
  const guarded = <A extends Json>(convert: (value: A) => Json) => {
    return (value: A): Json => {
      try {
        return convert(value)
      } catch (error) {
        if (error instanceof MappingError) throw named(error, path)
        throw new MappingError('mapping.codec-failed', { codec: name, found: describe(value) }, path)
      }
    }
  }
  return {
    decode: guarded((v) => codec.decode(v)),
    encode: guarded((v: Scalar) => codec.encode(v)),
    null: false,
  }
}

/** Systems keep decimals as JSON numbers, some as texts; both are read, numbers are written. */
const decimalPair: Pair = {
  decode: (native) =>
    typeof native === 'number' || typeof native === 'string' ? (decimalText(native) ?? native) : native,
  encode: (canonical) => Number(canonical),
  null: false,
}

/** Canonical references are `type:id` here; the hub puts the id of its record in their place (rule 12). */
function referencePair(path: string, to: string | undefined): Pair {
  const bad = (found: Json): MappingError =>
    new MappingError(
      'mapping.type',
      { native: to ?? '{ type, id }', expected: 'reference', found: describe(found) },
      path,
    )
  return {
    decode(native) {
      if (to !== undefined) {
        if (typeof native === 'string' || typeof native === 'number') return `${to}:${native}`
        throw bad(native)
      }
      if (!isObject(native) || typeof native['type'] !== 'string' || typeof native['id'] !== 'string')
        throw bad(native)
      return `${native['type']}:${native['id']}`
    },
    encode(canonical) {
      const { type, id } = splitReference(String(canonical))
      if (to === undefined) return { type, id }
      if (type !== to) throw new MappingError('mapping.reference-type', { expected: to, found: type }, path)
      return id
    },
    null: false,
  }
}

/** A reference as mappings give and take it: native type and id. */
export function splitReference(text: string): { type: string; id: string } {
  const colon = text.indexOf(':')
  return { type: text.slice(0, colon), id: text.slice(colon + 1) }
}

function valueMap(path: string, values: Record<string, Scalar>): Pair {
  const entries = Object.entries(values).map(([key, value]): [Scalar, Scalar] => [nativeKey(key), value])
  const toCanonical = new Map<Json, Scalar>(entries)
  const toNative = new Map<Scalar, Scalar>(entries.map(([native, canonical]) => [canonical, native]))
  const look = (map: Map<Json, Scalar>, value: Json, code: string): Scalar => {
    const found = map.get(value)
    if (found !== undefined) return found
    if (value === null) return null
    throw new MappingError(code, { found: describe(value) }, path)
  }
  return {
    decode: (native) => look(toCanonical, native, 'mapping.value-unknown'),
    encode: (canonical) => look(toNative, canonical, 'mapping.value-unmapped'),
    null: true,
  }
}

function reader(source: LineSource, pair: Pair | null): Read<Scalar | undefined> {
  const paths = natives(source.rule)
  const accept = acceptor(source)
  const readOne = pathReader(paths[0] ?? '')
  if (pair === null) return (document) => accept(readOne(document))
  if (paths.length === 1) {
    return (document) => {
      const native = tidy(readOne(document))
      if (native === undefined || (native === null && !pair.null)) return native
      return accept(pair.decode(native))
    }
  }
  const readers = paths.map(pathReader)
  return (document) => {
    const list: Json[] = []
    for (const read of readers) {
      const native = tidy(read(document))
      if (native === undefined) return undefined
      list.push(native)
    }
    return list.every((native) => native === null) ? null : accept(pair.decode(list))
  }
}

function writer(path: string, definition: FieldDefinition, paths: string[], pair: Pair | null) {
  const writers = paths.map(pathWriter)
  const writeOne = pathWriter(paths[0] ?? '')
  return (value: Scalar, target: JsonObject): void => {
    if (value !== null && !fits(definition, value)) {
      throw new MappingError('mapping.type', { expected: expected(definition), found: describe(value) }, path)
    }
    const convert = pair !== null && (value !== null || pair.null)
    const native = convert ? pair.encode(value) : value
    if (paths.length === 1) return writeOne(target, native)
    if (native !== null && (!Array.isArray(native) || native.length !== paths.length)) {
      throw new MappingError('mapping.codec-failed', { codec: 'list', found: describe(native) }, path)
    }
    writers.forEach((write, index) => write(target, native?.[index] ?? null))
  }
}

/** Lets a value through only when it fits the canonical field (rule 13). */
function acceptor({ path, definition, rule }: LineSource): (value: Json | undefined) => Scalar | undefined {
  const native = natives(rule).join(', ') || 'JSONata'
  return (value) => {
    const tidied = tidy(value)
    if (tidied === undefined || tidied === null) return tidied
    if (fits(definition, tidied)) return tidied
    throw new MappingError(
      'mapping.type',
      { native, expected: expected(definition), found: describe(tidied) },
      path,
    )
  }
}

/** An error of a codec or expression, with the canonical path of its line. */
function named(error: unknown, path: string): unknown {
  if (!(error instanceof MappingError) || error.field !== undefined) return error
  return new MappingError(error.code, error.params, path)
}
