import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import type { Json } from '#canonical'
import type { Hint } from '#connector-kit'
import { startHarness } from '../simulator/harness.js'
import type { Harness } from '../simulator/harness.js'
import { connector } from './index.js'

/** A hub's address that takes deliveries in. */
interface Receiver {
  url: string
  hints: Hint[]
  headers: Record<string, unknown>[]
  /** Status of its answers. */
  status: number
  stop(): Promise<unknown>
}

async function startReceiver(): Promise<Receiver> {
  const server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      const query = Object.fromEntries(new URL(request.url ?? '/', 'http://hub').searchParams)
      const body = JSON.parse(Buffer.concat(chunks).toString()) as Json
      receiver.headers.push(request.headers)
      receiver.hints.push(...(connector.webhook?.({ query, headers: {}, body }) ?? []))
      response.writeHead(receiver.status).end()
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const receiver: Receiver = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hooks/c/token`,
    hints: [],
    headers: [],
    status: 202,
    stop: () => {
      server.closeAllConnections()
      return new Promise((resolve) => server.close(resolve))
    },
  }
  return receiver
}

let ninja: Harness
let hub: Receiver

beforeEach(async () => {
  ninja = await startHarness(connector)
  hub = await startReceiver()
})
afterEach(async () => {
  await ninja.stop()
  await hub.stop()
})

const subscribe = (): Promise<void> | undefined => ninja.session.subscribe?.(['party'], hub.url)

async function hints(): Promise<Hint[]> {
  await ninja.model.webhooks.settled()
  return hub.hints.splice(0)
}

describe('subscribing', () => {
  it('subscribes each event once, however often it is called', async () => {
    await subscribe()
    await subscribe()
    const targets = ninja.model.webhooks.subscriptions.map(({ targetUrl }) => targetUrl)
    expect(targets).toContain(`${hub.url}?event=1`)
    expect(targets).toHaveLength(10)
    expect(new Set(targets).size).toBe(10)
  })

  it('brings back what an answer of 404 has archived', async () => {
    await subscribe()
    hub.status = 404
    ninja.model.person.create('client', { name: 'A' })
    await hints()
    ninja.model.person.create('client', { name: 'B' })
    expect(await hints()).toEqual([])
    hub.status = 202
    await subscribe()
    const id = ninja.model.person.create('client', { name: 'C' })
    expect(await hints()).toEqual([{ entity: 'party', type: 'client', id }])
    expect(ninja.model.webhooks.subscriptions).toHaveLength(10)
  })

  it('says who can do it when the account may not', async () => {
    const user = ninja.model.addUser({ permissions: 'view_all,create_all,edit_all' })
    const session = await ninja.connect({ config: { token: user.token } })
    await expect(session.subscribe?.(['party'], hub.url)).rejects.toMatchObject({
      kind: 'misconfigured',
      code: 'invoice-ninja.webhook-rights',
    })
  })
})

describe('a delivery', () => {
  it('names the record, whatever happened to it', async () => {
    await subscribe()
    const client = ninja.model.person.create('client', { name: 'A' })
    const expected = { entity: 'party', type: 'client', id: client }
    expect(await hints()).toEqual([expected])
    ninja.model.person.update('client', client, { name: 'B' })
    ninja.model.person.update('client', client, { active: false })
    ninja.model.person.update('client', client, { active: true })
    ninja.model.person.remove('client', client)
    expect(await hints()).toEqual([expected, expected, expected, expected])
    const vendor = ninja.model.person.create('vendor', { name: 'V' })
    expect(await hints()).toEqual([{ entity: 'party', type: 'vendor', id: vendor }])
    expect(hub.headers[0]).toMatchObject({
      accept: 'application/json',
      'content-type': 'application/json',
      'user-agent': 'GuzzleHttp/7',
    })
  })

  it('of a payment names its invoices, which nothing else does', async () => {
    ninja.model.webhooks.speed = Infinity
    await ninja.session.subscribe?.(['invoice', 'payment'], hub.url)
    const client = ninja.model.person.create('client', { name: 'A' })
    const line_items = [{ notes: 'A', cost: 10, quantity: 1 }]
    const invoice = ninja.model.person.create('invoice', { client_id: client, line_items })
    ninja.model.person.act('invoice', invoice, 'mark_sent')
    const at = { entity: 'invoice', type: 'invoice', id: invoice }
    expect(await hints()).toEqual([at, at])
    const invoices = [{ invoice_id: invoice, amount: 10 }]
    const payment = ninja.model.person.create('payment', { client_id: client, amount: 10, invoices })
    const of = { entity: 'payment', type: 'payment', id: payment }
    expect(await hints()).toEqual([of, at])
    // A deleted payment names them no more: the next poll sees that they are open again.
    ninja.model.person.remove('payment', payment)
    expect(await hints()).toEqual([of])
  })

  it('comes neither for a contact, nor for nothing, nor for a purge, nor a second time', async () => {
    const client = ninja.model.person.create('client', { name: 'A' })
    await subscribe()
    ninja.model.person.update('client', client, { email: 'new@a.example' })
    ninja.model.person.update('client', client, { name: 'A' })
    ninja.model.purge('client', client)
    expect(await hints()).toEqual([])
    hub.status = 500
    ninja.model.person.create('client', { name: 'B' })
    expect(await hints()).toHaveLength(1)
    expect(ninja.model.webhooks.deliveries).toMatchObject([{ eventId: '1', status: 500 }])
  })

  it('may come twice, in another order, forged or not at all: it is only where to look', async () => {
    await subscribe()
    ninja.model.webhooks.fault = 'duplicate'
    const id = ninja.model.person.create('client', { name: 'A' })
    expect(await hints()).toHaveLength(2)
    ninja.model.webhooks.fault = 'forged'
    ninja.model.person.create('client', { name: 'B' })
    expect(await hints()).toEqual([{ entity: 'party', type: 'client', id: 'zzz' }])
    ninja.model.webhooks.fault = 'lost'
    ninja.model.person.create('client', { name: 'C' })
    expect(await hints()).toEqual([])
    ninja.model.webhooks.fault = 'reordered'
    const later = ninja.model.person.create('client', { name: 'D' })
    ninja.model.person.update('client', id, { name: 'E' })
    expect((await hints()).map((hint) => hint.id)).toEqual([id, later])
  })

  it('that is none names nothing', () => {
    const hintsOf = (query: Record<string, string>, body: Json): Hint[] | undefined =>
      connector.webhook?.({ query, headers: {}, body })
    expect(hintsOf({}, { id: 'x' })).toEqual([])
    expect(hintsOf({ event: '999' }, { id: 'x' })).toEqual([])
    expect(hintsOf({ event: '1' }, { id: 7 })).toEqual([])
    expect(hintsOf({ event: '1' }, null)).toEqual([])
    expect(hintsOf({ event: '1' }, [])).toEqual([])
  })
})
