import type { Connector } from '#connector-kit'
import { manifest } from './manifest.js'
import { InvoiceNinjaSession } from './session.js'
import { settingsOf } from './settings.js'
import { hintsOf } from './webhook.js'

/** Invoice Ninja 5: clients, vendors, products, quotes, invoices, credits and payments over its REST API (upstream/invoice-ninja.md). */
export const connector: Connector = {
  manifest,
  webhook: hintsOf,
  connect: async (context) => new InvoiceNinjaSession(settingsOf(context), context),
}
