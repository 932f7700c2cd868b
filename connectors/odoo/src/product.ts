import type { JsonObject } from '#connector-kit'
import type { SchemaField } from '#mapping'
import { describeField } from './describe.js'
import type { Facts } from './facts.js'
import { customFields, pick } from './kind.js'
import type { Kind, Row } from './kind.js'
import type { Resolved } from './references.js'
import { taxId, taxOf } from './taxes.js'
import { unitId, unitOf } from './units.js'

export const PRODUCT = 'product.product'

const PLAIN = [
  'default_code',
  'name',
  'description_sale',
  'barcode',
  'lst_price',
  'standard_price',
  'sale_ok',
  'purchase_ok',
  'active',
]

/** Fields whose change counts. */
export const PRODUCT_FIELDS = [...PLAIN, 'type', 'uom_id', 'taxes_id']

const shown = ({ fields }: Facts): string[] =>
  [...PLAIN, ...customFields(fields)].filter((name) => fields[name])

function compose(row: Row, facts: Facts): JsonObject {
  return {
    ...pick(row, shown(facts), facts.fields),
    // Storable products and sets are goods as well.
    type: row['type'] === 'service' ? 'service' : 'consu',
    unit: unitOf(facts.units, row['uom_id']),
    tax: taxOf(facts.taxes, row['taxes_id'], 'sale'),
  }
}

function describe(facts: Facts): SchemaField[] {
  const plain = shown(facts).flatMap((name) => {
    const field = facts.fields[name]
    return field ? [describeField(name, field)] : []
  })
  const type: SchemaField = { path: 'type', type: 'text', options: ['consu', 'service'] }
  return [...plain, type, { path: 'unit', type: 'json' }, { path: 'tax', type: 'json' }]
}

/**
 * Variants (`product.product`), which is what documents refer to; what belongs to their template is written through them
 * (upstream §7). A template without variants of its own has exactly one.
 */
export const product: Kind = {
  entity: 'product',
  type: PRODUCT,
  children: [],
  tables: ['taxes', 'units'],
  removal: 'action_archive',
  polled: [{ model: PRODUCT }],
  lists: [],
  domain: () => [],
  specification: (facts) =>
    Object.fromEntries([...shown(facts), 'type', 'uom_id', 'taxes_id'].map((name) => [name, {}])),
  belongs: () => true,
  compose,
  describe,
  async resolve(references, { unit, tax, type, ...values }, current) {
    const { facts } = references
    const resolved: Resolved = await references.resolve(values)
    // Until 17 another field says the kind, and `type` follows it (upstream §7).
    if (type !== undefined) resolved['detailed_type' in facts.fields ? 'detailed_type' : 'type'] = type
    if (unit !== undefined) {
      const id = unitId(facts.units, unit)
      if (id !== null) resolved['uom_id'] = id
      if (id !== null && 'uom_po_id' in facts.fields) resolved['uom_po_id'] = id
    }
    if (tax !== undefined) {
      const id = taxId(facts.taxes, tax, 'sale')
      const ours = facts.taxes.all.filter(({ use }) => use === 'sale').map((one) => one.id)
      // Taxes of other companies stand in the same list and stay there.
      const others = ours.filter((one) => one !== id).map((one) => [3, one, 0])
      if (current) resolved['taxes_id'] = [...others, ...(id === null ? [] : [[4, id, 0]])]
      else resolved['taxes_id'] = id === null ? [] : [id]
    }
    return resolved
  },
}
