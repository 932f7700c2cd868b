import type { JsonObject } from '#canonical'
import { seconds, shown as text } from '../rows.js'
import type { ContactRow, PartyRow, PartyType } from './rows.js'
import { ordered } from './table.js'

/**
 * A row as the API shows it (ClientTransformer, VendorTransformer): empty is `""`, relations are hashed ids. Written out instead of looped
 * over: pages of 500 are made from it.
 */
export function documentOf(type: PartyType, row: PartyRow, base: string): JsonObject {
  return type === 'client' ? clientDocument(row, base) : vendorDocument(row, base)
}

function clientDocument(row: PartyRow, base: string): JsonObject {
  const { columns } = row
  return {
    id: row.hash,
    user_id: row.userId,
    assigned_user_id: text(columns['assigned_user_id']),
    name: text(columns['name']),
    website: text(columns['website']),
    private_notes: text(columns['private_notes']),
    balance: 0,
    group_settings_id: text(columns['group_settings_id']),
    paid_to_date: 0,
    payment_balance: 0,
    credit_balance: 0,
    last_login: 0,
    size_id: text(columns['size_id']),
    public_notes: text(columns['public_notes']),
    client_hash: row.clientHash,
    address1: text(columns['address1']),
    address2: text(columns['address2']),
    phone: text(columns['phone']),
    city: text(columns['city']),
    state: text(columns['state']),
    postal_code: text(columns['postal_code']),
    country_id: text(columns['country_id']),
    industry_id: text(columns['industry_id']),
    custom_value1: text(columns['custom_value1']),
    custom_value2: text(columns['custom_value2']),
    custom_value3: text(columns['custom_value3']),
    custom_value4: text(columns['custom_value4']),
    shipping_address1: text(columns['shipping_address1']),
    shipping_address2: text(columns['shipping_address2']),
    shipping_city: text(columns['shipping_city']),
    shipping_state: text(columns['shipping_state']),
    shipping_postal_code: text(columns['shipping_postal_code']),
    shipping_country_id: text(columns['shipping_country_id']),
    settings: row.settings ?? {},
    is_deleted: row.isDeleted,
    vat_number: text(columns['vat_number']),
    id_number: text(columns['id_number']),
    updated_at: seconds(row.updatedAt),
    archived_at: seconds(row.deletedAt),
    created_at: seconds(row.createdAt),
    display_name: displayName('client', row),
    number: text(columns['number']),
    has_valid_vat_number: columns['has_valid_vat_number'] === true,
    is_tax_exempt: columns['is_tax_exempt'] === true,
    routing_id: text(columns['routing_id']),
    tax_info: {},
    classification: text(columns['classification']),
    e_invoice: {},
    contacts: ordered(row.contacts).map((contact) => clientContact(contact, base)),
    documents: [],
    gateway_tokens: [],
  }
}

function vendorDocument(row: PartyRow, base: string): JsonObject {
  const { columns } = row
  return {
    id: row.hash,
    user_id: row.userId,
    assigned_user_id: text(columns['assigned_user_id']),
    name: text(columns['name']),
    website: text(columns['website']),
    private_notes: text(columns['private_notes']),
    public_notes: text(columns['public_notes']),
    last_login: 0,
    address1: text(columns['address1']),
    address2: text(columns['address2']),
    phone: text(columns['phone']),
    city: text(columns['city']),
    state: text(columns['state']),
    postal_code: text(columns['postal_code']),
    country_id: text(columns['country_id']),
    currency_id: text(columns['currency_id']),
    custom_value1: text(columns['custom_value1']),
    custom_value2: text(columns['custom_value2']),
    custom_value3: text(columns['custom_value3']),
    custom_value4: text(columns['custom_value4']),
    is_deleted: row.isDeleted,
    vat_number: text(columns['vat_number']),
    id_number: text(columns['id_number']),
    updated_at: seconds(row.updatedAt),
    archived_at: seconds(row.deletedAt),
    created_at: seconds(row.createdAt),
    number: text(columns['number']),
    language_id: text(columns['language_id']),
    classification: text(columns['classification']),
    display_name: displayName('vendor', row),
    routing_id: '',
    contacts: ordered(row.contacts).map((contact) => vendorContact(contact, base)),
    documents: [],
  }
}

function clientContact(contact: ContactRow, base: string): JsonObject {
  const { columns } = contact
  return {
    id: contact.hash,
    first_name: columns['first_name'] ?? '',
    last_name: columns['last_name'] ?? '',
    email: columns['email'] ?? '',
    created_at: seconds(contact.createdAt),
    updated_at: seconds(contact.updatedAt),
    archived_at: 0,
    is_primary: contact.isPrimary,
    is_locked: false,
    phone: columns['phone'] ?? '',
    custom_value1: columns['custom_value1'] ?? '',
    custom_value2: columns['custom_value2'] ?? '',
    custom_value3: columns['custom_value3'] ?? '',
    custom_value4: columns['custom_value4'] ?? '',
    contact_key: contact.key,
    send_email: contact.sendEmail,
    last_login: 0,
    password: '',
    link: `${base}/client/key_login/${contact.key}`,
  }
}

/** As for a client, without `contact_key` and `is_locked`. */
function vendorContact(contact: ContactRow, base: string): JsonObject {
  const { contact_key: key, is_locked: _locked, ...shared } = clientContact(contact, base)
  return { ...shared, link: `${base}/vendor/key_login/${String(key)}` }
}

/** A client's name of one letter does not count (`strlen > 1`): recorded in throttle_429. */
function displayName(type: PartyType, row: PartyRow): string {
  const name = text(row.columns['name'])
  if (name.length > (type === 'client' ? 1 : 0)) return name
  const contact = ordered(row.contacts)[0]
  if (!contact) return 'No Contact Set'
  const { first_name: first, last_name: last, email } = contact.columns
  if (first || last) return `${first ?? ''} ${last ?? ''}`
  return email || 'No Contact Set'
}
