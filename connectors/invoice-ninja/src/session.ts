import type { EntityName } from '#canonical'
import { ConnectorError } from '#connector-kit'
import type {
  CheckReport,
  ConnectContext,
  Cursor,
  NativeRecord,
  Page,
  PullOptions,
  Session,
  WriteOperation,
  WriteResult,
} from '#connector-kit'
import type { SchemaField } from '#mapping'
import pLimit from 'p-limit'
import type { ApiParty, PartyType } from './api.js'
import { check } from './check.js'
import { Client } from './client.js'
import { codecs } from './codecs.js'
import { compose } from './compose.js'
import { describe } from './describe.js'
import { findMarked } from './find.js'
import { PAGE_SIZE, pullParties } from './pull.js'
import { Reference, readCompany } from './reference.js'
import type { Settings } from './settings.js'
import { writeParty } from './write.js'

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
    return pullParties(cursor, {
      client: this.client,
      overlap: this.settings.overlap,
      pageSize: options.pageSize ?? PAGE_SIZE,
      composeAll: (type, parties) => this.composeAll(type, parties),
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

  close(): Promise<void> {
    return this.client.close()
  }

  private async composeAll(type: PartyType, parties: readonly ApiParty[]): Promise<NativeRecord[]> {
    if (parties.length === 0) return []
    const reference = await this.reference.get()
    return parties.map((party) => compose(type, party, reference, this.settings.markerField))
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
