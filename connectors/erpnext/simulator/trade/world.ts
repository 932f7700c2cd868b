import type { JsonObject } from '#canonical'
import type { Site } from '../site.js'

export const COMPANY = 'Acme GmbH'
const SUFFIX = 'AC'

/** Accounts of the German chart that the set-up wizard makes, as far as they matter: number, name, type, root, tax rate. */
const ACCOUNTS: readonly [name: string, type: string, root: string, rate?: number][] = [
  ['1110 - Cash', 'Cash', 'Asset'],
  ['Girokonto', 'Bank', 'Asset'],
  ['1310 - Debtors', 'Receivable', 'Asset'],
  ['2110 - Creditors', 'Payable', 'Liability'],
  ['4110 - Sales', 'Income Account', 'Income'],
  ['5111 - Cost of Goods Sold', 'Cost of Goods Sold', 'Expense'],
  ['2320 - Umsatzsteuer 19 %', 'Tax', 'Liability', 19],
  ['2321 - Umsatzsteuer 7 %', 'Tax', 'Liability', 7],
  ['2330 - Umsatzsteuer aus innergemeinschaftlichen Erwerb 19 %', 'Tax', 'Liability', 19],
  ['2331 - Umsatzsteuer aus innergemeinschaftlichen Erwerb 7 %', 'Tax', 'Liability', 7],
  ['2340 - Umsatzsteuer nach § 13b UStG 19%', 'Tax', 'Liability', 19],
  ['2341 - Umsatzsteuer nach § 13b UStG 7%', 'Tax', 'Liability', 7],
  ['1520 - Abziehbare Vorsteuer 19 %', 'Tax', 'Asset', 19],
  ['1521 - Abziehbare Vorsteuer 7 %', 'Tax', 'Asset', 7],
  ['1530 - Abziehbare Vorsteuer aus innergemeinschaftlichen Erwerb 19 %', 'Tax', 'Asset', 19],
  ['1531 - Abziehbare Vorsteuer aus innergemeinschaftlichen Erwerb 7 %', 'Tax', 'Asset', 7],
  ['1540 - Abziehbare Vorsteuer nach § 13b UStG 19%', 'Tax', 'Asset', 19],
  ['1541 - Abziehbare Vorsteuer nach § 13b UStG 7%', 'Tax', 'Asset', 7],
  ['1550 - Entstandene Einfuhrumsatzsteuer', 'Tax', 'Asset'],
]

/** Units of the set-up wizard: some have a code of UN/ECE Rec 20, others do not. */
const UNITS: readonly [name: string, code: string, whole?: 1][] = [
  ['Nos', 'C62', 1],
  ['Unit', 'C62'],
  ['Box', 'BX'],
  ['Pair', 'PR', 1],
  ['Set', 'SET', 1],
  ['Hour', 'HUR'],
  ['Minute', 'MIN'],
  ['Day', 'DAY'],
  ['Week', 'WEE'],
  ['Month', 'MON'],
  ['Year', 'ANN'],
  ['Gram', 'GRM'],
  ['Kg', 'KGM'],
  ['Tonne', 'TNE'],
  ['Litre', 'LTR'],
  ['Millimeter', 'MMT'],
  ['Centimeter', 'CMT'],
  ['Meter', 'MTR'],
  ['Kilometer', 'KMT'],
  ['Square Meter', 'MTK'],
  ['Cubic Meter', 'MTQ'],
  ['Kilowatt-Hour', 'KWH'],
  ['Percent', 'P1'],
]

const account = (name: string): string => `${name} - ${SUFFIX}`

/** What the wizard of a German site leaves behind for buying and selling. */
export function setUpTrade(site: Site): void {
  for (const [name, type, root, rate] of ACCOUNTS) {
    site.insert('Account', {
      account_name: name.replace(/^\d+ - /, ''),
      account_number: /^(\d+) - /.exec(name)?.[1] ?? null,
      company: COMPANY,
      account_type: type,
      root_type: root,
      account_currency: 'EUR',
      tax_rate: rate ?? 0,
    })
  }
  site.insert('Cost Center', { cost_center_name: 'Main', company: COMPANY })
  for (const name of ['Products', 'Services', 'Raw Material', 'Consumable']) {
    site.insert('Item Group', { item_group_name: name, parent_item_group: 'All Item Groups' })
  }
  for (const [name, code, whole] of UNITS) {
    site.insert('UOM', { uom_name: name, common_code: code, must_be_whole_number: whole ?? 0 })
  }
  site.insert('Price List', { price_list_name: 'Standard Selling', currency: 'EUR', selling: 1 })
  site.insert('Price List', { price_list_name: 'Standard Buying', currency: 'EUR', buying: 1 })
  setUpTaxes(site)
  for (let year = 2020; year <= 2030; year += 1) {
    const dates = { year_start_date: `${year}-01-01`, year_end_date: `${year}-12-31` }
    site.insert('Fiscal Year', { year: String(year), ...dates })
  }
  for (const [mode, type, to] of [
    ['Cash', 'Cash', '1110 - Cash'],
    ['Wire Transfer', 'Bank', 'Girokonto'],
    ['Credit Card', 'Bank', 'Girokonto'],
    ['Cheque', 'Bank', null],
  ] as const) {
    const accounts: JsonObject[] = to ? [{ company: COMPANY, default_account: account(to) }] : []
    site.insert('Mode of Payment', { mode_of_payment: mode, type, accounts })
  }
  const company = site.get('Company', COMPANY)
  site.dbSet('Company', company, {
    default_currency: 'EUR',
    country: 'Germany',
    default_receivable_account: account('1310 - Debtors'),
    default_payable_account: account('2110 - Creditors'),
    default_income_account: account('4110 - Sales'),
    default_expense_account: account('5111 - Cost of Goods Sold'),
    default_cash_account: account('1110 - Cash'),
    default_bank_account: account('Girokonto'),
    cost_center: `Main - ${SUFFIX}`,
  })
}

/** Rates stand in item tax templates over all accounts, the templates of documents only name accounts, at 0 (recording 294). */
function setUpTaxes(site: Site): void {
  const taxes = ACCOUNTS.filter(([, type]) => type === 'Tax').map(([name]) => name)
  for (const rate of [19, 7]) {
    site.insert('Item Tax Template', {
      title: `${rate}%`,
      company: COMPANY,
      taxes: taxes.map((name) => {
        const own = /19 ?%|1550/.test(name) ? 19 : 7
        return { tax_type: account(name), tax_rate: own === rate ? rate : 0 }
      }),
    })
  }
  const templates: [doctype: string, title: string, accounts: string[], first: boolean][] = [
    ['Sales', 'Lieferung oder sonstige Leistung im Inland', ['2320', '2321'], true],
    ['Sales', 'Lieferung an EU-Unternehmer', [], false],
    ['Sales', 'Lieferung in Drittland', [], false],
    ['Sales', 'Bauleistungen nach § 13b UStG', ['2340', '2341'], false],
    ['Purchase', 'Lieferung aus dem Inland', ['1520', '1521'], true],
    ['Purchase', 'Lieferung aus der EU', ['1530', '1531', '2330', '2331'], false],
  ]
  for (const [side, title, numbers, first] of templates) {
    site.insert(`${side} Taxes and Charges Template`, {
      title,
      company: COMPANY,
      is_default: first ? 1 : 0,
      taxes: numbers.map((number) => {
        const name = taxes.find((one) => one.startsWith(number)) ?? number
        return {
          charge_type: 'On Net Total',
          account_head: account(name),
          description: name.slice(7),
          rate: 0,
        }
      }),
    })
  }
}
