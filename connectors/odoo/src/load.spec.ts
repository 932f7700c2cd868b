import { describe, expect, it } from '@jest/globals'
import type { Client } from './client.js'
import type { Facts } from './facts.js'
import { cells, itemOf, load } from './load.js'
import type { LoadItem } from './load.js'

const facts = {
  fields: {
    name: { type: 'char', string: 'Name' },
    active: { type: 'boolean', string: 'Active' },
    customer_rank: { type: 'integer', string: 'Rank' },
    country_id: { type: 'many2one', string: 'Country' },
    category_id: { type: 'many2many', string: 'Tags' },
  },
} as unknown as Facts

describe('cells', () => {
  it('are texts in the importer’s spelling', () => {
    expect(
      cells(
        { name: 'A', active: false, customer_rank: 0, country_id: 57, category_id: [1, 2] },
        facts.fields,
      ),
    ).toEqual({
      name: 'A',
      active: '0',
      customer_rank: '0',
      'country_id/.id': '57',
      'category_id/.id': '1,2',
    })
  })

  it('are empty for what is empty; a boolean has no empty', () => {
    expect(cells({ name: null, country_id: null, active: null }, facts.fields)).toEqual({
      name: '',
      'country_id/.id': '',
    })
  })

  it('stand in rows below each other for the children', () => {
    expect(
      itemOf({ id: 'x.1', name: 'A' }, [
        { 'child_ids/id': 'x.2', 'child_ids/name': 'Eva' },
        { 'child_ids/id': 'x.3', 'child_ids/street': 'Weg 1' },
      ]),
    ).toEqual({
      columns: ['id', 'name', 'child_ids/id', 'child_ids/name', 'child_ids/street'],
      rows: [
        ['x.1', 'A', 'x.2', 'Eva', ''],
        ['', '', 'x.3', '', 'Weg 1'],
      ],
    })
  })
})

/** A server that stores rows unless they are in `bad`, and blames whom `blame` says. */
function server(bad: string[], blame: (data: string[][]) => number[]) {
  const calls: string[][] = []
  const client = {
    call: ({ args }: { args: { data: string[][] } }) => {
      const names = args.data.map(([name = '']) => name)
      calls.push(names)
      if (!names.some((name) => bad.includes(name)))
        return Promise.resolve({ ids: names.map((_, at) => at + 100), messages: [] })
      const messages = blame(args.data).map((record) => ({
        type: 'error',
        record,
        message: `no: ${names[record] ?? ''}`,
      }))
      return Promise.resolve({ ids: false, messages })
    },
  } as unknown as Client
  return { client, calls }
}

const items = (...names: string[]): LoadItem[] => names.map((name) => ({ columns: ['name'], rows: [[name]] }))
const refusedOf = (outcomes: unknown[]): boolean[] => outcomes.map((outcome) => typeof outcome !== 'number')

describe('load', () => {
  it('finds the wrong ones by what the answer names', async () => {
    const { client, calls } = server(['c'], (data) =>
      data.flatMap(([name], at) => (name === 'c' ? [at] : [])),
    )
    expect(refusedOf(await load(client, 'res.partner', items('a', 'b', 'c', 'd')))).toEqual([
      false,
      false,
      true,
      false,
    ])
    // All, the others, and the wrong one twice: it might just have met another caller.
    expect(calls).toEqual([['a', 'b', 'c', 'd'], ['a', 'b', 'd'], ['c'], ['c']])
  })

  it.each([
    ['the first one for all that goes wrong', () => [0]],
    ['nobody', () => []],
    ['everybody', (data: string[][]) => data.map((_, at) => at)],
  ])('finds them though the answer blames %s', async (_whom, blame: (data: string[][]) => number[]) => {
    const { client } = server(['c', 'f'], blame)
    const outcomes = await load(client, 'res.partner', items('a', 'b', 'c', 'd', 'e', 'f', 'g'))
    expect(refusedOf(outcomes)).toEqual([false, false, true, false, false, true, false])
    expect(outcomes[2]).toMatchObject({ kind: 'rejected', code: 'odoo.rejected' })
  })

  it('tries a lone record once more, since two callers at once look like a refusal', async () => {
    let busy = true
    const client = {
      call: () => {
        const answer = busy
          ? { ids: false, messages: [{ type: 'error', message: 'could not serialize access' }] }
          : { ids: [7], messages: [] }
        busy = false
        return Promise.resolve(answer)
      },
    } as unknown as Client
    expect(await load(client, 'res.partner', items('a'))).toEqual([7])
  })

  it('never takes a strange answer for success or refusal', async () => {
    for (const answer of [null, {}, { ids: [1] }, { ids: [1, false], messages: [] }]) {
      const client = { call: () => Promise.resolve(answer) } as unknown as Client
      const outcomes = await load(client, 'res.partner', items('a', 'b'))
      for (const outcome of outcomes)
        expect(outcome).toMatchObject({ kind: 'unavailable', outcomeUnknown: true })
    }
  })
})
