import type { Json, JsonObject } from '#canonical'
import { FrappeError, thrown } from '../errors.js'
import type { Site } from '../site.js'
import { rowsOf } from '../tables.js'
import type { Doc } from '../tables.js'

/** How a document of trade calls its things. */
export interface TradeKind {
  side: 'selling' | 'buying'
  party: 'Customer' | 'Supplier'
  partyField: string
  dateField: 'transaction_date' | 'posting_date'
  items: string
}

export const KINDS: Readonly<Record<string, TradeKind>> = {
  Quotation: {
    side: 'selling',
    party: 'Customer',
    partyField: 'party_name',
    dateField: 'transaction_date',
    items: 'Quotation Item',
  },
  'Sales Order': {
    side: 'selling',
    party: 'Customer',
    partyField: 'customer',
    dateField: 'transaction_date',
    items: 'Sales Order Item',
  },
  'Sales Invoice': {
    side: 'selling',
    party: 'Customer',
    partyField: 'customer',
    dateField: 'posting_date',
    items: 'Sales Invoice Item',
  },
  'Purchase Invoice': {
    side: 'buying',
    party: 'Supplier',
    partyField: 'supplier',
    dateField: 'posting_date',
    items: 'Purchase Invoice Item',
  },
}

export const companyOf = (site: Site, doc: Doc): Doc => site.get('Company', String(doc['company']))

export const refuse = (message: string, type = 'ValidationError'): Error =>
  thrown(type, message, { source: 'erpnext (app)' })

/** Fills in what the real server fetches from party, company and price list (`set_missing_values`). */
export function fillHeader(site: Site, kind: TradeKind, doc: Doc): void {
  const party = site.table(kind.party).get(String(doc[kind.partyField] ?? ''))
  if (party?.['disabled']) throw refuse(`${kind.party} ${party.name} is disabled`, 'PartyDisabled')
  doc['company'] ??= site.table('Company').all()[0]?.name ?? null
  const company = companyOf(site, doc)
  const prefix = kind.party.toLowerCase()
  if (party) {
    doc[`${prefix}_name`] = (party[`${prefix}_name`] ?? null) as Json
    doc['title'] ??= titleOf(doc, party, prefix)
    doc['language'] ??= (party['language'] ?? null) as Json
    for (const column of ['tax_id', `${prefix}_group`, 'territory'])
      doc[column] = (party[column] ?? null) as Json
    doc['currency'] ??= (party['default_currency'] ?? null) as Json
  }
  const own = String(company['default_currency'])
  doc['currency'] ??= own
  fillExchangeRate(site, doc, own)
  const list = kind.side === 'selling' ? 'Standard Selling' : 'Standard Buying'
  doc[kind.side === 'selling' ? 'selling_price_list' : 'buying_price_list'] ??= list
  doc['price_list_currency'] ??= 'EUR'
  doc['party_account_currency'] ??= own
  if (kind.dateField === 'posting_date') {
    const account = kind.side === 'selling' ? 'debit_to' : 'credit_to'
    const column = kind.side === 'selling' ? 'default_receivable_account' : 'default_payable_account'
    doc[account] ??= (company[column] ?? null) as Json
  }
}

/** Orders keep the literal placeholder (upstream/erpnext.md §12 no. 17). */
function titleOf(doc: Doc, party: Doc, prefix: string): Json {
  return String(doc['naming_series']).startsWith('SAL-ORD')
    ? '{customer_name}'
    : ((party[`${prefix}_name`] ?? null) as Json)
}

function fillExchangeRate(site: Site, doc: Doc, own: string): void {
  if (doc['currency'] === own) doc['conversion_rate'] = 1
  if (Number(doc['conversion_rate']) > 0) return
  const found = site
    .table('Currency Exchange')
    .all()
    .find((row) => row['from_currency'] === doc['currency'] && row['to_currency'] === own)
  if (found) {
    doc['conversion_rate'] = Number(found['exchange_rate'])
    return
  }
  site.messages.push({
    message: `Unable to find exchange rate for ${String(doc['currency'])} to ${own} for key date ${site.clock.today()}. Please create a Currency Exchange record manually`,
    title: 'Message',
  })
  throw refuse(
    `Exchange Rate is mandatory. Maybe Currency Exchange record is not created for ${String(doc['currency'])} to ${own}.`,
  )
}

/** Fills in what the real server fetches from the item (`get_item_details`). */
export function fillRows(site: Site, kind: TradeKind, doctype: string, doc: Doc): void {
  const company = companyOf(site, doc)
  doc['items'] = rowsOf(doc, 'items').map((given) => {
    const row: Doc = { ...given }
    const item = site.table('Item').get(String(row['item_code'] ?? ''))
    if (item) {
      row['item_name'] ??= (item['item_name'] ?? null) as Json
      row['description'] ||= (item['description'] ?? null) as Json
      row['item_group'] = (item['item_group'] ?? null) as Json
      row['stock_uom'] = (item['stock_uom'] ?? null) as Json
      row['uom'] ??= (item['stock_uom'] ?? null) as Json
      if (row['price_list_rate'] === null && !doc['is_return'])
        row['price_list_rate'] = listPrice(site, kind, item, row)
      row['item_tax_template'] ??= templateOf(item)
      row['income_account'] ??= (company['default_income_account'] ?? null) as Json
      row['expense_account'] ??= (company['default_expense_account'] ?? null) as Json
    }
    if (!item) demandDetails(doctype, doc, row)
    row['warehouse'] ??= `Stores - ${String(company['abbr'])}`
    row['cost_center'] ??= (company['cost_center'] ?? null) as Json
    row['conversion_factor'] ||= 1
    row['item_tax_rate'] = JSON.stringify(ratesOf(site, row['item_tax_template'] as string | null))
    return row
  })
  doc['taxes'] = rowsOf(doc, 'taxes').map((tax) => ({ ...tax, cost_center: company['cost_center'] ?? null }))
  addTaxes(site, doctype, doc)
}

/** A line without an item must say everything itself (upstream/erpnext.md §10). */
function demandDetails(doctype: string, doc: Doc, row: Doc): void {
  const account = doctype === 'Sales Invoice' ? ['income_account'] : []
  const expense = doctype === 'Purchase Invoice' ? ['expense_account'] : []
  const missing = ['item_name', 'uom', ...account, ...expense].filter((column) => !row[column])
  if (missing.length === 0) return
  throw new FrappeError('MandatoryError', `[${doctype}, ${doc.name}]: ${missing.join(', ')}`, {
    messages: missing.map((column) => ({
      message: `Error: <strong>${doctype} Item</strong> Row #${row.idx}: Value missing for: ${column}`,
      title: 'Message',
    })),
  })
}

function listPrice(site: Site, kind: TradeKind, item: Doc, row: Doc): number {
  const list = kind.side === 'selling' ? 'Standard Selling' : 'Standard Buying'
  const prices = site
    .table('Item Price')
    .all()
    .filter((one) => one['item_code'] === item.name && one['price_list'] === list)
  const price = prices.find((one) => !one['uom'] || one['uom'] === row['uom'])
  return Number(price?.['price_list_rate'] ?? 0)
}

const templateOf = (item: Doc): string | null =>
  (rowsOf(item, 'taxes').find((row) => !row['tax_category'])?.['item_tax_template'] as string | undefined) ??
  null

function ratesOf(site: Site, template: string | null): JsonObject {
  const found = template ? site.table('Item Tax Template').get(template) : undefined
  if (!found) return {}
  return Object.fromEntries(
    rowsOf(found, 'taxes').map((row) => [String(row['tax_type']), Number(row['tax_rate'])]),
  )
}

/**
 * Without rows of its own a document gets those of its template or of the items' templates, by setting; the latter brings every
 * account of them (recordings 123, 294, 295: 100 net become 233).
 */
function addTaxes(site: Site, doctype: string, doc: Doc): void {
  if (rowsOf(doc, 'taxes').length > 0) return
  const accounts: { account: string; description: string }[] = []
  if (site.settings.add_taxes_from_taxes_and_charges_template && doc['taxes_and_charges']) {
    const side = doctype === 'Purchase Invoice' ? 'Purchase' : 'Sales'
    const template = site.get(`${side} Taxes and Charges Template`, String(doc['taxes_and_charges']))
    for (const row of rowsOf(template, 'taxes')) {
      accounts.push({ account: String(row['account_head']), description: String(row['description']) })
    }
  }
  if (site.settings.add_taxes_from_item_tax_template) {
    for (const item of rowsOf(doc, 'items')) {
      for (const account of Object.keys(JSON.parse(String(item['item_tax_rate'] ?? '{}')) as object)) {
        if (!accounts.some((one) => one.account === account)) accounts.push({ account, description: account })
      }
    }
  }
  const rows = accounts.map(({ account, description }) => ({
    charge_type: 'On Net Total',
    account_head: account,
    description,
    rate: 0,
    category: 'Total',
    add_deduct_tax: 'Add',
  }))
  if (rows.length > 0) site.assignTable(doctype, doc, 'taxes', rows)
}
