import { words } from '../texts/words.js'
import type { Translate } from '../texts/text.js'

/** A value as people read it. */
export function valueText(value: unknown, t: Translate): string {
  if (value === null || value === undefined || value === '') return t(words.empty)
  if (typeof value === 'boolean') return t(value ? words.yes : words.no)
  return typeof value === 'object' ? JSON.stringify(value) : String(value as string | number)
}

/** A field as people read it: `contacts/<part id>/email` is `contacts.email`. */
export function fieldText(key: string): string {
  const [list = '', , field] = key.split('/')
  return field === undefined ? list : `${list}.${field}`
}
