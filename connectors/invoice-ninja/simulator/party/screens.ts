import type { JsonObject } from '#canonical'
import type { SimulatorScreen } from '#connector-kit/testing'
import { objectsOf, tidyObject } from '../input.js'
import type { Resource } from '../resource.js'
import type { Row } from '../rows.js'
import { countryCodes, countryIds } from '../statics.js'
import { primaryOf } from './contacts.js'
import type { PartyRow } from './rows.js'
import { ordered } from './table.js'

/** Columns of the screens that stand for the first contact's. */
const OF_CONTACT: Record<string, string> = {
  email: 'email',
  first_name: 'first_name',
  last_name: 'last_name',
  contact_phone: 'phone',
}

/**
 * What somebody typed as the screen sends it: whole records, settings and contacts included. Takes `email`, `first_name`, `last_name`,
 * `contact_phone` of the first contact and `country` as ISO code.
 */
export function typedParty(given: JsonObject, edited?: Row): JsonObject {
  const row = edited as PartyRow | undefined
  const values = tidyObject(given)
  const contacts = ordered(row?.contacts ?? []).map(
    ({ hash, columns, isPrimary, sendEmail }): JsonObject => ({
      id: hash,
      ...columns,
      is_primary: isPrimary,
      send_email: sendEmail,
    }),
  )
  const own = Object.entries(OF_CONTACT).filter(([name]) => name in values)
  if (own.length > 0 && values['contacts'] === undefined) {
    const [first = {}, ...others] = contacts
    const typed = Object.fromEntries(own.map(([name, column]) => [column, values[name]]))
    values['contacts'] = [{ ...first, ...typed }, ...others]
  }
  if (typeof values['country'] === 'string') values['country_id'] = countryIds.get(values['country']) ?? null
  else if ('country' in values) values['country_id'] = null
  if (values['contacts'] !== undefined && objectsOf(values['contacts']).length === 0)
    delete values['contacts']
  return row ? { settings: row.settings ?? {}, ...values } : values
}

export function shownParty(resource: Resource, row: Row): JsonObject {
  const party = row as PartyRow
  const contact = primaryOf(party)
  return {
    ...resource.document(row, ''),
    // A screen shows an empty setting as empty, whether it is stored as "" or as null.
    ...(party.settings ? { settings: tidyObject(party.settings) } : {}),
    ...Object.fromEntries(
      Object.entries(OF_CONTACT).map(([name, column]) => [name, contact?.columns[column]?.trim() ?? '']),
    ),
    country: countryCodes.get(String(row.columns['country_id'])) ?? '',
    active: row.deletedAt === null,
  }
}

const COLUMNS: SimulatorScreen['columns'] = [
  { name: 'name', title: { en: 'Name', de: 'Name' } },
  { name: 'number', title: { en: 'Number', de: 'Nummer' } },
  { name: 'vat_number', title: { en: 'VAT number', de: 'USt-IdNr.' } },
  { name: 'email', title: { en: 'E-mail (first contact)', de: 'E-Mail (erster Kontakt)' } },
  { name: 'first_name', title: { en: 'First name', de: 'Vorname' } },
  { name: 'last_name', title: { en: 'Last name', de: 'Nachname' } },
  { name: 'phone', title: { en: 'Phone', de: 'Telefon' } },
  { name: 'website', title: { en: 'Website', de: 'Webseite' } },
  { name: 'address1', title: { en: 'Street', de: 'Straße' } },
  { name: 'postal_code', title: { en: 'Postal code', de: 'PLZ' } },
  { name: 'city', title: { en: 'City', de: 'Ort' } },
  { name: 'country', title: { en: 'Country (ISO code)', de: 'Land (ISO-Code)' } },
  { name: 'private_notes', title: { en: 'Private notes', de: 'Interne Notizen' } },
  { name: 'active', title: { en: 'Active', de: 'Aktiv' }, input: 'checkbox' },
]

export const partyScreens: readonly SimulatorScreen[] = [
  { type: 'client', title: { en: 'Clients', de: 'Kunden' }, columns: COLUMNS },
  { type: 'vendor', title: { en: 'Vendors', de: 'Lieferanten' }, columns: COLUMNS },
]
