import { partKey, type Flat, type Scalar } from '#canonical'
import { provenanceOf, type FlowSettings, type LinkRow, type Provenance, type RecordRow } from '#persistence'
import { cutOff } from './alike.js'
import { authorityOf } from './authority.js'
import { chainMilliseconds, isLoop } from './loops.js'
import type { FlatObservation } from './parts.js'

/** Everything that decides about the values of one record and one of its links. `record` and `link` are changed in place. */
export interface MergeInput {
  settings: FlowSettings
  /** Flags of the entity that add up (customer and supplier). */
  roles: readonly string[]
  me: { connectionId: string; slug: string; position: number; reads: boolean }
  /** Rank of a connection in the flow; undefined for one that does not take part any more. */
  position(connectionId: string): number | undefined
  /** True when the connection with this slug has the record and the field; a leader that lacks one decides nothing. */
  leads(slug: string, key: string): boolean
  record: RecordRow
  link: LinkRow
  observed: FlatObservation
  provenance: Omit<Provenance, 'rule'>
}

/** A value that a person must decide about. */
export interface Question {
  kind: 'conflict' | 'lossy' | 'loop'
  field: string
  here: Scalar
  there: Scalar
}

export type Changes = Record<string, { before: Scalar; after: Scalar }>

export interface MergeResult {
  /** Values that entered the record, by rule. */
  taken: Record<string, Changes>
  /** Edits that the rules did not let in and that are to be written over. */
  overruled: Changes
  questions: Question[]
  /** True when the record notes that a system resists its rules. */
  resisted: boolean
}

/** The link's first meeting with its record: values without a common past (rule 7). */
export function meet(input: MergeInput): MergeResult {
  const merge = new Merge(input)
  for (const [key, there] of Object.entries(input.observed.values)) merge.meet(key, there)
  return merge.result
}

/** What changed in the system since it was last seen, merged with what changed here (rules 2 and 5). */
export function merge(input: MergeInput): MergeResult {
  const merge = new Merge(input)
  const { seen } = input.link
  for (const key of removedParts(seen, input.observed)) merge.change(key, null)
  for (const [key, there] of Object.entries(input.observed.values)) {
    const base = seen[key]
    if (base !== undefined) {
      if (there !== base) merge.change(key, there)
    } else if (partKey(key)) merge.change(key, there)
    else merge.meet(key, there)
  }
  return merge.result
}

/**
 * The link's first look through another mapping (rule 15): a field whose line changed has a new meaning and meets its record
 * anew, without counting as a change there; all others are merged. What is mapped no more is forgotten.
 */
export function rebase(input: MergeInput, isChanged: (key: string) => boolean): MergeResult {
  const merge = new Merge(input)
  const { seen, sent } = input.link
  for (const key of Object.keys(seen)) {
    if (key in input.observed.values || !isChanged(key)) continue
    Reflect.deleteProperty(seen, key)
    Reflect.deleteProperty(sent, key)
  }
  for (const key of removedParts(seen, input.observed)) merge.change(key, null)
  for (const [key, there] of Object.entries(input.observed.values)) {
    const base = seen[key]
    if (isChanged(key)) merge.meetAnew(key, there)
    else if (base === undefined && !partKey(key)) merge.meet(key, there)
    else if (there !== base) merge.change(key, there)
  }
  return merge.result
}

/** Fields whose authority is another one now meet their record anew (rule 15); nothing was observed. */
export function reconsider(input: MergeInput, isChanged: (key: string) => boolean): MergeResult {
  const merge = new Merge(input)
  for (const [key, there] of Object.entries({ ...input.link.seen }))
    if (isChanged(key)) merge.meetAnew(key, there)
  return merge.result
}

/** A system that was restored from a backup shows older values than before: it is to get the present ones back (rule 16). */
export function redeliver(input: MergeInput): MergeResult {
  const merge = new Merge(input)
  const { seen } = input.link
  for (const key of removedParts(seen, input.observed)) merge.giveBack(key, null)
  for (const [key, there] of Object.entries(input.observed.values))
    if (there !== seen[key]) merge.giveBack(key, there)
  return merge.result
}

/** Existence keys of parts that the system has shown before and, in a list that it showed whole, shows no more. */
function removedParts(seen: Flat, observed: FlatObservation): string[] {
  return Object.keys(seen).filter((key) => {
    const part = partKey(key)
    return (
      part?.field === null && seen[key] === true && observed.lists.has(part.list) && !(key in observed.values)
    )
  })
}

class Merge {
  readonly result: MergeResult = { taken: {}, overruled: {}, questions: [], resisted: false }
  private readonly seen: Flat
  private readonly sent: Flat
  private readonly values: Flat

  constructor(private readonly input: MergeInput) {
    this.seen = input.link.seen
    this.sent = input.link.sent
    this.values = input.record.values
  }

  /** A field without a common past. */
  meet(key: string, there: Scalar): void {
    const here = this.values[key] ?? null
    const { firstContact } = this.input.settings
    this.seen[key] = there
    // Two systems that each know one role of a party know both (design §3, rule 6).
    const role = this.input.roles.includes(key) && there !== here
    if (there === here) this.sent[key] = here
    else if (role && there === true) this.take(key, there, 'role')
    else if (role) this.leaveForWriting(key)
    else if (firstContact === 'link') this.sent[key] = here
    else if (here === null) this.take(key, there, 'filled')
    else if (there === null) this.leaveForWriting(key)
    else if (firstContact === 'fill') this.sent[key] = here
    else if (this.wins(key)) this.take(key, there, 'aligned')
    else this.overrule(key, here, there)
  }

  /** A field whose rules changed. What was on its way to the system stays on its way; a field that no record had is taken. */
  meetAnew(key: string, there: Scalar): void {
    const here = this.values[key] ?? null
    const sent = this.sent[key]
    if (key in this.input.record.blocked) this.seen[key] = there
    else if (sent !== undefined && sent !== here && there !== here) {
      this.seen[key] = there
      this.leaveForWriting(key)
    } else if (!(key in this.values) && this.input.me.reads && (there !== null || !partKey(key))) {
      this.remember(key, there)
      this.take(key, there, 'mapped')
    } else this.meet(key, there)
  }

  /** A value that the system has lost. */
  giveBack(key: string, there: Scalar): void {
    this.remember(key, there)
    if (there === (this.values[key] ?? null)) this.sent[key] = there
    else this.leaveForWriting(key)
  }

  /** A field that the system changed since it was last seen. */
  change(key: string, there: Scalar): void {
    const base = this.seen[key] ?? null
    const here = this.values[key] ?? null
    const sent = this.sent[key]
    this.remember(key, there)
    if (there === here) {
      this.sent[key] = here
      return
    }
    // A part that is asked about is one question; its fields come with the answer.
    if (this.isOfAskedPart(key)) {
      this.sent[key] = there
      return
    }
    if (key in this.input.record.blocked || (sent !== undefined && cutOff(sent, base))) {
      this.ask(sent !== undefined && cutOff(sent, base) ? 'lossy' : 'conflict', key, here, there)
      return
    }
    const changedHere = sent === undefined ? here !== null : sent !== here
    switch (this.verdict(key, changedHere)) {
      case 'take':
        if (isLoop(this.chain(key), there)) return this.ask('loop', key, here, there)
        return this.take(key, there, changedHere ? 'rank' : 'changed')
      case 'overrule':
        if (isLoop(this.resisted(key, there), there)) return this.ask('loop', key, here, there)
        return this.overrule(key, here, there)
      case 'ask':
        return this.ask('conflict', key, here, there)
      case 'ignore':
        return
    }
  }

  /** Values that systems in a row answered the hub's own writes with, each its own; empty outside such a chain (rule 18). */
  private chain(key: string): Scalar[] {
    const from = provenanceOf(this.input.record, key)
    if (!from) return []
    if (from.connection === this.input.me.connectionId) return from.chain ?? []
    const here = this.values[key] ?? null
    return this.sent[key] === here && this.soonAfter(from.at) ? [...(from.chain ?? []), here] : []
  }

  /** What a system that is not to decide about the field made of it, again and again (rule 18). */
  private resisted(key: string, there: Scalar): Scalar[] {
    const from = provenanceOf(this.input.record, key)
    if (!from) return []
    const before = from.resisted && this.soonAfter(from.resisted.at) ? from.resisted.values : []
    const { at } = this.input.provenance
    this.input.record.provenance[key] = { ...from, resisted: { values: [...before, there], at } }
    this.result.resisted = true
    return before
  }

  private soonAfter(at: string): boolean {
    return Date.parse(this.input.provenance.at) - Date.parse(at) < chainMilliseconds
  }

  private verdict(key: string, changedHere: boolean): 'take' | 'overrule' | 'ask' | 'ignore' {
    const { me, settings } = this.input
    const authority = authorityOf(settings, key)
    if (!me.reads) return authority.others === 'revert' ? 'overrule' : 'ignore'
    const { leader } = authority
    if (
      authority.policy === 'leader' &&
      leader !== undefined &&
      leader !== me.slug &&
      this.input.leads(leader, key)
    ) {
      return ({ revert: 'overrule', ignore: 'ignore', propose: 'ask' } as const)[authority.others ?? 'revert']
    }
    if (authority.policy === 'leader' || !changedHere) return 'take'
    if (authority.clash === 'ask') return 'ask'
    return this.wins(key) ? 'take' : 'overrule'
  }

  /** Whether this system's value beats the record's: as the leader, else by rank; a person's decision beats both. */
  private wins(key: string): boolean {
    const { me, settings } = this.input
    const authority = authorityOf(settings, key)
    if (authority.policy === 'leader' && authority.leader === me.slug) return true
    if (authority.policy === 'leader' && authority.leader && this.input.leads(authority.leader, key))
      return false
    const from = provenanceOf(this.input.record, key)
    if (from && from.connection === null) return false
    const other = from?.connection ? this.input.position(from.connection) : undefined
    return me.reads && (other === undefined || me.position < other)
  }

  private take(key: string, there: Scalar, rule: string): void {
    const part = partKey(key)
    if (part?.field === null && there === null) return this.takeRemoval(part.list, part.id, rule)
    if (part && this.values[`${part.list}/${part.id}`] !== true)
      return this.takePart(part.list, part.id, rule)
    this.set(key, there, rule)
  }

  /** A part enters whole: its existence and every field that the system shows. */
  private takePart(list: string, id: string, rule: string): void {
    const prefix = `${list}/${id}`
    for (const [key, value] of Object.entries(this.input.observed.values)) {
      if (key !== prefix && !key.startsWith(`${prefix}/`)) continue
      this.seen[key] = value
      this.set(key, value, rule)
    }
  }

  private takeRemoval(list: string, id: string, rule: string): void {
    const prefix = `${list}/${id}`
    for (const key of Object.keys(this.values)) {
      if (!key.startsWith(`${prefix}/`)) continue
      this.note(key, null, rule)
      Reflect.deleteProperty(this.values, key)
      Reflect.deleteProperty(this.input.record.provenance, key)
    }
    this.forgetPart(prefix)
    this.set(prefix, null, rule)
  }

  private set(key: string, value: Scalar, rule: string): void {
    const chain = this.chain(key)
    this.note(key, value, rule)
    this.values[key] = value
    this.sent[key] = value
    this.input.record.provenance[key] = { ...this.input.provenance, rule, ...(chain.length > 0 && { chain }) }
  }

  private note(key: string, after: Scalar, rule: string): void {
    const before = this.values[key] ?? null
    if (before === after) return
    const changes = (this.result.taken[rule] ??= {})
    changes[key] = { before, after }
  }

  private isOfAskedPart(key: string): boolean {
    const part = partKey(key)
    const whole = part ? `${part.list}/${part.id}` : key
    const { questions } = this.result
    const asked = whole in this.input.record.blocked || questions.some(({ field }) => field === whole)
    return whole !== key && asked && this.values[whole] !== true
  }

  private overrule(key: string, here: Scalar, there: Scalar): void {
    this.result.overruled[key] = { before: there, after: here }
    this.leaveForWriting(key)
  }

  /** Until a person decides, the system has what it shows; whatever else is decided will be written to it. */
  private ask(kind: Question['kind'], key: string, here: Scalar, there: Scalar): void {
    this.result.questions.push({ kind, field: key, here, there })
    this.sent[key] = there
    if (partKey(key)?.field === null) this.forgetPart(key)
  }

  /** What was sent is unknown from now on, so that planning finds a difference and writes the record's value. */
  private leaveForWriting(key: string): void {
    const part = partKey(key)
    if (part?.field === null && this.values[key] !== true) {
      // The system has a part that the record does not want: a difference in the other direction.
      this.sent[key] = true
      return
    }
    // Nothing was ever sent ⇔ an empty field needs no write; so what is to be emptied must differ from something.
    if ((this.values[key] ?? null) === null) this.sent[key] = this.seen[key] ?? null
    else Reflect.deleteProperty(this.sent, key)
    if (part?.field === null) this.forgetPart(key)
  }

  private remember(key: string, there: Scalar): void {
    const part = partKey(key)
    this.seen[key] = there
    if (part?.field !== null || there !== null) return
    for (const other of Object.keys(this.seen)) {
      if (other.startsWith(`${key}/`)) Reflect.deleteProperty(this.seen, other)
    }
  }

  private forgetPart(prefix: string): void {
    for (const key of Object.keys(this.sent)) {
      if (key.startsWith(`${prefix}/`)) Reflect.deleteProperty(this.sent, key)
    }
  }
}
