import type { Scalar } from '#canonical'
import { plain } from './identify/normalise.js'

/** Equal up to what systems do to a text when they store it: case, accents, spaces, the end cut off. */
export function alike(sent: Scalar, there: Scalar): boolean {
  if (sent === there) return true
  if (typeof sent !== 'string' || typeof there !== 'string') return false
  const [a, b] = [plain(sent), plain(there)]
  return a === b || (b.length >= 20 && a.startsWith(b))
}

/** True when the system could keep only the beginning of what was sent (rule 10: a value stored with loss). */
export function cutOff(sent: Scalar, seen: Scalar): boolean {
  if (typeof sent !== 'string' || typeof seen !== 'string') return false
  return seen.length < sent.trimEnd().length && seen.length >= 20 && sent.startsWith(seen.trimEnd())
}
