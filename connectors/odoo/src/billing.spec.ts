import { afterEach, describe, expect, it } from '@jest/globals'
import type { EntityName } from '#canonical'
import type { JsonObject, NativeRecord, PartWrite, WriteOperation, WriteResult } from '#connector-kit'
import type { Seed } from '#connector-kit/testing'
import { Harness } from '../simulator/harness.js'

let harness: Harness
afterEach(() => harness.close())

const TYPES: Partial<Record<EntityName, string>> = {
  product: 'product.product',
  order: 'sale.order',
  invoice: 'account.move',
  payment: 'account.payment',
}

const typeOf = (entity: EntityName): string => TYPES[entity] ?? ''

function seed(...seeds: Seed[]): string[] {
  return harness.odoo.seed(seeds).map(({ id }) => id)
}

async function readOne(entity: EntityName, id: string): Promise<NativeRecord> {
  const [record] = await harness.session.read(entity, typeOf(entity), [id])
  if (!record) throw new Error(`there is no ${entity} ${id}`)
  return record
}

const parts = (list: string, ...items: JsonObject[]): PartWrite[] =>
  items.map((values, index) => ({ list, kind: 'create', key: `k${index}`, marker: `m${index}`, values }))

async function create(entity: EntityName, values: JsonObject, items: PartWrite[]): Promise<NativeRecord> {
  const operation = {
    kind: 'create',
    type: typeOf(entity),
    marker: `${entity}-1`,
    values,
    parts: items,
  } as const
  return done((await harness.session.write(entity, [operation]))[0])
}

async function update(entity: EntityName, id: string, values: JsonObject): Promise<WriteResult | undefined> {
  const current = await readOne(entity, id)
  const operation: WriteOperation = { kind: 'update', type: typeOf(entity), id, values, parts: [], current }
  return (await harness.session.write(entity, [operation]))[0]
}

function done(result: WriteResult | undefined): NativeRecord {
  if (result?.status !== 'done') throw new Error(JSON.stringify(result))
  return result.record
}

const customer: Seed = { key: 'c', kind: 'organization', name: 'Nordwind GmbH', isCustomer: true }
const line = { text: 'Regal', quantity: '2', unitPrice: '100', tax: 'S 19', unit: 'C62' }
const issued = (key: string, status: 'issued' | 'draft' = 'issued'): Seed => {
  return { entity: 'invoice', kind: 'invoice', key, status, party: 'c', date: '2026-05-04', lines: [line] }
}
const lineValues = {
  name: 'Regal',
  quantity: 2,
  price_unit: 100,
  tax: { code: 'S 19' },
  unit: { code: 'C62' },
}

describe.each(['17.0', '18.0', '19.0'] as const)('the billing chain in Odoo %s', (version) => {
  it('confirms an order without moving its date, and ties the invoice to it', async () => {
    harness = await Harness.open({ version })
    const [party = ''] = seed(customer)
    const values = { partner_id: party, name: 'AB-7', date_order: '2026-04-30' }
    const order = await create('order', values, parts('lines', lineValues))
    expect(order.values).toMatchObject({ state: 'draft', name: 'AB-7', amount_total: 238, is_order: false })
    const confirmed = done(await update('order', order.id, { state: 'sale' }))
    expect(confirmed.values).toMatchObject({ state: 'sale', date_order: '2026-04-30', is_order: true })
    const head = { move_type: 'out_invoice', partner_id: party, order_id: order.id, number: 'RE-1' }
    const invoice = await create('invoice', head, parts('lines', lineValues))
    expect(invoice.values).toMatchObject({ order_id: order.id, number: 'RE-1', state: 'draft' })
    expect(harness.odoo.person.get('sale.order', order.id)).toMatchObject({ invoice_status: 'invoiced' })
  })

  it('keeps the number of the issuing system, shows its own on a copy, and takes no other for that', async () => {
    harness = await Harness.open({ version })
    const [party = '', own = ''] = seed(customer, issued('i'))
    const head = {
      move_type: 'out_invoice',
      partner_id: party,
      number: 'RE-2026-9',
      invoice_date: '2026-05-04',
    }
    const invoice = await create('invoice', head, parts('lines', lineValues))
    const posted = done(await update('invoice', invoice.id, { state: 'posted' }))
    expect(posted.values).toMatchObject({ number: 'RE-2026-9', state: 'posted', payment_state: 'not_paid' })
    expect((await readOne('invoice', own)).values['number']).toMatch(/^RE\/2026\/\d+$/)
    expect(await update('invoice', own, { number: 'X' })).toMatchObject({
      status: 'failed',
      error: { code: 'odoo.number-own', field: 'number' },
    })
  })

  it('settles invoices whole and in part, and repeats a lost step without harm', async () => {
    harness = await Harness.open({ version })
    const [party = '', first = '', second = ''] = seed(customer, issued('a'), issued('b'))
    const values = {
      payment_type: 'inbound',
      partner_id: party,
      amount: 300,
      number: 'Z-1',
      date: '2026-05-04',
    }
    const items = parts(
      'allocations',
      { invoice_id: first, amount: 238 },
      { invoice_id: second, amount: 50.5 },
    )
    const payment = await create('payment', values, items)
    const allocations = [
      { id: first, invoice_id: first, amount: 238 },
      { id: second, invoice_id: second, amount: 50.5 },
    ]
    expect(payment.values).toMatchObject({ state: 'draft', number: 'Z-1', allocations })
    // The answer to the second settlement is lost: the payment is posted, and not done.
    harness.running.faults.add({ kind: 'lost-reply', writes: true, after: 2 })
    expect(await update('payment', payment.id, { state: 'posted' })).toMatchObject({ status: 'unknown' })
    expect((await readOne('payment', payment.id)).values).toMatchObject({ state: 'draft', allocations })
    const paid = done(await update('payment', payment.id, { state: 'posted' }))
    expect(paid.values).toMatchObject({ state: 'posted', number: 'Z-1', allocations })
    expect((await readOne('invoice', first)).values).toMatchObject({
      payment_state: 'paid',
      amount_residual: 0,
    })
    expect((await readOne('invoice', second)).values).toMatchObject({
      payment_state: 'partial',
      amount_residual: 187.5,
    })
    expect(await update('invoice', first, { state: 'cancel' })).toMatchObject({
      status: 'failed',
      error: { code: 'odoo.invoice-settled' },
    })
    done(await update('payment', payment.id, { state: 'cancel' }))
    expect((await readOne('invoice', first)).values).toMatchObject({ payment_state: 'not_paid' })
  })

  it('counts lines that nobody has moved, and puts a new one where it belongs', async () => {
    harness = await Harness.open({ version })
    const three = ['Regal', 'Buch', 'Montage'].map((text) => ({ ...line, text }))
    const [, id = ''] = seed(customer, {
      entity: 'order',
      stage: 'quote',
      status: 'draft',
      party: 'c',
      lines: three,
    })
    const shown = async (): Promise<unknown[]> =>
      ((await readOne('order', id)).values['lines'] as JsonObject[]).map((one) => [
        one['position'],
        one['name'],
      ])
    expect(await shown()).toEqual([
      [1, 'Regal'],
      [2, 'Buch'],
      [3, 'Montage'],
    ])
    const current = await readOne('order', id)
    const [, , last] = current.values['lines'] as { id: string }[]
    const items: PartWrite[] = [
      ...parts('lines', { ...lineValues, name: 'Versand', position: 3 }),
      { list: 'lines', kind: 'update', id: last?.id ?? '', values: { position: 4 } },
    ]
    const operation = { kind: 'update', type: 'sale.order', id, values: {}, parts: items, current } as const
    done((await harness.session.write('order', [operation]))[0])
    expect(await shown()).toEqual([
      [1, 'Regal'],
      [2, 'Buch'],
      [3, 'Versand'],
      [4, 'Montage'],
    ])
  })

  it('posts no payment for an invoice that is not open enough', async () => {
    harness = await Harness.open({ version })
    const [party = '', draft = ''] = seed(customer, issued('d', 'draft'))
    const values = { payment_type: 'inbound', partner_id: party, amount: 10 }
    const payment = await create('payment', values, parts('allocations', { invoice_id: draft, amount: 10 }))
    expect(await update('payment', payment.id, { state: 'posted' })).toMatchObject({
      status: 'failed',
      error: { code: 'odoo.invoice-not-open' },
    })
    expect(harness.odoo.person.get('account.payment', payment.id)).toMatchObject({ state: 'draft' })
  })

  it('leaves the taxes of other companies on a product alone', async () => {
    harness = await Harness.open({ version })
    const [id = ''] = seed({ entity: 'product', name: 'Regal', tax: 'S 19' })
    const template = harness.odoo.db.table('product.template').after(0)[0]
    if (template) harness.odoo.db.table('product.template').put({ ...template, taxes_id: [1, 63] })
    const changed = done(await update('product', id, { tax: { code: 'S 7' } }))
    expect(changed.values['tax']).toEqual({ code: 'S 7', name: '7%' })
    expect(harness.odoo.db.table('product.template').after(0)[0]?.['taxes_id']).toEqual([63, 3])
  })

  it('guesses no category of a tax that does not tell it', async () => {
    harness = await Harness.open({ version })
    const [id = ''] = seed({ entity: 'product', name: 'Regal', tax: 'S 19' })
    const template = harness.odoo.db.table('product.template').after(0)[0]
    for (const [tax, name] of [
      [5, '0% EU'],
      [7, '19% inkl.'],
    ] as const) {
      if (template) harness.odoo.db.table('product.template').put({ ...template, taxes_id: [tax] })
      const { values } = await readOne('product', id)
      expect(values['tax']).toEqual({ code: null, name })
      expect(() => harness.session.codecs['tax']?.decode(values['tax'] ?? null)).toThrow(/tax-unknown/)
    }
  })
})
