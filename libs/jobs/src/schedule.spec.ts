import { describe, expect, it } from '@jest/globals'
import { isCron, isTimeZone, nextTime } from './schedule.js'

const next = (cron: string, after: string, timeZone = 'Europe/Berlin'): string =>
  nextTime({ cron, timeZone }, new Date(after)).toISOString()

describe('the next time of a schedule', () => {
  it('is that of its place, in summer and in winter', () => {
    expect(next('30 6 * * *', '2026-07-01T00:00:00Z')).toBe('2026-07-01T04:30:00.000Z')
    expect(next('30 6 * * *', '2026-12-01T00:00:00Z')).toBe('2026-12-01T05:30:00.000Z')
    expect(next('0 18 * * 1-5', '2026-11-27T18:00:00Z')).toBe('2026-11-30T17:00:00.000Z')
    expect(next('*/15 * * * *', '2026-11-24T10:07:00Z', 'UTC')).toBe('2026-11-24T10:15:00.000Z')
  })

  it('comes once where the clock is set, and is always later', () => {
    // 2:30 does not exist on the day when summer time begins, and exists twice when it ends.
    for (const start of ['2026-03-28T12:00:00Z', '2026-10-24T12:00:00Z']) {
      let time = new Date(start)
      for (let n = 0; n < 4; n++) {
        const following = nextTime({ cron: '30 2 * * *', timeZone: 'Europe/Berlin' }, time)
        const hours = (following.getTime() - time.getTime()) / 3_600_000
        expect(hours).toBeGreaterThan(10)
        expect(hours).toBeLessThan(26)
        time = following
      }
    }
  })
})

it('tells what is a schedule and a place from what is not', () => {
  expect(['0 * * * *', '30 6 1 * *', '0 9-17 * * 1-5'].map(isCron)).toEqual([true, true, true])
  expect(['', 'daily', '* * * * * *', '61 * * * *', '0 0 31 2 *'].map(isCron)).toEqual(Array(5).fill(false))
  expect(['Europe/Berlin', 'UTC', 'Berlin', ''].map(isTimeZone)).toEqual([true, true, false, false])
})
