import type { Env } from './env.js'
import { OdooError } from './errors.js'
import type { Field } from './fields.js'
import { modelOf } from './models.js'
import type { Bounds, Model } from './models.js'
import type { Row, Value } from './table.js'

type Test = (row: Row) => boolean

export interface Domain {
  test: Test
  bounds: Bounds
  /** True when the domain names `active`, which switches the hiding of archived records off. */
  namesActive: boolean
}

const LEAF_OPERATORS = new Set([
  '=',
  '!=',
  '<',
  '<=',
  '>',
  '>=',
  'in',
  'not in',
  'like',
  'ilike',
  'not like',
  'not ilike',
  '=like',
  '=ilike',
])

/** Compiles a search domain in prefix notation. Throws ValueError as the ORM does (a 500 over JSON-2, upstream §3). */
export function parseDomain(env: Env, model: Model, domain: unknown): Domain {
  if (!Array.isArray(domain))
    throw new OdooError('builtins.ValueError', `Domain() invalid item in domain: ${String(domain)}`)
  const items = domain as unknown[]
  const bounds: Bounds = {}
  let namesActive = false
  let index = 0
  const term = (): Test => {
    const item = items[index]
    index += 1
    if (item === '!') return negate(term())
    if (item === '&' || item === '|') {
      const [left, right] = [term(), term()]
      return item === '&' ? (row) => left(row) && right(row) : (row) => left(row) || right(row)
    }
    const leaf = readLeaf(item)
    if (leaf.path === 'active') namesActive = true
    return compileLeaf(env, model, leaf)
  }
  const tests: Test[] = []
  const plain = items.every((item) => Array.isArray(item))
  while (index < items.length) {
    if (plain) addBounds(env, model, readLeaf(items[index]), bounds)
    tests.push(term())
  }
  return { test: all(tests), bounds, namesActive }
}

interface Leaf {
  path: string
  operator: string
  value: unknown
}

function all(tests: readonly Test[]): Test {
  return (row) => {
    for (const test of tests) if (!test(row)) return false
    return true
  }
}

const negate =
  (test: Test): Test =>
  (row) =>
    !test(row)

function readLeaf(item: unknown): Leaf {
  const [path, operator, value] = Array.isArray(item) ? (item as unknown[]) : []
  if (typeof path !== 'string' || typeof operator !== 'string' || !LEAF_OPERATORS.has(operator)) {
    throw new OdooError('builtins.ValueError', `Domain() invalid item in domain: ${JSON.stringify(item)}`)
  }
  return { path, operator, value }
}

/** What conditions joined by "and" say to the indexes. */
function addBounds(env: Env, model: Model, { path, operator, value }: Leaf, bounds: Bounds): void {
  const parent = env.db.table(model.name).parent
  if (path === 'id' && operator === '=') bounds.ids = [Number(value)]
  if (path === 'id' && operator === 'in' && Array.isArray(value)) bounds.ids = value.map(Number)
  if (path === 'id' && operator === '>') bounds.after = Number(value)
  if (path === parent && operator === '=' && typeof value === 'number') bounds.parents = [value]
  if (path === parent && operator === '=' && (value === false || value === null)) bounds.roots = true
  if (path === parent && operator === 'in' && Array.isArray(value) && value.every(Number.isInteger))
    bounds.parents = value.map(Number)
  if (path === 'write_date' && (operator === '>=' || operator === '>'))
    bounds.since = readMoment(env, value).at
}

function compileLeaf(env: Env, model: Model, leaf: Leaf): Test {
  const [name = '', ...rest] = leaf.path.split('.')
  const field = model.fields(env)[name]
  if (!field) {
    const shown = `('${leaf.path}', '${leaf.operator}', ${JSON.stringify(leaf.value)})`
    const where = env.db.version >= 19 ? 'condition' : 'leaf'
    throw new OdooError('builtins.ValueError', `Invalid field ${model.name}.${name} in ${where} ${shown}`)
  }
  if (rest.length > 0) return throughRelation(env, model, name, field, { ...leaf, path: rest.join('.') })
  if (field.type === 'datetime') return compareMoment(env, (row) => model.value(env, row, name), leaf)
  const test = compareValue(leaf, field)
  // Stored columns need no computing: this runs for every row of a table.
  const stored = field.store !== false && field.type !== 'one2many' && field.type !== 'many2many'
  return stored ? (row) => test(row[name] ?? null) : (row) => test(model.value(env, row, name))
}

/** `country_id.code = DE`: true when a related record matches. */
function throughRelation(env: Env, model: Model, name: string, field: Field, leaf: Leaf): Test {
  const related = modelOf(
    field.relation ?? '',
    () => new OdooError('builtins.ValueError', `Invalid field ${name}.${leaf.path}`),
  )
  const test = compileLeaf(env, related, leaf)
  return (row) =>
    [model.value(env, row, name)].flat().some((id) => {
      const target = typeof id === 'number' ? related.get(env, id) : undefined
      return target !== undefined && test(target)
    })
}

type ValueTest = (value: Value) => boolean

function compareValue({ operator, value }: Leaf, field: Field): ValueTest {
  switch (operator) {
    case '=':
      return Array.isArray(value) ? isOneOf(value, field) : isOneOf([value], field)
    case '!=':
      return negateValue(Array.isArray(value) ? isOneOf(value, field) : isOneOf([value], field))
    case 'in':
      return isOneOf(Array.isArray(value) ? value : [value], field)
    case 'not in':
      return negateValue(isOneOf(Array.isArray(value) ? value : [value], field))
    case '<':
      return (found) => found !== null && found < (value as Value & {})
    case '<=':
      return (found) => found !== null && found <= (value as Value & {})
    case '>':
      return (found) => found !== null && found > (value as Value & {})
    case '>=':
      return (found) => found !== null && found >= (value as Value & {})
    default:
      return like(operator, String(value))
  }
}

const negateValue =
  (test: ValueTest): ValueTest =>
  (value) =>
    !test(value)

/** `false` and `null` stand for empty, except in boolean fields. Lists match when one of their ids does. */
function isOneOf(values: unknown[], field: Field): ValueTest {
  const wanted = new Set(values.map((value) => (value === false && field.type !== 'boolean' ? null : value)))
  const wantsEmpty = wanted.has(null)
  return (found) => {
    if (found === null) return wantsEmpty
    if (typeof found === 'object') return found.length === 0 ? wantsEmpty : found.some((id) => wanted.has(id))
    return wanted.has(found) || (found === '' && wantsEmpty)
  }
}

function like(operator: string, pattern: string): ValueTest {
  const source = pattern
    .replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
    .replace(/%/g, '.*')
    .replace(/_/g, '.')
  const exact = operator.startsWith('=')
  const expression = new RegExp(exact ? `^${source}$` : source, operator.includes('ilike') ? 'is' : 's')
  const matches: ValueTest = (found) => typeof found === 'string' && expression.test(found)
  return operator.startsWith('not ') ? negateValue(matches) : matches
}

/**
 * The trap of upstream §4: stamps have microseconds, clients see seconds. Up to 18 the comparison is exact, so that `=` with the
 * value just read finds nothing and `>` finds the same record again; from 19 on whole seconds are compared.
 */
function compareMoment(env: Env, valueOf: (row: Row) => Value, { operator, value }: Leaf): Test {
  const stampOf = (row: Row): number | null => valueOf(row) as number | null
  if (value === false || value === null) {
    const empty = operator === '='
    return (row) => (stampOf(row) === null) === empty
  }
  const { at, until } = readMoment(env, value)
  const tests: Record<string, (stamp: number) => boolean> = {
    '=': (stamp) => stamp >= at && stamp < until,
    '!=': (stamp) => stamp < at || stamp >= until,
    '>=': (stamp) => stamp >= at,
    '>': (stamp) => stamp >= until,
    '<': (stamp) => stamp < at,
    '<=': (stamp) => stamp < until,
  }
  const test = tests[operator]
  if (!test) throw new OdooError('builtins.ValueError', `Invalid operator ${operator} for a datetime`)
  return (row) => {
    const stamp = stampOf(row)
    return stamp !== null && test(stamp)
  }
}

/** A moment of a domain: from `at` (included) to `until` (excluded), microseconds. */
function readMoment(env: Env, value: unknown): { at: number; until: number } {
  const text = String(value)
  const parts = /^(\d{4}-\d{2}-\d{2})(?:[ T](\d{2}:\d{2}:\d{2})(?:\.(\d{1,6}))?)?(Z)?$/.exec(text)
  if (!parts || (parts[4] && env.db.version >= 19)) {
    throw new OdooError(
      'builtins.ValueError',
      `time data '${text}' does not match format '%Y-%m-%d %H:%M:%S'`,
    )
  }
  const seconds = Date.parse(`${parts[1] ?? ''}T${parts[2] ?? '00:00:00'}Z`) * 1_000
  const micros = Number((parts[3] ?? '').padEnd(6, '0'))
  if (env.db.version >= 19) return { at: seconds, until: seconds + 1_000_000 }
  return { at: seconds + micros, until: seconds + micros + 1 }
}
