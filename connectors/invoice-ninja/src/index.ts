import type { Connector } from '#connector-kit'
import { manifest } from './manifest.js'
import { InvoiceNinjaSession } from './session.js'
import { settingsOf } from './settings.js'

/** Invoice Ninja 5: clients and vendors over its REST API (upstream/invoice-ninja.md). */
export const connector: Connector = {
  manifest,
  connect: async (context) => new InvoiceNinjaSession(settingsOf(context), context),
}
