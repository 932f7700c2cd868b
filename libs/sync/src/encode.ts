import { partKey, type Flat } from '#canonical'
import type { NativeRecord, PartWrite, WriteOperation } from '#connector-kit'
import type { CompiledType } from '#mapping'
import type { LinkRow, OperationRow } from '#persistence'
import { partMarker } from './world.js'

/**
 * Translates an intended write to native terms. Parts that the system has not got yet are created with all their fields,
 * in the order that they have in the `record`.
 * @throws MappingError for a value that the system has no place for
 */
export function encode(
  type: CompiledType,
  operation: Pick<OperationRow, 'marker'>,
  intent: Flat,
  link: LinkRow | null,
  current: NativeRecord | null,
  record: Flat,
): WriteOperation {
  const { fields, parts } = split(intent)
  const place = (list: string, id: string): number => Number(record[`${list}/${id}/position`] ?? 0)
  const writes = Object.entries(parts).flatMap(([list, items]) =>
    Object.entries(items)
      .sort(([a], [b]) => place(list, a) - place(list, b))
      .flatMap(([id, part]) => encodePart(type, list, id, part, link)),
  )
  if (link && current) {
    const values = type.encode(fields)
    return { kind: 'update', type: type.native, id: link.externalId, values, parts: writes, current }
  }
  const values = type.encodeNew(fields)
  return { kind: 'create', type: type.native, marker: operation.marker, values, parts: writes }
}

interface PartIntent {
  /** true: is to exist; null: is to go; undefined: exists on both sides. */
  exists: boolean | null | undefined
  fields: Flat
}

function encodePart(
  type: CompiledType,
  list: string,
  id: string,
  part: PartIntent,
  link: LinkRow | null,
): PartWrite[] {
  const native = type.partList(list)
  if (native === undefined) return []
  const externalId = externalIdOf(link, list, id)
  if (part.exists === null) {
    return externalId === undefined ? [] : [{ list: native, kind: 'delete', id: externalId }]
  }
  if (externalId !== undefined) {
    const values = type.encodePart(list, part.fields)
    return [{ list: native, kind: 'update', id: externalId, values }]
  }
  const values = type.encodePart(list, part.fields, true)
  return [{ list: native, kind: 'create', key: id, marker: partMarker(type.native, id), values }]
}

function externalIdOf(link: LinkRow | null, list: string, id: string): string | undefined {
  for (const [externalId, part] of Object.entries(link?.parts[list] ?? {})) if (part === id) return externalId
  return undefined
}

function split(intent: Flat): { fields: Flat; parts: Record<string, Record<string, PartIntent>> } {
  const fields: Flat = {}
  const parts: Record<string, Record<string, PartIntent>> = {}
  for (const [key, value] of Object.entries(intent)) {
    const part = partKey(key)
    if (!part) {
      fields[key] = value
      continue
    }
    const item = ((parts[part.list] ??= {})[part.id] ??= { exists: undefined, fields: {} })
    if (part.field === null) item.exists = value === true ? true : null
    else item.fields[part.field] = value
  }
  return { fields, parts }
}

/**
 * Adds to an intent what its new parts need: a part that this link has not got is written whole, even where only one of
 * its fields changed.
 */
export function completeParts(intent: Flat, values: Flat, link: LinkRow | null, type: CompiledType): Flat {
  const result = { ...intent }
  for (const key of Object.keys(intent)) {
    const part = partKey(key)
    if (!part || externalIdOf(link, part.list, part.id) !== undefined) continue
    const prefix = `${part.list}/${part.id}`
    if (values[prefix] !== true) continue
    for (const [other, value] of Object.entries(values)) {
      const own = other === prefix || other.startsWith(`${prefix}/`)
      const field = partKey(other)?.field
      if (!own || value === null) continue
      if (field === null || type.writable.has(`${part.list}.${field}`)) result[other] = value
    }
  }
  return result
}
