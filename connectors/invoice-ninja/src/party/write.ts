import type { JsonObject } from '#canonical'
import { ConnectorError, isConnectorError } from '#connector-kit'
import type { WriteOperation, WriteResult } from '#connector-kit'
import { textOf } from '../api.js'
import type { ApiParty, MarkerField, PartyType } from '../api.js'
import type { Client } from '../client.js'
import { compose } from './compose.js'
import { contactList } from './contact-list.js'
import { assertLengths } from '../lengths.js'
import type { Reference } from '../reference.js'
import { planShipping } from './shipping.js'

export interface WriteContext {
  client: Client
  reference: Reference
  markerField: MarkerField
}

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
export async function writeParty(operation: WriteOperation, context: WriteContext): Promise<WriteResult> {
  let stage: Stage = 'reading'
  try {
    const tables = await context.reference.get()
    const type = operation.type as PartyType
    const present = operation.kind === 'create' ? null : await readNow(operation, context)
    if (present && operation.kind === 'update') {
      const { version } = compose(type, present, tables, context.markerField)
      if (operation.current.version !== null && version !== operation.current.version)
        return { status: 'stale' }
    }
    const shipping = planShipping(present, operation.parts, tables.countries)
    const body = { ...columnsOf(operation, present, tables, context.markerField), ...shipping.columns }

    assertLengths(body)

    stage = 'writing'
    let party = present ?? (await context.client.create(type, body))
    if (present && Object.keys(body).length > 0) {
      party = await context.client.update(type, present.id, withSettings(type, body, present))
    }
    if (party !== present) stage = 'written'
    party = await activate(operation, party, context)
    const record = compose(type, party, tables, context.markerField)
    return {
      status: 'done',
      record,
      parts: { ...shipping.created, ...createdContacts(operation, party, context) },
    }
  } catch (error) {
    return resultOf(error, stage)
  }
}

/**
 * The record a moment before the write. Settings and contacts can only be sent whole, so that what a person changed between the hub's
 * reading and this moment would be lost; the comparison of versions leaves a window of one request.
 */
async function readNow(
  { type, id }: Extract<WriteOperation, { kind: 'update' }>,
  { client }: WriteContext,
): Promise<ApiParty> {
  const party = await client.get(type as PartyType, id)
  if (!party || party.is_deleted) throw new ConnectorError('gone', { code: 'invoice-ninja.not-found' })
  return party
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

/** Archiving is an action of its own, not a field. */
async function activate(
  { values, type }: WriteOperation,
  party: ApiParty,
  { client }: WriteContext,
): Promise<ApiParty> {
  const active = values['active']
  if (typeof active !== 'boolean' || active === (party.archived_at === 0)) return party
  const changed = await client.act(type as PartyType, party.id, active ? 'restore' : 'archive')
  // Records that the user may not edit are passed over without an error.
  if (active === (changed.archived_at === 0)) return changed
  throw new ConnectorError('rejected', { code: 'invoice-ninja.forbidden', field: 'active' })
}

/** The answer lists contacts in an order of its own: their markers tell them apart. */
function createdContacts(
  { parts }: WriteOperation,
  party: ApiParty,
  { markerField }: WriteContext,
): Record<string, string> {
  const ids = new Map(party.contacts.map((contact) => [textOf(contact[markerField]), contact.id]))
  const created: Record<string, string> = {}
  for (const part of parts) {
    const id = part.kind === 'create' && part.list === 'contacts' ? ids.get(part.marker) : undefined
    if (id !== undefined && part.kind === 'create') created[part.key] = id
  }
  return created
}

/** How far a write got when something failed: nothing was sent, one request was, or one took effect and a further one was to follow. */
type Stage = 'reading' | 'writing' | 'written'

function resultOf(error: unknown, stage: Stage): WriteResult {
  if (!isConnectorError(error)) throw error
  const unknown = stage === 'written' || (stage === 'writing' && error.outcomeUnknown)
  return { status: unknown ? 'unknown' : 'failed', error }
}

const valueOf = <T>(
  value: JsonObject[string],
  convert: (value: Exclude<JsonObject[string], undefined>) => T,
): T | undefined => (value === undefined ? undefined : convert(value))

const defined = (object: JsonObject): JsonObject =>
  Object.fromEntries(Object.entries(object).filter(([, value]) => value !== undefined))
