import { createHash } from 'node:crypto'
import type { JsonObject } from '#canonical'
import type { NativeRecord } from '#connector-kit'
import { textOf } from './api.js'
import type { ApiRecord, NativeType } from './api.js'

/** A composed document as the hub gets it. The version is that of what the document shows, since `updated_at` has whole seconds. */
export function nativeRecord(
  type: NativeType,
  { id, is_deleted, created_at, updated_at }: ApiRecord,
  values: JsonObject,
  marker: string | null,
): NativeRecord {
  const record = { type, id, values, marker, state: is_deleted ? ('gone' as const) : ('present' as const) }
  const version = createHash('sha1').update(JSON.stringify(record)).digest('base64url')
  return { ...record, incarnation: String(created_at), version, changedAt: updated_at * 1000 }
}

/** Copies texts, empty ones as null. A field that the server does not show is absent, not empty: older versions lack some. */
export function copyTexts(target: JsonObject, source: JsonObject, names: readonly string[]): void {
  for (const name of names) if (source[name] !== undefined) target[name] = textOf(source[name])
}
