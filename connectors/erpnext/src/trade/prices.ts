import { isConnectorError } from '#connector-kit'
import type { Json, JsonObject, WriteOperation } from '#connector-kit'
import type { Client } from '../client.js'
import { itemsOf } from './kind.js'
import type { Masters } from './masters.js'
import { currentPrice, PRICES } from './product.js'

/**
 * Puts the prices of a product into its price lists; true when something was saved. An existing price is changed, with the
 * `modified` that was read, so that a person's edit of it is not overwritten.
 */
export async function savePrices(
  client: Client,
  masters: Masters,
  operation: WriteOperation,
  item: string,
): Promise<boolean> {
  const current: JsonObject = operation.kind === 'update' ? operation.current.values : {}
  let saved = false
  for (const [field, side] of Object.entries(PRICES)) {
    const wanted = operation.values[field]
    const list = masters.priceLists[side]
    if (wanted === undefined || list === null || (current[field] ?? null) === wanted) continue
    if (operation.kind === 'create' && wanted === null) continue
    const known =
      operation.kind === 'update'
        ? itemsOf(current, 'prices')
        : await client.list({
            doctype: 'Item Price',
            fields: ['*'],
            filters: [
              ['item_code', '=', item],
              ['price_list', '=', list],
            ],
            order: 'creation asc, name asc',
            limit: 0,
          })
    const unit = operation.values['stock_uom'] ?? current['stock_uom'] ?? null
    const row =
      currentPrice({ stock_uom: unit }, known, list) ??
      currentPrice({ stock_uom: unitName(unit, masters) }, known, list)
    await save(client, row, { item, list, wanted })
    saved = true
  }
  return saved
}

const unitName = (unit: Json, { units }: Masters): Json => units.nameOf(String(unit)) ?? unit

async function save(
  client: Client,
  row: JsonObject | undefined,
  { item, list, wanted }: { item: string; list: string; wanted: Json },
): Promise<void> {
  if (!row) {
    await client.insert('Item Price', { item_code: item, price_list: list, price_list_rate: wanted })
    return
  }
  const name = String(row['name'])
  if (wanted !== null) {
    if (row['price_list_rate'] === wanted) return
    await client.update('Item Price', name, { price_list_rate: wanted, modified: row['modified'] ?? null })
    return
  }
  try {
    await client.remove('Item Price', name)
  } catch (error) {
    if (!isConnectorError(error) || error.kind !== 'gone') throw error
  }
}
