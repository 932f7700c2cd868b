import { type JsonObject, party } from '#canonical'
import { type Codec, MappingError } from '../src/codec.js'
import { compileMapping, type CompiledType, type Decoded } from '../src/compile.js'
import type { MappingDocument, TypeMapping } from '../src/document.js'

const countries: Record<string, string> = { '21': 'DE', '14': 'AT' }

/** A codec with a table of its own, as a session has them; it fails by accident where it does not know a country. */
const country: Codec = {
  decode(native) {
    const code = typeof native === 'string' ? countries[native] : undefined
    if (code === undefined) throw new MappingError('demo.country', { found: 'id' })
    return code
  },
  encode(canonical) {
    const id = Object.keys(countries).find((id) => countries[id] === canonical)
    if (id === undefined) throw new TypeError('boom with Erika')
    return id
  },
}

/** The compiled types of a document. */
export function compile(document: MappingDocument): Record<string, CompiledType> {
  return compileMapping(document, party, { country }).types
}

/** The only type of a document with these lines. */
export function one(type: TypeMapping, shared: Omit<MappingDocument, 'entity' | 'types'> = {}): CompiledType {
  const compiled = compile({ entity: 'party', types: { demo: type }, ...shared })['demo']
  if (!compiled) throw new Error('not compiled')
  return compiled
}

/** Reads a document without JSONata. */
export function decode(type: CompiledType, values: JsonObject): Decoded {
  const decoded = type.decode(values)
  if (decoded instanceof Promise) throw new Error('expected a synchronous decode')
  return decoded
}

/** The `MappingError` that an act throws. */
export const failure = (act: () => unknown): MappingError => {
  try {
    act()
  } catch (error) {
    if (error instanceof MappingError) return error
    throw error
  }
  throw new Error('did not throw')
}
