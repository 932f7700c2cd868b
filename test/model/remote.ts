import type { JsonObject } from '#canonical'
import {
  ConnectorError,
  type Connector,
  type Cursor,
  type NativeRecord,
  type Page,
  type Presence,
  type RemoveResult,
  type Session,
  type WriteOperation,
  type WriteResult,
} from '#connector-kit'
import { memoryManifest, memoryReport, withParts } from '../support/memory-kit.js'
import type { Participant, Surroundings } from './participant.js'
import type { Row } from './rows.js'

/** The hub's way to a participant: a connector whose every call is a step between which things happen. */
export class Remote {
  constructor(
    private readonly of: Participant,
    private readonly surroundings: Surroundings,
  ) {}

  get connector(): Connector {
    const { traits } = this.of
    return {
      manifest: memoryManifest(this.of.id, {
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
      check: () => Promise.resolve(memoryReport(this.of.id)),
      describe: () => Promise.resolve([]),
      pull: (_entity, cursor, options) => this.pull(cursor, options?.pageSize ?? 500),
      read: (_entity, _type, ids) =>
        this.call('read', () => ids.flatMap((id) => this.shown(this.of.rows.get(id), { look: true }))),
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
      this.of
        .present()
        .filter(({ unseen, created }) => !unseen && created <= this.surroundings.now() - this.of.traits.lag)
        .map(({ id }) => id),
    )
  }

  private presence(ids: readonly string[]): Map<string, Presence> {
    const look = (row: Row | undefined): Presence =>
      row?.unseen ? 'hidden' : row && !row.gone ? 'present' : 'gone'
    return new Map(ids.map((id) => [id, look(this.of.rows.get(id))] as const))
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
    const row = this.of.rows.get(record.id)
    if (!row || row.gone) return { status: 'removed' }
    if (this.of.traits.precondition && record.version !== String(row.changed)) return { status: 'stale' }
    row.gone = true
    row.removedBy = 'hub'
    row.changed = this.surroundings.tick()
    this.of.writes.push({ kind: 'remove', id: row.id, values: {}, parts: [] })
    return { status: 'removed' }
  }

  private find(markers: readonly string[]): Map<string, NativeRecord> {
    const found = this.of.present().filter(({ marker }) => marker !== null && markers.includes(marker))
    return new Map(
      found.flatMap((row) => this.shown(row).map((record) => [row.marker ?? '', record] as const)),
    )
  }

  /** Shows changes late; its cursor goes back by as much, inclusively (rule 11). */
  private async *pull(cursor: Cursor | null, size: number): AsyncIterable<Page> {
    const { lag } = this.of.traits
    const from = Number(cursor?.['from'] ?? 0)
    const next = { from: Number(cursor?.['next'] ?? this.surroundings.now() - lag) }
    let after = String(cursor?.['after'] ?? '')
    for (;;) {
      const page = await this.call('pull', () => {
        const visible = [...this.of.rows.values()].filter(
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
    const { marker } = this.of.traits
    if (operation.kind === 'create') {
      const same = this.of.present().find((row) => row.marker === operation.marker)
      if (same && marker === 'unique') {
        return { status: 'failed', error: new ConnectorError('rejected', { code: 'model.marker-taken' }) }
      }
      const values = this.written({}, operation, parts)
      const row =
        same && marker === 'upsert'
          ? this.of.update(same, values)
          : this.of.insert(values, operation.marker, 'hub')
      this.of.writes.push({ kind: 'create', id: row.id, values: operation.values, parts: operation.parts })
      return this.answer(row, parts)
    }
    const row = this.of.rows.get(operation.id)
    if (!row || row.gone)
      return { status: 'failed', error: new ConnectorError('gone', { code: 'model.gone' }) }
    if (this.of.traits.precondition && operation.current.version !== String(row.changed))
      return { status: 'stale' }
    this.of.update(row, this.written(row.values, operation, parts))
    this.of.writes.push({ kind: 'update', id: row.id, values: operation.values, parts: operation.parts })
    return this.answer(row, parts)
  }

  private answer(row: Row, parts: Record<string, string>): WriteResult {
    const [record] = this.shown(row, { look: true })
    if (!record) throw new Error('a written record is gone')
    return { status: 'done', record, parts }
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
    if (!row || row.unseen || (row.gone && this.of.traits.erases)) return []
    if (how.look) row.looked = this.surroundings.now()
    const values = structuredClone(row.values)
    for (const field of this.of.hidden) Reflect.deleteProperty(values, field)
    return [
      {
        type: 'thing',
        id: row.id,
        values,
        incarnation: String(row.created),
        version: String(row.changed),
        // Far enough apart that no clock goes wrong by so much (rule 16).
        changedAt: row.changed * 86_400_000,
        marker: row.marker,
        state: row.gone ? 'gone' : 'present',
      },
    ]
  }

  private async call<T>(name: string, effect: () => T): Promise<T> {
    this.surroundings.tick()
    await this.surroundings.step(this.of, name, 'before')
    const result = effect()
    await this.surroundings.step(this.of, name, 'after')
    return result
  }
}
