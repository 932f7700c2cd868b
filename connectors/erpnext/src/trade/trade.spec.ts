import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import type { EntityName } from '#canonical'
import type { JsonObject, NativeRecord, Session, WriteOperation, WriteResult } from '#connector-kit'
import { Harness, recordOf } from '../../simulator/harness.js'

let world: Harness
let session: Session

beforeEach(async () => {
  world = new Harness()
  session = await world.start()
  await session.check({ prepare: true })
  world.model.seed([{ kind: 'organization', name: 'Nordwind GmbH', isCustomer: true }])
})
afterEach(() => world.stop())

let made = 0
const line = (values: JsonObject) => ({
  list: 'lines',
  kind: 'create' as const,
  key: `line-${(made += 1)}`,
  marker: `marker-line-${made}`,
  values: { description: 'Regal', quantity: 2, unit_price: 50, uom: 'Nos', ...values },
})

const draft = (type: string, values: JsonObject, lines: ReturnType<typeof line>[]): WriteOperation => ({
  kind: 'create',
  type,
  marker: `marker-${(made += 1)}`,
  values,
  parts: lines,
})

const update = (current: NativeRecord, values: JsonObject): WriteOperation => ({
  kind: 'update',
  type: current.type,
  id: current.id,
  values,
  parts: [],
  current,
})

async function write(entity: EntityName, operation: WriteOperation): Promise<WriteResult | undefined> {
  return (await session.write(entity, [operation]))[0]
}

const invoice = (lines: ReturnType<typeof line>[], values: JsonObject = {}) =>
  write(
    'invoice',
    draft('Sales Invoice', { customer: 'Nordwind GmbH', date: '2026-06-10', ...values }, lines),
  )

async function read(entity: EntityName, type: string, id: string): Promise<JsonObject> {
  const [record] = await session.read(entity, type, [id])
  if (!record) throw new Error(`there is no ${type} ${id}`)
  return record.values
}

const linesOf = (values: JsonObject): JsonObject[] => values['lines'] as JsonObject[]

describe('taxes', () => {
  it('of several rates in one invoice are those of their lines, and nothing else is added', async () => {
    const { values } = recordOf(await invoice([line({ tax: 'S 19' }), line({ tax: 'S 7' })]))
    expect(linesOf(values).map((one) => one['tax'])).toEqual(['S 19', 'S 7'])
    expect(values).toMatchObject({ net: 200, tax: 26, gross: 226 })
  })

  it('that no item tax template of the site tells apart are refused, never mixed up', async () => {
    const lines = [line({ tax: 'S 19' }), line({ tax: 'S 7' }), line({ tax: null })]
    const refused = { status: 'failed', error: { kind: 'rejected', code: 'erpnext.tax-mixed' } }
    expect(await invoice(lines)).toMatchObject(refused)
    world.model.person.create('Item Tax Template', {
      title: 'Ohne Steuer',
      company: 'Acme GmbH',
      taxes: ['2320 - Umsatzsteuer 19 % - AC', '2321 - Umsatzsteuer 7 % - AC'].map((account) => ({
        tax_type: account,
        tax_rate: 0,
      })),
    })
    await session.check()
    expect(recordOf(await invoice(lines)).values).toMatchObject({ net: 300, tax: 26 })
  })

  it('of 0 % are what the connection says of a template', async () => {
    session = await world.connect({ zeroTaxes: 'K 0 = Lieferung an EU-Unternehmer - AC' })
    const { id, values } = recordOf(await invoice([line({ tax: 'K 0' })]))
    expect(linesOf(values).map((one) => one['tax'])).toEqual(['K 0'])
    expect(values).toMatchObject({ tax: 0, gross: 100 })
    const stranger = await world.connect()
    const [record] = await stranger.read('invoice', 'Sales Invoice', [id])
    const tax = (record?.values['lines'] as JsonObject[])[0]?.['tax']
    expect(() => stranger.codecs['salesTax']?.decode(tax ?? null)).toThrow('erpnext.tax-unknown')
  })

  it('that the site does not have are refused with its choices, before anything is written', async () => {
    const other = await world.connect()
    const operation = draft('Sales Invoice', { customer: 'Nordwind GmbH' }, [line({ tax: 'S 13.37' })])
    const [result] = await other.write('invoice', [operation])
    expect(result).toMatchObject({
      status: 'failed',
      error: { kind: 'rejected', code: 'erpnext.tax-unknown' },
    })
    expect(world.model.person.list('Sales Invoice')).toEqual([])
  })

  it('of an account that no template of the company names are not taken for a known one', async () => {
    world.model.person.create('Sales Invoice', {
      customer: 'Nordwind GmbH',
      items: [{ item_name: 'Bau', uom: 'Nos', qty: 1, rate: 100, income_account: '4110 - Sales - AC' }],
      taxes: [
        {
          charge_type: 'On Net Total',
          account_head: '2340 - Umsatzsteuer nach § 13b UStG 19% - AC',
          description: '13b',
          rate: 19,
        },
      ],
    })
    const id = String(world.model.person.list('Sales Invoice')[0]?.['name'])
    const tax = linesOf(await read('invoice', 'Sales Invoice', id))[0]?.['tax']
    expect(() => session.codecs['salesTax']?.decode(tax ?? null)).toThrow('erpnext.tax-unknown')
  })
})

describe('numbers', () => {
  it('are the document’s own once a person has submitted it, and none before', async () => {
    const id = world.model.person.create('Sales Invoice', {
      customer: 'Nordwind GmbH',
      items: [{ item_name: 'Regal', uom: 'Nos', qty: 1, rate: 100, income_account: '4110 - Sales - AC' }],
    })
    expect((await read('invoice', 'Sales Invoice', id))['number']).toBeNull()
    world.model.person.update('Sales Invoice', id, { docstatus: 1 })
    expect((await read('invoice', 'Sales Invoice', id))['number']).toBe(id)
  })

  it('stay unknown when the hub submits a document that brought none, and may come later', async () => {
    const created = recordOf(await invoice([line({})]))
    const submitted = recordOf(await write('invoice', update(created, { life: 'issued' })))
    expect(submitted.values).toMatchObject({ life: 'issued', number: null })
    const numbered = recordOf(await write('invoice', update(submitted, { number: 'RE-2026-7' })))
    expect(numbered.values).toMatchObject({ life: 'issued', number: 'RE-2026-7' })
  })

  it('are the document’s own when a person submits what the hub has drafted', async () => {
    const { id } = recordOf(await invoice([line({})]))
    world.model.person.update('Sales Invoice', id, { docstatus: 1 })
    expect((await read('invoice', 'Sales Invoice', id))['number']).toBe(id)
  })
})

describe('documents', () => {
  it('a line that costs nothing stays free although the product has a list price', async () => {
    world.model.seed([{ entity: 'product', number: 'P-1', name: 'Regal', price: '80', unit: 'C62' }])
    const { values } = recordOf(await invoice([line({ item_code: 'P-1', unit_price: 0 })]))
    expect(linesOf(values)[0]).toMatchObject({ unit_price: 0, net: 0 })
    expect(values['gross']).toBe(0)
  })

  it('a product’s own tax template does not creep into a line with another tax', async () => {
    world.model.seed([
      { entity: 'product', number: 'P-1', name: 'Regal', price: '80', unit: 'C62', tax: 'S 19' },
    ])
    const { values } = recordOf(await invoice([line({ item_code: 'P-1', tax: 'S 7' })]))
    expect(linesOf(values)[0]?.['tax']).toBe('S 7')
    expect(values).toMatchObject({ net: 100, tax: 7 })
  })

  it('a lost reply to a submit is settled by asking again', async () => {
    const created = recordOf(await invoice([line({})]))
    world.simulator.faults.add({ kind: 'lost-reply', method: 'PUT' })
    expect((await write('invoice', update(created, { life: 'issued' })))?.status).toBe('unknown')
    const [now] = await session.read('invoice', 'Sales Invoice', [created.id])
    const again = await write('invoice', update(now as NativeRecord, { life: 'issued' }))
    expect(recordOf(again).values['life']).toBe('issued')
    expect(
      world.model.person.list('GL Entry').filter((entry) => entry['voucher_no'] === created.id),
    ).toHaveLength(2)
  })

  it('a date outside all fiscal years is refused when it is issued, and named', async () => {
    const created = recordOf(await invoice([line({})], { date: '2015-01-01', due_date: '2015-02-01' }))
    expect(await write('invoice', update(created, { life: 'issued' }))).toMatchObject({
      status: 'failed',
      error: { kind: 'rejected', code: 'erpnext.fiscal-year', field: 'date' },
    })
  })

  it('a quote that was accepted elsewhere says so', async () => {
    const values = { party_name: 'Nordwind GmbH', date: '2026-06-10' }
    const created = recordOf(await write('order', draft('Quotation', values, [line({})])))
    const accepted = recordOf(await write('order', update(created, { life: 'accepted' })))
    expect(accepted.values['life']).toBe('accepted')
    expect(world.model.person.get('Quotation', created.id)).toMatchObject({ docstatus: 1, status: 'Open' })
  })

  it('an order without a delivery date has none, although ERPNext demands one', async () => {
    const values = { customer: 'Nordwind GmbH', date: '2026-06-10' }
    const created = recordOf(await write('order', draft('Sales Order', values, [line({})])))
    expect(created.values['delivery_date']).toBeNull()
    expect(world.model.person.get('Sales Order', created.id)?.['delivery_date']).toBe('2026-06-10')
  })

  it('of other companies are not this connection’s', async () => {
    world.model.person.create('Company', { company_name: 'Beta GmbH', abbr: 'BG', default_currency: 'EUR' })
    const { id } = recordOf(await invoice([line({})]))
    const beta = await world.connect({ company: 'Beta GmbH' })
    expect(await beta.read('invoice', 'Sales Invoice', [id])).toEqual([])
    for await (const page of beta.pull('invoice', null)) expect(page.records).toEqual([])
    for await (const names of beta.list?.('invoice', 'Sales Invoice') ?? []) expect(names).toEqual([])
  })

  it('a payment without a reference gets through to the bank, and reads as having none', async () => {
    const values = {
      payment_type: 'Receive',
      of: { type: 'Customer', id: 'Nordwind GmbH' },
      paid_amount: 25,
      means: '58',
    }
    const created = recordOf(await write('payment', draft('Payment Entry', values, [])))
    expect(created.values).toMatchObject({ reference_no: null, means: '58', paid_to: 'Girokonto - AC' })
  })

  it('cancelling a paid invoice frees the payment, whose change is seen', async () => {
    const issued = recordOf(
      await write('invoice', update(recordOf(await invoice([line({})])), { life: 'issued' })),
    )
    const values = {
      payment_type: 'Receive',
      of: { type: 'Customer', id: 'Nordwind GmbH' },
      paid_amount: 100,
      means: '10',
    }
    const allocation = {
      list: 'allocations',
      kind: 'create' as const,
      key: 'a',
      marker: 'marker-a',
      values: { invoice: { type: 'Sales Invoice', id: issued.id }, amount: 100 },
    }
    const operation = { ...draft('Payment Entry', values, []), parts: [allocation] } as WriteOperation
    const paid = recordOf(
      await write('payment', update(recordOf(await write('payment', operation)), { life: 'issued' })),
    )
    const [settled] = await session.read('invoice', 'Sales Invoice', [issued.id])
    expect(settled?.values).toMatchObject({ settlement: 'paid', open: 0 })
    await write('invoice', update(settled as NativeRecord, { life: 'cancelled' }))
    const [freed] = await session.read('payment', 'Payment Entry', [paid.id])
    expect(freed?.values['allocations']).toEqual([])
    expect(freed?.version).not.toBe(paid.version)
  })
})
