import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { createWorld, systems, type SystemId } from '../../apps/demo/src/world.js'
import type { Plan } from '#persistence'
import { Catalogue } from '#sync'
import { drive, type Driver } from '../support/driver.js'
import { install, type Installation } from '../support/installation.js'
import { Simulators } from '../support/simulators.js'

// The world that `npm start` shows: 300 parties in Odoo, 90 of them known elsewhere under another spelling, 30 only there,
// and 6 namesakes that are other companies. The world knows the truth, so that the hub can be measured against it.

describe('the first preview of the demo', () => {
  const world = createWorld()
  let simulators: Simulators
  let installation: Installation
  let driver: Driver
  let plan: Plan
  const ids = {} as Record<SystemId, { type: string; id: string }[]>

  beforeAll(async () => {
    simulators = await Simulators.start()
    await simulators.prepare()
    for (const system of systems) ids[system] = simulators.of(system).model.seed(world.parties[system])
    simulators.clearLogs()
    installation = await install({
      state: 'preview',
      settings: { creates: 'plan', firstContact: 'fill' },
      connections: systems.map((id) => ({
        slug: id,
        connector: id,
        config: simulators.of(id).model.config(simulators.of(id).url),
      })),
    })
    driver = drive(installation, await Catalogue.load())
    plan = await driver.preview()
  }, 120_000)

  afterAll(async () => {
    await installation.close()
    await simulators.stop()
  })

  it('writes nothing', () => {
    for (const id of systems)
      expect([id, simulators.of(id).requests.list({ writes: true })]).toEqual([id, []])
  })

  it('links or asks about every party that stands in two systems, and about no other one', async () => {
    const items = await installation.query<{
      kind: string
      connection: string
      external: string
      target: string
    }>(
      `SELECT kind, connection_id AS connection, external_id AS external FROM operation
       WHERE plan_id = $1 AND kind IN ('link', 'review')`,
      [plan.id],
    )
    const found = new Map(items.map((item) => [`${item.connection} ${item.external}`, item.kind]))
    const missed = world.twins.filter(({ system, index }) => {
      const id = ids[system][index]?.id ?? ''
      return !found.has(`${installation.connection(system)} ${id}`)
    })
    expect(missed).toEqual([])
    const links = items.filter(({ kind }) => kind === 'link').length
    // Nearly all without asking; what is asked about is never more than a handful.
    expect(links).toBeGreaterThanOrEqual(world.twins.length * 0.9)
    expect(items.length).toBeLessThanOrEqual(world.twins.length + 6)
  })

  it('lists exactly the writes that applying it makes, and applying makes 0 duplicates', async () => {
    const promised = await installation.query<{ kind: string; n: string }>(
      `SELECT kind, count(*) AS n FROM operation WHERE plan_id = $1 AND kind IN ('create', 'update') GROUP BY kind`,
      [plan.id],
    )
    await driver.apply(plan)
    const done = await installation.query<{ kind: string; n: string }>(
      `SELECT kind, count(*) AS n FROM operation WHERE plan_id = $1 AND kind IN ('create', 'update')
         AND state IN ('done', 'failed') GROUP BY kind`,
      [plan.id],
    )
    const byKind = (rows: typeof done): Record<string, string> =>
      Object.fromEntries(rows.map((row) => [row.kind, row.n]))
    expect(byKind(done)).toEqual(byKind(promised))
    for (const review of await driver.reviews()) {
      const [sure] = (review.evidence as { candidates: { recordId: string }[] }).candidates
      const same = world.twins.some(
        ({ system, index }) =>
          installation.connection(system) === review.connectionId &&
          ids[system][index]?.id === review.externalId,
      )
      await driver.resolve(
        review,
        same && sure ? { action: 'link', recordId: sure.recordId } : { action: 'create' },
      )
    }
    await driver.settle()
    await driver.sync()
    // Everybody once, everywhere: Odoo's own and what only the others knew.
    const twin = new Set(world.twins.map(({ system, index }) => `${system} ${index}`))
    const everybody = systems.flatMap((system) =>
      world.parties[system].filter((_, index) => !twin.has(`${system} ${index}`)),
    )
    const expected = {
      odoo: everybody.length,
      others: everybody.filter(({ isCustomer }) => isCustomer).length,
    }
    const failed = await installation.query<{ connection: string }>(
      `SELECT connection_id AS connection FROM operation WHERE state = 'failed'`,
    )
    for (const id of systems) {
      const missing = failed.filter(({ connection }) => connection === installation.connection(id)).length
      expect([id, simulators.names(id).length + missing]).toEqual([
        id,
        id === 'odoo' ? expected.odoo : expected.others,
      ])
    }
  }, 120_000)
})
