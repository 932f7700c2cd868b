import { describe, expect, it } from '@jest/globals'
import { discoverConnectors } from '#connector-kit'
import {
  allChecks,
  applyingChecks,
  discoverSimulators,
  uncoveredCapabilities,
  World,
} from '#connector-kit/testing'
import { sabotages } from './sabotage.js'

/**
 * A suite that cannot fail proves nothing: here a sound connector gets one defect after the other, and the check for it must notice. One
 * connector is enough, because the checks are the same for all.
 */
const [connector] = await discoverConnectors()
const simulator = (await discoverSimulators()).find(({ id }) => id === connector?.id)
if (!connector || !simulator) throw new Error('there is no connector to sabotage')
const types = Object.entries(connector.manifest.entities.party ?? {})

describe('the conformance suite', () => {
  it.each(sabotages)('notices a connector that $name', async ({ noticedBy, apply }) => {
    const matching = allChecks.filter(({ name }) => name.includes(noticedBy))
    expect(matching.map(({ name }) => name)).toHaveLength(1)
    const [check] = matching
    const type =
      check?.scope === 'type'
        ? types.find(([, one]) => applyingChecks([check], 'party', one).length > 0)?.[0]
        : ''
    const attempt = async (own: typeof connector): Promise<void> => {
      const world = await World.open({ connector: own, entity: 'party', system: simulator })
      try {
        await check?.run(world, type ?? '')
      } finally {
        await world.close()
      }
    }
    // The same check holds for the connector as it is: it is the defect that it notices.
    await attempt(connector)
    await expect(attempt({ ...connector, connector: apply(connector.connector) })).rejects.toThrow()
  })

  it('notices a capability that no check proves', () => {
    const [, capabilities] = types[0] ?? []
    if (!capabilities) throw new Error('the connector has no native type')
    expect(uncoveredCapabilities(allChecks, 'party', capabilities)).toEqual([])
    expect(uncoveredCapabilities(allChecks, 'party', { ...capabilities, editTimes: true })).toEqual([
      'editTimes',
    ])
    expect(uncoveredCapabilities([], 'party', capabilities).length).toBeGreaterThan(4)
  })
})
