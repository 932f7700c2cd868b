import type { DocType, Field } from '../schema.js'
import { DOCUMENTS } from './columns.js'
import { ROWS } from './row-columns.js'

const TYPES: Record<string, Field['type']> = {
  c: 'Check',
  i: 'Int',
  f: 'Float',
  d: 'Data',
  t: 'Text',
  D: 'Date',
  l: 'Link',
  y: 'Dynamic Link',
  T: 'Table',
}

/** May be changed after the document was submitted, as far as it matters here (upstream/erpnext.md §10, AoS). */
const AFTER_SUBMIT = new Set(['po_no', 'title', 'project', 'letter_head', 'group_same_items'])

const SUBMITTABLE = ['Quotation', 'Sales Order', 'Sales Invoice', 'Purchase Invoice', 'Payment Entry']

/** One column as the lists write it. */
function column(text: string): Field {
  const [, name = '', type = 'd', target, mandatory, initial, once] =
    /^(\w+):(\w)(?:\(([^)]*)\))?(!)?(?:=([^!^]*))?(\^)?$/.exec(text) ?? []
  const number = type === 'c' || type === 'i' || type === 'f'
  return {
    name,
    label: LABELS[name] ?? name.split('_').map(capital).join(' '),
    type: TYPES[type] ?? 'Data',
    ...(target ? { options: target.replaceAll('_', ' ') } : {}),
    ...(type === 'y' && target ? { options: target } : {}),
    ...(mandatory ? { reqd: 1 } : {}),
    ...(initial === undefined ? {} : { initial: number ? Number(initial) : initial.replaceAll('_', ' ') }),
    ...(once ? { setOnlyOnce: 1 } : {}),
    ...(AFTER_SUBMIT.has(name) ? { allowOnSubmit: 1 } : {}),
  }
}

const LABELS: Record<string, string> = {
  due_date: 'Payment Due Date',
  item_group: 'Item Group',
  items: 'Items',
}
const capital = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1)

const columns = (text: string): Field[] => text.trim().split(/\s+/).filter(Boolean).map(column)

/** Masters that documents of trade need, as far as they matter. */
const MASTERS: Record<string, string> = {
  'Item Group': 'item_group_name:d is_group:c parent_item_group:d',
  UOM: 'uom_name:d enabled:c=1 must_be_whole_number:c symbol:d common_code:d description:t',
  'Price List': 'price_list_name:d currency:l(Currency) enabled:c=1 buying:c selling:c',
  Account:
    'account_name:d account_number:d company:l(Company) parent_account:d is_group:c account_type:d root_type:d ' +
    'account_currency:l(Currency) tax_rate:f disabled:c',
  'Item Tax Template': 'title:d company:l(Company) disabled:c taxes:T(Item_Tax_Template_Detail)',
  'Sales Taxes and Charges Template':
    'title:d is_default:c disabled:c company:l(Company) tax_category:d taxes:T(Sales_Taxes_and_Charges)',
  'Purchase Taxes and Charges Template':
    'title:d is_default:c disabled:c company:l(Company) tax_category:d taxes:T(Purchase_Taxes_and_Charges)',
  'Fiscal Year': 'year:d year_start_date:D year_end_date:D disabled:c',
  'Mode of Payment': 'mode_of_payment:d enabled:c=1 type:d accounts:T(Mode_of_Payment_Account)',
  'Currency Exchange':
    'date:D from_currency:l(Currency) to_currency:l(Currency) exchange_rate:f for_buying:c for_selling:c',
  'Cost Center': 'cost_center_name:d company:l(Company) is_group:c',
  'GL Entry':
    'posting_date:D account:l(Account) party_type:d party:d cost_center:d debit:f credit:f account_currency:d against:d ' +
    'against_voucher_type:d against_voucher:d voucher_type:d voucher_no:d is_cancelled:c remarks:t',
}

const MASTER_ROWS: Record<string, string> = {
  'Item Tax Template Detail': 'tax_type:l(Account)! tax_rate:f',
  'Mode of Payment Account': 'company:l(Company) default_account:l(Account)',
}

/** All DocTypes of trade: products, prices, accounts, taxes, and the documents themselves. */
export const tradeDoctypes: readonly DocType[] = [
  ...Object.entries({ ...MASTERS, ...DOCUMENTS }).map(([name, text]): DocType => ({
    name,
    fields: columns(text),
    ...(SUBMITTABLE.includes(name) ? { submittable: true } : {}),
  })),
  ...Object.entries({ ...MASTER_ROWS, ...ROWS }).map(([name, text]): DocType => ({
    name,
    fields: columns(text),
    table: true,
  })),
]
