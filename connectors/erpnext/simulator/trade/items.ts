import type { Controller } from '../controllers.js'
import { thrown } from '../errors.js'
import type { Site } from '../site.js'
import { rowsOf } from '../tables.js'
import type { Doc } from '../tables.js'
import { refuse } from './details.js'
import { COMPANY } from './world.js'

/** Item (e:stock/doctype/item; recordings 31 to 33, 109, 251, 29c). */
export const item: Controller = {
  autoname(_site, doc) {
    if (doc['item_code']) return String(doc['item_code'])
    throw refuse('Item Code is mandatory because Item is not automatically numbered')
  },
  validate(site, doc) {
    doc['item_name'] ??= doc['item_code'] ?? null
    // An explicit name overwrites the code, after the name of the item was taken from it (recording 29c).
    doc['item_code'] = doc.name
    doc['description'] ??= doc['item_name'] ?? null
    doc['stock_uom'] ??= 'Nos'
    const units = rowsOf(doc, 'uoms')
    if (!units.some((row) => row['uom'] === doc['stock_uom'])) {
      if (units.length > 0) {
        site.messages.push({
          message: 'Successfully changed Stock UOM, please redefine conversion factors for new UOM.',
          title: 'Message',
        })
      }
      site.assignTable('Item', doc, 'uoms', [{ uom: String(doc['stock_uom']), conversion_factor: 1 }])
    }
    if (rowsOf(doc, 'item_defaults').length === 0) {
      site.assignTable('Item', doc, 'item_defaults', [{ company: COMPANY, default_warehouse: 'Stores - AC' }])
    }
  },
  afterSave(site, doc, isNew) {
    // A standard rate given at creation becomes a price in the default list (recording 39).
    if (isNew && Number(doc['standard_rate']) > 0) {
      site.insert('Item Price', {
        item_code: doc.name,
        price_list: 'Standard Selling',
        uom: String(doc['stock_uom']),
        price_list_rate: Number(doc['standard_rate']),
      })
    }
    return doc
  },
  onTrash(site, doc) {
    // Prices go with their item.
    for (const price of pricesOf(site, doc.name)) site.remove('Item Price', price.name)
  },
}

const pricesOf = (site: Site, code: string): Doc[] =>
  site
    .table('Item Price')
    .all()
    .filter((price) => price['item_code'] === code)

/** Item Price (e:stock/doctype/item_price; recordings 39, 250). */
export const itemPrice: Controller = {
  validate(site, doc) {
    const list = site.get('Price List', String(doc['price_list']))
    const of = site.get('Item', String(doc['item_code']))
    doc['buying'] = Number(list['buying'])
    doc['selling'] = Number(list['selling'])
    doc['currency'] = String(list['currency'])
    doc['item_name'] = String(of['item_name'])
    doc['item_description'] = String(of['description'])
    doc['uom'] ??= String(of['stock_uom'])
    doc['valid_from'] ??= site.clock.today()
    const twin = pricesOf(site, of.name).find(
      (other) =>
        other.name !== doc.name && KEY.every((column) => (other[column] ?? '') === (doc[column] ?? '')),
    )
    if (!twin) return
    throw thrown(
      'ItemPriceDuplicateItem',
      'Item Price appears multiple times based on Price List, Supplier/Customer, Currency, Item, Batch, UOM, Qty, and Dates.',
      { source: 'erpnext (app)' },
    )
  },
}

const KEY = ['price_list', 'customer', 'supplier', 'currency', 'batch_no', 'uom', 'valid_from', 'valid_upto']
