import type { User } from './company.js'
import type { PartyResource } from './party/resource.js'
import type { ProductResource } from './product.js'
import type { SaveContext } from './resource.js'
import type { PaymentResource } from './sales/payment.js'
import type { SalesResource } from './sales/resource.js'
import type { TaxRateResource } from './tax-rate.js'
import type { Webhooks } from './webhooks.js'

/** Everything of one company by native type. */
export interface Resources {
  client: PartyResource
  vendor: PartyResource
  product: ProductResource
  quote: SalesResource
  invoice: SalesResource
  credit: SalesResource
  payment: PaymentResource
  tax_rate: TaxRateResource
}

/** The part of the model that routes and screens work on. */
export interface World {
  readonly resources: Resources
  readonly webhooks: Webhooks
  context(user: User, flags?: URLSearchParams): SaveContext
  changed(): void
}
