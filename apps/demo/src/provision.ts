import { DemoApi } from './api.js'
import { demoPassword } from './idp/users.js'
import type { DemoSystem } from './simulators.js'

/** The demo tenant: a small German company that sells office equipment. */
export const tenant = { slug: 'acme', name: 'ACME Bürotechnik GmbH' } as const
const flow = { slug: 'customers', entity: 'party' } as const
/** Seconds between two looks at a system: short, because somebody is watching. */
const interval = 5

const names = { en: 'Customers', de: 'Kunden' } as const

/** A connection as the hub shows it, without secrets. */
interface Connection {
  slug: string
  config: Record<string, string | number | boolean>
}

/**
 * Sets the demo tenant up through the hub's own API, as an admin would: tenant, one connection per system, and the flow
 * `customers` in preview, two-way between them all. What is there already stays; a system that moved is told to its connection.
 */
export async function provision(
  hub: string,
  issuer: string,
  systems: readonly DemoSystem[],
  language: 'en' | 'de',
): Promise<void> {
  const provider = await DemoApi.login(hub, issuer, 'provider', demoPassword)
  const { items: tenants } = await provider.get<{ items: { slug: string }[] }>('/tenants?limit=200')
  if (!tenants.some(({ slug }) => slug === tenant.slug)) await provider.post('/tenants', tenant)

  const admin = await DemoApi.login(hub, issuer, 'admin', demoPassword)
  const base = `/tenants/${tenant.slug}`
  const { items: known } = await admin.get<{ items: Connection[] }>(`${base}/connections?limit=200`)
  for (const system of systems) {
    const connection = known.find(({ slug }) => slug === system.id)
    if (connection) await follow(admin, `${base}/connections/${system.id}`, connection, system)
    else {
      const { id, label, config } = system
      await admin.post(`${base}/connections`, { slug: id, name: label, connector: id, config })
    }
  }

  const { items: flows } = await admin.get<{ items: { slug: string }[] }>(`${base}/flows?limit=200`)
  if (!flows.some(({ slug }) => slug === flow.slug)) {
    await admin.post(`${base}/flows`, {
      ...flow,
      name: names[language],
      participants: rank(systems).map(({ id }) => ({
        connection: id,
        reads: true,
        writes: true,
        intervalSeconds: interval,
      })),
    })
  }
}

/** Tells a connection the settings of its system that changed since the last start, such as another port. */
async function follow(
  admin: DemoApi,
  path: string,
  connection: Connection,
  system: DemoSystem,
): Promise<void> {
  const changed = Object.entries(system.config).filter(
    ([name, value]) => Object.hasOwn(connection.config, name) && connection.config[name] !== value,
  )
  if (changed.length > 0) await admin.patch(path, { config: Object.fromEntries(changed) })
}

/** Odoo first: where two systems changed the same field differently, the earlier participant is right. */
function rank(systems: readonly DemoSystem[]): DemoSystem[] {
  return [...systems].sort((a, b) => Number(b.id === 'odoo') - Number(a.id === 'odoo'))
}
