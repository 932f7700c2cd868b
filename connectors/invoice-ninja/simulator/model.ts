import type { ConnectionConfig } from '#connector-kit'
import type { SeedParty, SimulatorModel, SimulatorReply, SimulatorRequest } from '#connector-kit/testing'
import { newCompany, newUser } from './company.js'
import type { Company, CompanyState, Group, User } from './company.js'
import type { World } from './party-routes.js'
import { ScreenUser, screens } from './person.js'
import { injected } from './replies.js'
import { route } from './routes.js'
import { PARTY_TYPES } from './rows.js'
import type { PartyType } from './rows.js'
import { createParty } from './saving.js'
import type { SaveContext } from './saving.js'
import { typed } from './seeding.js'
import { PartyTable } from './table.js'
import type { TableState } from './table.js'
import { encodeId } from './hashids.js'

interface State {
  company: CompanyState
  tables: Record<PartyType, TableState>
}

/** Invoice Ninja 5.10.17, self-hosted, with one company: clients and vendors (upstream/invoice-ninja.md). */
export class InvoiceNinja implements SimulatorModel, World {
  readonly id = 'invoice-ninja'
  readonly label = 'Invoice Ninja 5'
  readonly screens = screens
  readonly tables = { client: new PartyTable('client'), vendor: new PartyTable('vendor') }
  readonly person: ScreenUser
  onChange?: () => void
  now: () => number = Date.now
  private state: CompanyState

  constructor(private readonly seeded: number) {
    this.state = newCompany(seeded)
    this.person = new ScreenUser(this, () => this.owner)
  }

  config(url: string): ConnectionConfig {
    return { url, token: this.owner.token, markerField: 'custom_value4' }
  }

  handle(request: SimulatorRequest): SimulatorReply {
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

  seed(parties: readonly SeedParty[]): { type: string; id: string }[] {
    const context = this.context(this.owner)
    const created = parties.map((party) => {
      const types = PARTY_TYPES.filter((type) =>
        type === 'client' ? !onlySupplier(party) : party.isSupplier,
      )
      const rows = types.map((type) => {
        const table = this.tables[type]
        return { type, id: createParty(table, typed(table, party), context).hash }
      })
      return rows[0] as { type: string; id: string }
    })
    this.changed()
    return created
  }

  save(): State {
    const { client, vendor } = this.tables
    return { company: this.state, tables: { client: client.save(), vendor: vendor.save() } }
  }

  load(state: unknown): void {
    const { company, tables } = structuredClone(state) as State
    this.state = company
    for (const type of PARTY_TYPES) this.tables[type].load(tables[type])
  }

  context(user: User): SaveContext {
    return { ...this.state, user, now: this.now() }
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

  /** Purging, or merging into another client: the record is gone without a trace (upstream §4). */
  purge(type: PartyType, id: string): void {
    const row = this.tables[type].find(id)
    if (row) this.tables[type].purge(row)
    this.changed()
  }

  get owner(): User {
    return this.state.users[0] as User
  }
}

const onlySupplier = (party: SeedParty): boolean => Boolean(party.isSupplier) && !party.isCustomer
