import { ConnectorError } from '#connector-kit'
import type {
  ConnectorErrorDetails,
  Json,
  JsonObject,
  NativeRecord,
  WriteOperation,
  WriteResult,
} from '#connector-kit'
import { refusedAddress, refusedContact, refusedParty } from './preflight.js'
import type { Tables } from './tables.js'
import { KINDS } from './types.js'
import type { PartyKind } from './types.js'

/** One operation on its way through the calls that it needs. */
export interface Work {
  operation: WriteOperation
  kind: PartyKind
  /** Columns of the party itself. */
  columns: JsonObject
  /** Values that its own contact keeps. */
  own: { email?: string | null; phone?: string | null }
  /** Values of its main address. */
  address: JsonObject
  /** The party's key, once it is known. */
  name: string | null
  /** A create whose marker was there already: an earlier try got at least this far. */
  resumed: boolean
  /** True once a call of this operation has taken effect: from then on a failure leaves it half done. */
  written: boolean
  /** Set as soon as the operation cannot succeed any more. */
  result: WriteResult | null
  /** Ids of created parts by key. */
  parts: Record<string, string>
  /** Documents that this operation saved, by DocType and name, with the account that did; null for the one that created it. */
  saved: Map<string, string | null>
}

/** Notes a document that this operation created, or saved with this answer. */
export function noteSaved(work: Work, doctype: string, name: string, answer?: JsonObject): void {
  work.written = true
  work.saved.set(keyOf(doctype, name), answer ? String(answer['modified_by']) : null)
}

const keyOf = (doctype: string, name: unknown): string => `${doctype}\n${String(name)}`

/**
 * True when somebody else saved one of the documents after this operation did: what is read back then is not only our own doing.
 */
export function isTouched({ saved, kind }: Work, { values }: NativeRecord): boolean {
  const items = (list: string): JsonObject[] => (values[list] ?? []) as JsonObject[]
  const of = (doctype: string, docs: readonly (Json | undefined)[]): [string, JsonObject][] =>
    docs.flatMap((doc) => (doc ? [[doctype, doc as JsonObject]] : []))
  return [
    ...of(kind.doctype, [values]),
    ...of('Contact', [values['own_contact'], ...items('contacts')]),
    ...of('Address', [values['address'], ...items('addresses')]),
  ].some(([doctype, doc]) => {
    const account = saved.get(keyOf(doctype, doc['name']))
    return account !== undefined && doc['modified_by'] !== (account ?? doc['owner'])
  })
}

/**
 * Keys that must never be in a body (upstream/erpnext.md §3, §12 no. 19): they aim a save at another document, are set by the
 * server, or are copies of what the contact and the address hold.
 */
const NEVER_SENT = new Set(
  (
    'name doctype flags data owner creation modified modified_by docstatus idx ' +
    'contacts addresses own_contact email_id mobile_no first_name last_name primary_address'
  ).split(' '),
)

export function startWork(operation: WriteOperation): Work {
  const kind = KINDS[operation.type]
  const { email, phone, address, ...rest } = operation.values
  const work: Work = {
    operation,
    kind: kind ?? (KINDS['Customer'] as PartyKind),
    columns: Object.fromEntries(Object.entries(rest).filter(([name]) => !NEVER_SENT.has(name))),
    own: {
      ...(email === undefined ? {} : { email: textOf(email) }),
      ...(phone === undefined ? {} : { phone: textOf(phone) }),
    },
    address: { ...(address as JsonObject | null) },
    name: operation.kind === 'update' ? operation.id : null,
    resumed: false,
    written: false,
    result: null,
    parts: {},
    saved: new Map(),
  }
  if (!kind)
    fail(work, new ConnectorError('rejected', { code: 'erpnext.refused', params: { type: operation.type } }))
  return work
}

const textOf = (value: unknown): string | null => (value === null ? null : String(value))

/**
 * Ends a work. `failed` promises that nothing was written: what may have happened all the same, and what was done in part,
 * is `unknown` and is settled by reading.
 */
export function fail(work: Work, error: ConnectorError): void {
  const unknown = error.outcomeUnknown || work.written
  work.result ??= { status: unknown ? 'unknown' : 'failed', error: unknown ? uncertain(error) : error }
}

function copyOf(error: ConnectorError, changes: Partial<ConnectorErrorDetails>): ConnectorError {
  const { code, params, field, retryAfter, status, outcomeUnknown, upstream } = error
  return new ConnectorError(error.kind, {
    code,
    params,
    outcomeUnknown,
    ...(field === undefined ? {} : { field }),
    ...(retryAfter === undefined ? {} : { retryAfter }),
    ...(status === undefined ? {} : { status }),
    ...(upstream === undefined ? {} : { upstream }),
    ...changes,
  })
}

/** The same refusal with the place of the part in front of its field. */
export function within(error: ConnectorError, path: string): ConnectorError {
  return copyOf(error, { field: error.field ? path + error.field : path.replace(/\.$/, '') })
}

/** A party's name is its key: whatever is said about the key is said about the name. */
export function aboutName(error: ConnectorError, field: string): ConnectorError {
  return NAMING.has(error.code) ? copyOf(error, { field }) : error
}

const NAMING = new Set(['erpnext.name-illegal', 'erpnext.name-taken'])

/** The same error after something may have been written. */
export function uncertain(error: ConnectorError): ConnectorError {
  return copyOf(error, { outcomeUnknown: true })
}

/** The error of a call, for an operation that was not sent any more because of it. */
export function unsent(error: ConnectorError): ConnectorError {
  return error.outcomeUnknown ? copyOf(error, { outcomeUnknown: false }) : error
}

/** Puts the site's own names in the place of codes, and refuses what the parts would be refused for. */
export async function prepareWorks(works: readonly Work[], tables: Tables): Promise<void> {
  const addresses = (work: Work): JsonObject[] => [
    work.address,
    ...work.operation.parts.flatMap((part) =>
      part.list === 'addresses' && part.kind !== 'delete' ? [part.values] : [],
    ),
  ]
  const listed = (work: Work): boolean =>
    Boolean(work.columns['language'] ?? work.columns['default_currency'])
  const coded = works.some((work) => listed(work) || addresses(work).some((values) => values['country']))
  if (coded) await tables.load()
  for (const work of works) {
    work.columns = { ...work.columns, ...language(work.columns, tables) }
    work.address = { ...work.address, ...country(work.address, tables) }
    const error = refusal(work, tables)
    if (error) fail(work, error)
  }
}

function refusal(work: Work, tables: Tables): ConnectorError | null {
  if (work.columns['language'] && !tables.languageFor(String(work.columns['language']))) {
    const params = { language: String(work.columns['language']) }
    return new ConnectorError('rejected', { code: 'erpnext.language-unknown', field: 'language', params })
  }
  const currency = work.columns['default_currency']
  if (currency && !tables.hasCurrency(String(currency))) {
    const params = { currency: String(currency) }
    return new ConnectorError('rejected', {
      code: 'erpnext.currency-unknown',
      field: 'default_currency',
      params,
    })
  }
  const own = { email_id: work.own.email ?? null, phone: work.own.phone ?? null }
  const refusals = [
    refusedParty(work.columns),
    ownField(refusedContact(own, '')),
    unknownCountry(work.address, 'address.', tables) ?? refusedAddress(work.address, 'address.'),
    ...work.operation.parts.map((part) => {
      if (part.kind === 'delete') return null
      if (part.list === 'contacts') return refusedContact(part.values, 'contacts.')
      return unknownCountry(part.values, 'addresses.', tables) ?? refusedAddress(part.values, 'addresses.')
    }),
  ]
  return refusals.find((one) => one !== null) ?? null
}

/** On the party itself the field is called `email`. */
function ownField(error: ConnectorError | null): ConnectorError | null {
  return error?.field === 'email_id'
    ? new ConnectorError(error.kind, { code: error.code, field: 'email' })
    : error
}

function language(columns: JsonObject, tables: Tables): JsonObject {
  const best = columns['language'] ? tables.languageFor(String(columns['language'])) : undefined
  return best === undefined ? {} : { language: best }
}

/** Codes become names; names stay. */
export function country(values: JsonObject, tables: Tables): JsonObject {
  const name = values['country'] ? tables.countryOf(String(values['country'])) : undefined
  return name === undefined ? {} : { country: name }
}

function unknownCountry(values: JsonObject, path: string, tables: Tables): ConnectorError | null {
  const value = values['country']
  if (!value || tables.countryOf(String(value)) || tables.codeOf(String(value))) return null
  const params = { country: String(value) }
  return new ConnectorError('rejected', { code: 'erpnext.country-unknown', field: `${path}country`, params })
}
