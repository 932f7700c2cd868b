import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import type { Json, Scalar } from '#canonical'
import { type Codec, MappingError } from './codec.js'
import { builtinCodecs } from './codecs.js'

const codec = (name: string): Codec => {
  const found = builtinCodecs[name]
  if (!found) throw new Error(`no codec ${name}`)
  return found
}

/** Texts as canonical records hold them: trimmed and not empty, any Unicode. */
const trimmed = fc
  .oneof(
    fc.string({ unit: 'binary' }),
    fc.string({
      unit: fc.constantFrom('a', 'B', ' ', '\t', '\n', '\r', '<', '>', '&', '-', ';', 'ß', '\u00a0'),
    }),
  )
  .map((text) => text.trim())
  .filter((text) => text !== '')

const domains: Record<string, fc.Arbitrary<Scalar>> = {
  number01: fc.boolean(),
  inverted01: fc.boolean(),
  inverted: fc.boolean(),
  rank: fc.boolean(),
  personName: trimmed,
  upper: fc.string().map((text) => text.toUpperCase()),
  html: trimmed,
}

describe('built-in codecs', () => {
  it('have a round-trip test each', () => {
    expect(Object.keys(domains).sort()).toEqual(Object.keys(builtinCodecs).sort())
  })

  it.each(Object.keys(domains))('%s gives back what it was given', (name) => {
    const { decode, encode } = codec(name)
    fc.assert(
      fc.property(domains[name] ?? fc.constant(null), (value) => {
        expect(decode(encode(value))).toBe(value)
      }),
      { numRuns: 500 },
    )
  })

  it.each(Object.keys(domains))('%s refuses what it does not understand, without quoting it', (name) => {
    const { decode, encode } = codec(name)
    const secret = { name: 'Erika Mustermann' } as unknown as Scalar
    for (const act of [() => decode(secret as Json), () => encode(secret)]) {
      expect(act).toThrow(MappingError)
      try {
        act()
      } catch (error) {
        expect(JSON.stringify(error)).not.toContain('Mustermann')
        expect(error).toMatchObject({ code: 'mapping.codec-value', params: { codec: name } })
      }
    }
  })

  it.each([
    ['number01', 1, true],
    ['number01', 0, false],
    ['inverted01', 1, false],
    ['inverted01', 0, true],
    ['inverted', true, false],
    ['rank', 7, true],
    ['rank', 0, false],
    ['personName', ['Anna Maria', 'Schmidt'], 'Anna Maria Schmidt'],
    ['personName', ['Anna', 'von der Leyen'], 'Anna von der Leyen'],
    ['personName', [null, 'Schmidt'], 'Schmidt'],
    ['personName', ['Cher', ''], 'Cher'],
    ['upper', 'de123456789', 'DE123456789'],
    [
      'html',
      '<p>Zahlt   spät.<br>Nachfassen!</p>\n  <p></p>\n<p>Danke &amp; Gr&uuml;&szlig;e</p>',
      'Zahlt spät.\nNachfassen!\nDanke & Grüße',
    ],
    [
      'html',
      '<div><p>a <b>fett</b>er Text</p></div><ul>\n<li>eins</li>\n<li>zwei</li>\n</ul>',
      'a fetter Text\n- eins\n- zwei',
    ],
    ['html', 'ohne Tags', 'ohne Tags'],
    [
      'html',
      'x<!-- weg <p> --><script>alert(1)</script><style>p{}</style>y &#8364; &#x20AC; &unknown;',
      'xy € € &unknown;',
    ],
    ['html', '5 < 6 - 1', '5 < 6 - 1'],
    ['html', '<p>letzte Zeile<br></p>', 'letzte Zeile'],
  ] satisfies [string, Json, Scalar][])('%s reads %j as %j', (name, native, canonical) => {
    expect(codec(name).decode(native)).toBe(canonical)
  })

  it.each([
    ['personName', 'Anna Maria Schmidt', ['Anna Maria', 'Schmidt']],
    ['personName', 'Cher', ['Cher', null]],
    ['rank', true, 1],
    ['inverted01', true, 0],
    ['html', 'a < b\n\n c', '<p>a &lt; b</p><p><br></p><p>&#32;c</p>'],
  ] satisfies [string, Scalar, Json][])('%s writes %j as %j', (name, canonical, native) => {
    expect(codec(name).encode(canonical)).toEqual(native)
  })

  it.each(['number01', 'inverted01'])('%s takes 0 and 1 only', (name) => {
    expect(() => codec(name).decode(2)).toThrow(MappingError)
    expect(() => codec(name).decode('1')).toThrow(MappingError)
  })

  it('reads long and broken HTML in linear time', () => {
    for (const broken of ['<a', '<!--', '<script>', '<', '-', '&#', ' ']) {
      const started = performance.now()
      codec('html').decode(broken.repeat(100_000))
      expect(performance.now() - started).toBeLessThan(1_500)
    }
  })
})
