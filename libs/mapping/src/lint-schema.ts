import type { Scalar } from '#canonical'
import type { SchemaField } from './codec.js'
import { type Finding, finding } from './finding.js'
import type { FindingCode } from './finding-texts.js'
import type { LintLine, LintTarget } from './lint-target.js'
import { overlaps } from './paths.js'
import { direction, natives, reads, writes } from './rules.js'
import { type Expected, expected, nativeKey } from './values.js'

/** Native types whose plain JSON fits a canonical field without a codec. */
const FITTING: Record<Expected, readonly SchemaField['type'][]> = {
  text: ['text', 'reference'],
  code: ['text', 'reference'],
  boolean: ['boolean'],
  date: ['date'],
  decimal: ['text'],
}

/** A type's lines against the live schema of the connection. */
export function lintSchema(
  target: LintTarget,
  schema: readonly SchemaField[] | undefined,
  twoWay: boolean,
): Finding[] {
  const oneWay = twoWay ? target.lines.flatMap(lintDirection) : []
  if (schema === undefined) {
    const { native } = target
    return [...oneWay, finding('mapping.schema-missing', { path: `types.${native}`, native }, { native })]
  }
  return [
    ...oneWay,
    ...lintLists(target, schema),
    ...target.lines.flatMap((line) => lintLine(line, schema)),
    ...lintDefaults(target, schema),
    ...lintRequired(target, schema),
  ]
}

function lintDirection({ rule, place }: LintLine): Finding[] {
  const way = rule.createOnly === true ? 'createOnly' : direction(rule)
  return way === 'both' ? [] : [finding('mapping.one-way', place, { direction: way })]
}

/** The schema of a path; a path inside a JSON field is described by that field. */
function lookup(schema: readonly SchemaField[], path: string): SchemaField | undefined {
  return (
    schema.find((field) => field.path === path) ??
    schema.find((field) => field.type === 'json' && path.startsWith(`${field.path}.`))
  )
}

const hasList = (schema: readonly SchemaField[], list: string): boolean => {
  return schema.some(({ path }) => path === list || path.startsWith(`${list}.`))
}

function lintLists({ native, type }: LintTarget, schema: readonly SchemaField[]): Finding[] {
  return Object.entries(type.parts).flatMap(([name, { list }]) => {
    const place = { path: `types.${native}.parts.${name}.list`, native, field: name }
    return list === '' || hasList(schema, list)
      ? []
      : [finding('mapping.native-unknown', place, { native: list })]
  })
}

function lintLine(line: LintLine, schema: readonly SchemaField[]): Finding[] {
  // A list that does not exist is one finding, not one for each of its lines.
  if (line.list !== null && !hasList(schema, line.prefix.slice(0, -1))) return []
  return natives(line.rule).flatMap((path) => {
    const native = line.prefix + path
    const field = lookup(schema, native)
    if (field === undefined) return [finding('mapping.native-unknown', line.place, { native })]
    const findings = lintValues(line, field, native)
    if (field.readOnly === true && writes(line.rule)) {
      findings.push(finding('mapping.native-read-only', line.place, { native }))
    }
    return findings
  })
}

/** Type and options of one native field against its line; codecs know their own field. */
function lintValues({ rule, definition, place }: LintLine, field: SchemaField, native: string): Finding[] {
  if (rule.via !== undefined) return []
  const findings: Finding[] = []
  const add = (code: FindingCode, key: string, values: readonly unknown[]) => {
    if (values.length > 0)
      findings.push(finding(code, place, { native, [key]: values.map(String).join(', ') }))
  }
  const clash = (expectedType: string) => {
    findings.push(finding('mapping.type-clash', place, { native, expected: expectedType, found: field.type }))
  }
  const canonical: readonly Scalar[] =
    definition.type === 'boolean' ? [true, false] : (definition.values ?? [])

  if (rule.values === undefined) {
    const type = expected(definition)
    if (field.type !== 'json' && !FITTING[type].includes(field.type)) clash(type)
    if (field.options && definition.values) {
      const { options } = field
      if (reads(rule))
        add(
          'mapping.option-missing',
          'options',
          options.filter((option) => !canonical.includes(option)),
        )
      if (writes(rule))
        add(
          'mapping.value-missing',
          'values',
          definition.values.filter((v) => !options.includes(v)),
        )
    }
    return findings
  }

  const keys = Object.keys(rule.values).map(nativeKey)
  const strangers = keys.filter((key) => key !== null && !fitsType(key, field.type))
  if (strangers.length > 0) {
    clash(typeof strangers[0] === 'string' ? 'text' : typeof strangers[0])
    return findings
  }
  const options = field.options?.filter((option) => option !== '') ?? booleans(field, keys)
  if (options) {
    const named = keys.map(String)
    if (reads(rule))
      add(
        'mapping.option-missing',
        'options',
        options.filter((option) => !named.includes(option)),
      )
    if (writes(rule)) {
      add(
        'mapping.option-unknown',
        'options',
        keys.filter((key) => key !== null && !options.includes(String(key))),
      )
    }
  }
  if (writes(rule)) {
    const mapped = Object.values(rule.values)
    add(
      'mapping.value-missing',
      'values',
      canonical.filter((value) => !mapped.includes(value)),
    )
  }
  return findings
}

/** Both values of a native flag, in the form that the keys use (ERPNext shows flags as 0 and 1). */
function booleans(field: SchemaField, keys: readonly Scalar[]): string[] | undefined {
  if (field.type !== 'boolean') return undefined
  return keys.some((key) => typeof key === 'number') ? ['0', '1'] : ['true', 'false']
}

function fitsType(key: Scalar, type: SchemaField['type']): boolean {
  switch (type) {
    case 'boolean':
      return typeof key === 'boolean' || key === 0 || key === 1
    case 'number':
      return typeof key === 'number'
    case 'json':
      return true
    case 'list':
      return false
    default:
      return typeof key === 'string'
  }
}

function lintDefaults({ native, type }: LintTarget, schema: readonly SchemaField[]): Finding[] {
  return Object.keys(type.defaults ?? {}).flatMap((path) => {
    if (lookup(schema, path)) return []
    return [
      finding(
        'mapping.native-unknown',
        { path: `types.${native}.defaults.${path}`, native },
        { native: path },
      ),
    ]
  })
}

/** Fields that the system demands of new records. A mapping that writes nothing makes no records. */
function lintRequired(
  { native, type, entity, lines }: LintTarget,
  schema: readonly SchemaField[],
): Finding[] {
  const writing = lines.filter(({ rule }) => writes(rule))
  if (writing.length === 0) return []
  const lists = schema.filter((field) => field.type === 'list').map((field) => field.path)
  const mapped = Object.values(type.parts).map((part) => part.list)
  return schema.flatMap((field) => {
    if (field.required !== true || field.readOnly === true) return []
    const list = [...mapped, ...lists].find((list) => field.path.startsWith(`${list}.`))
    if (list !== undefined && !mapped.includes(list)) return []
    const defaults = Object.keys(type.defaults ?? {})
    if (list === undefined && defaults.some((path) => overlaps(path, field.path))) return []
    const line = writing.find(({ prefix, rule }) =>
      natives(rule).some((path) => overlaps(prefix + path, field.path)),
    )
    if (line === undefined) {
      const place = { path: `types.${native}`, native }
      return [finding('mapping.required-missing', place, { native: field.path })]
    }
    const never = entity.required.includes(line.field) || Object.values(line.rule.values ?? {}).includes(null)
    if (list !== undefined || never) return []
    return [finding('mapping.required-maybe-empty', line.place, { native: field.path })]
  })
}
