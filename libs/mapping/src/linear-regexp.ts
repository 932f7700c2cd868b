import { RE2JS } from 're2js'

/**
 * A regular expression that takes linear time, in the shape that JSONata asks for. The built-in one can be kept busy for
 * hours by a short text, and no timer can interrupt it. No look-around and back references, as in RE2.
 * Throws for a pattern that RE2 does not know.
 */
export class LinearRegExp {
  lastIndex = 0
  private readonly pattern: RE2JS

  constructor(source: RegExp) {
    const flags = (source.ignoreCase ? RE2JS.CASE_INSENSITIVE : 0) | (source.multiline ? RE2JS.MULTILINE : 0)
    this.pattern = RE2JS.compile(RE2JS.translateRegExp(source.source), flags)
  }

  /** The next match from `lastIndex` on, as `RegExp.exec` gives it for a global expression. */
  exec(text: string): (string[] & { index: number }) | null {
    const matcher = this.pattern.matcher(text)
    if (this.lastIndex > text.length || !matcher.find(this.lastIndex)) {
      this.lastIndex = 0
      return null
    }
    this.lastIndex = matcher.end()
    const groups = Array.from({ length: matcher.groupCount() + 1 }, (_, index) => matcher.group(index) ?? '')
    return Object.assign(groups, { index: matcher.start() })
  }
}
