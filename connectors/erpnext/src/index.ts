import type { Connector } from '#connector-kit'
import { manifest } from './manifest.js'
import { ErpnextSession } from './session.js'
import { hintsOf } from './webhooks.js'

/** ERPNext 15 over its REST API: customers and suppliers with their contacts and addresses. */
export const connector: Connector = {
  manifest,
  webhook: hintsOf,
  connect: (context) =>
    new Promise((resolve) => {
      resolve(new ErpnextSession(context))
    }),
}
