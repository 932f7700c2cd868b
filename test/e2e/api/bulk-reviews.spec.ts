import { afterAll, beforeAll, expect, it } from '@jest/globals'
import { dataOf, type Schemas } from '#api-client'
import { startTestHub, type TestHub } from '../../support/hub.js'
import { apply, preview, setUp } from '../../support/setup.js'

// Two systems that hold the same names in other towns: the first contact asks about all of them, and people answer singly or
// all at once.

const params = { path: { tenant: 'acme' } }
const names = ['Müller', 'Schulz', 'Wagner', 'Becker', 'Hofmann'].map((name) => `${name} Verwaltung GmbH`)

let hub: TestHub
beforeAll(async () => {
  hub = await startTestHub()
  const company = (name: string, postalCode: string, city: string) => ({
    kind: 'organization' as const,
    name,
    isCustomer: true,
    address: { street: 'Hauptstraße 1', postalCode, city, country: 'DE' },
  })
  hub.simulators.of('odoo').model.seed(names.map((name) => company(name, '80331', 'München')))
  hub.simulators.of('erpnext').model.seed(names.map((name) => company(name, '99084', 'Erfurt')))
  await setUp(hub, { systems: ['odoo', 'erpnext'], settings: { firstContact: 'link' } })
  await apply(hub, await preview(hub))
})
afterAll(() => hub.close())

const open = async (): Promise<Schemas['ReviewView'][]> => {
  const query = { state: 'open' as const, kind: 'match' as const }
  const list = hub.as('viewer').GET('/api/v1/tenants/{tenant}/reviews', { params: { ...params, query } })
  return (await dataOf(list)).items
}

const resolveAll = (body: Schemas['BulkResolution']) =>
  dataOf(hub.as('operator').POST('/api/v1/tenants/{tenant}/reviews/resolve', { params, body }))

it('asks about all that could be the same, and one answer serves for many after one was given singly', async () => {
  const questions = await open()
  expect(questions.map(({ title }) => title).sort()).toEqual([...names].sort())
  const [single] = questions
  const path = { tenant: 'acme', review: single?.id ?? '' }
  await dataOf(
    hub.as('operator').POST('/api/v1/tenants/{tenant}/reviews/{review}/resolve', {
      params: { path },
      body: { action: 'create' },
    }),
  )
  const filter = { kind: 'match' as const, flow: 'customers', connection: 'erpnext' }
  const counted = await resolveAll({ ...filter, action: 'link', dryRun: true })
  expect(counted.decided).toBe(names.length - 1)
  expect(await open()).toHaveLength(names.length - 1)
  const done = await resolveAll({ ...filter, action: 'link' })
  expect(done).toMatchObject({ decided: names.length - 1, next: null })
  expect(await open()).toEqual([])
})
