import type { JsonObject } from '#canonical'
import type { Row } from '../rows.js'

export type PartyType = 'client' | 'vendor'
export const PARTY_TYPES: readonly PartyType[] = ['client', 'vendor']

/** A row of `client_contacts` or `vendor_contacts`; only those that are not deleted are kept. Times in milliseconds. */
export interface ContactRow {
  id: number
  hash: string
  columns: Record<string, string | null>
  isPrimary: boolean
  sendEmail: boolean
  key: string
  createdAt: number
  updatedAt: number
}

/** A row of `clients` or `vendors` with its contacts. */
export interface PartyRow extends Row {
  /** Overrides of a client; vendors have none. */
  settings: JsonObject | null
  contacts: ContactRow[]
  clientHash: string
}

const SHARED = [
  'assigned_user_id',
  'name',
  'website',
  'private_notes',
  'public_notes',
  'phone',
  'address1',
  'address2',
  'city',
  'state',
  'postal_code',
  'country_id',
  'vat_number',
  'id_number',
  'number',
  'classification',
  'custom_value1',
  'custom_value2',
  'custom_value3',
  'custom_value4',
] as const

/** Columns that a request may fill. */
export const FILLABLE: Record<PartyType, readonly string[]> = {
  client: [
    ...SHARED,
    'industry_id',
    'size_id',
    'group_settings_id',
    'routing_id',
    'is_tax_exempt',
    'has_valid_vat_number',
    'shipping_address1',
    'shipping_address2',
    'shipping_city',
    'shipping_state',
    'shipping_postal_code',
    'shipping_country_id',
  ],
  vendor: [...SHARED, 'currency_id', 'language_id'],
}

export const CONTACT_COLUMNS = [
  'first_name',
  'last_name',
  'email',
  'phone',
  'custom_value1',
  'custom_value2',
  'custom_value3',
  'custom_value4',
] as const

export const FLAGS: ReadonlySet<string> = new Set(['is_tax_exempt', 'has_valid_vat_number'])
