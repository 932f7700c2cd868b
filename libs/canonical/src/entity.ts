/** How far a value concerns a person; drives masking in logs, retention and the data-subject report (GDPR). */
export type PersonalClass = 'none' | 'personal' | 'special'

/** The type of a canonical field; decides normalisation for matching and how the linter compares schemas. */
export type FieldType =
  'text' | 'longtext' | 'boolean' | 'code' | 'email' | 'phone' | 'url' | 'date' | 'decimal'

/** One canonical field: its type, the standard that gives its meaning, and its personal-data class. */
export interface FieldDefinition {
  type: FieldType
  /** The standard and term that this field takes its meaning from, e.g. `EN 16931 BT-48`. */
  standard: string
  personal: PersonalClass
  /** Closed list of values, for codes that the canonical model itself defines. */
  values?: readonly string[]
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
}
