import { MappingError } from '#mapping'
import type { Codec } from '#mapping'

/** UNTDID 4461 by payment type (upstream §12). Cards are 48: which brand is not said there. */
const MEANS: Record<string, string> = {
  '1': '58',
  '2': '10',
  '29': '59',
  '12': '48',
  '3': '48',
  '5': '48',
  '6': '48',
  '7': '48',
  '8': '48',
  '9': '48',
  '13': '68',
  '15': '20',
}

/** `type_id` of a code; the first type that has it. */
const TYPES: Record<string, string> = { '58': '1', '10': '2', '59': '29', '48': '12', '68': '13', '20': '15' }

/** Means of payment by code; undefined (absent) for a type that no code stands for. */
export const meansOf = (type: string | null): string | null | undefined =>
  type === null ? null : MEANS[type]

export const typeOf = (code: string): string => TYPES[code] ?? ''

/** Documents carry the code; one that Invoice Ninja has no type for is refused. */
export const means: Codec = {
  decode: (native) => String(native),
  encode(canonical) {
    const code = String(canonical)
    if (code in TYPES) return code
    const choices = Object.keys(TYPES).join(', ')
    throw new MappingError('invoice-ninja.means-unknown', { code, choices })
  },
}
