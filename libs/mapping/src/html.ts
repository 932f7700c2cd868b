import type { Codec } from './codec.js'
import { textCodec } from './codec-kit.js'

const BLOCKS = /^(p|div|h[1-6]|ul|ol|li|table|thead|tbody|tr|blockquote|pre|hr|section|article|address)$/
const HIDDEN = /^(script|style|head)$/
const TOKENS = /<!--|-->|<(\/?)([a-z][a-z0-9]*)\b[^<>]*>|[^<-]+|[<-]/gi
const SPACE = /[ \t\r\n\f]+/g

const NAMED: Record<string, string> = {
  amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: '\u00a0', euro: '€', sect: '§', deg: '°', middot: '·', bull: '•',
  auml: 'ä', ouml: 'ö', uuml: 'ü', Auml: 'Ä', Ouml: 'Ö', Uuml: 'Ü', szlig: 'ß', eacute: 'é', egrave: 'è', agrave: 'à',
  ndash: '–', mdash: '—', hellip: '…', bdquo: '„', ldquo: '“', rdquo: '”', lsquo: '‘', rsquo: '’', laquo: '«', raquo: '»',
  copy: '©', reg: '®', trade: '™',
} // prettier-ignore

/** The white space that HTML would swallow, and the characters that mean something to it. */
const ESCAPES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' }

/** One paragraph per line; an empty line is an empty paragraph, as rich-text editors write it. */
function toHtml(text: string): string {
  return text
    .split('\n')
    .map((line) => `<p>${line === '' ? '<br>' : escapeLine(line)}</p>`)
    .join('')
}

function escapeLine(line: string): string {
  return line
    .replace(/[&<>]/g, (character) => ESCAPES[character] ?? character)
    .replace(/^ | $|(?<= ) |[\t\r\f]/g, (character) => `&#${character.charCodeAt(0)};`)
}

/** The text that a browser would show: blocks and `<br>` end lines, list items get a dash, other tags vanish. */
function toText(html: string): string {
  const lines: string[] = []
  let current = ''
  let prefix = ''
  const end = (always: boolean): void => {
    const line = current.replace(SPACE, ' ').replace(/^ | $/g, '')
    if (line !== '' || always) lines.push(prefix + unescape(line))
    current = ''
    prefix = ''
  }
  let hiddenUntil: string | null = null
  for (const [token, slash, tag] of html.matchAll(TOKENS)) {
    const name = tag?.toLowerCase()
    const closing = slash === '/'
    if (hiddenUntil !== null) {
      if (token === hiddenUntil || (closing && name === hiddenUntil)) hiddenUntil = null
    } else if (token === '<!--') {
      hiddenUntil = '-->'
    } else if (name === undefined) {
      current += token
    } else if (HIDDEN.test(name)) {
      hiddenUntil = closing ? null : name
    } else if (name === 'br') {
      end(true)
    } else if (BLOCKS.test(name)) {
      end(false)
      if (name === 'li' && !closing) prefix = '- '
    }
  }
  end(false)
  return lines.join('\n')
}

function unescape(text: string): string {
  return text.replace(/&(?:#(\d+)|#x([0-9a-f]+)|([a-z]+));/gi, (whole, decimal, hex, name) => {
    if (name !== undefined) return NAMED[name as string] ?? whole
    const code = decimal === undefined ? Number.parseInt(hex as string, 16) : Number(decimal)
    return code <= 0x10ffff ? String.fromCodePoint(code) : (whole as string)
  })
}

/** Simple HTML (a rich-text note) and plain text. Text → HTML → text is exact; bold, links and images are lost on reading. */
export const html: Codec = textCodec('html', toText, toHtml)
