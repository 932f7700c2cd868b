import type { Connector } from '#connector-kit'
import { manifest } from './manifest.js'
import { OdooSession } from './session.js'
import { sources } from './sources.js'
import { hintsOf } from './webhooks.js'

/** Odoo 17, 18 and 19 (README.md). */
export const connector: Connector = {
  manifest,
  webhook: (request) => hintsOf(sources, request),
  connect: async (context) => new OdooSession(context),
}
