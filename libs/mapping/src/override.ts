import { createHash } from 'node:crypto'
import { entities, type EntityDefinition } from '#canonical'
import { checkDocument } from './check.js'
import type { MappingDocument, MappingLine } from './document.js'
import { type Finding, finding, MappingDocumentError } from './finding.js'
import { type ResolvedDocument, resolve } from './rules.js'

/**
 * Changes of a tenant to a shipped document, by the path of what they replace:
 * - `types.<type>.fields.<field>` and `types.<type>.parts.<list>.fields.<field>`: a line, or null to remove it
 * - `types.<type>.parts.<list>.list`: the native list of parts, or null to leave the parts unmapped
 * - `types.<type>.defaults.<native field>`: a value for creates, or null for none
 */
export type MappingOverrides = Record<string, MappingLine | number | boolean>

/**
 * The document that is in force: the shipped one with the tenant's overrides. The order of the keys does not matter.
 * Throws `MappingDocumentError` for keys that name nothing and for what the overrides make wrong.
 */
export function applyOverrides(
  document: MappingDocument,
  overrides: MappingOverrides,
  known: Record<string, EntityDefinition> = entities,
): ResolvedDocument {
  const result = structuredClone(resolve(document)) as MappingDocument
  const findings: Finding[] = []
  // Lists before the lines in them, so that a list and its lines can come in any order.
  const keys = Object.keys(overrides).sort((a, b) => Number(isLine(a)) - Number(isLine(b)))
  for (const key of keys) {
    const target = locate(result, key)
    if (target) target.set(overrides[key] ?? null)
    else findings.push(finding('mapping.override-key', { path: key }, { key }))
  }
  if (findings.length === 0) findings.push(...checkDocument(result, known))
  if (findings.length > 0) throw new MappingDocumentError(findings)
  return resolve(result)
}

/** Changes with the meaning of lines (trimming, built-in codecs), so that an upgrade rebases the flows (rule 15). */
export const SEMANTICS = 1

/** Short hash of what a document means; the same for every order of keys and for short and long lines. */
export function mappingVersion(document: MappingDocument): string {
  const text = JSON.stringify([SEMANTICS, resolve(document)], sorted)
  return createHash('sha256').update(text).digest('hex').slice(0, 16)
}

type Setter = { set(value: MappingOverrides[string]): unknown }

const isLine = (key: string): boolean => !key.endsWith('.list')

/** Where a key points to; null when it names no type, list or line. Names of types and fields may contain dots. */
function locate(document: MappingDocument, key: string): Setter | null {
  const names = Object.keys(document.types).filter((name) => key.startsWith(`types.${name}.`))
  const native = names.sort((a, b) => b.length - a.length)[0]
  const type = native === undefined ? undefined : document.types[native]
  if (type === undefined) return null
  const rest = key.slice(`types.${native}.`.length)
  const [, section, name] = /^(fields|defaults|parts)\.(.+)$/s.exec(rest) ?? []
  if (name === undefined) return null
  if (section === 'fields') return entry((type.fields ??= {}), name)
  if (section === 'defaults') return optional((type.defaults ??= {}), name)
  const [, list, field] = /^([^.]+)\.(?:list|fields\.(.+))$/s.exec(name) ?? []
  if (list === undefined) return null
  const parts = (type.parts ??= {})
  if (field !== undefined) {
    const part = parts[list]
    return part ? entry(part.fields, field) : null
  }
  return {
    set(value) {
      if (value === null) delete parts[list]
      else parts[list] = { list: value as string, fields: parts[list]?.fields ?? {} }
    },
  }
}

function entry(target: object, name: string): Setter {
  return {
    set(value) {
      Object.defineProperty(target, name, { value, enumerable: true, configurable: true, writable: true })
    },
  }
}

/** An entry that null removes. */
function optional(target: object, name: string): Setter {
  return {
    set: (value) => (value === null ? Reflect.deleteProperty(target, name) : entry(target, name).set(value)),
  }
}

function sorted(_key: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
}
