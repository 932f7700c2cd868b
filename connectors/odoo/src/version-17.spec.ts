import { describe, it } from '@jest/globals'
import { join } from 'node:path'
import { applyingChecks, checks, isAbout, World } from '#connector-kit/testing'
import type { Subject } from '#connector-kit/testing'
import { createSimulator } from '../simulator/index.js'
import { connector } from './index.js'

/** The conformance suite once more, against Odoo 17: another API, other stamps, other fields. */
const folder = join(import.meta.dirname, '..')
const subject: Subject = {
  connector: {
    id: 'odoo',
    manifest: connector.manifest,
    connector,
    folder,
    mappings: { party: join(folder, 'mappings/party.yaml') },
  },
  entity: 'party',
  system: { createSimulator: (options) => createSimulator({ ...options, version: '17.0' }) },
}

const type = 'res.partner'

/** Counts requests before the one that carries the secret, and JSON-RPC needs one more of them; client.spec.ts has its own. */
const COUNTS_PROBES = 'a wrong secret is unauthorized, after a single try'

const capabilities = connector.manifest.entities.party?.[type]

describe.each(Object.entries(checks))('%s', (_theme, list) => {
  const applying = list
    .filter((check) => check.name !== COUNTS_PROBES && isAbout(check, 'party'))
    .filter(
      (check) =>
        check.scope === 'connector' ||
        (capabilities && applyingChecks([check], 'party', capabilities).length > 0),
    )
  it.each(applying.map((check) => [check.name, check] as const))('%s', async (_name, check) => {
    const world = await World.open(subject)
    try {
      await check.run(world, check.scope === 'connector' ? '' : type)
    } finally {
      await world.close()
    }
  })
})
