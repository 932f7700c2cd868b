import type { EntityName } from '#canonical'
import pLimit from 'p-limit'
import type { LimitFunction } from 'p-limit'
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
import { check } from './check.js'
import { Client } from './client.js'
import { readConfig } from './config.js'
import { loadBase, loadFacts } from './facts.js'
import type { Base } from './facts.js'
import { findAll } from './find.js'
import type { Kind } from './kind.js'
import { kindOf, kinds } from './kinds.js'
import { language } from './language.js'
import { listIds } from './list.js'
import { manifest } from './manifest.js'
import { Steps } from './outcome.js'
import { presenceOf } from './presence.js'
import { pullAll } from './pull.js'
import { Reader } from './read.js'
import { removeAll } from './remove.js'
import { sources } from './sources.js'
import { taxCodec } from './taxes.js'
import type { Taxes } from './taxes.js'
import { unitCodec } from './units.js'
import type { Units } from './units.js'
import { subscribe } from './webhooks.js'
import { Writer } from './write.js'

/** What needs the facts of the database, for one native type. */
interface Tools {
  reader: Reader
  writer: Writer
}

/** Ids of another form were never given by Odoo, and so no record has them. */
const isId = (id: string): boolean => /^[1-9]\d{0,9}$/.test(id)

/** A live connection to one company of an Odoo database. Makes its first remote call when it is first asked for something. */
export class OdooSession implements Session {
  readonly codecs = { language, tax: taxCodec(() => this.taxes), unit: unitCodec(() => this.units) }
  private readonly client: Client
  private readonly limit: LimitFunction
  private base: Promise<Base> | undefined
  private readonly loading = new Map<Kind, Promise<Tools>>()
  private taxes: Taxes | undefined
  private units: Units | undefined

  constructor(context: ConnectContext) {
    const concurrency = context.concurrency ?? manifest.concurrency
    this.client = new Client(readConfig(context.config), { ...context, concurrency })
    this.limit = pLimit(concurrency)
  }

  async check(): Promise<CheckReport> {
    const report = await check(this.client, await loadBase(this.client))
    await this.learnTables()
    return report
  }

  async describe(entity: EntityName) {
    const kind = kindOf(entity)
    return kind.describe((await this.tools(kind)).reader.facts)
  }

  pull(entity: EntityName, cursor: Cursor | null, options?: PullOptions): AsyncIterable<Page> {
    const kind = kindOf(entity)
    return pullAll(this.client, kind, async () => (await this.tools(kind)).reader, cursor, options)
  }

  async read(entity: EntityName, _type: string, ids: readonly string[]): Promise<NativeRecord[]> {
    const numbers = ids.filter(isId).map(Number)
    if (numbers.length === 0) return []
    return (await this.tools(kindOf(entity))).reader.certain([...new Set(numbers)])
  }

  async write(entity: EntityName, operations: readonly WriteOperation[]): Promise<WriteResult[]> {
    return operations.length === 0 ? [] : (await this.tools(kindOf(entity))).writer.write(operations)
  }

  async find(
    entity: EntityName,
    _type: string,
    markers: readonly string[],
  ): Promise<Map<string, NativeRecord>> {
    if (markers.length === 0) return new Map()
    return findAll(this.client, (await this.tools(kindOf(entity))).reader, this.limit, markers)
  }

  async *list(entity: EntityName, _type: string): AsyncGenerator<string[]> {
    const kind = kindOf(entity)
    const { reader } = await this.tools(kind)
    yield* listIds(this.client, kind.type, kind.domain(reader.facts))
  }

  async presence(entity: EntityName, _type: string, ids: readonly string[]): Promise<Map<string, Presence>> {
    const numbers = [...new Set(ids.filter(isId).map(Number))]
    const found = await presenceOf(this.client, kindOf(entity).type, numbers)
    return new Map(ids.map((id) => [id, found.get(Number(id)) ?? 'gone']))
  }

  async remove(entity: EntityName, _type: string, records: readonly NativeRecord[]): Promise<RemoveResult[]> {
    const { type, removal } = kindOf(entity)
    return removeAll(this.client, type, removal, new Steps(this.limit), records)
  }

  async subscribe(entities: readonly EntityName[], address: string): Promise<void> {
    await subscribe(
      this.client,
      sources.filter(({ entity }) => entities.includes(entity)),
      address,
    )
  }

  close(): Promise<void> {
    return this.client.close()
  }

  private tools(kind: Kind): Promise<Tools> {
    const known = this.loading.get(kind)
    if (known) return known
    const loading = this.prepare(kind).catch((error: unknown) => {
      this.loading.delete(kind)
      throw error
    })
    this.loading.set(kind, loading)
    return loading
  }

  private async prepare(kind: Kind): Promise<Tools> {
    this.base ??= loadBase(this.client).catch((error: unknown) => {
      this.base = undefined
      throw error
    })
    const facts = await loadFacts(this.client, await this.base, kind)
    if (kind.tables.includes('taxes')) this.taxes = facts.taxes
    if (kind.tables.includes('units')) this.units = facts.units
    const reader = new Reader(this.client, facts, kind)
    return { reader, writer: new Writer(this.client, kind, reader, this.limit) }
  }

  /** Taxes and units, so that an unknown one is told before anything is written. Without the apps there are none. */
  private async learnTables(): Promise<void> {
    const [kind] = kinds.filter(({ tables }) => tables.length > 0)
    if (!kind) return
    try {
      await this.tools(kind)
    } catch (error) {
      if (!(error instanceof ConnectorError) || error.kind !== 'misconfigured') throw error
    }
  }
}
