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
import type { ApiParty, ApiRecord, NativeType, PartyType } from './api.js'
import { check } from './check.js'
import { Client } from './client.js'
import { codecs } from './codecs.js'
import { findMarked } from './find.js'
import { listIds } from './listing.js'
import { compose } from './party/compose.js'
import { describe } from './party/describe.js'
import { writeParty } from './party/write.js'
import { PAGE_SIZE, pull } from './pull.js'
import { Reference, readCompany } from './reference.js'
import { removeRecord } from './remove.js'
import type { Settings } from './settings.js'
import { subscribe } from './webhook.js'

/** Errors after which further calls of a batch would only do harm: the rest of it fails without being sent. */
const STOPPING: ReadonlySet<ConnectorError['kind']> = new Set([
  'unauthorized',
  'rate-limited',
  'misconfigured',
])

export class InvoiceNinjaSession implements Session {
  readonly codecs = codecs
  private readonly client: Client
  private readonly reference: Reference
  private readonly limit: <T>(task: () => Promise<T>) => Promise<T>

  constructor(
    private readonly settings: Settings,
    context: ConnectContext,
  ) {
    this.client = new Client(settings, context)
    this.reference = new Reference(this.client)
    this.limit = pLimit(settings.concurrency)
  }

  /** Markers need no preparation: the field is always there. */
  check(): Promise<CheckReport> {
    return check(this.client, this.settings.markerField)
  }

  async describe(_entity: EntityName, type: string): Promise<SchemaField[]> {
    const company = await readCompany(this.client)
    return describe(type as PartyType, company, this.settings.markerField)
  }

  pull(_entity: EntityName, cursor: Cursor | null, options: PullOptions = {}): AsyncIterable<Page> {
    return pull(['client', 'vendor'], cursor, {
      client: this.client,
      overlap: this.settings.overlap,
      pageSize: options.pageSize ?? PAGE_SIZE,
      composeAll: (type, records) => this.composeAll(type, records),
    })
  }

  async read(_entity: EntityName, type: string, ids: readonly string[]): Promise<NativeRecord[]> {
    const found = await this.each([...new Set(ids)], (id) => this.client.get(type as PartyType, id))
    return this.composeAll(
      type as PartyType,
      found.filter((party) => party !== undefined),
    )
  }

  async write(_entity: EntityName, operations: readonly WriteOperation[]): Promise<WriteResult[]> {
    const { client, reference } = this
    const context = { client, reference, markerField: this.settings.markerField }
    let stopped: ConnectorError | undefined
    const one = async (operation: WriteOperation): Promise<WriteResult> => {
      if (stopped) return { status: 'failed', error: stopped }
      const result = await writeParty(operation, context)
      if (result.status === 'failed' && STOPPING.has(result.error.kind)) stopped = result.error
      return result
    }
    return Promise.all(operations.map((operation) => this.limit(() => one(operation))))
  }

  async find(
    _entity: EntityName,
    type: string,
    markers: readonly string[],
  ): Promise<Map<string, NativeRecord>> {
    const field = this.settings.markerField
    const found = await this.each([...new Set(markers)], async (marker) => {
      const party = await findMarked(this.client, type as PartyType, field, marker)
      return party ? [{ marker, party }] : []
    })
    const parties = found.flat()
    const records = await this.composeAll(
      type as PartyType,
      parties.map(({ party }) => party),
    )
    return new Map(
      records.map((record, index): [string, NativeRecord] => [parties[index]?.marker ?? '', record]),
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
    const context = {
      client: this.client,
      versionOf: async (type: NativeType, record: ApiRecord) => {
        const [composed] = await this.composeAll(type, [record])
        return composed?.version ?? null
      },
    }
    let stopped: ConnectorError | undefined
    const one = async (record: NativeRecord): Promise<RemoveResult> => {
      if (stopped) return { status: 'failed', error: stopped }
      const result = await removeRecord(record, context)
      if (result.status === 'failed' && STOPPING.has(result.error.kind)) stopped = result.error
      return result
    }
    return Promise.all(records.map((record) => this.limit(() => one(record))))
  }

  subscribe(entities: readonly EntityName[], address: string): Promise<void> {
    return subscribe(this.client, entities, address)
  }

  close(): Promise<void> {
    return this.client.close()
  }

  private async composeAll(type: NativeType, records: readonly ApiRecord[]): Promise<NativeRecord[]> {
    if (records.length === 0) return []
    const reference = await this.reference.get()
    return records.map((record) => compose(type, record as ApiParty, reference, this.settings.markerField))
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
