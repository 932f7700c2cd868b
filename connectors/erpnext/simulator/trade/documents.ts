import type { Json } from '#canonical'
import type { Controller } from '../controllers.js'
import { FrappeError, thrown } from '../errors.js'
import type { Site } from '../site.js'
import { rowsOf } from '../tables.js'
import type { Doc } from '../tables.js'
import { fillHeader, fillRows, KINDS, refuse } from './details.js'
import type { TradeKind } from './details.js'
import { book, checkFiscalYear, invoiceStatus, unbook } from './ledger.js'
import { unlinkPayments } from './payments.js'
import { calculate } from './totals.js'

/** A quotation, order or invoice in its life (e:controllers/accounts_controller.py and the controllers of the DocTypes). */
function trade(doctype: string): Controller {
  const kind = KINDS[doctype] as TradeKind
  const invoice = kind.dateField === 'posting_date'
  return {
    validate(site, doc) {
      if (rowsOf(doc, 'items').length === 0) {
        // The real server stumbles before it can say so (recording 126).
        throw new FrappeError('TypeError', "unsupported operand type(s) for -: 'NoneType' and 'float'", {
          source: 'erpnext (app)',
        })
      }
      if (doc.docstatus === 2) return
      dates(site, kind, doctype, doc)
      fillHeader(site, kind, doc)
      fillRows(site, kind, doctype, doc)
      if (doc['is_return']) checkReturn(site, doctype, doc)
      calculate(doc)
      schedule(site, doctype, doc, invoice)
      if (invoice && doc.docstatus === 0)
        doc['outstanding_amount'] = doc['rounded_total'] || (doc['grand_total'] ?? 0)
      if (doctype === 'Purchase Invoice') {
        doc['remarks'] ??= doc['bill_no']
          ? `Against Supplier Invoice ${String(doc['bill_no'])}`
          : 'No Remarks'
      }
      if (doc.docstatus === 0) doc['status'] = 'Draft'
    },
    onSubmit(site, doc, oneShot) {
      if (!invoice) {
        // Created and submitted in one request, orders keep "Draft" for ever (recordings 296, 297).
        if (oneShot) return doc
        if (doctype === 'Sales Order') orderQuotations(site, doc)
        return site.dbSet(doctype, doc, { status: doctype === 'Quotation' ? 'Open' : 'To Deliver and Bill' })
      }
      checkFiscalYear(site, doc)
      book(site, doctype, doc, String(doc[kind.partyField]))
      const status = invoiceStatus(site, doc)
      const submitted = site.dbSet(doctype, doc, { status })
      billOrders(site, doctype, submitted, 1)
      // Created and submitted in one request, the answer is older than what is stored (upstream/erpnext.md §5).
      return oneShot ? { ...doc, status: 'Draft', outstanding_amount: 0 } : submitted
    },
    onCancel(site, doc) {
      refuseWhileUsed(site, doctype, doc)
      if (invoice) {
        unlinkPayments(site, doctype, doc.name)
        unbook(site, doctype, doc.name)
        billOrders(site, doctype, doc, -1)
      }
      return site.dbSet(doctype, doc, { status: 'Cancelled' })
    },
    checkLinked(site, doc) {
      const entry = site
        .table('GL Entry')
        .all()
        .find((one) => one['voucher_type'] === doctype && one['voucher_no'] === doc.name)
      if (entry) throw linkedWith(doctype, doc.name, 'GL Entry', entry.name)
    },
  }
}

function dates(site: Site, kind: TradeKind, doctype: string, doc: Doc): void {
  const today = site.clock.today()
  if (kind.dateField === 'transaction_date') {
    doc['transaction_date'] ??= today
    if (doctype !== 'Sales Order') return
    if (!doc['delivery_date'] && rowsOf(doc, 'items').every((row) => !row['delivery_date'])) {
      throw refuse('Please enter Delivery Date')
    }
    doc['items'] = rowsOf(doc, 'items').map((row) => ({
      ...row,
      delivery_date: row['delivery_date'] ?? doc['delivery_date'] ?? null,
    }))
    return
  }
  // Silently today unless the flag is set (recordings 124, 125).
  if (!doc['set_posting_time'] && doc.docstatus === 0) doc['posting_date'] = today
  doc['posting_date'] ??= today
  doc['posting_time'] ??= site.clock.stamp().slice(11)
  doc['due_date'] ??= doc['bill_date'] ?? doc['posting_date']
  const first = String(doc['bill_date'] ?? doc['posting_date'])
  if (String(doc['due_date']) < first && !doc['is_return']) {
    throw refuse('Due Date cannot be before Posting / Supplier Invoice Date')
  }
}

function checkReturn(site: Site, doctype: string, doc: Doc): void {
  if (rowsOf(doc, 'items').some((row) => Number(row['qty']) > 0)) {
    throw refuse('At least one item should be entered with negative quantity in return document')
  }
  if (!doc['return_against']) return
  const original = site.get(doctype, String(doc['return_against']))
  if (original.docstatus !== 1) throw refuse(`Original invoice ${original.name} must be submitted`)
}

/** One instalment over the whole sum, due when the document is (recording 260 for several). */
function schedule(site: Site, doctype: string, doc: Doc, invoice: boolean): void {
  const rows = rowsOf(doc, 'payment_schedule')
  const total = Number(doc['rounded_total']) || Number(doc['grand_total'])
  const due = (invoice ? doc['due_date'] : doc['transaction_date']) as Json
  const given = rows.length > 1 ? rows : [{ due_date: due, invoice_portion: 100 }]
  site.assignTable(
    doctype,
    doc,
    'payment_schedule',
    given.map((row, index) => {
      const amount = (total * Number(row['invoice_portion'])) / 100
      return {
        ...(rows[index] ? { name: rows[index].name } : {}),
        due_date: row['due_date'] as Json,
        invoice_portion: Number(row['invoice_portion']),
        payment_amount: amount,
        outstanding: amount,
        base_payment_amount: amount,
        base_outstanding: amount,
      }
    }),
  )
}

/** An invoice that names its order bills it, and moves its `modified` (upstream/erpnext.md §7). */
function billOrders(site: Site, doctype: string, doc: Doc, sign: 1 | -1): void {
  if (doctype !== 'Sales Invoice') return
  const names = new Set(rowsOf(doc, 'items').map((row) => String(row['sales_order'] ?? '')))
  for (const name of names) {
    const order = name ? site.table('Sales Order').get(name) : undefined
    if (!order || order.docstatus !== 1) continue
    const billed = Math.min(
      100,
      Math.max(
        0,
        Number(order['per_billed']) + (sign * 100 * Number(doc['net_total'])) / Number(order['net_total']),
      ),
    )
    const words =
      billed >= 100
        ? ['Fully Billed', 'To Deliver']
        : [billed > 0 ? 'Partly Billed' : 'Not Billed', 'To Deliver and Bill']
    site.dbSet('Sales Order', order, {
      per_billed: billed,
      billing_status: words[0] ?? '',
      status: words[1] ?? '',
    })
  }
}

/** An order that names its quotation marks it as ordered. */
function orderQuotations(site: Site, doc: Doc): void {
  for (const name of new Set(rowsOf(doc, 'items').map((row) => String(row['prevdoc_docname'] ?? '')))) {
    const quotation = name ? site.table('Quotation').get(name) : undefined
    if (quotation?.docstatus === 1) site.dbSet('Quotation', quotation, { status: 'Ordered' })
  }
}

/** What a submitted document names cannot be cancelled (recording 212). */
function refuseWhileUsed(site: Site, doctype: string, doc: Doc): void {
  const users: [string, string, string][] = [
    ['Sales Order', 'Sales Invoice', 'sales_order'],
    ['Quotation', 'Sales Order', 'prevdoc_docname'],
  ]
  for (const [used, by, column] of users) {
    if (used !== doctype) continue
    const holder = site
      .table(by)
      .all()
      .find((one) => one.docstatus === 1 && rowsOf(one, 'items').some((row) => row[column] === doc.name))
    if (holder) throw linkedWith(doctype, doc.name, by, holder.name)
  }
  const returned = site
    .table(doctype)
    .all()
    .find((one) => one.docstatus === 1 && one['return_against'] === doc.name)
  if (returned) throw linkedWith(doctype, doc.name, doctype, returned.name)
}

function linkedWith(doctype: string, name: string, by: string, holder: string): FrappeError {
  const anchor = (type: string, one: string): string => `<a href="/app/Form/${type}/${one}">${one}</a>`
  return thrown(
    'LinkExistsError',
    `Cannot delete or cancel because ${doctype} ${anchor(doctype, name)} is linked with ${by} ${anchor(by, holder)} `,
  )
}

export const documents: Readonly<Record<string, Controller>> = Object.fromEntries(
  Object.keys(KINDS).map((doctype) => [doctype, trade(doctype)]),
)
