/** A canonical value. `null` means empty; a key that is missing means absent: never a change (design rule 10). */
export type Scalar = string | number | boolean | null

/**
 * A record as a flat map from field path to value: `name`, `address.city`, `contacts/<part id>/email`.
 * The existence of a part is a field of its own, `contacts/<part id>` = true (null once it is removed), so that
 * one merge works on fields and on list items alike.
 */
export type Flat = Record<string, Scalar>

/** A value or list of a native document, as JSON carries it. */
export type Json = Scalar | Json[] | { [key: string]: Json | undefined }
export type JsonObject = { [key: string]: Json | undefined }

/** Splits `contacts/<id>/email` into its pieces; null when the key is a plain field. `field` is null for the existence key. */
export function partKey(key: string): { list: string; id: string; field: string | null } | null {
  const first = key.indexOf('/')
  if (first < 0) return null
  const second = key.indexOf('/', first + 1)
  if (second < 0) return { list: key.slice(0, first), id: key.slice(first + 1), field: null }
  return { list: key.slice(0, first), id: key.slice(first + 1, second), field: key.slice(second + 1) }
}

/** The path by which rules name a key: `contacts/<id>/email` is `contacts.email`, its existence key is `contacts`. */
export function rulePath(key: string): string {
  const part = partKey(key)
  if (!part) return key
  return part.field === null ? part.list : `${part.list}.${part.field}`
}
