import type { FieldDefinition, PersonalClass } from './entity.js'

/** A field definition in one line; `personal` where nothing else is said, since that is the careful answer (GDPR). */
export function field(
  type: FieldDefinition['type'],
  standard: string,
  personal: PersonalClass = 'personal',
  values?: readonly string[],
): FieldDefinition {
  return values ? { type, standard, personal, values } : { type, standard, personal }
}

/** A field of business data that says nothing about a person. */
export function plain(
  type: FieldDefinition['type'],
  standard: string,
  values?: readonly string[],
): FieldDefinition {
  return field(type, standard, 'none', values)
}

/** A reference to a record of another entity. */
export function reference(entity: string, standard: string): FieldDefinition {
  return { type: 'reference', standard, personal: 'none', references: entity }
}
