import type { JsonObject } from '#canonical'
import type { ConnectionConfig } from '#connector-kit'
import type { Seed, SimulatorModel, SimulatorReply, SimulatorRequest } from '#connector-kit/testing'
import { newCompany, newUser } from './company.js'
import type { Company, CompanyState, Group, User } from './company.js'
import { encodeId } from './hashids.js'
import { PartyResource } from './party/resource.js'
import { Seeding } from './seeding.js'
import { ScreenUser, screens } from './person.js'
import { baseOf, injected } from './replies.js'
import { route } from './routes.js'
import type { Resource, SaveContext } from './resource.js'
import type { NativeType, Row } from './rows.js'
import type { TableState } from './table.js'
import { salesOf } from './sales/index.js'
import { EVENTS, LATE, PAYLOAD, Webhooks } from './webhooks.js'
import type { Announce, Happening, Subscription } from './webhooks.js'
import type { Resources, World } from './world.js'

interface State {
  company: CompanyState
  tables: Record<string, TableState<Row>>
  webhooks: Subscription[]
}

/** Invoice Ninja 5.10.17, self-hosted, with one company: clients and vendors (upstream/invoice-ninja.md). */
export class InvoiceNinja implements SimulatorModel, World {
  readonly id = 'invoice-ninja'
  readonly label = 'Invoice Ninja 5'
  readonly screens = screens
  readonly resources: Resources
  readonly webhooks: Webhooks
  readonly person: ScreenUser
  onChange?: () => void
  now: () => number = Date.now
  private state: CompanyState
  /** Seeds by key, for those that refer to them later. */
  private readonly keys = new Map<string, { type: NativeType; id: string }>()
  /** The server's own address, as it was last asked: links in webhooks carry it. */
  private base = 'http://localhost'

  constructor(private readonly seeded: number) {
    this.state = newCompany(seeded)
    this.webhooks = new Webhooks(
      () => this.now(),
      () => this.changed(),
    )
    const announce: Announce = (type, happening, row) => this.announce(type, happening, row)
    this.resources = {
      client: new PartyResource('client', announce),
      vendor: new PartyResource('vendor', announce),
      ...salesOf(announce, () => this.resources),
    }
    this.person = new ScreenUser(this, () => this.owner)
  }

  config(url: string): ConnectionConfig {
    return { url, token: this.owner.token, markerField: 'custom_value4' }
  }

  handle(request: SimulatorRequest): SimulatorReply {
    this.base = baseOf(request)
    return route(request, this, this.state.users)
  }

  writes({ method, path }: SimulatorRequest): boolean {
    return method !== 'GET' && method !== 'HEAD' && !path.endsWith('/companies/current')
  }

  errorReply(status: number, retryAfter?: number): SimulatorReply {
    return injected(status, retryAfter)
  }

  /** The rows go missing on the way: what the answer says about itself stays. */
  thinReply(reply: SimulatorReply, keep: number): SimulatorReply {
    const body = reply.body as { data?: unknown; meta?: unknown } | undefined
    if (!body?.meta || !Array.isArray(body.data)) return reply
    return { ...reply, body: { ...body, data: body.data.slice(0, Math.floor(body.data.length * keep)) } }
  }

  /** The company is set up as the connector's README says (euro, Berlin, taxes, products untouched by lines), then things are typed. */
  seed(records: readonly Seed[]): { type: string; id: string }[] {
    const created = new Seeding(this.resources, this.context(this.owner), this.keys).take(records)
    this.changed()
    return created
  }

  save(): State {
    const tables = Object.values(this.resources).map(({ table }) => [table.type, table.save()])
    return {
      company: this.state,
      tables: Object.fromEntries(tables) as State['tables'],
      webhooks: this.webhooks.subscriptions,
    }
  }

  load(state: unknown): void {
    const { company, tables, webhooks } = structuredClone(state) as State
    this.state = company
    this.webhooks.subscriptions = webhooks
    for (const { table } of Object.values(this.resources) as Resource[]) {
      const kept = tables[table.type]
      if (kept) table.load(kept)
    }
  }

  context(user: User, flags?: URLSearchParams): SaveContext {
    return {
      ...this.state,
      user,
      now: this.now(),
      flags: flags ?? new URLSearchParams(),
      fromApi: flags !== undefined,
    }
  }

  changed(): void {
    this.onChange?.()
  }

  get company(): Company {
    return this.state.company
  }

  /** A further user with a token of their own; without permissions they see and edit only what is theirs. */
  addUser(user: Partial<User>): User {
    const added = newUser(this.state.users.length + 1, this.seeded, user)
    this.state.users.push(added)
    return added
  }

  addGroup(name: string, settings: Group['settings']): Group {
    const group = { hash: encodeId(this.state.groups.length + 1), name, settings }
    this.state.groups.push(group)
    return group
  }

  private announce(type: NativeType, happening: Happening, row: Row): void {
    const event = EVENTS[type][happening]
    const resource: Resource = this.resources[type]
    if (event === undefined) return
    const payload = (): JsonObject =>
      resource.document(row, this.base, happening === 'approved' ? [] : PAYLOAD[type])
    this.webhooks.announce(event, payload, LATE.get(event))
  }

  /** Purging, or merging into another client: the record is gone without a trace (upstream §4). */
  purge(type: NativeType, id: string): void {
    const { table }: Resource = this.resources[type]
    const row = table.find(id)
    if (row) table.purge(row)
    this.changed()
  }

  get owner(): User {
    return this.state.users[0] as User
  }
}
