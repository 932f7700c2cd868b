import type { JsonObject, Json } from '#canonical'
import type { TypeCapabilities } from '#connector-kit'
import type { MappingDocument } from '#mapping'

/** Fields of a party that the histories change; `vat` tells parties apart and is never edited. */
export const fields = ['name', 'phone', 'city', 'note'] as const
export type Field = (typeof fields)[number]

/** What kind of system a participant is. */
export interface Traits {
  /** What it does to texts before it stores them. */
  texts: 'as-is' | 'upper' | 'trim' | 'cut'
  /** Keeps contacts in its own order. */
  sorts: boolean
  /** A field that it has no place for and that is not mapped. */
  lacks: Exclude<Field, 'name'> | null
  /** A field that it accepts and does not store. */
  drops: Exclude<Field, 'name'> | null
  /** Of what is deleted nothing is shown any more; else it is shown as deleted. */
  erases: boolean
  /** Ticks after which a change shows in its listing. */
  lag: number
  /** Refuses an update that names another version than the present one. */
  precondition: boolean
  marker: TypeCapabilities['marker'] & ('unique' | 'upsert' | 'searchable')
  batch: number
  reads: boolean
  writes: boolean
  /** A rule of its own puts this sign before every note, some time after it was written; people switch it off when asked. */
  meddles: '<' | '>' | null
}

/** Longest text of a system that cuts. */
const longest = 24

/** What becomes of one text. */
export function storedText(traits: Traits, field: Field, value: string | null): string | null {
  if (field === traits.drops || field === traits.lacks || value === null) return null
  if (traits.texts === 'upper' && field !== 'phone') return value.toUpperCase()
  if (traits.texts === 'trim') return value.trim().replace(/\s+/g, ' ')
  if (traits.texts === 'cut') return value.slice(0, longest).trimEnd()
  return value
}

/** What becomes of a whole document. */
export function stored(traits: Traits, values: JsonObject): JsonObject {
  const result: JsonObject = { ...values }
  for (const field of fields) result[field] = storedText(traits, field, text(values[field]))
  if (traits.lacks) Reflect.deleteProperty(result, traits.lacks)
  const contacts = (values['contacts'] ?? []) as JsonObject[]
  result['contacts'] = contacts
    .map((contact): JsonObject => ({ ...contact, name: storedText(traits, 'name', text(contact['name'])) }))
    .sort((a, b) => (traits.sorts ? String(a['email']).localeCompare(String(b['email'])) : 0))
  return result
}

export const text = (value: Json | undefined): string | null => (typeof value === 'string' ? value : null)

/** A stored value as the hub reads it: mappings trim texts. */
export const canonical = (value: Json | undefined): string | null => text(value)?.trim() ?? null

/** Canonical path of each field, as mappings have it unless somebody changes them. */
export const paths: Record<Field, string> = {
  name: 'name',
  phone: 'phone',
  city: 'address.city',
  note: 'note',
}
export const pathOf = (field: Field): string => paths[field]

/** The mapping of such a system. */
export function mappingOf(traits: Traits): MappingDocument {
  const lines: Record<string, string> = { vatId: 'vat' }
  for (const field of fields) if (field !== traits.lacks) lines[paths[field]] = field
  return {
    entity: 'party',
    types: {
      thing: {
        fields: lines,
        parts: { contacts: { list: 'contacts', fields: { name: 'name', email: 'email' } } },
      },
    },
  }
}
