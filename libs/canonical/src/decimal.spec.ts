import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { decimalText, distance, greater, sum } from './decimal.js'

describe('decimals', () => {
  it.each([
    [39.519999999999996, '39.52'],
    [4.049999999999997, '4.05'],
    [1e21, '1000000000000000000000'],
    [-0, '0'],
    ['0119.500', '119.5'],
    ['-0.00', '0'],
    ['+7', '7'],
    ['1e3', null],
    ['12,50', null],
    [Number.NaN, null],
  ])('%p is written %p', (value, text) => {
    expect(decimalText(value)).toBe(text)
  })

  it('is the same text for every amount of cents, however it was computed', () => {
    fc.assert(
      fc.property(fc.integer({ min: -99_999_999, max: 99_999_999 }), (cents) => {
        expect(decimalText(cents / 100)).toBe(decimalText((cents / 100).toFixed(2)))
      }),
    )
  })

  it('adds and compares without binary noise', () => {
    expect(sum(['0.1', '0.2', '-0.05'])).toBe('0.25')
    expect(distance('119', '119.01')).toBe('0.01')
    expect(greater('0.02', '0.01')).toBe(true)
    expect(greater('0.01', '0.01')).toBe(false)
  })
})
