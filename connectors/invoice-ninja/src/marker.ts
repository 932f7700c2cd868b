import { textOf } from './api.js'
import type { Json } from '#canonical'

/** What the hub keeps in the custom field of a document. */
export interface Mark {
  /** Marker of the create; null when somebody else made the document. */
  marker: string | null
  /** The legal number, where another system gave it. */
  number: string | null
}

const FORM = /^(?:([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})|#)(?: (.+))?$/

/**
 * The mark in a custom field: `<marker>`, `<marker> <number>`, or `# <number>` on a document that the hub did not make. Invoice Ninja gives
 * every document a number of its own, which may change when it is deleted and restored; the number that counts is kept here.
 */
export function readMark(value: Json | undefined): Mark {
  const [, marker, number] = FORM.exec(textOf(value) ?? '') ?? []
  return { marker: marker ?? null, number: number ?? null }
}

export function writeMark({ marker, number }: Mark): string {
  if (marker === null && number === null) return ''
  return number === null ? (marker ?? '') : `${marker ?? '#'} ${number}`
}
