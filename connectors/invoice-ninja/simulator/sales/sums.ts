import type { JsonObject } from '#canonical'
import { isObject, textOf } from '../input.js'
import { numberOf, rounded } from '../rows.js'
import type { SalesRow } from './rows.js'

/** Fields of a line that the server fills in (InvoiceItem). */
const LINE: JsonObject = {
  quantity: 0,
  cost: 0,
  product_key: '',
  product_cost: 0,
  notes: '',
  discount: 0,
  is_amount_discount: false,
  tax_name1: '',
  tax_rate1: 0,
  tax_name2: '',
  tax_rate2: 0,
  tax_name3: '',
  tax_rate3: 0,
  sort_id: '0',
  line_total: 0,
  gross_line_total: 0,
  tax_amount: 0,
  date: '',
  custom_value1: '',
  custom_value2: '',
  custom_value3: '',
  custom_value4: '',
  type_id: '1',
  task_id: '',
  expense_id: '',
  unit_code: 'C62',
  tax_id: '1',
}

const NUMBERS = ['quantity', 'cost', 'product_cost', 'discount', 'tax_rate1', 'tax_rate2', 'tax_rate3']

/** CleanLineItems: every field is there afterwards; scripts in texts are made harmless. **A line has no id.** */
export function cleanLines(given: unknown): JsonObject[] {
  const list = Array.isArray(given) ? given : []
  return list.filter(isObject).map((line) => {
    const clean: JsonObject = { ...LINE, ...line }
    for (const [name, empty] of Object.entries(LINE)) if (clean[name] === null) clean[name] = empty ?? null
    for (const name of NUMBERS) clean[name] = numberOf(clean[name])
    clean['notes'] = (textOf(clean['notes']) ?? '').replace(/onerror|<\/sc|alert\(|prompt\(/gi, '<-')
    delete clean['id']
    return clean
  })
}

/**
 * InvoiceSum and InvoiceItemSum: **the document's flag says for all its lines whether a discount is an amount or percent**, each line's tax
 * is rounded, a percentage of the whole document lowers the taxes too.
 */
export function sum(row: SalesRow): void {
  const { columns } = row
  const byAmount = columns['is_amount_discount'] === true
  const inclusive = columns['uses_inclusive_taxes'] === true
  const discount = numberOf(columns['discount'])
  for (const line of row.lines) {
    line['is_amount_discount'] = byAmount
    const whole = numberOf(line['cost']) * numberOf(line['quantity'])
    const off = numberOf(line['discount'])
    line['line_total'] = byAmount ? rounded(whole - rounded(off)) : rounded(whole - whole * (off / 100))
  }
  const subtotal = row.lines.reduce((total, line) => total + numberOf(line['line_total']), 0)
  const share = byAmount ? (subtotal > 0 ? discount / subtotal : 0) : discount / 100
  let taxes = 0
  for (const line of row.lines) {
    const base = numberOf(line['line_total']) * (1 - share)
    const tax = [1, 2, 3].reduce(
      (total, n) => total + taxOf(base, numberOf(line[`tax_rate${n}`]), inclusive),
      0,
    )
    line['tax_amount'] = rounded(tax)
    line['gross_line_total'] = rounded(numberOf(line['line_total']) + (inclusive ? 0 : tax))
    taxes += tax
  }
  const net = rounded(subtotal - (byAmount ? rounded(discount) : rounded(subtotal * (discount / 100))))
  const headTaxes = [1, 2, 3].reduce(
    (total, n) => total + taxOf(net, numberOf(columns[`tax_rate${n}`]), inclusive),
    0,
  )
  row.taxes = rounded(taxes + headTaxes)
  row.amount = rounded(inclusive ? net : net + row.taxes)
}

const taxOf = (base: number, rate: number, inclusive: boolean): number =>
  rounded(inclusive ? base - base / (1 + rate / 100) : (base * rate) / 100)
