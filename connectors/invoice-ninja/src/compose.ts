import { createHash } from 'node:crypto'
import type { Json, JsonObject } from '#canonical'
import type { NativeRecord } from '#connector-kit'
import { MARKER_FIELDS, isObject, textOf } from './api.js'
import type { ApiContact, ApiParty, MarkerField, PartyType } from './api.js'
import { classificationOf, nameOf, ownContact } from './own-contact.js'
import type { Company, Tables } from './reference.js'
import { SHIPPING, shippingAddress } from './shipping.js'

/** Texts that both types have, under the names of the API. */
export const TEXT_FIELDS = [
  'number',
  'id_number',
  'vat_number',
  'website',
  'private_notes',
  'public_notes',
  'address1',
  'address2',
  'city',
  'state',
  'postal_code',
] as const

/** Clients only. */
export const CLIENT_FIELDS = ['routing_id', 'group_settings_id', 'industry_id', 'size_id'] as const

/** Country of a vendor that was made without one (`VendorFactory`: 4, Afghanistan; recorded in create_vendors). */
const VENDOR_COUNTRY = '4'

/**
 * One business object from what the API shows: ids as standard codes, the own contact as `email` and `phone`, the shipping address as an item
 * of `addresses`, `archived_at` as `active`. A country that the server filled in by itself reads as empty.
 */
export function compose(
  type: PartyType,
  party: ApiParty,
  reference: Tables & { company: Company },
  markerField: MarkerField,
): NativeRecord {
  const values = type === 'client' ? clientValues : vendorValues
  const record = {
    type,
    id: party.id,
    values: {
      ...commonValues(party, markerField),
      ...codes(type, party, reference),
      ...values(party, reference),
    },
    marker: textOf(party[markerField]),
    state: party.is_deleted ? ('gone' as const) : ('present' as const),
  }
  const version = createHash('sha1').update(JSON.stringify(record)).digest('base64url')
  return { ...record, incarnation: String(party.created_at), version }
}

function commonValues(party: ApiParty, markerField: MarkerField): JsonObject {
  const own = ownContact(party, markerField)
  const customFields = MARKER_FIELDS.filter((name) => name !== markerField)
  return {
    name: nameOf(party),
    classification: classificationOf(party),
    active: party.archived_at === 0,
    email: own ? textOf(own.email) : null,
    phone: textOf(party['phone']) ?? (own ? textOf(own.phone) : null),
    ...texts(party, [...TEXT_FIELDS, ...customFields]),
    contacts: party.contacts
      .filter((contact) => contact !== own)
      .map((contact) => ({
        id: contact.id,
        ...texts(contact, ['first_name', 'last_name', 'email', 'phone', ...customFields]),
      })),
  }
}

function clientValues(party: ApiParty, { countries }: Tables): JsonObject {
  const shipping = shippingAddress(party, countries)
  return {
    ...texts(party, CLIENT_FIELDS),
    is_tax_exempt: party['is_tax_exempt'] === true,
    settings: emptied(party.settings),
    addresses: shipping ? [{ id: SHIPPING, type: SHIPPING, ...shipping }] : [],
  }
}

const vendorValues = (): JsonObject => ({})

/** Country, currency and language. A client carries the latter two in its settings. */
function codes(type: PartyType, party: ApiParty, reference: Tables & { company: Company }): JsonObject {
  const { company, countries, currencies, languages } = reference
  const source: JsonObject = type === 'client' ? (party.settings ?? {}) : party
  const country = party['country_id']
  const placed = ['address1', 'address2', 'city', 'state', 'postal_code'].some((name) => textOf(party[name]))
  const filledIn = !placed && country === (type === 'client' ? company.countryId : VENDOR_COUNTRY)
  return {
    country_code: filledIn ? null : countries.code(country),
    currency_code: currencies.code(source['currency_id']),
    language_code: languages.code(source['language_id']),
  }
}

function texts(source: ApiParty | ApiContact, names: readonly string[]): JsonObject {
  // A field that the server does not show is absent, not empty: older versions lack some.
  return Object.fromEntries(
    names.flatMap((name) => (source[name] === undefined ? [] : [[name, textOf(source[name])]])),
  )
}

/** `""` and null mean the same in settings (upstream §3). */
function emptied(settings: JsonObject | undefined): Json {
  if (!isObject(settings)) return {}
  return Object.fromEntries(
    Object.entries(settings).map(([name, value]) => [name, value === '' ? null : value]),
  )
}
