import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { ConnectorError } from '#connector-kit'
import type { Session } from '#connector-kit'
import type { FAULT_KINDS } from '#connector-kit/testing'
import { customer, Harness } from '../simulator/harness.js'

describe('what exists and what is gone', () => {
  let harness: Harness
  let session: Session

  beforeEach(async () => {
    harness = new Harness()
    session = await harness.start()
  })
  afterEach(() => harness.stop())

  const add = (...names: string[]): void => {
    for (const name of names) harness.model.person.create('Customer', { customer_name: name })
  }
  const listed = async (): Promise<string[]> => {
    const names: string[] = []
    for await (const page of session.list?.('party', 'Customer') ?? []) names.push(...page)
    return names
  }
  const codeOf = (work: Promise<unknown>): Promise<string> =>
    work.then(
      () => 'no error',
      (error: unknown) => (error as ConnectorError).code,
    )

  it('lists every customer once, over several pages', async () => {
    const names = Array.from({ length: 2_300 }, (_, index) => `Kunde ${index}`)
    harness.model.seed(names.map((name) => ({ kind: 'organization' as const, name, isCustomer: true })))
    expect((await listed()).toSorted()).toEqual(names.toSorted())
  })

  it('lists nothing where nothing is', async () => {
    expect(await listed()).toEqual([])
  })

  it.each(['half-page', 'empty', 'truncated', 'down'] as (typeof FAULT_KINDS)[number][])(
    'throws when any of its requests meets %s',
    async (kind) => {
      add('A', 'B', 'C')
      await listed()
      const requests = harness.asked().slice(-3)
      for (let after = 0; after < requests.length; after += 1) {
        harness.simulator.faults.add({ kind, after })
        const outcome = await codeOf(listed())
        // The first one asks for User Permissions, which is no list that could be thinned.
        const untouched = after === 0 && (kind === 'half-page' || kind === 'empty')
        expect(outcome === 'no error').toBe(untouched)
      }
    },
  )

  it('notices a filter that a proxy or a customization ignores', async () => {
    harness.model.seed(
      Array.from({ length: 1_500 }, (_, index) => ({
        kind: 'organization' as const,
        name: `Kunde ${index}`,
        isCustomer: true,
      })),
    )
    const { handle } = harness.model
    harness.model.handle = (request) => {
      request.query.delete('filters')
      return handle(request)
    }
    expect(await codeOf(listed())).toBe('erpnext.list-incomplete')
    harness.model.handle = handle
  })

  it('lists nothing for an account that User Permissions keep to some rows, or that lost its rights', async () => {
    add('A', 'B')
    harness.model.person.create('User Permission', {
      user: 'hub@example.com',
      allow: 'Customer',
      for_value: 'A',
    })
    expect(await codeOf(listed())).toBe('erpnext.rows-hidden')
    const limited = await harness.connect(harness.account('limited@example.com'))
    await expect(async () => {
      for await (const page of limited.list?.('party', 'Supplier') ?? []) expect(page).toEqual([])
    }).rejects.toMatchObject({ kind: 'misconfigured', code: 'erpnext.not-permitted' })
  })

  it('tells gone from hidden, and a renamed document from its old name', async () => {
    add('Gone', 'Hidden', 'Old name', 'Still there')
    harness.model.person.remove('Customer', 'Gone')
    harness.model.person.update('Customer', 'Old name', { name: 'OLD NAME GmbH' })
    harness.model.person.create('User Permission', {
      user: 'hub@example.com',
      allow: 'Customer',
      for_value: 'Still there',
    })
    const presence = await session.presence?.('party', 'Customer', [
      'Gone',
      'Hidden',
      'Old name',
      'Still there',
    ])
    expect(Object.fromEntries(presence ?? [])).toEqual({
      Gone: 'gone',
      Hidden: 'hidden',
      'Old name': 'gone',
      'Still there': 'present',
    })
  })

  it('takes a document for gone only when the site says so', async () => {
    const { handle } = harness.model
    harness.model.handle = (request) =>
      request.path.includes('/Customer/') ? { status: 404, body: '<h1>Not Found</h1>' } : handle(request)
    expect(await codeOf(session.presence?.('party', 'Customer', ['B']) ?? Promise.resolve())).toBe(
      'erpnext.not-found',
    )
    harness.model.handle = handle
  })

  it('deletes what nobody changed since, with its contacts; what is gone already counts as deleted', async () => {
    harness.model.seed([{ kind: 'organization', name: 'A', isCustomer: true, email: 'a@example.com' }])
    add('B', 'C')
    const [a, b, c] = [
      await customer(session, 'A'),
      await customer(session, 'B'),
      await customer(session, 'C'),
    ]
    harness.model.person.update('Customer', 'B', { website: 'https://b.example' })
    harness.model.person.remove('Customer', 'C')
    const results = await session.remove?.('party', 'Customer', [a, b, c])
    expect(results?.map((result) => result.status)).toEqual(['removed', 'stale', 'removed'])
    expect(await listed()).toEqual(['B'])
    expect(harness.model.person.list('Contact').filter((contact) => contact['party'] === 'A')).toEqual([])
  })

  it('says when others refer to it, and what a lost answer leaves open', async () => {
    add('A', 'B')
    const [a, b] = [await customer(session, 'A'), await customer(session, 'B')]
    harness.model.person.create('Sales Invoice', {
      customer: 'A',
      items: [{ item_name: 'x', uom: 'Nos', income_account: '4110 - Sales - AC', qty: 1, rate: 1 }],
    })
    harness.simulator.faults.add({ kind: 'lost-reply', method: 'DELETE', after: 1 })
    const results = await session.remove?.('party', 'Customer', [a, b])
    expect(results).toMatchObject([
      { status: 'failed', error: { kind: 'rejected', code: 'erpnext.still-linked' } },
      { status: 'unknown' },
    ])
    expect(Object.fromEntries((await session.presence?.('party', 'Customer', ['A', 'B'])) ?? [])).toEqual({
      A: 'present',
      B: 'gone',
    })
  })
})
