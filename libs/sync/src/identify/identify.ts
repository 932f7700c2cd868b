import type { EntityDefinition, Flat } from '#canonical'
import { itemKey, type Observation } from '../observe.js'
import { features, viewOf, viewOfItem, type Features, type View } from './features.js'
import { candidatesOf, matchKeys } from './keys.js'
import { likeness, reviewScore, type Likeness } from './score.js'

/** What became of one unlinked item. */
export type Identity =
  | { kind: 'link'; recordId: string; likeness: Likeness | null; rule: string; concerns: Concern[] }
  | { kind: 'new'; concerns: Concern[] }
  | { kind: 'ask'; candidates: { recordId: string; likeness: Likeness }[] }
  | { kind: 'wait' }

/** An open question about another item, for which this item's record is a further candidate. */
export interface Concern {
  /** Id under which that item waits. */
  itemId: string
  likeness: Likeness
}

/** What the database knows about the unlinked items of a page. */
export interface Knowledge {
  /** Records by match key. */
  byKey: ReadonlyMap<string, readonly string[]>
  /** Everything that is said about a record: the hub's values, and what each system showed of it. */
  records: ReadonlyMap<string, readonly Flat[]>
  /** Items whose identity is in question, by the id of the record that they would start. */
  waiting: ReadonlyMap<string, View>
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
export function keysOf(entity: EntityDefinition, item: Observation): readonly string[] {
  return matchKeys(entity, featuresOf(entity, item))
}

/** Match keys of a record: of the hub's values, and of what each system showed of it. */
export function keysOfRecord(entity: EntityDefinition, said: readonly Flat[]): readonly string[] {
  return matchKeys(entity, features(entity, said.map(viewOf)))
}

/**
 * Decides for each unlinked item of a page whether it is a known record, a new one, or a question. Items of the same page
 * see each other: a record that an earlier item starts is a candidate for a later one of another native type.
 */
export function identify(
  entity: EntityDefinition,
  items: readonly Observation[],
  knowledge: Knowledge,
  newId: (item: Observation) => string,
): Map<string, Identity> {
  const page = new PageIndex(entity, knowledge)
  const result = new Map<string, Identity>()
  for (const item of items) {
    const identity = identifyOne(entity, item, knowledge, page)
    if (identity.kind === 'new') page.add(newId(item), item)
    if (identity.kind === 'ask') page.wait(newId(item), item)
    if (identity.kind === 'link') page.add(identity.recordId, item)
    result.set(itemKey(item), identity)
  }
  return result
}

function identifyOne(
  entity: EntityDefinition,
  item: Observation,
  knowledge: Knowledge,
  page: PageIndex,
): Identity {
  const decision = knowledge.decision(item)
  if (decision === 'open' || (decision && decision.action === 'ignore')) return { kind: 'wait' }
  const { likenesses, twins, concerns } = lookAround(entity, item, knowledge, page)
  if (decision?.action === 'link') {
    return { kind: 'link', recordId: decision.recordId, likeness: null, rule: 'decided', concerns }
  }
  if (decision?.action === 'create') return { kind: 'new', concerns }
  const identity = judge(likenesses, concerns)
  // A second row of one party in one system would be carried to all others: a person says whether it is one (rule 6).
  return identity.kind === 'new' && twins.length > 0
    ? { kind: 'ask', candidates: twins.slice(0, 5) }
    : identity
}

/**
 * Compares an item with the records that it could be, with those that have an item of its system already (twins), and with the
 * items that wait for an answer.
 */
function lookAround(
  entity: EntityDefinition,
  item: Observation,
  knowledge: Knowledge,
  page: PageIndex,
): {
  likenesses: Map<string, Likeness>
  twins: { recordId: string; likeness: Likeness }[]
  concerns: Concern[]
} {
  const own = featuresOf(entity, item)
  const find = (key: string): readonly string[] => [...(knowledge.byKey.get(key) ?? []), ...page.find(key)]
  const likenesses = new Map<string, Likeness>()
  const twins: { recordId: string; likeness: Likeness }[] = []
  const concerns: Concern[] = []
  for (const id of candidatesOf(matchKeys(entity, own), find)) {
    const waiting = page.waiting(id, item)
    if (waiting) {
      const like = likeness(entity, own, waiting)
      if (like.score >= reviewScore) concerns.push({ itemId: id, likeness: like })
      continue
    }
    if (knowledge.refused(item, id)) continue
    const like = likeness(entity, own, page.features(id))
    if (!knowledge.taken(id, item.nativeType) && !page.taken(id, item.nativeType)) likenesses.set(id, like)
    else if (like.sure) twins.push({ recordId: id, likeness: like })
  }
  return { likenesses, twins, concerns }
}

function judge(likenesses: ReadonlyMap<string, Likeness>, concerns: Concern[]): Identity {
  const ranked = [...likenesses]
    .map(([recordId, like]) => ({ recordId, likeness: like }))
    .filter((candidate) => candidate.likeness.score >= reviewScore)
    .sort((a, b) => b.likeness.score - a.likeness.score || a.recordId.localeCompare(b.recordId))
  const sure = ranked.filter((candidate) => candidate.likeness.sure)
  const [only] = sure
  if (only && sure.length === 1) {
    const { recordId, likeness: like } = only
    return { kind: 'link', recordId, likeness: like, rule: like.rule, concerns }
  }
  return ranked.length > 0 ? { kind: 'ask', candidates: ranked.slice(0, 5) } : { kind: 'new', concerns }
}

// Reading features costs more than comparing them, and one page asks for an item's several times.
const known = new WeakMap<Observation, Features>()

function featuresOf(entity: EntityDefinition, item: Observation): Features {
  const found = known.get(item)
  if (found) return found
  const own = features(entity, [viewOfItem(item.fields, item.parts)])
  known.set(item, own)
  return own
}

/** What items of this page have added to the knowledge by now: records that they started, and what they say of known ones. */
class PageIndex {
  private readonly keys = new Map<string, string[]>()
  private readonly views = new Map<string, View[]>()
  private readonly read = new Map<string, Features>()
  private readonly types = new Set<string>()
  private readonly asked = new Map<string, Observation>()

  constructor(
    private readonly entity: EntityDefinition,
    private readonly knowledge: Knowledge,
  ) {}

  wait(itemId: string, item: Observation): void {
    this.asked.set(itemId, item)
    this.addKeys(itemId, item)
  }

  /** What is known of another item that waits under this id; null for a record, and for two rows of one kind. */
  waiting(id: string, item: Observation): Features | null {
    const own = this.asked.get(id)
    if (own) return own.nativeType === item.nativeType ? null : featuresOf(this.entity, own)
    const other = this.knowledge.waiting.get(id)
    return other ? features(this.entity, [other]) : null
  }

  add(recordId: string, item: Observation): void {
    this.types.add(`${recordId}\n${item.nativeType}`)
    this.views.set(recordId, [...(this.views.get(recordId) ?? []), viewOfItem(item.fields, item.parts)])
    this.read.delete(recordId)
    this.addKeys(recordId, item)
  }

  taken(recordId: string, nativeType: string): boolean {
    return this.types.has(`${recordId}\n${nativeType}`)
  }

  find(key: string): readonly string[] {
    return this.keys.get(key) ?? []
  }

  features(recordId: string): Features {
    const found = this.read.get(recordId)
    if (found) return found
    const said = this.knowledge.records.get(recordId) ?? []
    const own = features(this.entity, [...said.map(viewOf), ...(this.views.get(recordId) ?? [])])
    this.read.set(recordId, own)
    return own
  }

  private addKeys(recordId: string, item: Observation): void {
    for (const key of keysOf(this.entity, item)) {
      const some = this.keys.get(key)
      if (some) some.push(recordId)
      else this.keys.set(key, [recordId])
    }
  }
}
