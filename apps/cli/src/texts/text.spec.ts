import { describe, expect, it } from '@jest/globals'
import { counted, text, translator } from './text.js'

describe('texts', () => {
  const greeting = text('Hello {name}', 'Hallo {name}')
  const questions = counted(['{n} question', '{n} Frage'], ['{n} questions', '{n} Fragen'])

  it('come in the reader’s language with values put in as they are', () => {
    expect(translator('en')(greeting, { name: 'Ann' })).toBe('Hello Ann')
    expect(translator('de')(greeting, { name: '{name} $&' })).toBe('Hallo {name} $&')
  })

  it('count', () => {
    expect([0, 1, 2].map((n) => translator('en')(questions, { n }))).toEqual([
      '0 questions',
      '1 question',
      '2 questions',
    ])
    expect(translator('de')(questions, { n: 1 })).toBe('1 Frage')
    expect(translator('de')(questions, { n: 12_345 })).toBe('12.345 Fragen')
  })

  it('leave an unfilled placeholder visible', () => {
    expect(translator('en')(greeting)).toBe('Hello {name}')
  })
})
