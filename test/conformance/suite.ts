import { describe, expect, it } from '@jest/globals'
import { connectorFolders, discoverConnectors } from '#connector-kit'
import type { DiscoveredConnector } from '#connector-kit'
import type { EntityName } from '#canonical'
import {
  allChecks,
  applyingChecks,
  capabilitiesOf,
  checks,
  discoverSimulators,
  documents,
  isAbout,
  liveConfiguration,
  uncoveredCapabilities,
  World,
} from '#connector-kit/testing'
import type { Check, Subject } from '#connector-kit/testing'

/**
 * What every connector must be able to do (docs/connectors.md, "Conformance"), against its simulator or, with
 * EINMAL_LIVE_<SYSTEM>_URL, against a real server. Nothing here names a connector.
 */
const connectors = await discoverConnectors()
const simulators = new Map((await discoverSimulators()).map((simulator) => [simulator.id, simulator]))

/** Other versions of a system are gone through with parties; with everything when `EINMAL_VARIANTS=all`. */
const everyVariant = process.env['EINMAL_VARIANTS'] === 'all'

/** With one entity a connector gets at least this many checks. */
const LEAST = 40

/**
 * Registers one part of the suite, so that two processes can share it: every system and entity (and each variant of the system)
 * belongs to one part; what is about the suite itself to the first.
 */
export function conformance(part: number, parts: number): void {
  let units = 0
  const mine = (): boolean => units++ % parts === part

  if (part === 0)
    it('every folder below connectors/ is a connector', () => {
      expect(connectors.map(({ id }) => id)).toEqual(connectorFolders())
      expect(connectors.length).toBeGreaterThan(0)
    })

  describe.each(connectors)('$id', (connector) => {
    const { id, manifest } = connector
    const simulator = simulators.get(id)
    const live = liveConfiguration(manifest, process.env)

    describe.each(Object.keys(manifest.entities) as EntityName[])('%s', (entity) => {
      const types = Object.entries(manifest.entities[entity] ?? {})

      if (part === 0)
        it.each(types)('%s: every declared capability is proved by a check', (_type, capabilities) => {
          expect(uncoveredCapabilities(allChecks, entity, capabilities)).toEqual([])
        })

      if (part === 0)
        it(`at least ${LEAST} checks apply`, () => {
          const count = types.reduce(
            (sum, [, type]) => sum + applyingChecks(allChecks, entity, type).length,
            0,
          )
          expect(
            count + allChecks.filter(({ scope }) => scope === 'connector').length,
          ).toBeGreaterThanOrEqual(LEAST)
        })

      if (live) {
        if (!mine()) return
        describe(`real server, ${live.write ? 'reading and writing' : 'reading only'}`, () => {
          register({ connector, entity, system: { live: live.config, write: live.write } }, (check) => {
            // Documents refer to parties and products, which only a seed puts there.
            const seeds = documents.includes(entity) && check.live === 'write'
            if (check.live === undefined || seeds) return 'needs the simulator'
            return check.live === 'write' && !live.write ? 'writes' : undefined
          })
        })
      } else if (simulator) {
        if (mine()) register({ connector, entity, system: simulator }, () => undefined)
        const variants = entity === 'party' || everyVariant ? simulator.variants : {}
        for (const [variant, createSimulator] of Object.entries(variants)) {
          if (mine())
            describe(variant, () =>
              register({ connector, entity, system: { createSimulator } }, () => undefined),
            )
        }
      }
    })
  })

  if (part === 0) coverage()
}

/** One test for each check and native type that it applies to; `without` says why a check cannot run here. */
function register(subject: Subject, without: (check: Check) => string | undefined): void {
  for (const [theme, list] of Object.entries(checks)) {
    describe(theme, () => {
      for (const check of list) {
        for (const type of typesOf(subject.connector, subject.entity, check)) {
          const name = type ? `${type}: ${check.name}` : check.name
          const reason = without(check)
          if (reason) it.todo(`${name} (not run: ${reason})`)
          else it(name, () => run(subject, check, type))
        }
      }
    })
  }
}

function typesOf({ manifest }: DiscoveredConnector, entity: EntityName, check: Check): string[] {
  if (check.scope === 'connector') return isAbout(check, entity) ? [''] : []
  const types = Object.entries(manifest.entities[entity] ?? {})
  return types.filter(([, type]) => applyingChecks([check], entity, type).length > 0).map(([type]) => type)
}

async function run(subject: Subject, check: Check, type: string): Promise<void> {
  const world = await World.open(subject)
  try {
    await check.run(world, type)
  } finally {
    await world.close()
  }
}

/** Shown once at the end: what was declared and which check proves it. */
const coverage = (): void =>
  describe('coverage', () => {
    it('lists what proves each capability', () => {
      const declared = connectors.flatMap(({ id, manifest }) =>
        Object.entries(manifest.entities).flatMap(([entity, types]) =>
          Object.entries(types).flatMap(([type, capabilities]) =>
            capabilitiesOf(entity as EntityName, capabilities).map((capability) => {
              const proof = applyingChecks(allChecks, entity as EntityName, capabilities).find(({ covers }) =>
                covers?.includes(capability),
              )
              return `${id} ${type} ${capability.padEnd(18)} ${proof?.name ?? 'NOT PROVED'}`
            }),
          ),
        ),
      )
      process.stderr.write(`${declared.join('\n')}\n`)
      expect(declared.filter((line) => line.endsWith('NOT PROVED'))).toEqual([])
    })
  })
