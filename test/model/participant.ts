import type { JsonObject } from '#canonical'
import {
  ConnectorError,
  type Connector,
  type Cursor,
  type NativeRecord,
  type Page,
  type PartWrite,
  type Presence,
  type RemoveResult,
  type Session,
  type WriteOperation,
  type WriteResult,
} from '#connector-kit'
import { memoryManifest, memoryReport, withParts } from '../support/memory-kit.js'
import { canonical, fields, pathOf, stored, type Field, type Traits } from './traits.js'

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

export interface Row {
  id: string
  values: JsonObject
  marker: string | null
  created: number
  changed: number
  gone: boolean
  /** Who deleted it last. */
  removedBy: 'person' | 'hub' | null
  /** The account may not see it. */
  unseen: boolean
  /** Who typed the record in first. */
  origin: 'person' | 'hub'
  /** When the hub last read this row. */
  looked: number
  /** By field: a person's value that the hub has not touched since, and when it was typed. */
  typed: Map<string, { value: string | null; at: number }>
  /** Fields that the hub has written. */
  written: Set<string>
}

/** A person's value that a write of the hub replaced. */
export interface Overwritten {
  row: string
  /** Canonical path; for a contact `contacts.email`. */
  path: string
  value: string | null
  /**
   * The hub could not know: it was typed after its look at a system that has no preconditions, the window that stays
   * (rule 4), or into a field that the account may not read.
   */
  inWindow: boolean
}

/** A write that reached the system. */
export interface Written {
  kind: 'create' | 'update' | 'remove'
  id: string
  values: JsonObject
  parts: PartWrite[]
}

/** A system in memory that normalises, drops, lags and fails, with people who use it. */
export class Participant {
  readonly rows = new Map<string, Row>()
  readonly overwritten: Overwritten[] = []
  writes: Written[] = []
  /** Fields that the account may not read at present. */
  readonly hidden = new Set<Field>()
  /** Those and the ones that were hidden before: with these the hub meets values late, as at first contact. */
  readonly everHidden = new Set<Field>()
  private serial = 0

  constructor(
    readonly id: string,
    readonly traits: Traits,
    private readonly surroundings: Surroundings,
  ) {}

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

  get connector(): Connector {
    const { traits } = this
    return {
      manifest: memoryManifest(this.id, {
        party: {
          thing: {
            read: 'cursor',
            create: true,
            update: true,
            remove: 'delete',
            batch: traits.batch,
            marker: traits.marker,
            precondition: traits.precondition,
            editTimes: false,
            parts: ['contacts'],
          },
        },
      }),
      connect: () => Promise.resolve(this.session()),
    }
  }

  private session(): Session {
    return {
      codecs: {},
      check: () => Promise.resolve(memoryReport(this.id)),
      describe: () => Promise.resolve([]),
      pull: (_entity, cursor, options) => this.pull(cursor, options?.pageSize ?? 500),
      read: (_entity, _type, ids) =>
        this.call('read', () => ids.flatMap((id) => this.shown(this.rows.get(id), { look: true }))),
      write: (_entity, operations) => this.write(operations),
      list: () => this.list(),
      presence: (_entity, _type, ids) => this.call('presence', () => this.presence(ids)),
      remove: (_entity, _type, records) => this.takeOut(records),
      find: (_entity, _type, markers) => this.call('find', () => this.find(markers)),
      close: () => Promise.resolve(),
    }
  }

  /** Complete, as far as a system that lags can be: its newest records may lack. */
  private async *list(): AsyncIterable<string[]> {
    yield await this.call('list', () =>
      this.present()
        .filter(({ unseen, created }) => !unseen && created <= this.surroundings.now() - this.traits.lag)
        .map(({ id }) => id),
    )
  }

  private presence(ids: readonly string[]): Map<string, Presence> {
    const look = (row: Row | undefined): Presence =>
      row?.unseen ? 'hidden' : row && !row.gone ? 'present' : 'gone'
    return new Map(ids.map((id) => [id, look(this.rows.get(id))] as const))
  }

  private async takeOut(records: readonly NativeRecord[]): Promise<RemoveResult[]> {
    const results: RemoveResult[] = []
    for (const record of records) {
      try {
        results.push(await this.call('write remove', () => this.perish(record)))
      } catch (error) {
        if (!(error instanceof ConnectorError)) throw error
        results.push({ status: error.outcomeUnknown ? 'unknown' : 'failed', error })
      }
    }
    return results
  }

  private perish(record: NativeRecord): RemoveResult {
    const row = this.rows.get(record.id)
    if (!row || row.gone) return { status: 'removed' }
    if (this.traits.precondition && record.version !== String(row.changed)) return { status: 'stale' }
    row.gone = true
    row.removedBy = 'hub'
    row.changed = this.surroundings.tick()
    this.writes.push({ kind: 'remove', id: row.id, values: {}, parts: [] })
    return { status: 'removed' }
  }

  private find(markers: readonly string[]): Map<string, NativeRecord> {
    const found = this.present().filter(({ marker }) => marker !== null && markers.includes(marker))
    return new Map(
      found.flatMap((row) => this.shown(row).map((record) => [row.marker ?? '', record] as const)),
    )
  }

  /** Shows changes late; its cursor goes back by as much, inclusively (rule 11). */
  private async *pull(cursor: Cursor | null, size: number): AsyncIterable<Page> {
    const { lag } = this.traits
    const from = Number(cursor?.['from'] ?? 0)
    const next = { from: Number(cursor?.['next'] ?? this.surroundings.now() - lag) }
    let after = String(cursor?.['after'] ?? '')
    for (;;) {
      const page = await this.call('pull', () => {
        const visible = [...this.rows.values()].filter(
          ({ id, changed }) => changed >= from && changed <= this.surroundings.now() - lag && id > after,
        )
        const rows = visible.sort((a, b) => (a.id < b.id ? -1 : 1)).slice(0, size)
        return { rows: rows.flatMap((row) => this.shown(row)), last: rows.length === visible.length }
      })
      after = page.rows.at(-1)?.id ?? after
      // The whole listing is paged by id; the pages of an interrupted one go on behind the last id.
      yield {
        records: page.rows,
        cursor: page.last ? next : { from, after, next: next.from },
        last: page.last,
      }
      if (page.last) return
    }
  }

  private async write(operations: readonly WriteOperation[]): Promise<WriteResult[]> {
    const results: WriteResult[] = []
    for (const operation of operations) {
      try {
        results.push(await this.call(`write ${operation.kind}`, () => this.perform(operation)))
      } catch (error) {
        if (!(error instanceof ConnectorError)) throw error
        results.push({ status: error.outcomeUnknown ? 'unknown' : 'failed', error })
      }
    }
    return results
  }

  private perform(operation: WriteOperation): WriteResult {
    const parts: Record<string, string> = {}
    const { marker } = this.traits
    if (operation.kind === 'create') {
      const same = this.present().find((row) => row.marker === operation.marker)
      if (same && marker === 'unique') {
        return { status: 'failed', error: new ConnectorError('rejected', { code: 'model.marker-taken' }) }
      }
      const values = this.written({}, operation, parts)
      const row =
        same && marker === 'upsert' ? this.update(same, values) : this.insert(values, operation.marker, 'hub')
      this.writes.push({ kind: 'create', id: row.id, values: operation.values, parts: operation.parts })
      return this.answer(row, parts)
    }
    const row = this.rows.get(operation.id)
    if (!row || row.gone)
      return { status: 'failed', error: new ConnectorError('gone', { code: 'model.gone' }) }
    if (this.traits.precondition && operation.current.version !== String(row.changed))
      return { status: 'stale' }
    this.update(row, this.written(row.values, operation, parts))
    this.writes.push({ kind: 'update', id: row.id, values: operation.values, parts: operation.parts })
    return this.answer(row, parts)
  }

  private answer(row: Row, parts: Record<string, string>): WriteResult {
    const [record] = this.shown(row, { look: true })
    if (!record) throw new Error('a written record is gone')
    return { status: 'done', record, parts }
  }

  private update(row: Row, values: JsonObject): Row {
    const before = flat(row.values)
    row.values = stored(this.traits, this.identified({ ...row.values, ...values }))
    row.changed = this.surroundings.tick()
    this.note(row, before, 'hub')
    return row
  }

  private insert(values: JsonObject, marker: string | null, origin: Row['origin']): Row {
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
        this.overwritten.push({ row: row.id, path: canonicalPath(key), value: typed.value, inWindow })
      }
    }
  }

  private identified(values: JsonObject): JsonObject {
    const contacts = (values['contacts'] ?? []) as JsonObject[]
    return {
      ...values,
      contacts: contacts.map((contact) => ({ id: `c${this.surroundings.tick()}`, ...contact })),
    }
  }

  /** What a write makes of a row; a new contact comes with every field. */
  private written(
    before: JsonObject,
    operation: WriteOperation,
    created: Record<string, string>,
  ): JsonObject {
    const parts = operation.parts.map((part) =>
      part.kind === 'create' ? { ...part, values: { name: null, email: null, ...part.values } } : part,
    )
    const newId = (): string => `c${this.surroundings.tick()}`
    return {
      contacts: before['contacts'] ?? [],
      ...withParts(before, { ...operation, parts }, created, newId),
    }
  }

  private shown(row: Row | undefined, how: { look: boolean } = { look: false }): NativeRecord[] {
    if (!row || row.unseen || (row.gone && this.traits.erases)) return []
    if (how.look) row.looked = this.surroundings.now()
    const values = structuredClone(row.values)
    for (const field of this.hidden) Reflect.deleteProperty(values, field)
    return [
      {
        type: 'thing',
        id: row.id,
        values,
        incarnation: String(row.created),
        version: String(row.changed),
        marker: row.marker,
        state: row.gone ? 'gone' : 'present',
      },
    ]
  }

  private async call<T>(name: string, effect: () => T): Promise<T> {
    this.surroundings.tick()
    await this.surroundings.step(this, name, 'before')
    const result = effect()
    await this.surroundings.step(this, name, 'after')
    return result
  }
}

const empty: JsonObject = { vat: null, name: null, phone: null, city: null, note: null, contacts: [] }

/** Every field of a document in canonical terms, those of contacts under the contact's id. */
export function flat(values: JsonObject): Map<string, string | null> {
  const result = new Map<string, string | null>()
  for (const field of fields) if (field in values) result.set(field, canonical(values[field]))
  for (const contact of (values['contacts'] ?? []) as JsonObject[]) {
    for (const field of ['name', 'email']) {
      result.set(`contacts/${String(contact['id'])}/${field}`, canonical(contact[field]))
    }
  }
  return result
}

function canonicalPath(key: string): string {
  const [list, , field] = key.split('/')
  return field === undefined ? pathOf(key as Field) : `${list}.${field}`
}
