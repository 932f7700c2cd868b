import type { Json, JsonObject } from '#canonical'
import { ConnectorError } from '#connector-kit'

/** Native types; ids are unique within one only (upstream/invoice-ninja.md §3). Their routes are the plurals with an `s`. */
export type PartyType = 'client' | 'vendor'
export type NativeType = PartyType

export const MARKER_FIELDS = ['custom_value1', 'custom_value2', 'custom_value3', 'custom_value4'] as const
export type MarkerField = (typeof MARKER_FIELDS)[number]

/** A contact as the API shows it. */
export interface ApiContact {
  id: string
  first_name: string
  last_name: string
  /** One space for the blank contact that the server makes by itself. */
  email: string
  phone: string
  is_primary: boolean
  send_email: boolean
  [field: string]: Json | undefined
}

/** A record as the API shows it: empty is `""`, times are Unix seconds with 0 for never. */
export interface ApiRecord {
  id: string
  is_deleted: boolean
  created_at: number
  updated_at: number
  archived_at: number
  [field: string]: Json | undefined
}

/** A client or vendor. */
export interface ApiParty extends ApiRecord {
  name: string
  contacts: ApiContact[]
  /** Overrides of a client; vendors have none. */
  settings?: JsonObject
}

/** What the API shows for each type. */
export interface ApiRecords {
  client: ApiParty
  vendor: ApiParty
}

/** Lists that belong to every record of a type. */
const LISTS: Record<NativeType, string> = { client: 'contacts', vendor: 'contacts' }

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** A text field of an answer, trimmed; null when it is empty. */
export function textOf(value: unknown): string | null {
  const text = typeof value === 'string' ? value.trim() : ''
  return text === '' ? null : text
}

/** Reads a record out of an answer. Throws `unavailable` for anything that is not one: half an answer is none. */
export function recordOf<T extends NativeType>(type: T, value: unknown): ApiRecords[T] {
  const complete =
    isObject(value) &&
    typeof value['id'] === 'string' &&
    value['id'] !== '' &&
    typeof value['updated_at'] === 'number' &&
    typeof value['created_at'] === 'number' &&
    typeof value['archived_at'] === 'number' &&
    typeof value['is_deleted'] === 'boolean' &&
    Array.isArray(value[LISTS[type]])
  if (!complete) throw unexpected()
  return value as ApiRecords[T]
}

/** An answer with status 200 that is not what the API documents. */
export function unexpected(): ConnectorError {
  return new ConnectorError('unavailable', { code: 'invoice-ninja.unexpected-answer' })
}
