import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { entities } from '#canonical'
import type { EntityDefinition, EntityName, Flat, JsonObject } from '#canonical'
import { compileMapping, loadMapping } from '#mapping'
import type { CompiledMapping, CompiledType } from '#mapping'
import { ConnectorError } from '../../src/index.js'
import type {
  ConnectContext,
  ConnectionConfig,
  Cursor,
  DiscoveredConnector,
  NativeRecord,
  Page,
  PullOptions,
  Session,
  TypeCapabilities,
  WriteOperation,
  WriteResult,
} from '../../src/index.js'
import type { Seed } from '../seed.js'
import { startSimulator } from '../server.js'
import type { RunningSimulator } from '../server.js'
import type { CreateSimulator } from '../simulator.js'
import { typeOf } from './canonical.js'
import { assertClean } from './error-rules.js'
import { Places } from './places.js'
import { samples } from './samples/index.js'
import type { Samples } from './samples/index.js'

/** What is under test: a connector with one entity, against its simulator or a real server. */
export interface Subject {
  connector: DiscoveredConnector
  entity: EntityName
  system: { createSimulator: CreateSimulator } | { live: ConnectionConfig; write: boolean }
}

export interface WorldOptions {
  /** Records of the entity under test, instead of the samples'. */
  seeds?: readonly Seed[]
  /** Where the simulated clock stands, in milliseconds since 1970. */
  now?: number
}

/** What a pull gave, over all its pages. */
export interface Pulled {
  pages: Page[]
  records: NativeRecord[]
  /** Where the next pull starts. */
  cursor: Cursor
}

const DAY = 86_400_000
const START = Date.UTC(2026, 2, 2, 9, 30, 15)

/**
 * One system with known contents and a session to it, made anew for each check. It watches everything that the connector throws or
 * returns as an error: each one must be a clean `ConnectorError` (`assertClean`).
 */
export class World {
  readonly manifest = this.subject.connector.manifest
  readonly definition: EntityDefinition = entities[this.subject.entity]
  readonly samples: Samples = samples[this.subject.entity]
  private now: number
  private readonly opened: Session[] = []
  private readonly others: World[] = []
  private readonly created: NativeRecord[] = []
  private closed = false

  private constructor(
    readonly subject: Subject,
    readonly options: WorldOptions,
    readonly config: ConnectionConfig,
    private readonly running: RunningSimulator | undefined,
    private readonly places: Places,
  ) {
    this.now = options.now ?? START
  }

  session!: Session
  mapping!: CompiledMapping

  static async open(subject: Subject, options: WorldOptions = {}): Promise<World> {
    const world = await World.build(subject, options)
    try {
      world.session = await world.connect()
      await world.session.check({ prepare: !('live' in subject.system) || subject.system.write })
      world.mapping = world.compile(world.session)
    } catch (error) {
      await world.close()
      throw error
    }
    return world
  }

  private static async build(subject: Subject, options: WorldOptions): Promise<World> {
    const { system } = subject
    const places = new Places(subject)
    if ('live' in system) return new World(subject, options, system.live, undefined, places)
    const clock = { now: options.now ?? START }
    const model = system.createSimulator({ seed: 1 })
    model.now = () => clock.now
    places.seed(model, options.seeds)
    const running = await startSimulator(model, { clock: () => clock.now })
    const world = new World(subject, options, model.config(running.url), running, places)
    world.setClock = (now) => {
      clock.now = now
    }
    return world
  }

  private setClock: (now: number) => void = () => undefined

  /** Another world like this one, closed together with it. */
  async fresh(options: WorldOptions = {}): Promise<World> {
    const world = await World.open(this.subject, { ...this.options, ...options })
    this.others.push(world)
    return world
  }

  get simulator(): RunningSimulator {
    assert.ok(this.running, 'this check needs a simulator')
    return this.running
  }

  /** Native types of the entity, as the manifest declares them. */
  get types(): Record<string, TypeCapabilities> {
    return this.manifest.entities[this.subject.entity] ?? {}
  }

  capabilities(type: string): TypeCapabilities {
    const capabilities = this.types[type]
    assert.ok(capabilities, `the manifest has no type ${type}`)
    return capabilities
  }

  type(type: string): CompiledType {
    return typeOf(this.mapping, type)
  }

  compile(session: Session, entity: EntityName = this.subject.entity): CompiledMapping {
    const path = this.subject.connector.mappings[entity]
    assert.ok(path, `there is no mappings/${entity}.yaml`)
    return compileMapping(loadMapping(readFileSync(path, 'utf8')), entities[entity], session.codecs)
  }

  /** Moves the system's clock. */
  advance(milliseconds: number): void {
    this.now += milliseconds
    this.setClock(this.now)
  }

  /** A further session, closed with the world. */
  async connect(context: Partial<ConnectContext> = {}): Promise<Session> {
    const session = await this.subject.connector.connector.connect({ config: this.config, ...context })
    this.opened.push(session)
    return session
  }

  /** The configuration with another address of the system. */
  configAt(url: string): ConnectionConfig {
    const names = this.manifest.configuration.filter(({ type }) => type === 'url').map(({ name }) => name)
    assert.ok(names.length > 0, 'the connector has no address in its configuration')
    return { ...this.config, ...Object.fromEntries(names.map((name) => [name, url])) }
  }

  /** The seeds of the entity, in order, with native type and id. */
  get seeded(): readonly { type: string; id: string; seed: Seed }[] {
    return this.places.seeded
  }

  /** Ids of the seeded records of a type; the first may be edited freely and deleted. */
  seededIds(type: string): string[] {
    return this.seeded.filter((one) => one.type === type).map((one) => one.id)
  }

  /** The first form of the entity that a type takes, and all of them. */
  variant(type: string): string {
    const [first] = this.places.variantsOf(type)
    assert.ok(first !== undefined, `the role of ${type} stands for nothing that the samples know`)
    return first
  }

  variants(type: string): string[] {
    return this.places.variantsOf(type)
  }

  /** Plain records for `WorldOptions.seeds`: of one type, or spread over all. */
  many(count: number, type?: string): Seed[] {
    const variants = type === undefined ? this.places.variants : [this.variant(type)]
    return Array.from({ length: count }, (_, n) => this.samples.one(n, variants[n % variants.length] ?? ''))
  }

  /** Somebody types one more record of a type in. */
  add(seed: Seed): { type: string; id: string } {
    return this.places.add(this.simulator.model, seed)
  }

  /** The reference `type:id` to a seed. */
  readonly ref = (key: string): string | null => this.places.ref(key)

  /** A complete record for a create of this type, with what is unique in it made anew. */
  sample(type: string, variant: string = this.variant(type)): Flat {
    return this.samples.complete(this.unique(), variant, this.ref)
  }

  /** An item of a list for a create of this type. */
  part(type: string, list: string, id: string, variant: string = this.variant(type)): Flat {
    const make = this.samples.parts[list]
    assert.ok(make, `there is no sample of ${list}`)
    return make(id, this.ref, variant)
  }

  async pull(
    cursor: Cursor | null,
    options: PullOptions = {},
    session: Session = this.session,
  ): Promise<Pulled> {
    const pages: Page[] = []
    for await (const page of session.pull(this.subject.entity, cursor, options)) {
      pages.push(page)
      assert.ok(pages.length < 10_000, 'the pull does not end')
    }
    const last = pages.at(-1)
    assert.ok(last, 'a pull gave no page, so there is no cursor to go on from')
    return { pages, records: pages.flatMap((page) => page.records), cursor: last.cursor }
  }

  /** Pulls until the overlap has passed and nothing comes any more; the cursor of the quiet state. */
  async settle(): Promise<Cursor> {
    let { cursor } = await this.pull(null)
    for (let round = 0; round < 4; round += 1) {
      this.advance(DAY)
      const pulled = await this.pull(cursor)
      cursor = pulled.cursor
      if (pulled.records.length === 0) return cursor
    }
    return assert.fail('an unchanged system keeps giving records, days after the last change')
  }

  async read(type: string, ids: readonly string[], session: Session = this.session): Promise<NativeRecord[]> {
    return session.read(this.subject.entity, type, ids)
  }

  /** The present state of one record that must exist. */
  async readOne(type: string, id: string): Promise<NativeRecord> {
    const [record] = await this.read(type, [id])
    assert.ok(record, `${type} ${id} is not there`)
    return record
  }

  /** Writes; every error among the results is checked. */
  async write(
    operations: readonly WriteOperation[],
    session: Session = this.session,
  ): Promise<WriteResult[]> {
    const results = await session.write(this.subject.entity, operations)
    assert.equal(results.length, operations.length, 'one result for each operation')
    for (const result of results) {
      if (result.status === 'failed' || result.status === 'unknown') assertClean(result.error, this)
    }
    for (const [index, result] of results.entries()) {
      if (operations[index]?.kind === 'create' && result.status === 'done') this.created.push(result.record)
    }
    return results
  }

  async find(
    type: string,
    markers: readonly string[],
    session: Session = this.session,
  ): Promise<Map<string, NativeRecord>> {
    return session.find(this.subject.entity, type, markers)
  }

  /** The error of something that must fail; checked. */
  async failure(action: () => Promise<unknown>): Promise<ConnectorError> {
    const error = await this.attempt(action)
    assert.ok(error, 'it succeeded, an error was expected')
    return error
  }

  /** The error of something that may fail, checked; undefined when it succeeded. */
  async attempt(action: () => Promise<unknown>): Promise<ConnectorError | undefined> {
    try {
      await action()
      return undefined
    } catch (error) {
      assert.ok(
        error instanceof ConnectorError,
        `only ConnectorError may leave a connector, this one did: ${String(error)}`,
      )
      assertClean(error, this)
      return error
    }
  }

  marker(): string {
    return randomUUID()
  }

  /** A number that no other record of this system carries. */
  unique(): string {
    return randomUUID().slice(0, 8).toUpperCase()
  }

  /** All present records of a type, by a new complete pull. */
  async all(type: string): Promise<NativeRecord[]> {
    const { records } = await this.pull(null, {}, await this.connect())
    return records.filter((record) => record.type === type && record.state === 'present')
  }

  /** Archives what the check has created in a real server and left there. */
  private async tidy(): Promise<void> {
    if (!('active' in this.definition.fields)) return
    for (const { type, id } of this.created) {
      const [current] = await this.read(type, [id])
      // The check itself may have removed it.
      if (!current) continue
      const values = this.type(type).encode({ active: false })
      await this.write([{ kind: 'update', type, id, values, parts: [], current }])
    }
  }

  async close(): Promise<void> {
    if (this.closed) return
    this.closed = true
    for (const world of this.others) await world.close()
    if (!this.running) await this.tidy()
    for (const session of this.opened) await session.close()
    await this.running?.stop()
  }
}

/** True for objects of a document. */
export const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
