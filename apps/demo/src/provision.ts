import { createClient, pages, type ApiClient } from '#api-client'
import { demoPassword } from './idp/users.js'
import { clients } from './idp/realm.js'
import type { DemoSystem } from './simulators.js'

/** The demo tenant: a small German company that sells office equipment. */
export const tenant = { slug: 'acme', name: 'ACME Bürotechnik GmbH' } as const
const flow = { slug: 'customers', entity: 'party', name: { en: 'Customers', de: 'Kunden' } } as const
/** Seconds between two looks at a system: short, because somebody is watching. */
const intervalSeconds = 5

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
  const provider = await logIn(hub, issuer, 'provider')
  const tenants = pages((cursor) => provider.GET('/api/v1/tenants', { params: { query: at(cursor) } }))
  if (!(await find(tenants, tenant.slug))) await provider.POST('/api/v1/tenants', { body: tenant })

  const admin = await logIn(hub, issuer, 'admin')
  const path = { tenant: tenant.slug }
  for (const system of systems) await connect(admin, system)

  const flows = pages((cursor) =>
    admin.GET('/api/v1/tenants/{tenant}/flows', { params: { path, query: at(cursor) } }),
  )
  if (await find(flows, flow.slug)) return
  const participants = rank(systems).map(({ id }) => ({
    connection: id,
    reads: true,
    writes: true,
    intervalSeconds,
  }))
  await admin.POST('/api/v1/tenants/{tenant}/flows', {
    params: { path },
    body: { slug: flow.slug, entity: flow.entity, name: flow.name[language], participants },
  })
}

/** The system's connection: made when it is missing, told what changed since the last start (another port) when it is there. */
async function connect(admin: ApiClient, { id, label, config }: DemoSystem): Promise<void> {
  const path = { tenant: tenant.slug }
  const connections = pages((cursor) =>
    admin.GET('/api/v1/tenants/{tenant}/connections', { params: { path, query: at(cursor) } }),
  )
  const known = await find(connections, id)
  if (!known) {
    const body = {
      slug: id,
      name: label,
      connector: id,
      config,
    }
    await admin.POST('/api/v1/tenants/{tenant}/connections', { params: { path }, body })
    return
  }
  const changed = Object.entries(config).filter(
    ([name, value]) => isShown(known.config[name]) && known.config[name] !== value,
  )
  if (changed.length === 0) return
  const one = '/api/v1/tenants/{tenant}/connections/{connection}'
  const params = { path: { ...path, connection: id } }
  const etag = (await admin.GET(one, { params })).response.headers.get('etag') ?? ''
  await admin.PATCH(one, {
    params: { ...params, header: { 'If-Match': etag } },
    body: { config: Object.fromEntries(changed) },
  })
}

/** False for secrets, which the hub shows as dots, and for settings that it does not have. */
function isShown(value: unknown): boolean {
  return value !== undefined && !/^•+$/.test(String(value))
}

/** The hub's API as one of the demo's people. */
async function logIn(hub: string, issuer: string, username: string): Promise<ApiClient> {
  const response = await fetch(`${issuer}/protocol/openid-connect/token`, {
    method: 'POST',
    body: new URLSearchParams({
      grant_type: 'password',
      client_id: clients.cli,
      username,
      password: demoPassword,
    }),
  })
  if (!response.ok) throw new Error(`The demo user ${username} cannot log in: ${await response.text()}`)
  const { access_token: token } = (await response.json()) as { access_token: string }
  return createClient({ url: hub, token: () => token })
}

async function find<T extends { slug: string }>(
  items: AsyncIterable<T>,
  slug: string,
): Promise<T | undefined> {
  for await (const item of items) if (item.slug === slug) return item
  return undefined
}

const at = (cursor: string | undefined) => (cursor === undefined ? {} : { cursor })

/** Odoo first: where two systems changed the same field differently, the earlier participant is right. */
function rank(systems: readonly DemoSystem[]): DemoSystem[] {
  return [...systems].sort((a, b) => Number(b.id === 'odoo') - Number(a.id === 'odoo'))
}
