import type { EntityName } from '#canonical'
import { isConnectorError } from '#connector-kit'
import type {
  CheckReport,
  ConnectContext,
  ConnectorError,
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
import type { SchemaField } from '#mapping'
import pLimit from 'p-limit'
import type { ApiRecord, ApiRecords, NativeType } from './api.js'
import { check } from './check.js'
import { Client } from './client.js'
import { codecs } from './codecs.js'
import { findMarked } from './find.js'
import type { Desk } from './kind.js'
import { kindOf, typesOf } from './kinds.js'
import { listIds } from './listing.js'
import { Lanes } from './payment/lanes.js'
import { Catalogue } from './product/catalogue.js'
import { PAGE_SIZE, pull } from './pull.js'
import { Reference, readCompany } from './reference.js'
import { removeRecord } from './remove.js'
import type { Settings } from './settings.js'
import { Taxes } from './taxes.js'
import { subscribe } from './webhook.js'

/** Errors after which further calls of a batch would only do harm: the rest of it fails without being sent. */
const STOPPING: ReadonlySet<ConnectorError['kind']> = new Set([
  'unauthorized',
  'rate-limited',
  'misconfigured',
])

export class InvoiceNinjaSession implements Session {
  readonly codecs: Session['codecs']
  private readonly client: Client
  private readonly desk: Desk
  private readonly limit: <T>(task: () => Promise<T>) => Promise<T>

  constructor(
    private readonly settings: Settings,
    context: ConnectContext,
  ) {
    const client = new Client(settings, context)
    this.client = client
    this.desk = {
      client,
      reference: new Reference(client),
      taxes: new Taxes(client),
      catalogue: new Catalogue(client),
      lanes: new Lanes(),
      markerField: settings.markerField,
    }
    this.codecs = { ...codecs, tax: this.desk.taxes.codec }
    this.limit = pLimit(settings.concurrency)
  }

  /** Markers need no preparation: the field is always there. */
  async check(): Promise<CheckReport> {
    const report = await check(this.client, this.settings.markerField)
    await this.desk.taxes.load()
    return report
  }

  async describe(_entity: EntityName, type: string): Promise<SchemaField[]> {
    const company = await readCompany(this.client)
    return kindOf(type as NativeType).describe(company, this.settings.markerField)
  }

  pull(entity: EntityName, cursor: Cursor | null, options: PullOptions = {}): AsyncIterable<Page> {
    return pull(typesOf(entity), cursor, {
      client: this.client,
      overlap: this.settings.overlap,
      pageSize: options.pageSize ?? PAGE_SIZE,
      composeAll: (type, records) => this.composeAll(type, records),
    })
  }

  async read(_entity: EntityName, type: string, ids: readonly string[]): Promise<NativeRecord[]> {
    const found = await this.each([...new Set(ids)], (id) => this.client.get(type as NativeType, id))
    return this.composeAll(
      type as NativeType,
      found.filter((record) => record !== undefined),
    )
  }

  async write(_entity: EntityName, operations: readonly WriteOperation[]): Promise<WriteResult[]> {
    return this.untilStopped(operations, (operation) =>
      kindOf(operation.type as NativeType).write(operation, this.desk),
    )
  }

  async find(
    _entity: EntityName,
    type: string,
    markers: readonly string[],
  ): Promise<Map<string, NativeRecord>> {
    const native = type as NativeType
    const field = this.settings.markerField
    const found = await this.each([...new Set(markers)], async (marker) => {
      const record = await findMarked(this.client, native, field, marker)
      return record ? [{ marker, record }] : []
    })
    const records = await this.composeAll(
      native,
      found.flat().map(({ record }) => record),
    )
    return new Map(
      records.map((record, index): [string, NativeRecord] => [found.flat()[index]?.marker ?? '', record]),
    )
  }

  list(_entity: EntityName, type: string): AsyncIterable<string[]> {
    return listIds(this.client, type as NativeType)
  }

  /** Not found is certain: a record that exists and may not be seen is answered with 401 (upstream §2). */
  async presence(_entity: EntityName, type: string, ids: readonly string[]): Promise<Map<string, Presence>> {
    const found = await this.each([...new Set(ids)], async (id): Promise<[string, Presence]> => {
      try {
        const record = await this.client.get(type as NativeType, id)
        return [id, record && !record.is_deleted ? 'present' : 'gone']
      } catch (error) {
        if (isConnectorError(error) && error.code === 'invoice-ninja.forbidden') return [id, 'hidden']
        throw error
      }
    })
    return new Map(found)
  }

  async remove(
    _entity: EntityName,
    _type: string,
    records: readonly NativeRecord[],
  ): Promise<RemoveResult[]> {
    return this.untilStopped(records, (record) => removeRecord(record.type as NativeType, record, this.desk))
  }

  subscribe(entities: readonly EntityName[], address: string): Promise<void> {
    return subscribe(this.client, entities, address)
  }

  close(): Promise<void> {
    return this.client.close()
  }

  private composeAll<T extends NativeType>(type: T, records: readonly ApiRecord[]): Promise<NativeRecord[]> {
    return kindOf(type).compose(records as readonly ApiRecords[T][], this.desk)
  }

  /** One result for each item, a few at a time; after an error that stops the connection the rest fails without being sent. */
  private untilStopped<T, R extends WriteResult | RemoveResult>(
    items: readonly T[],
    call: (item: T) => Promise<R>,
  ): Promise<(R | { status: 'failed'; error: ConnectorError })[]> {
    let stopped: ConnectorError | undefined
    const one = async (item: T): Promise<R | { status: 'failed'; error: ConnectorError }> => {
      if (stopped) return { status: 'failed', error: stopped }
      const result = await call(item)
      if (result.status === 'failed' && STOPPING.has(result.error.kind)) stopped = result.error
      return result
    }
    return Promise.all(items.map((item) => this.limit(() => one(item))))
  }

  /** One call for each item, a few at a time; after the first failure no further one starts. */
  private each<T, R>(items: readonly T[], call: (item: T) => Promise<R>): Promise<R[]> {
    let failed: Error | undefined
    const one = async (item: T): Promise<R> => {
      if (failed) throw failed
      try {
        return await call(item)
      } catch (error) {
        failed ??= error as Error
        throw error
      }
    }
    return Promise.all(items.map((item) => this.limit(() => one(item))))
  }
}
