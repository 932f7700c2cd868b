import {
  distance,
  greater,
  partKey,
  rulePath,
  sum,
  type EntityDefinition,
  type Flat,
  type Lifecycle,
  type Scalar,
} from '#canonical'
import type { TypeCapabilities } from '#connector-kit'
import { MappingError, type CompiledType } from '#mapping'
import { partsOf } from './parts.js'

/** What of a wish a document takes, as its system has it now (rule 17; design §4). */
export interface LivingWish {
  wish: Flat
  /** Keys that the system has frozen: a person decides, nothing is written. */
  frozen: string[]
}

/**
 * Fits an update to the life of a document: what the system froze stays out, and the status comes alone and last, one step
 * at a time and never back.
 */
export function livingWish(
  entity: EntityDefinition,
  capabilities: TypeCapabilities,
  type: CompiledType,
  difference: Flat,
  seen: Flat,
): LivingWish {
  const { lifecycle } = entity
  if (!lifecycle) return { wish: difference, frozen: [] }
  const at = seen[lifecycle.field] ?? lifecycle.draft
  const freezes = at === lifecycle.draft ? [] : (capabilities.freezes ?? [])
  const wish: Flat = {}
  const frozen: string[] = []
  for (const [key, value] of Object.entries(difference)) {
    if (key === lifecycle.field) continue
    if (freezes.some((path) => covers(path, rulePath(key)))) frozen.push(key)
    else wish[key] = value
  }
  const goal = difference[lifecycle.field]
  if (goal !== undefined && Object.keys(wish).length === 0) {
    const next = nextStep(lifecycle, type, at, goal)
    if (next !== null) wish[lifecycle.field] = next
  }
  return { wish, frozen }
}

/** Whether a document that a system has not got is to be created there at all. */
export function mayStart(entity: EntityDefinition, capabilities: TypeCapabilities, values: Flat): boolean {
  const { lifecycle } = entity
  if (!lifecycle) return true
  const status = values[lifecycle.field] ?? lifecycle.draft
  const ended = (lifecycle.steps[String(status)] ?? []).length === 0
  return !ended && (capabilities.drafts !== false || status !== lifecycle.draft)
}

/** What a create sends of its wish: the status never goes into it, unless the system knows no drafts (rule 17). */
export function draftOf(
  entity: EntityDefinition,
  capabilities: TypeCapabilities | undefined,
  wish: Flat,
): Flat {
  const { lifecycle } = entity
  if (!lifecycle || capabilities?.drafts === false) return wish
  return Object.fromEntries(Object.entries(wish).filter(([key]) => key !== lifecycle.field))
}

/** Where the totals of a document disagree between record and system. */
export interface Disagreement {
  field: string
  here: string
  there: string
  difference: string
  /** The first line that differs, counted from 1; 0 where none does. */
  line: number
}

/**
 * Compares the sums of record and system before a document leaves its draft; null where the wish is no such step or they
 * agree within `rounding`, a decimal.
 */
export function disagreement(
  entity: EntityDefinition,
  wish: Flat,
  values: Flat,
  seen: Flat,
  rounding: string,
): Disagreement | null {
  const { lifecycle } = entity
  if (!lifecycle) return null
  const next = wish[lifecycle.field]
  const leaves = (seen[lifecycle.field] ?? lifecycle.draft) === lifecycle.draft && next !== undefined
  if (!leaves || (lifecycle.steps[String(next)] ?? []).length === 0) return null
  for (const field of lifecycle.totals) {
    const [here, there] = [values[field], seen[field]]
    if (typeof here !== 'string' || typeof there !== 'string') continue
    if (greater(distance(here, there), rounding))
      return {
        field,
        here,
        there,
        difference: sum([there, negative(here)]),
        line: differingLine(entity, values, seen),
      }
  }
  return null
}

const negative = (decimal: string): string => (decimal.startsWith('-') ? decimal.slice(1) : `-${decimal}`)

/** The first line, in their order, that says something else here than there. */
function differingLine(entity: EntityDefinition, values: Flat, seen: Flat): number {
  if (!entity.parts['lines']) return 0
  const there = new Map(partsOf(seen, 'lines').map(({ id, fields }) => [id, fields]))
  const here = partsOf(values, 'lines').sort((a, b) => order(a.fields) - order(b.fields))
  const index = here.findIndex(({ id, fields }) => {
    const other = there.get(id)
    return (
      !other ||
      ['quantity', 'unitPrice', 'discount', 'tax', 'netAmount'].some((field) => differs(fields, other, field))
    )
  })
  return index + 1
}

/** No discount is a discount of 0; systems say either. */
const differs = (a: Flat, b: Flat, field: string): boolean =>
  a[field] !== undefined && b[field] !== undefined && (a[field] ?? '0') !== (b[field] ?? '0')

/** By which the items of a list are sorted. */
export const order = (fields: Flat): number => Number(fields['position'] ?? 0)

/** True when a rule path names a frozen one or lies below it. */
const covers = (path: string, other: string): boolean => other === path || other.startsWith(`${path}.`)

/** The first step on the shortest way that the system knows from one status to another; null when there is none. */
function nextStep(lifecycle: Lifecycle, type: CompiledType, from: Scalar, to: Scalar): string | null {
  const ways: { at: string; first: string | null }[] = [{ at: String(from), first: null }]
  const seen = new Set<string>()
  for (const { at, first } of ways) {
    if (at === to) return first
    if (seen.has(at)) continue
    seen.add(at)
    for (const next of lifecycle.steps[at] ?? []) {
      const known = expresses(type, lifecycle.field, next)
      if (known || next === to) ways.push({ at: next, first: first ?? (known ? next : null) })
    }
  }
  return null
}

/** Whether the mapping has a word for a status; a codec that needs its session is trusted. */
function expresses(type: CompiledType, field: string, value: string): boolean {
  try {
    type.encode({ [field]: value })
    return true
  } catch (error) {
    return !(error instanceof MappingError)
  }
}

/** The list or field that a question about frozen keys is about. */
export const frozenField = (key: string): string => partKey(key)?.list ?? key
