import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { Catalogue } from '#sync'
import { drive, type Driver } from '../support/driver.js'
import { install, type Installation } from '../support/installation.js'
import { manyParties } from '../support/parties.js'
import { Simulators } from '../support/simulators.js'

const ids = ['odoo', 'erpnext', 'invoice-ninja']

describe('three systems, all of them read and written', () => {
  let simulators: Simulators
  let installation: Installation
  let driver: Driver

  beforeAll(async () => {
    simulators = await Simulators.start()
    await simulators.prepare()
    simulators.of('odoo').model.seed(manyParties(30))
    installation = await install({
      connections: ids.map((id) => ({
        slug: id,
        connector: id,
        config: { ...simulators.of(id).model.config(simulators.of(id).url) },
      })),
    })
    driver = drive(installation, await Catalogue.load())
    await driver.sync()
  })

  afterAll(async () => {
    await installation.close()
    await simulators.stop()
  })

  const expectSame = (): void => {
    const names = simulators.names('odoo')
    expect(simulators.names('invoice-ninja')).toEqual(names)
    expect(simulators.names('erpnext')).toEqual(names)
  }

  it('bring every customer to the other two, and no failure', async () => {
    expect(
      await installation.query(`SELECT connection_id, error FROM operation WHERE state = 'failed'`),
    ).toEqual([])
    expectSame()
  })

  it('carry a company typed into Odoo, and its rename in ERPNext, everywhere', async () => {
    const odoo = simulators.of('odoo').model
    odoo.seed([
      {
        kind: 'organization',
        name: 'Neue Kundin GmbH',
        isCustomer: true,
        email: 'post@neue-kundin.example',
        address: { street: 'Am Markt 1', postalCode: '01067', city: 'Dresden', country: 'DE' },
        contacts: [{ name: 'Ines Neu', email: 'ines@neue-kundin.example', phone: '+49 351 1' }],
      },
    ])
    await driver.sync()
    expect(simulators.names('invoice-ninja')).toContain('Neue Kundin GmbH')
    expect(simulators.names('erpnext')).toContain('Neue Kundin GmbH')
    simulators
      .of('erpnext')
      .model.person.update('Customer', 'Neue Kundin GmbH', { customer_name: 'Alte Kundin GmbH' })
    await driver.sync()
    await driver.sync()
    expect(simulators.names('odoo')).toContain('Alte Kundin GmbH')
    expect(simulators.names('invoice-ninja')).toContain('Alte Kundin GmbH')
    expectSame()
  })

  it('then are silent: 50 further runs write nothing', async () => {
    simulators.clearLogs()
    for (let run = 0; run < 50; run++) await driver.sync()
    for (const id of ids) expect([id, simulators.of(id).requests.list({ writes: true })]).toEqual([id, []])
    expect(
      await installation.query(`SELECT * FROM operation WHERE state IN ('pending', 'sending', 'failed')`),
    ).toEqual([])
  })
})
