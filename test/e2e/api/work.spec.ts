import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { dataOf, type Schemas } from '#api-client'
import { manyParties } from '../../support/parties.js'
import { startTestHub, type TestHub } from '../../support/hub.js'
import { apply, preview, setUp } from '../../support/setup.js'

const tenant = 'acme'
const params = { path: { tenant } }
const double = 'Müller Verwaltung GmbH'

let hub: TestHub
beforeAll(async () => {
  hub = await startTestHub()
  const { simulators } = hub
  const company = (postalCode: string, city: string, website?: string) => ({
    kind: 'organization' as const,
    name: double,
    isCustomer: true,
    address: { street: 'Hauptstraße 1', postalCode, city, country: 'DE' },
    ...(website && { website }),
  })
  simulators.of('odoo').model.seed([...manyParties(3), company('80331', 'München')])
  simulators.of('erpnext').model.seed([company('99084', 'Erfurt')])
  await setUp(hub, {
    systems: ['odoo', 'erpnext'],
    settings: { authority: { policy: 'either', clash: 'ask' }, firstContact: 'fill' },
  })
  await apply(hub, await preview(hub))
})
afterAll(() => hub.close())

const reviews = async (language?: string): Promise<Schemas['ReviewView'][]> => {
  const query = { state: 'open' as const }
  const client = hub.as('viewer', language)
  return (await dataOf(client.GET('/api/v1/tenants/{tenant}/reviews', { params: { ...params, query } })))
    .items
}

const resolve = (review: string, body: Schemas['ReviewResolution']) =>
  dataOf(
    hub.as('operator').POST('/api/v1/tenants/{tenant}/reviews/{review}/resolve', {
      params: { path: { tenant, review } },
      body,
    }),
  )

describe('a question of identity', () => {
  let question: Schemas['ReviewView']

  it('is asked with what is known and what can be answered, in the reader’s language', async () => {
    const [found] = await reviews()
    if (!found) throw new Error('there is no question')
    question = found
    expect(question).toMatchObject({
      kind: 'match',
      flow: 'customers',
      connection: 'erpnext',
      title: double,
      question: `Is “${double}” in erpnext one of these records?`,
      actions: [
        { action: 'link', needs: ['record'] },
        { action: 'create', needs: [] },
        { action: 'ignore', needs: [] },
      ],
      evidence: {
        item: { name: double, 'address.city': 'Erfurt' },
        candidates: [
          {
            title: double,
            score: expect.any(Number),
            agrees: expect.arrayContaining(['name']),
            contradicts: [],
            values: { 'address.city': 'München' },
          },
        ],
      },
    })
    const [german] = await reviews('de')
    expect(german?.question).toBe(`Ist „${double}“ in erpnext einer dieser Datensätze?`)
    expect(german?.actions[0]?.text).toBe('Ja, dieser ist es: verknüpfen.')
  })

  it('takes only an answer that fits, and whole', async () => {
    await expect(resolve(question.id, { action: 'link' })).rejects.toMatchObject({
      status: 422,
      errors: [{ field: 'record', code: 'review.needs-record' }],
    })
    await expect(resolve(question.id, { action: 'keep' })).rejects.toMatchObject({
      code: 'review.wrong-action',
      field: 'action',
    })
    await expect(resolve(question.id, { action: 'set' })).rejects.toMatchObject({
      errors: [{ field: 'value', code: 'review.needs-value' }],
    })
    expect(await reviews()).toHaveLength(1)
  })

  it('is carried out once it is answered, and only once', async () => {
    const record = question.evidence.candidates?.[0]?.record ?? ''
    const answered = await resolve(question.id, { action: 'link', record })
    expect(answered).toMatchObject({ state: 'resolved', decidedBy: 'oliver', actions: [] })
    await expect(resolve(question.id, { action: 'create' })).rejects.toMatchObject({
      status: 409,
      code: 'review.decided',
    })
    await hub.sync()
    const { data } = await hub.as('viewer').GET('/api/v1/tenants/{tenant}/records/{record}', {
      params: { path: { tenant, record } },
    })
    expect(data?.links.map(({ connection, rule }) => [connection, rule])).toEqual([
      ['erpnext', 'decided'],
      ['odoo', 'origin'],
    ])
    expect(hub.simulators.names('erpnext')).toEqual(hub.simulators.names('odoo'))
  })
})

describe('a contested value', () => {
  it('blocks its field until a person decides, who may set a third value', async () => {
    const [record] = await records(double)
    const external = new Map(record?.links.map(({ connection, externalId }) => [connection, externalId]))
    const { person: odoo } = hub.simulators.of('odoo').model
    const { person: erpnext } = hub.simulators.of('erpnext').model
    odoo.update('res.partner', external.get('odoo') ?? '', { website: 'https://a.example' })
    await hub.sync()
    odoo.update('res.partner', external.get('odoo') ?? '', { website: 'https://odoo.example' })
    erpnext.update('Customer', external.get('erpnext') ?? '', { website: 'https://erpnext.example' })
    await hub.sync()
    const [question] = await reviews()
    expect(question).toMatchObject({ kind: 'conflict', field: 'website', record: record?.id })
    const values = [question?.evidence.here, question?.evidence.there].sort()
    expect(values).toEqual(['https://erpnext.example', 'https://odoo.example'])
    expect((await one(record?.id ?? '')).blocked).toEqual({ website: question?.id })

    await resolve(question?.id ?? '', { action: 'set', value: 'https://both.example' })
    await hub.sync()
    expect(odoo.get('res.partner', external.get('odoo') ?? '')?.['website']).toBe('https://both.example')
    expect(erpnext.get('Customer', external.get('erpnext') ?? '')?.['website']).toBe('https://both.example')
    const now = await one(record?.id ?? '')
    expect(now).toMatchObject({
      blocked: {},
      fields: { website: 'https://both.example' },
      provenance: { website: { connection: null, rule: 'decided' } },
    })
  })
})

const records = async (search: string): Promise<Schemas['RecordSummaryView'][]> => {
  const query = { search }
  const client = hub.as('viewer')
  return (await dataOf(client.GET('/api/v1/tenants/{tenant}/records', { params: { ...params, query } })))
    .items
}

const one = (record: string) =>
  dataOf(
    hub
      .as('viewer')
      .GET('/api/v1/tenants/{tenant}/records/{record}', { params: { path: { tenant, record } } }),
  )

describe('a write that a system rejects', () => {
  const failures = async (language?: string) =>
    (await dataOf(hub.as('viewer', language).GET('/api/v1/tenants/{tenant}/failures', { params }))).items
  const retry = (body: Schemas['Retry']) =>
    dataOf(hub.as('operator').POST('/api/v1/tenants/{tenant}/failures/retry', { params, body }))
  const names = ['Neue Eins GmbH', 'Neue Zwei GmbH']

  it('stands among the failures, grouped by cause, with text and fix', async () => {
    const erpnext = hub.simulators.of('erpnext')
    erpnext.faults.add({ kind: 'status', status: 417, writes: true, times: -1 })
    const party = (name: string) => ({ kind: 'organization' as const, name, isCustomer: true })
    hub.simulators.of('odoo').model.seed(names.map(party))
    await hub.sync()
    const found = await failures()
    expect(found).toMatchObject([
      {
        connection: 'erpnext',
        code: expect.stringMatching(/^erpnext\./),
        text: expect.any(String),
        count: 2,
        retrying: 0,
        examples: [{ error: { code: found[0]?.code } }, {}],
      },
    ])
    expect(found[0]?.examples.map(({ title }) => title).sort()).toEqual(names)
    expect((await failures('de'))[0]?.text).not.toBe(found[0]?.text)
    const path = { tenant, cause: found[0]?.cause ?? '' }
    const { items } = await dataOf(
      hub.as('viewer').GET('/api/v1/tenants/{tenant}/failures/{cause}/operations', { params: { path } }),
    )
    expect(items).toMatchObject(
      names.map((title) => ({ title, kind: 'create', state: 'failed', after: { name: title } })),
    )
    const flow = await hub.as('viewer').GET('/api/v1/tenants/{tenant}/flows/{flow}', {
      params: { path: { tenant, flow: 'customers' } },
    })
    expect(flow.data?.counts).toMatchObject({ failures: 2, pending: 0 })
  })

  it('is tried again on demand: one, a group, a connection', async () => {
    const [group] = await failures()
    expect(await retry({ operation: group?.examples[0]?.operation ?? '' })).toEqual({ retried: 1 })
    await hub.settle()
    expect((await failures())[0]?.count).toBe(2)
    expect(await retry({ cause: 'no such cause' })).toEqual({ retried: 0 })
    await expect(retry({ connection: 'nobody' })).rejects.toMatchObject({
      status: 422,
      code: 'connection.unknown',
    })
    hub.simulators.of('erpnext').faults.clear()
    expect(await retry({ connection: 'erpnext', cause: group?.cause ?? '' })).toEqual({ retried: 2 })
    await hub.settle()
    expect(await failures()).toEqual([])
    expect(hub.simulators.names('erpnext')).toEqual(expect.arrayContaining(names))
  })
})

describe('a run', () => {
  it('can be stopped before it does anything, and not after it ended', async () => {
    const operator = hub.as('operator')
    const path = { tenant, flow: 'customers' }
    const { runs } = await dataOf(
      operator.POST('/api/v1/tenants/{tenant}/flows/{flow}/runs', {
        params: { path },
        body: { connection: 'odoo', full: true },
      }),
    )
    const run = runs[0]?.id ?? ''
    const cancel = () =>
      dataOf(
        operator.POST('/api/v1/tenants/{tenant}/runs/{run}/cancel', { params: { path: { tenant, run } } }),
      )
    expect(await cancel()).toMatchObject({ state: 'queued', cancelling: true })
    await hub.settle()
    const stopped = await operator.GET('/api/v1/tenants/{tenant}/runs/{run}', {
      params: { path: { tenant, run } },
    })
    expect(stopped.data).toMatchObject({ state: 'cancelled', finishedAt: expect.any(String) })
    await expect(cancel()).rejects.toMatchObject({ status: 409, code: 'run.ended' })
  })

  it('can be watched by several at once, and who watches does not keep the hub from ending', async () => {
    const path = { tenant, flow: 'customers' }
    const { runs } = await dataOf(
      hub.as('operator').POST('/api/v1/tenants/{tenant}/flows/{flow}/runs', {
        params: { path },
        body: { connection: 'odoo' },
      }),
    )
    const url = `${hub.url}/api/v1/tenants/acme/runs/${runs[0]?.id}/events`
    const headers = { authorization: `Bearer ${await hub.token('viewer')}` }
    const streams = await Promise.all([fetch(url, { headers }), fetch(url, { headers })])
    expect(streams[0]?.headers.get('content-type')).toContain('text/event-stream')
    // Nobody works on the run: the streams stay open until the server closes.
    const texts = Promise.all(streams.map((stream) => stream.text().catch(() => 'broken off')))
    const started = Date.now()
    await hub.app.close()
    expect(Date.now() - started).toBeLessThan(5_000)
    for (const text of await texts) expect(text).toContain('event: progress')
  })
})
