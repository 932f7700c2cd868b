import type { EntityDefinition } from '#canonical'
import type { Features } from './features.js'
import { sound, tellingWords } from './names.js'

/**
 * Keys by which candidates are looked up, compared by plain equality: two records that could be one share at least one of
 * them, so that the work grows with the number of look-alikes and not with the number of records. A name is found as it is,
 * as it sounds, and by each of its telling words within its postcode.
 */
export function matchKeys(entity: EntityDefinition, own: Features): readonly string[] {
  const found = known.get(own)
  if (found) return found
  const keys = keysFrom(entity, own)
  known.set(own, keys)
  return keys
}

// A page asks for the keys of an item when it looks for candidates, when it compares, and when it keeps it for later ones.
const known = new WeakMap<Features, readonly string[]>()

function keysFrom(entity: EntityDefinition, own: Features): string[] {
  const keys: string[] = []
  for (const { name, key } of entity.matching.evidence) {
    if (key === false) continue
    for (const value of own.values.get(name) ?? []) keys.push(`${name}:${value}`)
    for (const words of own.names.get(name) ?? []) {
      const sounds = soundsOf(words)
      const near = soundsOf(tellingWords(words)).slice(0, mostWords)
      keys.push(`${name}:${[...words].sort().join('')}`, `${hints.sound}:${sounds.sort().join(' ')}`)
      for (const code of own.values.get('postalCode') ?? []) {
        for (const word of near) keys.push(`${hints.near}:${code}:${word}`)
      }
    }
  }
  return [...new Set(keys.map((key) => key.slice(0, 200)))]
}

const soundsOf = (words: readonly string[]): string[] => words.map(sound).filter((code) => code !== '')

/** Words of a name that are looked up one by one, at most. */
const mostWords = 4

const hints = { sound: 'sound', near: 'near' } as const

/** Records that may share a key before it identifies nobody. */
export const mostSharing = 20
/** Records that one item is compared with, at most. */
export const mostCompared = 60

/**
 * The candidates behind some keys, the rarest key first, bounded for each item. Keys that only hint at somebody are left
 * out when many share them; of the others the first ones count.
 */
export function candidatesOf(keys: readonly string[], find: (key: string) => readonly string[]): Set<string> {
  const blocks = keys
    .map((key) => ({ key, ids: find(key) }))
    .filter(({ key, ids }) => ids.length > 0 && tells(key, ids))
    .sort((a, b) => a.ids.length - b.ids.length)
  const found = new Set<string>()
  for (const { ids } of blocks) {
    for (const id of ids.slice(0, mostSharing)) {
      if (found.size >= mostCompared) return found
      found.add(id)
    }
  }
  return found
}

/** Whether who shares a key tells anything: a mere hint does not where many share it. */
export const tells = (key: string, sharing: readonly string[]): boolean =>
  sharing.length <= mostSharing || !isHint(key)

function isHint(key: string): boolean {
  return Object.values(hints).some((hint) => key.startsWith(`${hint}:`))
}
