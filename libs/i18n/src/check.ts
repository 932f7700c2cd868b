import { languages } from './language.js'
import type { Catalogue, LocalizedText } from './translator.js'

/**
 * What is wrong with a catalogue, one line each; empty when every text stands in every language with the same
 * placeholders. For the tests of whoever brings texts.
 */
export function checkCatalogue(catalogue: Catalogue): string[] {
  return Object.entries(catalogue).flatMap(([code, { message, fix }]) => [
    ...checkText(`${code}.message`, message),
    ...(fix ? checkText(`${code}.fix`, fix) : []),
  ])
}

function checkText(name: string, text: LocalizedText): string[] {
  const missing = languages.filter((language) => !text[language]?.trim())
  if (missing.length > 0) return missing.map((language) => `${name} has no text in "${language}"`)
  const [first, ...others] = languages.map((language) => placeholders(text[language]))
  return others.every((other) => other === first) ? [] : [`${name} has other placeholders per language`]
}

function placeholders(text: string): string {
  return [...new Set(text.match(/\{\w+\}/g))].sort().join(' ')
}
