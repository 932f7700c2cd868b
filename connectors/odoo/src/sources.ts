import { MOVE, MOVE_FIELDS, MOVE_LINE_FIELDS } from './invoice.js'
import { ORDER, ORDER_FIELDS, ORDER_LINE_FIELDS } from './order.js'
import { PARTNER, PARTY_FIELDS } from './party.js'
import { PAYMENT, PAYMENT_FIELDS } from './payment.js'
import { PRODUCT, PRODUCT_FIELDS } from './product.js'
import type { Source } from './webhooks.js'

/** The models whose changes concern us, in the order of the entities. */
export const sources: readonly Source[] = [
  { entity: 'party', model: PARTNER, type: PARTNER, parent: 'parent_id', fields: PARTY_FIELDS },
  { entity: 'product', model: PRODUCT, type: PRODUCT, fields: PRODUCT_FIELDS },
  { entity: 'order', model: ORDER, type: ORDER, fields: ORDER_FIELDS },
  { entity: 'order', model: `${ORDER}.line`, type: ORDER, parent: 'order_id', fields: ORDER_LINE_FIELDS },
  { entity: 'invoice', model: MOVE, type: MOVE, fields: MOVE_FIELDS },
  { entity: 'invoice', model: `${MOVE}.line`, type: MOVE, parent: 'move_id', fields: MOVE_LINE_FIELDS },
  { entity: 'payment', model: PAYMENT, type: PAYMENT, fields: PAYMENT_FIELDS },
]
