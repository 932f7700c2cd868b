import { describe, expect, it } from '@jest/globals'
import { commandLine } from '../../testing/command-line.js'
import { page } from '../../testing/fake-hub.js'

const line = commandLine()
const acme = { slug: 'acme', name: 'ACME GmbH', role: 'admin', createdAt: '2026-11-24T09:00:00Z' }

describe('einmal tenant', () => {
  it('lists the clients, with the person’s role', async () => {
    line.hub.on('GET /api/v1/tenants', page(acme))
    expect((await line.einmal('tenant list')).out).toMatch(/acme +ACME GmbH +admin/)
    expect(await line.json('tenant list')).toEqual({ items: [acme], next: null })
  })

  it('adds a client and says how its people come in', async () => {
    line.hub.on('POST /api/v1/tenants', acme)
    const { code, out } = await line.einmal('tenant add acme --name "ACME GmbH"')
    expect(code).toBe(0)
    expect(out).toContain('to the group /tenants/acme')
    expect(line.hub.calls[0]?.body).toEqual({ slug: 'acme', name: 'ACME GmbH' })
  })

  it('shows and changes how long things are kept', async () => {
    const days = { changes: 365, runs: 90, operations: 90, reviews: 365, audit: 3650 }
    line.hub.inTenant('GET /retention', days).inTenant('PATCH /retention', days)
    expect((await line.einmal('tenant retention')).out).toMatch(/history of records +365 days/)
    await line.einmal('tenant retention --changes 365 --runs 90')
    expect(line.hub.calls.at(-1)).toMatchObject({
      route: 'PATCH /api/v1/tenants/acme/retention',
      body: { changes: 365, runs: 90 },
    })
  })
})
