import type { FieldAuthority, FlowSettings } from '#persistence'
import type { Participant } from './participant.js'

/**
 * The reference model: which values may hold for a field once everything was delivered. Without an edit since the last
 * rest it is the value of then; else one that a person typed since, where that person's system may decide.
 */
export class Reference {
  private readonly rested = new Map<string, string | null>()
  private readonly typed = new Map<string, Map<string, string | null>>()
  /** Fields whose edit the hub could not see (the window of rule 4): nothing is foretold until the next rest. */
  private readonly unknown = new Set<string>()
  /** Which systems have had which parties since the last rest. */
  private known = new Set<string>()

  /** Something happened after which nothing at all is foretold until the next rest. */
  private blind = false

  constructor(private settings: Pick<FlowSettings, 'authority' | 'fields'>) {}

  /** Others decide now: whose edit of before counts is not foretold. */
  ruledBy(settings: Pick<FlowSettings, 'authority' | 'fields'>): void {
    this.settings = settings
    this.blind = true
  }

  /** After backups, merges and splits: what holds is checked by the other invariants, and foretold again from the next rest on. */
  forget(): void {
    this.blind = true
  }

  /** A system went back in time: what was typed since the last rest may be gone with it. */
  mayReturn(): void {
    for (const [key, candidates] of this.typed) {
      const before = this.rested.get(key)
      if (before === undefined) this.unknown.add(key)
      else candidates.set('as it was', before)
    }
  }

  /** Edits of these fields that nobody has read yet come to stand elsewhere, or nowhere: a mapping has changed. */
  forgetEdits(paths: readonly string[]): void {
    for (const key of this.typed.keys())
      if (paths.some((path) => key.endsWith(` ${path}`))) this.unknown.add(key)
  }

  /** A person's system shows another value of a field; `first`: in a record that is new there and meets what is known. */
  edited(at: Participant, vat: string, path: string, value: string | null, first: boolean): void {
    const before = this.rested.get(`${vat} ${path}`)
    if (first && before !== undefined) this.candidates(vat, path).set('as it was', before)
    const { policy, leader, others } = this.authority(path)
    const barred = policy === 'leader' && leader !== at.id && others === 'revert'
    const had = this.known.has(`${barred ? (leader ?? '') : at.id} ${vat}`)
    if (had && (barred || !at.traits.reads)) return
    // Whether it was known already is not foretold: this value may enter, or the one before stay.
    const by = barred || !at.traits.reads ? `${at.id} ${String(value)}` : at.id
    this.candidates(vat, path).set(by, value)
  }

  decided(vat: string, path: string, value: string | null): void {
    this.candidates(vat, path).set('a person who was asked', value)
  }

  missed(vat: string, path: string): void {
    this.unknown.add(`${vat} ${path}`)
  }

  /** What is wrong with a field's value at rest; null when it is as it may be. */
  objection(vat: string, path: string, value: string | null): string | null {
    const key = `${vat} ${path}`
    if (this.blind || this.unknown.has(key)) return null
    const typed = this.typed.get(key)
    const rested = this.rested.get(key)
    const allowed = typed ? [...new Set(typed.values())] : rested === undefined ? [value] : [rested]
    if (allowed.includes(value)) return null
    const list = allowed.map((one) => JSON.stringify(one)).join(' or ')
    return `${vat} ${path} is ${JSON.stringify(value)} and should be ${list}`
  }

  /** Everything was delivered: these are the values now, and these parties are known there. */
  rest(
    values: readonly { vat: string; path: string; value: string | null }[],
    known: ReadonlySet<string>,
  ): void {
    this.typed.clear()
    this.unknown.clear()
    this.blind = false
    for (const { vat, path, value } of values) this.rested.set(`${vat} ${path}`, value)
    this.known = new Set(known)
  }

  private authority(path: string): FieldAuthority {
    return this.settings.fields[path] ?? this.settings.authority
  }

  private candidates(vat: string, path: string): Map<string, string | null> {
    const key = `${vat} ${path}`
    const found = this.typed.get(key) ?? new Map<string, string | null>()
    this.typed.set(key, found)
    return found
  }
}
