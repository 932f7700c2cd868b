import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { Catalogue } from '#sync'
import { drive, type Driver } from '../support/driver.js'
import { install, type Installation } from '../support/installation.js'
import { Simulators } from '../support/simulators.js'

const ids = ['odoo', 'erpnext', 'invoice-ninja']

describe('two-way sync with a leader per field', () => {
  let simulators: Simulators
  let installation: Installation
  let driver: Driver

  beforeAll(async () => {
    simulators = await Simulators.start()
    await simulators.prepare()
    simulators.of('odoo').model.seed([
      {
        kind: 'organization',
        name: 'Führung GmbH',
        isCustomer: true,
        vatId: 'DE136695976',
        email: 'info@fuehrung.example',
        phone: '+49 30 1',
        address: { street: 'Weg 1', postalCode: '10115', city: 'Berlin', country: 'DE' },
      },
    ])
    installation = await install({
      settings: {
        fields: {
          vatId: { policy: 'leader', leader: 'odoo' },
          name: { policy: 'leader', leader: 'erpnext' },
          address: { policy: 'leader', leader: 'invoice-ninja' },
        },
      },
      connections: ids.map((id) => ({
        slug: id,
        connector: id,
        config: simulators.of(id).model.config(simulators.of(id).url),
      })),
    })
    driver = drive(installation, await Catalogue.load())
    await driver.sync()
    await driver.sync()
  })

  afterAll(async () => {
    await installation.close()
    await simulators.stop()
  })

  const odoo = (): Record<string, unknown> => {
    const rows = simulators.of('odoo').model.person.list('res.partner')
    return rows.find((row) => !row['parent_id'] && row['vat']) ?? {}
  }
  const customer = (): Record<string, unknown> =>
    simulators.of('erpnext').model.person.list('Customer')[0] ?? {}
  const address = (): Record<string, unknown> =>
    simulators.of('erpnext').model.person.list('Address')[0] ?? {}
  const client = (): Record<string, unknown> =>
    simulators.of('invoice-ninja').model.person.list('client')[0] ?? {}
  const edit = (system: string, type: string, id: unknown, values: Record<string, string>): void =>
    simulators.of(system).model.person.update(type, String(id), values)

  it('takes the leader’s changes everywhere', async () => {
    edit('odoo', 'res.partner', odoo()['id'], { vat: 'DE811907980' })
    edit('erpnext', 'Customer', customer()['name'], { customer_name: 'Leitung GmbH' })
    edit('invoice-ninja', 'client', client()['id'], { city: 'Potsdam' })
    await driver.sync()
    await driver.sync()
    expect(odoo()).toMatchObject({ name: 'Leitung GmbH', vat: 'DE811907980', city: 'Potsdam' })
    expect(client()).toMatchObject({ name: 'Leitung GmbH', vat_number: 'DE811907980', city: 'Potsdam' })
    expect(customer()).toMatchObject({ customer_name: 'Leitung GmbH', tax_id: 'DE811907980' })
    expect(address()).toMatchObject({ city: 'Potsdam' })
  })

  it('writes another system’s edit of a led field over, and takes its edits of the other fields', async () => {
    edit('invoice-ninja', 'client', client()['id'], { vat_number: 'DE999999999', phone: '+49 30 222' })
    edit('odoo', 'res.partner', odoo()['id'], { name: 'Umbenannt AG', city: 'Cottbus' })
    await driver.sync()
    await driver.sync()
    expect(client()).toMatchObject({ name: 'Leitung GmbH', vat_number: 'DE811907980', phone: '+49 30 222' })
    expect(odoo()).toMatchObject({ name: 'Leitung GmbH', phone: '+49 30 222', city: 'Potsdam' })
    const overruled = await installation.query<{ changes: Record<string, unknown> }>(
      `SELECT changes FROM change_log WHERE kind = 'overruled'`,
    )
    expect(overruled.flatMap(({ changes }) => Object.keys(changes)).sort()).toEqual([
      'address.city',
      'name',
      'vatId',
    ])
  })

  it('then is silent', async () => {
    simulators.clearLogs()
    for (let round = 0; round < 5; round++) await driver.sync()
    for (const id of ids) expect([id, simulators.of(id).requests.list({ writes: true })]).toEqual([id, []])
  })
})
