import type { Json, JsonObject } from '#connector-kit'
import type { SchemaField } from '#mapping'
import type { Row } from '../client.js'
import { cleaned, rejected } from './kind.js'
import type { Change, TradeKind } from './kind.js'
import type { Masters } from './masters.js'

/** Prices of a product, by composed field: the price list that it stands in. */
export const PRICES = { price: 'selling', cost: 'buying' } as const

const VIRTUAL: readonly SchemaField[] = [
  { path: 'number', type: 'text', label: 'Item Code', maxLength: 140 },
  { path: 'barcode', type: 'text', label: 'Barcode' },
  { path: 'tax', type: 'text', label: 'Item Tax Template' },
  { path: 'price', type: 'number', label: 'Price in the selling price list' },
  { path: 'cost', type: 'number', label: 'Price in the buying price list' },
]

/** An Item with its prices, its barcode and its tax. */
export const productKind: TradeKind = {
  doctype: 'Item',
  entity: 'product',
  scope: () => [],
  related: [
    { field: 'prices', doctype: 'Item Price', by: 'item_code' },
    { field: 'barcodes', doctype: 'Item Barcode' },
    { field: 'taxes', doctype: 'Item Tax' },
  ],
  parts: { 'Item Price': 'item_code' },
  writesPrices: true,
  lists: {},
  virtual: VIRTUAL,
  compose(row, related, masters) {
    const values = cleaned(row)
    const template = (related['taxes'] ?? []).find((tax) => !tax['tax_category'])?.['item_tax_template']
    const lists = masters.priceLists
    return {
      ...values,
      // A code or description that only repeats the name was filled in by ERPNext, or for want of another.
      number: row['item_code'] === row['item_name'] ? null : (values['item_code'] ?? null),
      description: row['description'] === row['item_name'] ? null : (values['description'] ?? null),
      barcode: (related['barcodes']?.[0]?.['barcode'] ?? null) as Json,
      barcodes: (related['barcodes'] ?? []).map(cleaned),
      tax: typeof template === 'string' ? masters.taxes.sales.ofTemplate(template) : null,
      taxes: (related['taxes'] ?? []).map(cleaned),
      prices: (related['prices'] ?? []).map(cleaned),
      price: priceOf(row, related['prices'] ?? [], lists.selling),
      cost: priceOf(row, related['prices'] ?? [], lists.buying),
    }
  },
  draft({ values }, masters) {
    const name = String(values['item_name'] ?? '')
    return {
      // Without a number the name is the key; an Item must have one.
      item_code: values['number'] ?? name.slice(0, 140),
      item_group: masters.itemGroup,
      is_stock_item: 0,
      ...columns(values, masters, {}),
    }
  },
  change({ values, current }, masters): Change {
    const changed = Object.fromEntries(
      Object.entries(values).filter(
        ([key, value]) => JSON.stringify(current.values[key] ?? null) !== JSON.stringify(value ?? null),
      ),
    )
    return { body: columns(changed, masters, current.values), docstatus: [] }
  },
}

function columns(values: JsonObject, masters: Masters, before: JsonObject): JsonObject {
  const { number: _number, barcode, tax, price: _price, cost: _cost, stock_uom: unit, ...rest } = values
  const body: JsonObject = { ...rest }
  const name = values['item_name'] ?? before['item_name'] ?? null
  // ERPNext demands no description and fills it in; what only repeats the name is renamed with it.
  const repeats =
    values['description'] ?? (values['item_name'] === undefined ? undefined : before['description'])
  if (repeats === null) body['description'] = name
  if (typeof unit === 'string') body['stock_uom'] = masters.units.nameOf(unit) ?? unit
  if (barcode !== undefined) body['barcodes'] = withFirst(before['barcodes'], 'barcode', barcode)
  if (tax !== undefined)
    body['taxes'] = withFirst(before['taxes'], 'item_tax_template', templateFor(tax, masters))
  return body
}

function templateFor(tax: Json, masters: Masters): string | null {
  if (tax === null) return null
  const taxes = masters.taxes.sales
  const template = taxes.knows(String(tax)) ? taxes.templateFor(String(tax)) : undefined
  if (template === undefined)
    throw rejected('tax-unknown', 'tax', { tax: String(tax), choices: taxes.choices })
  return template
}

/** A child table whose first row holds the value; its other rows stay. */
function withFirst(rows: Json | undefined, column: string, value: Json): JsonObject[] {
  const all = (Array.isArray(rows) ? (rows as JsonObject[]) : []).map((row) =>
    Object.fromEntries(Object.entries(row).filter(([key]) => !KEPT_BY_SERVER.has(key))),
  )
  if (value === null) return all.slice(1)
  return [{ ...all[0], [column]: value }, ...all.slice(1)]
}

const KEPT_BY_SERVER = new Set(
  'owner creation modified modified_by docstatus idx parent parentfield parenttype'.split(' '),
)

const priceOf = (item: Row, prices: readonly Row[], list: string | null): number | null => {
  const row = currentPrice(item, prices, list)
  return row ? Number(row['price_list_rate']) : null
}

/** The price that everybody pays now: for the item's own unit, for no one customer, batch or season. */
export function currentPrice<T extends JsonObject>(
  item: JsonObject,
  prices: readonly T[],
  list: string | null,
): T | undefined {
  return prices
    .filter(
      (price) =>
        price['price_list'] === list &&
        !price['customer'] &&
        !price['supplier'] &&
        !price['batch_no'] &&
        !price['valid_upto'] &&
        (!price['uom'] || price['uom'] === item['stock_uom']),
    )
    .toSorted((a, b) => (stampOf(a) < stampOf(b) ? 1 : -1))[0]
}

const stampOf = (price: JsonObject): string =>
  `${String(price['valid_from'] ?? '')} ${String(price['creation'])}`
