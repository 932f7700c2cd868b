import type { JsonObject } from '#canonical'
import type { WriteOperation, WriteResult } from '#connector-kit'
import { textOf } from '../api.js'
import type { ApiParty, ApiRecords, MarkerField, PartyType } from '../api.js'
import type { Desk, Kind } from '../kind.js'
import { assertLengths } from '../lengths.js'
import type { Reference } from '../reference.js'
import { activate, writeRecord } from '../writing.js'
import { contactList } from './contact-list.js'
import { planShipping } from './shipping.js'

type Tables = Awaited<ReturnType<Reference['get']>>

/** Fields of the document that are not columns of their own under the same name. */
const COMPOSED = new Set([
  'active',
  'email',
  'country_code',
  'currency_code',
  'language_code',
  'settings',
  'contacts',
  'addresses',
])

/** Makes one write, and says what became of it. */
export function writeParty<T extends PartyType>(
  type: T,
  kind: Kind<T>,
  operation: WriteOperation,
  desk: Desk,
): Promise<WriteResult> {
  return writeRecord(type, kind, operation, desk, async (present, reached) => {
    const { client, markerField } = desk
    const tables = await desk.reference.get()
    const shipping = planShipping(present, operation.parts, tables.countries)
    const body = { ...columnsOf(operation, present, tables, markerField), ...shipping.columns }
    assertLengths(body)

    reached('writing')
    let party: ApiRecords[T] = present ?? (await client.create(type, body))
    if (present && Object.keys(body).length > 0) {
      party = await client.update(type, present.id, withSettings(type, body, present))
    }
    if (party !== present) reached('written')
    party = await activate(type, operation, party, client)
    const parts = { ...shipping.created, ...createdContacts(operation, party, markerField) }
    return { record: party, parts }
  })
}

/** The request's body: only what the operation names. */
function columnsOf(
  operation: WriteOperation,
  present: ApiParty | null,
  tables: Tables,
  markerField: MarkerField,
): JsonObject {
  const { type, values } = operation
  const body: JsonObject = {}
  for (const [name, value] of Object.entries(values)) if (!COMPOSED.has(name)) body[name] = value ?? ''
  if (operation.kind === 'create') body[markerField] = operation.marker

  const country = values['country_code']
  if (country !== undefined) body['country_id'] = tables.countries.id(country) ?? ''
  // Without any country, a new vendor would be in Afghanistan (VendorFactory).
  else if (type === 'vendor' && operation.kind === 'create') body['country_id'] = ''

  const references = {
    currency_id: valueOf(values['currency_code'], (code) => tables.currencies.id(code)),
    language_id: valueOf(values['language_code'], (code) => tables.languages.id(code)),
  }
  if (type === 'client') {
    const settings = { ...(values['settings'] as JsonObject | undefined), ...defined(references) }
    if (Object.keys(settings).length > 0) body['settings'] = settings
  } else {
    const { currency_id: currency, language_id: language } = references
    if (currency !== undefined) body['currency_id'] = currency ?? tables.company.currencyId
    if (language !== undefined) body['language_id'] = language
  }

  const contacts = contactList(present, operation, markerField)
  if (contacts) body['contacts'] = contacts
  return body
}

/** A PUT without settings resets them, one with settings replaces them (upstream §5): so they are sent as they are, with the changes. */
function withSettings(type: PartyType, body: JsonObject, present: ApiParty): JsonObject {
  if (type === 'vendor') return body
  return { ...body, settings: { ...present.settings, ...(body['settings'] as JsonObject | undefined) } }
}

/** The answer lists contacts in an order of its own: their markers tell them apart. */
function createdContacts(
  { parts }: WriteOperation,
  party: ApiParty,
  markerField: MarkerField,
): Record<string, string> {
  const ids = new Map(party.contacts.map((contact) => [textOf(contact[markerField]), contact.id]))
  const created: Record<string, string> = {}
  for (const part of parts) {
    const id = part.kind === 'create' && part.list === 'contacts' ? ids.get(part.marker) : undefined
    if (id !== undefined && part.kind === 'create') created[part.key] = id
  }
  return created
}

const valueOf = <T>(
  value: JsonObject[string],
  convert: (value: Exclude<JsonObject[string], undefined>) => T,
): T | undefined => (value === undefined ? undefined : convert(value))

const defined = (object: JsonObject): JsonObject =>
  Object.fromEntries(Object.entries(object).filter(([, value]) => value !== undefined))
