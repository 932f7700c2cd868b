import { describe, expect, it } from '@jest/globals'
import { checkCatalogue, glossary, HubError, negotiateLanguage, Translator, type Catalogue } from './index.js'
import { apiTexts } from './texts/api.js'
import { configTexts } from './texts/config.js'
import { reviewTexts } from './texts/reviews.js'
import { securityTexts } from './texts/security.js'
import { setupTexts } from './texts/setup.js'
import { syncTexts } from './texts/sync.js'
import { validationTexts } from './texts/validation.js'

const catalogues = {
  apiTexts,
  configTexts,
  reviewTexts,
  securityTexts,
  setupTexts,
  syncTexts,
  validationTexts,
}

describe('catalogues', () => {
  it.each(Object.entries(catalogues))('%s is complete in both languages', (_, texts) => {
    expect(checkCatalogue(texts)).toEqual([])
  })

  it('are checked for missing languages and differing placeholders', () => {
    const texts: Catalogue = {
      'a.missing': { message: { en: 'x', de: ' ' } },
      'a.other': { message: { en: 'x', de: 'x' }, fix: { en: 'Ask {name}', de: 'Fragen Sie {role}' } },
      'a.fine': { message: { en: '{a} of {b}', de: '{b}: {a}' } },
    }
    expect(checkCatalogue(texts)).toEqual([
      'a.missing.message has no text in "de"',
      'a.other.fix has other placeholders per language',
    ])
  })

  it('name every word of the glossary differently, so that no screen confuses two', () => {
    for (const language of ['en', 'de'] as const) {
      const words = Object.values(glossary).map((entry) => entry.one[language])
      expect(new Set(words).size).toBe(words.length)
    }
  })
})

describe('Translator', () => {
  const translator = new Translator()
  translator.add({
    'odoo.locked': {
      message: { en: '{user} is locked', de: '{user} ist gesperrt' },
      fix: { en: 'Unlock', de: '' },
    },
  })

  it('fills the reader’s language, and English where it lacks a text', () => {
    expect(translator.translate('odoo.locked', { user: 'Ann' }, 'de')).toEqual({
      message: 'Ann ist gesperrt',
      fix: 'Unlock',
    })
  })

  it('answers an unknown code with the code and leaves an unfilled placeholder visible', () => {
    expect(translator.translate('no.such', {}, 'en')).toEqual({ message: 'no.such' })
    expect(translator.translate('odoo.locked', {}, 'en').message).toBe('{user} is locked')
  })

  it('does not put texts of a value into placeholders of another', () => {
    translator.add({ 'x.two': { message: { en: '{a} {b}', de: '{a} {b}' } } })
    expect(translator.translate('x.two', { a: '{b}', b: 'secret' }, 'en').message).toBe('{b} secret')
  })

  it('refuses a second meaning of a code, and accepts the same catalogue again', () => {
    const texts: Catalogue = { 'y.code': { message: { en: 'a', de: 'a' } } }
    translator.add(texts)
    expect(() => translator.add(texts)).not.toThrow()
    expect(() => translator.add({ 'y.code': { message: { en: 'b', de: 'b' } } })).toThrow(
      '"y.code" is defined twice',
    )
  })
})

describe('negotiateLanguage', () => {
  it.each([
    [undefined, 'en'],
    ['de-AT,de;q=0.9,en;q=0.8', 'de'],
    ['en;q=0.5, de;q=0.7', 'de'],
    ['fr-FR, fr;q=0.9, de;q=0.1', 'de'],
    ['de;q=0, en', 'en'],
    ['fr', 'en'],
    ['*', 'en'],
    [';;;,q=', 'en'],
  ])('%s gives %s', (header, language) => {
    expect(negotiateLanguage(header)).toBe(language)
  })

  it('falls back to the operator’s language', () => {
    expect(negotiateLanguage('fr', 'de')).toBe('de')
  })
})

describe('HubError', () => {
  it('logs people’s mistakes as warnings and our own as errors', () => {
    expect(new HubError('request.invalid')).toMatchObject({ httpStatus: 400, level: 'warn' })
    expect(new HubError('internal', { httpStatus: 500 })).toMatchObject({ level: 'error' })
  })
})
