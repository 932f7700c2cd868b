import { PARTNER, PARTY_FIELDS } from './party.js'
import { PRODUCT, PRODUCT_FIELDS } from './product.js'
import type { Source } from './webhooks.js'

/** The models whose changes concern us, in the order of the entities. */
export const sources: readonly Source[] = [
  { entity: 'party', model: PARTNER, type: PARTNER, parent: 'parent_id', fields: PARTY_FIELDS },
  { entity: 'product', model: PRODUCT, type: PRODUCT, fields: PRODUCT_FIELDS },
]
