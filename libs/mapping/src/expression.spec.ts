import { describe, expect, it } from '@jest/globals'
import type { JsonObject } from '#canonical'
import { MappingError } from './codec.js'
import { compileExpression } from './expression.js'
import { LinearRegExp } from './linear-regexp.js'

const run = (source: string, document: JsonObject = {}) => compileExpression(source)(document)

async function reason(source: string, document: JsonObject = {}): Promise<unknown> {
  const error = await run(source, document).catch((error: unknown) => error)
  expect(error).toBeInstanceOf(MappingError)
  return (error as MappingError).params['reason']
}

describe('what an expression computes', () => {
  it.each([
    ["$join([first, last], ' ')", { first: 'Anna', last: 'Schmidt' }, 'Anna Schmidt'],
    [
      'contacts[primary].email',
      {
        contacts: [
          { primary: false, email: 'a' },
          { primary: true, email: 'b' },
        ],
      },
      'b',
    ],
    ["$replace(phone, /[^0-9+]/, '')", { phone: '+49 (30) 12-34' }, '+49301234'],
    ['$match(name, /(\\w+)\\s+GMBH/i)[0].groups[0]', { name: 'Die Müller Bau GmbH' }, 'Bau'],
    ['$split(list, /\\s*;\\s*/)[1]', { list: 'a ; b;c' }, 'b'],
    ["$pad('7', -3, '0') & $pad('x', 3) & '|'", {}, '007x  |'],
    ['missing.field', {}, undefined],
  ])('%s', async (source, document, result) => {
    expect(await run(source, document)).toEqual(result)
  })

  it('keeps evaluations of one expression apart', async () => {
    const evaluate = compileExpression('a.b[c > 1].c')
    const results = await Promise.all([1, 2, 3].map((c) => evaluate({ a: { b: [{ c }] } })))
    expect(results).toEqual([undefined, 2, 3])
  })
})

describe('what is refused when the document is loaded', () => {
  it.each([
    ['$now()', '$now'],
    ['{"x": $millis()}', '$millis'],
    ['$map(list, function($v) { $v & $string($random()) })', '$random'],
    ['$shuffle(list)', '$shuffle'],
    ['$eval("$" & "now()")', '$eval'],
    ['($f := $now; $f())', '$now'],
  ])('%s gives another answer each time', (source, name) => {
    expect(() => compileExpression(source)).toThrow(
      expect.objectContaining({ code: 'mapping.expression-impure', params: { function: name } }),
    )
  })

  it.each([
    ['$join([a', { reason: 'S0203', position: 8 }],
    ['$contains(a, /(?=x)/)', { reason: 'RE2', position: 20 }],
  ])('%s is not valid', (source, params) => {
    expect(() => compileExpression(source)).toThrow(
      expect.objectContaining({ code: 'mapping.expression-bad', params }),
    )
  })
})

describe('what is given up while it runs', () => {
  it.each([
    ['endless recursion', '($f := function($n) { $f($n + 1) }; $f(0))', 'D1012'],
    ['deep recursion', '($f := function($n) { 1 + $f($n + 1) }; $f(0))', 'D1011'],
    ['long lists', '[1..1000000]', 'D2015'],
    ['padding that would end the process', '$length($pad("x", 300000000))', 'LENGTH'],
    [
      'doubling that would end the process',
      '($f := function($x, $n) { $n = 0 ? $x : $f($x & $x, $n - 1) }; $length($f("aaaaaaaaaa", 26)))',
      'LENGTH',
    ],
  ])('%s', async (_name, source, code) => {
    const started = performance.now()
    expect(await reason(source)).toBe(code)
    expect(performance.now() - started).toBeLessThan(2_000)
  })

  it('matches hostile patterns in linear time', async () => {
    const started = performance.now()
    expect(await run('$contains(text, /^(a+)+$/)', { text: `${'a'.repeat(5_000)}!` })).toBe(false)
    expect(performance.now() - started).toBeLessThan(1_000)
  })

  it.each([
    '$constructor',
    '$process',
    '$require',
    '"".constructor',
    '$lookup({}, "constructor")',
    'a.__proto__',
  ])('%s leads nowhere', async (source) => {
    expect(await run(source, { a: {} })).toBeUndefined()
  })
})

it('matches as RegExp does', () => {
  for (const [pattern, text] of [
    [/(\d+)-(x)?/g, 'a12-x 3-'],
    [/^b/gm, 'a\nb\nb'],
    [/Ü(?<name>.)/gi, 'üa Üb'],
    [/z/g, 'abc'],
    [/[^/]+\/(\w)/g, 'ab/c'],
  ] as [RegExp, string][]) {
    const linear = new LinearRegExp(pattern)
    pattern.lastIndex = 0
    for (let round = 0; round < 4; round++) {
      const expected = pattern.exec(text)
      const found = linear.exec(text)
      expect(found && [...found]).toEqual(expected && [...expected].map((group) => group ?? ''))
      expect(found?.index).toBe(expected?.index)
      expect(linear.lastIndex).toBe(pattern.lastIndex)
    }
  }
})
