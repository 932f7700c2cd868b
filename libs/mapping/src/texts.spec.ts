import { describe, expect, it } from '@jest/globals'
import { findingTexts } from './finding-texts.js'
import { type MappingText, recordTexts } from './texts.js'

const placeholders = (text: string): string[] =>
  [...text.matchAll(/\{(\w+)\}/g)].map(([, name]) => String(name)).sort()

describe.each(Object.entries<MappingText>({ ...recordTexts, ...findingTexts }))(
  '%s',
  (code, { message, fix }) => {
    it('says the same in German and English, with a fix', () => {
      expect(code).toMatch(/^mapping\.[a-z0-9-]+$/)
      for (const text of [message, fix]) {
        expect(text?.en).not.toBe(text?.de)
        expect(placeholders(text?.de ?? '')).toEqual(placeholders(text?.en ?? ''))
      }
    })
  },
)
