import { char, computed, link, LOG, many } from './fields.js'
import type { Field, Fields } from './fields.js'
import { ORDER, ORDER_LINE } from './names.js'

export const id: Field = { type: 'integer', label: 'ID', readonly: true }
const money = (label: string): Field => ({ type: 'monetary', label, readonly: true })
const number = (label: string, more: Partial<Field> = {}): Field => ({ type: 'float', label, ...more })

export const ORDER_FIELDS: Fields = {
  id,
  name: char('Order Reference', { required: true, copy: false }),
  display_name: char('Display Name', computed),
  state: {
    type: 'selection',
    label: 'Status',
    readonly: true,
    copy: false,
    selection: [
      ['draft', 'Quotation'],
      ['sent', 'Quotation Sent'],
      ['sale', 'Sales Order'],
      ['cancel', 'Cancelled'],
    ],
  },
  locked: { type: 'boolean', label: 'Locked', copy: false },
  partner_id: link('Customer', 'res.partner', { required: true }),
  partner_invoice_id: link('Invoice Address', 'res.partner', { required: true }),
  partner_shipping_id: link('Delivery Address', 'res.partner', { required: true }),
  client_order_ref: char('Customer Reference', { copy: false }),
  origin: char('Source Document'),
  reference: char('Payment Ref.', { copy: false }),
  date_order: { type: 'datetime', label: 'Order Date', required: true, copy: false },
  validity_date: { type: 'date', label: 'Expiration', copy: false },
  commitment_date: { type: 'datetime', label: 'Delivery Date', copy: false },
  currency_id: link('Currency', 'res.currency', { readonly: true }),
  currency_rate: number('Currency Rate', { readonly: true }),
  pricelist_id: link('Pricelist', 'product.pricelist'),
  payment_term_id: link('Payment Terms', 'account.payment.term'),
  fiscal_position_id: link('Fiscal Position', 'account.fiscal.position'),
  company_id: link('Company', 'res.company', { required: true }),
  user_id: link('Salesperson', 'res.users'),
  team_id: link('Sales Team', 'crm.team'),
  note: { type: 'html', label: 'Terms and conditions' },
  amount_untaxed: money('Untaxed Amount'),
  amount_tax: money('Taxes'),
  amount_total: money('Total'),
  tax_totals: { type: 'json', label: 'Tax Totals', ...computed },
  invoice_status: {
    type: 'selection',
    label: 'Invoice Status',
    readonly: true,
    selection: [
      ['upselling', 'Upselling Opportunity'],
      ['invoiced', 'Fully Invoiced'],
      ['to invoice', 'To Invoice'],
      ['no', 'Nothing to Invoice'],
    ],
  },
  invoice_ids: many('many2many', 'Invoices', 'account.move', computed),
  order_line: many('one2many', 'Order Lines', ORDER_LINE, { inverse: 'order_id', copy: true }),
  tag_ids: many('many2many', 'Tags', 'crm.tag'),
  access_url: char('Portal Access URL', computed),
  ...LOG,
}

export const ORDER_LINE_FIELDS: Fields = {
  id,
  display_name: char('Display Name', computed),
  order_id: link('Order Reference', ORDER, { required: true }),
  sequence: { type: 'integer', label: 'Sequence' },
  display_type: {
    type: 'selection',
    label: 'Display Type',
    selection: [
      ['line_section', 'Section'],
      ['line_note', 'Note'],
    ],
  },
  product_id: link('Product', 'product.product'),
  name: { type: 'text', label: 'Description', required: true },
  product_uom_qty: number('Quantity', { required: true }),
  product_uom: link('Unit of Measure', 'uom.uom', { until: 18 }),
  product_uom_id: link('Unit', 'uom.uom', { since: 19 }),
  qty_delivered: number('Delivery Quantity', { copy: false }),
  qty_invoiced: number('Invoiced Quantity', { readonly: true, store: false }),
  price_unit: number('Unit Price', { required: true }),
  discount: number('Discount (%)'),
  tax_id: many('many2many', 'Taxes', 'account.tax', { until: 18 }),
  tax_ids: many('many2many', 'Taxes', 'account.tax', { since: 19 }),
  price_subtotal: money('Subtotal'),
  price_tax: number('Total Tax', { readonly: true }),
  price_total: money('Total'),
  state: { type: 'selection', label: 'Order Status', ...computed },
  currency_id: link('Currency', 'res.currency', computed),
  company_id: link('Company', 'res.company', { readonly: true }),
  invoice_lines: many('many2many', 'Invoice Lines', 'account.move.line', computed),
  ...LOG,
}
