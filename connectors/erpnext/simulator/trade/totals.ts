import { parseJson } from '../requests.js'
import { rowsOf } from '../tables.js'
import type { Doc } from '../tables.js'
import { FLOAT_DIGITS, round } from './money.js'

/** Prices, amounts, taxes and totals of a document, in the order of e:controllers/taxes_and_totals.py. */
export function calculate(doc: Doc): void {
  const rate = Number(doc['conversion_rate']) || 1
  const items = rowsOf(doc, 'items').map((row) => priced(row, rate))
  const taxes = rowsOf(doc, 'taxes').map((row) => ({ ...row }))
  const inclusive = taxes.some((tax) => tax['included_in_print_rate'])
  for (const item of items) {
    const share = inclusive
      ? taxes.filter((tax) => tax['included_in_print_rate']).reduce((sum, tax) => sum + rateOf(tax, item), 0)
      : 0
    const net = share === 0 ? Number(item['amount']) : Number(item['amount']) / (1 + share / 100)
    item['net_amount'] = round(net)
    item['net_rate'] = share === 0 ? (item['rate'] as number) : round(net / (Number(item['qty']) || 1))
    item['base_net_amount'] = round(Number(item['net_amount']) * rate)
    item['base_net_rate'] = round(Number(item['net_rate']) * rate)
  }
  doc['items'] = items
  const sumOf = (column: string): number => round(items.reduce((sum, item) => sum + Number(item[column]), 0))
  doc['total_qty'] = round(
    items.reduce((sum, item) => sum + Number(item['qty']), 0),
    FLOAT_DIGITS,
  )
  doc['total'] = sumOf('amount')
  doc['net_total'] = sumOf('net_amount')
  doc['taxes'] = taxed(taxes, items, Number(doc['net_total']), rate)
  const tax = rowsOf(doc, 'taxes').reduce((sum, row) => sum + signed(row), 0)
  doc['total_taxes_and_charges'] = round(tax)
  doc['grand_total'] = inclusive ? Number(doc['total']) : round(Number(doc['net_total']) + tax)
  if (inclusive) doc['total_taxes_and_charges'] = round(Number(doc['total']) - Number(doc['net_total']))
  doc['rounded_total'] = doc['disable_rounded_total'] ? 0 : doc['grand_total']
  for (const column of ['total', 'net_total', 'total_taxes_and_charges', 'grand_total', 'rounded_total']) {
    doc[`base_${column}`] = round(Number(doc[column]) * rate)
  }
  doc['in_words'] = `${String(doc['currency'])} ${String(doc['grand_total'])} only.`
  doc['base_in_words'] = doc['in_words']
  doc['other_charges_calculation'] = taxes.length > 0 ? '<div class="tax-break-up"></div>' : null
}

/**
 * Rates are rounded to the currency before they are multiplied; a rate of 0 is replaced by the list price unless the discount is
 * 100 percent (upstream/erpnext.md §12 no. 2, recording 299).
 */
function priced(given: Doc, conversion: number): Doc {
  const row = { ...given }
  row['qty'] = round(Number(row['qty']), FLOAT_DIGITS)
  const list = round(Number(row['price_list_rate']))
  const percent = round(Number(row['discount_percentage']), FLOAT_DIGITS)
  row['price_list_rate'] = list
  row['discount_percentage'] = percent
  let rate = round(Number(row['rate']))
  if (percent === 100) rate = 0
  else if (rate === 0 && list > 0) rate = round(list * (1 - percent / 100))
  row['rate'] = rate
  if (list > 0) row['discount_amount'] = round(list - rate)
  row['stock_qty'] = row['qty']
  row['amount'] = round(rate * Number(row['qty']))
  row['stock_uom_rate'] = rate
  for (const column of ['price_list_rate', 'rate', 'amount']) {
    row[`base_${column}`] = round(Number(row[column]) * conversion)
  }
  return row
}

/** An item tax template of the line overrules the rate of the row, account by account. */
export function rateOf(tax: Doc, item: Doc): number {
  const own = (parseJson(String(item['item_tax_rate'] || '{}')) ?? {}) as Record<string, number>
  return Number(own[String(tax['account_head'])] ?? tax['rate']) || 0
}

const signed = (row: Doc): number =>
  row['add_deduct_tax'] === 'Deduct' ? -Number(row['tax_amount']) : Number(row['tax_amount'])

function taxed(taxes: Doc[], items: Doc[], netTotal: number, conversion: number): Doc[] {
  let running = netTotal
  return taxes.map((tax) => {
    const detail: Record<string, number[]> = {}
    let amount = 0
    if (tax['charge_type'] === 'Actual') amount = Number(tax['tax_amount'])
    else {
      for (const item of items) {
        const percent = rateOf(tax, item)
        const share = (Number(item['net_amount']) * percent) / 100
        const key = String(item['item_code'] ?? item['item_name'])
        detail[key] = [percent, (detail[key]?.[1] ?? 0) + share]
        amount += share
      }
    }
    tax['tax_amount'] = round(amount)
    tax['tax_amount_after_discount_amount'] = tax['tax_amount']
    running = round(running + signed(tax))
    tax['total'] = running
    for (const column of ['tax_amount', 'total', 'tax_amount_after_discount_amount']) {
      tax[`base_${column}`] = round(Number(tax[column]) * conversion)
    }
    tax['item_wise_tax_detail'] = JSON.stringify(detail)
    return tax
  })
}
