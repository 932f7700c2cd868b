import type { JsonObject } from '#canonical'
import type { PartWrite } from '#connector-kit'
import type { MemoryRow } from '../support/memory-kit.js'
import { canonical, fields } from './traits.js'

/** A record in a system, and what the model knows about it. */
export interface Row extends MemoryRow {
  /** Who deleted it last. */
  removedBy: 'person' | 'hub' | null
  /** The account may not see it. */
  unseen: boolean
  /** Who typed the record in first. */
  origin: 'person' | 'hub'
  /** When the hub last read this row. */
  looked: number
  /** By field: a person's value that the hub has not touched since, and when it was typed. */
  typed: Map<string, { value: string | null; at: number }>
  /** Fields that the hub has written. */
  written: Set<string>
  /** Fields that got their former value back by an undo, with it: the hub leaves them alone. */
  undone: Map<string, string | null>
}

/** A person's value that a write of the hub replaced. */
export interface Overwritten {
  row: string
  /** Canonical path; for a contact `contacts.email`. */
  path: string
  value: string | null
  /**
   * The hub could not know: it was typed after its look at a system that has no preconditions, the window that stays
   * (rule 4), or into a field that the account may not read.
   */
  inWindow: boolean
}

/** A write that reached the system. */
export interface Written {
  kind: 'create' | 'update' | 'remove'
  id: string
  values: JsonObject
  parts: PartWrite[]
}

export const empty: JsonObject = { vat: null, name: null, phone: null, city: null, note: null, contacts: [] }

/** Every field of a document in canonical terms, those of contacts under the contact's id. */
export function flat(values: JsonObject): Map<string, string | null> {
  const result = new Map<string, string | null>()
  for (const field of fields) if (field in values) result.set(field, canonical(values[field]))
  for (const contact of (values['contacts'] ?? []) as JsonObject[]) {
    for (const field of ['name', 'email']) {
      result.set(`contacts/${String(contact['id'])}/${field}`, canonical(contact[field]))
    }
  }
  return result
}
