/** Recorded ids, names and keys by what stands for them in the simulator. */
export type Replacements = Record<string, string>

const escape = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')

/**
 * Replaces recorded values in a text (path, header or string of a body) in one pass, so that two values may change places. A value
 * is only replaced where no letter or digit continues it; a number not inside a date or time either.
 */
export function replaceInText(text: string, replacements: Replacements): string {
  const pairs = Object.entries(replacements).flatMap(([from, to]) => {
    const encoded = encodeURIComponent(from)
    return encoded === from
      ? [[from, to]]
      : [
          [from, to],
          [encoded, encodeURIComponent(to)],
        ]
  }) as [string, string][]
  if (pairs.length === 0) return text
  pairs.sort(([a], [b]) => b.length - a.length)
  const known = new Map(pairs)
  const patterns = pairs.map(([from]) => {
    const edge = /^\d+$/.test(from) ? '[\\w:-]' : '[\\p{L}\\p{N}]'
    const before = /^[\p{L}\p{N}]/u.test(from) ? `(?<!${edge})` : ''
    const after = /[\p{L}\p{N}]$/u.test(from) ? `(?!${edge})` : ''
    return before + escape(from) + after
  })
  return text.replace(new RegExp(patterns.join('|'), 'gu'), (match) => known.get(match) ?? match)
}

/** Replaces recorded values anywhere in a JSON value, keys included. A number in the JSON is replaced when it is the whole value. */
export function replaceInJson(value: unknown, replacements: Replacements): unknown {
  if (typeof value === 'number') {
    const own = replacements[String(value)]
    return own === undefined ? value : Number(own)
  }
  if (typeof value === 'string') {
    return /^\d+$/.test(value) ? (replacements[value] ?? value) : replaceInText(value, replacements)
  }
  if (Array.isArray(value)) return value.map((item) => replaceInJson(item, replacements))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).map(([key, child]) => [
      replaceInText(key, replacements),
      replaceInJson(child, replacements),
    ]),
  )
}
