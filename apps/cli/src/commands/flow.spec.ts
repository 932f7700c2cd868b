import { describe, expect, it } from '@jest/globals'
import { commandLine } from '../../testing/command-line.js'
import { eventStream, page } from '../../testing/fake-hub.js'
import { flow, ids, plan, planItem, run } from '../../testing/samples.js'

const line = commandLine()
const deliveries = { pending: 0, sending: 0, done: 0, failed: 0 }

describe('einmal flow list', () => {
  it('shows what is kept equal where, and what waits', async () => {
    line.hub.inTenant('GET /flows', page(flow({ counts: { reviews: 4, failures: 2, pending: 0 } })))
    const { code, out } = await line.einmal('flow list')
    expect(code).toBe(0)
    expect(out).toMatch(/customers +Customers +live +odoo, erpnext, invoice-ninja +4 +2\n/)
    expect(await line.json('flow list')).toEqual({
      items: [flow({ counts: { reviews: 4, failures: 2, pending: 0 } })],
      next: null,
    })
  })
})

describe('einmal flow show', () => {
  it('says who gives, who receives and who decides', async () => {
    line.hub.inTenant('GET /flows/customers', flow())
    const { out } = await line.einmal('flow show customers')
    expect(out).toMatch(/odoo +gives +60 s/)
    expect(out).toMatch(/erpnext +gives and receives +60 s/)
    expect(out).toMatch(/invoice-ninja +receives/)
    expect(out).toMatch(/address +erpnext\n/)
    expect(out).toMatch(/all other fields +whoever changed it last/)
  })
})

describe('einmal flow add', () => {
  it('sets up participants in rank order with the rules that are named', async () => {
    line.hub.inTenant('POST /flows', flow({ slug: 'people', state: 'preview' }))
    const { code, out } = await line.einmal(
      'flow add people --name "All people" --with odoo:reads --with erpnext --with invoice-ninja:writes --leader odoo --field-leader address=erpnext --first-contact fill --creates auto --every 30',
    )
    expect(code).toBe(0)
    expect(out).toContain('einmal flow preview people')
    expect(line.hub.calls[0]?.body).toEqual({
      slug: 'people',
      name: 'All people',
      entity: 'party',
      participants: [
        { connection: 'odoo', reads: true, writes: false, intervalSeconds: 30 },
        { connection: 'erpnext', reads: true, writes: true, intervalSeconds: 30 },
        { connection: 'invoice-ninja', reads: false, writes: true, intervalSeconds: 30 },
      ],
      settings: {
        authority: { policy: 'leader', leader: 'odoo' },
        fields: { address: { policy: 'leader', leader: 'erpnext' } },
        firstContact: 'fill',
        creates: 'auto',
      },
    })
  })

  it('leaves what is not named to the hub', async () => {
    line.hub.inTenant('POST /flows', flow())
    await line.einmal('flow add customers --with odoo --with erpnext')
    expect(line.hub.calls[0]?.body).toMatchObject({ name: 'customers', settings: {} })
  })

  it('refuses a direction that does not exist', async () => {
    const { code, err } = await line.einmal('flow add x --with odoo:up --with erpnext')
    expect(code).toBe(2)
    expect(err).toContain('"odoo:up" is not of the form')
  })
})

describe('einmal flow preview', () => {
  const started = () =>
    line.hub.inTenant('POST /flows/customers/plans', plan({ state: 'collecting', counts: {} }))

  it('waits, shows what would happen kind by kind, and how to go on', async () => {
    started()
      .inTenant(
        `GET /runs/${ids.run}/events`,
        eventStream(run({ kind: 'preview', state: 'running' }), run({ kind: 'preview' })),
      )
      .inTenant(`GET /plans/${ids.plan}`, plan({ counts: { create: 7, update: 1, review: 1, records: 3 } }))
      .inTenant(`GET /plans/${ids.plan}/items`, ({ query }) =>
        query['kind'] === 'create'
          ? { items: Array.from({ length: 5 }, () => planItem()), next: 'more' }
          : page(planItem({ kind: query['kind'] as 'update', title: `a ${query['kind']}` })),
      )
    const { code, out } = await line.einmal('flow preview customers')
    expect(code).toBe(0)
    expect(out).toContain('Nothing has been written.')
    expect(out).toContain('7 creates in systems that lack them (the first 5)')
    expect(out).toMatch(/invoice-ninja +client +Bürotechnik Schäfer GmbH +Köln/)
    expect(out).toContain('1 question that only you can answer')
    expect(out).not.toContain('links')
    expect(out).toContain('einmal plan show 1a2b3c4d --all')
    expect(out).toMatch(
      /approve and apply it:\n {2}einmal plan approve 1a2b3c4d\n {2}einmal plan apply 1a2b3c4d\n$/,
    )
    expect(line.hub.of(`GET /api/v1/tenants/acme/plans/${ids.plan}/items`).map(({ query }) => query)).toEqual(
      [
        { limit: '5', kind: 'create' },
        { limit: '5', kind: 'update' },
        { limit: '5', kind: 'review' },
      ],
    )
  })

  it('says when everything is equal already', async () => {
    started()
      .inTenant(`GET /runs/${ids.run}/events`, eventStream(run()))
      .inTenant(`GET /plans/${ids.plan}`, plan({ counts: {} }))
    expect((await line.einmal('flow preview customers')).out).toContain('Everything is equal already')
  })

  it('ends with 7 and the reason when it could not be made', async () => {
    const error = { code: 'x', text: 'Odoo does not answer.' }
    started()
      .inTenant(`GET /runs/${ids.run}/events`, eventStream(run({ state: 'failed', error })))
      .inTenant(`GET /plans/${ids.plan}`, plan({ state: 'failed' }))
    const { code, out } = await line.einmal('flow preview customers')
    expect(code).toBe(7)
    expect(out).toContain('Odoo does not answer.')
    expect(out).not.toContain('approve')
  })

  it('does not wait when asked not to', async () => {
    started()
    const { code, out } = await line.einmal('flow preview customers --no-wait')
    expect(code).toBe(0)
    expect(out).toContain('einmal plan show 1a2b3c4d')
  })

  it('gives scripts the plan and its first items', async () => {
    started()
      .inTenant(`GET /runs/${ids.run}/events`, eventStream(run()))
      .inTenant(`GET /plans/${ids.plan}`, plan({ counts: { create: 1 } }))
      .inTenant(`GET /plans/${ids.plan}/items`, page(planItem()))
    expect(await line.json('flow preview customers')).toEqual({
      plan: plan({ counts: { create: 1 } }),
      items: [planItem()],
      more: false,
    })
  })
})

describe('einmal flow run', () => {
  it('reads now, waits, and says what came of it for each system', async () => {
    const second = '6f708192-0000-4000-8000-000000000006'
    line.hub
      .inTenant('POST /flows/customers/runs', {
        runs: [run({ state: 'queued' }), run({ id: second, connection: 'erpnext', state: 'queued' })],
      })
      .inTenant(
        `GET /runs/${ids.run}/events`,
        eventStream(run({ counts: { read: 1, changed: 1 }, deliveries: { ...deliveries, done: 2 } })),
      )
      .inTenant(
        `GET /runs/${second}/events`,
        eventStream(run({ id: second, connection: 'erpnext', counts: {} })),
      )
    const { code, out } = await line.einmal('flow run customers --full --connection odoo')
    expect(code).toBe(0)
    expect(out).toBe('odoo\n1 read, 1 changed\n2 writes were made.\nerpnext\nNothing had changed.\n')
    expect(line.hub.calls[0]?.body).toEqual({ connection: 'odoo', full: true })
  })

  it('ends with 7 when a write failed', async () => {
    line.hub
      .inTenant('POST /flows/customers/runs', { runs: [run({ state: 'queued' })] })
      .inTenant(`GET /runs/${ids.run}/events`, eventStream(run({ deliveries: { ...deliveries, failed: 1 } })))
    expect((await line.einmal('flow run customers')).code).toBe(7)
  })

  it('does not wait when asked not to', async () => {
    line.hub.inTenant('POST /flows/customers/runs', { runs: [run({ state: 'queued' })] })
    const { out } = await line.einmal('flow run customers --no-wait')
    expect(out).toBe('1 run was started.\n  einmal run watch 2b3c4d5e\n')
  })
})

describe('einmal flow pause and resume', () => {
  it.each([
    ['pause', 'paused', 'customers is paused. Go on: einmal flow resume customers\n'],
    ['resume', 'live', 'customers is live.\n'],
  ])('%s', async (verb, state, text) => {
    line.hub
      .inTenant('GET /flows/customers', flow())
      .inTenant('PATCH /flows/customers', flow({ state: state as 'live' }))
    expect(await line.einmal(`flow ${verb} customers`)).toMatchObject({ code: 0, out: text })
    const [change] = line.hub.of('PATCH /api/v1/tenants/acme/flows/customers')
    expect([change?.body, change?.headers['if-match']]).toEqual([{ state }, '"7"'])
  })
})
