import type { Flat } from '#canonical'
import { itemKey, type Observation } from '../observe.js'
import { partsOf } from '../parts.js'
import { features, matchKeys, type Features } from './keys.js'
import { likeness, linkScore, reviewScore, type Likeness } from './score.js'

/** A record that an item could belong to. */
export interface Candidate {
  recordId: string
  values: Flat
}

/** What became of one unlinked item. */
export type Identity =
  | { kind: 'link'; recordId: string; likeness: Likeness | null; rule: string }
  | { kind: 'new' }
  | { kind: 'ask'; candidates: { recordId: string; likeness: Likeness }[] }
  | { kind: 'wait' }

/** What the database knows about the unlinked items of a page. */
export interface Knowledge {
  /** Records by match key. */
  byKey: ReadonlyMap<string, readonly string[]>
  records: ReadonlyMap<string, Flat>
  /** True when the record already has an item of this native type in this connection (rule 6). */
  taken(recordId: string, nativeType: string): boolean
  /** True when a person said that the item is not this record. */
  refused(item: Observation, recordId: string): boolean
  /** What a person decided about the item: a record, a new one, or nothing at all; `open` while the question stands. */
  decision(
    item: Observation,
  ): { action: 'link'; recordId: string } | { action: 'create' } | { action: 'ignore' } | 'open' | null
}

/** Match keys of an observed item. */
export function keysOf(item: Observation): string[] {
  return matchKeys(featuresOf(item))
}

/** Match keys of a record. */
export function keysOfRecord(values: Flat): string[] {
  return matchKeys(featuresOfRecord(values))
}

/**
 * Decides for each unlinked item of a page whether it is a known record, a new one, or a question. Items of the same page
 * see each other: a record that an earlier item starts is a candidate for a later one of another native type.
 */
export function identify(
  items: readonly Observation[],
  knowledge: Knowledge,
  newId: (item: Observation) => string,
): Map<string, Identity> {
  const page = new PageIndex()
  const result = new Map<string, Identity>()
  for (const item of items) {
    const identity = identifyOne(item, knowledge, page)
    if (identity.kind === 'new') page.add(newId(item), item)
    if (identity.kind === 'link') page.take(identity.recordId, item.nativeType)
    result.set(itemKey(item), identity)
  }
  return result
}

function identifyOne(item: Observation, knowledge: Knowledge, page: PageIndex): Identity {
  const decision = knowledge.decision(item)
  if (decision === 'open' || (decision && decision.action === 'ignore')) return { kind: 'wait' }
  if (decision?.action === 'link') {
    return { kind: 'link', recordId: decision.recordId, likeness: null, rule: 'decided' }
  }
  if (decision?.action === 'create') return { kind: 'new' }
  const own = featuresOf(item)
  const seen = new Map<string, Likeness>()
  for (const key of matchKeys(own)) {
    for (const recordId of [...(knowledge.byKey.get(key) ?? []), ...page.find(key)]) {
      if (seen.has(recordId)) continue
      if (knowledge.taken(recordId, item.nativeType) || page.taken(recordId, item.nativeType)) continue
      if (knowledge.refused(item, recordId)) continue
      const other = page.features(recordId) ?? featuresKnown(knowledge, recordId)
      if (other) seen.set(recordId, likeness(own, other))
    }
  }
  return judge(seen)
}

function judge(seen: ReadonlyMap<string, Likeness>): Identity {
  const ranked = [...seen]
    .map(([recordId, like]) => ({ recordId, likeness: like }))
    .filter((candidate) => candidate.likeness.score >= reviewScore)
    .sort((a, b) => b.likeness.score - a.likeness.score || a.recordId.localeCompare(b.recordId))
  const sure = ranked.filter((candidate) => candidate.likeness.score >= linkScore)
  const [only] = sure
  if (only && sure.length === 1) {
    return { kind: 'link', recordId: only.recordId, likeness: only.likeness, rule: only.likeness.rule }
  }
  return ranked.length > 0 ? { kind: 'ask', candidates: ranked.slice(0, 5) } : { kind: 'new' }
}

function featuresKnown(knowledge: Knowledge, recordId: string): Features | null {
  const values = knowledge.records.get(recordId)
  return values ? featuresOfRecord(values) : null
}

// Reading features costs more than comparing them, and one page asks for an item's several times.
const known = new WeakMap<Observation, Features>()

function featuresOf(item: Observation): Features {
  const found = known.get(item)
  if (found) return found
  const contacts = (item.parts['contacts'] ?? []).map((part) => part.fields)
  const own = features(item.fields, contacts)
  known.set(item, own)
  return own
}

const featuresOfRecord = (values: Flat): Features =>
  features(
    values,
    partsOf(values, 'contacts').map((part) => part.fields),
  )

/** Records that items of this page have started, and what each has got by now. */
class PageIndex {
  private readonly keys = new Map<string, string[]>()
  private readonly started = new Map<string, Features>()
  private readonly types = new Set<string>()

  add(recordId: string, item: Observation): void {
    const own = featuresOf(item)
    this.started.set(recordId, own)
    this.take(recordId, item.nativeType)
    for (const key of matchKeys(own)) this.keys.set(key, [...(this.keys.get(key) ?? []), recordId])
  }

  take(recordId: string, nativeType: string): void {
    this.types.add(`${recordId}\n${nativeType}`)
  }

  taken(recordId: string, nativeType: string): boolean {
    return this.types.has(`${recordId}\n${nativeType}`)
  }

  find(key: string): readonly string[] {
    return this.keys.get(key) ?? []
  }

  features(recordId: string): Features | undefined {
    return this.started.get(recordId)
  }
}
