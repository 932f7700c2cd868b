import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { dataOf, pages, type ApiClient, type Schemas } from '#api-client'
import { manyParties } from '../../support/parties.js'
import { startTestHub, type TestHub } from '../../support/hub.js'
import { apply, preview, setUp, systems } from '../../support/setup.js'

const tenant = 'acme'
const params = { path: { tenant } }
const parties = manyParties(25).map((party, n) => ({ ...party, number: `K-${700 + n}` }))

let hub: TestHub
let viewer: ApiClient
let plan: Schemas['PlanView']

beforeAll(async () => {
  hub = await startTestHub()
  viewer = hub.as('viewer')
  hub.simulators.of('odoo').model.seed(parties)
  await setUp(hub)
  plan = await preview(hub)
  await apply(hub, plan)
  const operator = hub.as('operator')
  for (let n = 0; n < 3; n++) {
    const path = { tenant, flow: 'customers' }
    await operator.POST('/api/v1/tenants/{tenant}/flows/{flow}/runs', { params: { path }, body: {} })
    await hub.settle()
  }
})
afterAll(() => hub.close())

/** All rows of a list, read in pages of two, and the page sizes. */
async function all<T>(
  load: (query: {
    limit: number
    cursor?: string
  }) => Promise<{ data?: { items: T[]; next: string | null } }>,
): Promise<T[]> {
  const rows: T[] = []
  for await (const row of pages((cursor) => load({ limit: 2, ...(cursor !== undefined && { cursor }) }))) {
    rows.push(row)
  }
  return rows
}

const lists: Record<
  string,
  (client: ApiClient, query: { limit: number; cursor?: string }) => Promise<unknown>
> = {
  connections: (client, query) =>
    client.GET('/api/v1/tenants/{tenant}/connections', { params: { ...params, query } }),
  mappings: (client, query) =>
    client.GET('/api/v1/tenants/{tenant}/mappings', { params: { ...params, query } }),
  flows: (client, query) => client.GET('/api/v1/tenants/{tenant}/flows', { params: { ...params, query } }),
  plans: (client, query) => client.GET('/api/v1/tenants/{tenant}/plans', { params: { ...params, query } }),
  items: (client, query) =>
    client.GET('/api/v1/tenants/{tenant}/plans/{plan}/items', {
      params: { path: { tenant, plan: plan.id }, query },
    }),
  runs: (client, query) => client.GET('/api/v1/tenants/{tenant}/runs', { params: { ...params, query } }),
  records: (client, query) =>
    client.GET('/api/v1/tenants/{tenant}/records', { params: { ...params, query } }),
  audit: (client, query) => client.GET('/api/v1/tenants/{tenant}/audit', { params: { ...params, query } }),
}

describe('a list', () => {
  it.each(Object.entries(lists))('of %s comes whole and in order, page by page', async (_, load) => {
    const client = hub.as('admin')
    const byTwo = await all(
      (query) => load(client, query) as Promise<{ data?: { items: object[]; next: string | null } }>,
    )
    const { data } = (await load(client, { limit: 200 })) as {
      data: { items: object[]; next: string | null }
    }
    expect(data.next).toBeNull()
    expect(byTwo).toEqual(data.items)
    expect(byTwo.length).toBeGreaterThan(0)
  })

  it('takes pages of 1 to 200', async () => {
    for (const limit of [0, 201, 1.5]) {
      const asked = viewer.GET('/api/v1/tenants/{tenant}/runs', { params: { ...params, query: { limit } } })
      await expect(asked).rejects.toMatchObject({ status: 400, errors: [{ field: 'limit' }] })
    }
  })

  it('filters', async () => {
    const runs = await dataOf(
      viewer.GET('/api/v1/tenants/{tenant}/runs', {
        params: { ...params, query: { state: 'done', limit: 200 } },
      }),
    )
    expect(runs.items.length).toBeGreaterThanOrEqual(11)
    const none = await dataOf(
      viewer.GET('/api/v1/tenants/{tenant}/runs', { params: { ...params, query: { flow: 'other' } } }),
    )
    expect(none.items).toEqual([])
    const items = await all((query) =>
      viewer.GET('/api/v1/tenants/{tenant}/plans/{plan}/items', {
        params: { path: { tenant, plan: plan.id }, query: { ...query, kind: 'create' } },
      }),
    )
    expect(items.length).toBe(plan.counts['create'])
    expect(new Set(items.map(({ kind }) => kind))).toEqual(new Set(['create']))
  })
})

describe('searching records', () => {
  const search = async (text: string, more: { connection?: string } = {}) => {
    const query = { search: text, ...more }
    const { items } = await dataOf(
      viewer.GET('/api/v1/tenants/{tenant}/records', { params: { ...params, query } }),
    )
    return items.map(({ title }) => title)
  }

  it('finds by part of the title, VAT id, e-mail address, number and external id', async () => {
    const { name = '', vatId = '', email = '' } = parties[7] ?? {}
    expect(await search(name.slice(3, 14).toUpperCase())).toContain(name)
    expect(await search(` ${vatId.slice(0, 2)} ${vatId.slice(2)} `)).toEqual([name])
    expect(await search(email.toUpperCase())).toEqual([name])
    const { items } = await dataOf(
      viewer.GET('/api/v1/tenants/{tenant}/records', { params: { ...params, query: { search: vatId } } }),
    )
    for (const { externalId } of items[0]?.links ?? []) expect(await search(externalId)).toContain(name)
    expect(await search('k-707')).toEqual([name])
  })

  it('takes the wildcards of databases for what they are', async () => {
    expect(await search('%')).toEqual([])
    expect(await search('_')).toEqual([])
    expect(await search('\\')).toEqual([])
  })

  it('looks only at what a connection has', async () => {
    expect(await search('haus', { connection: 'erpnext' })).toHaveLength(25)
    await expect(search('haus', { connection: 'nobody' })).rejects.toMatchObject({
      status: 422,
      code: 'connection.unknown',
    })
  })
})

describe('another client', () => {
  it('sees nothing of this one, even where it guesses the ids', async () => {
    const stranger = hub.as('stranger')
    const { items: runs } = await dataOf(viewer.GET('/api/v1/tenants/{tenant}/runs', { params }))
    const { items: records } = await dataOf(viewer.GET('/api/v1/tenants/{tenant}/records', { params }))
    const [run, record] = [runs[0]?.id ?? '', records[0]?.id ?? '']
    const at = { tenant: 'other' }
    const guesses = [
      () =>
        stranger.GET('/api/v1/tenants/{tenant}/connections/{connection}', {
          params: { path: { ...at, connection: 'odoo' } },
        }),
      () =>
        stranger.GET('/api/v1/tenants/{tenant}/flows/{flow}', {
          params: { path: { ...at, flow: 'customers' } },
        }),
      () =>
        stranger.GET('/api/v1/tenants/{tenant}/plans/{plan}', { params: { path: { ...at, plan: plan.id } } }),
      () =>
        stranger.GET('/api/v1/tenants/{tenant}/plans/{plan}/items', {
          params: { path: { ...at, plan: plan.id } },
        }),
      () =>
        stranger.POST('/api/v1/tenants/{tenant}/plans/{plan}/discard', {
          params: { path: { ...at, plan: plan.id } },
        }),
      () => stranger.GET('/api/v1/tenants/{tenant}/runs/{run}', { params: { path: { ...at, run } } }),
      () => stranger.GET('/api/v1/tenants/{tenant}/runs/{run}/events', { params: { path: { ...at, run } } }),
      () => stranger.POST('/api/v1/tenants/{tenant}/runs/{run}/cancel', { params: { path: { ...at, run } } }),
      () =>
        stranger.GET('/api/v1/tenants/{tenant}/records/{record}', { params: { path: { ...at, record } } }),
      () =>
        stranger.GET('/api/v1/tenants/{tenant}/records/{record}/history', {
          params: { path: { ...at, record } },
        }),
    ]
    for (const guess of guesses) {
      await expect(guess()).rejects.toMatchObject({ status: 404, code: 'request.not-found' })
    }
  })

  it('has empty lists, and a search there finds nothing from here', async () => {
    const stranger = hub.as('stranger')
    const at = { path: { tenant: 'other' } }
    const answers = [
      stranger.GET('/api/v1/tenants/{tenant}/connections', { params: at }),
      stranger.GET('/api/v1/tenants/{tenant}/flows', { params: at }),
      stranger.GET('/api/v1/tenants/{tenant}/plans', { params: at }),
      stranger.GET('/api/v1/tenants/{tenant}/runs', { params: at }),
      stranger.GET('/api/v1/tenants/{tenant}/records', { params: at }),
      stranger.GET('/api/v1/tenants/{tenant}/records', {
        params: { ...at, query: { search: parties[0]?.vatId ?? '' } },
      }),
      stranger.GET('/api/v1/tenants/{tenant}/reviews', { params: at }),
      stranger.GET('/api/v1/tenants/{tenant}/failures', { params: at }),
      stranger.GET('/api/v1/tenants/{tenant}/audit', { params: at }),
    ]
    for (const answer of answers) expect((await answer).data?.items).toEqual([])
  })

  it('may connect the same system for itself, under the same name', async () => {
    const body = { slug: 'odoo', name: 'Odoo', connector: 'odoo', config: hub.config('odoo') }
    const { data } = await hub
      .as('stranger')
      .POST('/api/v1/tenants/{tenant}/connections', { params: { path: { tenant: 'other' } }, body })
    expect(data).toMatchObject({ slug: 'odoo', flows: [] })
    expect(systems).toContain(data?.slug)
  })
})
