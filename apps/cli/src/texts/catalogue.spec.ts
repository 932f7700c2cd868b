import { readdirSync } from 'node:fs'
import { describe, expect, it } from '@jest/globals'
import type { Text } from './text.js'

/** Every text that these files export, with its place. */
async function allTexts(): Promise<[string, Text][]> {
  const found: [string, Text][] = []
  const collect = (place: string, value: unknown): void => {
    if (typeof value !== 'object' || value === null) return
    if ('en' in value && 'de' in value) return void found.push([place, value as Text])
    for (const [name, inner] of Object.entries(value)) collect(`${place}.${name}`, inner)
  }
  for (const file of readdirSync(import.meta.dirname).filter((name) => /^[a-z-]+\.ts$/.test(name))) {
    collect(file, (await import(`./${file}`)) as object)
  }
  return found
}

const placeholders = (form: string): string[] => [...new Set(form.match(/\{\w+\}/g) ?? [])].sort()

describe('every text', () => {
  it('is there in both languages, with the same values put in', async () => {
    const texts = await allTexts()
    expect(texts.length).toBeGreaterThan(200)
    for (const [place, { en, de, many }] of texts) {
      const forms = [en, de, ...(many ? [many.en, many.de] : [])]
      expect([place, forms.filter((form) => form.trim() === '')]).toEqual([place, []])
      expect([place, placeholders(de), many && placeholders(many.de)]).toEqual([
        place,
        placeholders(en),
        many && placeholders(many.en),
      ])
    }
  })

  it('speaks of this command only in the way in which the reader calls it', async () => {
    const wrong = (await allTexts()).filter(([, { en, de }]) =>
      /(?<!\{)\beinmal (login|status|flow|plan|run|record|review|failure|connection|mapping|tenant)\b/.test(
        en + de,
      ),
    )
    expect(wrong.map(([place]) => place)).toEqual([])
  })
})
