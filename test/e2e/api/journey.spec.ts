import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { createParser } from 'eventsource-parser'
import { dataOf, pages, type ApiClient, type Schemas } from '#api-client'
import { manyParties } from '../../support/parties.js'
import { startTestHub, type TestHub } from '../../support/hub.js'

const tenant = 'acme'
const systems = ['odoo', 'invoice-ninja', 'erpnext']

describe('the way from nothing to linked records, over the API alone', () => {
  let hub: TestHub
  let admin: ApiClient
  let operator: ApiClient
  let plan: Schemas['PlanView']

  beforeAll(async () => {
    hub = await startTestHub()
    const { simulators } = hub
    simulators.of('odoo').model.seed(manyParties(12))
    simulators.of('invoice-ninja').model.seed(manyParties(3))
    admin = hub.as('admin')
    operator = hub.as('operator')
  })

  afterAll(() => hub.close())

  it('connects the systems and asks each about itself', async () => {
    for (const connector of systems) {
      const body = { slug: connector, name: connector, connector, config: hub.config(connector) }
      const created = await dataOf(
        admin.POST('/api/v1/tenants/{tenant}/connections', { params: { path: { tenant } }, body }),
      )
      expect(created).toMatchObject({ slug: connector, state: 'active', problem: null })
      expect(created.report).toMatchObject({ version: expect.any(String), markers: expect.any(Boolean) })
    }
  })

  it('sets up a flow that writes nothing yet', async () => {
    const body = {
      slug: 'customers',
      name: 'Customers',
      entity: 'party',
      participants: systems.map((connection) => ({ connection, reads: true, writes: true })),
      settings: { firstContact: 'fill' as const },
    }
    const flow = await dataOf(
      admin.POST('/api/v1/tenants/{tenant}/flows', { params: { path: { tenant } }, body }),
    )
    expect(flow).toMatchObject({
      state: 'preview',
      settings: { authority: { policy: 'either', clash: 'rank' }, fields: {}, creates: 'plan' },
      participants: systems.map((connection) => ({ connection, intervalSeconds: 60, firstContactAt: null })),
    })
  })

  it('previews what would happen', async () => {
    const path = { tenant, flow: 'customers' }
    const { data, response } = await operator.POST('/api/v1/tenants/{tenant}/flows/{flow}/plans', {
      params: { path },
    })
    expect(response.status).toBe(202)
    expect(data).toMatchObject({
      flow: 'customers',
      state: 'collecting',
      createdBy: 'oliver',
      run: expect.any(String),
    })
    await hub.settle()
    plan = await dataOf(
      operator.GET('/api/v1/tenants/{tenant}/plans/{plan}', {
        params: { path: { tenant, plan: data?.id ?? '' } },
      }),
    )
    expect(plan).toMatchObject({ state: 'ready', counts: { link: 3, create: 21, records: 12 } })
    const items: Schemas['PlanItemView'][] = []
    for await (const item of pages((cursor) =>
      operator.GET('/api/v1/tenants/{tenant}/plans/{plan}/items', {
        params: {
          path: { tenant, plan: plan.id },
          query: { limit: 5, ...(cursor !== undefined && { cursor }) },
        },
      }),
    )) {
      items.push(item)
    }
    const count = (kind: string): number => items.filter((item) => item.kind === kind).length
    expect([count('link'), count('create'), items.length]).toEqual([
      3,
      21,
      new Set(items.map(({ id }) => id)).size,
    ])
    expect(items.find(({ kind }) => kind === 'create')).toMatchObject({
      connection: expect.stringMatching(/invoice-ninja|erpnext/),
      state: 'proposed',
      externalId: null,
      before: {},
      after: { name: expect.any(String), vatId: expect.stringMatching(/^DE/) },
    })
    expect(hub.simulators.names('erpnext')).toEqual([])
    expect(hub.simulators.names('invoice-ninja')).toHaveLength(3)
  })

  it('refuses a second preview, and going live without having applied one', async () => {
    const path = { tenant, flow: 'customers' }
    await expect(
      operator.POST('/api/v1/tenants/{tenant}/flows/{flow}/plans', { params: { path } }),
    ).rejects.toMatchObject({ status: 409, code: 'plan.open' })
    const { response } = await admin.GET('/api/v1/tenants/{tenant}/flows/{flow}', { params: { path } })
    const header = { 'If-Match': response.headers.get('etag') ?? '' }
    await expect(
      admin.PATCH('/api/v1/tenants/{tenant}/flows/{flow}', {
        params: { path, header },
        body: { state: 'live' },
      }),
    ).rejects.toMatchObject({ status: 409, code: 'flow.needs-preview', fix: expect.any(String) })
  })

  it('applies what was approved, streams the progress, and delivers everything', async () => {
    const path = { tenant, plan: plan.id }
    await expect(
      operator.POST('/api/v1/tenants/{tenant}/plans/{plan}/apply', { params: { path } }),
    ).rejects.toMatchObject({ status: 409, code: 'plan.wrong-state' })
    await operator.POST('/api/v1/tenants/{tenant}/plans/{plan}/approve', { params: { path } })
    const applied = await dataOf(
      operator.POST('/api/v1/tenants/{tenant}/plans/{plan}/apply', { params: { path } }),
    )
    expect(applied).toMatchObject({
      plan: { state: 'applying', approvedBy: 'oliver' },
      run: { kind: 'apply' },
    })
    const watching = watch(operator, applied.run.id)
    await hub.settle()
    const events = await watching
    expect(events[0]).toMatchObject({ event: 'progress', run: { id: applied.run.id } })
    const promised = (plan.counts['create'] ?? 0) + (plan.counts['update'] ?? 0)
    expect(events.at(-1)).toMatchObject({
      event: 'end',
      run: { state: 'done', deliveries: { pending: 0, sending: 0, done: promised, failed: 0 } },
    })
    for (const system of systems) expect(hub.simulators.names(system)).toEqual(hub.simulators.names('odoo'))
  })

  it('shows each record with its links, provenance and history', async () => {
    const viewer = hub.as('viewer')
    const { items } = await dataOf(
      viewer.GET('/api/v1/tenants/{tenant}/records', { params: { path: { tenant }, query: { limit: 200 } } }),
    )
    expect(items).toHaveLength(12)
    for (const { links } of items) {
      expect(new Set(links.map(({ connection }) => connection))).toEqual(new Set(systems))
    }
    const path = { tenant, record: items[0]?.id ?? '' }
    const record = await dataOf(viewer.GET('/api/v1/tenants/{tenant}/records/{record}', { params: { path } }))
    expect(record.provenance['name']).toMatchObject({ connection: 'odoo', rule: 'new' })
    expect(Object.keys(record.parts)).not.toContain('name')
    const history = await dataOf(
      viewer.GET('/api/v1/tenants/{tenant}/records/{record}/history', { params: { path } }),
    )
    expect(history.items.map(({ kind }) => kind)).toContain('sent')
    expect(history.items.at(-1)).toMatchObject({ kind: 'taken', connection: 'odoo', rule: 'new' })
  })

  it('is live now: reading again on demand writes nothing', async () => {
    const path = { tenant, flow: 'customers' }
    const flow = await dataOf(operator.GET('/api/v1/tenants/{tenant}/flows/{flow}', { params: { path } }))
    expect(flow).toMatchObject({
      state: 'live',
      openPlan: null,
      counts: { reviews: 0, failures: 0, pending: 0 },
    })
    hub.simulators.clearLogs()
    const { runs } = await dataOf(
      operator.POST('/api/v1/tenants/{tenant}/flows/{flow}/runs', { params: { path }, body: {} }),
    )
    expect(runs.map(({ connection }) => connection).sort()).toEqual([...systems].sort())
    await hub.settle()
    for (const { id } of runs) {
      const run = await dataOf(
        operator.GET('/api/v1/tenants/{tenant}/runs/{run}', { params: { path: { tenant, run: id } } }),
      )
      expect(run).toMatchObject({ state: 'done', kind: 'poll', askedBy: 'oliver', deliveries: { done: 0 } })
    }
    for (const system of systems) {
      expect(hub.simulators.of(system).requests.list({ writes: true })).toEqual([])
    }
  })

  it('has written down who did what', async () => {
    const { items } = await dataOf(
      admin.GET('/api/v1/tenants/{tenant}/audit', { params: { path: { tenant } } }),
    )
    expect(items.map(({ actor, action }) => `${actor} ${action}`).reverse()).toEqual([
      'anna connection.create',
      'anna connection.create',
      'anna connection.create',
      'anna flow.create',
      'oliver plan.create',
      'oliver plan.approve',
      'oliver plan.apply',
      'oliver run.start',
    ])
  })
})

/** All events of a run's stream, to its end. */
async function watch(client: ApiClient, run: string): Promise<{ event: string; run: Schemas['RunView'] }[]> {
  const { data } = await client.GET('/api/v1/tenants/{tenant}/runs/{run}/events', {
    params: { path: { tenant, run } },
    parseAs: 'stream',
  })
  const events: { event: string; run: Schemas['RunView'] }[] = []
  const parser = createParser({
    onEvent: ({ event, data: text }) => {
      events.push({ event: event ?? '', run: JSON.parse(text) as Schemas['RunView'] })
    },
  })
  const decoder = new TextDecoder()
  for await (const chunk of data as unknown as AsyncIterable<Uint8Array>) {
    parser.feed(decoder.decode(chunk, { stream: true }))
  }
  return events
}
