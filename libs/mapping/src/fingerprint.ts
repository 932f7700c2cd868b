import { createHash } from 'node:crypto'
import { SEMANTICS } from './override.js'
import type { ResolvedDocument } from './rules.js'

/** What each line of a mapping says, as hashes by native type and canonical path; equal hashes mean equal lines. */
export type Fingerprints = Record<string, string>

/** Fingerprints of all lines of a document. A list stands under its own name, its lines under `contacts.email`. */
export function fingerprints(document: ResolvedDocument): Fingerprints {
  const result: Fingerprints = {}
  for (const [native, type] of Object.entries(document.types)) {
    const put = (path: string, line: unknown): void => {
      result[`${native}\n${path}`] = createHash('sha1')
        .update(JSON.stringify([SEMANTICS, line]))
        .digest('base64')
    }
    for (const [field, rule] of Object.entries(type.fields)) put(field, rule)
    for (const [list, part] of Object.entries(type.parts)) {
      put(list, part.list)
      for (const [field, rule] of Object.entries(part.fields)) put(`${list}.${field}`, [part.list, rule])
    }
  }
  return result
}

/** Canonical paths of a native type whose lines differ between two versions; null when the older one is not known. */
export function changedLines(
  before: Fingerprints | undefined,
  now: Fingerprints,
  native: string,
): ReadonlySet<string> | null {
  if (!before) return null
  const changed = new Set<string>()
  for (const key of new Set([...Object.keys(before), ...Object.keys(now)])) {
    const [type, path] = key.split('\n')
    if (type === native && path !== undefined && before[key] !== now[key]) changed.add(path)
  }
  return changed
}
