import type { MatchDefinition } from './matching.js'

/** How far a value concerns a person; drives masking in logs, retention and the data-subject report (GDPR). */
export type PersonalClass = 'none' | 'personal' | 'special'

/** The type of a canonical field; decides normalisation for matching and how the linter compares schemas. */
export type FieldType =
  'text' | 'longtext' | 'boolean' | 'code' | 'email' | 'phone' | 'url' | 'date' | 'decimal' | 'reference'

/** One canonical field: its type, the standard that gives its meaning, and its personal-data class. */
export interface FieldDefinition {
  type: FieldType
  /** The standard and term that this field takes its meaning from, e.g. `EN 16931 BT-48`. */
  standard: string
  personal: PersonalClass
  /** Closed list of values, for codes that the canonical model itself defines. */
  values?: readonly string[]
  /** Of a `reference`: the entity of the record whose id the value is. */
  references?: string
}

/** A list of parts (contacts, addresses) of an entity; its items are linked and merged one by one. */
export interface PartDefinition {
  fields: Record<string, FieldDefinition>
  /** Field sets that identify an item among its siblings, strongest first. */
  identity: readonly (readonly string[])[]
}

/** A canonical entity: fields by path, and lists of parts. */
export interface EntityDefinition {
  name: string
  fields: Record<string, FieldDefinition>
  parts: Record<string, PartDefinition>
  /** Fields without which no record of this entity is created in any system. */
  required: readonly string[]
  /** Flags of which a record may have several, where systems may keep a native type for each (customer and supplier). */
  roles?: readonly string[]
  /** By what a record is recognised in another system. */
  matching: MatchDefinition
  /** Business documents and payments: drafted, compared, then issued (design §3, rule 17; §4). */
  lifecycle?: Lifecycle
}

/** The life of a document: its status is written by actions of the system, one step at a time and never back. */
export interface Lifecycle {
  /** The field that holds the status. */
  field: string
  /** The value in which a document is created and may still be changed freely. */
  draft: string
  /** To which values each value can go on. */
  steps: Readonly<Record<string, readonly string[]>>
  /** Decimal fields that must agree between record and system before the document leaves its draft. */
  totals: readonly string[]
}
