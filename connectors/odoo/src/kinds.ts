import type { EntityName } from '#canonical'
import { ConnectorError } from '#connector-kit'
import type { Kind } from './kind.js'
import { invoice } from './invoice.js'
import { order } from './order.js'
import { party } from './party.js'
import { payment } from './payment.js'
import { product } from './product.js'

/** The native types of this connector; one for each entity. */
export const kinds: readonly Kind[] = [party, product, order, invoice, payment]

export function kindOf(entity: EntityName): Kind {
  const kind = kinds.find((one) => one.entity === entity)
  if (kind) return kind
  throw new ConnectorError('misconfigured', { code: 'odoo.entity-unknown', params: { entity } })
}
