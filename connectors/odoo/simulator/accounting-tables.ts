import { char, computed, link, LOG, many } from './fields.js'
import type { Field, Fields } from './fields.js'
import { allowsBusiness } from './stored.js'
import type { StoredModel } from './stored.js'
import type { Env } from './env.js'
import type { Operation } from './models.js'

const id: Field = { type: 'integer', label: 'ID', readonly: true }
const active: Field = { type: 'boolean', label: 'Active' }
const sequence: Field = { type: 'integer', label: 'Sequence' }
const displayName = char('Display Name', computed)

const readOnly = (env: Env, operation: Operation): boolean => operation === 'read' || env.user.admin

const TAX: Fields = {
  id,
  name: char('Tax Name', { required: true }),
  display_name: displayName,
  sequence,
  active,
  type_tax_use: {
    type: 'selection',
    label: 'Tax Type',
    selection: [
      ['sale', 'Sales'],
      ['purchase', 'Purchases'],
      ['none', 'None'],
    ],
  },
  amount_type: {
    type: 'selection',
    label: 'Tax Computation',
    selection: [
      ['group', 'Group of Taxes'],
      ['fixed', 'Fixed'],
      ['percent', 'Percentage of Price'],
      ['division', 'Percentage of Price Tax Included'],
    ],
  },
  amount: { type: 'float', label: 'Amount' },
  price_include: { type: 'boolean', label: 'Included in Price' },
  price_include_override: {
    type: 'selection',
    label: 'Included in Price',
    since: 18,
    selection: [
      ['tax_included', 'Tax Included'],
      ['tax_excluded', 'Tax Excluded'],
    ],
  },
  company_id: link('Company', 'res.company', { required: true }),
  country_id: link('Country', 'res.country'),
  tax_group_id: link('Tax Group', 'account.tax.group'),
  description: { type: 'html', label: 'Description' },
  invoice_label: char('Label on Invoices', { since: 18 }),
  invoice_repartition_line_ids: many(
    'one2many',
    'Distribution for Invoices',
    'account.tax.repartition.line',
    { inverse: 'tax_id' },
  ),
  ubl_cii_tax_category_code: {
    type: 'selection',
    label: 'Tax Category Code',
    since: 18,
    selection: ['AE', 'E', 'S', 'Z', 'G', 'O', 'K', 'L', 'M', 'B'].map((code) => [code, code] as const),
  },
  ...LOG,
}

const REPARTITION: Fields = {
  id,
  tax_id: link('Tax', 'account.tax'),
  repartition_type: {
    type: 'selection',
    label: 'Based On',
    selection: [
      ['base', 'Base'],
      ['tax', 'of tax'],
    ],
  },
  factor_percent: { type: 'float', label: '%' },
}

const UOM: Fields = {
  id,
  name: char('Unit Name', { required: true }),
  display_name: displayName,
  sequence: { ...sequence, since: 19 },
  category_id: link('Category', 'uom.category', { until: 18 }),
  uom_type: {
    type: 'selection',
    label: 'Type',
    until: 18,
    selection: [
      ['bigger', 'Bigger than the reference Unit of Measure'],
      ['reference', 'Reference Unit of Measure for this category'],
      ['smaller', 'Smaller than the reference Unit of Measure'],
    ],
  },
  factor: { type: 'float', label: 'Ratio' },
  rounding: { type: 'float', label: 'Rounding Precision' },
  active,
  relative_factor: { type: 'float', label: 'Contains', since: 19 },
  relative_uom_id: link('Reference Unit', 'uom.uom', { since: 19 }),
  related_uom_ids: many('one2many', 'Related UoMs', 'uom.uom', { inverse: 'relative_uom_id', since: 19 }),
  parent_path: char('Parent Path', { since: 19 }),
  product_uom_ids: many('one2many', 'Barcodes', 'product.uom', { inverse: 'uom_id', since: 19 }),
  fiscal_country_codes: char('Fiscal Country Codes', { ...computed, since: 19 }),
  ...LOG,
}

const JOURNAL: Fields = {
  id,
  name: char('Journal Name', { required: true }),
  display_name: displayName,
  code: char('Short Code', { required: true }),
  type: {
    type: 'selection',
    label: 'Type',
    selection: [
      ['sale', 'Sales'],
      ['purchase', 'Purchase'],
      ['cash', 'Cash'],
      ['bank', 'Bank'],
      ['general', 'Miscellaneous'],
    ],
  },
  sequence,
  active,
  company_id: link('Company', 'res.company', { required: true }),
  currency_id: link('Currency', 'res.currency'),
  ...LOG,
}

const ACCOUNT: Fields = {
  id,
  name: char('Account Name', { required: true }),
  display_name: displayName,
  code: char('Code'),
  account_type: {
    type: 'selection',
    label: 'Type',
    selection: [
      ['asset_receivable', 'Receivable'],
      ['asset_cash', 'Bank and Cash'],
      ['asset_current', 'Current Assets'],
      ['liability_payable', 'Payable'],
      ['liability_current', 'Current Liabilities'],
      ['income', 'Income'],
      ['expense', 'Expenses'],
    ],
  },
  company_id: link('Company', 'res.company', { until: 17 }),
  company_ids: many('many2many', 'Companies', 'res.company', { since: 18 }),
}

const named: Fields = { id, name: char('Name', { required: true }), display_name: displayName }

/** Master data of the accounting that documents refer to; an administrator keeps it. */
export const accountingTables: readonly StoredModel[] = [
  { name: 'account.tax', label: 'Tax', order: 'sequence, id', fields: TAX, allows: readOnly },
  {
    name: 'account.tax.repartition.line',
    label: 'Tax Repartition Line',
    fields: REPARTITION,
    allows: readOnly,
  },
  { name: 'account.tax.group', label: 'Tax Group', fields: named, allows: readOnly },
  {
    name: 'uom.uom',
    label: 'Product Unit of Measure',
    order: 'id',
    fields: UOM,
    allows: readOnly,
  },
  { name: 'account.fiscal.position', label: 'Fiscal Position', fields: named, allows: readOnly },
  { name: 'account.payment.method.line', label: 'Payment Methods', fields: named, allows: readOnly },
  { name: 'res.partner.bank', label: 'Bank Accounts', fields: named, allows: allowsBusiness },
  { name: 'uom.category', label: 'Product UoM Categories', fields: named, allows: readOnly },
  { name: 'product.category', label: 'Product Category', fields: named, allows: allowsBusiness },
  {
    name: 'account.journal',
    label: 'Journal',
    order: 'sequence, type, code',
    fields: JOURNAL,
    allows: readOnly,
  },
  { name: 'account.account', label: 'Account', order: 'code', fields: ACCOUNT, allows: readOnly },
  {
    name: 'account.payment.term',
    label: 'Payment Terms',
    fields: { ...named, company_id: link('Company', 'res.company'), display_on_invoice: active },
    allows: readOnly,
  },
  {
    name: 'decimal.precision',
    label: 'Decimal Precision',
    fields: { ...named, digits: { type: 'integer', label: 'Digits' } },
    allows: readOnly,
  },
  {
    name: 'product.pricelist',
    label: 'Pricelist',
    fields: {
      ...named,
      active,
      currency_id: link('Currency', 'res.currency', { required: true }),
      company_id: link('Company', 'res.company'),
    },
    allows: readOnly,
  },
]
