import { kitTexts, type ConnectionConfig, type Connector } from '#connector-kit'
import type {
  RunningSimulator,
  SeedParty,
  SimulatorModel,
  SimulatorReply,
  SimulatorRequest,
} from '#connector-kit/testing'
import { Translator } from '#i18n'
import { recordTexts } from '#mapping'
import { Connection, type FlowSettings, type OperationError, type Problem } from '#persistence'
import { SecretBox } from '#security'
import { Catalogue, Sessions } from '#sync'
import { drive, type Driver } from '../support/driver.js'
import { install, openHubDatabase, type HubDatabase, type Installation } from '../support/installation.js'
import { Simulators } from '../support/simulators.js'

export const systems = ['odoo', 'erpnext', 'invoice-ninja'] as const
export type SystemId = (typeof systems)[number]

export interface WorldOptions {
  /** The systems in rank order; default Odoo, ERPNext, Invoice Ninja. */
  order?: readonly SystemId[]
  /** Systems that only read or only write; all others do both. */
  roles?: Partial<Record<SystemId, { reads: boolean; writes: boolean }>>
  settings?: Partial<FlowSettings>
  /** What stands in a system before the hub sees it. */
  parties?: Partial<Record<SystemId, readonly SeedParty[]>>
  /** Configuration instead of the right one, e.g. a wrong key. */
  config?: Partial<Record<SystemId, ConnectionConfig>>
  pageSize?: number
}

/** A connection as the hub keeps it. */
export interface ConnectionState {
  state: string
  problem: Problem | null
  /** Seconds for which it is left alone after its problem; 0 without one. */
  wait: number
}

/** A write that a person would see among the failures. */
export interface ShownFailure {
  connection: SystemId
  title: string
  state: string
  error: OperationError
}

/** Milliseconds that a system has for one answer here; a minute in the product. */
export const patience = 400

/** What the worlds of a spec file stand on, one after the other: three running systems and a database. */
export class Stage {
  private present: World | null = null

  private constructor(
    private readonly simulators: Simulators,
    /** Each system as it is when nothing has been typed yet, ready to keep markers. */
    private readonly blank: ReadonlyMap<SystemId, string>,
    private readonly database: HubDatabase,
    private readonly catalogue: Catalogue,
  ) {}

  static async open(): Promise<Stage> {
    const simulators = await Simulators.start(systems)
    await simulators.prepare()
    const blank = new Map(systems.map((id) => [id, JSON.stringify(simulators.of(id).model.save())]))
    const catalogue = impatient(await Catalogue.load())
    return new Stage(simulators, blank, await openHubDatabase(), catalogue)
  }

  /** A fresh world in the place of the one before: reset systems that answer for themselves, and a new tenant. */
  async world(options: WorldOptions = {}): Promise<World> {
    await this.present?.close()
    for (const end of interceptions.splice(0).reverse()) end()
    const { simulators, catalogue } = this
    for (const id of systems) {
      const { model, reset } = simulators.of(id)
      reset()
      model.load(JSON.parse(this.blank.get(id) ?? ''))
      if (options.parties?.[id]) model.seed(options.parties[id])
    }
    const connections = (options.order ?? systems).map((id) => {
      const { model, url } = simulators.of(id)
      const config = { ...model.config(url), ...options.config?.[id] }
      return { slug: id, connector: id, config, ...options.roles?.[id] }
    })
    const settings = options.settings ? { settings: options.settings } : {}
    const installation = await install({ connections, ...settings }, this.database)
    const driver = drive(installation, catalogue, { pageSize: options.pageSize ?? 500 })
    return (this.present = new World(simulators, catalogue, installation, driver))
  }

  async close(): Promise<void> {
    await this.present?.close()
    await this.database.close()
    await this.simulators.stop()
  }
}

/** Three systems over HTTP, a hub that a test drives by hand, and what can go wrong between them. */
export class World {
  constructor(
    private readonly simulators: Simulators,
    private readonly catalogue: Catalogue,
    readonly installation: Installation,
    readonly driver: Driver,
  ) {}

  system(id: SystemId): RunningSimulator {
    return this.simulators.of(id)
  }

  /** Takes every fault back; the systems are as they should be. */
  recover(): void {
    for (const id of systems) this.system(id).faults.clear()
  }

  /** Syncs until every system answers and one more round has nothing left to carry further. */
  async rest(): Promise<void> {
    for (let round = 0; round < 8; round++) {
      await this.driver.sync()
      const [left] = await this.query<{ n: number }>(
        `SELECT (SELECT count(*) FROM operation WHERE state IN ('pending', 'sending'))::int
           + (SELECT count(*) FROM connection WHERE problem IS NOT NULL)::int AS n`,
      )
      if (round > 0 && left?.n === 0) return
    }
    const problems = await this.query('SELECT slug, problem FROM connection WHERE problem IS NOT NULL')
    throw new Error(`the hub does not come to rest: ${JSON.stringify([problems, await this.open()])}`)
  }

  query<T>(sql: string, values?: unknown[]): Promise<T[]> {
    return this.installation.query<T>(sql, values)
  }

  async connection(id: SystemId): Promise<ConnectionState> {
    const [row] = await this.query<ConnectionState>(
      `SELECT state, problem,
         coalesce(extract(epoch FROM retry_at - (problem ->> 'at')::timestamptz), 0)::float8 AS wait
       FROM connection WHERE slug = $1`,
      [id],
    )
    if (!row) throw new Error(`no connection ${id}`)
    return row
  }

  /** What the list of failures shows, by connection and title. */
  failures(): Promise<ShownFailure[]> {
    return this.query(
      `SELECT c.slug AS connection, o.title, o.state, o.error FROM operation o JOIN connection c ON c.id = o.connection_id
       WHERE o.cause_key IS NOT NULL AND o.state IN ('failed', 'pending') ORDER BY c.slug, o.title`,
    )
  }

  /** Writes that are not made yet, by system. */
  open(): Promise<{ connection: SystemId; title: string; state: string }[]> {
    return this.query(
      `SELECT c.slug AS connection, o.title, o.state FROM operation o JOIN connection c ON c.id = o.connection_id
       WHERE o.state IN ('pending', 'sending', 'failed') ORDER BY c.slug, o.title`,
    )
  }

  /** Stores other credentials and lets the connection work again, as the API does for an admin. */
  async setConfig(id: SystemId, change: ConnectionConfig = {}): Promise<void> {
    const { tenantId, inTenant } = this.installation
    const connectionId = this.installation.connection(id)
    const { model, url } = this.system(id)
    const secrets = this.sessions().seal({ ...model.config(url), ...change }, { tenantId, connectionId })
    const works = { state: 'active', problem: null, attempts: 0, retryAt: null } as const
    await inTenant((tx) => tx.getRepository(Connection).update(connectionId, { secrets, ...works }))
  }

  close(): Promise<void> {
    return this.installation.close()
  }

  private sessions(): Sessions {
    return new Sessions(this.catalogue, new SecretBox([this.installation.secretKey]))
  }
}

/** The same connectors, which wait less long for an answer. */
function impatient(catalogue: Catalogue): Catalogue {
  return Catalogue.of(
    systems.map((id) => {
      const connector = catalogue.connector(id) as Connector
      const party = catalogue.document(id, 'party')
      return {
        connector: {
          ...connector,
          connect: (context) => connector.connect({ ...context, timeout: patience }),
        },
        documents: party ? { party } : {},
      }
    }),
  )
}

/** All texts that people read, as the API puts them together. */
export async function texts(): Promise<Translator> {
  const translator = new Translator()
  translator.add(kitTexts)
  translator.add(recordTexts)
  for (const manifest of (await Catalogue.load()).manifests()) translator.add(manifest.texts)
  return translator
}

const interceptions: (() => void)[] = []

/**
 * Stands between the hub and a system until it is taken away, with the next world at the latest: sees each request and
 * answers in the system's place, or passes it on.
 */
export function intercept(
  { model }: { model: SimulatorModel },
  handle: (
    request: SimulatorRequest,
    pass: () => SimulatorReply | Promise<SimulatorReply>,
  ) => SimulatorReply | Promise<SimulatorReply>,
): () => void {
  const original = model.handle
  model.handle = (request) => handle(request, () => original.call(model, request))
  const end = (): void => {
    model.handle = original
  }
  interceptions.push(end)
  return end
}
