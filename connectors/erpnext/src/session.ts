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
import { KINDS } from './types.js'
import type { PartyKind } from './types.js'
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
  private readonly reading: Reading
  private readonly writing: Writing
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
    this.codecs = codecs(this.tables)
    this.markers = new Markers(this.client)
    this.reading = new Reading(this.client, () => this.tables.load())
    this.writing = new Writing(this.client, this.reading, this.markers, this.tables, concurrency)
  }

  check(options: { prepare?: boolean } = {}): Promise<CheckReport> {
    const settings = { company: this.company, timeZone: this.pulling.timeZone }
    return check(
      { client: this.client, tables: this.tables, markers: this.markers },
      settings,
      options.prepare ?? false,
    )
  }

  describe(_entity: string, type: string): Promise<SchemaField[]> {
    return describe(this.client, type)
  }

  pull(_entity: string, cursor: Cursor | null, options: PullOptions = {}): AsyncIterable<Page> {
    const pull = new Pull(this.client, this.reading, this.pulling, cursor)
    return pull.pages(Math.max(1, options.pageSize ?? PAGE_SIZE))
  }

  read(_entity: string, type: string, ids: readonly string[]): Promise<NativeRecord[]> {
    return this.reading.parties(kindOf(type), ids)
  }

  write(_entity: string, operations: readonly WriteOperation[]): Promise<WriteResult[]> {
    return this.writing.write(operations)
  }

  async find(_entity: string, type: string, markers: readonly string[]): Promise<Map<string, NativeRecord>> {
    const kind = kindOf(type)
    const names = await this.markers.find(kind.doctype, markers)
    const records = await this.reading.parties(kind, [...names.values()])
    const byName = new Map(records.map((record) => [record.id, record]))
    const found = new Map<string, NativeRecord>()
    for (const [marker, name] of names) {
      const record = byName.get(name)
      if (record) found.set(marker, record)
    }
    return found
  }

  list(_entity: string, type: string): AsyncIterable<string[]> {
    return listNames(this.client, { doctype: kindOf(type).doctype })
  }

  presence(_entity: string, type: string, ids: readonly string[]): Promise<Map<string, Presence>> {
    return presenceOf(this.client, kindOf(type).doctype, ids, this.concurrency)
  }

  remove(_entity: string, type: string, records: readonly NativeRecord[]): Promise<RemoveResult[]> {
    const kind = kindOf(type)
    return removeAll(this.client, kind.doctype, records, (names) => this.reading.parties(kind, names))
  }

  subscribe(entities: readonly EntityName[], address: string): Promise<void> {
    return subscribe(this.client, entities, address)
  }

  close(): Promise<void> {
    return this.client.close()
  }
}

function kindOf(type: string): PartyKind {
  const kind = KINDS[type]
  if (kind) return kind
  throw new ConnectorError('misconfigured', { code: 'erpnext.not-found', params: { doctype: type } })
}
