import { char, computed, link, LOG, many } from './fields.js'
import type { Field, Fields } from './fields.js'
import { allowsBusiness } from './stored.js'
import type { StoredModel } from './stored.js'
import type { Env } from './env.js'
import type { Operation } from './models.js'
import type { Row } from './table.js'

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

interface TaxSeed {
  id: number
  name: string
  amount: number
  use: 'sale' | 'purchase'
  more?: Record<string, string | number | boolean>
  /** Shares of the tax that are booked; 100 and -100 cancel each other (reverse charge). */
  shares?: number[]
}

const TAXES: Record<number, TaxSeed[]> = {
  1: [
    { id: 1, name: '19%', amount: 19, use: 'sale' },
    { id: 2, name: '19% VSt', amount: 19, use: 'purchase' },
    { id: 3, name: '7%', amount: 7, use: 'sale' },
    { id: 4, name: '7% VSt', amount: 7, use: 'purchase' },
    { id: 5, name: '0% EU', amount: 0, use: 'sale' },
    { id: 6, name: '0% EX', amount: 0, use: 'sale' },
    { id: 7, name: '19% inkl.', amount: 19, use: 'sale', more: { price_include: true } },
    { id: 8, name: '19% igE', amount: 19, use: 'purchase', shares: [100, -100] },
  ],
  2: [{ id: 17, name: '15%', amount: 15, use: 'sale' }],
  3: [
    { id: 63, name: '19%', amount: 19, use: 'sale' },
    { id: 64, name: '19% VSt', amount: 19, use: 'purchase' },
  ],
}

/** External id of a unit, and what it is. The ids are those of a fresh database. */
export const UNITS: readonly [id: number, xmlid: string, name: string, factor: number, of: number | null][] =
  [
    [1, 'product_uom_unit', 'Units', 1, null],
    [2, 'product_uom_dozen', 'Dozens', 12, 1],
    [4, 'product_uom_hour', 'Hours', 1, null],
    [5, 'product_uom_day', 'Days', 8, 4],
    [6, 'product_uom_minute', 'Minutes', 0.016_666_7, 4],
    [7, 'product_uom_millimeter', 'mm', 1, null],
    [9, 'product_uom_meter', 'm', 1_000, 7],
    [11, 'uom_square_meter', 'm²', 1, null],
    [12, 'product_uom_kgm', 'kg', 1, null],
    [13, 'product_uom_litre', 'L', 1, null],
    [24, 'uom_square_foot', 'ft²', 0.092_903, 11],
  ]

const JOURNALS: readonly [code: string, type: string, name: string][] = [
  ['RE', 'sale', 'Sales'],
  ['RECHN', 'purchase', 'Purchases'],
  ['SONST', 'general', 'Miscellaneous Operations'],
  ['WECHS', 'general', 'Exchange Difference'],
  ['CABA', 'general', 'Cash Basis Taxes'],
  ['BNK1', 'bank', 'Bank'],
  ['CSH1', 'cash', 'Cash'],
]

/** Master data as a fresh database has it, by model. */
export function installedRows(
  version: number,
  countryOf: (company: number) => number | null,
): [string, Row][] {
  const rows: [string, Row][] = []
  for (const [company, taxes] of Object.entries(TAXES)) {
    for (const { id, name, amount, use, more = {}, shares = [100] } of taxes) {
      const tax: Row = {
        id,
        name,
        sequence: 1,
        active: true,
        type_tax_use: use,
        amount_type: 'percent',
        amount,
        price_include: false,
        price_include_override: null,
        company_id: Number(company),
        country_id: countryOf(Number(company)),
        tax_group_id: 1,
        description: null,
        invoice_label: null,
        ubl_cii_tax_category_code: null,
        ...more,
      }
      rows.push(['account.tax', tax])
      shares.forEach((factor_percent, index) => {
        const share = { id: id * 10 + index, tax_id: id, repartition_type: 'tax', factor_percent }
        rows.push(['account.tax.repartition.line', share])
      })
    }
  }
  rows.push(['account.payment.method.line', { id: 1, name: 'Manual Payment' }])
  rows.push(['account.tax.group', { id: 1, name: 'MwSt.' }])
  for (const [id, , name, factor, of] of UNITS) {
    rows.push([
      'uom.uom',
      {
        id,
        name,
        sequence: 10,
        active: true,
        rounding: 0.01,
        factor: version >= 19 ? factor : 1 / factor,
        relative_factor: factor,
        relative_uom_id: of,
        parent_path: of === null ? `${id}/` : `${of}/${id}/`,
        category_id: 1,
        uom_type: of === null ? 'reference' : factor > 1 ? 'bigger' : 'smaller',
      },
    ])
  }
  rows.push(['uom.category', { id: 1, name: 'Unit' }])
  for (const company of [1, 2, 3]) {
    const first = company === 1 ? 0 : company * 20
    JOURNALS.forEach(([code, type, name], index) => {
      const journal = { id: first + index + 1, name, code, type, sequence: 10, active: true }
      rows.push(['account.journal', { ...journal, company_id: company, currency_id: null }])
    })
  }
  const accounts = [
    ['101401', 'Bank', 'asset_cash'],
    ['121000', 'Account Receivable', 'asset_receivable'],
    ['211000', 'Account Payable', 'liability_payable'],
    ['400000', 'Product Sales', 'income'],
    ['600000', 'Expenses', 'expense'],
    ['251000', 'Tax Received', 'liability_current'],
    ['101403', 'Outstanding Receipts', 'asset_current'],
  ]
  accounts.forEach(([code = '', name = '', account_type = ''], index) => {
    rows.push([
      'account.account',
      { id: index + 1, code, name, account_type, company_ids: [1, 2, 3], company_id: 1 },
    ])
  })
  for (const [index, name] of ['Immediate Payment', '15 Days', '30 Days'].entries())
    rows.push(['account.payment.term', { id: index + 1, name, company_id: null, display_on_invoice: true }])
  for (const [index, [name, digits]] of PRECISIONS.entries())
    rows.push(['decimal.precision', { id: index + 1, name, digits }])
  return rows
}

const PRECISIONS = [
  ['Product Unit', 2],
  ['Percentage Analytic', 2],
  ['Product Price', 2],
  ['Discount', 2],
] as const

/** Accounts by their use in the simulator's bookings. */
export const ACCOUNTS = { cash: 1, receivable: 2, payable: 3, income: 4, expense: 5, tax: 6, outstanding: 7 }
