import type { Json, JsonObject } from '#canonical'
import type { PartWrite } from '#connector-kit'
import { numberOf, textOf } from '../api.js'
import type { ApiSales, MarkerField } from '../api.js'
import type { Desk } from '../kind.js'
import { taxOf } from '../taxes.js'
import { rejected } from '../writing.js'

/**
 * Ids of the lines, which have none of their own: the hub's marker in a custom field of the line, else the position. A line that a person
 * has doubled carries the same marker; the second one goes by its position.
 */
export function lineIds(lines: readonly JsonObject[], markerField: MarkerField): string[] {
  const seen = new Set<string>()
  return lines.map((line, index) => {
    const marker = textOf(line[markerField])
    if (marker === null || seen.has(marker)) return `#${index + 1}`
    seen.add(marker)
    return marker
  })
}

/** Lines of a document as mappings see them: prices without tax, discounts in percent, those of the whole document included. */
export function linesOf(
  document: ApiSales,
  products: ReadonlyMap<string, string | null>,
  markerField: MarkerField,
): JsonObject[] {
  const ids = lineIds(document.line_items, markerField)
  const share = documentShare(document)
  return document.line_items.map((line, index): JsonObject => {
    const key = textOf(line['product_key'])
    const product = key === null ? null : (products.get(key) ?? null)
    const notes = textOf(line['notes'])
    return {
      id: ids[index] ?? '',
      position: index + 1,
      product_id: product,
      // A key that no product has would be lost otherwise.
      text:
        product === null
          ? (textOf([key, notes].filter((text) => text !== null).join('\n')) ?? null)
          : (notes ?? key),
      quantity: numberOf(line['quantity']),
      unit_code: textOf(line['unit_code']),
      unit_price: netOf(document, line, numberOf(line['cost'])),
      discount: discountOf(document, line, share),
      tax: lineTax(document, line),
      net: netOf(document, line, numberOf(line['line_total']) * (1 - share)),
    }
  })
}

/** The tax of a line, or that of the whole document where the line has none. */
function lineTax(document: ApiSales, line: JsonObject): string | null {
  const own = taxOf(line)
  const shared = taxOf({ ...document, tax_id: '' })
  if (shared === null) return own
  return own === null ? shared : 'several'
}

/** The part of each line that a discount on the whole document takes, 0 to 1. */
function documentShare(document: ApiSales): number {
  const discount = numberOf(document['discount'])
  if (document['is_amount_discount'] !== true) return discount / 100
  const total = document.line_items.reduce((sum, line) => sum + numberOf(line['line_total']), 0)
  return total > 0 ? discount / total : 0
}

function discountOf(document: ApiSales, line: JsonObject, share: number): number {
  const given = numberOf(line['discount'])
  const whole = numberOf(line['cost']) * numberOf(line['quantity'])
  const own = document['is_amount_discount'] === true ? (whole === 0 ? 0 : given / whole) : given / 100
  return rounded(100 * (1 - (1 - own) * (1 - share)), 10)
}

/** An amount without the tax that it may include, to the precision that it is stored with. */
function netOf(document: ApiSales, line: JsonObject, amount: number): number {
  if (document['uses_inclusive_taxes'] !== true) return rounded(amount, 10)
  const rate = [1, 2, 3].reduce((sum, n) => sum + numberOf(line[`tax_rate${n}`]), 0)
  return rounded(amount / (1 + rate / 100), 10)
}

const rounded = (value: number, digits: number): number => Number(value.toFixed(digits))

/** What a write makes of the lines: the whole list as it is to be sent, and the ids of the new ones. */
export interface LinePlan {
  lines: JsonObject[] | undefined
  created: Record<string, string>
}

/**
 * The list that a write must send, since it is replaced as a whole; undefined when the write changes no line. Throws `rejected` for a line
 * that is not there, and for prices of a document whose lines cannot say them.
 */
export async function planLines(
  present: ApiSales | null,
  parts: readonly PartWrite[],
  desk: Desk,
): Promise<LinePlan> {
  const { markerField } = desk
  const before = present?.line_items ?? []
  const ids = lineIds(before, markerField)
  const entries = before.map((line, index) => ({ id: ids[index] ?? '', line, at: index + 1 }))
  const created: Record<string, string> = {}
  const removed = new Set<string>()
  for (const part of parts) {
    if (part.list !== 'lines') continue
    if (part.kind === 'delete') {
      removed.add(part.id)
      continue
    }
    const id = part.kind === 'create' ? part.marker : part.id
    const entry = entries.find((entry) => entry.id === id)
    const at = numberOf(part.values['position'])
    if (part.kind === 'update' && !entry) throw rejected('no-line', 'lines')
    const columns = await columnsOf(part.values, present, desk)
    if (entry) {
      entry.line = { ...entry.line, ...columns }
      if (at > 0) entry.at = at
    } else {
      const line = { ...columns, [markerField]: id }
      entries.push({ id, line, at: at > 0 ? at : entries.length + 1 })
    }
    if (part.kind === 'create') created[part.key] = id
  }
  const after = entries
    .filter(({ id }) => !removed.has(id))
    .sort((a, b) => a.at - b.at)
    .map(({ line }) => line)
  const changed = JSON.stringify(after) !== JSON.stringify(before)
  return { lines: changed ? after : undefined, created }
}

async function columnsOf(values: JsonObject, present: ApiSales | null, desk: Desk): Promise<JsonObject> {
  const columns: JsonObject = {}
  const { product_id: product, text, quantity, unit_code: unit, unit_price: price, discount, tax } = values
  if (product !== undefined)
    columns['product_key'] = product === null ? '' : await desk.catalogue.keyOf(String(product))
  if (text !== undefined) columns['notes'] = text ?? ''
  if (quantity !== undefined) columns['quantity'] = numberOf(quantity)
  if (unit !== undefined) columns['unit_code'] = unit ?? ''
  if (tax !== undefined) Object.assign(columns, await desk.taxes.columns(tax))
  if (price !== undefined) columns['cost'] = numberOf(price)
  if (discount !== undefined) columns['discount'] = numberOf(discount)
  if ((price ?? discount ?? tax) !== undefined && present && isUnusual(present))
    throw rejected('document-style', 'lines')
  return columns
}

/** True for a document whose prices include tax, or whose discounts are amounts or stand on the whole document. */
function isUnusual(document: ApiSales): boolean {
  const discounts: Json[] = [document, ...document.line_items].map((item) => numberOf(item['discount']))
  const discounted = discounts.some((discount) => discount !== 0)
  return (
    document['uses_inclusive_taxes'] === true ||
    numberOf(document['discount']) !== 0 ||
    (document['is_amount_discount'] === true && discounted)
  )
}
