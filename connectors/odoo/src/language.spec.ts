import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { MappingError } from '#mapping'
import { language } from './language.js'

describe('the language codec', () => {
  it.each([
    ['de_DE', 'de'],
    ['de_AT', 'de-AT'],
    ['en_US', 'en'],
    ['en_GB', 'en-GB'],
    ['fr_FR', 'fr'],
    ['nl_BE', 'nl-BE'],
    ['es_419', 'es-419'],
    ['cs_CZ', 'cs'],
  ])('%s is %s, both ways', (native, canonical) => {
    expect(language.decode(native)).toBe(canonical)
    expect(language.encode(canonical)).toBe(native)
  })

  it('keeps every language that it has decoded', () => {
    const letters = (alphabet: string, length: number) =>
      fc.string({ unit: fc.constantFrom(...alphabet), minLength: length, maxLength: length })
    const codes = fc.tuple(letters('abcdefghijklmnopqrstuvwxyz', 2), letters('ABCDEFGHIJKLMNOPQRSTUVWXYZ', 2))
    fc.assert(
      fc.property(codes, ([name, region]) => {
        const canonical = language.decode(`${name}_${region}`)
        expect(language.decode(language.encode(canonical))).toBe(canonical)
      }),
    )
  })

  it('writes the usual region though somebody named it', () => {
    expect(language.encode('de-DE')).toBe('de_DE')
    expect(language.encode('de-at')).toBe('de_AT')
  })

  it('drops the script, for which the canonical language has no place', () => {
    expect(language.decode('sr@latin')).toBe('sr')
  })

  it.each(['', 'German', 'x', 7, null])('refuses %p', (value) => {
    expect(() => language.decode(value)).toThrow(MappingError)
    expect(() => language.encode(value)).toThrow(MappingError)
  })
})
