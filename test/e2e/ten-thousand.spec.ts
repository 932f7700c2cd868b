import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { Catalogue } from '#sync'
import { drive, type Driver } from '../support/driver.js'
import { install, type Installation } from '../support/installation.js'
import { manyParties } from '../support/parties.js'
import { Simulators } from '../support/simulators.js'

const customers = 10_000
const hour = 3_600_000

/** Requests that one unchanged poll of a system needs: one for each native type that is read. */
const readsPerPoll = { odoo: 1, 'invoice-ninja': 2, erpnext: 4 } as const

describe(`${customers} customers, from Odoo to both targets`, () => {
  let simulators: Simulators
  let installation: Installation
  let driver: Driver

  beforeAll(async () => {
    simulators = await Simulators.start()
    await simulators.prepare()
    simulators.of('odoo').model.seed(manyParties(customers))
    installation = await install({
      connections: ['odoo', 'invoice-ninja', 'erpnext'].map((id) => ({
        slug: id,
        connector: id,
        config: simulators.of(id).model.config(simulators.of(id).url),
        writes: id !== 'odoo',
      })),
    })
    driver = drive(installation, await Catalogue.load())
    await driver.sync()
  }, 300_000)

  afterAll(async () => {
    await installation.close()
    await simulators.stop()
  })

  it('become 20,000 links', async () => {
    const [links] = await installation.query<{ n: string }>(
      `SELECT count(*) AS n FROM link WHERE state = 'active' AND connection_id <> $1`,
      [installation.connection('odoo')],
    )
    expect(Number(links?.n)).toBe(2 * customers)
    expect(simulators.names('invoice-ninja')).toHaveLength(customers)
    expect(simulators.names('erpnext')).toHaveLength(customers)
    expect(await installation.query(`SELECT error FROM operation WHERE state = 'failed' LIMIT 3`)).toEqual([])
  })

  it('need one request per native type and no write when nothing changed', async () => {
    // The next poll still looks back over the overlap (rule 11); the one after it is past that.
    for (const id of Object.keys(readsPerPoll)) simulators.of(id).setClockOffset(hour)
    await driver.sync()
    simulators.clearLogs()
    await driver.sync()
    for (const [id, reads] of Object.entries(readsPerPoll)) {
      const { requests } = simulators.of(id)
      expect({ id, requests: requests.counts().total, writes: requests.counts().writes }).toEqual({
        id,
        requests: reads,
        writes: 0,
      })
    }
  }, 120_000)

  it('take 100 changes with exactly 100 writes per target', async () => {
    const odoo = simulators.of('odoo').model.person
    const partners = odoo.list('res.partner').filter((values) => !values['parent_id'])
    for (const partner of partners.slice(0, 100)) {
      odoo.update('res.partner', String(partner['id']), { name: `${String(partner['name'])} Nachf.` })
    }
    simulators.clearLogs()
    await driver.sync()
    for (const id of ['invoice-ninja', 'erpnext']) {
      expect([id, simulators.of(id).requests.counts().writes]).toEqual([id, 100])
      expect(simulators.names(id).filter((name) => name.endsWith('Nachf.'))).toHaveLength(100)
    }
  }, 120_000)
})
