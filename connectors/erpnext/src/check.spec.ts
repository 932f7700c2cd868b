import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import type { Session } from '#connector-kit'
import { Harness } from '../simulator/harness.js'

let world: Harness
let session: Session

beforeEach(async () => {
  world = new Harness()
  session = await world.start()
})
afterEach(() => world.stop())

const codes = (report: { warnings: { code: string }[] }): string[] => report.warnings.map(({ code }) => code)

describe('checking a connection', () => {
  it('tells version and account, and prepares the marker field once', async () => {
    expect(codes(await session.check())).toEqual(['erpnext.marker-missing'])
    const report = await session.check({ prepare: true })
    expect(report).toMatchObject({
      version: '15.90.0',
      account: 'hub@example.com',
      markers: true,
      warnings: [],
    })
    expect(
      world.model.site.type('Address').fields.filter((field) => field.name === 'custom_einmal_id'),
    ).toHaveLength(1)
    expect((await (await world.connect()).check({ prepare: true })).markers).toBe(true)
  })

  it('has one identity for a database, whatever the address, and another for another company', async () => {
    const { identity } = await session.check()
    const other = await world.connect({ url: world.simulator.url.replace('127.0.0.1', 'localhost') })
    expect((await other.check()).identity).toBe(identity)
    expect((await (await world.connect({ company: 'Beta GmbH' })).check()).identity).not.toBe(identity)
  })

  it('warns an account without System Manager of what it cannot do', async () => {
    const weaker = await world.connect(world.account('sync@example.com'))
    const report = await weaker.check({ prepare: true })
    expect(report.markers).toBe(false)
    expect(codes(report).sort()).toEqual(['erpnext.marker-missing', 'erpnext.zone-unknown'])
  })

  it('uses a marker field that an administrator made before', async () => {
    await session.check({ prepare: true })
    const weaker = await world.connect({ ...world.account('sync@example.com'), timeZone: 'Europe/Berlin' })
    expect(await weaker.check()).toMatchObject({ markers: true, warnings: [] })
  })

  it('names each missing right, a wrong zone, a wrong company and another version', async () => {
    const sales = await world.connect({
      ...world.account('limited@example.com'),
      company: 'Beta GmbH',
      timeZone: 'Asia/Kolkata',
    })
    const report = await sales.check()
    expect(report.warnings).toContainEqual({
      code: 'erpnext.right-missing',
      params: { doctype: 'Supplier', right: 'read' },
    })
    expect(report.warnings).toContainEqual({
      code: 'erpnext.company-unknown',
      params: { company: 'Beta GmbH' },
    })
    const differs = await (await world.connect({ timeZone: 'Asia/Kolkata' })).check()
    expect(differs.warnings).toContainEqual({
      code: 'erpnext.zone-differs',
      params: { zone: 'Europe/Berlin', configured: 'Asia/Kolkata' },
    })
  })

  it('refuses a zone that does not exist', async () => {
    const wrong = await world.connect({ timeZone: 'Europe/Entenhausen' })
    await expect(wrong.check()).rejects.toMatchObject({
      kind: 'misconfigured',
      code: 'erpnext.zone-invalid',
      field: 'timeZone',
    })
  })

  it('reaches a site by its name, and says when there is none', async () => {
    expect((await (await world.connect({ site: 'erp.localhost' })).check()).version).toBe('15.90.0')
    const wrong = await world.connect({ site: 'nosite.example' })
    await expect(wrong.check()).rejects.toMatchObject({ kind: 'misconfigured', code: 'erpnext.not-found' })
  })

  it('describes custom fields of the site', async () => {
    await session.check({ prepare: true })
    const fields = await session.describe('party', 'Customer')
    expect(fields.find((field) => field.path === 'custom_einmal_id')).toMatchObject({
      custom: true,
      readOnly: true,
    })
    expect(fields.find((field) => field.path === 'contacts.email_id')).toMatchObject({
      readOnly: false,
      maxLength: 140,
    })
    expect(fields.find((field) => field.path === 'customer_type')?.options).toContain('Partnership')
  })
})
