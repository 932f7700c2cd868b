import { ConnectorError } from '#connector-kit'
import type {
  CheckReport,
  ConnectContext,
  Cursor,
  NativeRecord,
  Page,
  Presence,
  PullOptions,
  RemoveResult,
  Session,
  WriteOperation,
  WriteResult,
} from '#connector-kit'
import type { EntityName } from '#canonical'
import type { Codec, SchemaField } from '#mapping'
import { partyAccess, tradeAccess, unknownType } from './access.js'
import type { Access } from './access.js'
import { check } from './check.js'
import { Client } from './client.js'
import { codecs } from './codecs.js'
import { describe } from './describe.js'
import { listNames, presenceOf } from './listing.js'
import { manifest } from './manifest.js'
import { Markers } from './markers.js'
import { Pull } from './pull.js'
import type { PullSettings } from './pull.js'
import { Reading } from './reading.js'
import { removeAll } from './removing.js'
import { Tables } from './tables.js'
import { tradeCodecs } from './trade/codecs.js'
import { MasterTables } from './trade/masters.js'
import { TradeReading } from './trade/reading.js'
import { TradeWriting } from './trade/writing.js'
import { subscribe } from './webhooks.js'
import { Writing } from './writing.js'

/** Parties per page; their contacts and addresses take four further calls for each page. */
const PAGE_SIZE = 500

/** A save shows after its commit with the time at which it began; five minutes are recommended (upstream/erpnext.md §7). */
const OVERLAP_SECONDS = 300

/** A live connection to one site. */
export class ErpnextSession implements Session {
  readonly codecs: Record<string, Codec>
  private readonly client: Client
  private readonly tables: Tables
  private readonly markers: Markers
  private readonly masters: MasterTables
  private readonly access: Record<EntityName, Access>
  private readonly company: string | undefined
  private readonly concurrency: number
  private readonly pulling: PullSettings

  constructor(context: ConnectContext) {
    const text = (name: string): string | undefined => {
      const value = context.config[name]
      return value === undefined || value === '' ? undefined : String(value)
    }
    const needed = (name: string): string => {
      const value = text(name)
      if (value === undefined)
        throw new ConnectorError('misconfigured', {
          code: 'erpnext.setting-missing',
          field: name,
          params: { name },
        })
      return value
    }
    const concurrency = Math.max(1, context.concurrency ?? manifest.concurrency)
    this.concurrency = concurrency
    this.client = new Client({
      url: needed('url'),
      apiKey: needed('apiKey'),
      apiSecret: needed('apiSecret'),
      site: text('site'),
      concurrency,
      timeout: context.timeout,
      signal: context.signal,
    })
    this.company = text('company')
    const overlap = Number(context.config['overlapSeconds'] ?? OVERLAP_SECONDS)
    this.pulling = { overlap: Math.max(0, overlap) * 1000, timeZone: text('timeZone') }
    this.tables = new Tables(this.client)
    this.masters = new MasterTables(this.client, {
      company: this.company,
      itemGroup: text('itemGroup'),
      zeroTaxes: text('zeroTaxes'),
    })
    this.codecs = { ...codecs(this.tables), ...tradeCodecs(this.masters) }
    this.markers = new Markers(this.client)
    const { client, tables, markers, masters } = this
    const parties = new Reading(client, () => tables.load())
    const documents = new TradeReading(client, masters)
    const trade = new TradeWriting(client, documents, markers, masters, concurrency)
    const traded = (entity: EntityName): Access => tradeAccess(entity, masters, documents, trade)
    this.access = {
      party: partyAccess(parties, new Writing(client, parties, markers, tables, concurrency)),
      product: traded('product'),
      order: traded('order'),
      invoice: traded('invoice'),
      payment: traded('payment'),
    }
  }

  check(options: { prepare?: boolean } = {}): Promise<CheckReport> {
    const settings = { company: this.company, timeZone: this.pulling.timeZone }
    return check(
      { client: this.client, tables: this.tables, markers: this.markers, masters: this.masters },
      settings,
      options.prepare ?? false,
    )
  }

  describe(_entity: string, type: string): Promise<SchemaField[]> {
    return describe(this.client, type)
  }

  pull(entity: EntityName, cursor: Cursor | null, options: PullOptions = {}): AsyncIterable<Page> {
    const pull = new Pull(this.client, this.access[entity], this.pulling, cursor)
    return pull.pages(Math.max(1, options.pageSize ?? PAGE_SIZE))
  }

  read(entity: EntityName, type: string, ids: readonly string[]): Promise<NativeRecord[]> {
    return this.accessOf(entity, type).read(type, ids)
  }

  write(entity: EntityName, operations: readonly WriteOperation[]): Promise<WriteResult[]> {
    return this.access[entity].write(operations)
  }

  async find(
    entity: EntityName,
    type: string,
    markers: readonly string[],
  ): Promise<Map<string, NativeRecord>> {
    const access = this.accessOf(entity, type)
    const names = await this.markers.find(type, markers)
    const records = await access.read(type, [...names.values()])
    const byName = new Map(records.map((record) => [record.id, record]))
    const found = new Map<string, NativeRecord>()
    for (const [marker, name] of names) {
      const record = byName.get(name)
      if (record) found.set(marker, record)
    }
    return found
  }

  async *list(entity: EntityName, type: string): AsyncIterable<string[]> {
    const filters = await this.accessOf(entity, type).scope(type)
    yield* listNames(this.client, { doctype: type, filters })
  }

  async presence(entity: EntityName, type: string, ids: readonly string[]): Promise<Map<string, Presence>> {
    this.accessOf(entity, type)
    return presenceOf(this.client, type, ids, this.concurrency)
  }

  async remove(entity: EntityName, type: string, records: readonly NativeRecord[]): Promise<RemoveResult[]> {
    const access = this.accessOf(entity, type)
    return removeAll(this.client, type, records, (names) => access.read(type, names))
  }

  subscribe(entities: readonly EntityName[], address: string): Promise<void> {
    return subscribe(this.client, entities, address)
  }

  close(): Promise<void> {
    return this.client.close()
  }

  private accessOf(entity: EntityName, type: string): Access {
    const access = this.access[entity]
    if (access.mains.includes(type)) return access
    throw unknownType(type)
  }
}
