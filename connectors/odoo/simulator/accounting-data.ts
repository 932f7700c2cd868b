import type { Row } from './table.js'

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
