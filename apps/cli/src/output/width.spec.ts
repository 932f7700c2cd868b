import { describe, expect, it } from '@jest/globals'
import { cut, padEnd, plain, width, wrap } from './width.js'

describe('foreign text in a terminal', () => {
  it('cannot clear the screen, break the line or turn the reading direction', () => {
    expect(plain('Evil\u001b[2J GmbH\r\nnext\u202edrowssap')).toBe('Evil [2J GmbH next drowssap')
    expect(plain('Müller & Söhne, Łódź, 山田')).toBe('Müller & Söhne, Łódź, 山田')
  })

  it('takes as many columns as the terminal gives it', () => {
    expect(width('Müller')).toBe(6)
    expect(width('Mu\u0308ller')).toBe(6)
    expect(width('山田商店')).toBe(8)
    expect(width('ok 👍🏽')).toBe(5)
  })

  it('is cut with an ellipsis, never inside a letter', () => {
    expect(cut('Bürotechnik', 11)).toBe('Bürotechnik')
    expect(cut('Bürotechnik GmbH', 8)).toBe('Bürotec…')
    expect(cut('u\u0308u\u0308u\u0308u\u0308', 3)).toBe('u\u0308u\u0308…')
    expect(width(cut('山田商店', 6))).toBeLessThanOrEqual(6)
    expect(padEnd(cut('山田商店', 6), 6)).toHaveLength(4)
  })

  it('wraps at spaces, and leaves a long word whole so that it can be copied', () => {
    expect(wrap('one two three', 7)).toEqual(['one two', 'three'])
    expect(wrap('see https://hub.example.org/path now', 10)).toEqual([
      'see',
      'https://hub.example.org/path',
      'now',
    ])
  })
})
