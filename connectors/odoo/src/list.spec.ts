import { afterEach, describe, expect, it } from '@jest/globals'
import type { NativeRecord } from '#connector-kit'
import { Harness } from '../simulator/harness.js'

let harness: Harness
afterEach(() => harness.close())

async function listed(): Promise<string[]> {
  const ids: string[] = []
  for await (const page of harness.session.list?.('party', 'res.partner') ?? []) ids.push(...page)
  return ids
}

const presence = async (...ids: string[]) =>
  Object.fromEntries((await harness.session.presence?.('party', 'res.partner', ids)) ?? [])

const remove = (...records: NativeRecord[]) => harness.session.remove?.('party', 'res.partner', records)

describe.each(['17.0', '19.0'] as const)('the listing that proves what is gone, Odoo %s', (version) => {
  it('names every party once, archived ones too, and no contact', async () => {
    harness = await Harness.open({ version })
    const [first, second] = [harness.type({ name: 'A' }), harness.type({ name: 'B' })]
    harness.type({ name: 'Contact of A', parent_id: first })
    harness.odoo.person.update('res.partner', second, { active: false })
    expect(await listed()).toEqual([first, second])
  })

  it.each([
    ['half a page', { kind: 'half-page' }],
    ['an empty answer', { kind: 'empty' }],
    ['a body that breaks off', { kind: 'truncated' }],
    ['a maintenance page', { kind: 'status', status: 503 }],
    ['a refused login', { kind: 'status', status: 401 }],
    ['a lost right', { kind: 'status', status: 403 }],
    ['no answer', { kind: 'down' }],
  ] as const)('throws for %s', async (_what, fault) => {
    harness = await Harness.open({ version })
    for (const name of ['A', 'B', 'C', 'D']) harness.type({ name })
    await harness.session.describe('party', 'res.partner')
    harness.running.faults.add(fault)
    await expect(listed()).rejects.toMatchObject({ name: 'ConnectorError' })
  })

  it('throws when something vanishes while it is read', async () => {
    harness = await Harness.open({ version })
    const ids = ['A', 'B', 'C'].map((name) => harness.type({ name }))
    const pages = harness.session.list?.('party', 'res.partner')[Symbol.asyncIterator]()
    await pages?.next()
    harness.odoo.person.remove('res.partner', ids[1] ?? '')
    await expect(pages?.next()).rejects.toMatchObject({ kind: 'unavailable' })
  })

  it('tells gone from hidden and present', async () => {
    harness = await Harness.open({ version })
    const [kept, gone, moved, archived] = ['K', 'G', 'M', 'A'].map((name) => harness.type({ name }))
    harness.odoo.person.remove('res.partner', gone ?? '')
    harness.odoo.person.update('res.partner', moved ?? '', { company_id: 2 })
    harness.odoo.person.update('res.partner', archived ?? '', { active: false })
    expect(await presence(kept ?? '', gone ?? '', moved ?? '', archived ?? '', 'x')).toEqual({
      [kept ?? '']: 'present',
      [gone ?? '']: 'gone',
      [moved ?? '']: 'hidden',
      [archived ?? '']: 'present',
      x: 'gone',
    })
  })

  it('takes no empty answer to a direct look for a proof', async () => {
    harness = await Harness.open({ version })
    harness.type({ name: 'A' })
    const gone = harness.type({ name: 'B' })
    harness.odoo.person.remove('res.partner', gone)
    await harness.session.describe('party', 'res.partner')
    for (const after of [0, 1, 2]) {
      harness.running.faults.clear()
      harness.running.faults.add({ kind: 'empty', after })
      const outcome = await presence(gone).catch((error: unknown) => error)
      if (after > 0) expect(outcome).toMatchObject({ kind: 'unavailable' })
    }
  })

  it('archives; the one that Odoo keeps fails alone, the one that is gone counts as removed', async () => {
    harness = await Harness.open({ version })
    const ids = ['A', 'B', 'C'].map((name) => harness.type({ name }))
    const records = await harness.read(...ids)
    harness.odoo.person.remove('res.partner', ids[1] ?? '')
    // The hub's own partner belongs to an active user.
    const user = { ...records[0], id: '6' } as NativeRecord
    const results = await remove(...records, user)
    expect(results?.map(({ status }) => status)).toEqual(['removed', 'removed', 'removed', 'failed'])
    expect(harness.shown(ids[0] ?? '')['active']).toBe(false)
    expect(results?.[3]).toMatchObject({ error: { kind: 'rejected' } })
  })

  it('does not know what became of a removal without an answer', async () => {
    harness = await Harness.open({ version })
    const [record] = await harness.read(harness.type({ name: 'A' }))
    harness.running.faults.add({ kind: 'lost-reply', writes: true })
    expect(await remove(record as NativeRecord)).toMatchObject([{ status: 'unknown' }])
  })
})
