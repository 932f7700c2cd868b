import type { EntityDefinition, FieldDefinition, Flat, JsonObject } from '#canonical'
import type { Codec } from './codec.js'
import type { MappingRule } from './document.js'
import type { ResolvedType } from './rules.js'

/** What the linter needs beside the document and the schema. */
export interface LintOptions {
  /** Whether the flow carries changes in both directions: then one-way lines are worth a warning. */
  twoWay: boolean
  /** Real native documents by type; each is read, written and read again in memory. */
  samples: Record<string, readonly JsonObject[]>
  /** The session's codecs; the built-in ones join them. */
  codecs: Record<string, Codec>
  /** Canonical records that this mapping would write, from the other participants: their lengths and values are tried. */
  records?: readonly Flat[]
}

/** One native type under the linter. */
export interface LintTarget {
  native: string
  type: ResolvedType
  entity: EntityDefinition
  lines: LintLine[]
}

/** One line under the linter, of the record itself (`list` null) or of a list of parts. */
export interface LintLine {
  list: string | null
  /** Native path before those of the line: empty, or the list and a dot. */
  prefix: string
  field: string
  definition: FieldDefinition
  rule: MappingRule
  place: { path: string; native: string; field: string }
}

/** A native type with all its lines in one list. */
export function lintTarget(native: string, type: ResolvedType, entity: EntityDefinition): LintTarget {
  return { native, type, entity, lines: linesOf(native, type, entity) }
}

function linesOf(native: string, type: ResolvedType, entity: EntityDefinition): LintLine[] {
  const line = (
    list: string | null,
    prefix: string,
    definitions: Record<string, FieldDefinition> | undefined,
  ) => {
    return ([field, rule]: [string, MappingRule]): LintLine[] => {
      const definition = definitions?.[field]
      const path = `types.${native}.${list === null ? '' : `parts.${list}.`}fields.${field}`
      const place = { path, native, field: list === null ? field : `${list}.${field}` }
      return definition ? [{ list, prefix, field, definition, rule, place }] : []
    }
  }
  return [
    ...Object.entries(type.fields).flatMap(line(null, '', entity.fields)),
    ...Object.entries(type.parts).flatMap(([list, part]) => {
      return Object.entries(part.fields).flatMap(line(list, `${part.list}.`, entity.parts[list]?.fields))
    }),
  ]
}
