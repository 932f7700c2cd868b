import { char, computed, link, LOG, many } from './fields.js'
import type { Field, Fields } from './fields.js'
import { MOVE, MOVE_LINE, PAYMENT } from './names.js'

export const id: Field = { type: 'integer', label: 'ID', readonly: true }
const money = (label: string): Field => ({ type: 'monetary', label, readonly: true, copy: false })
const flag = (label: string): Field => ({ type: 'boolean', label, copy: false })

const selection = (label: string, choices: string, more: Partial<Field> = {}): Field => ({
  type: 'selection',
  label,
  selection: choices.split(' ').map((key) => [key, key] as const),
  ...more,
})

export const MOVE_FIELDS: Fields = {
  id,
  name: char('Number', { copy: false }),
  display_name: char('Display Name', computed),
  move_type: selection('Type', 'entry out_invoice out_refund in_invoice in_refund out_receipt in_receipt', {
    required: true,
  }),
  state: selection('Status', 'draft posted cancel', { readonly: true, copy: false }),
  payment_state: selection(
    'Payment Status',
    'not_paid in_payment paid partial reversed blocked invoicing_legacy',
    {
      readonly: true,
      copy: false,
    },
  ),
  status_in_payment: selection('Status in Payment', 'draft posted sent paid partial', {
    ...computed,
    since: 18,
  }),
  partner_id: link('Partner', 'res.partner'),
  commercial_partner_id: link('Commercial Entity', 'res.partner', computed),
  invoice_partner_display_name: char('Invoice Partner', computed),
  partner_bank_id: link('Recipient Bank', 'res.partner.bank'),
  ref: char('Reference', { copy: false }),
  payment_reference: char('Payment Reference', { copy: false }),
  invoice_origin: char('Origin'),
  invoice_date: { type: 'date', label: 'Invoice Date', copy: false },
  invoice_date_due: { type: 'date', label: 'Due Date', copy: false },
  date: { type: 'date', label: 'Date', copy: false },
  delivery_date: { type: 'date', label: 'Delivery Date', copy: false },
  journal_id: link('Journal', 'account.journal', { required: true }),
  company_id: link('Company', 'res.company'),
  currency_id: link('Currency', 'res.currency', { required: true }),
  fiscal_position_id: link('Fiscal Position', 'account.fiscal.position'),
  invoice_payment_term_id: link('Payment Terms', 'account.payment.term'),
  invoice_user_id: link('Salesperson', 'res.users'),
  narration: { type: 'html', label: 'Terms and Conditions' },
  amount_untaxed: money('Untaxed Amount'),
  amount_tax: money('Tax'),
  amount_total: money('Total'),
  amount_residual: money('Amount Due'),
  amount_total_signed: money('Total Signed'),
  amount_untaxed_signed: money('Untaxed Amount Signed'),
  tax_totals: { type: 'json', label: 'Invoice Totals', ...computed },
  invoice_payments_widget: { type: 'json', label: 'Payments', ...computed },
  invoice_line_ids: many('one2many', 'Invoice lines', MOVE_LINE, { inverse: 'move_id', copy: true }),
  line_ids: many('one2many', 'Journal Items', MOVE_LINE, { inverse: 'move_id' }),
  reversed_entry_id: link('Reversal of', MOVE, { copy: false }),
  matched_payment_ids: many('many2many', 'Matched Payments', PAYMENT, { ...computed, since: 18 }),
  invoice_pdf_report_id: link('PDF Attachment', 'ir.attachment', computed),
  is_move_sent: flag('Is Move Sent'),
  posted_before: flag('Posted Before'),
  sequence_prefix: char('Sequence Prefix', computed),
  sequence_number: { type: 'integer', label: 'Sequence Number', ...computed },
  access_url: char('Portal Access URL', computed),
  access_token: char('Security Token', { copy: false }),
  ...LOG,
}

export const LINE_FIELDS: Fields = {
  id,
  display_name: char('Display Name', computed),
  move_id: link('Journal Entry', MOVE, { required: true }),
  sequence: { type: 'integer', label: 'Sequence' },
  display_type: selection(
    'Display Type',
    'product cogs tax rounding payment_term line_section line_note epd',
  ),
  product_id: link('Product', 'product.product'),
  name: { type: 'text', label: 'Label' },
  quantity: { type: 'float', label: 'Quantity' },
  product_uom_id: link('Unit', 'uom.uom'),
  price_unit: { type: 'float', label: 'Unit Price' },
  discount: { type: 'float', label: 'Discount (%)' },
  tax_ids: many('many2many', 'Taxes', 'account.tax'),
  tax_line_id: link('Originator Tax', 'account.tax'),
  price_subtotal: money('Subtotal'),
  price_total: money('Total'),
  account_id: link('Account', 'account.account'),
  account_type: char('Internal Type', computed),
  currency_id: link('Currency', 'res.currency', computed),
  company_id: link('Company', 'res.company', { readonly: true }),
  analytic_distribution: { type: 'json', label: 'Analytic Distribution', store: false },
  balance: { type: 'monetary', label: 'Balance' },
  amount_currency: { type: 'monetary', label: 'Amount in Currency' },
  date_maturity: { type: 'date', label: 'Due Date' },
  sale_line_ids: many('many2many', 'Sales Order Lines', 'sale.order.line', { copy: false }),
  reconciled: flag('Reconciled'),
  ...LOG,
}
