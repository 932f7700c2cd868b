import type { Json, JsonObject } from '#canonical'
import { ConnectorError } from '#connector-kit'
import { isObject } from './api.js'

/** Longest text of a column, in characters (database/migrations: `varchar(255)`, a contact's e-mail 100, notes `text` of 64 kB). */
export function lengthOf(column: string): number {
  if (column === 'email') return 100
  // 65,535 bytes hold at least this many characters of utf8mb4.
  return column.endsWith('_notes') ? 16_383 : 255
}

/**
 * The database is not in strict mode: it would cut a longer text without a word, and the rest would be gone from everywhere once the hub
 * took the cut text for an edit. Throws `rejected` for the first that is too long.
 */
export function assertLengths(body: JsonObject): void {
  for (const [column, value] of Object.entries(body)) {
    if (column === 'settings') continue
    for (const [name, text] of textsOf(column, value ?? null)) {
      const max = lengthOf(name)
      if (text.length <= max || [...text].length <= max) continue
      throw new ConnectorError('rejected', {
        code: 'invoice-ninja.too-long',
        params: { field: name, max },
        field: name,
      })
    }
  }
}

/** The texts of a column, those of a list of contacts included. */
function textsOf(column: string, value: Json): [string, string][] {
  if (typeof value === 'string') return [[column, value]]
  if (!Array.isArray(value)) return []
  return value
    .filter(isObject)
    .flatMap((item) =>
      Object.entries(item).flatMap(([name, inner]): [string, string][] =>
        typeof inner === 'string' ? [[name, inner]] : [],
      ),
    )
}
