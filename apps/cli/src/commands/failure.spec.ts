import { describe, expect, it } from '@jest/globals'
import { commandLine } from '../../testing/command-line.js'
import { page } from '../../testing/fake-hub.js'
import { failure, ids } from '../../testing/samples.js'

const line = commandLine()

describe('einmal failure list', () => {
  it('shows causes with what to do', async () => {
    line.hub.inTenant(
      'GET /failures',
      page(failure(), failure({ cause: 'c2', connection: 'erpnext', count: 1, retrying: 1 })),
    )
    const { code, out } = await line.einmal('failure list')
    expect(code).toBe(0)
    expect(out).toContain('1. odoo, vatId: 3 writes\nOdoo refused the VAT number.\n')
    expect(out).toContain('2. erpnext, vatId: 1 write\n')
    expect(out).toContain('1 of them is tried again by itself.')
    expect(out).toContain('einmal failure retry 1')
  })

  it('says when nothing has failed', async () => {
    line.hub.inTenant('GET /failures', page())
    expect(await line.einmal('failure list')).toMatchObject({ code: 0, out: 'Nothing has failed.\n' })
  })
})

describe('einmal failure show', () => {
  it('lists the single writes of a cause by its number', async () => {
    const { code, text, fix, field, upstream } = failure()
    const operation = {
      id: ids.operation,
      record: ids.record,
      title: 'Ann GmbH',
      connection: 'odoo',
      type: 'res.partner',
      externalId: '14',
      kind: 'update',
      state: 'failed',
      attempts: 3,
      before: {},
      after: {},
      error: { code, text, fix, field, upstream },
      createdAt: '2026-11-24T09:00:00Z',
    }
    line.hub
      .inTenant('GET /failures', page(failure()))
      .inTenant('GET /failures/:cause/operations', page(operation))
    const { out } = await line.einmal('failure show 1')
    expect(out).toMatch(/Ann GmbH +odoo res\.partner 14 +vatId +The VAT number seems wrong +failed +3/)
    expect(line.hub.calls[1]?.route).toBe(
      'GET /api/v1/tenants/acme/failures/c1%7Codoo.rejected%7CvatId/operations',
    )
  })
})

describe('einmal failure retry', () => {
  it.each([
    ['failure retry 2', { cause: 'c2' }],
    ['failure retry "c1|odoo.rejected|vatId"', { cause: 'c1|odoo.rejected|vatId' }],
    ['failure retry --connection odoo', { connection: 'odoo' }],
    [`failure retry --operation ${ids.operation}`, { operation: ids.operation }],
    ['failure retry', {}],
  ])('%s', async (call, body) => {
    line.hub
      .inTenant('GET /failures', page(failure(), failure({ cause: 'c2' })))
      .inTenant('POST /failures/retry', { retried: 3 })
    expect(await line.einmal(call)).toMatchObject({ code: 0, out: '3 writes are tried again now.\n' })
    expect(line.hub.calls.at(-1)?.body).toEqual(body)
  })

  it('refuses a cause that does not exist', async () => {
    line.hub.inTenant('GET /failures', page(failure()))
    expect(await line.einmal('failure retry 7')).toMatchObject({ code: 5 })
  })
})

describe('einmal failure ignore and edit', () => {
  it('lets a cause go, and shows what was let go', async () => {
    line.hub.inTenant('GET /failures', page(failure())).inTenant('POST /failures/ignore', { ignored: 3 })
    const { out } = await line.einmal('failure ignore 1')
    expect(out).toBe('3 failures were let go.\n')
    expect(line.hub.of('POST /api/v1/tenants/acme/failures/ignore')[0]?.body).toEqual({
      cause: 'c1|odoo.rejected|vatId',
    })
    await line.einmal('failure list --ignored')
    expect(line.hub.calls.at(-1)?.query).toMatchObject({ ignored: 'true' })
  })

  it('sends the right values, an empty one as null', async () => {
    const route = `POST /failures/${ids.operation}/edit`
    line.hub.inTenant(route, { record: ids.record, fields: ['vatId', 'note'] })
    const { out } = await line.einmal(`failure edit ${ids.operation} --set vatId=DE1=2 --set note=`)
    expect(out).toBe('Corrected and tried again: vatId, note\n')
    expect(line.hub.calls.at(-1)?.body).toEqual({ values: { vatId: 'DE1=2', note: null } })
    expect((await line.einmal(`failure edit ${ids.operation} --set vatId`)).code).toBe(2)
    expect((await line.einmal(`failure edit ${ids.operation}`)).code).toBe(2)
  })
})
