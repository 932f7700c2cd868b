import { beforeEach, describe, expect, it } from '@jest/globals'
import type { JsonObject } from '#canonical'
import { dataOf, listOf, newCaller } from '../harness-calls.js'
import type { Caller } from '../harness-calls.js'
import type { InvoiceNinja } from '../model.js'

/** The simulator must set the traps of upstream/invoice-ninja.md: one that is kinder than the real server proves nothing. */

let caller: Caller
let ninja: InvoiceNinja

beforeEach(() => {
  caller = newCaller()
  ninja = caller.ninja
})

const call: Caller['call'] = (...request) => caller.call(...request)
const create: Caller['create'] = (...request) => caller.create(...request)

describe('sales', () => {
  const line = { product_key: 'W', notes: 'Widget', cost: 10, quantity: 3 }
  const acme = (body: JsonObject = {}): string => String(create({ name: 'Acme', ...body })['id'])

  it('makes and overwrites products from lines, silently, unless that is switched off', () => {
    const client = acme()
    create({ client_id: client, line_items: [line] }, 'invoices')
    create({ client_id: client, line_items: [{ ...line, notes: 'Other', cost: 7 }] }, 'quotes')
    expect(listOf(call('GET', 'products'))).toMatchObject([{ product_key: 'W', notes: 'Other', price: 7 }])
    ninja.company.updateProducts = false
    create({ client_id: client, line_items: [{ ...line, cost: 8 }] }, 'invoices')
    expect(listOf(call('GET', 'products'))).toMatchObject([{ price: 7 }])
  })

  it('takes discounts as amounts unless told otherwise, and the client’s notes for the document’s', () => {
    const client = acme({ public_notes: 'pub' })
    const discounted = { ...line, discount: 10, is_amount_discount: false }
    const sent = { client_id: client, public_notes: 'Thanks', line_items: [discounted] }
    expect(create(sent, 'invoices')).toMatchObject({ amount: 20, public_notes: 'pub', balance: 0 })
    expect(create({ ...sent, is_amount_discount: false }, 'invoices')['amount']).toBe(27)
  })

  it('computes as it was recorded', () => {
    const taxed = { ...line, tax_name1: 'VAT', tax_rate1: 19, cost: 19.99, discount: 10 }
    const other = { cost: 5, quantity: 2, tax_name1: 'VAT', tax_rate1: 7 }
    const client = acme()
    expect(create({ client_id: client, line_items: [taxed, other] }, 'invoices')).toMatchObject({
      amount: 70.16,
      total_taxes: 10.19,
      line_items: [{ line_total: 49.97, gross_line_total: 59.46, tax_amount: 9.49 }, { line_total: 10 }],
    })
    const percent = { client_id: client, is_amount_discount: false, discount: 10 }
    const hundred = { cost: 100, quantity: 1, tax_name1: 'VAT', tax_rate1: 19 }
    expect(create({ ...percent, line_items: [hundred] }, 'quotes')).toMatchObject({
      amount: 107.1,
      total_taxes: 17.1,
      line_items: [{ line_total: 100, gross_line_total: 117.1 }],
    })
  })

  it('has no date but Midway’s on a fresh installation', () => {
    expect(create({ client_id: acme(), line_items: [] }, 'invoices')['date']).toBe('2026-11-23')
  })

  it('frees the number of a deleted invoice, and deletes its payment with it', () => {
    const client = acme()
    const invoice = create({ client_id: client, line_items: [line] }, 'invoices?paid=true')
    expect(invoice).toMatchObject({ status_id: '4', balance: 0, number: '0001' })
    call('DELETE', `invoices/${String(invoice['id'])}`)
    expect(dataOf(call('GET', `invoices/${String(invoice['id'])}`))['number']).toBe('0001_Deleted')
    expect(listOf(call('GET', 'payments'))).toMatchObject([{ is_deleted: true, amount: 0 }])
    create({ client_id: client, number: '0001', line_items: [] }, 'invoices')
    call('POST', 'invoices/bulk', { action: 'restore', ids: [invoice['id']] })
    expect(dataOf(call('GET', `invoices/${String(invoice['id'])}`))['number']).toBe('0002')
  })

  it('answers the deletion of a payment with what it was', () => {
    const invoice = create({ client_id: acme(), line_items: [line] }, 'invoices?paid=true')
    const [payment] = listOf(call('GET', 'payments'))
    const path = `payments/${String(payment?.['id'])}`
    expect(dataOf(call('DELETE', path))['is_deleted']).toBe(false)
    expect(dataOf(call('GET', path))['is_deleted']).toBe(true)
    expect(dataOf(call('GET', `invoices/${String(invoice['id'])}`))).toMatchObject({
      status_id: '2',
      balance: 30,
    })
  })

  it('blocks a second payment of the same amount and client, also after one that failed', () => {
    const payment = { client_id: acme(), amount: 500, invoices: [{ invoice_id: 'nope', amount: 500 }] }
    expect(call('POST', 'payments', payment).status).toBe(422)
    expect(call('POST', 'payments', payment)).toMatchObject({
      status: 400,
      body: { message: 'Duplicate request' },
    })
  })

  it('does nothing for unknown actions and for those that do not fit', () => {
    const invoice = create({ client_id: acme(), line_items: [line] }, 'invoices')
    for (const action of ['bogus', 'cancel']) {
      expect(call('POST', 'invoices/bulk', { action, ids: [invoice['id']] }).status).toBe(200)
      expect(dataOf(call('GET', `invoices/${String(invoice['id'])}`))['status_id']).toBe('1')
    }
  })
})
