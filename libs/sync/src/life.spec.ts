import { describe, expect, it } from '@jest/globals'
import { entities, type Flat } from '#canonical'
import { disagreement } from './life.js'

/** An invoice of two lines; each is [quantity, discount, net amount]. */
const invoice = (gross: string, lines: [string, string | null, string][]): Flat =>
  Object.fromEntries([
    ['status', 'draft'],
    ['grossTotal', gross],
    ...lines.flatMap(([quantity, discount, netAmount], at) => [
      [`lines/${at}`, true],
      ...Object.entries({ position: String(at + 1), quantity, discount, netAmount }).map(([field, value]) => [
        `lines/${at}/${field}`,
        value,
      ]),
    ]),
  ])

describe('totals that differ', () => {
  const here = invoice('201.85', [
    ['1', '0', '19.99'],
    ['1.75', '0', '149.63'],
  ])
  const wish = { status: 'issued' }

  it('name the first line that differs; no discount and a discount of 0 are the same', () => {
    const there = invoice('201.84', [
      ['1', null, '19.99'],
      ['1.75', null, '149.62'],
    ])
    expect(disagreement(entities.invoice, wish, here, there, '0')).toEqual({
      field: 'grossTotal',
      here: '201.85',
      there: '201.84',
      difference: '-0.01',
      line: 2,
    })
    expect(disagreement(entities.invoice, wish, here, there, '0.01')).toBeNull()
  })

  it('name no line where only the taxes were rounded in another way', () => {
    const there = { ...here, grossTotal: '201.86' }
    expect(disagreement(entities.invoice, wish, here, there, '0')).toMatchObject({ line: 0 })
  })
})
