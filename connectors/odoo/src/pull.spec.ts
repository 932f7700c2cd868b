import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { Harness } from '../simulator/harness.js'

let world: Harness
beforeEach(async () => {
  world = await Harness.open()
})
afterEach(() => world.close())

const names = (records: { values: { [key: string]: unknown } }[]): unknown[] =>
  records.map(({ values }) => values['name'])
const requests = (): string[] => world.running.requests.list().map(({ path }) => path)

describe('the first pull', () => {
  it('yields everything in pages, archived ones too, one request a page', async () => {
    for (const name of ['A', 'B', 'C', 'D', 'E']) world.type({ name })
    world.odoo.person.update('res.partner', world.type({ name: 'Alt' }), { active: false })
    await world.pull()
    world.running.requests.clear()
    const { pages, records } = await world.pull(null, world.session, 2)
    expect(pages.map((page) => names(page.records))).toEqual([
      ['A', 'B'],
      ['C', 'D'],
      ['E', 'Alt'],
    ])
    expect(pages.map(({ last }) => last)).toEqual([false, false, true])
    expect(records.at(-1)?.values).toMatchObject({ active: false })
    expect(requests()).toHaveLength(3)
  })

  it('goes on where a crashed one stopped', async () => {
    for (const name of ['A', 'B', 'C', 'D', 'E']) world.type({ name })
    const pages = []
    for await (const page of world.session.pull('party', null, { pageSize: 2 })) {
      pages.push(page)
      break
    }
    // What was read already and changes meanwhile comes with the next pull.
    world.advance(1)
    world.odoo.person.update('res.partner', pages[0]?.records[0]?.id ?? '', { name: 'A2' })
    const rest = await world.pull(pages[0]?.cursor, await world.connect(), 2)
    expect(names(rest.records)).toEqual(['C', 'D', 'E'])
    expect(names((await world.pull(rest.cursor)).records)).toContain('A2')
  })
})

describe('a poll', () => {
  it('of an unchanged system is one request, in a session of its own too', async () => {
    world.type({ name: 'A' })
    const { cursor: first } = await world.pull()
    world.advance(3_600)
    const { cursor } = await world.pull(first)
    world.advance(3_600)
    world.running.requests.clear()
    const { pages, cursor: next } = await world.pull(cursor, await world.connect())
    expect(pages).toEqual([{ records: [], cursor: next, last: true }])
    expect(requests()).toEqual(['/json/2/res.partner/web_search_read'])
    expect(next['since']).toBe('2026-05-04 10:00:00')
  })

  it('looks back as far as long transactions last', async () => {
    const { cursor } = await world.pull()
    // Stamped at its start, ten minutes before the poll that could not see it yet.
    const started = world.odoo.now() - 600_000
    const clock = world.odoo.now
    world.odoo.now = () => started
    world.type({ name: 'Import' })
    world.odoo.now = clock
    world.advance(60)
    expect(names((await world.pull(cursor)).records)).toEqual(['Import'])
  })

  it('brings the party of a changed contact, once', async () => {
    const id = world.type({ name: 'A' })
    const [eva, kai] = [
      world.type({ name: 'Eva', parent_id: id }),
      world.type({ name: 'Kai', parent_id: id }),
    ]
    const { cursor } = await world.pull()
    world.advance(3_600)
    const { cursor: quiet } = await world.pull(cursor)
    world.odoo.person.update('res.partner', eva, { phone: '1' })
    world.odoo.person.update('res.partner', kai, { active: false })
    const { records } = await world.pull(quiet)
    expect(names(records)).toEqual(['A'])
    expect(records[0]?.values['contacts']).toMatchObject([{ name: 'Eva', phone: '1' }])
  })

  it('loses nothing of many records with one stamp', async () => {
    const { cursor } = await world.pull()
    world.advance(3_600)
    const list = Array.from({ length: 25 }, (_, index) => ({ name: `N${index}` }))
    await world.call('res.partner', 'create', { vals_list: list })
    const { pages, records } = await world.pull(cursor, world.session, 4)
    expect(pages).toHaveLength(7)
    expect(new Set(names(records)).size).toBe(25)
  })

  it('reads everything once more when the clock was set back by more than the overlap', async () => {
    world.type({ name: 'A' })
    const { cursor } = await world.pull()
    world.advance(86_400)
    const { cursor: wrong } = await world.pull(cursor)
    world.advance(-86_000)
    world.type({ name: 'B' })
    const { records, cursor: right } = await world.pull(wrong)
    expect(names(records)).toEqual(['A', 'B'])
    expect(right['since']).toBe('2026-05-04 08:06:40')
  })
})

describe('a page that is not what was asked for', () => {
  it.each(['half-page', 'empty'] as const)('%s is an error, and nothing is lost', async (kind) => {
    for (const name of ['A', 'B', 'C', 'D']) world.type({ name })
    await world.read('1')
    world.running.faults.add({ kind, path: 'res.partner/web_search_read' })
    await expect(world.pull()).rejects.toMatchObject({ kind: 'unavailable', code: 'odoo.incomplete' })
    const { records, cursor } = await world.pull()
    expect(records).toHaveLength(4)
    world.advance(60)
    world.running.faults.add({ kind, path: 'res.partner/web_search_read' })
    await expect(world.pull(cursor)).rejects.toMatchObject({ code: 'odoo.incomplete' })
  })

  it.each([
    [
      'ignores the window',
      (body: { records: { write_date: string }[] }) =>
        body.records.forEach((row) => (row.write_date = '2020-01-01 00:00:00')),
    ],
    ['ignores the order', (body: { records: unknown[] }) => body.records.reverse()],
    ['is of another kind', (body: { length?: number }) => delete body.length],
  ])('%s is an error', async (_what, spoil: (body: never) => unknown) => {
    for (const name of ['A', 'B', 'C']) world.type({ name })
    const { cursor } = await world.pull()
    const handle = world.odoo.handle.bind(world.odoo)
    world.odoo.handle = (request) => {
      const reply = handle(request)
      const body = JSON.parse(String(reply.body)) as never
      spoil(body)
      return { ...reply, body: JSON.stringify(body) }
    }
    await expect(world.pull(cursor)).rejects.toMatchObject({ kind: 'unavailable', code: 'odoo.incomplete' })
  })
})
