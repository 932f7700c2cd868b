import { randomUUID } from 'node:crypto'
import {
  links,
  records,
  reviews,
  work,
  type ChangeRow,
  type LinkRow,
  type RecordRow,
  type Tx,
} from '#persistence'
import { keysOfRecord } from './identify/identify.js'
import type { Likeness } from './identify/score.js'
import { itemKey } from './observe.js'
import { storePlans } from './outbox.js'
import type { RunContext, World } from './world.js'

/** The part of the database that one page works on: loaded and locked once, changed in memory, stored in batches. */
export class WorkSet {
  readonly questions: reviews.NewReview[] = []
  /** Questions that have answered themselves. */
  readonly closed: string[] = []
  /** Items in question, with the keys under which later items find them; without keys once they are answered. */
  readonly waiting: { itemId: string; keys: readonly string[] }[] = []
  /** Records that are further candidates for waiting items. */
  readonly reconsidered: { itemId: string; record: RecordRow; likeness: Likeness }[] = []
  readonly changes: ChangeRow[] = []
  readonly counts: Record<string, number> = {}
  /** Markers by which records are known besides their ids, by marker. */
  readonly aliases = new Map<string, string>()
  private readonly toLookAt: { connectionId: string; nativeType: string; externalId: string }[] = []
  private readonly records = new Map<string, RecordRow>()
  private readonly linksByRecord = new Map<string, LinkRow[]>()
  private readonly linksByItem = new Map<string, LinkRow>()
  private readonly freshRecords = new Set<string>()
  private readonly keysOfFresh = new Map<string, readonly string[]>()
  private readonly freshLinks = new Set<string>()
  private readonly touchedRecords = new Set<string>()
  private readonly touchedLinks = new Set<string>()
  private readonly changedValues = new Set<string>()
  private readonly dropped = new Set<string>()
  private readonly changedKeys = new Set<string>()

  constructor(
    private readonly tx: Tx,
    private readonly world: World,
    private readonly run: RunContext,
  ) {}

  /** Locks these records in id order and loads them with all their links. */
  async load(recordIds: Iterable<string>): Promise<void> {
    const ids = [...recordIds]
    for (const record of await records.lock(this.tx, ids)) this.records.set(record.id, record)
    for (const link of await links.ofRecords(this.tx, ids)) this.index(link)
  }

  all(): RecordRow[] {
    return [...this.records.values()]
  }

  record(id: string): RecordRow | undefined {
    return this.records.get(id)
  }

  linksOf(recordId: string): readonly LinkRow[] {
    return this.linksByRecord.get(recordId) ?? []
  }

  /** Links of one connection among those that were loaded. */
  linksIn(connectionId: string): LinkRow[] {
    return [...this.linksByRecord.values()].flat().filter((link) => link.connectionId === connectionId)
  }

  /** Whether the record has another living link of this one's connection and native type. */
  hasLiving(recordId: string, link: LinkRow): boolean {
    return this.linksOf(recordId).some(
      (other) =>
        other !== link &&
        other.connectionId === link.connectionId &&
        other.nativeType === link.nativeType &&
        (other.state === 'active' || other.state === 'out-of-scope'),
    )
  }

  linkOf(connectionId: string, item: { nativeType: string; externalId: string }): LinkRow | undefined {
    return this.linksByItem.get(`${connectionId}\n${itemKey(item)}`)
  }

  /** The record of this id, started now if it does not exist, by an item with these match keys. */
  start(id: string, keys: readonly string[]): RecordRow {
    const found = this.records.get(id)
    if (found) return found
    this.keysOfFresh.set(id, keys)
    const record: RecordRow = {
      id,
      entity: this.world.entity.name,
      values: {},
      provenance: {},
      blocked: {},
      version: 1,
      title: '',
    }
    this.records.set(id, record)
    this.freshRecords.add(id)
    return record
  }

  /** A new link of a record; its memories are filled by the caller. */
  newLink(
    recordId: string,
    at: Pick<LinkRow, 'connectionId' | 'nativeType' | 'externalId'>,
    rule: string,
    mapping: string,
  ): LinkRow {
    const link: LinkRow = {
      id: randomUUID(),
      recordId,
      ...at,
      entity: this.world.entity.name,
      state: 'active',
      rule,
      seen: {},
      seenHash: '',
      sent: {},
      parts: {},
      mapping,
      changedAt: null,
      version: null,
      incarnation: null,
      leaves: null,
    }
    this.freshLinks.add(link.id)
    this.index(link)
    return link
  }

  /** The record is to be planned anew; with `values`, its values changed as well; with `keys`, what systems say of it did. */
  touch(record: RecordRow, what: 'plan' | 'keys' | 'values'): void {
    this.touchedRecords.add(record.id)
    if (what !== 'plan') this.changedKeys.add(record.id)
    if (what === 'values') this.changedValues.add(record.id)
  }

  touchLink(link: LinkRow): void {
    this.touchedLinks.add(link.id)
  }

  /** Forgets a tombstone, so that the record is created there again. */
  drop(link: LinkRow): void {
    this.dropped.add(link.id)
    const others = this.linksOf(link.recordId).filter((other) => other !== link)
    this.linksByRecord.set(link.recordId, others)
    this.linksByItem.delete(`${link.connectionId}\n${itemKey(link)}`)
  }

  add(name: string, count = 1): void {
    this.counts[name] = (this.counts[name] ?? 0) + count
  }

  /** Stores everything in batches and puts the wishes of all participants into the outbox; returns who has work now. */
  async store(cause: string | null): Promise<ReadonlySet<string>> {
    const { tx, run } = this
    const all = [...this.records.values()]
    const changed = all.filter(({ id }) => this.changedValues.has(id) && !this.freshRecords.has(id))
    for (const record of this.changedValues) {
      const row = this.records.get(record)
      if (row) row.title = work.titleOf(row.values)
    }
    for (const record of changed) record.version += 1
    const fresh = all.filter(({ id }) => this.freshRecords.has(id))
    await this.storeQuestions()
    await records.insert(tx, fresh, run.id)
    await records.update(tx, changed)
    const known = all.filter(({ id }) => !this.freshRecords.has(id) && this.changedKeys.has(id))
    await records.setKeys(
      tx,
      this.world.entity.name,
      fresh.map((record) => this.withKeys(record)),
      { fresh: true },
    )
    await records.setKeys(
      tx,
      this.world.entity.name,
      known.map((record) => this.withKeys(record)),
    )
    await records.addAliases(tx, this.aliases)
    await links.remove(tx, [...this.dropped])
    const plans = await storePlans(tx, {
      world: this.world,
      run,
      cause,
      records: all.filter(({ id }) => this.touchedRecords.has(id)),
      fresh: this.freshRecords,
      linksOf: (id) => this.linksOf(id),
    })
    for (const link of plans.rescoped) this.touchedLinks.add(link.id)
    const everyLink = [...this.linksByRecord.values()].flat()
    await links.insert(
      tx,
      everyLink.filter(({ id }) => this.freshLinks.has(id)),
      run.id,
    )
    await links.update(
      tx,
      everyLink.filter(({ id }) => this.touchedLinks.has(id) && !this.freshLinks.has(id)),
    )
    await work.log(tx, this.changes)
    for (const [name, count] of Object.entries(plans.counts)) this.add(name, count)
    for (const connectionId of await this.lookAgain()) plans.woken.add(connectionId)
    return plans.woken
  }

  private index(link: LinkRow): void {
    const some = this.linksByRecord.get(link.recordId)
    if (some) some.push(link)
    else this.linksByRecord.set(link.recordId, [link])
    this.linksByItem.set(`${link.connectionId}\n${itemKey(link)}`, link)
  }

  private async storeQuestions(): Promise<void> {
    const { tx } = this
    await reviews.close(tx, this.closed)
    await reviews.open(tx, this.questions)
    const keys = this.waiting.map(({ itemId: recordId, keys: own }) => ({ recordId, keys: own }))
    await records.setKeys(tx, this.world.entity.name, keys)
    this.toLookAt.push(
      ...(await reviews.reconsider(
        tx,
        this.reconsidered.map(({ itemId, record: { id: recordId, title, values }, likeness }) => ({
          itemId,
          candidate: { recordId, likeness, title, values },
        })),
      )),
    )
  }

  /** Items whose question got a further candidate are looked at again; returns their connections. */
  private async lookAgain(): Promise<Set<string>> {
    const connections = new Set(this.toLookAt.map(({ connectionId }) => connectionId))
    for (const connectionId of connections) {
      const items = this.toLookAt.filter((item) => item.connectionId === connectionId)
      await work.nudge(this.tx, connectionId, this.world.entity.name, items)
    }
    return connections
  }

  private withKeys(record: RecordRow): { recordId: string; keys: readonly string[] } {
    const own = this.linksOf(record.id)
    // A new record of one system says what the item that started it says: nothing more to read.
    const known = own.length === 1 ? this.keysOfFresh.get(record.id) : undefined
    const said = [record.values, ...own.map(({ seen }) => seen)]
    return { recordId: record.id, keys: known ?? keysOfRecord(this.world.entity, said) }
  }
}
