import type { Json } from '#canonical'
import { type Codec, MappingError } from './codec.js'
import { describe } from './values.js'

/** The error of a codec that met a value it does not know. */
export function unsuitable(codec: string, expected: string, value: Json): MappingError {
  return new MappingError('mapping.codec-value', { codec, expected, found: describe(value) })
}

/** A codec between two texts. */
export function textCodec(
  name: string,
  decode: (text: string) => string,
  encode: (text: string) => string,
): Codec {
  const text = (convert: (text: string) => string) => {
    return (value: Json): string => {
      if (typeof value !== 'string') throw unsuitable(name, 'text', value)
      return convert(value)
    }
  }
  return { decode: text(decode), encode: text(encode) }
}

/** A codec between a boolean and the native values that stand for it. */
export function flagCodec(
  name: string,
  decode: (native: Json) => boolean | undefined,
  yes: Json,
  no: Json,
): Codec {
  return {
    decode(native) {
      const flag = decode(native)
      if (flag === undefined) throw unsuitable(name, [yes, no].map(String).join('/'), native)
      return flag
    },
    encode(canonical) {
      if (typeof canonical !== 'boolean') throw unsuitable(name, 'boolean', canonical)
      return canonical ? yes : no
    },
  }
}
