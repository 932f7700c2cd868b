import type {
  Json,
  JsonObject,
  NativeRecord,
  Page,
  Session,
  WriteOperation,
  WriteResult,
} from '#connector-kit'
import { startSimulator } from '#connector-kit/testing'
import type { RunningSimulator } from '#connector-kit/testing'
import { connector } from '../src/index.js'
import { createSimulator } from './index.js'
import type { OdooSimulator, OdooSimulatorOptions } from './index.js'

/** A morning of the simulated system; far from any real clock. */
const START = Date.UTC(2026, 4, 4, 8, 0, 0, 250)

/** A simulator over HTTP with sessions of the connector, for tests. */
export class Harness {
  private readonly opened: Session[] = []

  private constructor(
    readonly running: RunningSimulator,
    readonly odoo: OdooSimulator,
    readonly session: Session,
    private readonly clock: { now: number },
  ) {}

  static async open(options: OdooSimulatorOptions = {}, config: JsonObject = {}): Promise<Harness> {
    const odoo = createSimulator(options)
    const clock = { now: START }
    const running = await startSimulator(odoo, { clock: () => clock.now })
    const session = await connector.connect({
      config: { ...odoo.config(running.url), ...(config as object) },
    })
    const harness = new Harness(running, odoo, session, clock)
    harness.opened.push(session)
    return harness
  }

  /** Moves the simulated clock. */
  advance(seconds: number): void {
    this.clock.now += seconds * 1_000
  }

  /** Another session, with other settings where given. */
  async connect(config: JsonObject = {}): Promise<Session> {
    const session = await connector.connect({
      config: { ...this.odoo.config(this.running.url), ...(config as object) },
    })
    this.opened.push(session)
    return session
  }

  /** The API key of another account. */
  key(login: string): string {
    const user = this.odoo.db.users.find((candidate) => candidate.login === login)
    return this.odoo.db.keys.find((key) => key.user_id === user?.id)?.key ?? ''
  }

  async pull(
    cursor: JsonObject | null = null,
    session = this.session,
    pageSize?: number,
  ): Promise<{ pages: Page[]; records: NativeRecord[]; cursor: JsonObject }> {
    const pages: Page[] = []
    const options = pageSize === undefined ? {} : { pageSize }
    for await (const page of session.pull('party', cursor, options)) pages.push(page)
    return { pages, records: pages.flatMap((page) => page.records), cursor: pages.at(-1)?.cursor ?? {} }
  }

  read(...ids: string[]): Promise<NativeRecord[]> {
    return this.session.read('party', 'res.partner', ids)
  }

  async readOne(id: string): Promise<NativeRecord> {
    const [record] = await this.read(id)
    if (!record) throw new Error(`there is no ${id}`)
    return record
  }

  write(...operations: WriteOperation[]): Promise<WriteResult[]> {
    return this.session.write('party', operations)
  }

  /** A create whose marker is its name, made fit for an external id. */
  static create(
    values: JsonObject,
    more: Partial<Extract<WriteOperation, { kind: 'create' }>> = {},
  ): WriteOperation {
    const marker = String(values['name'] ?? 'none')
      .toLowerCase()
      .replaceAll(/\W+/g, '-')
    return { kind: 'create', type: 'res.partner', marker, values, parts: [], ...more }
  }

  /** Somebody at the screen makes a customer; gives its id. */
  type(values: JsonObject): string {
    return this.odoo.person.create('res.partner', values)
  }

  shown(id: string): JsonObject {
    return this.odoo.person.get('res.partner', id) ?? {}
  }

  /** Calls the simulated API itself, as the administrator. */
  async call(model: string, method: string, args: JsonObject): Promise<Json> {
    const response = await fetch(`${this.running.url}/json/2/${model}/${method}`, {
      method: 'POST',
      headers: { authorization: `bearer ${this.key('admin')}`, 'content-type': 'application/json' },
      body: JSON.stringify(args),
    })
    return (await response.json()) as Json
  }

  async close(): Promise<void> {
    for (const session of this.opened) await session.close()
    await this.running.stop()
  }
}
