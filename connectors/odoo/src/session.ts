import type { EntityName } from '#canonical'
import pLimit from 'p-limit'
import type { LimitFunction } from 'p-limit'
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
import { describeParty } from './describe.js'
import { loadFacts } from './facts.js'
import type { Facts } from './facts.js'
import { findParties } from './find.js'
import { language } from './language.js'
import { listIds } from './list.js'
import { manifest } from './manifest.js'
import { Steps } from './outcome.js'
import { PARTNER, partyDomain } from './party.js'
import { presenceOf } from './presence.js'
import { pullParties } from './pull.js'
import { Reader } from './read.js'
import { removeAll } from './remove.js'
import { SOURCES } from './sources.js'
import { subscribe } from './webhooks.js'
import { Writer } from './write.js'

/** What needs the facts of the database. */
interface Tools {
  facts: Facts
  reader: Reader
  writer: Writer
}

/** Ids of another form were never given by Odoo, and so no record has them. */
const isId = (id: string): boolean => /^[1-9]\d{0,9}$/.test(id)

/** A live connection to one company of an Odoo database. Makes its first remote call when it is first asked for something. */
export class OdooSession implements Session {
  readonly codecs = { language }
  private readonly client: Client
  private readonly limit: LimitFunction
  private loading: Promise<Tools> | undefined

  constructor(context: ConnectContext) {
    const concurrency = context.concurrency ?? manifest.concurrency
    this.client = new Client(readConfig(context.config), { ...context, concurrency })
    this.limit = pLimit(concurrency)
  }

  check(): Promise<CheckReport> {
    return check(this.client)
  }

  async describe() {
    return describeParty((await this.tools()).facts)
  }

  pull(_entity: string, cursor: Cursor | null, options?: PullOptions): AsyncIterable<Page> {
    return pullParties(this.client, async () => (await this.tools()).reader, cursor, options)
  }

  async read(_entity: string, _type: string, ids: readonly string[]): Promise<NativeRecord[]> {
    const numbers = ids.filter(isId).map(Number)
    return numbers.length === 0 ? [] : (await this.tools()).reader.certain([...new Set(numbers)])
  }

  async write(_entity: string, operations: readonly WriteOperation[]): Promise<WriteResult[]> {
    return operations.length === 0 ? [] : (await this.tools()).writer.write(operations)
  }

  async find(_entity: string, _type: string, markers: readonly string[]): Promise<Map<string, NativeRecord>> {
    if (markers.length === 0) return new Map()
    return findParties(this.client, (await this.tools()).reader, this.limit, markers)
  }

  async *list(_entity: EntityName, _type: string): AsyncGenerator<string[]> {
    const { facts } = await this.tools()
    yield* listIds(this.client, PARTNER, partyDomain(facts))
  }

  async presence(_entity: EntityName, _type: string, ids: readonly string[]): Promise<Map<string, Presence>> {
    const numbers = new Map(ids.filter(isId).map((id) => [Number(id), id]))
    const found = await presenceOf(this.client, PARTNER, [...numbers.keys()])
    return new Map(ids.map((id) => [id, found.get(Number(id)) ?? 'gone']))
  }

  async remove(
    _entity: EntityName,
    _type: string,
    records: readonly NativeRecord[],
  ): Promise<RemoveResult[]> {
    return removeAll(this.client, PARTNER, 'action_archive', new Steps(this.limit), records)
  }

  async subscribe(entities: readonly EntityName[], address: string): Promise<void> {
    await subscribe(
      this.client,
      SOURCES.filter(({ entity }) => entities.includes(entity)),
      address,
    )
  }

  close(): Promise<void> {
    return this.client.close()
  }

  private tools(): Promise<Tools> {
    this.loading ??= this.prepare().catch((error: unknown) => {
      this.loading = undefined
      throw error
    })
    return this.loading
  }

  private async prepare(): Promise<Tools> {
    const facts = await loadFacts(this.client)
    const reader = new Reader(this.client, facts)
    return { facts, reader, writer: new Writer(this.client, facts, reader, this.limit) }
  }
}
