import { afterEach, describe, expect, it } from '@jest/globals'
import type { JsonObject } from '#canonical'
import { ConnectorError } from '#connector-kit'
import { MemoryOffice } from '../../../test/support/memory-office.js'
import { officeHub, type OfficeFlow, type OfficeHub } from '../../../test/support/office-hub.js'

let hub: OfficeHub | undefined
const start = async (offices: MemoryOffice[], invoice: OfficeFlow = {}): Promise<OfficeHub> =>
  (hub = await officeHub(offices, { party: {}, invoice, payment: {} }))

afterEach(async () => {
  await hub?.close()
  hub = undefined
})

const pair = (): [MemoryOffice, MemoryOffice] => [new MemoryOffice('a'), new MemoryOffice('b')]

/** An invoice in one system; 3 × 19.99 with 19 %. */
function billIn(office: MemoryOffice, values: JsonObject = {}): string {
  const customer = office.create('party', { name: 'Nordwind GmbH' })
  const rows = [
    { text: 'Regal', amount: '3', price: '19.99', tax: 'S 19' },
    { text: 'Versand', amount: '1', price: '5.9', tax: 'S 19' },
  ]
  return office.create('invoice', { customer, ref: 'A-1', date: '2026-03-02', rows, ...values })
}

const only = (office: MemoryOffice): JsonObject => office.all('invoice')[0] ?? {}
const failures = `SELECT error FROM operation WHERE state = 'failed'`

describe('a document', () => {
  it('is drafted, compared, then issued, with its lines in order, and then all is quiet', async () => {
    const [a, b] = pair()
    billIn(a, { state: 'issued', number: 'RE-1' })
    const { sync, query } = await start([a, b])
    await sync()
    expect(only(b)).toMatchObject({ state: 'issued', number: 'RE-1', total: only(a)['total'] })
    expect((only(b)['rows'] as JsonObject[]).map(({ text }) => text)).toEqual(['Regal', 'Versand'])
    expect(b.writes()).toEqual(['write create party', 'write create invoice', 'write update invoice'])
    expect(await query(failures)).toEqual([])
    for (const office of [a, b]) office.calls = []
    for (let round = 0; round < 3; round++) await sync()
    expect([...a.writes(), ...b.writes()]).toEqual([])
  })

  it('stays a draft as long as it is one, and is issued with the number that it got', async () => {
    const [a, b] = pair()
    const bill = billIn(a)
    const { sync } = await start([a, b])
    await sync()
    expect(only(b)).toMatchObject({ state: 'draft', number: null })
    a.edit('invoice', bill, { state: 'issued', number: 'RE-7' })
    await sync()
    expect(only(b)).toMatchObject({ state: 'issued', number: 'RE-7' })
  })

  it('goes on where it was when the hub stopped between draft and issue', async () => {
    const [a, b] = pair()
    billIn(a, { state: 'issued', number: 'RE-1' })
    const { sync } = await start([a, b])
    b.before = (call) => {
      if (call === 'write update invoice')
        throw new ConnectorError('unavailable', { code: 'http.unreachable' })
    }
    await sync()
    expect(only(b)).toMatchObject({ state: 'draft' })
    b.before = () => undefined
    await sync()
    expect(b.all('invoice')).toMatchObject([{ state: 'issued', number: 'RE-1' }])
  })

  it('is made and issued once although the answers to both were lost', async () => {
    const [a, b] = pair()
    billIn(a, { state: 'issued', number: 'RE-1' })
    const { sync } = await start([a, b])
    b.loseReplies = 3
    for (let round = 0; round < 5; round++) await sync()
    expect(b.all('invoice')).toMatchObject([{ state: 'issued', number: 'RE-1' }])
  })

  it('is taken back when its totals differ, with both sums and the line, and made anew by a retry', async () => {
    const [a, b] = pair()
    billIn(a, { state: 'issued' })
    b.digits = 1
    const { sync, query } = await start([a, b])
    await sync()
    expect(b.all('invoice')).toEqual([])
    const [failure] = await query<{ error: object }>(failures)
    expect(failure?.error).toMatchObject({
      code: 'sync.totals-differ',
      params: { field: 'grossTotal', here: '78.39', there: '78.37', difference: '-0.02', line: 0 },
    })
    expect(await query(`SELECT * FROM link WHERE native_type = 'bill' AND state = 'deleted'`)).toEqual([])
    b.digits = 2
    await query(
      `UPDATE operation SET state = 'pending', error = NULL, cause_key = NULL WHERE state = 'failed'`,
    )
    await sync()
    expect(b.all('invoice')).toMatchObject([{ state: 'issued', total: '78.39' }])
  })

  it('may differ as much as the flow allows', async () => {
    const [a, b] = pair()
    billIn(a, { state: 'issued' })
    b.digits = 1
    const { sync } = await start([a, b], { settings: { rounding: '0.02' } })
    await sync()
    expect(b.all('invoice')).toMatchObject([{ state: 'issued', total: '78.37' }])
  })

  it('takes a cancellation along, and is never put back by a record that is behind', async () => {
    const [a, b] = pair()
    const bill = billIn(a)
    const settings = { fields: { status: { policy: 'leader' as const, leader: 'a' } } }
    const { sync } = await start([a, b], { settings })
    await sync()
    b.edit('invoice', b.find('invoice', 'ref', 'A-1'), { state: 'issued' })
    await sync()
    expect([only(a)['state'], only(b)['state']]).toEqual(['draft', 'issued'])
    a.edit('invoice', bill, { state: 'cancelled' })
    await sync()
    expect([only(a)['state'], only(b)['state']]).toEqual(['cancelled', 'cancelled'])
  })

  it('asks a person about a change of what a system froze, and writes nothing there', async () => {
    const [a, b] = pair()
    const bill = billIn(a, { state: 'issued' })
    const { sync, of } = await start([a, b])
    await sync()
    b.calls = []
    a.edit('invoice', bill, { date: '2026-03-09', ref: 'A-1b' })
    await sync()
    expect(only(b)).toMatchObject({ date: '2026-03-02', ref: 'A-1b' })
    const [question, ...more] = await of('invoice').reviews()
    expect(more).toEqual([])
    expect(question).toMatchObject({
      kind: 'frozen',
      field: 'date',
      evidence: { record: { date: '2026-03-09' }, system: { date: '2026-03-02' } },
    })
    await of('invoice').resolve(question!, { action: 'keep' })
    await sync()
    expect([only(a)['date'], only(b)['date']]).toEqual(['2026-03-09', '2026-03-02'])
    expect(await of('invoice').reviews()).toEqual([])
  })

  it('gets the frozen document’s values back where a person says so, and asks no more once they agree', async () => {
    const [a, b] = pair()
    const bill = billIn(a, { state: 'issued' })
    a.freezes = []
    const { sync, of } = await start([a, b])
    await sync()
    a.edit('invoice', bill, { date: '2026-03-09' })
    await sync()
    a.edit('invoice', bill, { date: '2026-03-02' })
    await sync()
    expect(await of('invoice').reviews()).toEqual([])
    a.edit('invoice', bill, { date: '2026-03-11' })
    await sync()
    const [question] = await of('invoice').reviews()
    await of('invoice').resolve(question!, { action: 'take' })
    await sync()
    expect([only(a)['date'], only(b)['date']]).toEqual(['2026-03-02', '2026-03-02'])
  })

  it('is paid everywhere by a payment that was entered once', async () => {
    const [a, b] = pair()
    const bill = billIn(a, { state: 'issued' })
    const customer = a.find('party', 'name', 'Nordwind GmbH')
    a.create('payment', { customer, amount: '78.39', state: 'issued', shares: [{ bill, amount: '78.39' }] })
    const { sync, query } = await start([a, b])
    await sync()
    expect(b.all('payment')).toMatchObject([
      { state: 'issued', amount: 78.39, shares: [{ bill: b.find('invoice', 'ref', 'A-1') }] },
    ])
    expect(await query(failures)).toEqual([])
    for (const office of [a, b]) office.calls = []
    await sync()
    expect([...a.writes(), ...b.writes()]).toEqual([])
  })
})
