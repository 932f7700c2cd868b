import type { Json, JsonObject } from '#canonical'
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
import type { MappingDocument } from '#mapping'
import { memoryManifest, memoryReport, withParts, type MemoryRow } from './memory-kit.js'

/** What a system does to the values that it is given, before it stores them. */
export type Normalise = (values: JsonObject) => JsonObject

/** A whole system in memory: it stands for any system in tests of the engine, and is as unkind as it is told to be. */
export class MemorySystem {
  readonly rows = new Map<string, MemoryRow>()
  /** Every remote call by name, for tests that count them. */
  calls: string[] = []
  /** Called before each call; throws to make it fail, e.g. an outage. */
  before: (call: string) => void = () => undefined
  /** Called when a read has its answer, before the hub gets it. */
  afterRead: () => Promise<void> | undefined = () => undefined
  /** Rejects a single record. */
  rejects: (values: JsonObject) => ConnectorError | null = () => null
  /** The next writes and removals take effect, but their answers are lost. */
  loseReplies = 0
  /** That many writes and removals find the record changed since the hub looked. */
  stale = 0
  /** Why a record cannot be removed, e.g. because others refer to it. */
  keeps: (id: string) => ConnectorError | null = () => null
  /** How records leave. */
  removal: 'delete' | 'archive' | false = 'delete'
  /** What a listing gives instead of its pages; throws for one that fails. */
  lists: (pages: string[][]) => Iterable<string[]> = (pages) => pages
  /** What a direct look says instead of the truth; undefined leaves the id out. */
  looks: (id: string, truth: Presence) => Presence | undefined = (_id, truth) => truth
  /** Ids per page of a listing. */
  listSize = 100
  private readonly trash = new Map<string, MemoryRow>()
  private made = 0
  private clock = 1
  private readonly partId = (): string => `part-${this.clock++}`

  constructor(
    readonly id: string,
    private readonly normalise: Normalise = (values) => values,
  ) {}

  /** A person types a new record in. */
  create(values: JsonObject, marker: string | null = null): string {
    const id = `${this.id}-${(this.made += 1)}`
    const now = this.clock++
    const row = { id, values: this.store({}, values), marker, created: now, changed: now, gone: false }
    this.rows.set(id, row)
    return id
  }

  /** A person edits a record. */
  edit(id: string, values: JsonObject): void {
    const row = this.row(id)
    row.values = this.store(row.values, values)
    row.changed = this.clock++
  }

  /** A person deletes a record; the system still shows it as gone. */
  remove(id: string): void {
    const row = this.row(id)
    row.gone = true
    row.changed = this.clock++
  }

  /** A person deletes a record for good: no pull ever speaks of it again. */
  destroy(id: string): void {
    this.trash.set(id, this.row(id))
    this.rows.delete(id)
  }

  /** A person takes a record back that was deleted in either way. */
  restore(id: string): void {
    const row = this.trash.get(id) ?? this.row(id)
    this.trash.delete(id)
    this.rows.set(id, row)
    row.gone = false
    row.changed = this.clock++
  }

  values(id: string): JsonObject {
    return this.row(id).values
  }

  /** Keeps what the system holds now; the function that it returns restores it, like a backup from then. */
  backup(): () => void {
    const rows = structuredClone([...this.rows])
    return () => {
      this.rows.clear()
      for (const [id, row] of structuredClone(rows)) this.rows.set(id, row)
    }
  }

  /** The values of all records that exist. */
  all(): JsonObject[] {
    return [...this.rows.values()].filter(({ gone }) => !gone).map(({ values }) => values)
  }

  writes(): number {
    return this.calls.filter((call) => call.startsWith('write')).length
  }

  get connector(): Connector {
    return {
      manifest: memoryManifest(this.id, {
        party: {
          thing: {
            read: 'cursor',
            create: true,
            update: true,
            remove: this.removal,
            batch: 1,
            marker: 'searchable',
            precondition: false,
            editTimes: false,
            parts: ['contacts'],
          },
        },
      }),
      webhook: ({ body }) => (isHint(body) ? [{ entity: 'party', type: 'thing', id: body.id }] : []),
      connect: () => Promise.resolve(this.session()),
    }
  }

  private session(): Session {
    return {
      codecs: {},
      check: async () => {
        this.call('check')
        return Promise.resolve(memoryReport(this.id))
      },
      describe: () => Promise.resolve([]),
      pull: (_entity, cursor, options) => this.pull(cursor, options?.pageSize ?? 500),
      read: async (_entity, _type, ids) => {
        this.call(`read ${ids.length}`)
        const found = ids.flatMap((id) => this.native(this.rows.get(id)))
        await this.afterRead()
        return found
      },
      write: (_entity, operations) => Promise.resolve(operations.map((operation) => this.write(operation))),
      find: (_entity, _type, markers) => {
        this.call(`find ${markers.length}`)
        const found = [...this.rows.values()].filter(
          ({ marker }) => marker !== null && markers.includes(marker),
        )
        return Promise.resolve(
          new Map(
            found.flatMap((row) => this.native(row).map((native) => [row.marker ?? '', native] as const)),
          ),
        )
      },
      list: () => this.list(),
      presence: (_entity, _type, ids) => {
        this.call(`presence ${ids.length}`)
        const looks = ids.map((id) => [id, this.looks(id, this.truth(id))] as const)
        return Promise.resolve(
          new Map(looks.flatMap(([id, look]) => (look === undefined ? [] : [[id, look] as const]))),
        )
      },
      remove: (_entity, _type, records) => Promise.resolve(records.map(({ id }) => this.takeOut(id))),
      close: () => Promise.resolve(),
    }
  }

  private async *list(): AsyncIterable<string[]> {
    const ids = [...this.rows.values()].filter(({ gone }) => !gone).map(({ id }) => id)
    const pages: string[][] = []
    for (let at = 0; at < ids.length; at += this.listSize) pages.push(ids.slice(at, at + this.listSize))
    this.call('list')
    for (const page of this.lists(pages)) yield await Promise.resolve(page)
  }

  private truth(id: string): Presence {
    return this.rows.get(id)?.gone === false ? 'present' : 'gone'
  }

  private takeOut(id: string): RemoveResult {
    try {
      this.call('remove')
    } catch (error) {
      if (error instanceof ConnectorError) return { status: 'failed', error }
      throw error
    }
    if (this.metChange()) return { status: 'stale' }
    const refused = this.keeps(id)
    if (refused) return { status: 'failed', error: refused }
    if (this.truth(id) === 'present') {
      if (this.removal === 'archive') this.edit(id, { active: false })
      else this.destroy(id)
    }
    return this.replyLost() ? { status: 'unknown', error: lost() } : { status: 'removed' }
  }

  private replyLost(): boolean {
    if (this.loseReplies === 0) return false
    this.loseReplies -= 1
    return true
  }

  private metChange(): boolean {
    if (this.stale === 0) return false
    this.stale -= 1
    return true
  }

  private async *pull(cursor: Cursor | null, size: number): AsyncIterable<Page> {
    const from = (cursor?.['from'] as number | undefined) ?? 0
    const changed = [...this.rows.values()]
      .filter((row) => row.changed > from)
      .sort((a, b) => a.changed - b.changed)
    for (let start = 0; start === 0 || start < changed.length; start += size) {
      this.call('pull')
      const rows = changed.slice(start, start + size)
      const end = { from: rows.at(-1)?.changed ?? from }
      const records = rows.flatMap((row) => this.native(row))
      yield await Promise.resolve({ records, cursor: end, last: start + size >= changed.length })
    }
  }

  private write(operation: WriteOperation): WriteResult {
    try {
      this.call(`write ${operation.kind}`)
    } catch (error) {
      if (error instanceof ConnectorError) return { status: 'failed', error }
      throw error
    }
    if (operation.kind === 'update' && this.metChange()) return { status: 'stale' }
    const error = this.rejects(operation.values)
    if (error) return { status: 'failed', error }
    const parts: Record<string, string> = {}
    const id =
      operation.kind === 'create'
        ? this.create(withParts({}, operation, parts, this.partId), operation.marker)
        : operation.id
    if (operation.kind === 'update')
      this.edit(id, withParts(this.row(id).values, operation, parts, this.partId))
    if (this.replyLost()) return { status: 'unknown', error: lost() }
    const [record] = this.native(this.row(id))
    if (!record) throw new Error('written record is gone')
    return { status: 'done', record, parts }
  }

  private store(before: JsonObject, values: JsonObject): JsonObject {
    const whole: JsonObject = { ...empty, ...before, ...values }
    const contacts = (whole['contacts'] as JsonObject[]).map((item) => ({
      id: this.partId(),
      ...item,
    }))
    return { ...this.normalise(whole), contacts }
  }

  private native(row: MemoryRow | undefined): NativeRecord[] {
    if (!row) return []
    return [
      {
        type: 'thing',
        id: row.id,
        values: structuredClone(row.values),
        incarnation: String(row.created),
        version: String(row.changed),
        // A day passes between any two changes.
        changedAt: row.changed * 86_400_000,
        marker: row.marker,
        state: row.gone ? 'gone' : 'present',
      },
    ]
  }

  private row(id: string): MemoryRow {
    const row = this.rows.get(id)
    if (!row) throw new Error(`no record ${id} in ${this.id}`)
    return row
  }

  private call(name: string): void {
    this.before(name)
    this.calls.push(name)
  }
}

const isHint = (body: Json): body is { id: string } =>
  typeof body === 'object' && body !== null && !Array.isArray(body) && typeof body['id'] === 'string'

const lost = (): ConnectorError =>
  new ConnectorError('unavailable', { code: 'http.no-answer', outcomeUnknown: true })

const empty: JsonObject = {
  name: null,
  active: null,
  email: null,
  phone: null,
  vat: null,
  street: null,
  zip: null,
  city: null,
  country: null,
  contacts: [],
}

/** The mapping that every memory system uses. */
export const memoryMapping: MappingDocument = {
  entity: 'party',
  types: {
    thing: {
      fields: {
        name: 'name',
        active: 'active',
        email: 'email',
        phone: 'phone',
        vatId: 'vat',
        'address.street': 'street',
        'address.postalCode': 'zip',
        'address.city': 'city',
        'address.country': 'country',
      },
      parts: { contacts: { list: 'contacts', fields: { name: 'name', email: 'email', phone: 'phone' } } },
    },
  },
}
