import { createHash } from 'node:crypto'
import type { Json, JsonObject } from '#canonical'
import type { PartWrite } from '#connector-kit'
import { numberOf, textOf } from '../api.js'
import type { ApiSales, MarkerField } from '../api.js'
import type { Desk } from '../kind.js'
import { taxOf } from '../taxes.js'
import { rejected } from '../writing.js'

/**
 * Ids of the lines, which have none of their own: the mark in a custom field of the line, else what the line is about (its product and text),
 * so that one that is taken out in front of it does not give it another id. Once the hub changes any line of a document, it writes the ids
 * of all of them into that field. A line that a person has doubled carries the same mark; the second one gets an id of its own.
 */
export function lineIds(lines: readonly JsonObject[], markerField: MarkerField): string[] {
  const seen = new Map<string, number>()
  return lines.map((line) => {
    const mark = textOf(line[markerField])
    const id = mark !== null && !seen.has(mark) ? mark : contentId(line)
    const count = (seen.get(id) ?? 0) + 1
    seen.set(id, count)
    return count === 1 ? id : `${id}-${count}`
  })
}

function contentId(line: JsonObject): string {
  const about = JSON.stringify([textOf(line['product_key']), textOf(line['notes'])])
  return `#${createHash('sha1').update(about).digest('hex').slice(0, 12)}`
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
      // The server keeps what it gets there; lists are in its order only where the hub has sent it.
      ...(numberOf(Number(line['sort_id'])) > 0 ? { position: Number(line['sort_id']) } : {}),
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
  const entries = before.map((line, index) => ({ id: ids[index] ?? '', line }))
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
    if (part.kind === 'update' && !entry) throw rejected('no-line', 'lines')
    const columns = await columnsOf(part.values, present, desk)
    if (entry) entry.line = { ...entry.line, ...columns }
    else entries.push({ id, line: columns })
    if (part.kind === 'create') created[part.key] = id
  }
  const kept = entries.filter(({ id }) => !removed.has(id))
  const changed = JSON.stringify(kept.map(({ line }) => line)) !== JSON.stringify(before)
  if (!changed) return { lines: undefined, created }
  return { lines: sorted(kept.map(({ id, line }) => ({ ...line, [markerField]: id }))), created }
}

/** By position where all have one, else as they are. */
function sorted(lines: JsonObject[]): JsonObject[] {
  const at = (line: JsonObject): number => Number(line['sort_id'])
  return lines.every((line) => at(line) > 0) ? [...lines].sort((a, b) => at(a) - at(b)) : lines
}

async function columnsOf(values: JsonObject, present: ApiSales | null, desk: Desk): Promise<JsonObject> {
  const columns: JsonObject = {}
  const {
    product_id: product,
    position,
    text,
    quantity,
    unit_code: unit,
    unit_price: price,
    discount,
    tax,
  } = values
  if (product !== undefined)
    columns['product_key'] = product === null ? '' : await desk.catalogue.keyOf(String(product))
  if (position !== undefined) columns['sort_id'] = position === null ? '0' : String(position)
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
export function isUnusual(document: ApiSales): boolean {
  const discounts: Json[] = [document, ...document.line_items].map((item) => numberOf(item['discount']))
  const discounted = discounts.some((discount) => discount !== 0)
  return (
    document['uses_inclusive_taxes'] === true ||
    numberOf(document['discount']) !== 0 ||
    (document['is_amount_discount'] === true && discounted)
  )
}
