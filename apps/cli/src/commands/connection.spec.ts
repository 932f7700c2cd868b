import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeEach, describe, expect, it } from '@jest/globals'
import { commandLine } from '../../testing/command-line.js'
import { page, Refusal } from '../../testing/fake-hub.js'
import { connection, connector } from '../../testing/samples.js'

const line = commandLine()
const explained = { code: 'x', text: 'Odoo refused the login.', fix: 'Enter a new API key.' }
const env = () => ({
  EINMAL_URL: line.hub.url,
  EINMAL_TOKEN: 'token',
  EINMAL_TENANT: 'acme',
  ODOO_KEY: 's3cret',
})

beforeEach(() => {
  line.hub.on('GET /api/v1/connectors', page(connector))
})

describe('einmal connection list', () => {
  it('shows how each one is, and what to do where it is not well', async () => {
    const problem = { ...explained, at: '2026-11-24T09:00:00Z' }
    line.hub.inTenant(
      'GET /connections',
      page(connection(), connection({ slug: 'shop', state: 'stopped', problem })),
    )
    const { code, out } = await line.einmal('connection list')
    expect(code).toBe(0)
    expect(out).toMatch(/odoo +Odoo \(sales\) +odoo +active +customers/)
    expect(out).toMatch(/shop .* stopped .* Odoo refused the login\./)
    expect(out).toContain('shop: Enter a new API key.')
  })
})

describe('einmal connection add', () => {
  const create = () => line.hub.inTenant('POST /connections', connection())
  const sent = () => line.hub.of('POST /api/v1/tenants/acme/connections')[0]

  it('takes settings from options and secrets from a variable', async () => {
    create()
    const call =
      'connection add odoo --slug sales --name "Odoo (sales)" --set url=https://o.example?a=b --set companyId=3 --set archive=yes --secret-env apiKey=ODOO_KEY'
    const { code, out } = await line.einmal(call, { env: env() })
    expect(code).toBe(0)
    expect(out).toContain('Odoo (sales) is connected as "odoo".')
    expect(out).toMatch(/Version +19\.0/)
    expect(sent()?.body).toEqual({
      slug: 'sales',
      name: 'Odoo (sales)',
      connector: 'odoo',
      config: { url: 'https://o.example?a=b', companyId: 3, archive: true, apiKey: 's3cret' },
    })
    expect(sent()?.query).toEqual({ check: 'true' })
  })

  it('takes a secret from a file', async () => {
    create()
    const file = join(line.folder, 'key')
    writeFileSync(file, 's3cret\n')
    await line.einmal(`connection add odoo --set url=https://o --secret-file apiKey=${file} --no-check`)
    expect(sent()?.body).toMatchObject({ slug: 'odoo', name: 'Odoo', config: { apiKey: 's3cret' } })
    expect(sent()?.query).toEqual({ check: 'false' })
  })

  it('asks for what is required and missing, secrets without showing them', async () => {
    create()
    const { code, err } = await line.einmal('connection add odoo', { answers: ['https://o', 's3cret'] })
    expect(code).toBe(0)
    expect(line.asked).toEqual([
      { question: 'Address: ', hidden: false },
      { question: 'API key: ', hidden: true },
    ])
    expect(err).toContain('From the user’s preferences.')
    expect(sent()?.body).toMatchObject({ config: { url: 'https://o', apiKey: 's3cret' } })
  })

  it.each([
    ['connection add odoo', 'Odoo also needs: url (Address), apiKey (API key)', 2],
    [
      'connection add odoo --set apiKey=s3cret',
      '"apiKey" is a secret and does not belong on the command line.',
      2,
    ],
    [
      'connection add odoo --set port=1',
      'Odoo has no setting "port".\nIt has: url, apiKey, companyId, archive',
      2,
    ],
    ['connection add odoo --set url', '"url" is not of the form <name>=<value>.', 2],
    ['connection add odoo --set companyId=one', '"one" is not a number (companyId).', 2],
    ['connection add odoo --secret-env apiKey=NOPE', 'The environment variable NOPE is not set.', 2],
    ['connection add odoo --secret-file apiKey=/nope', 'The file /nope cannot be read.', 2],
    ['connection add excel', 'There is no connector "excel".\nThere are: odoo', 5],
  ])('%s is refused before anything is sent', async (call, message, exitCode) => {
    const { code, err } = await line.einmal(call)
    expect(code).toBe(exitCode)
    expect(err).toContain(message)
    expect(err).not.toContain('s3cret')
    expect(sent()).toBeUndefined()
  })

  it('warns when lost answers could lead to duplicates, and says how to accept that', async () => {
    const report = {
      version: '15',
      account: 'Hub',
      markers: false,
      warnings: [{ ...explained, text: 'The account may not delete.' }],
      at: '2026-11-24T09:00:00Z',
    }
    line.hub.inTenant('POST /connections', connection({ report }))
    const { out } = await line.einmal(
      'connection add odoo --set url=https://o --secret-env apiKey=ODOO_KEY',
      { env: env() },
    )
    expect(out).toContain('einmal connection set odoo --natural-keys yes')
    expect(out).toContain('Attention: The account may not delete. Enter a new API key.')
  })
})

describe('einmal connection check', () => {
  it('says that it works, with version and account', async () => {
    line.hub.inTenant('POST /connections/odoo/check', {
      ok: true,
      version: '19.0',
      account: 'Hub',
      markers: true,
      warnings: [],
    })
    expect(await line.einmal('connection check odoo')).toEqual({
      code: 0,
      out: 'odoo works.\nVersion  19.0\nAccount  Hub\n',
      err: '',
    })
  })

  it('ends with 1 and says what to do when it does not', async () => {
    line.hub.inTenant('POST /connections/odoo/check', { ok: false, warnings: [], problem: explained })
    const { code, out } = await line.einmal('connection check odoo')
    expect([code, out]).toEqual([1, 'odoo does not work: Odoo refused the login.\nEnter a new API key.\n'])
    expect(await line.json('connection check odoo')).toEqual({ ok: false, warnings: [], problem: explained })
  })
})

describe('einmal connection rotate', () => {
  it('asks for the secrets only, and changes nothing else', async () => {
    line.hub.inTenant('GET /connections/odoo', connection()).inTenant('PATCH /connections/odoo', connection())
    const { code, out } = await line.einmal('connection rotate odoo', { answers: ['n3w'] })
    expect(code).toBe(0)
    expect(out).toContain('odoo has new credentials, and they work.')
    expect(line.asked).toEqual([{ question: 'API key: ', hidden: true }])
    const [change] = line.hub.of('PATCH /api/v1/tenants/acme/connections/odoo')
    expect([change?.body, change?.headers['if-match']]).toEqual([{ config: { apiKey: 'n3w' } }, '"4"'])
  })

  it('says that the old ones stay when the new ones do not work', async () => {
    line.hub.inTenant('GET /connections/odoo', connection())
    line.hub.inTenant(
      'PATCH /connections/odoo',
      new Refusal(422, { code: 'connection.check-failed', detail: 'Odoo refused the login.' }),
    )
    const { code, out, err } = await line.einmal('connection rotate odoo', { answers: ['n3w'] })
    expect([code, out]).toEqual([1, ''])
    expect(err).toContain('Odoo refused the login.')
  })
})

describe('einmal connection set', () => {
  it('changes what is named and asks for nothing', async () => {
    line.hub.inTenant('GET /connections/odoo', connection()).inTenant('PATCH /connections/odoo', connection())
    const { code } = await line.einmal('connection set odoo --name New --set companyId=2 --natural-keys yes')
    expect(code).toBe(0)
    const [change] = line.hub.of('PATCH /api/v1/tenants/acme/connections/odoo')
    expect(change?.body).toEqual({ name: 'New', naturalKeys: true, config: { companyId: 2 } })
  })
})

describe('einmal connection pause and resume', () => {
  it.each([
    ['pause', 'paused'],
    ['resume', 'active'],
  ])('%s', async (verb, state) => {
    line.hub.inTenant('GET /connections/odoo', connection()).inTenant('PATCH /connections/odoo', connection())
    expect((await line.einmal(`connection ${verb} odoo`)).code).toBe(0)
    expect(line.hub.of('PATCH /api/v1/tenants/acme/connections/odoo')[0]?.body).toEqual({ state })
  })
})

describe('einmal connection remove', () => {
  const removal = () =>
    line.hub.inTenant(
      'DELETE /connections/odoo',
      (_, response) => void response.writeHead(204).end() as undefined,
    )

  it('asks first, and removes nothing without a yes', async () => {
    removal()
    expect(await line.einmal('connection remove odoo', { answers: ['no'] })).toMatchObject({
      code: 1,
      err: 'Nothing was removed.\n',
    })
    expect(line.hub.of('DELETE /api/v1/tenants/acme/connections/odoo')).toHaveLength(0)
    expect(await line.einmal('connection remove odoo', { answers: ['ja'] })).toMatchObject({
      code: 0,
      out: 'odoo was removed.\n',
    })
  })

  it('needs --yes where nobody can be asked', async () => {
    removal()
    expect(await line.einmal('connection remove odoo')).toMatchObject({ code: 2 })
    expect(await line.json('connection remove odoo --yes')).toEqual({ removed: 'odoo' })
  })
})

describe('connection webhook and subscribe', () => {
  it('shows the address this once, and says how to set it up', async () => {
    line.hub.inTenant('POST /connections/odoo/webhook', { address: 'https://hub/hooks/1/secret' })
    const { out } = await line.einmal('connection webhook odoo')
    expect(out).toContain('https://hub/hooks/1/secret')
    expect(out).toContain('einmal connection subscribe odoo')
  })

  it('takes it away, and sets the system up', async () => {
    line.hub.inTenant('DELETE /connections/odoo/webhook', {})
    expect((await line.einmal('connection webhook odoo --off')).code).toBe(0)
    line.hub.inTenant('POST /connections/odoo/subscribe', { entities: ['party'] })
    const { out } = await line.einmal('connection subscribe odoo')
    expect(out).toContain('odoo reports changes now: business partners.')
  })
})
