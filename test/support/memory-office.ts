import Big from 'big.js'
import { decimalText, type EntityName, type Json, type JsonObject } from '#canonical'
import {
  ConnectorError,
  type Connector,
  type Cursor,
  type NativeRecord,
  type Page,
  type RemoveResult,
  type Session,
  type TypeCapabilities,
  type WriteOperation,
  type WriteResult,
} from '#connector-kit'
import { memoryManifest, memoryReport, withParts, type MemoryRow } from './memory-kit.js'
import { officeMappings } from './office-mappings.js'

/** Native type of each entity. */
const typeOf = { party: 'partner', product: 'article', invoice: 'bill', payment: 'receipt' } as const
type Kept = keyof typeof typeOf
const lists: Record<Kept, string | null> = {
  party: 'people',
  product: null,
  invoice: 'rows',
  payment: 'shares',
}

/** A system in memory that keeps documents: they have drafts, actions, totals of its own making, and freeze once issued. */
export class MemoryOffice {
  readonly tables: Record<Kept, Map<string, MemoryRow>> = {
    party: new Map(),
    product: new Map(),
    invoice: new Map(),
    payment: new Map(),
  }
  calls: string[] = []
  /** Called before each call; throws to make it fail. */
  before: (call: string) => void = () => undefined
  /** The next writes take effect, but their answers are lost. */
  loseReplies = 0
  /** How this system rounds the tax of a document, in digits. */
  digits = 2
  /** What this system keeps as it is once an invoice is issued. */
  freezes: readonly string[] = ['lines', 'party', 'date']
  private clock = 1
  private readonly partId = (): string => `part-${this.clock++}`

  constructor(readonly id: string) {}

  /** A person types a record in. */
  create(entity: Kept, values: JsonObject, marker: string | null = null): string {
    const id = `${this.id}-${entity}-${this.tables[entity].size + 1}`
    const now = this.clock++
    const stored = this.stored(entity, {}, values)
    this.tables[entity].set(id, { id, values: stored, marker, created: now, changed: now, gone: false })
    return id
  }

  edit(entity: Kept, id: string, values: JsonObject): void {
    const row = this.row(entity, id)
    row.values = this.stored(entity, row.values, values)
    row.changed = this.clock++
  }

  values(entity: Kept, id: string): JsonObject {
    return this.row(entity, id).values
  }

  all(entity: Kept): JsonObject[] {
    return [...this.tables[entity].values()].filter(({ gone }) => !gone).map(({ values }) => values)
  }

  /** The id of the only record that shows this value. */
  find(entity: Kept, field: string, value: Json): string {
    const found = [...this.tables[entity].values()].filter((row) => row.values[field] === value && !row.gone)
    if (found.length !== 1) throw new Error(`${found.length} records of ${this.id} show ${field}`)
    return found[0]?.id ?? ''
  }

  writes(): string[] {
    return this.calls.filter((call) => call.startsWith('write') || call.startsWith('remove'))
  }

  get connector(): Connector {
    const capabilities = (entity: Kept): TypeCapabilities => ({
      read: 'cursor',
      create: true,
      update: true,
      remove: 'delete',
      batch: 1,
      marker: 'searchable',
      precondition: false,
      editTimes: false,
      parts: Object.keys(officeMappings[entity]?.types[typeOf[entity]]?.parts ?? {}),
      ...(entity === 'invoice' ? { freezes: this.freezes } : {}),
    })
    const entities = Object.entries(typeOf).map(([entity, type]) => [
      entity,
      { [type]: capabilities(entity as Kept) },
    ])
    return {
      manifest: memoryManifest(this.id, Object.fromEntries(entities) as Connector['manifest']['entities']),
      connect: () => Promise.resolve(this.session()),
    }
  }

  private session(): Session {
    const kept = (entity: EntityName): Kept => entity as Kept
    return {
      codecs: {},
      check: () => Promise.resolve(memoryReport(this.id)),
      describe: () => Promise.resolve([]),
      pull: (entity, cursor) => this.pull(kept(entity), cursor),
      read: (entity, _type, ids) => {
        this.call(`read ${entity}`)
        return Promise.resolve(
          ids.flatMap((id) => this.native(kept(entity), this.tables[kept(entity)].get(id))),
        )
      },
      write: (entity, operations) =>
        Promise.resolve(operations.map((operation) => this.write(kept(entity), operation))),
      find: (entity, _type, markers) => {
        this.call(`find ${entity}`)
        const found = [...this.tables[kept(entity)].values()].filter((row) =>
          markers.includes(row.marker ?? ''),
        )
        const natives = found.flatMap((row) =>
          this.native(kept(entity), row).map((native) => [row.marker ?? '', native] as const),
        )
        return Promise.resolve(new Map(natives))
      },
      remove: (entity, _type, records) =>
        Promise.resolve(
          records.map(({ id }): RemoveResult => {
            this.call(`remove ${entity}`)
            this.row(kept(entity), id).gone = true
            return { status: 'removed' }
          }),
        ),
      close: () => Promise.resolve(),
    }
  }

  private async *pull(entity: Kept, cursor: Cursor | null): AsyncIterable<Page> {
    this.call(`pull ${entity}`)
    const from = (cursor?.['from'] as number | undefined) ?? 0
    const rows = [...this.tables[entity].values()]
      .filter((row) => row.changed > from)
      .sort((a, b) => a.changed - b.changed)
    const records = rows.flatMap((row) => this.native(entity, row))
    yield await Promise.resolve({ records, cursor: { from: rows.at(-1)?.changed ?? from }, last: true })
  }

  private write(entity: Kept, operation: WriteOperation): WriteResult {
    try {
      this.call(`write ${operation.kind} ${entity}`)
      if (operation.kind === 'update') this.refuseFrozen(entity, operation)
    } catch (error) {
      if (error instanceof ConnectorError) return { status: 'failed', error }
      throw error
    }
    const parts: Record<string, string> = {}
    const before = operation.kind === 'update' ? this.row(entity, operation.id).values : {}
    const values = withParts(before, operation, parts, this.partId)
    // A create makes a draft, whatever it says.
    if (operation.kind === 'create') Reflect.deleteProperty(values, 'state')
    const id = operation.kind === 'create' ? this.create(entity, values, operation.marker) : operation.id
    if (operation.kind === 'update') this.edit(entity, id, values)
    if (this.loseReplies > 0) {
      this.loseReplies -= 1
      const lost = new ConnectorError('unavailable', { code: 'http.no-answer', outcomeUnknown: true })
      return { status: 'unknown', error: lost }
    }
    const [record] = this.native(entity, this.row(entity, id))
    if (!record) throw new Error('written record is gone')
    return { status: 'done', record, parts }
  }

  private refuseFrozen(entity: Kept, operation: Extract<WriteOperation, { kind: 'update' }>): void {
    const frozen =
      this.freezes.length > 0 &&
      entity === 'invoice' &&
      this.row(entity, operation.id).values['state'] !== 'draft'
    const touches =
      ['customer', 'date'].some((field) => field in operation.values) || operation.parts.length > 0
    if (frozen && touches) throw new ConnectorError('rejected', { code: 'office.frozen', field: 'rows' })
  }

  private stored(entity: Kept, before: JsonObject, values: JsonObject): JsonObject {
    const list = lists[entity]
    const whole: JsonObject = { ...empty[entity], ...before, ...values }
    if (list === null) return whole
    const items = (whole[list] as JsonObject[]).map((item) => ({ id: this.partId(), ...item }))
    return { ...whole, [list]: items, ...(entity === 'invoice' ? this.totals(items) : {}) }
  }

  /** Sums as this system computes them. */
  private totals(rows: readonly JsonObject[]): JsonObject {
    let [net, tax] = [new Big(0), new Big(0)]
    for (const row of rows) {
      const amount = new Big(String(row['amount'] ?? 0)).times(String(row['price'] ?? 0)).round(2)
      net = net.plus(amount)
      tax = tax.plus(amount.times(String(row['tax'] ?? 'Z 0').split(' ')[1] ?? '0').div(100))
    }
    tax = tax.round(this.digits)
    const text = (value: Big): string | null => decimalText(value.toFixed())
    return { net: text(net), vat: text(tax), total: text(net.plus(tax)) }
  }

  private native(entity: Kept, row: MemoryRow | undefined): NativeRecord[] {
    if (!row) return []
    return [
      {
        type: typeOf[entity],
        id: row.id,
        values: structuredClone(row.values),
        incarnation: String(row.created),
        version: String(row.changed),
        marker: row.marker,
        state: row.gone ? 'gone' : 'present',
      },
    ]
  }

  private row(entity: Kept, id: string): MemoryRow {
    const row = this.tables[entity].get(id)
    if (!row) throw new Error(`no ${entity} ${id} in ${this.id}`)
    return row
  }

  private call(name: string): void {
    this.before(name)
    this.calls.push(name)
  }
}

const empty: Record<Kept, JsonObject> = {
  party: { name: null, email: null, city: null, people: [] },
  product: { name: null, code: null, price: null },
  invoice: {
    kind: 'invoice',
    state: 'draft',
    customer: null,
    corrects: null,
    number: null,
    ref: null,
    date: null,
    currency: 'EUR',
    net: null,
    vat: null,
    total: null,
    rows: [],
  },
  payment: { direction: 'in', state: 'draft', customer: null, amount: null, ref: null, shares: [] },
}
