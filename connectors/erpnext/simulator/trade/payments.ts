import type { Json } from '#canonical'
import type { Controller } from '../controllers.js'
import type { Site } from '../site.js'
import { rowsOf } from '../tables.js'
import type { Doc } from '../tables.js'
import { companyOf, refuse } from './details.js'
import { checkFiscalYear, settle } from './ledger.js'
import { round } from './money.js'

/** Payment Entry (e:accounts/doctype/payment_entry; recordings 141 to 147). */
export const paymentEntry: Controller = {
  validate(site, doc) {
    doc['posting_date'] ??= site.clock.today()
    doc['company'] ??= site.table('Company').all()[0]?.name ?? null
    const party = site.table(String(doc['party_type'])).get(String(doc['party'] ?? ''))
    if (!party && doc['payment_type'] !== 'Internal Transfer') throw refuse('Party is mandatory')
    const prefix = String(doc['party_type']).toLowerCase()
    doc['party_name'] = (party?.[`${prefix}_name`] ?? null) as Json
    doc['title'] = doc['party_name']
    const accounts = (['paid_from', 'paid_to'] as const).map((side) => {
      const account = site.get('Account', String(doc[side]))
      doc[`${side}_account_type`] = account['account_type'] as Json
      doc[`${side}_account_currency`] = account['account_currency'] as Json
      return account
    })
    const expected = doc['party_type'] === 'Customer' ? 'Receivable' : 'Payable'
    if (!accounts.some((account) => account['account_type'] === expected)) {
      throw refuse(`Party Type and Party is required for Receivable / Payable account`)
    }
    const bank = accounts.some((account) => account['account_type'] === 'Bank')
    if (bank && (!doc['reference_no'] || !doc['reference_date'])) {
      throw refuse('Reference No and Reference Date is mandatory for Bank transaction')
    }
    if (!(Number(doc['paid_amount']) > 0)) throw refuse('Paid Amount is mandatory')
    amounts(site, doc)
    doc['status'] = STATUS[doc.docstatus] ?? 'Draft'
    // Unless the flag says that a person wrote them, the server does.
    if (!doc['custom_remarks']) doc['remarks'] = remarksOf(doc)
  },
  onSubmit(site, doc) {
    checkFiscalYear(site, doc)
    for (const row of rowsOf(doc, 'references')) {
      settle(site, String(row['reference_doctype']), String(row['reference_name']), signedAmount(site, row))
    }
    return site.dbSet('Payment Entry', doc, { status: 'Submitted' })
  },
  onCancel(site, doc) {
    for (const row of rowsOf(doc, 'references')) {
      settle(site, String(row['reference_doctype']), String(row['reference_name']), -signedAmount(site, row))
    }
    return site.dbSet('Payment Entry', doc, { status: 'Cancelled' })
  },
}

const remarksOf = (doc: Doc): string =>
  `Amount ${String(doc['paid_from_account_currency'])} ${String(doc['paid_amount'])} ${doc['payment_type'] === 'Pay' ? 'paid to' : 'received from'} ${String(doc['party_name'])}`

const STATUS = ['Draft', 'Submitted', 'Cancelled']

const signedAmount = (_site: Site, row: Doc): number => Number(row['allocated_amount'])

function amounts(site: Site, doc: Doc): void {
  for (const side of ['source', 'target']) doc[`${side}_exchange_rate`] ||= 1
  doc['paid_amount'] = round(Number(doc['paid_amount']))
  doc['received_amount'] = round(Number(doc['received_amount'] || doc['paid_amount']))
  const rows = rowsOf(doc, 'references').map((given, index): Doc => {
    const row: Doc = { ...given }
    const invoice = site.get(String(row['reference_doctype']), String(row['reference_name']))
    if (!row['total_amount']) {
      row['due_date'] = (invoice['due_date'] ?? null) as Json
      row['total_amount'] = (invoice['rounded_total'] || invoice['grand_total']) as Json
      row['outstanding_amount'] = (invoice['outstanding_amount'] ?? 0) as Json
      row['account'] = (invoice['debit_to'] ?? invoice['credit_to'] ?? null) as Json
      row['bill_no'] = (invoice['bill_no'] ?? null) as Json
    }
    row['allocated_amount'] = round(Number(row['allocated_amount']))
    const open = Number(invoice['outstanding_amount'])
    const allocated = Number(row['allocated_amount'])
    if (doc.docstatus < 2 && (invoice.docstatus !== 1 || Math.abs(allocated) > Math.abs(open))) {
      const text =
        invoice.docstatus === 1
          ? `Row #${index + 1}: Allocated Amount cannot be greater than outstanding amount.`
          : `${String(row['reference_doctype'])} ${invoice.name} must be submitted`
      throw refuse(text)
    }
    return row
  })
  doc['references'] = rows
  const allocated = round(rows.reduce((sum, row) => sum + Number(row['allocated_amount']), 0))
  doc['total_allocated_amount'] = allocated
  doc['unallocated_amount'] = round(Number(doc['paid_amount']) - allocated)
  doc['difference_amount'] = 0
  for (const column of ['paid_amount', 'received_amount', 'total_allocated_amount'])
    doc[`base_${column}`] = doc[column]
  for (const column of ['paid_amount', 'received_amount', 'base_paid_amount', 'base_received_amount']) {
    doc[`${column}_after_tax`] = doc[column]
  }
  const currency = String(companyOf(site, doc)['default_currency'])
  doc['in_words'] = `${currency} ${String(doc['paid_amount'])} only.`
  doc['base_in_words'] = doc['in_words']
}

/** Cancelling an invoice that is paid takes it out of its payments, which keep the money as not allocated (recording 288). */
export function unlinkPayments(site: Site, doctype: string, name: string): void {
  const holders = site
    .table('Payment Entry')
    .all()
    .filter(
      (payment) =>
        payment.docstatus === 1 &&
        rowsOf(payment, 'references').some(
          (row) => row['reference_doctype'] === doctype && row['reference_name'] === name,
        ),
    )
  for (const payment of [...holders]) {
    const rows = rowsOf(payment, 'references').filter((row) => row['reference_name'] !== name)
    const allocated = round(rows.reduce((sum, row) => sum + Number(row['allocated_amount']), 0))
    site.dbSet('Payment Entry', payment, {
      references: rows as unknown as Json,
      total_allocated_amount: allocated,
      base_total_allocated_amount: allocated,
      unallocated_amount: round(Number(payment['paid_amount']) - allocated),
    })
  }
}
