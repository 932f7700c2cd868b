import type { Connector } from '#connector-kit'
import { manifest } from './manifest.js'
import { OdooSession } from './session.js'

/** Odoo 17, 18 and 19 (README.md). */
export const connector: Connector = {
  manifest,
  connect: async (context) => new OdooSession(context),
}
