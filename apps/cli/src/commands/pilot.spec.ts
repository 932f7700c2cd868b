import { describe, expect, it } from '@jest/globals'
import { commandLine } from '../../testing/command-line.js'
import { page } from '../../testing/fake-hub.js'
import { flow, ids, record } from '../../testing/samples.js'

const line = commandLine()

describe('einmal pilot', () => {
  it('starts with named records and values, and ends', async () => {
    line.hub
      .inTenant(`GET /records/${ids.record}`, record())
      .inTenant('PUT /flows/customers/pilot', { records: [ids.record], filter: [] })
      .inTenant('DELETE /flows/customers/pilot', {})
    const call = `pilot start customers --record ${ids.record} --only address.country=AT --only isCustomer=true`
    const { code, out } = await line.einmal(call)
    expect(code).toBe(0)
    expect(out).toContain('customers writes only these records now.')
    expect(line.hub.of('PUT /api/v1/tenants/acme/flows/customers/pilot')[0]?.body).toEqual({
      records: [ids.record],
      filter: [
        { field: 'address.country', is: 'equal', value: 'AT' },
        { field: 'isCustomer', is: 'equal', value: true },
      ],
    })
    expect((await line.einmal('pilot end customers')).out).toBe('customers writes all records now.\n')
  })

  it('lists the syncs in pilot, with what waits', async () => {
    const { settings } = flow()
    const pilot = { records: [ids.record], filter: [{ field: 'name', is: 'equal' as const, value: 'A' }] }
    const inPilot = flow({ slug: 'first', settings: { ...settings, pilot }, counts: { held: 7 } })
    line.hub.inTenant('GET /flows', page(flow(), inPilot))
    const { out } = await line.einmal('pilot list')
    expect(out).toMatch(/first +1 +name equal A +7/)
    expect(out).not.toContain('customers')
  })
})
