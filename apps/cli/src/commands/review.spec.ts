import { describe, expect, it } from '@jest/globals'
import { commandLine } from '../../testing/command-line.js'
import { page } from '../../testing/fake-hub.js'
import { ids, review } from '../../testing/samples.js'

const line = commandLine()
const resolve = `POST /reviews/${ids.review}/resolve`
const sent = () => line.hub.of(`POST /api/v1/tenants/acme/reviews/${ids.review}/resolve`)[0]?.body

describe('einmal review list', () => {
  it('shows open questions with their candidates', async () => {
    line.hub.inTenant('GET /reviews', page(review()))
    const { code, out } = await line.einmal('review list --flow customers --kind match')
    expect(code).toBe(0)
    expect(out).toMatch(/4d5e6f70 +the same\? +Ann GmbH +erpnext Customer Ann +Ann Gmbh & Co\./)
    expect(out).toContain('einmal review show 4d5e6f70')
    expect(line.hub.calls[0]?.query).toEqual({ limit: '50', state: 'open', kind: 'match', flow: 'customers' })
  })

  it('says when nothing is to clarify', async () => {
    line.hub.inTenant('GET /reviews', page())
    expect(await line.einmal('review list')).toMatchObject({ code: 0, out: 'There is nothing to clarify.\n' })
  })
})

describe('einmal review show', () => {
  it('puts the item beside its candidates, with what speaks for and against, and the answers', async () => {
    line.hub.inTenant('GET /reviews', page(review())).inTenant(`GET /reviews/${ids.review}`, review())
    const { out } = await line.einmal('review show 4d5e')
    expect(out).toContain('Is this one of the known records?')
    expect(out).toMatch(/name +Ann GmbH +Ann Gmbh & Co\.\n/)
    expect(out).toMatch(/1 +Ann Gmbh & Co\. +82 % +name and address +VAT id/)
    expect(out).toContain('einmal review resolve 4d5e6f70 link --record <1…>')
    expect(out).toContain('It is a new one.')
  })

  it('shows both values of a contested field', async () => {
    const actions = [{ action: 'keep' as const, text: 'Keep it.', needs: [] }]
    line.hub.inTenant(
      `GET /reviews/${ids.review}`,
      review({
        kind: 'conflict',
        field: 'contacts/p1/email',
        evidence: { here: 'a@b', there: null, from: 'odoo' },
        actions,
      }),
    )
    const { out } = await line.einmal(`review show ${ids.review}`)
    expect(out).toMatch(/Field +contacts\.email/)
    expect(out).toMatch(/In the hub +a@b \(odoo\)/)
    expect(out).toMatch(/In the system +\(empty\)/)
  })
})

describe('einmal review resolve', () => {
  const decided = () =>
    line.hub
      .inTenant(`GET /reviews/${ids.review}`, review())
      .inTenant(resolve, review({ state: 'resolved' }))
      .inTenant('GET /reviews', page())

  it('links with the candidate of that number', async () => {
    decided()
    expect(await line.einmal(`review resolve ${ids.review} link --record 1`)).toMatchObject({
      code: 0,
      out: 'Decided: link. The hub carries it out now.\n',
    })
    expect(sent()).toEqual({ action: 'link', record: ids.record })
  })

  it('sets a value, or empties the field', async () => {
    decided()
    await line.einmal(`review resolve ${ids.review} set --value "+49 30 1"`)
    expect(sent()).toEqual({ action: 'set', value: '+49 30 1' })
    line.hub.calls.length = 0
    await line.einmal(`review resolve ${ids.review} set --empty`)
    expect(sent()).toEqual({ action: 'set', value: null })
  })

  it('leads to the next question', async () => {
    decided().inTenant('GET /reviews', page(review({ id: ids.review.replace('4d5e6f70', '77777777') })))
    expect((await line.einmal(`review resolve ${ids.review} create`)).out).toContain(
      'einmal review show 77777777',
    )
  })

  it('refuses a candidate that does not exist', async () => {
    decided()
    expect(await line.einmal(`review resolve ${ids.review} link --record 9`)).toMatchObject({ code: 5 })
    expect(sent()).toBeUndefined()
  })
})

describe('einmal review resolve --all', () => {
  const step = (decided: number, skipped: number, next: string | null = null) => ({ decided, skipped, next })

  it('only counts with --dry-run', async () => {
    line.hub.inTenant('POST /reviews/resolve', step(12, 3))
    const { code, out } = await line.einmal(
      'review resolve --all --rule email --min-score 85% --as link --flow customers --dry-run',
    )
    expect(code).toBe(0)
    expect(out).toContain('12 would be answered with link.')
    expect(line.hub.calls.map(({ body }) => body)).toEqual([
      { action: 'link', flow: 'customers', rule: 'email', minScore: 0.85, dryRun: true },
    ])
  })

  it('goes on step by step, and says how many are left for people', async () => {
    line.hub.inTenant('POST /reviews/resolve', step(5, 1))
    const { code, out } = await line.einmal(
      'review resolve --all --kind conflict --field email --as keep --yes',
    )
    expect(code).not.toBe(0)
    expect(out).toContain('5 answered with keep.')
    expect(line.hub.calls.map(({ body }) => body)).toEqual([
      { action: 'keep', kind: 'conflict', field: 'email', dryRun: true },
      { action: 'keep', kind: 'conflict', field: 'email' },
    ])
  })

  it('refuses a likeness that is none, and an answer without a question', async () => {
    expect(await line.einmal('review resolve --all --as link --min-score often')).toMatchObject({ code: 2 })
    expect(await line.einmal('review resolve --as link')).toMatchObject({ code: 2 })
    expect(line.hub.calls).toEqual([])
  })
})
