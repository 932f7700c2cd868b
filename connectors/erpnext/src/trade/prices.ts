import { isConnectorError } from '#connector-kit'
import type { Json, JsonObject, WriteOperation } from '#connector-kit'
import { INSERT_LIMIT } from '../client.js'
import type { Client, Row } from '../client.js'
import { itemsOf } from './kind.js'
import type { Update } from './kind.js'
import type { Masters } from './masters.js'
import { currentPrice, PRICES } from './product.js'

/** A price that a product is to have in a list; null: none. */
interface Wanted {
  item: string
  list: string
  rate: Json
}

/** The prices that an operation names and that are not so already. */
function wantedPrices(operation: WriteOperation, item: string, masters: Masters): Wanted[] {
  const current: JsonObject = operation.kind === 'update' ? operation.current.values : {}
  return Object.entries(PRICES).flatMap(([field, side]) => {
    const rate = operation.values[field]
    const list = masters.priceLists[side]
    const same = rate === undefined || (current[field] ?? null) === rate
    return same || list === null ? [] : [{ item, list, rate }]
  })
}

/** Puts the prices of new products into their lists, in few calls; what a broken-off try left there is put right. */
export async function createPrices(
  client: Client,
  masters: Masters,
  created: readonly { operation: WriteOperation; item: string }[],
): Promise<void> {
  const wanted = created.flatMap(({ operation, item }) => wantedPrices(operation, item, masters))
  if (wanted.length === 0) return
  const known = await client.list({
    doctype: 'Item Price',
    fields: ['*'],
    filters: [['item_code', 'in', [...new Set(wanted.map((one) => one.item))]]],
    order: 'creation asc, name asc',
    limit: 0,
  })
  const rowOf = ({ item, list }: Wanted): Row | undefined =>
    known.find((row) => row['item_code'] === item && row['price_list'] === list)
  const missing = wanted.filter((one) => !rowOf(one))
  for (let start = 0; start < missing.length; start += INSERT_LIMIT) {
    const some = missing.slice(start, start + INSERT_LIMIT)
    await client.insertMany(some.map((one) => ({ doctype: 'Item Price', ...documentOf(one) })))
  }
  for (const one of wanted) {
    const row = rowOf(one)
    if (row) await savePrice(client, one, row)
  }
}

/** Changes the prices of one product, with the `modified` that was read; true when something was saved. */
export async function updatePrices(client: Client, masters: Masters, operation: Update): Promise<boolean> {
  const { values } = operation.current
  const wanted = wantedPrices(operation, operation.id, masters)
  const prices = itemsOf(values, 'prices')
  for (const one of wanted) await savePrice(client, one, currentPrice(values, prices, one.list))
  return wanted.length > 0
}

const documentOf = ({ item, list, rate }: Wanted): JsonObject => ({
  item_code: item,
  price_list: list,
  price_list_rate: rate,
})

async function savePrice(client: Client, wanted: Wanted, row: JsonObject | undefined): Promise<void> {
  if (!row) {
    if (wanted.rate !== null) await client.insert('Item Price', documentOf(wanted))
    return
  }
  const name = String(row['name'])
  if (wanted.rate !== null) {
    const same = row['price_list_rate'] === wanted.rate
    const change = { price_list_rate: wanted.rate, modified: row['modified'] ?? null }
    if (!same) await client.update('Item Price', name, change)
    return
  }
  try {
    await client.remove('Item Price', name)
  } catch (error) {
    if (!isConnectorError(error) || error.kind !== 'gone') throw error
  }
}
