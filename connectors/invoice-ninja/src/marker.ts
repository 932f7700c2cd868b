import type { Json } from '#canonical'
import { textOf } from './api.js'

/** What the hub keeps in the custom field of a document that it made. */
export interface Mark {
  /** Marker of the create; null when somebody else made the document. */
  marker: string | null
  /** The number that the hub gave it, since Invoice Ninja gives one to every other document by itself. */
  number: string | null
}

const FORM = /^([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})(?: (.+))?$/

/** The mark in a custom field: `<marker>`, or `<marker> <number>`. */
export function readMark(value: Json | undefined): Mark {
  const [, marker, number] = FORM.exec(textOf(value) ?? '') ?? []
  return { marker: marker ?? null, number: number ?? null }
}

export const writeMark = (marker: string, number: string | null): string =>
  number === null ? marker : `${marker} ${number}`
