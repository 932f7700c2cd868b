import { textOf } from '../api.js'
import type { ApiRecord } from '../api.js'
import type { Client } from '../client.js'
import { rejected } from '../writing.js'

/** More unknown keys than this are looked up by reading the whole list. */
const FEW = 20
const PAGE_SIZE = 500

/** Lines name products by their key only, which is not unique: of several that are not deleted, the oldest counts. */
export class Catalogue {
  private readonly ids = new Map<string, string | null>()

  constructor(private readonly client: Client) {}

  /** Ids by key; null for a key that no product has. */
  async find(keys: readonly string[]): Promise<ReadonlyMap<string, string | null>> {
    const unknown = [...new Set(keys)].filter((key) => (this.ids.get(key) ?? null) === null)
    if (unknown.length > FEW) await this.readAll(unknown)
    else await Promise.all(unknown.map((key) => this.readOne(key)))
    return this.ids
  }

  /** The key of a product, for a line. Throws `rejected` for a product that is not there. */
  async keyOf(id: string): Promise<string> {
    const product = await this.client.get('product', id)
    const key = product && !product.is_deleted ? textOf(product['product_key']) : null
    if (key === null) throw rejected('no-product', 'product_id')
    this.ids.set(key, id)
    return key
  }

  private async readOne(key: string): Promise<void> {
    const { records } = await this.client.list('product', { product_key: key }, 1, FEW)
    this.ids.set(key, null)
    this.take(records, new Set([key]))
  }

  private async readAll(keys: readonly string[]): Promise<void> {
    for (const key of keys) this.ids.set(key, null)
    for (let page = 1, pages = 1; page <= pages; page++) {
      const list = await this.client.list('product', {}, page, PAGE_SIZE)
      pages = list.pages
      this.take(list.records, new Set(keys))
    }
  }

  /** The server compares keys without case; here they must be equal. */
  private take(records: readonly ApiRecord[], wanted: ReadonlySet<string>): void {
    for (const record of records) {
      const key = textOf(record['product_key'])
      if (key === null || record.is_deleted || !wanted.has(key)) continue
      if ((this.ids.get(key) ?? null) === null) this.ids.set(key, record.id)
    }
  }
}
