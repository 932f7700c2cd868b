import { afterEach, describe, expect, it } from '@jest/globals'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { connector } from './index.js'
import { Harness } from '../simulator/harness.js'

let world: Harness | undefined
afterEach(async () => {
  await world?.close()
  world = undefined
})

const paths = (harness: Harness): string[] => harness.running.requests.list().map(({ path }) => path)

describe('which API is used', () => {
  it('is JSON-2 from 19 on, after one probe', async () => {
    world = await Harness.open()
    await world.read('1')
    expect(paths(world)[0]).toBe('/web/version')
    expect(
      paths(world)
        .slice(1)
        .every((path) => path.startsWith('/json/2/')),
    ).toBe(true)
  })

  it.each(['17.0', '18.0'] as const)('is JSON-RPC for %s, with one login for all calls', async (version) => {
    world = await Harness.open({ version })
    await world.read('1')
    await world.read('2')
    expect(paths(world).filter((path) => path === '/web/version')).toHaveLength(1)
    expect(
      paths(world)
        .slice(1)
        .every((path) => path === '/jsonrpc'),
    ).toBe(true)
    expect((await world.session.check()).version).toBe(version)
  })

  it('needs the login for JSON-RPC only', async () => {
    world = await Harness.open({ version: '17.0' }, { login: '' })
    await expect(world.session.check()).rejects.toMatchObject({
      kind: 'misconfigured',
      code: 'odoo.login-missing',
    })
    await world.close()
    world = await Harness.open({}, { login: '' })
    expect((await world.session.check()).version).toBe('19.0')
  })

  it('is tried once with a wrong key', async () => {
    world = await Harness.open({ version: '17.0' }, { apiKey: 'wrong' })
    await expect(world.session.check()).rejects.toMatchObject({
      kind: 'unauthorized',
      code: 'odoo.key-refused',
    })
    // The probe, the version, one login.
    expect(paths(world)).toEqual(['/web/version', '/jsonrpc', '/jsonrpc'])
  })

  it('is remembered in the cursor, and found anew after an upgrade', async () => {
    world = await Harness.open({ version: '17.0' })
    const { cursor } = await world.pull()
    const later = await world.connect()
    world.advance(3_600)
    world.running.requests.clear()
    await world.pull(cursor, later)
    expect(paths(world)).toEqual(['/jsonrpc'])

    world.odoo.db.setVersion(19)
    const { cursor: newest } = await world.pull(null, await world.connect())
    world.odoo.db.setVersion(17)
    world.running.requests.clear()
    const back = await world.pull(newest, await world.connect())
    expect(back.pages).toHaveLength(1)
    expect(paths(world)[0]).toBe('/json/2/res.partner/web_search_read')
    expect(paths(world)).toContain('/web/version')
  })

  it('is not remembered for another account', async () => {
    world = await Harness.open({ version: '17.0' })
    const { cursor } = await world.pull()
    const other = await world.connect({ login: 'totp', apiKey: world.key('totp') })
    await expect(world.pull(cursor, other)).resolves.toBeDefined()
  })
})

describe('settings that are wrong', () => {
  it('names the database', async () => {
    world = await Harness.open({}, { database: 'other' })
    await expect(world.session.check()).rejects.toMatchObject({
      kind: 'misconfigured',
      code: 'odoo.database-unknown',
    })
    await world.close()
    world = await Harness.open({ version: '17.0' }, { database: 'other' })
    await expect(world.session.check()).rejects.toMatchObject({ code: 'odoo.database-down' })
  })

  it.each([2, 99])('names company %i, which the account may not enter', async (companyId) => {
    world = await Harness.open({}, { companyId })
    for (const action of [() => world?.session.check(), () => world?.pull(), () => world?.read('1')]) {
      await expect(action()).rejects.toMatchObject({
        kind: 'misconfigured',
        code: 'odoo.company-refused',
        params: { company: companyId },
      })
    }
  })

  it('knows what is no Odoo', async () => {
    const server = createServer((_request, response) => response.writeHead(404).end('nothing here'))
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
    const session = await connector.connect({ config: { url, database: 'x', apiKey: 'x', companyId: 1 } })
    await expect(session.check()).rejects.toMatchObject({ kind: 'misconfigured', code: 'odoo.not-odoo' })
    await session.close()
    await new Promise((resolve) => server.close(resolve))
  })
})

describe('check', () => {
  it('tells version, account and company, and that all is well', async () => {
    world = await Harness.open()
    expect(await world.session.check()).toMatchObject({
      version: '19.0',
      account: 'Hub Integration – Muster Handels GmbH',
      markers: true,
      warnings: [],
    })
  })

  it('tells one database from another, and the same by any address', async () => {
    world = await Harness.open()
    const other = await Harness.open({ seed: 7 })
    const same = await world.connect({ url: world.running.url.replace('127.0.0.1', 'localhost') })
    const { identity } = await world.session.check()
    expect((await other.session.check()).identity).not.toBe(identity)
    await other.close()
    const company3 = await world.connect({ companyId: 3 })
    expect((await company3.check()).identity).not.toBe(identity)
    await expect(
      same.check().then(
        (report) => report.identity,
        () => identity,
      ),
    ).resolves.toBe(identity)
  })

  it('warns of an account that may only read', async () => {
    world = await Harness.open({}, { login: 'poor' })
    const session = await world.connect({ login: 'poor', apiKey: world.key('poor') })
    expect(await session.check()).toMatchObject({ markers: false, warnings: [{ code: 'odoo.read-only' }] })
  })

  it('warns of a key that is about to expire', async () => {
    world = await Harness.open()
    const key = world.odoo.db.keys.find((one) => one.key === world?.key('hub'))
    if (key) key.expiration_date = (world.odoo.now() + 10.5 * 86_400_000) * 1_000
    expect((await world.session.check()).warnings).toEqual([
      { code: 'odoo.key-expires', params: { key: 'Einmal', date: '2026-05-14', days: 10 } },
    ])
    if (key) key.expiration_date = (world.odoo.now() - 1_000) * 1_000
    await expect(world.session.check()).rejects.toMatchObject({ kind: 'unauthorized' })
  })
})
