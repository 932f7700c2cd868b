import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import type { Cursor, NativeRecord, Page } from '#connector-kit'
import { pages, recordsOf, startHarness } from '../simulator/harness.js'
import type { Harness } from '../simulator/harness.js'
import { connector } from './index.js'

let ninja: Harness

beforeEach(async () => {
  ninja = await startHarness(connector)
})
afterEach(() => ninja.stop())

const OVERLAP = 5

function seed(count: number): string[] {
  const parties = Array.from({ length: count }, (_, index) => ({
    kind: 'organization' as const,
    name: `C ${index + 1}`,
    isCustomer: true,
  }))
  return ninja.model.seed(parties).map(({ id }) => id)
}

const pull = (cursor: Cursor | null, pageSize?: number): Promise<Page[]> =>
  pages(ninja.session.pull('party', cursor, pageSize === undefined ? {} : { pageSize }))

const names = (records: readonly NativeRecord[]): unknown[] => records.map(({ values }) => values['name'])

const cursorOf = (all: readonly Page[]): Cursor => all.at(-1)?.cursor ?? {}

/** Paths of the list requests since the log was cleared. */
const lists = (): string[] =>
  ninja.server.requests
    .list({ method: 'GET' })
    .map(({ path }) => decodeURIComponent(path))
    .filter((path) => /(client|vendor)s\?/.test(path))

describe('the first pull', () => {
  it('reads everything by id in pages, archived and deleted records included', async () => {
    const [first = '', second = ''] = seed(5)
    ninja.model.person.update('client', first, { active: false })
    ninja.model.person.remove('client', second)
    ninja.model.person.create('vendor', { name: 'V' })
    const all = await pull(null, 2)
    expect(names(recordsOf(all))).toEqual(['C 1', 'C 2', 'C 3', 'C 4', 'C 5', 'V'])
    const [archived, deleted] = recordsOf(all)
    expect(archived).toMatchObject({ state: 'present', values: { active: false } })
    expect(deleted?.state).toBe('gone')
    expect(all.map(({ last }) => last)).toEqual([false, false, false, true])
    expect(lists()[0]).toBe('/api/v1/clients?sort=id|asc&per_page=2&page=1')
  })

  it('goes on after a crash where the last page ended', async () => {
    seed(5)
    const [page] = await pull(null, 2)
    const rest = await pull(page?.cursor ?? null, 2)
    expect(names(recordsOf(rest))).toEqual(['C 3', 'C 4', 'C 5'])
  })

  it('keeps its page size when it goes on with another one', async () => {
    seed(5)
    const [page] = await pull(null, 2)
    expect(names(recordsOf(await pull(page?.cursor ?? null, 5)))).toEqual(['C 3', 'C 4', 'C 5'])
  })

  it('skips nothing when a record is purged between two pages', async () => {
    const [first = ''] = seed(6)
    const seen: NativeRecord[] = []
    for await (const page of ninja.session.pull('party', null, { pageSize: 2 })) {
      if (seen.length === 0) ninja.model.purge('client', first)
      seen.push(...page.records)
    }
    expect(new Set(names(seen))).toEqual(new Set(['C 1', 'C 2', 'C 3', 'C 4', 'C 5', 'C 6']))
  })
})

describe('the next pull', () => {
  it('asks exactly once per type and finds nothing when nothing changed', async () => {
    seed(50)
    ninja.wait(OVERLAP + 1)
    const cursor = cursorOf(await pull(null))
    ninja.wait(60)
    const session = await ninja.connect()
    ninja.server.requests.clear()
    const poll = await pages(session.pull('party', cursor))
    expect(poll).toMatchObject([{ records: [], last: true }])
    expect(ninja.server.requests.counts().total).toBe(2)
    expect(lists().every((path) => path.includes('updated_at='))).toBe(true)
  })

  it('does not move on for ever without changes, and then sees one', async () => {
    const [id = ''] = seed(3)
    let cursor = cursorOf(await pull(null))
    for (let poll = 0; poll < 5; poll++) {
      ninja.wait(3600)
      cursor = cursorOf(await pull(cursor))
    }
    ninja.model.person.update('client', id, { name: 'Renamed' })
    expect(names(recordsOf(await pull(cursor)))).toEqual(['Renamed'])
  })

  it('brings a change of the very second in which the last one looked', async () => {
    const [id = ''] = seed(1)
    ninja.wait(60)
    const cursor = cursorOf(await pull(null))
    ninja.model.person.update('client', id, { name: 'Same second' })
    expect(names(recordsOf(await pull(cursor)))).toEqual(['Same second'])
  })

  it('brings what was being stored while the last one looked', async () => {
    ninja.wait(60)
    seed(1)
    const cursor = cursorOf(await pull(null))
    // Stamped before the pull, visible only after it.
    const now = ninja.model.now
    ninja.model.now = () => now() - 2_000
    ninja.model.person.create('client', { name: 'Late' })
    ninja.model.now = now
    expect(names(recordsOf(await pull(cursor)))).toEqual(['C 1', 'Late'])
  })

  it('looks back as far as the connection is told', async () => {
    const session = await ninja.connect({ config: { overlapSeconds: 0 } })
    seed(2)
    ninja.wait(1)
    const cursor = cursorOf(await pages(session.pull('party', null)))
    expect(recordsOf(await pages(session.pull('party', cursor)))).toEqual([])
  })

  it('sees a change of a contact alone, an archiving and a deletion', async () => {
    const [a = '', b = '', c = ''] = seed(3)
    ninja.wait(60)
    const before = await pull(null)
    ninja.wait(60)
    ninja.model.person.update('client', a, { contacts: [{ first_name: 'Anna', last_name: 'Neu' }] })
    ninja.model.person.update('client', b, { active: false })
    ninja.model.person.remove('client', c)
    const after = recordsOf(await pull(cursorOf(before)))
    expect(after.map(({ values, state }) => [state, values['active']])).toEqual([
      ['present', true],
      ['present', false],
      ['gone', false],
    ])
    const versions = new Map(recordsOf(before).map(({ id, version }) => [id, version]))
    for (const { id, version } of after) expect(version).not.toBe(versions.get(id))
  })

  it('reads everything again when the server’s clock went back', async () => {
    const [id = ''] = seed(2)
    ninja.wait(3600)
    const cursor = cursorOf(await pull(null))
    ninja.server.setClockOffset(-7_200_000)
    ninja.model.person.update('client', id, { name: 'In the past' })
    expect(names(recordsOf(await pull(cursor)))).toEqual(['In the past', 'C 2'])
  })

  it('keeps the version while only amounts or stamps change', async () => {
    const [id = ''] = seed(1)
    const [before] = recordsOf(await pull(null))
    ninja.wait(60)
    ninja.model.person.update('client', id, { has_valid_vat_number: true })
    const [after] = recordsOf(await pull(null))
    expect(after?.version).toBe(before?.version)
  })
})

describe('an answer that cannot be right', () => {
  const failing = (cursor: Cursor | null): Promise<Page[]> => pull(cursor)

  it.each(['half-page', 'empty', 'truncated', 'down'] as const)('%s is unavailable', async (kind) => {
    seed(4)
    await pull(null)
    ninja.server.faults.add({ kind, path: '/clients' })
    await expect(failing(null)).rejects.toMatchObject({ kind: 'unavailable' })
  })

  it('a list that ignores the window is refused', async () => {
    seed(3)
    const { handle } = ninja.model
    const cursor = cursorOf(await pull(null))
    ninja.wait(3600)
    const later = cursorOf(await pull(cursor))
    ninja.model.handle = (request) => {
      request.query.delete('updated_at')
      return handle.call(ninja.model, request)
    }
    await expect(failing(later)).rejects.toMatchObject({
      kind: 'unavailable',
      code: 'invoice-ninja.filter-ignored',
    })
  })

  it('a web page in place of a list is refused', async () => {
    const session = await ninja.connect({ config: { url: `${ninja.server.url}/elsewhere` } })
    await expect(pages(session.pull('party', null))).rejects.toMatchObject({
      kind: 'unavailable',
      code: 'invoice-ninja.not-json',
    })
  })
})
