import { afterEach, describe, expect, it } from '@jest/globals'
import { MemoryOffice } from '../../../test/support/memory-office.js'
import { officeHub, type OfficeFlow, type OfficeHub } from '../../../test/support/office-hub.js'
import type { EntityName } from '#canonical'
import type { Plan } from '#persistence'

let hub: OfficeHub | undefined
const start = async (
  offices: MemoryOffice[],
  flows: Partial<Record<EntityName, OfficeFlow>>,
): Promise<OfficeHub> => (hub = await officeHub(offices, flows))

afterEach(async () => {
  await hub?.close()
  hub = undefined
})

const pair = (): [MemoryOffice, MemoryOffice] => [new MemoryOffice('a'), new MemoryOffice('b')]

/** An invoice in one system, with a customer and an article of its own. */
function billIn(office: MemoryOffice): { customer: string; article: string; bill: string } {
  const customer = office.create('party', {
    name: 'Nordwind GmbH',
    email: 'info@nordwind.example',
    people: [{ name: 'Eva' }],
  })
  const article = office.create('product', { name: 'Regal Nord', code: 'P-1', price: '19.99' })
  const rows = [{ article, text: 'Regal', amount: '3', price: '19.99', tax: 'S 19' }]
  const bill = office.create('invoice', { customer, ref: 'A-1', date: '2026-03-02', rows })
  return { customer, article, bill }
}

const live = { party: {}, product: {}, invoice: {} }

describe('a document that refers to others', () => {
  it('leads to the same partner and article in the other system, whatever is read first, and then all is quiet', async () => {
    const [a, b] = pair()
    billIn(a)
    // The flow of invoices stands first, so that its poll comes before the customer is known.
    const { sync, query } = await start([a, b], { invoice: {}, product: {}, party: {} })
    await sync()
    expect(b.all('invoice')).toMatchObject([
      {
        ref: 'A-1',
        customer: b.find('party', 'name', 'Nordwind GmbH'),
        total: '71.36',
        rows: [{ article: b.find('product', 'code', 'P-1'), text: 'Regal' }],
      },
    ])
    expect(await query(`SELECT * FROM operation WHERE state IN ('failed', 'pending')`)).toEqual([])
    expect(await query('SELECT * FROM nudge')).toEqual([])
    for (const office of [a, b]) office.calls = []
    for (let round = 0; round < 3; round++) await sync()
    expect([...a.writes(), ...b.writes()]).toEqual([])
  })

  it('takes a change of the reference along', async () => {
    const [a, b] = pair()
    const { bill } = billIn(a)
    const { sync } = await start([a, b], live)
    await sync()
    a.edit('invoice', bill, { customer: a.create('party', { name: 'Ostwerk AG' }) })
    await sync()
    expect(b.all('invoice')).toMatchObject([{ customer: b.find('party', 'name', 'Ostwerk AG') }])
  })

  it('finds an invoice of the same page that stands behind it', async () => {
    const [a, b] = pair()
    const customer = a.create('party', { name: 'Nordwind GmbH' })
    const rows = [{ text: 'Regal', amount: '1', price: '10', tax: 'S 19' }]
    const note = a.create('invoice', { kind: 'creditNote', customer, ref: 'G-1', rows })
    a.edit('invoice', note, { corrects: a.create('invoice', { customer, ref: 'A-1', rows }) })
    const { sync } = await start([a, b], live)
    await sync()
    expect(b.values('invoice', b.find('invoice', 'ref', 'G-1'))['corrects']).toBe(
      b.find('invoice', 'ref', 'A-1'),
    )
  })

  it('brings its partner along even outside of the filter, without contacts, and keeps it up to date no more', async () => {
    const [a, b] = pair()
    const { customer } = billIn(a)
    const filters = { b: [{ field: 'address.city', is: 'equal' as const, value: 'Berlin' }] }
    const { sync, query } = await start([a, b], { ...live, party: { filters } })
    await sync()
    expect(b.all('party')).toMatchObject([{ name: 'Nordwind GmbH', people: [] }])
    expect(b.all('invoice')).toHaveLength(1)
    a.edit('party', customer, { email: 'neu@nordwind.example' })
    await sync()
    expect(b.all('party')).toMatchObject([{ email: 'info@nordwind.example' }])
    expect(await query(`SELECT state FROM link WHERE native_type = 'partner' AND state <> 'active'`)).toEqual(
      [{ state: 'out-of-scope' }],
    )
  })

  it('waits for its partner where the flow says so, and says what it waits for', async () => {
    const [a, b] = pair()
    const { customer } = billIn(a)
    const filters = { b: [{ field: 'address.city', is: 'equal' as const, value: 'Berlin' }] }
    const flows = { ...live, party: { filters }, invoice: { settings: { parents: 'wait' as const } } }
    const { sync, query } = await start([a, b], flows)
    await sync()
    expect([b.all('party'), b.all('invoice')]).toEqual([[], []])
    const failures = `SELECT error ->> 'code' AS code FROM operation WHERE state = 'failed'`
    expect(await query(failures)).toEqual([{ code: 'sync.parent-missing' }])
    a.edit('party', customer, { city: 'Berlin' })
    await sync()
    await query(
      `UPDATE operation SET state = 'pending', error = NULL, cause_key = NULL WHERE state = 'failed'`,
    )
    await sync()
    expect(b.all('invoice')).toHaveLength(1)
  })

  it('is created once although the answers of its partner’s and its own creates were lost', async () => {
    const [a, b] = pair()
    billIn(a)
    const { sync } = await start([a, b], live)
    b.loseReplies = 3
    // After a lost answer a connection waits; each sync ends that.
    for (let round = 0; round < 5; round++) await sync()
    expect([b.all('party').length, b.all('product').length, b.all('invoice').length]).toEqual([1, 1, 1])
    expect(b.all('invoice')).toMatchObject([{ customer: b.find('party', 'name', 'Nordwind GmbH') }])
  })

  it('goes without what no flow carries', async () => {
    const [a, b] = pair()
    billIn(a)
    const { sync } = await start([a, b], { party: {}, invoice: {} })
    await sync()
    const [bill] = b.all('invoice')
    expect(bill).toMatchObject({ ref: 'A-1', rows: [{ text: 'Regal', amount: 3 }] })
    expect((bill?.['rows'] as object[])[0]).not.toHaveProperty('article')
  })

  it('is listed in a preview with the flow that has to go live first', async () => {
    const [a, b] = pair()
    billIn(a)
    const { of, query } = await start([a, b], {
      party: { state: 'preview' },
      invoice: { state: 'preview' },
    })
    const plan = await of('invoice').preview()
    expect(plan).toMatchObject({ state: 'ready', counts: { unreadable: 1 } })
    const items = await query(
      `SELECT evidence FROM operation WHERE plan_id = '${plan.id}' AND state = 'proposed'`,
    )
    expect(items).toMatchObject([
      { evidence: { code: 'sync.parent-flow-not-live', params: { flow: 'Parties' } } },
    ])
    const parties = await of('party').preview()
    await of('party').apply(parties)
    await of('invoice').apply(plan)
    const [next] = await query<Plan>(`SELECT id, state FROM plan WHERE state = 'ready'`)
    await of('invoice').apply(next as Plan)
    expect(b.all('invoice')).toMatchObject([{ customer: b.find('party', 'name', 'Nordwind GmbH') }])
  })

  it('holds the hub’s record of its partner, not the system’s id', async () => {
    const [a, b] = pair()
    const { bill } = billIn(a)
    const { sync, query } = await start([a, b], live)
    await sync()
    const [invoice] = await query<{ values: { party: string } }>(
      `SELECT values FROM record WHERE entity = 'invoice'`,
    )
    const [party] = await query<{ id: string }>(`SELECT id FROM record WHERE entity = 'party'`)
    expect(invoice?.values.party).toBe(party?.id)
    expect(a.values('invoice', bill)['customer']).toBe(a.find('party', 'name', 'Nordwind GmbH'))
  })
})
