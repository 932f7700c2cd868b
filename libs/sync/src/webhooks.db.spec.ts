import { afterEach, describe, expect, it } from '@jest/globals'
import { SecretBox } from '#security'
import { memoryHub, type MemoryHub } from '../../../test/support/memory-hub.js'
import { MemorySystem } from '../../../test/support/memory-system.js'
import { Catalogue } from './catalogue.js'
import { Sessions } from './sessions.js'
import { receiveWebhooks, type WebhookCall } from './webhooks.js'

let hub: MemoryHub | undefined

afterEach(async () => {
  await hub?.close()
  hub = undefined
})

/** A hub over systems `a` and `b` in step with each other, where `a` has a webhook address. */
async function world(state?: 'preview') {
  const [a, b] = [new MemorySystem('a'), new MemorySystem('b')]
  const id = a.create({ name: 'Eins GmbH', email: 'info@eins.example' })
  hub = await memoryHub([a, b], state ? { state } : {})
  const { db, tenantId, connection, secretKey, query, sync, settle } = hub
  if (!state) await sync()
  const catalogue = Catalogue.of([{ connector: a.connector, documents: {} }])
  const sessions = new Sessions(catalogue, new SecretBox([secretKey]))
  const place = { tenantId, connectionId: connection('a') }
  const token = (await hub.inTenant((tx) => sessions.replaceWebhookToken(tx, place, true))) ?? ''
  const call = (body: unknown, sent = token): WebhookCall => ({
    token: sent,
    request: body === undefined ? null : { query: {}, headers: {}, body: body as never },
  })
  return {
    ...{ a, b, id, token, call, query, sync, settle },
    receive: (...calls: WebhookCall[]) =>
      receiveWebhooks({ db, catalogue, sessions }, connection('a'), calls),
    nudges: () => query<{ external_id: string }>('SELECT external_id FROM nudge'),
  }
}

describe('a webhook', () => {
  it('makes the hub look at exactly the records that it names, once, however often they are named', async () => {
    const { a, b, id, call, receive, settle } = await world()
    a.edit(id, { name: 'Zwei GmbH' })
    a.calls = []
    await receive(...Array.from({ length: 50 }, () => call({ id })))
    await settle()
    expect(a.calls).toEqual(['read 1'])
    expect(b.all().map(({ name }) => name)).toEqual(['Zwei GmbH'])
  })

  it('is not believed: a record that did not change leads to no write', async () => {
    const { b, id, call, receive, settle } = await world()
    const before = b.writes()
    await receive(call({ id, name: 'Erfunden' }), call({ id: 'none' }))
    await settle()
    expect(b.writes()).toBe(before)
  })

  it('with a wrong token, or a content that says nothing, leads to no work', async () => {
    const { a, b, id, token, call, receive, settle, nudges, query } = await world()
    a.edit(id, { name: 'Zwei GmbH' })
    await receive(call({ id }, `${token}x`), call({ id }, ''), call(null), call('text'), call([1]))
    expect(await nudges()).toEqual([])
    await receive(call(undefined, 'wrong'))
    await settle()
    expect(b.all()[0]?.['name']).toBe('Eins GmbH')
    await query(`UPDATE connection SET webhook = NULL`)
    await receive(call({ id }))
    expect(await nudges()).toEqual([])
  })

  it('whose content was not kept makes the connection be read on', async () => {
    const { a, b, id, call, receive, settle } = await world()
    a.edit(id, { name: 'Zwei GmbH' })
    await receive(call(undefined))
    await settle()
    expect(b.all()[0]?.['name']).toBe('Zwei GmbH')
  })

  it('of a paused flow waits for it; of one that has read nothing yet it is left to the first reading', async () => {
    const { a, b, id, call, receive, settle, nudges, query } = await world()
    await query(`UPDATE flow SET state = 'paused'`)
    a.edit(id, { name: 'Zwei GmbH' })
    await receive(call({ id }))
    await settle()
    expect(await nudges()).toHaveLength(1)
    await query(`UPDATE flow SET state = 'live'`)
    await settle()
    expect(b.all()[0]?.['name']).toBe('Zwei GmbH')
    await hub?.close()

    const fresh = await world('preview')
    await fresh.receive(fresh.call({ id: fresh.id }))
    expect(await fresh.nudges()).toEqual([])
  })

  it('that comes while the record is being looked at is looked at again', async () => {
    const { a, b, id, call, receive, settle } = await world()
    a.edit(id, { name: 'Zwei GmbH' })
    await receive(call({ id }))
    // A person saves again after the hub read the record, and that webhook arrives before the look has ended.
    let late: Promise<void> | undefined
    a.afterRead = () => {
      a.afterRead = () => undefined
      a.edit(id, { name: 'Drei GmbH' })
      late = receive(call({ id }))
      return late
    }
    await settle()
    expect(late).toBeDefined()
    expect(b.all()[0]?.['name']).toBe('Drei GmbH')
  })
})
