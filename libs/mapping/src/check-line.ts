import type { FieldDefinition, Json } from '#canonical'
import { MappingError } from './codec.js'
import type { MappingRule } from './document.js'
import { compileExpression } from './expression.js'
import type { FindingCode } from './finding-texts.js'
import { type Finding, finding } from './finding.js'
import { isNativePath, isObject } from './paths.js'
import { natives, writes } from './rules.js'
import { describe, expected, fits } from './values.js'

export interface LinePlace {
  path: string
  native: string | null
  /** Canonical path, `contacts.email`. */
  field: string
}

/** What each key of a line must be. */
const SHAPES: Record<keyof MappingRule, { expected: string; test: (value: unknown) => boolean }> = {
  native: {
    expected: 'a path or a list of paths',
    test: (value) => isText(value) || (Array.isArray(value) && value.length > 0 && value.every(isText)),
  },
  via: { expected: 'the name of a codec', test: isText },
  values: { expected: 'a map', test: (value) => isObject(value) && Object.values(value).every(isScalar) },
  read: { expected: 'a JSONata expression', test: isText },
  const: { expected: 'a value', test: (value) => isScalar(value) && value !== null },
  direction: {
    expected: 'both, read or write',
    test: (value) => ['both', 'read', 'write'].includes(String(value)),
  },
  to: { expected: 'the name of a native type', test: isText },
  createOnly: { expected: 'true/false', test: (value) => typeof value === 'boolean' },
}

/** Everything that is wrong with one line by itself. */
export function checkLine(
  line: unknown,
  place: LinePlace,
  definition: FieldDefinition | undefined,
  codecs: readonly string[] | undefined,
): Finding[] {
  if (line === null) return []
  const rule = typeof line === 'string' ? { native: line } : line
  if (!isObject(rule)) {
    return [
      finding('mapping.shape', place, { expected: 'a path, a rule or null', found: describe(line as Json) }),
    ]
  }
  const misshapen = Object.entries(rule).flatMap(([key, value]): Finding[] => {
    if (!Object.hasOwn(SHAPES, key)) {
      return [finding('mapping.key-unknown', place, { key, allowed: Object.keys(SHAPES).join(', ') })]
    }
    const shape = SHAPES[key as keyof MappingRule]
    if (shape.test(value)) return []
    const at = { ...place, path: `${place.path}.${key}` }
    return [finding('mapping.shape', at, { expected: shape.expected, found: describe(value) })]
  })
  if (misshapen.length > 0) return misshapen
  return checkRule(rule as MappingRule, place, definition, codecs)
}

function checkRule(
  rule: MappingRule,
  place: LinePlace,
  definition: FieldDefinition | undefined,
  codecs: readonly string[] | undefined,
): Finding[] {
  const findings: Finding[] = []
  const add = (code: FindingCode, params?: Finding['params']) => findings.push(finding(code, place, params))
  const { native, via, values, read, direction } = rule
  const constant = rule.const

  if ([native, read, constant].filter((source) => source !== undefined).length !== 1)
    add('mapping.line-source')
  if (
    (via !== undefined && values !== undefined) ||
    ((via ?? values) !== undefined && native === undefined)
  ) {
    add('mapping.line-conversion')
  }
  for (const path of natives(rule)) if (!isNativePath(path)) add('mapping.path-bad', { native: path })
  if (natives(rule).length > 1 && via === undefined) add('mapping.paths-need-codec')
  if (native === undefined && direction !== undefined && direction !== 'read')
    add('mapping.direction-impossible')
  if (rule.createOnly === true && !writes(rule)) add('mapping.create-only-reads')
  if (via !== undefined && codecs && !codecs.includes(via)) {
    add('mapping.codec-unknown', { codec: via, allowed: codecs.join(', ') })
  }
  for (const problem of expressionProblems(read)) add(problem.code as FindingCode, problem.params)
  const isReference = definition?.type === 'reference'
  if (rule.to !== undefined ? !isReference : false)
    add('mapping.reference-line', { example: 'party: { native: partner_id, to: res.partner }' })
  if (
    isReference &&
    (via !== undefined || values !== undefined || constant !== undefined || read !== undefined)
  )
    add('mapping.reference-line', { example: 'party: { native: partner_id, to: res.partner }' })
  if (definition) {
    for (const value of [...Object.values(values ?? {}), ...(constant === undefined ? [] : [constant])]) {
      if (value === null || fits(definition, value)) continue
      const allowed = definition.values?.join(', ') ?? expected(definition)
      add('mapping.value-canonical', { value: String(value), expected: allowed })
    }
  }
  if (values !== undefined && writes(rule)) {
    for (const value of repeated(Object.values(values))) add('mapping.value-twice', { value: String(value) })
  }
  return findings
}

function expressionProblems(source: string | undefined): MappingError[] {
  if (source === undefined) return []
  try {
    compileExpression(source)
    return []
  } catch (error) {
    if (error instanceof MappingError) return [error]
    throw error
  }
}

function repeated<T>(values: T[]): T[] {
  return [...new Set(values.filter((value, index) => values.indexOf(value) !== index))]
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value.trim() !== ''
}

function isScalar(value: unknown): boolean {
  return value === null || ['string', 'number', 'boolean'].includes(typeof value)
}
