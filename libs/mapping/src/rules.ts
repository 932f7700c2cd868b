import type { Scalar } from '#canonical'
import type { MappingDocument, MappingLine, MappingRule, PartMapping, TypeMapping } from './document.js'

/** A document whose types carry all their lines as rules: shared lines merged in, removed lines gone. */
export interface ResolvedDocument extends MappingDocument {
  types: Record<string, ResolvedType>
}

/** One native type of a resolved document. */
export interface ResolvedType {
  role?: string | { field: string; values: string[] }
  default?: boolean
  defaults?: Record<string, string | number | boolean | null>
  fields: Record<string, MappingRule>
  parts: Record<string, ResolvedPart>
}

export interface ResolvedPart {
  list: string
  fields: Record<string, MappingRule>
}

type Lines = Record<string, MappingLine>

/** Merges shared lines into each type, where the type's own line (or null) wins. Resolving twice changes nothing. */
export function resolve(document: MappingDocument): ResolvedDocument {
  const types = Object.entries(document.types).map(([name, type]): [string, ResolvedType] => {
    const { fields, parts, ...rest } = type
    const shared = document.parts ?? {}
    const own = parts ?? {}
    const lists = [...new Set([...Object.keys(shared), ...Object.keys(own)])]
    return [
      name,
      {
        ...rest,
        fields: rules(document.fields, fields),
        parts: Object.fromEntries(lists.map((list) => [list, mergePart(shared[list], own[list])])),
      },
    ]
  })
  return { entity: document.entity, types: Object.fromEntries(types) }
}

/** What a type stands for, in one form: the field and its values; null for a type that stands for the whole entity. */
export function roleOf(type: { role?: TypeMapping['role'] }): Role | null {
  if (type.role === undefined) return null
  return typeof type.role === 'string' ? { field: type.role, values: [true] } : type.role
}

/** A canonical field, and the values of it that a native type stands for. */
export interface Role {
  field: string
  values: readonly Scalar[]
}

/** How a line may be used; `read` and `const` lines can only read. */
export function direction(rule: MappingRule): 'both' | 'read' | 'write' {
  if (rule.read !== undefined || rule.const !== undefined) return 'read'
  return rule.direction ?? 'both'
}

export const reads = (rule: MappingRule): boolean => direction(rule) !== 'write'
export const writes = (rule: MappingRule): boolean => direction(rule) !== 'read'

/** The native paths of a line; none for `read` and `const` lines. */
export function natives(rule: MappingRule): string[] {
  if (rule.native === undefined) return []
  return typeof rule.native === 'string' ? [rule.native] : rule.native
}

/** A line in its long form. */
export function toRule(line: string | MappingRule): MappingRule {
  return typeof line === 'string' ? { native: line } : line
}

function mergePart(shared: PartMapping | undefined, own: PartMapping | undefined): ResolvedPart {
  return { list: own?.list ?? shared?.list ?? '', fields: rules(shared?.fields, own?.fields) }
}

function rules(shared: Lines | undefined, own: Lines | undefined): Record<string, MappingRule> {
  const result: Record<string, MappingRule> = {}
  for (const [field, line] of Object.entries({ ...shared, ...own })) {
    if (line !== null) result[field] = toRule(line)
  }
  return result
}
