import type { JsonObject } from '#canonical'
import { FrappeError } from '../errors.js'
import type { Site } from '../site.js'
import { rowsOf } from '../tables.js'
import type { Doc } from '../tables.js'
import { round } from './money.js'

/** Without a fiscal year the draft is accepted and the submit fails (recordings 127, 129). */
export function checkFiscalYear(site: Site, doc: Doc): void {
  const date = String(doc['posting_date'])
  const found = site
    .table('Fiscal Year')
    .all()
    .some((year) => String(year['year_start_date']) <= date && date <= String(year['year_end_date']))
  if (found) return
  const shown = date.split('-').reverse().join('.')
  const text = `Date ${shown} is not in any active Fiscal Year for <strong>${String(doc['company'])}</strong>`
  throw new FrappeError('FiscalYearError', text, {
    messages: [{ message: text, title: 'Message' }],
    source: 'erpnext (app)',
  })
}

/** Books a submitted document: party account, income or expense, taxes. */
export function book(site: Site, doctype: string, doc: Doc, party: string): void {
  const sale = doctype === 'Sales Invoice'
  const total = Number(doc['base_grand_total'])
  const partyAccount = String(sale ? doc['debit_to'] : doc['credit_to'])
  const other = String(rowsOf(doc, 'items')[0]?.[sale ? 'income_account' : 'expense_account'])
  const line = (account: string, amount: number, against: string, more: JsonObject = {}): void => {
    const debit = sale ? amount : -amount
    site.insert('GL Entry', {
      posting_date: String(doc['posting_date']),
      account,
      debit: debit > 0 ? debit : 0,
      credit: debit < 0 ? -debit : 0,
      account_currency: 'EUR',
      against,
      voucher_type: doctype,
      voucher_no: doc.name,
      ...more,
    })
  }
  line(partyAccount, total, other, {
    party_type: sale ? 'Customer' : 'Supplier',
    party,
    against_voucher: doc.name,
  })
  line(other, -Number(doc['base_net_total']), party)
  for (const tax of rowsOf(doc, 'taxes')) {
    if (Number(tax['base_tax_amount']) !== 0)
      line(String(tax['account_head']), -Number(tax['base_tax_amount']), party)
  }
}

/** The entries stay, marked and reversed, when a document is cancelled. */
export function unbook(site: Site, doctype: string, name: string): void {
  const entries = site
    .table('GL Entry')
    .all()
    .filter((entry) => entry['voucher_type'] === doctype && entry['voucher_no'] === name)
  for (const entry of [...entries]) site.dbSet('GL Entry', entry, { is_cancelled: 1 }, false)
}

/** What a submitted invoice still lacks, and the word for it (e:accounts/doctype/sales_invoice set_status). */
export function invoiceStatus(site: Site, doc: Doc): string {
  if (doc.docstatus === 2) return 'Cancelled'
  if (doc.docstatus === 0) return 'Draft'
  const open = Number(doc['outstanding_amount'])
  const total = Number(doc['rounded_total']) || Number(doc['grand_total'])
  if (doc['is_return']) return 'Return'
  if (open <= 0) return 'Paid'
  if (open < total) return 'Partly Paid'
  return String(doc['due_date']) < site.clock.today() ? 'Overdue' : 'Unpaid'
}

/** A payment moves the open amount of an invoice, its status and its `modified` (upstream/erpnext.md §7). */
export function settle(site: Site, doctype: string, name: string, amount: number): void {
  const invoice = site.get(doctype, name)
  const outstanding = round(Number(invoice['outstanding_amount']) - amount)
  const next: Doc = { ...invoice, outstanding_amount: outstanding }
  site.dbSet(doctype, invoice, { outstanding_amount: outstanding, status: invoiceStatus(site, next) })
}
