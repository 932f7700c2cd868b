import type { Json, JsonObject } from '#canonical'
import { ConnectorError } from '#connector-kit'

/** Native types; ids are unique within one only (upstream/invoice-ninja.md §3). Their routes are the plurals with an `s`. */
export type PartyType = 'client' | 'vendor'
export type SalesType = 'quote' | 'invoice' | 'credit'
export type NativeType = PartyType | 'product' | SalesType | 'payment'

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

/** A number field of an answer; 0 for what is none. */
export function numberOf(value: unknown): number {
  return typeof value === 'number' && Number.isFinite(value) ? value : 0
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

/** A quote, invoice or credit; its lines have no ids. */
export interface ApiSales extends ApiRecord {
  client_id: string
  status_id: string
  amount: number
  balance: number
  paid_to_date: number
  total_taxes: number
  line_items: JsonObject[]
  /** Where the request includes it. */
  client?: JsonObject
}

export interface ApiPayment extends ApiRecord {
  client_id: string
  status_id: string
  amount: number
  refunded: number
  /** What it was used for: invoices and credits. */
  paymentables: JsonObject[]
}

/** What the API shows for each type. */
export interface ApiRecords {
  client: ApiParty
  vendor: ApiParty
  product: ApiRecord
  quote: ApiSales
  invoice: ApiSales
  credit: ApiSales
  payment: ApiPayment
}

/** Lists that belong to every record of a type. */
const LISTS: Record<NativeType, string> = {
  client: 'contacts',
  vendor: 'contacts',
  product: 'documents',
  quote: 'line_items',
  invoice: 'line_items',
  credit: 'line_items',
  payment: 'paymentables',
}

/** What is asked for with every record: the client's currency is its documents' (upstream §12). */
export const INCLUDE: Partial<Record<NativeType, string>> = {
  quote: 'client',
  invoice: 'client',
  credit: 'client',
}

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
