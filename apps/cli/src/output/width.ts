const segments = new Intl.Segmenter()
/** East Asian wide letters and pictures take two columns of a terminal. */
const wide =
  /^(?:[\p{Script=Han}\p{Script=Hangul}\p{Script=Hiragana}\p{Script=Katakana}\u3000-\u303f\uff01-\uff60\uffe0-\uffe6]|\p{Emoji_Presentation})/u
const control = /[\u0000-\u001f\u007f-\u009f\u200b\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]+/g

/**
 * Makes a foreign text safe for a terminal and for one line: control characters (escape sequences, line breaks, text
 * direction) become spaces. Names come from systems in which anybody may type anything.
 */
export function plain(value: string): string {
  return value.replace(control, ' ')
}

/** Columns that a text takes in a terminal. */
export function width(value: string): number {
  // Letters of European languages, the ordinary case, need no segmenting.
  if (/^[\u0020-\u024f\u2010-\u2027\u2190-\u21ff]*$/.test(value)) return value.length
  let columns = 0
  for (const { segment } of segments.segment(value)) columns += wide.test(segment) ? 2 : 1
  return columns
}

/** The text in at most `columns` columns, with an ellipsis where it was cut. */
export function cut(value: string, columns: number): string {
  if (width(value) <= columns) return value
  let kept = ''
  let used = 0
  for (const { segment } of segments.segment(value)) {
    const next = wide.test(segment) ? 2 : 1
    if (used + next > columns - 1) break
    kept += segment
    used += next
  }
  return `${kept.trimEnd()}…`
}

export function padEnd(value: string, columns: number): string {
  return value + ' '.repeat(Math.max(0, columns - width(value)))
}

export function padStart(value: string, columns: number): string {
  return ' '.repeat(Math.max(0, columns - width(value))) + value
}

/** Wraps a text at spaces; a word that is longer than a line keeps one of its own. */
export function wrap(value: string, columns: number): string[] {
  const lines: string[] = []
  let line = ''
  for (const word of value.split(' ')) {
    if (line !== '' && width(line) + 1 + width(word) > columns) {
      lines.push(line)
      line = word
    } else line = line === '' ? word : `${line} ${word}`
  }
  return [...lines, line]
}
