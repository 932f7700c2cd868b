import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import type { Json, JsonObject } from '#connector-kit'
import { openOffice, type Office } from '../support/billing.js'
import { invoiceOf as invoice, mixedLines as lines, trade } from '../support/trade.js'

const texts = ['Regal', 'Buch', 'Montage vor Ort']

let office: Office

const list = (row: JsonObject, field: string): JsonObject[] => (row[field] ?? []) as JsonObject[]
const move = (reference: string): JsonObject => office.one('odoo', 'account.move', 'ref', reference)
const salesInvoice = (reference: string): JsonObject =>
  office.one('erpnext', 'Sales Invoice', 'po_no', reference)
const ninja = (reference: string, type = 'invoice'): JsonObject =>
  office.one('invoice-ninja', type, 'po_number', reference)
const quiet = async (): Promise<void> => {
  expect(await office.failures()).toEqual([])
  expect(await office.reviews()).toEqual([])
}

beforeAll(async () => {
  office = await openOffice({ before: [['odoo', trade]] })
})
afterAll(() => office?.close())

describe('the billing chain over Odoo, ERPNext and Invoice Ninja', () => {
  it('turns a quote that is accepted in Odoo into an order in ERPNext and an approved quote in Invoice Ninja', async () => {
    const [id] = office.seed('odoo', [
      {
        entity: 'order',
        party: 'nord',
        stage: 'quote',
        status: 'sent',
        reference: 'Anfrage 7',
        date: '2026-03-02',
        validUntil: '2026-04-01',
        note: 'Danke',
        lines,
      },
    ])
    await office.sync()
    const quotation = office.one('erpnext', 'Quotation', 'title', 'Anfrage 7')
    expect(quotation).toMatchObject({ docstatus: 1, transaction_date: '2026-03-02', grand_total: 270.13 })
    expect(office.all('erpnext', 'Sales Order')).toEqual([])
    expect(ninja('Anfrage 7', 'quote')).toMatchObject({ status_id: '2', date: '2026-03-02', amount: 270.13 })

    await office.odoo('sale.order', 'action_confirm', id)
    await office.sync()
    const order = office.one('erpnext', 'Sales Order', 'po_no', 'Anfrage 7')
    const customer = office.one('erpnext', 'Customer', 'customer_name', 'Nordwind GmbH')
    expect(order).toMatchObject({ docstatus: 1, customer: customer['name'], grand_total: 270.13 })
    expect(list(order, 'items')).toMatchObject([
      {
        item_code: 'R-1',
        description: expect.stringContaining('Regal'),
        qty: 3,
        uom: 'Nos',
        discount_percentage: 10,
      },
      { item_code: 'B-1', qty: 2, uom: 'Nos', net_amount: 49.8 },
      { item_code: 'H-1', qty: 1.5, uom: 'Hour', net_amount: 128.25 },
    ])
    const quote = ninja('Anfrage 7', 'quote')
    expect(quote).toMatchObject({ status_id: '3', amount: 270.13, date: '2026-03-02', number: 'S00001' })
    expect(list(quote, 'line_items').map(({ notes }) => notes)).toEqual(texts)
    await quiet()
  })

  it('issues an invoice of Odoo in the others, with its number, its order and the same totals', async () => {
    const orderLines = list(office.one('odoo', 'sale.order', 'client_order_ref', 'Anfrage 7'), 'order_line')
    const [id] = office.seed('odoo', [invoice('RE 1', { status: 'draft' })])
    const own = list(move('RE 1'), 'invoice_line_ids')
    const ties = own.map(({ id: line }, at) => [1, line, { sale_line_ids: [[4, orderLines[at]?.['id']]] }])
    await office.odoo('account.move', 'write', id, { vals: { invoice_line_ids: ties as Json } })
    await office.sync()
    expect(salesInvoice('RE 1')).toMatchObject({ docstatus: 0, grand_total: 270.13 })
    expect(ninja('RE 1')).toMatchObject({ status_id: '1', amount: 270.13 })

    await office.odoo('account.move', 'action_post', id)
    await office.sync()
    const { name: number, amount_total: total } = move('RE 1')
    expect([number, total]).toEqual([expect.stringMatching(/^RE\/2026\/\d+$/), 270.13])
    const there = salesInvoice('RE 1')
    expect(there).toMatchObject({
      docstatus: 1,
      grand_total: 270.13,
      net_total: 232.02,
      due_date: '2026-03-16',
    })
    expect(there).toMatchObject({ custom_einmal_number: number })
    const order = office.one('erpnext', 'Sales Order', 'po_no', 'Anfrage 7')
    expect(list(there, 'items').map((row) => row['sales_order'])).toEqual(texts.map(() => order['name']))
    const third = ninja('RE 1')
    expect(third).toMatchObject({
      status_id: '2',
      amount: 270.13,
      total_taxes: 38.11,
      balance: 270.13,
      number,
    })
    expect(list(third, 'line_items').map(({ notes }) => notes)).toEqual(texts)
    await quiet()
  })

  it('marks an invoice paid everywhere by payments that are entered in Invoice Ninja', async () => {
    office.seed('odoo', [invoice('RE 2')])
    await office.sync()
    const { id, client_id } = ninja('RE 2')
    const pay = (amount: number, reference: string) =>
      office.ninja('POST', 'payments', {
        client_id: client_id ?? null,
        amount,
        date: '2026-03-10',
        type_id: '1',
        transaction_reference: reference,
        invoices: [{ invoice_id: id ?? null, amount }],
      })
    await pay(100.13, 'Anzahlung')
    await office.sync()
    expect(move('RE 2')).toMatchObject({ payment_state: 'partial', amount_residual: 170 })
    expect(salesInvoice('RE 2')).toMatchObject({
      status: expect.stringMatching(/Partly Paid|Overdue/),
      outstanding_amount: 170,
    })
    await pay(170, 'Rest')
    await office.sync()
    expect(move('RE 2')).toMatchObject({ amount_residual: 0 })
    expect(['paid', 'in_payment']).toContain(move('RE 2')['payment_state'])
    expect(salesInvoice('RE 2')).toMatchObject({ status: 'Paid', outstanding_amount: 0 })
    expect(ninja('RE 2')).toMatchObject({ status_id: '4', balance: 0 })
    for (const [system, type] of [
      ['odoo', 'account.payment'],
      ['erpnext', 'Payment Entry'],
      ['invoice-ninja', 'payment'],
    ] as const)
      expect([system, office.all(system, type).length]).toEqual([system, 2])
    await quiet()
  })

  it('takes a credit note of an invoice along, and it corrects that invoice', async () => {
    office.seed('odoo', [invoice('RE 3')])
    await office.sync()
    const half = lines.slice(0, 1)
    office.seed('odoo', [invoice('GS 3', { kind: 'creditNote', corrects: 'RE 3', lines: half })])
    await office.sync()
    const credit = salesInvoice('GS 3')
    expect(credit).toMatchObject({
      docstatus: 1,
      is_return: 1,
      return_against: salesInvoice('RE 3')['name'],
      grand_total: -64.22,
      custom_einmal_number: move('GS 3')['name'],
    })
    expect(ninja('GS 3', 'credit')).toMatchObject({
      status_id: '2',
      amount: 64.22,
      number: move('GS 3')['name'],
    })
    await quiet()
  })

  it('carries an invoice of Invoice Ninja with prices that include tax', async () => {
    const [line] = list(ninja('RE 3'), 'line_items')
    const { client_id } = ninja('RE 3')
    const { data } = await office.ninja('POST', 'invoices?mark_sent=true', {
      client_id: client_id ?? null,
      po_number: 'Brutto',
      date: '2026-03-05',
      due_date: '2026-03-19',
      uses_inclusive_taxes: true,
      is_amount_discount: false,
      line_items: [{ ...line, custom_value4: '', notes: 'Brutto', quantity: 2, cost: 119, discount: 0 }],
    })
    await office.sync()
    const { number, amount } = data as JsonObject
    expect(amount).toBe(238)
    expect(move('Brutto')).toMatchObject({ state: 'posted', amount_untaxed: 200, amount_total: 238 })
    expect(move('Brutto')).toMatchObject({ invoice_origin: number ?? null })
    expect(salesInvoice('Brutto')).toMatchObject({
      docstatus: 1,
      net_total: 200,
      custom_einmal_number: number,
    })
    await quiet()
  })

  it('settles an invoice everywhere by a payment that was entered in Odoo together with it: it waits until the invoice is issued there', async () => {
    const total = '270.13'
    const allocations = [{ invoice: 'RE 4', amount: total }]
    office.seed('odoo', [
      invoice('RE 4'),
      {
        entity: 'payment',
        direction: 'incoming',
        status: 'issued',
        party: 'nord',
        amount: total,
        date: '2026-03-11',
        reference: 'Eingang 4',
        allocations,
      },
    ])
    await office.sync()
    expect(salesInvoice('RE 4')).toMatchObject({ status: 'Paid', outstanding_amount: 0 })
    expect(ninja('RE 4')).toMatchObject({ status_id: '4', balance: 0 })
    await quiet()
  })

  it('carries a purchase invoice between the two that have such, with the supplier’s number', async () => {
    const bill = { product: 'regal', text: 'Regalböden', quantity: '40', unitPrice: '3.45', tax: 'S 19' }
    office.seed('odoo', [
      invoice('LR-4711', { kind: 'purchaseInvoice', party: 'werk', lines: [{ ...bill, unit: 'C62' }] }),
    ])
    await office.sync()
    const [there] = office.all('erpnext', 'Purchase Invoice')
    expect(there).toMatchObject({
      docstatus: 1,
      supplier: 'Werkstoff AG',
      grand_total: 164.22,
      net_total: 138,
    })
    expect(office.all('invoice-ninja', 'invoice').map((row) => row['po_number'])).not.toContain('LR-4711')
    await quiet()
  })

  it('then is silent: 20 further polls of everything write nothing', async () => {
    await office.sync()
    office.forget()
    for (let round = 0; round < 20; round++) await office.sync()
    expect(office.writes()).toEqual([])
    await quiet()
  })
})
