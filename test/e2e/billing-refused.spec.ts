import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { dataOf, type Schemas } from '#api-client'
import type { Json, JsonObject } from '#connector-kit'
import type { OdooSimulator } from '../../connectors/odoo/simulator/index.js'
import { openOffice, type Office } from '../support/billing.js'
import { invoiceOf, shelves, trade } from '../support/trade.js'

const tenant = 'acme'
/** Taxes of the simulated Odoo by their id. */
const taxes = { standard: 1, intraCommunity: 5, included: 7 }

let office: Office

const invoice = (reference: string, more: Parameters<typeof invoiceOf>[1] = {}) =>
  invoiceOf(reference, { lines: [shelves], ...more })
const move = (reference: string): JsonObject => office.one('odoo', 'account.move', 'ref', reference)
const salesInvoice = (reference: string): JsonObject =>
  office.one('erpnext', 'Sales Invoice', 'po_no', reference)
const ninja = (reference: string): JsonObject =>
  office.one('invoice-ninja', 'invoice', 'po_number', reference)
const failuresOf = async (connection: string): Promise<Schemas['FailureView'][]> =>
  (await office.failures()).filter((failure) => failure.connection === connection)
const quiet = async (): Promise<void> => {
  expect(await office.failures()).toEqual([])
  expect(await office.reviews()).toEqual([])
}

beforeAll(async () => {
  office = await openOffice({
    before: [['odoo', trade]],
    filters: { party: { erpnext: [{ field: 'address.country', is: 'equal', value: 'DE' }] } },
  })
})
afterAll(() => office?.close())

describe('what the billing chain does not do', () => {
  it('guesses no tax: the failure names the choices, and closes by itself once the choice is made', async () => {
    const [id] = office.seed('odoo', [invoice('EU', { status: 'draft' })])
    const [line] = move('EU')['invoice_line_ids'] as JsonObject[]
    const vals: Json = {
      invoice_line_ids: [[1, line?.['id'] ?? null, { tax_ids: [[6, 0, [taxes.intraCommunity]]] }]],
    }
    await office.odoo('account.move', 'write', id, { vals })
    await office.odoo('account.move', 'action_post', id)
    await office.sync()
    expect(await office.failures()).toMatchObject([
      { connection: 'odoo', code: 'odoo.tax-unknown', text: expect.stringContaining('19% = S 19') },
    ])

    // The accountant gives the tax its category in Odoo.
    const { db } = office.hub.simulators.of('odoo').model as OdooSimulator
    const tax = db.table('account.tax').get(taxes.intraCommunity)
    if (tax) db.table('account.tax').put({ ...tax, ubl_cii_tax_category_code: 'K' })
    await office.retry()
    expect(await failuresOf('odoo')).toEqual([])
    expect(await failuresOf('erpnext')).toMatchObject([
      { code: 'erpnext.tax-unknown', text: expect.stringContaining('K 0. It has: S 19 (2320') },
    ])
    expect(await failuresOf('invoice-ninja')).toMatchObject([
      { code: 'invoice-ninja.tax-unknown', text: expect.stringContaining('E 0, Z 0, AE 0') },
    ])
    expect([office.all('erpnext', 'Sales Invoice'), office.all('invoice-ninja', 'invoice')]).toEqual([[], []])

    await chooseInConnection('erpnext', { zeroTaxes: 'K 0 = Lieferung an EU-Unternehmer - AC' })
    await office.retry()
    expect(salesInvoice('EU')).toMatchObject({ docstatus: 1, grand_total: 59.97 })
    const values = { 'S 19': 'S 19', 'S 7': 'S 7', 'E 0': 'K 0' }
    await chooseInMapping('invoice-ninja', 'types.invoice.parts.lines.fields.tax', { native: 'tax', values })
    await office.sync()
    expect(ninja('EU')).toMatchObject({ status_id: '2', amount: 59.97 })
    await quiet()
  })

  it('issues nothing whose totals differ: the draft goes, both sums and the line are named', async () => {
    // 1.75 × 85.50 = 149.625: Odoo rounds the half up, ERPNext to the even digit.
    const hours = { ...shelves, text: 'Montage', quantity: '1.75', unitPrice: '85.5' }
    office.seed('odoo', [invoice('Rundung', { lines: [shelves, hours] })])
    await office.sync()
    expect(ninja('Rundung')).toMatchObject({
      status_id: '2',
      amount: move('Rundung')['amount_total'] ?? null,
    })
    expect(await office.failures()).toMatchObject([
      {
        connection: 'erpnext',
        code: 'sync.totals-differ',
        text: expect.stringMatching(/249\.41 .* 249\.42 \(difference -0\.01, first differing line 2\)/),
        fix: expect.stringContaining('rounding'),
      },
    ])
    expect(office.all('erpnext', 'Sales Invoice').map((row) => row['po_no'])).not.toContain('Rundung')

    await changeFlow('invoice', { rounding: '0.01' })
    await office.retry()
    expect(salesInvoice('Rundung')).toMatchObject({ docstatus: 1, grand_total: 249.41 })
    await quiet()
  })

  it('edits no issued document: a person is asked, with what differs, and the answer puts it right', async () => {
    office.seed('odoo', [invoice('Fest')])
    await office.sync()
    const { id, line_items: items } = ninja('Fest')
    const changed = (items as JsonObject[]).map((item) => ({ ...item, quantity: 5 }))
    await office.ninja('PUT', `invoices/${String(id)}`, { line_items: changed })
    office.forget()
    await office.sync()
    expect(office.writes()).toEqual([])
    const questions = await office.reviews()
    expect(questions.map(({ kind, connection, field }) => [kind, connection, field]).sort()).toEqual([
      ['frozen', 'erpnext', 'lines'],
      ['frozen', 'odoo', 'lines'],
    ])
    for (const { evidence } of questions)
      expect([evidence.record, evidence.system].map((side) => Object.values(side ?? {}))).toEqual([
        ['5'],
        ['3'],
      ])
    expect([move('Fest')['amount_total'], salesInvoice('Fest')['grand_total']]).toEqual([71.36, 71.36])
    for (const { id: review } of questions) {
      const params = { path: { tenant, review } }
      const body = { action: 'keep' as const }
      await office.hub
        .as('operator')
        .POST('/api/v1/tenants/{tenant}/reviews/{review}/resolve', { params, body })
    }
    await office.sync()
    await quiet()
  })

  it('takes the cancellation of an invoice along', async () => {
    office.seed('odoo', [invoice('Storno')])
    await office.sync()
    expect([salesInvoice('Storno')['docstatus'], ninja('Storno')['status_id']]).toEqual([1, '2'])
    const { id } = move('Storno')
    await office.odoo('account.move', 'button_draft', id)
    await office.odoo('account.move', 'button_cancel', id)
    await office.sync()
    expect([salesInvoice('Storno')['docstatus'], ninja('Storno')['status_id']]).toEqual([2, '5'])
    await quiet()
  })

  it('leaves no reference open: a customer outside the filter comes along, without its contacts', async () => {
    office.seed('odoo', [
      {
        key: 'wien',
        kind: 'organization',
        name: 'Donau KG',
        isCustomer: true,
        address: { street: 'Ring 1', postalCode: '1010', city: 'Wien', country: 'AT' },
        contacts: [{ name: 'Eva Wien', email: 'eva@donau.example' }],
      },
    ])
    await office.sync()
    expect(office.hub.simulators.names('erpnext')).toEqual(['Nordwind GmbH'])
    office.seed('odoo', [invoice('Wien', { party: 'wien' })])
    await office.sync()
    expect(salesInvoice('Wien')).toMatchObject({ docstatus: 1, customer: 'Donau KG' })
    expect(office.all('erpnext', 'Contact').map((row) => row['email_id'])).not.toContain('eva@donau.example')
    await quiet()
  })

  it('lets an invoice wait for a product that cannot be read, and goes on once it can', async () => {
    const [id] = office.seed('odoo', [
      {
        entity: 'product',
        key: 'tisch',
        number: 'T-1',
        name: 'Tisch',
        unit: 'C62',
        price: '100',
        tax: 'S 19',
      },
    ])
    await office.odoo('product.product', 'write', id, { vals: { taxes_id: [[6, 0, [taxes.included]]] } })
    office.seed('odoo', [invoice('Tisch', { lines: [{ ...shelves, product: 'tisch', text: 'Tisch' }] })])
    await office.sync()
    expect((await office.failures()).map(({ code }) => code).sort()).toEqual([
      'odoo.tax-unknown',
      'sync.parent-unknown',
    ])
    await office.odoo('product.product', 'write', id, { vals: { taxes_id: [[6, 0, [taxes.standard]]] } })
    await office.sync()
    expect(salesInvoice('Tisch')).toMatchObject({ docstatus: 1, items: [{ item_code: 'T-1' }] })
    expect(ninja('Tisch')).toMatchObject({ status_id: '2', line_items: [{ product_key: 'T-1' }] })
    await quiet()
  })
})

async function chooseInConnection(connection: string, config: JsonObject): Promise<void> {
  const admin = office.hub.as('admin')
  const path = { tenant, connection }
  const { response } = await admin.GET('/api/v1/tenants/{tenant}/connections/{connection}', {
    params: { path },
  })
  const params = { path, header: { 'If-Match': response.headers.get('etag') ?? '' } }
  await dataOf(admin.PATCH('/api/v1/tenants/{tenant}/connections/{connection}', { params, body: { config } }))
}

async function chooseInMapping(connector: string, path: string, line: JsonObject): Promise<void> {
  const admin = office.hub.as('admin')
  const mapping = { tenant, connector, entity: 'invoice' }
  const { response } = await admin.GET('/api/v1/tenants/{tenant}/mappings/{connector}/{entity}', {
    params: { path: mapping },
  })
  const params = { path: mapping, header: { 'If-Match': response.headers.get('etag') ?? '' } }
  const body = { lines: { [path]: line } }
  await dataOf(
    admin.PUT('/api/v1/tenants/{tenant}/mappings/{connector}/{entity}/overrides', { params, body }),
  )
}

async function changeFlow(flow: string, settings: Schemas['FlowSettingsChange']): Promise<void> {
  const admin = office.hub.as('admin')
  const path = { tenant, flow }
  const { response } = await admin.GET('/api/v1/tenants/{tenant}/flows/{flow}', { params: { path } })
  const params = { path, header: { 'If-Match': response.headers.get('etag') ?? '' } }
  await dataOf(admin.PATCH('/api/v1/tenants/{tenant}/flows/{flow}', { params, body: { settings } }))
}
