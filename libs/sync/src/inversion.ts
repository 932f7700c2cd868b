import { randomUUID } from 'node:crypto'
import { partKey, type Flat, type Scalar } from '#canonical'
import type { LinkRow, operations, plans, RecordRow, undo } from '#persistence'
import { alike } from './alike.js'
import { entryOf, ownEntry } from './history.js'
import { itemKey } from './observe.js'
import { wishHash } from './plan.js'
import type { Deeds } from './undo.js'
import type { WorkSet } from './workset.js'
import type { RunContext, World } from './world.js'

type Item = plans.Outcome['items'][number]
type Restore = Omit<operations.WantedWrite, 'kind'>

/** Why something stays as it is. */
type Reason = 'edited' | 'deleted' | 'issued' | 'cannot-remove' | 'part-gone'

/** The inverse of what a run did to one record and its links (rule 19). */
export class Inversion {
  readonly restores: Restore[] = []
  readonly items: Item[] = []
  private readonly own: readonly LinkRow[]
  /** What each link agreed to before this changed anything. */
  private readonly sent: ReadonlyMap<string, Flat>

  constructor(
    private readonly world: World,
    private readonly run: RunContext,
    private readonly set: WorkSet,
    private readonly record: RecordRow,
    private readonly deeds: Deeds,
  ) {
    this.own = set.linksOf(record.id)
    this.sent = new Map(this.own.map((link) => [link.id, { ...link.sent }]))
  }

  plan(): void {
    this.revertValues()
    for (const link of this.own) this.revertWrites(link)
    for (const made of this.deeds.linked) this.unlink(made)
    for (const write of this.deeds.writes) if (write.kind === 'delete') this.keep(write, 'deleted')
    this.set.touch(this.record, 'plan')
  }

  /** The record's values go back; whoever agreed to the value that goes is left alone, and keeps what it shows. */
  private revertValues(): void {
    const { values, provenance } = this.record
    const changes: Record<string, { before: Scalar; after: Scalar }> = {}
    for (const [key, { before, after }] of Object.entries(this.deeds.taken)) {
      const now = values[key] ?? null
      if (now !== after || now === before || key in this.record.blocked) continue
      changes[key] = { before: now, after: before }
    }
    const keys = Object.keys(changes)
    if (keys.length === 0) return
    for (const key of keys) {
      const after = changes[key]?.after ?? null
      values[key] = after
      provenance[key] = {
        connection: null,
        type: null,
        run: this.run.id,
        rule: 'undo',
        mapping: '',
        at: this.run.at,
      }
      for (const link of this.own) if (this.agreed(link, key, changes)) link.sent[key] = after
    }
    for (const flat of [values, ...this.own.map(({ sent }) => sent)])
      withoutParts(flat, removedParts(changes))
    for (const link of this.own) this.set.touchLink(link)
    this.set.touch(this.record, 'values')
    this.set.changes.push(ownEntry('decided', this.record.id, { runId: this.run.id, rule: 'undo', changes }))
  }

  /** The link had what goes now, or had lost the part that comes back: it is left as it is. */
  private agreed(link: LinkRow, key: string, changes: Record<string, { before: Scalar }>): boolean {
    const sent = this.sent.get(link.id) ?? {}
    if ((sent[key] ?? null) === changes[key]?.before) return true
    const part = partKey(key)
    const whole = part && part.field !== null ? `${part.list}/${part.id}` : undefined
    return whole !== undefined && whole in changes && (sent[whole] ?? null) === changes[whole]?.before
  }

  private revertWrites(link: LinkRow): void {
    const writes = this.deeds.writes.filter(
      (write) => itemKey(target(write)) === itemKey(link) && mine(write, link),
    )
    const created = writes.find(({ kind }) => kind === 'create')
    if (created) return this.takeOut(link, created)
    const updates = writes.filter(({ kind }) => kind === 'update')
    const [last] = updates.slice(-1)
    if (!last || (link.state !== 'active' && link.state !== 'out-of-scope')) return
    if (this.isIssued(link)) return this.keep(last, 'issued')
    this.restore(link, last, updates)
  }

  /** What the hub created is taken out, and the link says that it is not to be created again. */
  private takeOut(link: LinkRow, write: undo.DoneWrite): void {
    if (link.state !== 'active' && link.state !== 'out-of-scope') return
    const member = this.world.members.find(({ connection }) => connection.id === link.connectionId)
    if (write.editedSince) return this.keep(write, 'edited')
    if (this.isIssued(link)) return this.keep(write, 'issued')
    if (!member?.capabilities[link.nativeType]?.remove) return this.keep(write, 'cannot-remove')
    link.leaves = 'excluded'
    this.set.touchLink(link)
  }

  /** Gives a system back what it showed before, field by field, where nobody edited it since. */
  private restore(link: LinkRow, last: undo.DoneWrite, updates: readonly undo.DoneWrite[]): void {
    const former: Flat = {}
    const written: Flat = {}
    for (const { before, after } of updates) {
      for (const [key, value] of Object.entries(after)) {
        if (!(key in former)) former[key] = before[key] ?? null
        written[key] = value
      }
    }
    const before: Flat = {}
    const after: Flat = {}
    const edited: string[] = []
    const lost: string[] = []
    for (const [key, value] of Object.entries(former)) {
      const shown = link.seen[key] ?? null
      if (shown === value) continue
      if (!this.untouched(link, key, written[key] ?? null)) {
        edited.push(key)
        continue
      }
      if (partKey(key)?.field === null && value === true && !this.addPart(key, before, after)) {
        lost.push(key)
        continue
      }
      before[key] = shown
      after[key] = value
    }
    withoutParts(
      after,
      Object.keys(after).filter((key) => partKey(key)?.field === null && after[key] === null),
    )
    for (const key of Object.keys(after)) this.leaveAlone(link, key)
    if (edited.length > 0) this.keep(last, 'edited', edited)
    if (lost.length > 0) this.keep(last, 'part-gone', lost)
    if (Object.keys(after).length === 0) return
    this.set.touchLink(link)
    this.restores.push({
      id: randomUUID(),
      runId: this.run.id,
      planId: null,
      flowId: this.world.flow.id,
      connectionId: link.connectionId,
      recordId: this.record.id,
      nativeType: link.nativeType,
      externalId: link.externalId,
      title: this.record.title,
      before,
      after,
      hash: wishHash('restore', before, after),
      marker: this.record.id,
      cause: { connection: null, run: this.run.id },
    })
  }

  /** Still as the hub wrote it: the link agreed to that value, and what it shows is only how the system stores it. */
  private untouched(link: LinkRow, key: string, written: Scalar): boolean {
    const agreed = this.sent.get(link.id)?.[key] ?? null
    const shown = link.seen[key] ?? null
    return agreed === written && (typeof written !== 'string' || alike(written, shown))
  }

  /** A part that the hub took out of a system comes back whole, from the record; false when the record has it no more. */
  private addPart(key: string, before: Flat, after: Flat): boolean {
    if (this.record.values[key] !== true) return false
    for (const [other, value] of Object.entries(this.record.values)) {
      if (!other.startsWith(`${key}/`) || value === null) continue
      before[other] = null
      after[other] = value
    }
    return true
  }

  /** The system keeps its former value, whatever the record's is: nothing is written there because of it (rule 2). */
  private leaveAlone(link: LinkRow, key: string): void {
    const value = this.record.values[key]
    if (value === undefined) link.sent[key] = null
    else link.sent[key] = value
  }

  private unlink(made: Deeds['linked'][number]): void {
    const link = this.own.find((one) => mine(made, one) && itemKey(one) === itemKey(made))
    if (link?.state !== 'active' && link?.state !== 'out-of-scope') return
    link.state = 'excluded'
    this.set.touchLink(link)
    this.items.push(this.item('unlink', link, {}, 'unlink'))
    this.set.changes.push(entryOf('unlinked', link, { runId: this.run.id, rule: 'undo' }))
  }

  /** An issued document stands; only the system's own counter-documents change it (design §4). */
  private isIssued(link: LinkRow): boolean {
    const { lifecycle } = this.world.entity
    if (!lifecycle) return false
    const status = link.seen[lifecycle.field] ?? null
    return status !== null && status !== lifecycle.draft
  }

  private keep(write: undo.DoneWrite, reason: Reason, fields: string[] = []): void {
    const hash = [reason, ...fields].join(' ')
    this.items.push(this.item('kept', target(write), { reason, fields }, hash))
  }

  private item(
    kind: 'unlink' | 'kept',
    at: Pick<LinkRow, 'connectionId' | 'nativeType'> & { externalId: string | null },
    evidence: object,
    hash: string,
  ): Item {
    const { connectionId, nativeType, externalId } = at
    const { id, title } = this.record
    const { id: flowId } = this.world.flow
    const base = { flowId, connectionId, nativeType, externalId, recordId: id, kind, title }
    return { ...base, before: {}, after: {}, evidence, hash, marker: id }
  }
}

const target = (
  write: undo.DoneWrite,
): Pick<LinkRow, 'connectionId' | 'nativeType'> & { externalId: string } => ({
  connectionId: write.connectionId,
  nativeType: write.nativeType,
  externalId: write.externalId ?? '',
})

const mine = (at: { connectionId: string }, link: LinkRow): boolean => at.connectionId === link.connectionId

/** Existence keys of parts that are there no more after these changes. */
function removedParts(changes: Record<string, { after: Scalar }>): string[] {
  return Object.entries(changes)
    .filter(([key, { after }]) => partKey(key)?.field === null && after === null)
    .map(([key]) => key)
}

/** Removes what belongs to parts that are not to be there. */
function withoutParts(values: Flat, gone: readonly string[]): void {
  for (const key of Object.keys(values)) {
    const part = partKey(key)
    if (part && part.field !== null && gone.includes(`${part.list}/${part.id}`))
      Reflect.deleteProperty(values, key)
  }
}
