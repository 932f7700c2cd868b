/**
 * A mapping document: data that relates canonical fields to the native fields of one connector's types, both ways.
 * Shipped as `connectors/<id>/mappings/<entity>.yaml`; a tenant overrides single lines.
 */
export interface MappingDocument {
  entity: string
  /** Lines shared by all types. */
  fields?: Record<string, MappingLine>
  parts?: Record<string, PartMapping>
  /** Native types that make up the entity. */
  types: Record<string, TypeMapping>
}

/** How one native type stands for the entity. */
export interface TypeMapping {
  /**
   * What this type stands for: a canonical flag (`isCustomer`), or some values of a code (`{ field: kind, values: [invoice] }`).
   * A create needs it; reading sets it where it is one value, else a line reads the code.
   */
  role?: string | { field: string; values: string[] }
  /** Created for records that have no role at all. */
  default?: boolean
  /** Native values of every create that no line sets. */
  defaults?: Record<string, string | number | boolean | null>
  fields?: Record<string, MappingLine>
  parts?: Record<string, PartMapping>
}

/** A list of parts: where it stands in the native document, and its lines. */
export interface PartMapping {
  /** Native path of the list; its items carry `id`. */
  list: string
  fields: Record<string, MappingLine>
}

/** One line. A plain string is a native path, both ways. `null` removes a shared or shipped line. */
export type MappingLine = string | MappingRule | null

export interface MappingRule {
  /** Native path, dots between levels; several paths for codecs that need them all. */
  native?: string | string[]
  /** Name of a codec, built in or from the session. */
  via?: string
  /** Value map, native value to canonical value; must be one to one for two-way lines. */
  values?: Record<string, string | boolean | number | null>
  /** JSONata over the native document, read only. */
  read?: string
  /**
   * Native type that a reference leads to; the native value is then its id. Without it the native value of a reference is an
   * object `{ type, id }` (ERPNext's dynamic links).
   */
  to?: string
  /** Constant that reading yields, read only. */
  const?: string | number | boolean
  /** Default: both where possible. */
  direction?: 'both' | 'read' | 'write'
  /** Written at creation only; a later difference is left alone. */
  createOnly?: boolean
}
