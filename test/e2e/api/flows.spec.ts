import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { dataOf, type Schemas } from '#api-client'
import { startTestHub, type TestHub } from '../../support/hub.js'
import { apply, preview, setUp } from '../../support/setup.js'

const tenant = 'acme'
const path = { tenant, flow: 'customers' }
const both = { reads: true, writes: true }

let hub: TestHub
beforeAll(async () => {
  hub = await startTestHub()
  await setUp(hub, { systems: ['odoo', 'erpnext'] })
  const body = {
    slug: 'ninja',
    name: 'Ninja',
    connector: 'invoice-ninja',
    config: hub.config('invoice-ninja'),
  }
  await hub.as('admin').POST('/api/v1/tenants/{tenant}/connections', { params: { path: { tenant } }, body })
})
afterAll(() => hub.close())

const create = (change: Partial<Schemas['NewFlow']>, language?: string) => {
  const body: Schemas['NewFlow'] = {
    slug: 'second',
    name: 'Second',
    entity: 'party',
    participants: [
      { connection: 'ninja', ...both },
      { connection: 'odoo', ...both },
    ],
    ...change,
  }
  const params = { path: { tenant } }
  return dataOf(hub.as('admin', language).POST('/api/v1/tenants/{tenant}/flows', { params, body }))
}

const get = async () => {
  const { data, response } = await hub
    .as('viewer')
    .GET('/api/v1/tenants/{tenant}/flows/{flow}', { params: { path } })
  return { flow: data as Schemas['FlowView'], etag: response.headers.get('etag') ?? '' }
}

const patch = async (body: Schemas['FlowChange'], etag?: string) => {
  const header = { 'If-Match': etag ?? (await get()).etag }
  return dataOf(
    hub.as('admin').PATCH('/api/v1/tenants/{tenant}/flows/{flow}', { params: { path, header }, body }),
  )
}

const run = (body: Schemas['NewRuns'] = {}) =>
  dataOf(hub.as('operator').POST('/api/v1/tenants/{tenant}/flows/{flow}/runs', { params: { path }, body }))

describe('setting up a flow', () => {
  it.each<[string, Partial<Schemas['NewFlow']>, string, string]>([
    [
      'one participant',
      { participants: [{ connection: 'ninja', ...both }] },
      'participants',
      'validation.arrayMinSize',
    ],
    ['an unknown kind of data', { entity: 'unicorn' }, 'entity', 'flow.entity-unknown'],
    [
      'an unknown connection',
      {
        participants: [
          { connection: 'ninja', ...both },
          { connection: 'sap', ...both },
        ],
      },
      'participants.1.connection',
      'connection.unknown',
    ],
    [
      'a connection twice',
      {
        participants: [
          { connection: 'ninja', ...both },
          { connection: 'ninja', ...both },
        ],
      },
      'participants.1',
      'flow.twice',
    ],
    [
      'nobody to write to',
      { participants: ['ninja', 'odoo'].map((connection) => ({ connection, reads: true, writes: false })) },
      'participants',
      'flow.nobody-writes',
    ],
    [
      'nobody to read from',
      { participants: ['ninja', 'odoo'].map((connection) => ({ connection, reads: false, writes: true })) },
      'participants',
      'flow.nobody-reads',
    ],
    [
      'a leader that takes no part',
      { settings: { authority: { policy: 'leader', leader: 'erpnext' } } },
      'settings.authority.leader',
      'flow.leader-unknown',
    ],
    [
      'a rule without its leader',
      { settings: { fields: { vatId: { policy: 'leader' } } } },
      'settings.fields.vatId.leader',
      'flow.leader-missing',
    ],
    [
      'a rule for a field that does not exist',
      { settings: { fields: { 'address.planet': { policy: 'either' } } } },
      'settings.fields.address.planet',
      'flow.field-unknown',
    ],
    [
      'a rule of another shape',
      { settings: { fields: { name: { policy: 'chaos' } } } } as unknown as Partial<Schemas['NewFlow']>,
      'settings.fields.name.policy',
      'validation.isIn',
    ],
    [
      'a filter on a field that does not exist',
      {
        participants: [
          { connection: 'ninja', ...both, filter: [{ field: 'planet', is: 'set' }] },
          { connection: 'odoo', ...both },
        ],
      },
      'participants.0.filter.0.field',
      'flow.field-unknown',
    ],
    [
      'a filter without a value',
      {
        participants: [
          { connection: 'ninja', ...both, filter: [{ field: 'kind', is: 'equal' }] },
          { connection: 'odoo', ...both },
        ],
      },
      'participants.0.filter.0.value',
      'flow.filter-value',
    ],
  ])('refuses %s', async (_, change, field, code) => {
    const refused = create(change).then(
      () => undefined,
      (error: unknown) =>
        error as { code: string; field?: string; errors: { field: string; code: string }[] },
    )
    const problem = await refused
    const found = problem?.errors.length ? problem.errors : [{ field: problem?.field, code: problem?.code }]
    expect(found).toContainEqual(expect.objectContaining({ field, code }))
  })

  it('tells several problems at once, in German as well', async () => {
    const settings = {
      authority: { policy: 'leader' as const, leader: 'nobody' },
      fields: { planet: { policy: 'either' as const } },
    }
    await expect(create({ settings }, 'de')).rejects.toMatchObject({
      status: 422,
      errors: [
        { code: 'flow.leader-unknown', message: expect.stringContaining('kann nicht führen') },
        { code: 'flow.field-unknown', message: expect.stringContaining('Es gibt kein Feld') },
      ],
    })
  })

  it('refuses a connection that takes part in the same kind of data elsewhere, and a taken name', async () => {
    await expect(create({})).rejects.toMatchObject({ status: 409, code: 'flow.connection-taken' })
    await expect(create({ slug: 'customers' })).rejects.toMatchObject({
      status: 409,
      code: 'flow.slug-taken',
    })
  })
})

describe('a flow', () => {
  it('is edited as it was seen, and only what is given changes', async () => {
    const { flow, etag } = await get()
    const settings = { fields: { address: { policy: 'leader' as const, leader: 'odoo' } } }
    const changed = await patch({ name: 'Kunden', settings }, etag)
    expect(changed).toMatchObject({
      name: 'Kunden',
      revision: flow.revision + 1,
      settings: { ...flow.settings, ...settings },
      participants: flow.participants.map(({ connection }) => ({ connection })),
    })
    await expect(patch({ name: 'late' }, etag)).rejects.toMatchObject({ status: 412 })
    await expect(
      patch({ settings: { authority: { policy: 'leader', leader: 'ninja' } } }),
    ).rejects.toMatchObject({
      status: 422,
      errors: [{ field: 'settings.authority.leader', code: 'flow.leader-unknown' }],
    })
  })

  it('cannot run before a preview was applied, and goes live with it', async () => {
    hub.simulators.of('odoo').model.seed([{ kind: 'organization', name: 'Erste GmbH', isCustomer: true }])
    await expect(run()).rejects.toMatchObject({ status: 409, code: 'flow.not-live' })
    await expect(patch({ state: 'live' })).rejects.toMatchObject({ status: 409, code: 'flow.needs-preview' })
    await apply(hub, await preview(hub))
    expect((await get()).flow).toMatchObject({
      state: 'live',
      participants: [{ firstContactAt: expect.any(String) }, { firstContactAt: expect.any(String) }],
    })
    expect(hub.simulators.names('erpnext')).toEqual(['Erste GmbH'])
  })

  it('runs on demand, whole or for one participant', async () => {
    expect((await run({ full: true })).runs).toMatchObject([{ kind: 'full' }, { kind: 'full' }])
    expect((await run({ connection: 'odoo' })).runs).toMatchObject([{ kind: 'poll', connection: 'odoo' }])
    await expect(run({ connection: 'ninja' })).rejects.toMatchObject({ status: 422 })
    await hub.settle()
  })

  it('pauses, so that nothing is written, and goes on', async () => {
    await patch({ state: 'paused' })
    hub.simulators.of('odoo').model.seed([{ kind: 'organization', name: 'Zweite AG', isCustomer: true }])
    await hub.sync()
    expect(hub.simulators.names('erpnext')).toEqual(['Erste GmbH'])
    await patch({ state: 'live' })
    await hub.sync()
    expect(hub.simulators.names('erpnext')).toEqual(['Erste GmbH', 'Zweite AG'])
  })

  it('goes back to preview when somebody joins, and the others keep their place', async () => {
    const { flow } = await get()
    const [odoo] = flow.participants
    const joined = await patch({
      participants: ['ninja', 'odoo', 'erpnext'].map((connection) => ({ connection, ...both })),
    })
    expect(joined.state).toBe('preview')
    expect(joined.participants.map(({ connection }) => connection)).toEqual(['ninja', 'odoo', 'erpnext'])
    expect(joined.participants[0]?.firstContactAt).toBeNull()
    expect(joined.participants[1]?.firstContactAt).toBe(odoo?.firstContactAt)
    await hub.sync()
    expect(hub.simulators.names('invoice-ninja')).toEqual([])
    await expect(patch({ state: 'live' })).rejects.toMatchObject({ code: 'flow.needs-preview' })
    // The plan of the effect was made at once.
    expect(joined.openPlan).not.toBeNull()
    await apply(hub, { id: joined.openPlan ?? '' })
    expect((await get()).flow.state).toBe('live')
    expect(hub.simulators.names('invoice-ninja')).toEqual(['Erste GmbH', 'Zweite AG'])
  })

  it('is removed only when it is not live', async () => {
    const remove = () => hub.as('admin').DELETE('/api/v1/tenants/{tenant}/flows/{flow}', { params: { path } })
    await expect(remove()).rejects.toMatchObject({ status: 409, code: 'flow.still-live' })
    await patch({ state: 'paused' })
    await remove()
    await expect(get()).rejects.toMatchObject({ status: 404 })
    const { data } = await hub
      .as('viewer')
      .GET('/api/v1/tenants/{tenant}/records', { params: { path: { tenant } } })
    expect(data?.items).toHaveLength(2)
  })
})
