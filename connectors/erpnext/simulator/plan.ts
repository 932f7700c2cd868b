import type { Json } from '#canonical'
import { childMatches, compile, datetime, notPermitted } from './filters.js'
import type { Condition } from './filters.js'
import type { DocType } from './schema.js'
import type { Site } from './site.js'
import { rowsOf } from './tables.js'
import type { Doc } from './tables.js'
import { isVisible } from './users.js'

/**
 * Everything that meets the filters, through an index where one fits; in order of (modified, name) unless an index gave another.
 * Stops after `most` documents when that order is the one that the caller wants.
 */
export function search(
  site: Site,
  type: DocType,
  filters: Condition[],
  orFilters: Condition[],
  most: number,
): Doc[] {
  const today = (): string => site.clock.stamp().slice(0, 10)
  const own = filters.filter((condition) => condition.doctype === type.name)
  const checks = own.map((condition) => compile(condition, today))
  const foreign = groupBy(
    filters.filter((condition) => condition.doctype !== type.name),
    (condition) => condition.doctype,
  )
  for (const [doctype, conditions] of foreign) {
    const table = type.fields.find((field) => field.type === 'Table' && field.options === doctype)
    if (!table) throw notPermitted(conditions[0]?.field ?? doctype)
    const rowChecks = conditions.map((condition) => compile(condition, today))
    checks.push((doc) => childMatches(doc, table.name, rowChecks))
  }
  if (orFilters.length > 0) {
    const any = orFilters.map((condition) => compile(condition, today))
    checks.push((doc) => any.some((check) => check(doc)))
  }
  if (site.table('User Permission').size > 0) checks.push((doc) => isVisible(site, type, doc))
  if (type.table) return childCandidates(site, type, own).filter((doc) => checks.every((check) => check(doc)))
  const { docs, ordered } = docCandidates(site, type, own, foreign, orFilters)
  const found: Doc[] = []
  for (const doc of docs) {
    if (!checks.every((check) => check(doc))) continue
    found.push(doc)
    if (ordered && found.length >= most) break
  }
  return found
}

const textsOf = (value: Json): string[] => (Array.isArray(value) ? value.map(String) : [String(value)])

function docCandidates(
  site: Site,
  type: DocType,
  own: Condition[],
  foreign: Map<string, Condition[]>,
  orFilters: Condition[],
): { docs: readonly Doc[]; ordered: boolean } {
  const table = site.table(type.name)
  for (const { field, operator, value } of own) {
    if (operator !== '=' && operator !== 'in') continue
    const one =
      field === 'name'
        ? (text: string) => table.get(text)
        : table.hasIndex(field)
          ? (text: string) => table.byUnique(field, text)
          : null
    if (!one || textsOf(value).includes('')) continue
    return { docs: unique(textsOf(value).flatMap((text) => one(text) ?? [])), ordered: false }
  }
  const links = foreign.get('Dynamic Link') ?? []
  const doctype = links.find((condition) => condition.field === 'link_doctype' && condition.operator === '=')
  const names = links.find(
    (condition) => condition.field === 'link_name' && /^(=|in)$/.test(condition.operator),
  )
  if (doctype && names) {
    const docs = unique(
      textsOf(names.value).flatMap((name) => [...table.byLink(String(doctype.value), name)]),
    )
    return { docs, ordered: false }
  }
  const from = windowStart(own)
  if (from !== null) return { docs: table.since(from), ordered: true }
  // "Saved since then, or of this name": two indexes, merged.
  const either = orFilters.length === 2 && own.length === 0 ? windowStart(orFilters) : null
  const named = orFilters.find((condition) => condition.field === 'name' && condition.operator === '=')
  if (either === null || !named) return { docs: table.all(), ordered: true }
  const one = table.get(String(named.value))
  const since = table.since(either)
  return { docs: one && one.modified < either ? [one, ...since] : since, ordered: true }
}

/** Start of a window over `modified`, when a condition draws one. */
function windowStart(conditions: readonly Condition[]): string | null {
  const window = conditions.find(
    (condition) => condition.field === 'modified' && /^>=?$/.test(condition.operator),
  )
  return window ? datetime(String(window.value)) : null
}

/** Rows of a child DocType: by their parents, by what they link to, or all of the parent DocType's. */
function childCandidates(site: Site, type: DocType, own: Condition[]): readonly Doc[] {
  const parents = [...site.schema.values()].filter((one) =>
    one.fields.some((field) => field.options === type.name && field.type === 'Table'),
  )
  const wanted = own.find((condition) => condition.field === 'parenttype' && condition.operator === '=')
  const names = own.find((condition) => condition.field === 'parent' && /^(=|in)$/.test(condition.operator))
  const linkType = own.find((condition) => condition.field === 'link_doctype' && condition.operator === '=')
  const linkNames = own.find(
    (condition) => condition.field === 'link_name' && /^(=|in)$/.test(condition.operator),
  )
  const from = wanted ? parents.filter((one) => one.name === wanted.value) : parents
  return from.flatMap((holder) => {
    const table = site.table(holder.name)
    const docs = names
      ? unique(textsOf(names.value).flatMap((name) => table.get(name) ?? []))
      : linkType && linkNames
        ? unique(textsOf(linkNames.value).flatMap((name) => [...table.byLink(String(linkType.value), name)]))
        : table.all()
    const fields = holder.fields.filter((field) => field.type === 'Table' && field.options === type.name)
    return docs.flatMap((doc) => fields.flatMap((field) => rowsOf(doc, field.name)))
  })
}

export function groupBy<T, K>(items: readonly T[], key: (item: T) => K): Map<K, T[]> {
  const groups = new Map<K, T[]>()
  for (const item of items) {
    const group = groups.get(key(item))
    if (group) group.push(item)
    else groups.set(key(item), [item])
  }
  return groups
}

const unique = (docs: Doc[]): Doc[] => [...new Set(docs)]
