import { describe, expect, it } from '@jest/globals'
import { commandLine } from '../../testing/command-line.js'
import { eventStream, page } from '../../testing/fake-hub.js'
import { ids, run } from '../../testing/samples.js'

const line = commandLine()
const deliveries = { pending: 0, sending: 0, done: 0, failed: 0 }

describe('einmal run list', () => {
  it('shows when, what and how it went', async () => {
    line.hub.inTenant(
      'GET /runs',
      page(
        run({ deliveries: { ...deliveries, failed: 2 } }),
        run({ state: 'failed', error: { code: 'x', text: 'Odoo did not answer.' } }),
      ),
    )
    const { code, out } = await line.einmal('run list --flow customers --state done')
    expect(code).toBe(0)
    expect(out).toMatch(/2b3c4d5e +2026-11-24 \d\d:30 +customers +changes +odoo +done +300 read +2\n/)
    expect(out).toContain('Odoo did not answer.')
    expect(line.hub.calls[0]?.query).toEqual({ limit: '50', flow: 'customers', state: 'done' })
  })

  it('says when there is none', async () => {
    line.hub.inTenant('GET /runs', page())
    expect((await line.einmal('run list')).out).toBe('There are no runs yet.\n')
  })

  it('loads page after page with --all, and tells when there are more without it', async () => {
    line.hub.inTenant('GET /runs', ({ query }) => ({ items: [run()], next: query['cursor'] ? null : 'c2' }))
    expect(await line.json('run list --all')).toEqual({ items: [run(), run()], next: null })
    expect(line.hub.calls.map(({ query }) => query)).toEqual([
      { limit: '200' },
      { limit: '200', cursor: 'c2' },
    ])
    expect((await line.einmal('run list --limit 1')).err).toBe(
      'There are more; see all of them with --all.\n',
    )
  })
})

describe('einmal run show', () => {
  it('finds a run by the beginning of its id', async () => {
    line.hub
      .inTenant('GET /runs', page(run()))
      .inTenant(`GET /runs/${ids.run}`, run({ counts: { read: 300, linked: 12 } }))
    const { code, out } = await line.einmal('run show 2B3C')
    expect(code).toBe(0)
    expect(out).toContain('300 read, 12 linked')
  })

  it('tells when no id begins so, and when several do', async () => {
    const other = { ...run(), id: ids.run.replace('2b3c4d5e', '2b3c0000') }
    line.hub.inTenant('GET /runs', page(run(), other))
    expect((await line.einmal('run show 99')).code).toBe(5)
    const { code, err } = await line.einmal('run show 2b3c')
    expect([code, err]).toEqual([2, 'Several ids begin with "2b3c"; type more of it.\n'])
  })
})

describe('einmal run watch', () => {
  it('ends with 7 when writes failed or questions came up', async () => {
    line.hub.inTenant(
      `GET /runs/${ids.run}/events`,
      eventStream(
        run({ state: 'running' }),
        run({ counts: { read: 5, reviews: 1 }, deliveries: { ...deliveries, done: 4, failed: 1 } }),
      ),
    )
    const { code, out } = await line.einmal(`run watch ${ids.run}`)
    expect(code).toBe(7)
    expect(out).toBe(
      '5 read, 1 to clarify\n4 writes were made.\n1 write failed.\n1 question is new: einmal review list\n',
    )
  })

  it('ends with 7 and the reason when the run broke off', async () => {
    const error = { code: 'x', text: 'Odoo refused the login.', fix: 'Renew the key.' }
    line.hub.inTenant(`GET /runs/${ids.run}/events`, eventStream(run({ state: 'failed', error, counts: {} })))
    const { code, out } = await line.einmal(`run watch ${ids.run}`)
    expect([code, out]).toEqual([
      7,
      'The run ended with a problem: Odoo refused the login.\nRenew the key.\n',
    ])
  })

  it('prints one line of JSON for each change', async () => {
    const states = [run({ state: 'queued' }), run({ state: 'running' }), run()]
    line.hub.inTenant(`GET /runs/${ids.run}/events`, eventStream(...states))
    const { out } = await line.einmal(`run watch ${ids.run} --json`)
    expect(
      out
        .trim()
        .split('\n')
        .map((text) => JSON.parse(text) as unknown),
    ).toEqual(states)
  })
})

describe('einmal run cancel', () => {
  it('stops a run at the next page', async () => {
    line.hub.inTenant(
      `POST /runs/${ids.run}/cancel`,
      run({ state: 'running', finishedAt: null, cancelling: true }),
    )
    expect(await line.einmal(`run cancel ${ids.run}`)).toMatchObject({
      code: 0,
      out: 'The run stops at the next page.\n',
    })
  })
})
