import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import type { Hint, Json } from '#connector-kit'
import { Harness } from '../simulator/harness.js'
import { connector } from './index.js'

let harness: Harness
let received: { body: Json; userAgent: string | undefined }[] = []
const receiver = createServer((request, response) => {
  let text = ''
  request.on('data', (chunk: Buffer) => (text += chunk.toString()))
  request.on('end', () => {
    received.push({ body: JSON.parse(text) as Json, userAgent: request.headers['user-agent'] })
    response.end()
  })
})
let address = ''

beforeEach(async () => {
  received = []
  await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve))
  address = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/hooks/1/secret`
})
afterEach(async () => {
  await harness.close()
  receiver.closeAllConnections()
  await new Promise((resolve) => receiver.close(resolve))
})

const hints = (): Hint[] =>
  received.flatMap(({ body }) => connector.webhook?.({ query: {}, headers: {}, body }) ?? [])

const admin = () => harness.connect({ login: 'admin', apiKey: harness.key('admin') })

describe.each(['17.0', '19.0'] as const)('webhooks of Odoo %s', (version) => {
  it('say which party to look at: once for each real change, for its contacts too', async () => {
    harness = await Harness.open({ version })
    const session = await admin()
    await session.subscribe?.(['party'], address)
    const id = harness.type({ name: 'Musterfrau' })
    const contact = harness.type({ name: 'Anna', parent_id: id })
    harness.odoo.person.update('res.partner', contact, { email: 'anna@example.com' })
    harness.odoo.person.update('res.partner', id, { name: 'Musterfrau' })
    harness.odoo.person.remove('res.partner', id)
    await harness.odoo.webhooks.settled()
    const party = (party: string) => ({ entity: 'party', type: 'res.partner', id: party })
    // Deleting the party makes its contact one of its own.
    const expected = [id, id, id, id, contact].map(party)
    expect(hints()).toHaveLength(expected.length)
    expect(hints()).toEqual(expect.arrayContaining(expected))
    expect(received[0]?.userAgent).toMatch(/^python-requests/)
    expect(JSON.stringify(received)).not.toContain('Musterfrau')
  })

  it('are subscribed to once, however often', async () => {
    harness = await Harness.open({ version })
    const session = await admin()
    await session.subscribe?.(['party'], address)
    harness.running.requests.clear()
    await session.subscribe?.(['party'], address)
    expect(harness.running.requests.counts().writes).toBe(0)
    await session.subscribe?.(['party'], `${address}2`)
    expect(harness.odoo.db.table('base.automation').size).toBe(4)
  })

  it('need an administrator, and the error says so', async () => {
    harness = await Harness.open({ version })
    const subscribed = harness.session.subscribe?.(['party'], address)
    await expect(subscribed).rejects.toMatchObject({ kind: 'misconfigured', code: 'odoo.webhooks-refused' })
    expect(connector.manifest.texts['odoo.webhooks-refused']?.fix?.de).toContain('Administrator')
  })

  it('may come twice or never; a receiver that is down is not told again', async () => {
    harness = await Harness.open({ version })
    const session = await admin()
    await session.subscribe?.(['party'], address)
    harness.odoo.webhooks.fault = 'duplicate'
    harness.type({ name: 'A' })
    await harness.odoo.webhooks.settled()
    expect(received).toHaveLength(2)
    harness.odoo.webhooks.fault = 'lost'
    harness.type({ name: 'B' })
    await harness.odoo.webhooks.settled()
    expect(received).toHaveLength(2)
  })
})

it('makes nothing of what no rule of ours sends', async () => {
  harness = await Harness.open()
  const webhook = (body: Json) => connector.webhook?.({ query: {}, headers: {}, body })
  for (const body of [
    null,
    'x',
    [],
    {},
    { _model: 'res.users', _id: 2 },
    { _model: 'res.partner', _id: '7; --' },
  ])
    expect(webhook(body)).toEqual([])
})
