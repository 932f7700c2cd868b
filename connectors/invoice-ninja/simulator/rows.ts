import type { JsonObject } from '#canonical'

export type PartyType = 'client' | 'vendor'
export const PARTY_TYPES: readonly PartyType[] = ['client', 'vendor']

/** A value of a column: text, flag, or empty. Ids of countries, currencies and so on are texts. */
export type Column = string | boolean | null

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

/** A row of `clients` or `vendors` with its contacts. Times in milliseconds; the API shows whole seconds. */
export interface PartyRow {
  id: number
  hash: string
  /** Owner: who created it. */
  userId: string
  columns: Record<string, Column>
  /** Overrides of a client; vendors have none. */
  settings: JsonObject | null
  contacts: ContactRow[]
  clientHash: string
  createdAt: number
  updatedAt: number
  /** Archived or deleted since. */
  deletedAt: number | null
  isDeleted: boolean
}

/** `varchar(255)`: longer texts are cut without a word, because the database is not in strict mode (config/database.php). */
export const TEXT_LENGTH = 255
export const EMAIL_LENGTH = 100
const NOTES_LENGTH = 65_535

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

export function lengthOf(column: string): number {
  return column.endsWith('_notes') ? NOTES_LENGTH : TEXT_LENGTH
}

/** Milliseconds as the API shows them. */
export const seconds = (time: number | null): number => Math.floor((time ?? 0) / 1000)

/** The first characters of a text, as MySQL counts them. */
export function cut(text: string, length: number): string {
  return text.length <= length ? text : [...text].slice(0, length).join('')
}
