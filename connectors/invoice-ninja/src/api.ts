import type { Json, JsonObject } from '#canonical'
import { ConnectorError } from '#connector-kit'

/** Native types; ids are unique within one only (upstream/invoice-ninja.md §3). */
export type PartyType = 'client' | 'vendor'

export const PARTY_TYPES: readonly PartyType[] = ['client', 'vendor']

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

/** A client or vendor as the API shows it: empty is `""`, times are Unix seconds with 0 for never. */
export interface ApiParty {
  id: string
  name: string
  is_deleted: boolean
  created_at: number
  updated_at: number
  archived_at: number
  contacts: ApiContact[]
  /** Overrides of a client; vendors have none. */
  settings?: JsonObject
  [field: string]: Json | undefined
}

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** A text field of an answer, trimmed; null when it is empty. */
export function textOf(value: unknown): string | null {
  const text = typeof value === 'string' ? value.trim() : ''
  return text === '' ? null : text
}

/** Reads a party out of an answer. Throws `unavailable` for anything that is not one: half an answer is none. */
export function partyOf(value: unknown): ApiParty {
  const complete =
    isObject(value) &&
    typeof value['id'] === 'string' &&
    value['id'] !== '' &&
    typeof value['updated_at'] === 'number' &&
    typeof value['created_at'] === 'number' &&
    typeof value['is_deleted'] === 'boolean' &&
    Array.isArray(value['contacts'])
  if (!complete) throw unexpected()
  return value as ApiParty
}

/** An answer with status 200 that is not what the API documents. */
export function unexpected(): ConnectorError {
  return new ConnectorError('unavailable', { code: 'invoice-ninja.unexpected-answer' })
}
