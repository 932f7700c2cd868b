import { entities, isEntityName } from '#canonical'
import type { ConfigurationField, Manifest, Text, Texts, TypeCapabilities } from './contract.js'

const FIELD_TYPES = ['url', 'text', 'secret', 'select', 'boolean', 'number']

/**
 * What is wrong with a manifest, in words for the connector's author; empty when nothing is. A connector with a problem
 * does not load: an incomplete text or a nonsensical capability would surface at a user's desk much later.
 */
export function manifestProblems(manifest: Manifest, folder: string): string[] {
  const problems: string[] = []
  const check = (holds: boolean, problem: string): void => {
    if (!holds) problems.push(problem)
  }
  check(manifest.id === folder, `id is "${manifest.id}", its folder "${folder}"`)
  check(/^[a-z][a-z0-9-]*$/.test(manifest.id), 'id may hold lower-case letters, digits and hyphens')
  check(Boolean(manifest.label) && Boolean(manifest.supports), 'label and supports must not be empty')
  check(
    Number.isInteger(manifest.concurrency) && manifest.concurrency >= 1 && manifest.concurrency <= 64,
    'concurrency must be a whole number from 1 to 64',
  )
  const names = manifest.configuration.map((field) => field.name)
  check(new Set(names).size === names.length, 'configuration names a field twice')
  for (const field of manifest.configuration) {
    problems.push(...fieldProblems(field).map((problem) => `configuration.${field.name}: ${problem}`))
  }
  check(Object.keys(manifest.entities).length > 0, 'entities is empty')
  for (const [entity, types] of Object.entries(manifest.entities)) {
    check(isEntityName(entity), `entities.${entity} is no canonical entity`)
    check(Object.keys(types).length > 0, `entities.${entity} has no native type`)
    const parts = isEntityName(entity) ? Object.keys(entities[entity].parts) : []
    const documents = isEntityName(entity) && entities[entity].lifecycle !== undefined
    for (const [type, capabilities] of Object.entries(types)) {
      const found = capabilityProblems(capabilities, parts)
      if (!documents && (capabilities.freezes !== undefined || capabilities.drafts !== undefined))
        found.push('freezes and drafts belong to entities with a lifecycle')
      problems.push(...found.map((problem) => `entities.${entity}.${type}: ${problem}`))
    }
  }
  return [...problems, ...textProblems(manifest.texts, `${manifest.id}.`)]
}

function fieldProblems(field: ConfigurationField): string[] {
  const problems: string[] = []
  if (!FIELD_TYPES.includes(field.type)) problems.push(`type ${field.type} does not exist`)
  if (!complete(field.title)) problems.push('title is not complete in both languages')
  if (field.help && !complete(field.help)) problems.push('help is not complete in both languages')
  if (field.type === 'secret' && field.default !== undefined) problems.push('a secret has no default')
  if ((field.type === 'select') !== (field.options !== undefined)) problems.push('options belong to a select')
  for (const option of field.options ?? []) {
    if (!complete(option.title)) problems.push(`option ${option.value} is not complete in both languages`)
  }
  const expected = field.type === 'boolean' || field.type === 'number' ? field.type : 'string'
  if (field.default !== undefined && typeof field.default !== expected)
    problems.push(`default is no ${expected}`)
  if (field.pattern !== undefined && !isPattern(field.pattern))
    problems.push('pattern is no regular expression')
  return problems
}

function capabilityProblems(type: TypeCapabilities, parts: readonly string[]): string[] {
  const problems: string[] = []
  if (!['cursor', 'full'].includes(type.read)) problems.push(`read ${type.read} does not exist`)
  if (!['delete', 'archive', false].includes(type.remove))
    problems.push(`remove ${String(type.remove)} does not exist`)
  if (!['unique', 'upsert', 'searchable', 'none'].includes(type.marker))
    problems.push(`marker ${type.marker} does not exist`)
  if (!Number.isInteger(type.batch) || type.batch < 1) problems.push('batch must be a whole number from 1')
  if (!type.create && type.marker !== 'none') problems.push('a type that is never created needs no marker')
  if (!type.update && type.precondition) problems.push('a type that is never updated has no precondition')
  for (const part of type.parts) {
    if (!parts.includes(part)) problems.push(`part ${part} is not in the canonical entity`)
  }
  return problems
}

/** Every code belongs to the connector, is written in both languages, and uses the same placeholders in both. */
function textProblems(texts: Texts, prefix: string): string[] {
  const problems: string[] = []
  for (const [code, { message, fix }] of Object.entries(texts)) {
    if (!code.startsWith(prefix)) problems.push(`texts: ${code} does not start with "${prefix}"`)
    for (const text of fix ? [message, fix] : [message]) {
      if (!complete(text)) problems.push(`texts: ${code} is not complete in both languages`)
      else if (placeholders(text.en) !== placeholders(text.de))
        problems.push(`texts: ${code} has other placeholders in German`)
    }
  }
  return problems
}

const complete = (text: Text): boolean => Boolean(text.en?.trim()) && Boolean(text.de?.trim())

const placeholders = (text: string): string => [...new Set(text.match(/\{\w+\}/g))].sort().join()

function isPattern(pattern: string): boolean {
  try {
    return Boolean(new RegExp(pattern))
  } catch {
    return false
  }
}
