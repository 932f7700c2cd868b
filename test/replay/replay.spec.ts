import { afterAll, describe, expect, it } from '@jest/globals'
import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { connectorsFolder } from '#connector-kit'
import { discoverSimulators, loadReplaySupport, readFixtures, replayFixture } from '#connector-kit/testing'

/**
 * Every recorded exchange that a connector can make is sent to its simulator again (docs/connectors.md, "Replay").
 * With EINMAL_RECORDINGS=<folder of the recordings> it also checks that none of them was forgotten.
 */
const simulators = await discoverSimulators()
const recordings = process.env['EINMAL_RECORDINGS']

it('finds systems to replay', () => expect(simulators.length).toBeGreaterThan(0))

describe.each(simulators)('$id', ({ id, createSimulator }) => {
  const folder = join(connectorsFolder, id)
  const set = readFixtures(folder)
  const mismatches = new Map<string, string[]>()

  it('has fixtures, and no file that nobody reads', () => {
    expect(set.problems).toEqual([])
    expect(set.fixtures.length).toBeGreaterThan(0)
  })

  it.each(set.fixtures)('$name', async (fixture) => {
    const differences = await replayFixture(fixture, createSimulator, await loadReplaySupport(folder))
    if (differences.length > 0) mismatches.set(fixture.name, differences)
    expect(differences).toEqual([])
  })

  const recorded = recordings ? join(recordings, id) : ''
  if (existsSync(recorded)) {
    it('forgets no recording', () => {
      const files = readdirSync(recorded, { recursive: true, encoding: 'utf8' }).filter((file) =>
        file.endsWith('.json'),
      )
      const known = new Set([...set.fixtures.map(({ source }) => source), ...Object.keys(set.unusable)])
      expect(files.filter((file) => !known.has(file))).toEqual([])
    })
  }

  afterAll(() => {
    const used = new Set(set.fixtures.map(({ source }) => source)).size
    const lines = [
      `${id}: ${used} recordings used in ${set.fixtures.length} exchanges, ` +
        `${Object.keys(set.unusable).length} unusable, ${mismatches.size} mismatches`,
      ...Object.entries(reasons(set.unusable)).map(([reason, count]) => `  ${count} unusable: ${reason}`),
      ...[...mismatches].map(([name, differences]) => `  mismatch ${name}: ${differences.join('; ')}`),
    ]
    process.stderr.write(`${lines.join('\n')}\n`)
  })
})

function reasons(unusable: Record<string, string>): Record<string, number> {
  const counts: Record<string, number> = {}
  for (const reason of Object.values(unusable)) counts[reason] = (counts[reason] ?? 0) + 1
  return counts
}
