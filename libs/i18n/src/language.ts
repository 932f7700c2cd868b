/** Languages of the product. */
export const languages = ['en', 'de'] as const

export type Language = (typeof languages)[number]

/** Narrows `de`, `de-AT`, `DE` … to a language of the product. */
export function asLanguage(tag: string): Language | undefined {
  const primary = tag.trim().toLowerCase().split('-')[0]
  return languages.find((language) => language === primary)
}

/** Picks the language that the reader prefers (RFC 9110, Accept-Language); `fallback` when none of ours is asked for. */
export function negotiateLanguage(acceptLanguage: string | undefined, fallback: Language = 'en'): Language {
  const wishes = (acceptLanguage ?? '').split(',').map((entry) => {
    const [tag = '', ...parameters] = entry.split(';')
    const quality = parameters.map((text) => /^\s*q=([\d.]+)\s*$/i.exec(text)?.[1]).find((value) => value)
    return { tag, quality: quality === undefined ? 1 : Number(quality) }
  })
  // Array.sort is stable: equal qualities keep the reader's order.
  for (const { tag, quality } of wishes.sort((a, b) => b.quality - a.quality)) {
    if (!(quality > 0)) continue
    if (tag.trim() === '*') return fallback
    const language = asLanguage(tag)
    if (language) return language
  }
  return fallback
}
