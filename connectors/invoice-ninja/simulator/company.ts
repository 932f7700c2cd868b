import { createHash } from 'node:crypto'
import type { JsonObject } from '#canonical'
import { encodeId } from './hashids.js'
import { countryCodes, currencyIds, languageIds } from './statics.js'

/** A user of the company with its API token. */
export interface User {
  hash: string
  name: string
  token: string
  /** `view_client,create_client`; owners and admins need none. */
  permissions: string
  isOwner: boolean
  isAdmin: boolean
  isLocked: boolean
}

export interface Group {
  hash: string
  name: string
  settings: JsonObject
}

/** The company behind a token: a fresh installation (US dollar, United States, Pacific/Midway: upstream §3, §5). */
export interface Company {
  key: string
  name: string
  /** Labels of custom fields: `client1`, `contact4`, `vendor2`. */
  customFields: Record<string, string>
  settings: {
    currency_id: string
    country_id: string
    language_id: string
    timezone_id: string
    /** `off`, `when_sent` or `when_paid`. */
    lock_invoices: string
    /** `when_saved` or `when_sent`. */
    counter_number_applied: string
  }
  /** Saved lines change the products: on by default, and silent (upstream §6). */
  updateProducts: boolean
}

export interface CompanyState {
  company: Company
  users: User[]
  groups: Group[]
}

export function newCompany(seed: number): CompanyState {
  return {
    company: {
      key: digest(`company ${seed}`).slice(0, 32),
      name: 'Untitled Company',
      customFields: {},
      settings: {
        currency_id: '1',
        country_id: '840',
        language_id: '1',
        timezone_id: '1',
        lock_invoices: 'off',
        counter_number_applied: 'when_saved',
      },
      updateProducts: true,
    },
    users: [newUser(1, seed, { name: 'New User', isOwner: true, isAdmin: true })],
    groups: [],
  }
}

export function newUser(number: number, seed: number, user: Partial<User>): User {
  return {
    hash: encodeId(number),
    name: `User ${number}`,
    token: digest(`token ${seed} ${number}`),
    permissions: '',
    isOwner: false,
    isAdmin: false,
    isLocked: false,
    ...user,
  }
}

/** User::hasPermission: `view_…` is also granted by `edit_…`, and everything by the `_all` of its verb. */
export function permitted(user: User, permission: string): boolean {
  if (user.isOwner || user.isAdmin) return true
  const [verb = '', entity = ''] = permission.split('_', 2)
  const granting = [permission, `${verb}_all`, ...(verb === 'view' ? ['edit_all', `edit_${entity}`] : [])]
  return granting.some((name) => user.permissions.includes(name))
}

export function companyDocument({ key, name, customFields, settings, updateProducts }: Company): JsonObject {
  return {
    id: encodeId(1),
    company_key: key,
    update_products: updateProducts,
    fill_products: true,
    convert_products: false,
    default_quantity: true,
    custom_fields: customFields,
    settings: {
      auto_archive_invoice: false,
      date_format_id: '1',
      payment_terms: '',
      auto_archive_quote: false,
      auto_convert_quote: true,
      inclusive_taxes: false,
      quote_number_applied: 'when_saved',
      invoice_number_pattern: '',
      invoice_number_counter: 1,
      counter_padding: 4,
      vat_number: '',
      e_invoice_type: 'EN16931',
      enable_e_invoice: false,
      name,
      ...settings,
    },
    enabled_modules: 65_535,
    is_disabled: false,
    markdown_email_enabled: false,
    stock_notification: true,
    track_inventory: false,
    calculate_taxes: false,
  }
}

export function companyUserDocument(user: User): JsonObject {
  return {
    permissions: user.permissions,
    notifications: {},
    settings: {},
    react_settings: {},
    is_owner: user.isOwner,
    is_admin: user.isAdmin,
    is_locked: user.isLocked,
    updated_at: 0,
    archived_at: 0,
    created_at: 0,
    permissions_updated_at: 0,
    ninja_portal_url: '',
  }
}

const countries = new Set(countryCodes.keys())
const currencies = new Set(currencyIds.values())
const languages = new Set(languageIds.values())

export const exists = {
  country: (id: string): boolean => countries.has(id),
  currency: (id: string): boolean => currencies.has(id),
  language: (id: string): boolean => languages.has(id),
}

const digest = (text: string): string => createHash('sha256').update(text).digest('hex')
