import { partKey, rulePath, type EntityDefinition, type Flat, type MatchEvidence } from '#canonical'
import { nameTokens } from './names.js'
import { normalise } from './normalise.js'

/** What one system says about a record, or the hub: rule path → values (several for fields of parts). */
export type View = ReadonlyMap<string, readonly Flat[string][]>

/** By what a record is recognised, normalised once: everything that the hub or any system says about it. */
export interface Features {
  /** Evidence → its values. */
  values: ReadonlyMap<string, ReadonlySet<string>>
  /** Evidence that is compared as a name → its words. */
  names: ReadonlyMap<string, readonly (readonly string[])[]>
  /** Values that make an agreement weaker, as `field\nvalue`. */
  weaker: ReadonlySet<string>
}

/** Reads the features of an entity from everything that is said about one record. */
export function features(entity: EntityDefinition, views: readonly View[]): Features {
  const values = new Map<string, Set<string>>()
  const names = new Map<string, (readonly string[])[]>()
  const weaker = new Set<string>()
  for (const evidence of entity.matching.evidence) {
    if (evidence.likeness) names.set(evidence.name, namesOf(evidence, views))
    else values.set(evidence.name, new Set(views.flatMap((view) => valuesOf(evidence, view))))
  }
  for (const { field, is } of entity.matching.weaker ?? []) {
    if (views.some((view) => view.get(field)?.includes(is))) weaker.add(`${field}\n${is}`)
  }
  return { values, names, weaker }
}

function namesOf({ of }: MatchEvidence, views: readonly View[]): (readonly string[])[] {
  const found = new Map<string, readonly string[]>()
  for (const view of views) {
    for (const path of of.flatMap(Object.keys)) {
      for (const value of view.get(path) ?? []) {
        const words = nameTokens(value)
        if (words.length > 0) found.set(words.join(' '), words)
      }
    }
  }
  return [...found.values()]
}

function valuesOf({ of }: MatchEvidence, view: View): string[] {
  const country = view.get('address.country')?.[0] ?? null
  return of.flatMap((alternative) => {
    const pieces = Object.entries(alternative).map(([path, form]) =>
      (view.get(path) ?? []).map((value) => normalise(form, value, country)).filter((value) => value !== ''),
    )
    // Pieces that belong together stand in plain fields, one value each; a field of parts stands alone.
    if (pieces.length === 1) return pieces[0] ?? []
    const first = pieces.map(([value]) => value)
    return first.includes(undefined) ? [] : [first.join(':')]
  })
}

/** What a flat record says, its present parts included. */
export function viewOf(values: Flat): View {
  const view = new Map<string, Flat[string][]>()
  for (const [key, value] of Object.entries(values)) {
    const part = partKey(key)
    if (part && values[`${part.list}/${part.id}`] !== true) continue
    add(view, rulePath(key), value)
  }
  return view
}

/** What an observed item says; its parts still carry the system's ids. */
export function viewOfItem(fields: Flat, parts: Readonly<Record<string, readonly { fields: Flat }[]>>): View {
  const view = new Map<string, Flat[string][]>()
  for (const [key, value] of Object.entries(fields)) add(view, key, value)
  for (const [list, items] of Object.entries(parts)) {
    for (const item of items) {
      for (const [key, value] of Object.entries(item.fields)) add(view, `${list}.${key}`, value)
    }
  }
  return view
}

function add(view: Map<string, Flat[string][]>, path: string, value: Flat[string]): void {
  const some = view.get(path)
  if (some) some.push(value)
  else view.set(path, [value])
}
