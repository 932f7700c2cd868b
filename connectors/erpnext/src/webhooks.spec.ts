import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { createServer } from 'node:http'
import type { IncomingHttpHeaders, Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Hint, Json, Session } from '#connector-kit'
import { Harness } from '../simulator/harness.js'
import { connector } from './index.js'

/** The hub's side: takes calls and answers what it is told to. */
class Receiver {
  readonly calls: { headers: IncomingHttpHeaders; body: string }[] = []
  answers: number[] = []
  private server: Server | undefined
  private arrived: () => void = () => undefined

  async start(): Promise<string> {
    this.server = createServer((request, response) => {
      const chunks: Buffer[] = []
      request.on('data', (chunk: Buffer) => chunks.push(chunk))
      request.on('end', () => {
        this.calls.push({ headers: request.headers, body: Buffer.concat(chunks).toString() })
        response.writeHead(this.answers.shift() ?? 200).end()
        this.arrived()
      })
    })
    await new Promise<void>((resolve) => this.server?.listen(0, '127.0.0.1', resolve))
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}/hooks/1/token`
  }

  async until(count: number): Promise<void> {
    while (this.calls.length < count) {
      await new Promise<void>((resolve) => {
        this.arrived = resolve
      })
    }
  }

  hints(): Hint[] {
    return this.calls.flatMap(({ headers, body }) => {
      const json = headers['content-type'] === 'application/json' ? (JSON.parse(body) as Json) : null
      return connector.webhook?.({ query: {}, headers: {}, body: json }) ?? []
    })
  }

  async stop(): Promise<void> {
    this.server?.closeAllConnections()
    await new Promise((resolve) => this.server?.close(resolve))
  }
}

describe('webhooks', () => {
  let harness: Harness
  let receiver: Receiver
  let session: Session
  let address: string

  beforeEach(async () => {
    receiver = new Receiver()
    address = await receiver.start()
    harness = new Harness()
    session = await harness.start()
  })
  afterEach(async () => {
    await harness.stop()
    await receiver.stop()
  })

  it('are set up once, and put right when somebody changed them', async () => {
    await session.subscribe?.(['party'], address)
    const count = harness.model.person.list('Webhook').length
    expect(count).toBe(12)
    const writes = harness.asked({ writes: true }).length
    await session.subscribe?.(['party'], address)
    expect(harness.asked({ writes: true })).toHaveLength(writes)
    const name = String(harness.model.person.list('Webhook')[0]?.['name'])
    harness.model.person.update('Webhook', name, { enabled: 0 })
    await session.subscribe?.(['party'], address)
    expect(harness.model.person.get('Webhook', name)?.['enabled']).toBe(1)
    expect(harness.model.person.list('Webhook')).toHaveLength(count)
  })

  it('of two hubs on one site do not replace each other', async () => {
    await session.subscribe?.(['party'], address)
    await session.subscribe?.(['party'], `${address}2`)
    expect(harness.model.person.list('Webhook')).toHaveLength(24)
  })

  it('name what was created, changed, renamed and deleted, umlauts included', async () => {
    await session.subscribe?.(['party'], address)
    harness.model.person.create('Customer', { customer_name: 'Müller GmbH' })
    await receiver.until(1)
    harness.model.person.update('Customer', 'Müller GmbH', { name: 'Meyer GmbH' })
    await receiver.until(2)
    harness.model.person.remove('Customer', 'Meyer GmbH')
    await receiver.until(4)
    expect(receiver.hints().map((hint) => hint.id)).toEqual([
      'Müller GmbH',
      'Meyer GmbH',
      'Meyer GmbH',
      'Meyer GmbH',
    ])
    expect(receiver.calls[0]?.body).toContain('M\\u00fcller')
  })

  it('of contacts and addresses name the parties that they belong to', async () => {
    harness.model.seed([
      { kind: 'organization', name: 'A', isCustomer: true, isSupplier: true, email: 'a@example.com' },
    ])
    await session.subscribe?.(['party'], address)
    const contact = harness.model.person.list('Contact').find((one) => one['party'] === 'A')
    harness.model.person.update('Contact', String(contact?.['name']), { email_id: 'b@example.com' })
    await receiver.until(1)
    expect(receiver.hints()).toEqual([{ entity: 'party', type: String(contact?.['party_type']), id: 'A' }])
  })

  it('are sent again when the hub refuses them, and given up in the end', async () => {
    await session.subscribe?.(['party'], address)
    harness.model.site.deliveries.gaps = [1, 1]
    receiver.answers = [503, 503, 503]
    harness.model.person.create('Customer', { customer_name: 'A' })
    await receiver.until(3)
    harness.model.person.create('Customer', { customer_name: 'B' })
    await receiver.until(4)
    expect(receiver.hints().map((hint) => hint.id)).toEqual(['A', 'A', 'A', 'B'])
  })

  it('can come twice, in another order, or not at all', async () => {
    await session.subscribe?.(['party'], address)
    const { deliveries } = harness.model.site
    deliveries.fault = 'lost'
    harness.model.person.create('Customer', { customer_name: 'A' })
    deliveries.fault = 'reordered'
    harness.model.person.create('Customer', { customer_name: 'B' })
    harness.model.person.create('Customer', { customer_name: 'C' })
    deliveries.fault = 'duplicate'
    harness.model.person.create('Customer', { customer_name: 'D' })
    await receiver.until(4)
    expect(receiver.hints().map((hint) => hint.id)).toEqual(['C', 'B', 'D', 'D'])
  })

  it('say what to do when the account may not set them up', async () => {
    const other = await harness.connect(harness.account('sync@example.com'))
    await expect(other.subscribe?.(['party'], address)).rejects.toMatchObject({
      kind: 'misconfigured',
      code: 'erpnext.webhooks-not-permitted',
    })
  })

  it.each([
    [null],
    ['text'],
    [[1]],
    [{}],
    [{ doctype: 'User', name: 'x' }],
    [{ doctype: 'Customer' }],
    [{ doctype: 'Customer', name: 5 }],
    [{ doctype: 'Contact', name: 'x', of: 'Customer' }],
    [{ doctype: 'Contact', name: 'x', of: [{ type: 'Contact', id: 'y' }, null, { type: 'Customer' }] }],
  ])('that say nothing give no hints: %j', (body) => {
    expect(connector.webhook?.({ query: {}, headers: {}, body: body as Json })).toEqual([])
  })
})
