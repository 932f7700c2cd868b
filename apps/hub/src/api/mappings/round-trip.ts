import type { Flat, Json, JsonObject } from '#canonical'
import type { CompiledType } from '#mapping'
import type { CanonicalView, DifferenceView } from './mapping.dto.js'

/** One record there and back: as the hub reads it, what it would write, and what would come out differently. */
export interface RoundTrip {
  canonical: CanonicalView
  /** Native values of the record and, by native list, of its items. */
  written: object
  differences: DifferenceView[]
}

/** Reads a native document and encodes every writable field of it again. @throws MappingError */
export async function roundTrip(type: CompiledType, native: JsonObject): Promise<RoundTrip> {
  const { fields, parts } = await type.decode(native)
  const values = type.encode(fields)
  const written: JsonObject = { ...values }
  const differences = compare(native, values, '')
  for (const [list, items] of Object.entries(parts)) {
    const nativeList = type.partList(list)
    if (nativeList === undefined) continue
    const documents = itemsAt(native, nativeList)
    written[nativeList] = items.map(({ externalId, fields: part }) => {
      const encoded = type.encodePart(list, part)
      const document = documents.find((item) => String(item['id']) === externalId) ?? {}
      differences.push(...compare(document, encoded, `${nativeList}[${externalId}].`))
      return { id: externalId, ...encoded }
    })
  }
  return { canonical: { fields: fields satisfies Flat, parts }, written, differences }
}

/** Every leaf of `written` that differs from the same place in `native`. */
function compare(native: JsonObject, written: JsonObject, prefix: string): DifferenceView[] {
  return Object.entries(written).flatMap(([name, value]): DifferenceView[] => {
    const path = `${prefix}${name}`
    const present = native[name]
    // A reference that is not set has no fields: each of them is as empty as the whole.
    const whole = present ?? {}
    if (isObject(value) && isObject(whole)) return compare(whole, value, `${path}.`)
    return JSON.stringify(value ?? null) === JSON.stringify(present ?? null)
      ? []
      : [{ path, native: present ?? null, written: value ?? null }]
  })
}

function itemsAt(native: JsonObject, path: string): JsonObject[] {
  let found: Json | undefined = native
  for (const name of path.split('.')) found = isObject(found) ? found[name] : undefined
  return Array.isArray(found) ? found.filter(isObject) : []
}

function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
