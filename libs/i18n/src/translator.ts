import type { Language } from './language.js'
import { apiTexts } from './texts/api.js'
import { configTexts } from './texts/config.js'
import { reviewTexts } from './texts/reviews.js'
import { securityTexts } from './texts/security.js'
import { setupTexts } from './texts/setup.js'
import { syncTexts } from './texts/sync.js'
import { validationTexts } from './texts/validation.js'

/** A text in both languages; `{name}` is a placeholder. */
export type LocalizedText = Record<Language, string>

/** Texts by stable code. `fix` says what the reader can do about it. Connectors and mappings bring theirs in the same shape. */
export type Catalogue = Record<string, { message: LocalizedText; fix?: LocalizedText }>

/** Values of the placeholders. */
export type TextParams = Record<string, string | number>

/** What a person reads about a code. */
export interface Explanation {
  message: string
  fix?: string
}

/** The hub's own texts. */
const catalogues: readonly Catalogue[] = [
  apiTexts,
  configTexts,
  reviewTexts,
  securityTexts,
  setupTexts,
  syncTexts,
  validationTexts,
]

/** Turns codes into texts. The hub's own catalogues are there from the start; connectors and mappings add theirs. */
export class Translator {
  private readonly texts = new Map<string, Catalogue[string]>()

  constructor() {
    for (const catalogue of catalogues) this.add(catalogue)
  }

  /** Adds a catalogue. Throws when a code is taken: two meanings of one code would hide one of them. */
  add(catalogue: Catalogue): void {
    for (const [code, entry] of Object.entries(catalogue)) {
      const known = this.texts.get(code)
      if (known && known !== entry) throw new Error(`The text code "${code}" is defined twice.`)
      this.texts.set(code, entry)
    }
  }

  has(code: string): boolean {
    return this.texts.has(code)
  }

  /** The texts of a code; in English where the language lacks it, and the code itself where nobody knows it. */
  translate(code: string, params: TextParams, language: Language): Explanation {
    const entry = this.texts.get(code)
    if (!entry) return { message: code }
    const message = fill(entry.message[language] || entry.message.en, params)
    return entry.fix ? { message, fix: fill(entry.fix[language] || entry.fix.en, params) } : { message }
  }
}

/** Puts the values in; a placeholder without a value stays visible, so that nobody reads a half sentence as whole. */
function fill(text: string, params: TextParams): string {
  return text.replaceAll(/\{(\w+)\}/g, (placeholder, name: string) =>
    Object.hasOwn(params, name) ? String(params[name]) : placeholder,
  )
}
