import type { JsonObject } from '#canonical'
import type { Connector } from '#connector-kit'
import type { MappingDocument } from '#mapping'
import type { FilterCondition } from '#persistence'
import { Remote } from './remote.js'
import { empty, flat, type Overwritten, type Row, type Written } from './rows.js'
import { fields, mappingOf, paths, stored, type Field, type Traits } from './traits.js'

/** Time and interruptions, shared by all participants of a world. */
export interface Surroundings {
  /** Counts everything that happens, one tick each. */
  now(): number
  tick(): number
  /**
   * A step of the hub towards a system, before or after its effect: here people act, replies get lost, the hub dies.
   * Throws when the call fails.
   */
  step(participant: Participant, call: string, phase: 'before' | 'after'): Promise<void>
}

/** A system in memory that normalises, drops, lags and fails, with people who use it. */
export class Participant {
  rows = new Map<string, Row>()
  readonly overwritten: Overwritten[] = []
  writes: Written[] = []
  /** Fields that the account may not read at present. */
  readonly hidden = new Set<Field>()
  /** Those and the ones that were hidden before: with these the hub meets values late, as at first contact. */
  readonly everHidden = new Set<Field>()
  /** Canonical path of each native field, as the mapping has it at present; null where it has none. */
  readonly lines: Record<Field, string | null>
  /** Which records the flow lets into it. */
  filter: FilterCondition[] = []
  /** Canonical paths whose values met those of the record late: its mapping changed. */
  readonly met = new Set<string>()
  /** VAT ids of records that were created here and taken out again by an undo. */
  readonly takenOut = new Set<string>()
  /** Takes part in the flow. */
  joined = true
  /** Its backup was restored, and the hub has not been through all of it since. */
  restored = false
  private serial = 0
  private backups: { rows: Map<string, Row>; serial: number }[] = []

  constructor(
    readonly id: string,
    readonly traits: Traits,
    private readonly surroundings: Surroundings,
  ) {
    this.lines = { ...paths, ...(traits.lacks ? { [traits.lacks]: null } : {}) }
  }

  get connector(): Connector {
    return new Remote(this, this.surroundings).connector
  }

  /** The mapping that the hub ships for it. */
  get mapping(): MappingDocument {
    return mappingOf(this.traits)
  }

  /** The native field that a canonical path is read from and written to. */
  native(path: string): Field | undefined {
    return fields.find((field) => this.lines[field] === path)
  }

  backUp(): void {
    this.backups.push({ rows: structuredClone(this.rows), serial: this.serial })
  }

  /** Everything is as it was at a backup, the count of ids as well; false where there is none. */
  restore(): boolean {
    const backup = this.backups.pop()
    if (!backup) return false
    Object.assign(this, backup, { restored: true })
    return true
  }

  present(): Row[] {
    return [...this.rows.values()].filter(({ gone }) => !gone)
  }

  /** A person types a new record in. */
  create(values: JsonObject): Row {
    return this.insert(values, null, 'person')
  }

  /** A person deletes a record, or brings it back as it was. */
  remove(row: Row, gone: boolean): void {
    row.gone = gone
    row.removedBy = gone ? 'person' : null
    row.changed = this.surroundings.tick()
  }

  /** A person saves a record with other values. */
  edit(row: Row, values: JsonObject): void {
    const before = flat(row.values)
    row.values = stored(this.traits, this.identified({ ...row.values, ...values }))
    row.changed = this.surroundings.tick()
    this.note(row, before, 'person')
  }

  /** A change stamp for something that is no edit. */
  touch(): number {
    return this.surroundings.tick()
  }
  /** The hub changes a record. */
  update(row: Row, values: JsonObject): Row {
    const before = flat(row.values)
    row.values = stored(this.traits, this.identified({ ...row.values, ...values }))
    row.changed = this.surroundings.tick()
    this.note(row, before, 'hub')
    return row
  }

  /** A rule of its own rewrites what stands in `note`, long after it was written; true when it found something. */
  meddle(): boolean {
    const { meddles } = this.traits
    if (!meddles) return false
    const wrong = this.present().filter(({ values }) => {
      const note = values['note']
      return typeof note === 'string' && !note.startsWith(meddles)
    })
    for (const row of wrong) {
      row.values = { ...row.values, note: `${meddles}${String(row.values['note']).replace(/^[<>]/, '')}` }
      row.changed = this.surroundings.tick()
      row.typed.delete('note')
    }
    return wrong.length > 0
  }

  insert(values: JsonObject, marker: string | null, origin: Row['origin']): Row {
    this.serial += 1
    const id = `${this.id}-${String(this.serial).padStart(3, '0')}`
    const now = this.surroundings.tick()
    const row: Row = {
      id,
      values: stored(this.traits, this.identified({ ...empty, ...values })),
      marker,
      created: now,
      changed: now,
      gone: false,
      removedBy: null,
      unseen: false,
      origin,
      looked: 0,
      typed: new Map(),
      written: new Set(),
      undone: new Map(),
    }
    this.rows.set(id, row)
    this.note(row, new Map(), origin)
    return row
  }

  /** Keeps who wrote what: a person's value that the hub replaces must be named by the hub's history (rule 20). */
  private note(row: Row, before: ReadonlyMap<string, string | null>, by: 'person' | 'hub'): void {
    const after = flat(row.values)
    for (const key of new Set([...before.keys(), ...after.keys()])) {
      const [old, now] = [before.get(key) ?? null, after.get(key) ?? null]
      if (old === now && before.size > 0) continue
      const typed = row.typed.get(key)
      if (by === 'person') row.typed.set(key, { value: now, at: row.changed })
      else {
        row.typed.delete(key)
        row.written.add(key)
        if (!typed) continue
        const unseen = this.hidden.has(key as Field)
        const inWindow = unseen || (!this.traits.precondition && typed.at > row.looked)
        this.overwritten.push({ row: row.id, path: this.pathOf(key), value: typed.value, inWindow })
      }
    }
  }

  private pathOf(key: string): string {
    const [list, , field] = key.split('/')
    return field === undefined ? (this.lines[key as Field] ?? key) : `${list}.${field}`
  }

  private identified(values: JsonObject): JsonObject {
    const contacts = (values['contacts'] ?? []) as JsonObject[]
    return {
      ...values,
      contacts: contacts.map((contact) => ({ id: `c${this.surroundings.tick()}`, ...contact })),
    }
  }
}
