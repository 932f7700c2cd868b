import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import type { SeedParty } from '#connector-kit/testing'
import { hubEnvironment, WorkerProcess } from '../support/processes.js'
import { waitUntil } from '../support/wait.js'
import { clerkOf } from './clerk.js'
import { expectAtRest } from './expectations.js'
import { Stage, systems, type World } from './world.js'

/** Steps at which the worker is killed: every one of them (`all`), or so many spread evenly (EINMAL_SEED moves them). */
const wanted = process.env['EINMAL_STEPS'] ?? '6'
const first = Number(process.env['EINMAL_SEED'] ?? 1)

const known: SeedParty = {
  kind: 'organization',
  name: 'Bestand GmbH',
  email: 'info@bestand.example',
  phone: '+49 30 1',
  isCustomer: true,
  contacts: [{ name: 'Erika Muster', email: 'erika@bestand.example' }],
}
const fresh: SeedParty[] = [
  {
    kind: 'organization',
    name: 'Neu & Söhne KG',
    email: 'info@neu.example',
    isCustomer: true,
    address: { street: 'Hauptstraße 2', postalCode: '10117', city: 'Berlin', country: 'DE' },
    contacts: [{ name: 'Max Neu', email: 'max@neu.example' }],
    addresses: [{ type: 'shipping', street: 'Rampe 1', postalCode: '10115', city: 'Berlin', country: 'DE' }],
  },
  { kind: 'person', name: 'Paula Ohnesorg', isCustomer: true, isSupplier: true },
]

describe('a worker that is killed at a step between it and the outside', () => {
  let stage: Stage
  let folder: string
  beforeAll(async () => {
    stage = await Stage.open()
    folder = mkdtempSync(join(tmpdir(), 'einmal-steps-'))
  })
  afterAll(async () => {
    await stage.close()
    rmSync(folder, { recursive: true, force: true })
  })

  /** People have typed: new customers in Odoo, a change in ERPNext and another in Invoice Ninja. */
  async function open(): Promise<World> {
    const world = await stage.world({ parties: { odoo: [known] } })
    await world.rest()
    world.system('odoo').model.seed(fresh)
    clerkOf('erpnext', world.system('erpnext')).rename(known.name, 'Bestand & Partner GmbH')
    clerkOf('invoice-ninja', world.system('invoice-ninja')).phone(known.name, '+49 30 2')
    await world.query('UPDATE participant SET due_at = now()')
    return world
  }

  const idle = async (world: World): Promise<boolean> => {
    const [left] = await world.query<{ n: number }>(
      `SELECT (SELECT count(*) FROM operation WHERE state IN ('pending', 'sending'))::int
         + (SELECT count(*) FROM participant WHERE due_at <= now())::int
         + (SELECT 6 - least(6, count(*)) FROM operation WHERE state = 'done' AND kind = 'create' AND title <> $1)::int AS n`,
      [known.name],
    )
    return left?.n === 0
  }

  /** Lets a worker go until it dies at this step; undefined when it came to the end of its work before. */
  async function killAt(world: World, step: number): Promise<string | undefined> {
    const log = join(folder, String(step))
    const preload = join(import.meta.dirname, '../support/kill-at-step.mjs')
    const worker = new WorkerProcess(
      hubEnvironment(world.installation, {
        EINMAL_LEASE_SECONDS: '1',
        NODE_OPTIONS: `--import=${preload}`,
        KILL_AT_STEP: String(step),
        KILL_LOG: log,
      }),
    )
    worker.start()
    try {
      await waitUntil(
        'the worker dies or has done its work',
        async () => !worker.running || (await idle(world)),
        {
          every: 20,
        },
      )
      return worker.running ? undefined : readFileSync(log, 'utf8')
    } finally {
      await worker.kill()
    }
  }

  it(
    'has made nothing twice and lost nothing, whichever step it was',
    async () => {
      const died: string[] = []
      const stride = wanted === 'all' ? 1 : Math.max(1, Math.round(320 / Number(wanted)))
      for (let step = wanted === 'all' ? 1 : 1 + (first % stride); ; step += stride) {
        const world = await open()
        const where = await killAt(world, step)
        if (where !== undefined) died.push(where)
        await world.query(`UPDATE connection SET lease_until = now() - interval '1 second'`)
        await world.rest()
        try {
          await expectAtRest(world, 'odoo')
        } catch (error) {
          throw new Error(`killed at step ${step} (${where ?? 'end'})`, { cause: error })
        }
        if (where === undefined) break
      }
      console.info(`${died.length} points tried, 0 violations; systems: ${systems.join(', ')}`)
      expect(died.length).toBeGreaterThan(wanted === 'all' ? 100 : 4)
    },
    wanted === 'all' ? 3_600_000 : 900_000,
  )
})
