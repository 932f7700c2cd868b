import { entryOf } from './history.js'
import { plannedLoss, revive, type LossContext } from './loss.js'
import {
  failures,
  originKey,
  provenanceOf,
  sweeps,
  work,
  type ChangeRow,
  type LinkRow,
  type RecordRow,
  type Tx,
} from '#persistence'
import type { ChangeGuard } from './guard.js'
import { keysOf, type Concern, type Identity } from './identify/identify.js'
import { meet, merge, rebase, reconsider, redeliver, type MergeInput, type MergeResult } from './merge.js'
import { mergeInput } from './merge-input.js'
import { ranBack, TimeRanBack } from './ran-back.js'
import { itemKey, latest, type Observation, type Unread } from './observe.js'
import { flatten, type FlatObservation } from './parts.js'
import { questionAbout } from './questions.js'
import { recognise } from './recognise.js'
import { park, resolveReferences, unpark, waitsWithin } from './references.js'
import { changedSince } from './rule-changes.js'
import { storeUnread } from './unread.js'
import { WorkSet } from './workset.js'
import { originId, type Member, type RunContext, type World } from './world.js'

export interface PageInput {
  world: World
  member: Member
  run: RunContext
  observations: readonly Observation[]
  unread: readonly Unread[]
  guard?: ChangeGuard
  /** A plan lists the losses that it would take in; everywhere else they wait for the direct look and the guard (rule 9). */
  planned?: boolean
}

/** What a page did, as numbers by name, and which connections have writes waiting now. */
export interface PageResult {
  counts: Record<string, number>
  woken: ReadonlySet<string>
  /** Items that wait for another item of the same flow. */
  parked: Observation[]
}

/**
 * The way of the data for one page, from identify to plan, inside the caller's transaction: known items that changed are
 * merged, unlinked ones are identified, and every participant's wishes go to the outbox. No remote call happens here.
 * @throws MassChange when the guard stops the run; the transaction must then not commit
 */
export async function processPage(tx: Tx, input: PageInput): Promise<PageResult> {
  const { world, member } = input
  const result = {
    counts: {} as Record<string, number>,
    woken: new Set<string>(),
    parked: [] as Observation[],
  }
  let { unread } = input
  let rest = latest(input.observations)
  // Round by round, since items of one page may refer to each other: what one round links, the next one finds.
  for (;;) {
    const resolved = await resolveReferences(tx, world, member, rest)
    const later = waitsWithin(rest, resolved)
    const waiting =
      resolved.observations.length > 0
        ? resolved.waiting.filter(({ item }) => !later.includes(item))
        : resolved.waiting
    unread = [...unread, ...(await park(tx, world, member, waiting))]
    const { observations } = resolved
    const round = await processResolved(tx, { ...input, observations, unread })
    for (const [name, count] of Object.entries(round.counts))
      result.counts[name] = (result.counts[name] ?? 0) + count
    for (const connectionId of round.woken) result.woken.add(connectionId)
    for (const { item, entity } of waiting) if (entity === world.entity.name) result.parked.push(item)
    if (later.length === 0 || observations.length === 0) return result
    rest = later
    unread = []
  }
}

async function processResolved(tx: Tx, input: PageInput): Promise<Omit<PageResult, 'parked'>> {
  const { world, member } = input
  const found = await recognise(tx, world, member, input.observations)
  const set = new WorkSet(tx, world, input.run)
  set.add('read', input.observations.length + input.unread.length)
  await set.load(found.recordIds)
  const lineChanged = await changedSince(tx, member, set.linksIn(member.connection.id))
  const page = new Page(input, set, { lineChanged, strange: found.strange })
  for (const item of found.items) {
    const identity = found.identities.get(itemKey(item))
    const question = found.reopened.get(itemKey(item))
    if (question) page.reopen(item, question, identity)
    page.take(item, identity)
  }
  await input.guard?.check(tx)
  const woken = await set.store(member.connection.id)
  // Also those that are as they were before they could not be read.
  await failures.readable(tx, member.connection.id, input.observations)
  await sweeps.noteSaid(tx, member.connection.id, world.entity.name, page.suspects)
  await sweeps.answered(tx, member.connection.id, page.revived)
  await unpark(tx, world, member, found.items)
  await storeUnread(tx, input)
  if (input.unread.length > 0) set.add('unreadable', input.unread.length)
  return { counts: set.counts, woken }
}

/** What the database says about a page's items beyond their records and links. */
interface PageKnowledge {
  /** Of links that were read by another mapping: whether the line of a key has changed since (rule 15). */
  lineChanged(link: LinkRow, key: string): boolean
  /** Markers that stand for no record which the hub knows; a restored hub made them (rule 16). */
  strange: ReadonlySet<string>
}

export class Page {
  /** Items that the system says are gone. */
  readonly suspects: Observation[] = []
  /** Items whose tombstone came back to life. */
  readonly revived: Observation[] = []

  constructor(
    private readonly input: PageInput,
    private readonly set: WorkSet,
    private readonly known: PageKnowledge = { lineChanged: () => false, strange: new Set() },
  ) {}

  take(item: Observation, identity: Identity | undefined): void {
    if (!identity) this.mergeKnown(item)
    else if (identity.kind === 'link') this.link(item, identity)
    else if (identity.kind === 'new') this.start(item, identity.concerns)
    else if (identity.kind === 'ask') this.ask(item, identity.candidates)
  }

  /** A question that is answered or asked anew now: what waited for the old answer is planned again. */
  reopen(
    item: Observation,
    question: { id: string; candidates: readonly string[] },
    identity: Identity | undefined,
  ): void {
    if (identity?.kind !== 'ask') {
      this.set.closed.push(question.id)
      this.set.waiting.push({ itemId: this.idOf(item), keys: [] })
    }
    for (const id of question.candidates) {
      const record = this.set.record(id)
      if (record) this.set.touch(record, 'plan')
    }
  }

  private mergeKnown(item: Observation): void {
    const link = this.set.linkOf(this.input.member.connection.id, item)
    const record = link && this.set.record(link.recordId)
    if (!link || !record) return
    if (item.gone && !this.input.planned) {
      if (link.state !== 'deleted') this.suspects.push(item)
      return
    }
    if (item.gone) return plannedLoss(this.loss(), link, record)
    this.set.touchLink(link)
    if (link.state === 'deleted') {
      revive(this.loss(), link, record)
      this.revived.push(item)
    }
    const observed = this.flatten(item, record, link)
    const old = link.mapping !== this.input.member.mappingVersion
    const result = this.mergeBy(item, link, this.mergeInput(record, link, observed))
    this.remember(link, item, observed)
    this.apply(record, link, result)
    if (link.leaves === 'deleted' && !old) this.editedMeanwhile(record, link, result)
    this.set.add('changed')
  }

  /** Fields that the flow's rules give to somebody else now, without anything new from the system (rule 15). */
  reconsider(record: RecordRow, link: LinkRow, isChanged: (key: string) => boolean): void {
    const observed = { values: link.seen, parts: link.parts, lists: new Set<string>() }
    this.set.touchLink(link)
    this.apply(record, link, reconsider(this.mergeInput(record, link, observed), isChanged))
  }

  private mergeBy(item: Observation, link: LinkRow, input: MergeInput): MergeResult {
    const { participant, mappingVersion } = this.input.member
    const back = ranBack(link, item)
    if (back && !participant.allowance?.restored) throw new TimeRanBack()
    if (back && participant.allowance?.restored === 'redeliver') return redeliver(input)
    return link.mapping === mappingVersion
      ? merge(input)
      : rebase(input, (key) => this.known.lineChanged(link, key))
  }

  /** The record was deleted elsewhere and is to go here too, but somebody edited it here: a person decides, by default. */
  private editedMeanwhile(record: RecordRow, link: LinkRow, result: MergeResult): void {
    const changes = [...Object.values(result.taken), result.overruled].flatMap(Object.keys)
    const fields = [...changes, ...result.questions.map(({ field }) => field)]
    if (fields.length === 0 || this.input.world.flow.settings.editedMeanwhile === 'delete') return
    link.leaves = null
    this.set.questions.push(this.question('delete-conflict', link, record, { evidence: { fields } }))
    this.set.add('reviews')
  }

  private link(item: Observation, identity: Extract<Identity, { kind: 'link' }>): void {
    const record = this.set.record(identity.recordId)
    if (!record) return
    const link = this.newLink(item, record, identity.rule)
    // A person said so of a second row of one kind: the record has its living one already (rule 6).
    if (this.set.hasLiving(record.id, link)) link.state = 'alias'
    const observed = this.flatten(item, record, link)
    const result = meet(this.mergeInput(record, link, observed))
    this.remember(link, item, observed)
    this.set.touch(record, 'keys')
    this.apply(record, link, result)
    const evidence = identity.likeness ? { score: { after: identity.likeness.score } } : {}
    this.note('linked', link, identity.rule, evidence)
    this.set.add('linked')
    this.addCandidate(record, identity.concerns)
  }

  private start(item: Observation, concerns: readonly Concern[]): void {
    const record = this.set.start(this.idOf(item), keysOf(this.input.world.entity, item))
    const link = this.newLink(item, record, 'origin')
    const observed = this.flatten(item, record, link)
    record.provenance[originKey] = { ...this.provenance(), rule: 'new' }
    const changes: ChangeRow['changes'] = {}
    for (const [key, value] of Object.entries(observed.values)) {
      record.values[key] = value
      link.seen[key] = value
      link.sent[key] = value
      if (value !== null) changes[key] = { before: null, after: value }
    }
    this.remember(link, item, observed)
    if (item.marker !== null && this.known.strange.has(item.marker))
      this.set.aliases.set(item.marker, record.id)
    this.set.touch(record, 'values')
    this.note('taken', link, 'new', changes)
    this.set.add('records')
    this.addCandidate(record, concerns)
  }

  private ask(item: Observation, candidates: Extract<Identity, { kind: 'ask' }>['candidates']): void {
    const known = candidates.flatMap(({ recordId, likeness }) => {
      const record = this.set.record(recordId)
      if (record) this.set.touch(record, 'plan')
      return record ? [{ recordId, likeness, title: record.title, values: record.values }] : []
    })
    this.set.questions.push({
      ...this.question('match', item, null, {
        evidence: { item: item.fields, parts: item.parts, candidates: known },
      }),
      title: work.titleOf(item.fields),
      itemId: this.idOf(item),
    })
    this.set.waiting.push({ itemId: this.idOf(item), keys: keysOf(this.input.world.entity, item) })
    this.set.add('reviews')
  }

  /** This record is a further candidate for items whose identity is in question. */
  private addCandidate(record: RecordRow, concerns: readonly Concern[]): void {
    for (const { itemId, likeness } of concerns) this.set.reconsidered.push({ itemId, record, likeness })
  }

  /** The id of the record that an item starts, or would start. */
  private idOf({ nativeType, externalId }: Observation): string {
    const { world, member } = this.input
    return originId(world.tenantId, member.connection.id, nativeType, externalId)
  }

  private loss(): LossContext {
    const { world, member, run } = this.input
    return { world, member, run, set: this.set }
  }

  private apply(record: RecordRow, link: LinkRow, result: MergeResult): void {
    this.set.touch(record, 'plan')
    for (const [rule, changes] of Object.entries(result.taken)) {
      this.set.touch(record, 'values')
      this.note('taken', link, rule, changes)
      this.input.guard?.count(changes)
    }
    const overruled = Object.keys(result.overruled).length
    if (result.resisted) this.set.touch(record, 'values')
    if (overruled > 0) {
      this.set.touch(record, 'keys')
      this.note('overruled', link, 'authority', result.overruled)
      this.set.add('overruled', overruled)
    }
    for (const { kind, field, here, there } of result.questions) {
      const evidence = { here, there, from: provenanceOf(record, field) }
      const review = this.question(kind, link, record, { field, evidence })
      review.id = record.blocked[field] ?? review.id
      record.blocked[field] = review.id
      this.set.touch(record, 'values')
      this.set.questions.push(review)
      this.set.add('reviews')
    }
  }

  private question(
    kind: 'match' | 'conflict' | 'lossy' | 'loop' | 'delete-conflict',
    { nativeType, externalId }: { nativeType: string; externalId: string },
    record: RecordRow | null,
    more: { field?: string; evidence: unknown },
  ): WorkSet['questions'][number] {
    const { world, member, run } = this.input
    const item = { connectionId: member.connection.id, nativeType, externalId }
    return questionAbout(item, record, { flowId: world.flow.id, kind, runId: run.id, ...more })
  }

  private newLink(item: Observation, record: RecordRow, rule: string): LinkRow {
    const { nativeType, externalId } = item
    const connectionId = this.input.member.connection.id
    const { mappingVersion } = this.input.member
    return this.set.newLink(record.id, { connectionId, nativeType, externalId }, rule, mappingVersion)
  }

  private flatten(item: Observation, record: RecordRow, link: LinkRow): FlatObservation {
    const { id: recordId, values } = record
    const { connectionId, parts } = link
    return flatten(this.input.world.entity, item, { recordId, connectionId, parts, values })
  }

  private remember(link: LinkRow, item: Observation, observed: FlatObservation): void {
    const { hash: seenHash, version, changedAt, incarnation } = item
    const { mappingVersion: mapping } = this.input.member
    Object.assign(link, { parts: observed.parts, seenHash, version, changedAt, incarnation, mapping })
  }

  private mergeInput(record: RecordRow, link: LinkRow, observed: FlatObservation): MergeInput {
    const { world, member } = this.input
    const provenance = this.provenance()
    return mergeInput(world, member, this.set.linksOf(record.id), { record, link, observed, provenance })
  }

  private provenance(): MergeInput['provenance'] {
    const { member, run } = this.input
    const { id: connection } = member.connection
    return { connection, type: null, run: run.id, mapping: member.mappingVersion, at: run.at }
  }

  private note(kind: ChangeRow['kind'], link: LinkRow, rule: string, changes: ChangeRow['changes']): void {
    const { run, member } = this.input
    this.set.changes.push(
      entryOf(kind, link, { runId: run.id, rule, mapping: member.mappingVersion, changes }),
    )
  }
}
