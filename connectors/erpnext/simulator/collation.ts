/**
 * MariaDB's utf8mb4_unicode_ci, as far as names need it: neither case, nor accents, nor trailing blanks make a difference,
 * and ß equals ss (upstream/erpnext.md §4: "MULLER gmbh" collides with "Müller GmbH").
 */
const known = new Map<string, string>()

/** The form under which two texts that the database calls equal are the same. */
export function fold(text: string): string {
  let folded = known.get(text)
  if (folded === undefined) {
    folded = text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase().replaceAll('ß', 'ss').trimEnd()
    if (known.size > 200_000) known.clear()
    known.set(text, folded)
  }
  return folded
}

/** Order of the database for two texts. */
export function compareText(a: string, b: string): number {
  const left = fold(a)
  const right = fold(b)
  return left < right ? -1 : left > right ? 1 : 0
}

/** SQL LIKE under that collation. */
export function like(text: string, pattern: string): boolean {
  const source = fold(pattern)
    .replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
    .replaceAll('%', '.*')
    .replaceAll('_', '.')
  return new RegExp(`^${source}$`, 's').test(fold(text))
}
