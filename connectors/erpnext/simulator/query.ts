import type { Json, JsonObject } from '#canonical'
import { compareText } from './collation.js'
import { FrappeError } from './errors.js'
import { hasColumn, notPermitted, parseFilters } from './filters.js'
import type { Condition } from './filters.js'
import { groupBy, search } from './plan.js'
import { CHILD, STANDARD } from './schema.js'
import type { DocType } from './schema.js'
import type { Site } from './site.js'
import { rowsOf } from './tables.js'
import type { Doc } from './tables.js'

/** Arguments of `frappe.client.get_list`. */
export interface ListArguments {
  doctype: string
  fields?: Json
  filters?: Json
  or_filters?: Json
  group_by?: string
  order_by?: string
  limit_start?: Json
  limit_page_length?: Json
  limit?: Json
  parent?: string
  as_dict?: Json
}

/** One column of the answer. */
interface Column {
  alias: string
  /** Child DocType and its table field, for columns that multiply the rows. */
  child?: { table: string; field: string }
  /** Column of a link's target. */
  link?: { via: string; target: string; field: string }
  field: string
  aggregate?: 'count' | 'max'
}

/** A list, as `frappe.get_list` answers it. */
export function list(site: Site, args: ListArguments): Json[] {
  const type = site.type(args.doctype)
  const columns = columnsOf(type, args.fields)
  const filters = checked(site, parseFilters(args.filters, type.name))
  const orFilters = checked(site, parseFilters(args.or_filters, type.name))
  const order = orderOf(args.order_by)
  const limit = numberOf(args.limit_page_length ?? args.limit, 20)
  const start = numberOf(args.limit_start, 0)
  if (limit < 0) throw syntaxError(args.doctype, limit, start)

  const end = limit === 0 ? Infinity : start + limit
  // Joined rows and sums need everything; a page in natural order needs no more than itself.
  const whole = columns.some((column) => column.aggregate ?? column.child)
  const found = search(site, type, filters, orFilters, !whole && isNatural(order) ? end : Infinity)
  const page = columns.some((column) => column.aggregate)
    ? aggregated(found, columns, args.group_by).slice(start, end)
    : whole
      ? sorted(found, order)
          .flatMap((doc) => project(site, doc, columns))
          .slice(start, end)
      : sorted(found, order)
          .slice(start, end)
          .flatMap((doc) => project(site, doc, columns))
  const asList = args.as_dict === 0 || args.as_dict === '0' || args.as_dict === false
  return asList ? page.map((row) => Object.values(row) as Json[]) : page
}

export function count(site: Site, doctype: string, filters: Json | undefined): number {
  const type = site.type(doctype)
  return search(site, type, checked(site, parseFilters(filters, doctype)), [], Infinity).length
}

function numberOf(value: Json | undefined, fallback: number): number {
  if (value === undefined || value === null || value === '') return fallback
  return Number(value)
}

function columnsOf(type: DocType, fields: Json | undefined): Column[] {
  const list =
    Array.isArray(fields) && fields.length > 0
      ? fields.map(String)
      : typeof fields === 'string'
        ? [fields]
        : ['name']
  return list.flatMap((text): Column[] => {
    if (text === '*') {
      const own = type.fields.filter((field) => field.type !== 'Table').map((field) => field.name)
      const all = [...STANDARD, ...own, ...(type.table ? CHILD : [])]
      return all.map((field) => ({ alias: field, field }))
    }
    const [, source = text, alias] = /^(.*?)(?:\s+as\s+(\w+))?$/i.exec(text) ?? []
    return [column(type, source.trim(), alias)]
  })
}

function column(type: DocType, source: string, alias: string | undefined): Column {
  const call = /^(count|max)\(\s*`?(\w+|\*)`?\s*\)$/i.exec(source)
  if (call) {
    const aggregate = (call[1] as string).toLowerCase() as 'count' | 'max'
    return { alias: alias ?? source, field: call[2] as string, aggregate }
  }
  const child = /^`tab([\w ]+)`\.`?(\w+)`?$/.exec(source)
  if (child) {
    const [, doctype = '', field = ''] = child
    if (doctype === type.name) return { alias: alias ?? field, field }
    const table = type.fields.find((one) => one.type === 'Table' && one.options === doctype)
    if (!table) throw notPermitted(source)
    return { alias: alias ?? field, field, child: { table: table.name, field } }
  }
  const [first = '', second] = source.split('.')
  if (second !== undefined) {
    const via = type.fields.find((one) => one.name === first)
    if (via?.type === 'Table')
      return { alias: alias ?? second, field: second, child: { table: first, field: second } }
    if (via?.type === 'Link') {
      return {
        alias: alias ?? second,
        field: first,
        link: { via: first, target: via.options ?? '', field: second },
      }
    }
  }
  const name = source.replaceAll('`', '')
  if (!hasColumn(type, name)) throw notPermitted(name)
  return { alias: alias ?? name, field: name }
}

function checked(site: Site, conditions: Condition[]): Condition[] {
  for (const condition of conditions) {
    const at = site.schema.get(condition.doctype)
    if (!at || !hasColumn(at, condition.field)) throw notPermitted(condition.field)
  }
  return conditions
}

interface Order {
  field: string
  descending: boolean
}

/** Pieces of `order_by` that name a column; anything else is ignored (recording 276). */
function orderOf(text: string | undefined): Order[] {
  if (!text) return []
  return text.split(',').flatMap((piece) => {
    const found = /^\s*`?(\w+)`?(?:\s+(asc|desc))?\s*$/i.exec(piece)
    return found ? [{ field: found[1] as string, descending: found[2]?.toLowerCase() === 'desc' }] : []
  })
}

/** The order in which tables keep their documents. */
function isNatural(order: Order[]): boolean {
  const [first, second] = order
  return (
    order.length === 2 &&
    first?.field === 'modified' &&
    second?.field === 'name' &&
    !first.descending &&
    !second.descending
  )
}

/** Without `order_by` the real server has no order at all; ours follows a scrambled one, so that nobody relies on it. */
function sorted(docs: Doc[], order: Order[]): Doc[] {
  if (order.length === 0) return docs.toSorted((a, b) => scramble(a.name) - scramble(b.name))
  if (isNatural(order) && inOrder(docs)) return docs
  return docs.toSorted((a, b) => {
    for (const { field, descending } of order) {
      const result = compareValues(a[field], b[field], STAMPS.has(field))
      if (result !== 0) return descending ? -result : result
    }
    return 0
  })
}

function inOrder(docs: readonly Doc[]): boolean {
  for (let index = 1; index < docs.length; index += 1) {
    const [a, b] = [docs[index - 1] as Doc, docs[index] as Doc]
    if (a.modified > b.modified || (a.modified === b.modified && compareText(a.name, b.name) > 0))
      return false
  }
  return true
}

const STAMPS = new Set(['modified', 'creation'])

function compareValues(a: unknown, b: unknown, plain = false): number {
  if (typeof a === 'number' && typeof b === 'number') return a - b
  if (plain) return String(a) < String(b) ? -1 : a === b ? 0 : 1
  return compareText(String(a ?? ''), String(b ?? ''))
}

function scramble(text: string): number {
  let hash = 2_166_136_261
  for (let index = 0; index < text.length; index += 1)
    hash = Math.imul(hash ^ text.charCodeAt(index), 16_777_619)
  return hash
}

function aggregated(docs: Doc[], columns: Column[], group: string | undefined): JsonObject[] {
  const groups = group ? [...groupBy(docs, (doc) => doc[group]).values()] : [docs]
  return groups.map((members) =>
    Object.fromEntries(
      columns.map(({ alias, field, aggregate }) => {
        if (aggregate === 'count') return [alias, members.length]
        const values = members.map((doc) => doc[field] as Json)
        return [
          alias,
          (aggregate === 'max' ? values.toSorted((a, b) => compareValues(a, b)).at(-1) : values[0]) ?? null,
        ]
      }),
    ),
  )
}

function project(site: Site, doc: Doc, columns: readonly Column[]): JsonObject[] {
  const table = columns.find((column) => column.child)?.child?.table
  const rows = table ? rowsOf(doc, table) : []
  const joined: (Doc | undefined)[] = table && rows.length > 0 ? rows : [undefined]
  return joined.map((row) => {
    const answer: JsonObject = {}
    for (const column of columns) {
      if (column.child) answer[column.alias] = (row?.[column.child.field] ?? null) as Json
      else if (column.link) {
        const target = site.table(column.link.target).get(String(doc[column.link.via] ?? ''))
        answer[column.alias] = (target?.[column.link.field] ?? null) as Json
      } else answer[column.alias] = (doc[column.field] ?? null) as Json
    }
    return answer
  })
}

function syntaxError(doctype: string, limit: number, start: number): FrappeError {
  return new FrappeError(
    'ProgrammingError',
    `(1064, "You have an error in your SQL syntax; check the manual that corresponds to your MariaDB server version for the right syntax to use near '${limit} offset ${start}' at line 6")`,
    {
      debug: `Syntax error in query:\nselect \`tab${doctype}\`.\`name\`\nfrom \`tab${doctype}\`\n\n\n\nlimit ${limit} offset ${start} `,
    },
  )
}
