import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals'
import { dataOf } from '#api-client'
import { Catalogue } from '#sync'
import { startTestHub, type TestHub } from '../../support/hub.js'
import { waitUntil } from '../../support/wait.js'

let hub: TestHub
/** What the connector was asked to read ids from. */
const received: unknown[] = []

beforeAll(async () => {
  hub = await startTestHub()
  const odoo = hub.app.get(Catalogue).connector('odoo')
  if (!odoo) throw new Error('no connector')
  odoo.webhook = ({ body, query }) => {
    received.push(body ?? query)
    return []
  }
  await dataOf(
    hub.as('admin').POST('/api/v1/tenants/{tenant}/connections', {
      params: { path: { tenant: 'acme' } },
      body: { slug: 'odoo', name: 'Odoo', connector: 'odoo', config: hub.config('odoo') },
    }),
  )
})

afterAll(async () => {
  jest.restoreAllMocks()
  await hub.close()
})

const path = { tenant: 'acme', connection: 'odoo' }
const webhook = '/api/v1/tenants/{tenant}/connections/{connection}/webhook'

/** A new address of the connection, as far as the test reaches it. */
const renew = async (): Promise<string> => {
  const { address } = await dataOf(hub.as('admin').POST(webhook, { params: { path } }))
  return address.replace('https://hub.example.org', hub.url)
}

const taken = async (count: number): Promise<void> => {
  await waitUntil('the calls are taken in', () => received.length >= count, { seconds: 10 })
}

describe('the address of a webhook', () => {
  it('is shown once, to admins only, and its token is stored and logged nowhere in clear', async () => {
    const address = await renew()
    const token = address.split('/').at(-1) ?? ''
    expect(token.length).toBeGreaterThanOrEqual(43)
    await fetch(address, { method: 'POST', body: '{}' })
    const view = await dataOf(
      hub.as('admin').GET('/api/v1/tenants/{tenant}/connections/{connection}', { params: { path } }),
    )
    expect(view.webhookAt).not.toBeNull()
    const rows = await hub.query('acme', 'SELECT *, webhook::text AS text FROM connection')
    const audit = await hub.query('acme', 'SELECT * FROM audit')
    for (const shown of [view, rows, audit, hub.logs()]) expect(JSON.stringify(shown)).not.toContain(token)
    await expect(hub.as('operator').POST(webhook, { params: { path } })).rejects.toMatchObject({
      status: 403,
    })
  })

  it('takes JSON, form fields and bare calls, without a login', async () => {
    const address = await renew()
    received.length = 0
    const json = { 'Content-Type': 'application/json' }
    const answers = [
      await fetch(address, { method: 'POST', headers: json, body: '{"id":7}' }),
      await fetch(address, { method: 'POST', body: new URLSearchParams({ id: '8' }) }),
      await fetch(`${address}?event=4`),
    ]
    expect(answers.map(({ status }) => status)).toEqual([202, 202, 202])
    await taken(3)
    expect(received).toEqual([{ id: 7 }, { id: '8' }, { event: '4' }])
  })

  it('answers well whatever comes, and a wrong token like a right one', async () => {
    const address = await renew()
    received.length = 0
    const json = { 'Content-Type': 'application/json' }
    const calls: [string, RequestInit][] = [
      [`${address}x`, { method: 'POST' }],
      [address.replace(/hooks\/[^/]+/, 'hooks/00000000-0000-0000-0000-000000000000'), { method: 'POST' }],
      [address.replace(/hooks\/[^/]+/, 'hooks/none'), { method: 'POST' }],
      [address, { method: 'POST', headers: json, body: '{"broken' }],
      [address, { method: 'POST', headers: json, body: JSON.stringify('x'.repeat(3_000_000)) }],
      [address, { method: 'POST', headers: { 'Content-Type': 'text/xml' }, body: '<a/>' }],
      [address, { method: 'PUT', body: 'x' }],
      [address, { method: 'DELETE' }],
    ]
    for (const [url, init] of calls) expect((await fetch(url, init)).status).toBe(202)
    await taken(5)
    expect(received).toHaveLength(5)
  })

  it('stops to count once it is replaced or taken away', async () => {
    const old = await renew()
    const address = await renew()
    received.length = 0
    await fetch(`${old}?event=old`)
    await fetch(`${address}?event=new`)
    await taken(1)
    expect(received).toEqual([{ event: 'new' }])
    await hub.as('admin').DELETE(webhook, { params: { path } })
    await fetch(`${address}?event=gone`)
    const again = await renew()
    await fetch(`${again}?event=again`)
    await taken(2)
    expect(received).toEqual([{ event: 'new' }, { event: 'again' }])
  })
})
