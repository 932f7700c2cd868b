import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { discoverConnectors } from '#connector-kit'
import {
  allChecks,
  applyingChecks,
  discoverSimulators,
  isAbout,
  startSimulator,
  World,
} from '#connector-kit/testing'
import type { RunningSimulator } from '#connector-kit/testing'
import { samples } from '../../libs/connector-kit/testing/conformance/samples/index.js'

/**
 * The way against a real server, with a simulator in its place: the checks that can run there use nothing but the connection, and leave no
 * active record behind.
 */
const connectors = await discoverConnectors()
const simulators = new Map(
  (await discoverSimulators()).map(({ id, createSimulator }) => [id, createSimulator]),
)

describe.each(connectors)('$id as a real server', (connector) => {
  const types = Object.entries(connector.manifest.entities.party ?? {})
  let simulator: RunningSimulator

  beforeAll(async () => {
    const model = simulators.get(connector.id)?.()
    if (!model) throw new Error(`${connector.id} has no simulator`)
    model.seed(samples.party.seeds)
    simulator = await startSimulator(model)
  })
  afterAll(async () => simulator.stop())

  const run = async (live: 'read' | 'write'): Promise<void> => {
    for (const check of allChecks.filter((one) => one.live === live && isAbout(one, 'party'))) {
      const names = types
        .filter(([, type]) => applyingChecks([check], 'party', type).length > 0)
        .map(([name]) => name)
      for (const type of check.scope === 'type' ? names : ['']) {
        const system = { live: simulator.model.config(simulator.url), write: live === 'write' }
        const world = await World.open({ connector, entity: 'party', system })
        try {
          await check.run(world, type)
        } finally {
          await world.close()
        }
      }
    }
  }

  it('is only read by the checks that read', async () => {
    await run('read')
    expect(simulator.requests.counts().total).toBeGreaterThan(20)
    expect(simulator.requests.list({ writes: true })).toEqual([])
  })

  it('is written to by the others, which archive what they made', async () => {
    const listed = (type: string) =>
      new Map(simulator.model.person.list(type).map((record) => [keyOf(record), record]))
    const before = new Map(types.map(([type]) => [type, listed(type)]))
    await run('write')
    expect(simulator.requests.counts().writes).toBeGreaterThan(20)
    for (const [type] of types) {
      const after = listed(type)
      for (const [key, record] of before.get(type) ?? []) expect(after.get(key)).toMatchObject(record)
      const made = [...after.values()].filter((record) => !before.get(type)?.has(keyOf(record)))
      expect(made.length).toBeGreaterThan(5)
      expect(made.filter(isActive).map((record) => record['name'])).toEqual([])
    }
  })
})

const keyOf = (record: Record<string, unknown>): string => String(record['id'] ?? record['name'])

/** Every system has its own way to say that a record is in use; children (Odoo's contacts) follow their parent. */
const isActive = (record: Record<string, unknown>): boolean =>
  !record['parent_id'] && (record['active'] === true || record['disabled'] === 0)
