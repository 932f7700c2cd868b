import type { EntityDefinition } from './entity.js'
import { invoice } from './invoice.js'
import { order } from './order.js'
import { party } from './party.js'
import { payment } from './payment.js'
import { product } from './product.js'

/** Every entity that the hub knows, by name; what others refer to comes first. */
export const entities: Record<EntityName, EntityDefinition> = { party, product, order, invoice, payment }

export type EntityName = 'party' | 'product' | 'order' | 'invoice' | 'payment'

/** Narrows a string to an entity name. */
export function isEntityName(name: string): name is EntityName {
  return Object.hasOwn(entities, name)
}
