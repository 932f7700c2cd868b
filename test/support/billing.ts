import { dataOf, type Schemas } from '#api-client'
import type { Json, JsonObject } from '#connector-kit'
import type { Seed } from '#connector-kit/testing'
import { startTestHub, type TestHub } from './hub.js'

const tenant = 'acme'
const systems = ['odoo', 'erpnext', 'invoice-ninja'] as const
export type System = (typeof systems)[number]

/** The flows of the billing chain, in the order in which an admin sets them up: what others refer to comes first. */
export const chain = ['party', 'product', 'order', 'invoice', 'payment'] as const

/** Three systems that sell and bill together, the hub between them, and the people who work with each. */
export interface Office {
  hub: TestHub
  /** Reads everything and writes what is due, until nothing is left to do. */
  sync(): Promise<void>
  /** Takes records in as people type them. */
  seed(system: System, seeds: readonly Seed[]): string[]
  /** All records of a native type, as its system shows them to people. */
  all(system: System, type: string): JsonObject[]
  /** The one record whose column says so. */
  one(system: System, type: string, column: string, value: Json): JsonObject
  /** A button of Odoo. */
  odoo(model: string, method: string, id: unknown, args?: JsonObject): Promise<Json>
  /** Submits (1) or cancels (2) a document of ERPNext, as a clerk does. */
  erpnext(type: string, name: unknown, docstatus: 1 | 2): void
  /** A request of Invoice Ninja's own screen. */
  ninja(method: 'POST' | 'PUT', path: string, body: JsonObject): Promise<JsonObject>
  failures(): Promise<Schemas['FailureView'][]>
  reviews(): Promise<Schemas['ReviewView'][]>
  /** Ends the waiting of failed writes, as `einmal failure retry` does. */
  retry(cause?: string): Promise<void>
  /** Requests that changed something since the last call of `forget`. */
  writes(): string[]
  forget(): void
  close(): Promise<void>
}

export interface OfficeOptions {
  /** By entity. */
  settings?: Partial<Record<(typeof chain)[number], Schemas['FlowSettingsChange']>>
  filters?: Partial<Record<(typeof chain)[number], Partial<Record<System, Schemas['FilterConditionDto'][]>>>>
  /** What is there before the hub is connected. */
  before?: readonly (readonly [System, readonly Seed[]])[]
}

/** Connects the three systems and takes each flow of the chain from preview to live, over the API as an admin does. */
export async function openOffice(options: OfficeOptions = {}): Promise<Office> {
  const hub = await startTestHub()
  // What an admin of Invoice Ninja sets up in a new company: taxes, currency, time zone.
  hub.simulators.of('invoice-ninja').model.seed([])
  for (const [system, seeds] of options.before ?? []) hub.simulators.of(system).model.seed(seeds)
  const admin = hub.as('admin')
  const operator = hub.as('operator')
  const params = { path: { tenant } }
  for (const connector of systems) {
    const body = { slug: connector, name: connector, connector, config: hub.config(connector) }
    await dataOf(admin.POST('/api/v1/tenants/{tenant}/connections', { params, body }))
  }
  for (const entity of chain) {
    const settings = { firstContact: 'fill' as const, ...options.settings?.[entity] }
    const participants = systems.map((connection) => {
      const filter = options.filters?.[entity]?.[connection]
      return { connection, reads: true, writes: true, ...(filter && { filter }) }
    })
    const body = { slug: entity, name: entity, entity, participants, settings }
    await dataOf(admin.POST('/api/v1/tenants/{tenant}/flows', { params, body }))
    const flow = { path: { tenant, flow: entity } }
    const { id } = await dataOf(
      operator.POST('/api/v1/tenants/{tenant}/flows/{flow}/plans', { params: flow }),
    )
    await hub.settle()
    const plan = { path: { tenant, plan: id } }
    await dataOf(operator.POST('/api/v1/tenants/{tenant}/plans/{plan}/approve', { params: plan }))
    await dataOf(operator.POST('/api/v1/tenants/{tenant}/plans/{plan}/apply', { params: plan }))
    await hub.settle()
  }
  const model = (system: System) => hub.simulators.of(system).model
  const all = (system: System, type: string): JsonObject[] => model(system).person.list(type)
  const post = async (system: System, path: string, headers: object, body: object, method = 'POST') => {
    const response = await fetch(hub.simulators.of(system).url + path, {
      method,
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify(body),
    })
    const text = await response.text()
    if (!response.ok) throw new Error(`${system} ${path}: ${response.status} ${text}`)
    return JSON.parse(text) as Json
  }
  return {
    hub,
    sync: () => hub.sync(),
    seed: (system, seeds) =>
      model(system)
        .seed(seeds)
        .map(({ id }) => id),
    all,
    one(system, type, column, value) {
      const found = all(system, type).filter((row) => row[column] === value)
      if (found.length !== 1)
        throw new Error(`${found.length} ${type} in ${system} have ${column} ${String(value)}`)
      return found[0] ?? {}
    },
    odoo: (name, method, id, args = {}) =>
      post(
        'odoo',
        `/json/2/${name}/${method}`,
        { authorization: `bearer ${String(hub.config('odoo')['apiKey'])}` },
        { ids: [Number(id)], context: { allowed_company_ids: [1] }, ...args },
      ),
    erpnext: (type, name, docstatus) => model('erpnext').person.update(type, String(name), { docstatus }),
    ninja: async (method, path, body) =>
      (await post(
        'invoice-ninja',
        `/api/v1/${path}`,
        {
          'x-api-token': String(hub.config('invoice-ninja')['token']),
          'x-requested-with': 'XMLHttpRequest',
        },
        body,
        method,
      )) as JsonObject,
    failures: async () => (await dataOf(operator.GET('/api/v1/tenants/{tenant}/failures', { params }))).items,
    reviews: async () =>
      (await dataOf(operator.GET('/api/v1/tenants/{tenant}/reviews', { params }))).items.filter(
        ({ state }) => state === 'open',
      ),
    async retry(cause) {
      await dataOf(
        operator.POST('/api/v1/tenants/{tenant}/failures/retry', { params, body: cause ? { cause } : {} }),
      )
      await hub.settle()
    },
    writes: () =>
      systems.flatMap((system) =>
        hub.simulators
          .of(system)
          .requests.list({ writes: true })
          .map(({ method, path }) => `${system} ${method} ${path}`),
      ),
    forget: () => hub.simulators.clearLogs(),
    close: () => hub.close(),
  }
}
