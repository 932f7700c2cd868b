import type { Json } from '#canonical'
import { fold, like } from './collation.js'
import { FrappeError, thrown } from './errors.js'
import { STANDARD, CHILD } from './schema.js'
import type { DocType } from './schema.js'
import { rowsOf } from './tables.js'
import type { Doc } from './tables.js'

/** One condition of a list call. */
export interface Condition {
  doctype: string
  field: string
  operator: string
  value: Json
}

const OPERATORS = [
  'not ancestors of',
  '=',
  'not in',
  'next',
  'in',
  'is',
  'descendants of',
  'ancestors of',
  'descendants of (inclusive)',
  'fiscal year',
  'not like',
  '<=',
  'between',
  '<',
  'not descendants of',
  '>=',
  '>',
  '!=',
  'like',
  'previous',
  'timespan',
]
const DATETIMES = new Set(['modified', 'creation'])

/** Filters in any of the three forms: rows of three, rows of four, or an object (upstream/erpnext.md §2). */
export function parseFilters(filters: Json | undefined, doctype: string): Condition[] {
  if (!filters) return []
  const rows: Json[] = Array.isArray(filters)
    ? filters
    : Object.entries(filters).map(([field, value]) =>
        Array.isArray(value) ? [field, ...value] : [field, '=', value as Json],
      )
  return rows.map((row) => {
    const cells = Array.isArray(row) ? row : []
    const [at, field, operator, value] = cells.length === 4 ? cells : [doctype, ...cells]
    const known = String(operator ?? '=').toLowerCase()
    if (!OPERATORS.includes(known)) {
      throw thrown('ValidationError', `Operator must be one of ${OPERATORS.join(', ')}`)
    }
    return { doctype: String(at), field: String(field), operator: known, value: value ?? null }
  })
}

export function notPermitted(field: string): FrappeError {
  return thrown('DataError', `Field not permitted in query: ${field}`)
}

/** True when the DocType has the column. */
export function hasColumn(type: DocType, field: string): boolean {
  return (
    (STANDARD as readonly string[]).includes(field) ||
    (type.table === true && (CHILD as readonly string[]).includes(field)) ||
    type.fields.some((one) => one.name === field && one.type !== 'Table')
  )
}

/** The check of one column, with the database's comparisons. */
export function compile(condition: Condition, today: () => string): (row: Doc) => boolean {
  const { field, operator } = condition
  const value = condition.value
  const at = DATETIMES.has(field) ? datetime : sortable
  // Stored stamps have the full form already.
  const of = DATETIMES.has(field)
    ? (row: Doc): string => row[field] as string
    : (row: Doc): string | number | null => comparable(row[field], at)
  switch (operator) {
    case '=': {
      const wanted = comparable(value, at)
      // An empty text also means "no value".
      return value === '' || value === null ? (row) => isEmpty(row[field]) : (row) => of(row) === wanted
    }
    case '!=': {
      const wanted = comparable(value, at)
      return (row) => of(row) !== wanted
    }
    case 'in':
    case 'not in': {
      const list = (Array.isArray(value) ? value : String(value).split(',')).map((one) => comparable(one, at))
      const wanted = new Set(list)
      const empties = wanted.has('')
      const inside = (row: Doc): boolean => wanted.has(of(row)) || (empties && isEmpty(row[field]))
      return operator === 'in' ? inside : (row) => !inside(row)
    }
    case 'like':
    case 'not like': {
      const hit = (row: Doc): boolean => like(String(row[field] ?? ''), String(value))
      return operator === 'like' ? hit : (row) => !hit(row)
    }
    case 'is':
      return String(value).toLowerCase() === 'set'
        ? (row) => !isEmpty(row[field])
        : (row) => isEmpty(row[field])
    case 'between': {
      const [from, to] = (Array.isArray(value) ? value : []).map(String)
      return (row) => {
        const one = String(row[field] ?? '')
        return one >= (from ?? '') && one <= `${to ?? ''} 23:59:59.999999`
      }
    }
    case 'timespan':
      return (row) => String(row[field] ?? '').startsWith(today())
    default:
      return ordered(operator, of, comparable(value, at))
  }
}

function ordered(
  operator: string,
  of: (row: Doc) => string | number | null,
  wanted: string | number | null,
): (row: Doc) => boolean {
  // A text that is no date matches everything, with status 200 (upstream §7).
  if (wanted === null) return () => true
  return (row) => {
    const one = of(row)
    if (one === null) return false
    if (operator === '>') return one > wanted
    if (operator === '>=') return one >= wanted
    if (operator === '<') return one < wanted
    return one <= wanted
  }
}

const isEmpty = (value: unknown): boolean => value === null || value === undefined || value === ''

function comparable(value: unknown, read: (text: string) => string | null): string | number | null {
  if (value === null || value === undefined) return null
  if (typeof value === 'number') return value
  if (typeof value === 'boolean') return value ? 1 : 0
  return read(String(value))
}

const sortable = (text: string): string => fold(text)

/** A date in site time; a zone behind it is silently thrown away. */
export function datetime(text: string): string | null {
  const found = /^(\d{4}-\d\d-\d\d)(?:[ T](\d\d:\d\d:\d\d)(\.\d{1,6})?)?/.exec(text)
  if (!found) return null
  return `${found[1]} ${found[2] ?? '00:00:00'}.${(found[3] ?? '.').slice(1).padEnd(6, '0')}`
}

/** Conditions on child rows: one and the same row must meet all that name its DocType. */
export function childMatches(doc: Doc, table: string, checks: readonly ((row: Doc) => boolean)[]): boolean {
  return rowsOf(doc, table).some((row) => checks.every((check) => check(row)))
}
