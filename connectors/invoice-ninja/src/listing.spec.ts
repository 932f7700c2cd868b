import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { startHarness } from '../simulator/harness.js'
import type { Harness } from '../simulator/harness.js'
import { connector } from './index.js'

let ninja: Harness

beforeEach(async () => {
  ninja = await startHarness(connector)
})
afterEach(() => ninja.stop())

function seed(count: number): string[] {
  const parties = Array.from({ length: count }, (_, index) => ({
    kind: 'organization' as const,
    name: `C ${index + 1}`,
    isCustomer: true,
  }))
  return ninja.model.seed(parties).map(({ id }) => id)
}

async function listed(session = ninja.session, afterPage?: () => void): Promise<string[]> {
  const ids: string[] = []
  const list = session.list?.('party', 'client')
  if (!list) throw new Error('cannot list')
  for await (const page of list) {
    ids.push(...page)
    afterPage?.()
  }
  return ids
}

describe('a complete listing', () => {
  it('names everything that is not deleted, archived records included', async () => {
    const [first = '', second = '', ...rest] = seed(1_003)
    ninja.model.person.remove('client', first)
    ninja.model.person.update('client', second, { active: false })
    expect(await listed()).toEqual([second, ...rest])
  })

  it('of an empty company is empty', async () => {
    expect(await listed()).toEqual([])
  })

  it('takes what is created meanwhile as it comes', async () => {
    const ids = seed(501)
    let created = false
    const found = await listed(ninja.session, () => {
      if (!created) ninja.model.person.create('client', { name: 'New' })
      created = true
    })
    expect(found.slice(0, 501)).toEqual(ids)
    expect(found).toHaveLength(502)
  })

  it('fails when a purged record moves others over the edge of a page, also when another one is created', async () => {
    const ids = seed(1_200)
    let moved = false
    const found = listed(ninja.session, () => {
      if (moved) return
      moved = true
      ninja.model.purge('client', ids[0] ?? '')
      ninja.model.person.create('client', { name: 'New' })
    })
    await expect(found).rejects.toMatchObject({ kind: 'unavailable', code: 'invoice-ninja.list-moved' })
  })

  it('fails when the newest record is purged meanwhile', async () => {
    const ids = seed(600)
    const found = listed(ninja.session, () => ninja.model.purge('client', ids.at(-1) ?? ''))
    await expect(found).rejects.toMatchObject({ code: 'invoice-ninja.list-moved' })
  })

  it.each([
    ['half a page', { kind: 'half-page' as const, path: 'clients', after: 1 }],
    ['an empty page', { kind: 'empty' as const, path: 'clients', after: 2 }],
    ['a broken connection', { kind: 'down' as const, path: 'clients', after: 2 }],
    ['a body that breaks off', { kind: 'truncated' as const, path: 'clients', after: 1 }],
    ['a server error', { kind: 'status' as const, status: 500, path: 'clients', after: 2 }],
    ['maintenance', { kind: 'status' as const, status: 503, path: 'clients', after: 2 }],
  ])('fails after %s', async (_what, fault) => {
    seed(1_001)
    ninja.server.faults.add(fault)
    await expect(listed()).rejects.toMatchObject({ kind: 'unavailable' })
  })

  it('fails for a user who does not see everything, which the list itself does not say', async () => {
    seed(3)
    const user = ninja.model.addUser({ permissions: 'create_client,view_vendor' })
    const session = await ninja.connect({ config: { token: user.token } })
    await expect(listed(session)).rejects.toMatchObject({
      kind: 'unauthorized',
      code: 'invoice-ninja.list-rights',
    })
  })

  it('fails when the right is lost in the middle', async () => {
    seed(600)
    const user = ninja.model.addUser({ permissions: 'view_client' })
    const session = await ninja.connect({ config: { token: user.token } })
    const found = listed(session, () => {
      user.permissions = ''
    })
    await expect(found).rejects.toMatchObject({ name: 'ConnectorError' })
  })
})

describe('presence', () => {
  it('tells present, gone and hidden apart', async () => {
    const [present = '', archived = '', deleted = '', purged = ''] = seed(4)
    ninja.model.person.update('client', archived, { active: false })
    ninja.model.person.remove('client', deleted)
    ninja.model.purge('client', purged)
    const ids = [present, archived, deleted, purged, '99999']
    expect(await ninja.session.presence?.('party', 'client', ids)).toEqual(
      new Map([
        [present, 'present'],
        [archived, 'present'],
        [deleted, 'gone'],
        [purged, 'gone'],
        ['99999', 'gone'],
      ]),
    )
    const user = ninja.model.addUser({ permissions: 'view_vendor' })
    const session = await ninja.connect({ config: { token: user.token } })
    expect(await session.presence?.('party', 'client', [present])).toEqual(new Map([[present, 'hidden']]))
  })

  it('fails where a page answers in place of the application', async () => {
    const [id = ''] = seed(1)
    ninja.server.faults.add({ kind: 'status', status: 502, path: 'clients' })
    await expect(ninja.session.presence?.('party', 'client', [id])).rejects.toMatchObject({
      kind: 'unavailable',
    })
  })
})

describe('removing', () => {
  it('archives, and counts what is gone already as removed', async () => {
    const [first = '', second = '', third = ''] = seed(3)
    const records = await ninja.session.read('party', 'client', [first, second, third])
    ninja.model.purge('client', second)
    ninja.model.person.remove('client', third)
    expect(await ninja.session.remove?.('party', 'client', records)).toEqual(
      records.map(() => ({ status: 'removed' })),
    )
    expect(ninja.model.person.get('client', first)).toMatchObject({ active: false, is_deleted: false })
  })

  it('leaves alone what somebody changed since', async () => {
    const [id = ''] = seed(1)
    const records = await ninja.session.read('party', 'client', [id])
    ninja.model.person.update('client', id, { name: 'Still needed' })
    expect(await ninja.session.remove?.('party', 'client', records)).toEqual([{ status: 'stale' }])
    expect(ninja.model.person.get('client', id)).toMatchObject({ active: true })
  })

  it('says when the answer was lost, and when the user may not', async () => {
    const [id = ''] = seed(1)
    const records = await ninja.session.read('party', 'client', [id])
    ninja.server.faults.add({ kind: 'lost-reply', writes: true })
    expect(await ninja.session.remove?.('party', 'client', records)).toMatchObject([{ status: 'unknown' }])
    expect(await ninja.session.remove?.('party', 'client', records)).toEqual([{ status: 'removed' }])

    const [other = ''] = seed(1)
    const user = ninja.model.addUser({ permissions: 'view_client' })
    const session = await ninja.connect({ config: { token: user.token } })
    expect(
      await session.remove?.('party', 'client', await session.read('party', 'client', [other])),
    ).toMatchObject([{ status: 'failed', error: { code: 'invoice-ninja.forbidden' } }])
  })
})
