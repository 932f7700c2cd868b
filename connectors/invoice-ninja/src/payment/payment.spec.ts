import { randomUUID } from 'node:crypto'
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import type { JsonObject } from '#canonical'
import type { WriteOperation } from '#connector-kit'
import { startHarness } from '../../simulator/harness.js'
import type { Harness } from '../../simulator/harness.js'
import { creating, writesOf } from '../../simulator/harness-writes.js'
import type { Writes } from '../../simulator/harness-writes.js'
import { connector } from '../index.js'

let ninja: Harness
let writes: Writes
let client: string

beforeEach(async () => {
  ninja = await startHarness(connector)
  writes = writesOf(ninja, 'payment')
  client = ninja.model.person.create('client', { name: 'Acme' })
})
afterEach(() => ninja.stop())

function invoice(cost: number): string {
  const line_items = [{ notes: 'A', cost, quantity: 1 }]
  const id = ninja.model.person.create('invoice', { client_id: client, line_items })
  ninja.model.person.act('invoice', id, 'mark_sent')
  return id
}

const paying = (amount: number, invoices: Record<string, number>, values: JsonObject = {}): WriteOperation =>
  creating(
    { client_id: client, amount, date: '2026-03-02', ...values },
    Object.entries(invoices).map(([id, share]) => ({
      list: 'allocations',
      kind: 'create',
      key: id,
      marker: randomUUID(),
      values: { invoice_id: id, amount: share },
    })),
    'payment',
  )

const settlement = async (id: string): Promise<unknown> => {
  const [record] = await ninja.session.read('invoice', 'invoice', [id])
  return [record?.values['settlement'], record?.values['open']]
}

describe('a payment', () => {
  it('settles its invoices and is known by its marker', async () => {
    const [a, b] = [invoice(100), invoice(50)]
    const operation = paying(120, { [a]: 100, [b]: 20 }, { means: '58', number: 'Z-1' })
    const { record, parts } = await writes.done(operation)
    expect(record.values).toMatchObject({ status: 'issued', amount: 120, means: '58', number: 'Z-1' })
    expect(Object.keys(parts)).toEqual([a, b])
    expect(await settlement(a)).toEqual(['paid', 0])
    expect(await settlement(b)).toEqual(['partlyPaid', 30])
    const marker = operation.kind === 'create' ? operation.marker : ''
    expect((await ninja.session.find('payment', 'payment', [marker])).get(marker)?.id).toBe(record.id)
  })

  it('is not written twice, also when its answer was lost and its key is taken', async () => {
    const a = invoice(100)
    const operation = paying(40, { [a]: 40 })
    ninja.server.faults.add({ kind: 'lost-reply', method: 'POST', path: '/payments' })
    expect((await writes.write(operation)).status).toBe('unknown')
    expect(await writes.write(operation)).toMatchObject({
      status: 'failed',
      error: { code: 'invoice-ninja.invalid', field: 'idempotency_key' },
    })
    expect(ninja.model.person.list('payment')).toHaveLength(1)
  })

  it('waits where the server takes the second of two equal ones for a mistake', async () => {
    const [a, b] = [invoice(100), invoice(100)]
    const results = await ninja.session.write('payment', [paying(30, { [a]: 30 }), paying(30, { [b]: 30 })])
    expect(results.map(({ status }) => status)).toEqual(['done', 'done'])
    // Another session does not know of the last one.
    const session = await ninja.connect()
    const [again] = await session.write('payment', [paying(30, { [a]: 30 })])
    expect(again?.status).toBe('done')
    expect(ninja.model.person.list('payment')).toHaveLength(3)
  })

  it('of more than what is open is refused, and nothing is booked', async () => {
    const a = invoice(100)
    expect(await writes.write(paying(101, { [a]: 101 }))).toMatchObject({
      status: 'failed',
      error: { code: 'invoice-ninja.invalid', field: 'invoices.0.invoice_id' },
    })
    expect(await settlement(a)).toEqual(['open', 100])
  })

  it('is cancelled by giving it back, whatever it was used for', async () => {
    const a = invoice(100)
    const { record } = await writes.done(paying(120, { [a]: 100 }))
    const { record: cancelled } = await writes.done(await writes.updating(record, { status: 'cancelled' }))
    expect(cancelled.values).toMatchObject({ status: 'cancelled', amount: 120 })
    expect(await settlement(a)).toEqual(['open', 100])
    ninja.server.requests.clear()
    await writes.done(await writes.updating(cancelled, { status: 'cancelled' }))
    expect(ninja.server.requests.counts().writes).toBe(0)
  })

  it('keeps its amount, and takes what is left for a further invoice', async () => {
    const [a, b] = [invoice(100), invoice(50)]
    const { record } = await writes.done(paying(120, { [a]: 100 }))
    const { record: more } = await writes.done(
      await writes.updating(record, { private_notes: 'n' }, [
        {
          list: 'allocations',
          kind: 'create',
          key: 'b',
          marker: randomUUID(),
          values: { invoice_id: b, amount: 20 },
        },
      ]),
    )
    expect(more.values).toMatchObject({ amount: 120, private_notes: 'n' })
    expect(await settlement(b)).toEqual(['partlyPaid', 30])
    const share = (more.values['allocations'] as JsonObject[])[0]
    expect(
      await writes.write(
        await writes.updating(more, {}, [{ list: 'allocations', kind: 'delete', id: String(share?.['id']) }]),
      ),
    ).toMatchObject({ status: 'failed', error: { code: 'invoice-ninja.allocation-fixed' } })
  })

  it('has its client’s currency or is refused', async () => {
    expect(await writes.write(paying(10, {}, { currency_code: 'CHF' }))).toMatchObject({
      status: 'failed',
      error: { code: 'invoice-ninja.client-currency' },
    })
  })
})
