import { createHash } from 'node:crypto'
import type { Flat } from '#canonical'
import type { NativeRecord } from '#connector-kit'
import { MappingError, type Decoded } from '#mapping'
import type { Member } from './world.js'

/** One item as a system shows it, in canonical terms; parts still carry the system's ids. JSON, so that it can be stored. */
export interface Observation extends Decoded {
  nativeType: string
  externalId: string
  gone: boolean
  version: string | null
  changedAt: number | null
  incarnation: string | null
  marker: string | null
  /** Of everything that a person could change; equal hashes need no closer look. */
  hash: string
}

/** An item that its mapping refuses; stops itself, not the page (rule 13). */
export interface Unread {
  nativeType: string
  externalId: string
  error: MappingError
}

/** Translates native records; what the mapping refuses comes back beside the rest. */
export async function observe(
  member: Member,
  records: readonly NativeRecord[],
): Promise<{ observations: Observation[]; unread: Unread[] }> {
  const observations: Observation[] = []
  const unread: Unread[] = []
  for (const record of records) {
    const type = member.mapping.types[record.type]
    if (!type) continue
    try {
      const gone = record.state === 'gone'
      const decoding = gone ? { fields: {}, parts: {} } : type.decode(record.values)
      const decoded = decoding instanceof Promise ? await decoding : decoding
      observations.push({
        nativeType: record.type,
        externalId: record.id,
        fields: decoded.fields,
        parts: decoded.parts,
        gone,
        version: record.version,
        changedAt: record.changedAt ?? null,
        incarnation: record.incarnation,
        marker: record.marker,
        hash: hashOf(member.mappingVersion, gone, record.incarnation, decoded),
      })
    } catch (error) {
      if (!(error instanceof MappingError)) throw error
      unread.push({ nativeType: record.type, externalId: record.id, error })
    }
  }
  return { observations, unread }
}

// A compiled mapping yields its fields in one order, so plain JSON is canonical here.
function hashOf(mapping: string, gone: boolean, incarnation: string | null, decoded: Decoded): string {
  const text = JSON.stringify([mapping, gone, incarnation, decoded.fields, decoded.parts])
  return createHash('sha1').update(text).digest('base64')
}

/** Rows that the same poll showed twice (an edit while it paged): the later one counts (rule 11). */
export function latest(observations: readonly Observation[]): Observation[] {
  const byId = new Map<string, Observation>()
  for (const observation of observations) {
    byId.set(itemKey(observation), observation)
  }
  return [...byId.values()]
}

/** Key of an item inside one connection: ids are unique per native type only (rule 6). */
export function itemKey(item: { nativeType: string; externalId: string }): string {
  return `${item.nativeType}\n${item.externalId}`
}

/** Fields of an observation that hold a value. */
export function filled(fields: Flat): Flat {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== null))
}

/** The item that an operation is about; a create that has not been made yet has none. */
export const itemOf = (operation: {
  nativeType: string
  externalId: string | null
}): { nativeType: string; externalId: string } => ({
  nativeType: operation.nativeType,
  externalId: operation.externalId ?? '',
})
