import { randomUUID } from 'node:crypto'
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import type { JsonObject } from '#canonical'
import type { PartWrite } from '#connector-kit'
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
  writes = writesOf(ninja, 'invoice')
  ninja.model.person.create('tax_rate', { name: 'MwSt', rate: 19 })
  client = ninja.model.person.create('client', { name: 'Acme' })
})
afterEach(() => ninja.stop())

const newLine = (values: JsonObject, key = 'a'): PartWrite => ({
  list: 'lines',
  kind: 'create',
  key,
  marker: randomUUID(),
  values: { text: 'Widget', quantity: 2, unit_price: 10, tax: 'S 19', ...values },
})

const typed = (values: JsonObject, type = 'invoice'): string =>
  ninja.model.person.create(type, { client_id: client, ...values })

const linesOf = (record: { values: JsonObject }): JsonObject[] => record.values['lines'] as JsonObject[]

describe('a new document', () => {
  it('is a draft with what it was given, whatever its client’s notes say', async () => {
    ninja.model.person.update('client', client, { public_notes: 'pub' })
    const line = newLine({})
    const operation = creating(
      { client_id: client, number: 'RE-1', public_notes: 'Thanks', status: 'issued', date: '2026-03-02' },
      [line],
      'invoice',
    )
    const { record, parts } = await writes.done(operation)
    expect(record.values).toMatchObject({
      status: 'draft',
      number: 'RE-1',
      public_notes: 'Thanks',
      date: '2026-03-02',
      net: 20,
      taxes: 3.8,
      gross: 23.8,
      settlement: null,
    })
    expect(parts).toEqual({ a: 'marker' in line ? line.marker : '' })
    expect(linesOf(record)[0]).toMatchObject({ id: parts['a'], text: 'Widget', net: 20, discount: 0 })
    const marker = operation.kind === 'create' ? operation.marker : ''
    expect((await ninja.session.find('invoice', 'invoice', [marker])).get(marker)?.id).toBe(record.id)
  })

  it('keeps its client’s notes where it was given none', async () => {
    ninja.model.person.update('client', client, { public_notes: 'pub' })
    const { record } = await writes.done(creating({ client_id: client }, [newLine({})], 'invoice'))
    expect(record.values['public_notes']).toBe('pub')
    const other = await writes.done(
      creating({ client_id: client, public_notes: null }, [newLine({})], 'invoice'),
    )
    expect(other.record.values['public_notes']).toBeNull()
  })

  it('shows no number of Invoice Ninja’s own before it is issued', async () => {
    const { record } = await writes.done(creating({ client_id: client }, [newLine({})], 'invoice'))
    expect(writes.shown(record.id, 'invoice')['number']).toBe('0001')
    expect(record.values['number']).toBeNull()
    const { record: issued } = await writes.done(
      await writes.updating(record, { number: 'RE-7', status: 'issued' }),
    )
    expect(issued.values).toMatchObject({ number: 'RE-7', status: 'issued', settlement: 'open', open: 23.8 })
    const other = await writes.done(creating({ client_id: client }, [newLine({})], 'invoice'))
    ninja.model.person.act('invoice', other.record.id, 'mark_sent')
    expect((await writes.read('invoice', other.record.id)).values['number']).toBe('0002')
  })

  it('has its client’s currency or is refused', async () => {
    const operation = creating({ client_id: client, currency_code: 'CHF' }, [newLine({})], 'invoice')
    expect(await writes.write(operation)).toMatchObject({
      status: 'failed',
      error: { code: 'invoice-ninja.client-currency', params: { wanted: 'CHF', currency: 'USD' } },
    })
    expect(ninja.model.person.list('invoice')).toEqual([])
  })

  it('is found whole after its answer was lost', async () => {
    const operation = creating({ client_id: client }, [newLine({}), newLine({}, 'b')], 'invoice')
    ninja.server.faults.add({ kind: 'lost-reply', method: 'POST', path: '/invoices' })
    expect((await writes.write(operation)).status).toBe('unknown')
    const marker = operation.kind === 'create' ? operation.marker : ''
    const found = (await ninja.session.find('invoice', 'invoice', [marker])).get(marker)
    expect(found && linesOf(found)).toHaveLength(2)
  })
})

describe('lines', () => {
  it('keep their ids when others come and go, also those that people typed', async () => {
    const id = typed({
      is_amount_discount: false,
      line_items: [
        { notes: 'A', cost: 1, quantity: 1 },
        { notes: 'B', cost: 2, quantity: 1 },
        { notes: 'B', cost: 3, quantity: 1 },
      ],
    })
    const before = await writes.read('invoice', id)
    const ids = linesOf(before).map((line) => line['id'])
    expect(new Set(ids).size).toBe(3)
    const [a = '', b = ''] = ids.map(String)
    const { record } = await writes.done(
      await writes.updating(before, {}, [
        { list: 'lines', kind: 'delete', id: a },
        { list: 'lines', kind: 'update', id: b, values: { text: 'Changed' } },
      ]),
    )
    expect(linesOf(record).map((line) => [line['id'], line['text']])).toEqual([
      [ids[1], 'Changed'],
      [ids[2], 'B'],
    ])
  })

  it('name their product by its key, and products that are none by their text', async () => {
    const product = ninja.model.person.create('product', { product_key: 'W-1', notes: 'Widget' })
    const { record } = await writes.done(
      creating({ client_id: client }, [newLine({ product_id: product, text: 'Blue' })], 'invoice'),
    )
    expect(writes.shown(record.id, 'invoice')['line_items']).toMatchObject([
      { product_key: 'W-1', notes: 'Blue' },
    ])
    expect(linesOf(record)[0]).toMatchObject({ product_id: product, text: 'Blue' })
    const id = typed({ line_items: [{ product_key: 'X-9', notes: 'Unknown', cost: 1, quantity: 1 }] })
    expect(linesOf(await writes.read('invoice', id))[0]).toMatchObject({
      product_id: null,
      text: 'X-9\nUnknown',
    })
  })

  it('carry discounts and taxes of the whole document, but take no prices then', async () => {
    const id = typed({
      discount: 10,
      is_amount_discount: false,
      line_items: [{ notes: 'A', cost: 100, quantity: 1, discount: 50, tax_name1: 'MwSt', tax_rate1: 19 }],
    })
    const record = await writes.read('invoice', id)
    expect(linesOf(record)[0]).toMatchObject({ discount: 55, net: 45, tax: 'S 19' })
    expect(record.values).toMatchObject({ net: 45, gross: 53.55 })
    const line = String(linesOf(record)[0]?.['id'])
    const dearer: PartWrite = { list: 'lines', kind: 'update', id: line, values: { unit_price: 200 } }
    expect(await writes.write(await writes.updating(record, {}, [dearer]))).toMatchObject({
      status: 'failed',
      error: { code: 'invoice-ninja.document-style' },
    })
    const text: PartWrite = { list: 'lines', kind: 'update', id: line, values: { text: 'B' } }
    expect((await writes.done(await writes.updating(record, {}, [text]))).record.values['gross']).toBe(53.55)
    const ten = await writes.read(
      'invoice',
      typed({ discount: 10, line_items: [{ notes: 'A', cost: 50, quantity: 1 }] }),
    )
    const renamed: PartWrite = {
      list: 'lines',
      kind: 'update',
      id: String(linesOf(ten)[0]?.['id']),
      values: { text: 'B' },
    }
    expect((await writes.done(await writes.updating(ten, {}, [renamed]))).record.values['gross']).toBe(40)
    const amount = typed({ line_items: [{ notes: 'A', cost: 20, quantity: 2, discount: 10 }] })
    expect(linesOf(await writes.read('invoice', amount))[0]).toMatchObject({ discount: 25, net: 30 })
    const gross = typed({
      uses_inclusive_taxes: true,
      line_items: [{ notes: 'A', cost: 119, quantity: 1, tax_name1: 'MwSt', tax_rate1: 19 }],
    })
    const inclusive = await writes.read('invoice', gross)
    expect(linesOf(inclusive)[0]).toMatchObject({ unit_price: 100, net: 100 })
    expect(inclusive.values).toMatchObject({ net: 100, taxes: 19, gross: 119 })
  })
})

describe('a life', () => {
  it('goes on by actions, each once', async () => {
    const { record } = await writes.done(creating({ client_id: client }, [newLine({})], 'invoice'))
    const sent = await writes.done(await writes.updating(record, { status: 'issued' }))
    ninja.server.requests.clear()
    await writes.done(await writes.updating(sent.record, { status: 'issued' }))
    expect(ninja.server.requests.counts().writes).toBe(0)
    const cancelled = await writes.done(await writes.updating(sent.record, { status: 'cancelled' }))
    expect(cancelled.record.values).toMatchObject({ status: 'cancelled', settlement: null })
    expect(await writes.write(await writes.updating(cancelled.record, { status: 'issued' }))).toMatchObject({
      status: 'failed',
      error: { code: 'invoice-ninja.no-such-step' },
    })
  })

  it('says so when Invoice Ninja passes over an action', async () => {
    const id = typed({ line_items: [{ notes: 'A', cost: 10, quantity: 1 }] })
    ninja.model.person.act('invoice', id, 'mark_sent')
    ninja.model.person.act('invoice', id, 'mark_paid')
    const paid = await writes.read('invoice', id)
    expect(paid.values).toMatchObject({ status: 'issued', settlement: 'paid', open: 0 })
    expect(await writes.write(await writes.updating(paid, { status: 'cancelled' }))).toMatchObject({
      status: 'failed',
      error: { code: 'invoice-ninja.action-ignored' },
    })
  })

  it('of a quote ends with its approval, also when a person converts it', async () => {
    const { record } = await writes.done(
      creating({ client_id: client, number: 'AN-1' }, [newLine({})], 'quote'),
    )
    const accepted = await writes.done(await writes.updating(record, { status: 'accepted' }))
    expect(accepted.record.values['status']).toBe('accepted')
    ninja.model.person.act('quote', record.id, 'convert_to_invoice')
    expect((await writes.read('quote', record.id)).values).toMatchObject({
      status: 'accepted',
      number: 'AN-1',
    })
    const [invoice] = ninja.model.person.list('invoice')
    // The copy carries the quote's mark, but not its number.
    expect((await writes.read('invoice', String(invoice?.['id']))).values['number']).toBe('0001')
  })

  it('ends changes of lines and date; a lock of the company ends all', async () => {
    const { record } = await writes.done(creating({ client_id: client }, [newLine({})], 'invoice'))
    const { record: sent } = await writes.done(await writes.updating(record, { status: 'issued' }))
    for (const [values, parts] of [
      [{ date: '2026-01-01' }, []],
      [{}, [newLine({}, 'b')]],
    ] as [JsonObject, PartWrite[]][]) {
      expect(await writes.write(await writes.updating(sent, values, parts))).toMatchObject({
        status: 'failed',
        error: { code: 'invoice-ninja.issued' },
      })
    }
    ninja.model.company.settings.lock_invoices = 'when_sent'
    expect(await writes.write(await writes.updating(sent, { po_number: 'X' }))).toMatchObject({
      status: 'failed',
      error: { code: 'invoice-ninja.locked' },
    })
  })

  it('lets drafts be removed, but nothing that was issued', async () => {
    const draft = await writes.read('invoice', typed({ line_items: [] }))
    expect(await ninja.session.remove?.('invoice', 'invoice', [draft])).toEqual([{ status: 'removed' }])
    expect((await writes.read('invoice', draft.id)).state).toBe('gone')
    const id = typed({ line_items: [] })
    ninja.model.person.act('invoice', id, 'mark_sent')
    expect(
      await ninja.session.remove?.('invoice', 'invoice', [await writes.read('invoice', id)]),
    ).toMatchObject([{ status: 'failed', error: { code: 'invoice-ninja.not-draft' } }])
  })
})
