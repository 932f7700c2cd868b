import { ConnectorError } from '#connector-kit'
import type { JsonObject } from '#connector-kit'

/**
 * ERPNext's own rules for values (recordings 37, 38, 215), checked before the first call: a party and its parts are several
 * documents, a refusal after the first one would leave half of them, and ERPNext names no field in a form that is not translated.
 */
const EMAIL =
  /^[a-z0-9!#$%&'*+/=?^_`{|}~.-]+@(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z0-9](?:[a-z0-9-]*[a-z0-9])?$/i
const PHONE = /^[0-9 +_\-,.*#()]{1,20}$/
/** Most characters by column. */
const LENGTHS: Record<string, number> = {
  customer_name: 140,
  supplier_name: 140,
  tax_id: 140,
  website: 140,
  first_name: 140,
  last_name: 140,
  company_name: 140,
  designation: 140,
  email_id: 140,
  address_title: 140,
  address_line1: 240,
  address_line2: 240,
  city: 140,
  county: 140,
  state: 140,
  pincode: 140,
}
const PHONES = ['phone', 'mobile_no']

/** The refusal that these values of a contact would meet, or null. */
export function refusedContact(values: JsonObject, path: string): ConnectorError | null {
  for (const [name, value] of Object.entries(values)) {
    if (typeof value !== 'string') continue
    const field = path + name
    if (name === 'email_id' && !EMAIL.test(value.trim())) return refuse('erpnext.email', field)
    if (PHONES.includes(name) && !PHONE.test(value.trim())) return refuse('erpnext.phone', field)
  }
  return tooLong(values, path)
}

export function refusedParty(values: JsonObject): ConnectorError | null {
  return tooLong(values, '')
}

export function refusedAddress(values: JsonObject, path: string): ConnectorError | null {
  return tooLong(values, path)
}

function tooLong(values: JsonObject, path: string): ConnectorError | null {
  const name = Object.keys(values).find((key) => {
    const value = values[key]
    return typeof value === 'string' && [...value].length > (LENGTHS[key] ?? Infinity)
  })
  return name === undefined ? null : refuse('erpnext.too-long', path + name)
}

function refuse(code: string, field: string): ConnectorError {
  return new ConnectorError('rejected', { code, field })
}
