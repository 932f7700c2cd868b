import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { discoverSimulators, startSimulator, type RunningSimulator } from '#connector-kit/testing'
import { install, type Installation } from '../support/installation.js'
import { manyParties } from '../support/parties.js'
import { hubEnvironment, WorkerProcess } from '../support/processes.js'
import { prepareConnection } from '../support/simulators.js'
import { waitUntil } from '../support/wait.js'

const customers = 2000
/** 20 in CI; `EINMAL_KILLS=100 npm run test:faults` is the long form. */
const kills = Number(process.env['EINMAL_KILLS'] ?? 20)
const seed = Number(process.env['EINMAL_SEED'] ?? 1)

/** The native type that customers become in each target. */
const targets = { 'invoice-ninja': 'client', erpnext: 'Customer' } as const

describe('a worker that is killed again and again during a first load', () => {
  const simulators = new Map<string, RunningSimulator>()
  let installation: Installation
  /** Contacts that ERPNext has for its own users. */
  let usersContacts = 0

  beforeAll(async () => {
    for (const { id, createSimulator } of await discoverSimulators()) {
      if (id !== 'odoo' && !(id in targets)) continue
      simulators.set(id, await startSimulator(createSimulator()))
    }
    for (const [id, { model, url }] of simulators) await prepareConnection(id, model.config(url))
    usersContacts = simulator('erpnext').model.person.list('Contact').length
    simulator('odoo').model.seed(manyParties(customers))
    installation = await install({
      connections: ['odoo', ...Object.keys(targets)].map((id) => ({
        slug: id,
        connector: id,
        config: simulator(id).model.config(simulator(id).url),
        reads: id === 'odoo',
        writes: id !== 'odoo',
      })),
    })
  })

  afterAll(async () => {
    for (const { stop } of simulators.values()) await stop()
    await installation.close()
  })

  const simulator = (id: string): RunningSimulator => {
    const found = simulators.get(id)
    if (!found) throw new Error(`no simulator ${id}`)
    return found
  }
  const names = (id: keyof typeof targets): string[] =>
    simulator(id)
      .model.person.list(targets[id])
      .map((values) => String(values['name'] ?? values['customer_name']))
  const written = (): number => names('invoice-ninja').length + names('erpnext').length

  it(
    `has 0 duplicates and 0 missing after ${kills} kills (seed ${seed})`,
    async () => {
      const moments = fc
        .sample(fc.integer({ min: 1, max: 2 * customers - 1 }), { seed, numRuns: kills })
        .sort((a, b) => a - b)
      const worker = new WorkerProcess(hubEnvironment(installation, { EINMAL_LEASE_SECONDS: '1' }))
      worker.start()
      for (const moment of moments) {
        await waitUntil(
          `${moment} records are written`,
          () => {
            worker.expectRunning()
            return written() >= moment
          },
          { every: 2 },
        )
        await worker.kill()
        worker.start()
      }
      await waitUntil(
        'everything is delivered',
        async () => {
          const [open] = await installation.query<{ n: string }>(
            `SELECT count(*) AS n FROM operation WHERE state IN ('pending', 'sending')`,
          )
          return written() >= 2 * customers && open?.n === '0'
        },
        { seconds: 120, every: 100 },
      )
      await worker.kill('SIGTERM')
      const expected = manyParties(customers)
        .map(({ name }) => name)
        .sort()
      expect(names('invoice-ninja').sort()).toEqual(expected)
      expect(names('erpnext').sort()).toEqual(expected)
      const list = (id: string, type: string): unknown[] => simulator(id).model.person.list(type)
      const persons = manyParties(customers).flatMap(({ contacts = [] }) => contacts).length
      expect({
        // Each customer's own contact carries its e-mail address.
        contacts: list('erpnext', 'Contact').length - usersContacts,
        addresses: list('erpnext', 'Address').length,
        suppliers: list('erpnext', 'Supplier').length,
        vendors: list('invoice-ninja', 'vendor').length,
      }).toEqual({ contacts: customers + persons, addresses: customers, suppliers: 0, vendors: 0 })
      const [links] = await installation.query<{ n: string }>(
        `SELECT count(*) AS n FROM link WHERE state = 'active'`,
      )
      expect(Number(links?.n)).toBe(3 * customers)
    },
    (60 + kills * 15) * 1000,
  )
})
