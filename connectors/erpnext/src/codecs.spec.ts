import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import type { Codec } from '#mapping'
import { Harness } from '../simulator/harness.js'
import { earliestStamp, isStamp, shift } from './zone.js'

const codec = (codecs: Record<string, Codec>, name: string): Codec => {
  const found = codecs[name]
  if (!found) throw new Error(`there is no codec ${name}`)
  return found
}

describe('codecs', () => {
  it('bring back every value that they take, before and after the site’s lists are loaded', async () => {
    const world = new Harness()
    const session = await world.start()
    const cases: [string, fc.Arbitrary<string>][] = [
      ['country', fc.stringMatching(/^[A-Z]{2}$/)],
      ['partyType', fc.constantFrom('organization', 'person')],
      ['addressType', fc.constantFrom('billing', 'shipping', 'other')],
    ]
    const prove = (): void => {
      for (const [name, values] of cases) {
        const { decode, encode } = codec(session.codecs, name)
        fc.assert(fc.property(values, (value) => decode(encode(value)) === value))
      }
    }
    prove()
    await session.check()
    prove()
    await world.stop()
  })

  it('understand every country of the site and refuse others', async () => {
    const world = new Harness()
    const session = await world.start()
    const country = codec(session.codecs, 'country')
    await session.check()
    for (const { name, code } of world.model.person.list('Country') as { name: string; code: string }[]) {
      expect(country.decode(name)).toBe(code.toUpperCase())
    }
    expect(country.decode('Czech Republic')).toBe('CZ')
    expect(() => country.decode('Atlantis')).toThrow(
      expect.objectContaining({ code: 'erpnext.country-unknown' }),
    )
    expect(codec(session.codecs, 'addressType').decode('Plant')).toBe('other')
    expect(codec(session.codecs, 'partyType').decode('Partnership')).toBe('organization')
    await world.stop()
  })
})

describe('time stamps', () => {
  it('are local to the site', () => {
    expect(earliestStamp('Europe/Berlin', Date.UTC(2026, 0, 15, 12))).toBe('2026-01-15 13:00:00.000000')
    expect(earliestStamp('Asia/Kolkata', Date.UTC(2026, 0, 15, 12))).toBe('2026-01-15 17:30:00.000000')
    expect(earliestStamp('UTC', Date.UTC(2026, 0, 15, 12, 0, 1, 5))).toBe('2026-01-15 12:00:01.005000')
  })

  it('reach below the hour that repeats in autumn, and only then', () => {
    // 00:30 UTC is 02:30 summer time; a save at 01:05 UTC will carry 02:05.
    expect(earliestStamp('Europe/Berlin', Date.UTC(2026, 9, 25, 0, 30))).toBe('2026-10-25 01:30:00.000000')
    expect(earliestStamp('Europe/Berlin', Date.UTC(2026, 2, 29, 0, 30))).toBe('2026-03-29 01:30:00.000000')
  })

  it('shift without regard to zones and keep their form', () => {
    expect(shift('2026-10-25 02:30:00.123456', -3_600_000)).toBe('2026-10-25 01:30:00.123000')
    expect([isStamp('2026-10-25 02:30:00.123456'), isStamp('yesterday'), isStamp(null)]).toEqual([
      true,
      false,
      false,
    ])
  })
})
