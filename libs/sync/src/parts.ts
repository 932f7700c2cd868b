import { partKey, type Flat } from '#canonical'
import type { EntityDefinition } from '#canonical'
import type { PartIds } from '#persistence'
import { plain } from './identify/normalise.js'
import type { Observation } from './observe.js'
import { partId } from './world.js'

/** An observation as a flat map, its parts under the record's own part ids. */
export interface FlatObservation {
  values: Flat
  parts: PartIds
  /** Lists that the system showed whole; only there does a missing item mean a removed one (rule 10). */
  lists: ReadonlySet<string>
}

/**
 * Gives every observed part the id that it has in the record: the one it is linked by, else that of an item which this
 * system has not linked yet and which is the same by the entity's identity fields, else a new one.
 */
export function flatten(
  entity: EntityDefinition,
  observation: Observation,
  known: { recordId: string; connectionId: string; parts: PartIds; values: Flat },
): FlatObservation {
  const values: Flat = { ...observation.fields }
  const parts: PartIds = { ...known.parts }
  for (const [list, items] of Object.entries(observation.parts)) {
    const before = known.parts[list] ?? {}
    const linked = new Set(items.map((item) => before[item.externalId]).filter((id) => id !== undefined))
    const free = partsOf(known.values, list).filter(({ id }) => !linked.has(id))
    const ids: Record<string, string> = {}
    const counted = entity.parts[list]?.fields['position'] !== undefined
    for (const [index, item] of items.entries()) {
      const id =
        before[item.externalId] ??
        samePart(entity.parts[list]?.identity ?? [], item.fields, free) ??
        partId(known.recordId, known.connectionId, list, item.externalId)
      ids[item.externalId] = id
      values[`${list}/${id}`] = true
      // Systems keep lists in order; where they do not count, the hub does.
      if (counted) values[`${list}/${id}/position`] = String(index + 1)
      for (const [field, value] of Object.entries(item.fields)) values[`${list}/${id}/${field}`] = value
    }
    parts[list] = ids
  }
  return { values, parts, lists: new Set(Object.keys(observation.parts)) }
}

interface Part {
  id: string
  fields: Flat
}

/** The present items of a list in a record. */
export function partsOf(values: Flat, list: string): Part[] {
  const byId = new Map<string, Flat>()
  for (const [key, value] of Object.entries(values)) {
    const part = partKey(key)
    if (part?.list !== list) continue
    if (part.field === null) {
      if (value === true && !byId.has(part.id)) byId.set(part.id, {})
    } else {
      const fields = byId.get(part.id)
      if (fields) fields[part.field] = value
      else if (values[`${list}/${part.id}`] === true) byId.set(part.id, { [part.field]: value })
    }
  }
  return [...byId].map(([id, fields]) => ({ id, fields }))
}

/** Takes the part out of `free` that is the same by the first identity whose fields both have; its id. */
export function samePart(
  identity: readonly (readonly string[])[],
  fields: Flat,
  free: Part[],
): string | undefined {
  for (const keys of identity) {
    const wanted = keys.map((key) => plain(fields[key]))
    if (wanted.some((value) => value === '')) continue
    const index = free.findIndex((part) => keys.every((key, at) => plain(part.fields[key]) === wanted[at]))
    if (index >= 0) return free.splice(index, 1)[0]?.id
  }
  return undefined
}
