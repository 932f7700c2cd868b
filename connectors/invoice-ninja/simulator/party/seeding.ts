import type { JsonObject } from '#canonical'
import type { SeedAddress, SeedParty } from '#connector-kit/testing'
import { countryIds, languageIds } from '../statics.js'
import type { PartyTable } from './table.js'

/**
 * A described party as somebody would type it: the company's own mail address in a contact without name, a private person in a
 * contact with the same name. A number that somebody else has is left out, as the screen would not have taken it.
 */
export function typed(table: PartyTable, party: SeedParty): JsonObject {
  const free = (value: string | undefined, taken: boolean): JsonObject[string] =>
    value === undefined || taken ? null : value
  const shipping = party.addresses?.find((address) => address.type === 'shipping')
  const language = party.language ? (languageIds.get(party.language) ?? null) : null
  const common: JsonObject = {
    name: party.name,
    classification: party.kind === 'person' ? 'individual' : 'business',
    number: free(party.number, party.number !== undefined && table.numberTaken(party.number)),
    id_number: free(
      party.registrationNumber,
      table.type === 'client' && table.idNumberTaken(party.registrationNumber ?? ''),
    ),
    vat_number: party.vatId ?? null,
    phone: party.phone ?? null,
    website: party.website ?? null,
    private_notes: party.note ?? null,
    ...postal('', party.address),
    contacts: contactsOf(party),
  }
  if (table.type === 'vendor') return { ...common, language_id: language }
  return {
    ...common,
    ...postal('shipping_', shipping),
    settings: language ? { language_id: language } : {},
  }
}

function postal(prefix: string, address: SeedAddress | undefined): JsonObject {
  return {
    [`${prefix}address1`]: address?.street ?? null,
    [`${prefix}address2`]: address?.street2 ?? null,
    [`${prefix}postal_code`]: address?.postalCode ?? null,
    [`${prefix}city`]: address?.city ?? null,
    [`${prefix}state`]: address?.region ?? null,
    [`${prefix}country_id`]: address?.country ? (countryIds.get(address.country) ?? null) : null,
  }
}

function contactsOf(party: SeedParty): JsonObject[] {
  const own = { ...(party.kind === 'person' ? named(party.name) : {}), email: party.email ?? null }
  const others = (party.contacts ?? []).map((contact) => ({
    ...named(contact.name),
    email: contact.email === party.email ? null : (contact.email ?? null),
    phone: contact.phone ?? contact.mobile ?? null,
  }))
  return party.kind === 'person' || party.email ? [own, ...others] : others
}

function named(name: string): JsonObject {
  const space = name.lastIndexOf(' ')
  if (space < 0) return { first_name: name, last_name: null }
  return { first_name: name.slice(0, space), last_name: name.slice(space + 1) }
}
