import type { JsonObject } from '#canonical'
import type { NativeRecord } from '#connector-kit'
import { MARKER_FIELDS, isObject, textOf } from '../api.js'
import type { ApiParty, MarkerField, PartyType } from '../api.js'
import { copyTexts, nativeRecord } from '../native.js'
import { classificationOf, nameOf, ownContact } from './own-contact.js'
import type { Company, Tables } from '../reference.js'
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

const CONTACT_FIELDS = ['first_name', 'last_name', 'email', 'phone'] as const

const PLACE_FIELDS = ['address1', 'address2', 'city', 'state', 'postal_code'] as const

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
  const values = valuesOf(type, party, reference, markerField)
  return nativeRecord(type, party, values, textOf(party[markerField]))
}

/** The document. Filled in place: first loads compose tens of thousands. */
function valuesOf(
  type: PartyType,
  party: ApiParty,
  reference: Tables & { company: Company },
  markerField: MarkerField,
): JsonObject {
  const own = ownContact(party, markerField)
  const settings = isObject(party.settings) ? party.settings : {}
  // A client carries currency and language in its settings.
  const source: JsonObject = type === 'client' ? settings : party
  const values: JsonObject = {
    name: nameOf(party),
    classification: classificationOf(party),
    active: party.archived_at === 0,
    email: own ? textOf(own.email) : null,
    phone: textOf(party['phone']) ?? (own ? textOf(own.phone) : null),
    country_code: countryOf(type, party, reference),
    currency_code: reference.currencies.code(source['currency_id']),
    language_code: reference.languages.code(source['language_id']),
  }
  const customFields = MARKER_FIELDS.filter((name) => name !== markerField)
  copyTexts(values, party, TEXT_FIELDS)
  copyTexts(values, party, customFields)
  values['contacts'] = party.contacts
    .filter((contact) => contact !== own)
    .map((contact) => {
      const item: JsonObject = { id: contact.id }
      copyTexts(item, contact, CONTACT_FIELDS)
      copyTexts(item, contact, customFields)
      return item
    })
  if (type === 'vendor') return values

  const shipping = shippingAddress(party, reference.countries)
  copyTexts(values, party, CLIENT_FIELDS)
  values['is_tax_exempt'] = party['is_tax_exempt'] === true
  values['settings'] = emptied(settings)
  values['addresses'] = shipping ? [{ id: SHIPPING, type: SHIPPING, ...shipping }] : []
  return values
}

/** Null for a country that nobody typed: the server's own, without any other part of an address. */
function countryOf(
  type: PartyType,
  party: ApiParty,
  { company, countries }: Tables & { company: Company },
): string | null | undefined {
  const country = party['country_id']
  const filledIn = country === (type === 'client' ? company.countryId : VENDOR_COUNTRY)
  if (filledIn && PLACE_FIELDS.every((name) => textOf(party[name]) === null)) return null
  return countries.code(country)
}

/** `""` and null mean the same in settings (upstream §3). */
function emptied(settings: JsonObject): JsonObject {
  const result: JsonObject = {}
  for (const [name, value] of Object.entries(settings)) result[name] = value === '' ? null : value
  return result
}
