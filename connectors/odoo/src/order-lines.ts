import type { JsonObject } from '#connector-kit'
import type { Client } from './client.js'

interface OrderLine {
  id: number
  product: string | null
  text: string
}

/** Lines that are still free, by the document that is being made. */
const open = new WeakMap<JsonObject, Promise<OrderLine[]>>()

/**
 * The line of the order that a new line of an invoice is for: with the same product, else with the same text; each at most once.
 * Null when there is none.
 */
export async function claimOrderLine(
  client: Client,
  document: JsonObject,
  order: number,
  { product_id: product, name }: JsonObject,
): Promise<number | null> {
  let loading = open.get(document)
  if (!loading) {
    loading = load(client, order)
    open.set(document, loading)
  }
  const lines = await loading
  const index = lines.findIndex((line) =>
    typeof product === 'string' || typeof product === 'number'
      ? line.product === String(product)
      : line.product === null && line.text === name,
  )
  const [claimed] = index < 0 ? [] : lines.splice(index, 1)
  return claimed?.id ?? null
}

async function load(client: Client, order: number): Promise<OrderLine[]> {
  const { records } = await client.list('sale.order.line', {
    domain: [
      ['order_id', '=', order],
      ['display_type', '=', false],
    ],
    specification: { product_id: {}, name: {} },
  })
  return records.map(({ id, product_id: product, name }) => {
    return { id, product: typeof product === 'number' ? String(product) : null, text: String(name) }
  })
}
