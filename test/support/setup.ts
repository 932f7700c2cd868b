import { dataOf, type Schemas } from '#api-client'
import type { TestHub } from './hub.js'

const tenant = 'acme'

/** The three systems of the first slice, in the order in which tests connect them. */
export const systems = ['odoo', 'invoice-ninja', 'erpnext'] as const

export interface SetUpOptions {
  systems?: readonly string[]
  settings?: Schemas['FlowSettingsChange']
  /** By system; default: all read and write. */
  roles?: Record<string, { reads: boolean; writes: boolean }>
}

/** Connects simulators and makes the flow `customers` over them, as an admin does. */
export async function setUp(hub: TestHub, options: SetUpOptions = {}): Promise<Schemas['FlowView']> {
  const admin = hub.as('admin')
  const params = { path: { tenant } }
  const chosen = options.systems ?? systems
  for (const connector of chosen) {
    const body = { slug: connector, name: connector, connector, config: hub.config(connector) }
    await admin.POST('/api/v1/tenants/{tenant}/connections', { params, body })
  }
  const participants = chosen.map((connection) => {
    return { connection, reads: true, writes: true, ...options.roles?.[connection] }
  })
  const { settings } = options
  const body = {
    slug: 'customers',
    name: 'Customers',
    entity: 'party',
    participants,
    ...(settings && { settings }),
  }
  return dataOf(admin.POST('/api/v1/tenants/{tenant}/flows', { params, body }))
}

/** Makes a preview of the flow `customers` and waits for it. */
export async function preview(hub: TestHub): Promise<Schemas['PlanView']> {
  const operator = hub.as('operator')
  const { id } = await dataOf(
    operator.POST('/api/v1/tenants/{tenant}/flows/{flow}/plans', {
      params: { path: { tenant, flow: 'customers' } },
    }),
  )
  await hub.settle()
  return dataOf(
    operator.GET('/api/v1/tenants/{tenant}/plans/{plan}', { params: { path: { tenant, plan: id } } }),
  )
}

/** Approves and applies a plan and waits until everything that can be delivered is. */
export async function apply(
  hub: TestHub,
  plan: Pick<Schemas['PlanView'], 'id'>,
): Promise<Schemas['RunView']> {
  const operator = hub.as('operator')
  const params = { path: { tenant, plan: plan.id } }
  await operator.POST('/api/v1/tenants/{tenant}/plans/{plan}/approve', { params })
  const { run } = await dataOf(operator.POST('/api/v1/tenants/{tenant}/plans/{plan}/apply', { params }))
  await hub.settle()
  return dataOf(
    operator.GET('/api/v1/tenants/{tenant}/runs/{run}', { params: { path: { tenant, run: run.id } } }),
  )
}
