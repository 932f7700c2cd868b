import type { User } from './company.js'
import type { PartyResource } from './party/resource.js'
import type { SaveContext } from './resource.js'
import type { Webhooks } from './webhooks.js'

/** Everything of one company by native type. */
export interface Resources {
  client: PartyResource
  vendor: PartyResource
}

/** The part of the model that routes and screens work on. */
export interface World {
  readonly resources: Resources
  readonly webhooks: Webhooks
  context(user: User, flags?: URLSearchParams): SaveContext
  changed(): void
}
