import { describe, expect, it } from '@jest/globals'
import { commandLine } from '../../testing/command-line.js'
import { page } from '../../testing/fake-hub.js'
import { connection, flow, ids, me } from '../../testing/samples.js'

const line = commandLine()
const plan = (connections: object[], flows: object[]) =>
  line.hub
    .on('GET /api/v1/me', me)
    .inTenant('GET /connections', page(...connections))
    .inTenant('GET /flows', page(...flows))

describe('einmal status', () => {
  it('says that all is well', async () => {
    plan([connection()], [flow()])
    const { code, out } = await line.einmal('status')
    expect(code).toBe(0)
    expect(out).toContain('ACME GmbH (acme, admin)')
    expect(out).toContain('Everything runs; nothing needs you.')
  })

  it('names everything that needs a person, with the command for it', async () => {
    const problem = { code: 'x', text: 'Odoo refused the login.', at: '2026-11-24T09:00:00Z' }
    plan(
      [connection({ state: 'stopped', problem })],
      [
        flow({ counts: { reviews: 2, failures: 1, pending: 0 } }),
        flow({ slug: 'items', state: 'preview' }),
        flow({ slug: 'third', state: 'preview', openPlan: ids.plan }),
      ],
    )
    const { out } = await line.einmal('status')
    expect(out.split('What needs you:\n')[1]?.split('\n')).toEqual([
      '- odoo: Odoo refused the login. einmal connection check odoo',
      '- 1 failed write: einmal failure list',
      '- 2 questions: einmal review list',
      '- items writes nothing before a preview is approved: einmal flow preview items',
      '- third has an open preview: einmal plan show 1a2b3c4d',
      '',
    ])
  })

  it('leads a newcomer to the first steps', async () => {
    plan([], [])
    const { out } = await line.einmal('status')
    expect(out).toContain('einmal connection add --help')
    expect(out).toContain('einmal flow add --help')
  })

  it('gives scripts the same facts', async () => {
    plan([connection()], [flow()])
    expect(await line.json('status')).toEqual({
      url: line.hub.url,
      user: 'anna',
      tenant: me.tenants[0],
      connections: [connection()],
      flows: [flow()],
    })
  })
})
