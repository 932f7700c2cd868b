/** Languages of the product. */
export const languages = ['en', 'de'] as const
export type Language = (typeof languages)[number]

/** A text in both languages; `{name}` is a placeholder, `{einmal}` the way in which this command is called. With `many`, the first form is for exactly one `{n}`. */
export interface Text {
  en: string
  de: string
  many?: { en: string; de: string }
}

export type Params = Record<string, string | number>

/** Reads a text in the reader's language. */
export type Translate = (text: Text, params?: Params) => string

export const text = (en: string, de: string): Text => ({ en, de })

/** A text about `{n}` things: the form for one, then the form for any other number. */
export function counted(one: [en: string, de: string], many: [en: string, de: string]): Text {
  return { en: one[0], de: one[1], many: { en: many[0], de: many[1] } }
}

/** @param command how the reader calls this command, e.g. `npx --no-install einmal` */
export function translator(language: Language, command = 'einmal'): Translate {
  const numbers = new Intl.NumberFormat(language)
  return (source, params = {}) => {
    const form = source.many && params['n'] !== 1 ? source.many : source
    // A value is put in as it is: placeholders inside it stay text.
    return form[language].replaceAll(/\{(\w+)\}/g, (placeholder, name: string) => {
      const value = name === 'einmal' ? command : params[name]
      if (value === undefined) return placeholder
      return typeof value === 'number' ? numbers.format(value) : value
    })
  }
}
