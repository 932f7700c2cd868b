import type { Controller } from '../controllers.js'
import { documents } from './documents.js'
import { item, itemPrice } from './items.js'
import { paymentEntry } from './payments.js'

const named =
  (column: string): NonNullable<Controller['autoname']> =>
  (_site, doc) =>
    String(doc[column])

/** Accounts and templates carry the company's sign behind their name. */
const signed =
  (column: string): NonNullable<Controller['autoname']> =>
  (site, doc) => {
    const company = site.get('Company', String(doc['company']))
    const number = doc['account_number'] ? `${String(doc['account_number'])} - ` : ''
    return `${number}${String(doc[column])} - ${String(company['abbr'])}`
  }

/** What the DocTypes of trade do at the stations of a document's life. */
export const tradeControllers: Readonly<Record<string, Controller>> = {
  Item: item,
  'Item Price': itemPrice,
  ...documents,
  'Payment Entry': paymentEntry,
  Account: { autoname: signed('account_name') },
  'Cost Center': { autoname: signed('cost_center_name') },
  'Item Tax Template': { autoname: signed('title') },
  'Sales Taxes and Charges Template': { autoname: signed('title') },
  'Purchase Taxes and Charges Template': { autoname: signed('title') },
  'Item Group': { autoname: named('item_group_name') },
  UOM: { autoname: named('uom_name') },
  'Price List': { autoname: named('price_list_name') },
  'Fiscal Year': { autoname: named('year') },
  'Mode of Payment': { autoname: named('mode_of_payment') },
}
