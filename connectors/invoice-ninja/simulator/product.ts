import type { JsonObject } from '#canonical'
import { textOf } from './input.js'
import { columnIs } from './listing.js'
import { Resource } from './resource.js'
import type { Problems, SaveContext } from './resource.js'
import { commonDocument, cut, lengthOf, newRow, numberOf, shown } from './rows.js'
import type { Row } from './rows.js'
import { Table } from './table.js'

const TEXTS = [
  'product_key',
  'notes',
  'tax_name1',
  'tax_name2',
  'tax_name3',
  'custom_value1',
  'custom_value2',
  'custom_value3',
  'custom_value4',
  'assigned_user_id',
  'tax_id',
]
const NUMBERS = ['cost', 'price', 'quantity', 'tax_rate1', 'tax_rate2', 'tax_rate3']

/** Products: **neither key nor name is unique or needed** (recorded in product_create). */
export class ProductResource extends Resource {
  readonly table = new Table('product', [
    'product_key',
    'notes',
    'custom_value1',
    'custom_value2',
    'custom_value3',
    'custom_value4',
  ])
  readonly model = 'Product'
  readonly includes = ['company', 'user', 'documents']
  override readonly filters = { product_key: columnIs('product_key') }

  sortColumn(name: string): string | null {
    return [...TEXTS, ...NUMBERS].includes(name) ? name : null
  }

  problems(): Problems {
    return {}
  }

  create(input: JsonObject, { user, now }: SaveContext): Row {
    const row = newRow(this.table.newKey(), user.hash, now)
    row.columns['quantity'] = 1
    row.columns['tax_id'] = '1'
    fill(row, input)
    this.table.insert(row)
    this.announce('product', 'create', row)
    return row
  }

  /** Saving is told even when nothing changed (upstream §11). */
  update(row: Row, input: JsonObject, { now }: SaveContext): void {
    this.table.change(row, () => {
      fill(row, input)
      row.updatedAt = now
    })
    this.announce('product', 'update', row)
  }

  /**
   * UpdateOrCreateProduct: a saved line makes a product that is missing, and overwrites price and description of the one with its key.
   * **Silently**: no webhook.
   */
  takeOver(line: JsonObject, { user, now }: SaveContext): void {
    const key = textOf(line['product_key'])
    if (key === null || key === '') return
    const known = this.table.all().find((row) => row.columns['product_key'] === key)
    const row = known ?? newRow(this.table.newKey(), user.hash, now)
    const edit = (): void => {
      row.columns['product_key'] = key
      row.columns['notes'] = textOf(line['notes'])
      row.columns['price'] = numberOf(line['cost'])
      if (!known) Object.assign(row.columns, { quantity: 1, cost: 0, tax_id: '1' })
      row.updatedAt = now
    }
    if (known) return this.table.change(row, edit)
    edit()
    this.table.insert(row)
  }

  document(row: Row): JsonObject {
    const { columns } = row
    return {
      id: row.hash,
      user_id: row.userId,
      ...Object.fromEntries(TEXTS.map((name) => [name, shown(columns[name])])),
      ...Object.fromEntries(NUMBERS.map((name) => [name, numberOf(columns[name])])),
      ...commonDocument(row),
      in_stock_quantity: 0,
      stock_notification: true,
      stock_notification_threshold: 0,
      max_quantity: 0,
      product_image: '',
      documents: [],
    }
  }
}

function fill(row: Row, input: JsonObject): void {
  for (const name of TEXTS) {
    if (!(name in input)) continue
    const text = textOf(input[name])
    row.columns[name] = text === null ? null : cut(text, lengthOf(name === 'notes' ? 'x_notes' : name))
  }
  for (const name of NUMBERS) if (name in input) row.columns[name] = numberOf(input[name])
}
