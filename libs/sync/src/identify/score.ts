import type { Features } from './keys.js'

/** From here on one single candidate is linked without asking. */
export const linkScore = 0.9
/** From here on a person is asked. */
export const reviewScore = 0.7

/** How sure it is that two parties are one, why, and what speaks against it. */
export interface Likeness {
  /** 0 … 1 */
  score: number
  /** The strongest rule that holds, in the order of rule 6. */
  rule: 'vat-id' | 'registration-number' | 'email' | 'number' | 'name-and-address'
  /** Features that agree, for the person who decides. */
  agrees: string[]
  /** Features that contradict each other; such a pair is never linked without a person. */
  contradicts: string[]
}

/** Compares two parties (rule 6: VAT id, registration number, e-mail, number, then name and address). */
export function likeness(a: Features, b: Features): Likeness {
  const name = nameSimilarity(a.name, b.name)
  const agrees = agreements(a, b, name)
  const contradicts = contradictions(a, b)
  const [rule, raw] = strongest(a, b, name, new Set(agrees))
  return { rule, score: contradicts.length > 0 ? contradicted(raw) : raw, agrees, contradicts }
}

function strongest(
  a: Features,
  b: Features,
  name: number,
  agrees: ReadonlySet<string>,
): [Likeness['rule'], number] {
  const address = addressScore(a, b, name, agrees)
  // The same VAT id under an entirely different name is a typing error or a group registration: a person decides.
  if (agrees.has('vatId')) return ['vat-id', name >= 0.3 ? 0.99 : 0.8]
  if (agrees.has('registrationNumber')) return ['registration-number', name >= 0.3 ? 0.98 : 0.75]
  // Offices share mail boxes and families share them too: the name has to support it.
  const mail = agrees.has('email') ? Math.min(0.97, 0.58 + 0.42 * name) : 0
  // Two systems count 0001, 0002 … on their own: a number alone proves nothing.
  const number = agrees.has('number') && name >= 0.85 ? 0.92 : 0
  const best = Math.max(mail, number, address)
  if (best === mail && mail > 0) return ['email', mail]
  if (best === number && number > 0) return ['number', number]
  return ['name-and-address', address]
}

function addressScore(a: Features, b: Features, name: number, agrees: ReadonlySet<string>): number {
  const known = a.postalCode !== '' && b.postalCode !== ''
  let score = 0.6 * name
  if (agrees.has('postalCode')) score += 0.25
  if (agrees.has('street')) score += 0.1
  if (agrees.has('city')) score += 0.05
  if (agrees.has('phone')) score += 0.15
  // A company of exactly this name elsewhere may have moved; a person of this name is most likely another one.
  if (name === 1 && !agrees.has('postalCode') && a.kind !== 'person' && b.kind !== 'person') {
    score = Math.max(score, known ? reviewScore : 0.75)
  }
  return Math.min(score, 1)
}

function agreements(a: Features, b: Features, name: number): string[] {
  const both = (key: 'vatId' | 'registration' | 'number' | 'postalCode' | 'street' | 'city'): boolean =>
    a[key] !== '' && a[key] === b[key]
  const shared = (key: 'emails' | 'phones'): boolean => [...a[key]].some((value) => b[key].has(value))
  return [
    both('vatId') && 'vatId',
    both('registration') && 'registrationNumber',
    shared('emails') && 'email',
    both('number') && 'number',
    name >= 0.85 && 'name',
    both('postalCode') && 'postalCode',
    both('street') && 'street',
    both('city') && 'city',
    shared('phones') && 'phone',
  ].filter((value): value is string => value !== false)
}

function contradictions(a: Features, b: Features): string[] {
  const differ = (key: 'vatId' | 'registration'): boolean =>
    a[key] !== '' && b[key] !== '' && a[key] !== b[key]
  return [differ('vatId') && 'vatId', differ('registration') && 'registrationNumber'].filter(
    (value): value is string => value !== false,
  )
}

// Never linked; asked about only where everything else speaks for it.
const contradicted = (score: number): number => (score >= linkScore ? 0.85 : score * 0.6)

/** Likeness of two names as word lists, 0 … 1: order and small typing errors matter little, missing words do. */
export function nameSimilarity(a: readonly string[], b: readonly string[]): number {
  if (a.length === 0 || b.length === 0) return 0
  const left = [...a].sort().join(' ')
  const right = [...b].sort().join(' ')
  if (left === right) return 1
  return Math.max(dice(left, right), dice(a.join(''), b.join('')))
}

/** Sørensen–Dice coefficient of character pairs. */
function dice(a: string, b: string): number {
  const pairs = new Map<string, number>()
  for (let at = 0; at < a.length - 1; at++) {
    const pair = a.slice(at, at + 2)
    pairs.set(pair, (pairs.get(pair) ?? 0) + 1)
  }
  let shared = 0
  for (let at = 0; at < b.length - 1; at++) {
    const pair = b.slice(at, at + 2)
    const left = pairs.get(pair) ?? 0
    if (left > 0) {
      pairs.set(pair, left - 1)
      shared += 1
    }
  }
  const total = Math.max(a.length - 1, 0) + Math.max(b.length - 1, 0)
  return total === 0 ? 0 : (2 * shared) / total
}
