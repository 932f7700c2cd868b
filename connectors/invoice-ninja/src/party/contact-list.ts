import type { JsonObject } from '#canonical'
import { ConnectorError } from '#connector-kit'
import type { PartWrite, WriteOperation } from '#connector-kit'
import { textOf } from '../api.js'
import type { ApiContact, ApiParty, MarkerField } from '../api.js'
import { contactName, isPerson, nameOf, ownContact, sameName, splitName } from './own-contact.js'

/** A contact on its way: what it is now, if it exists, and what changes. */
interface Entry {
  present: ApiContact | null
  edit: JsonObject
}

/**
 * The complete list of contacts that a write must send, since one that is left out is deleted and one without its id becomes another
 * (upstream §5); undefined when the write changes no contact, so that the list is not sent at all. `party` is the record as it is now.
 * Throws `rejected` for a contact that is not there.
 */
export function contactList(
  party: ApiParty | null,
  operation: WriteOperation,
  markerField: MarkerField,
): JsonObject[] | undefined {
  const entries = (party?.contacts ?? []).map((present): Entry => ({ present, edit: {} }))
  const own = ownEntry(party, entries, operation, markerField)
  const parts = operation.parts.filter(({ list }) => list === 'contacts')
  const removed = new Set(parts.flatMap((part) => (part.kind === 'delete' ? [part.id] : [])))
  for (const part of parts) if (part.kind !== 'delete') place(entries, part, markerField)

  const kept = entries.filter(({ present }) => !present || !removed.has(present.id))
  const changed = kept.some(({ present, edit }) => !present || Object.keys(edit).length > 0)
  if (!changed && kept.length === entries.length) return undefined
  dropRepeatedEmails(own ? [own, ...kept.filter((entry) => entry !== own)] : kept)
  return asSent(kept)
}

/** The own contact with what the write changes of the party's e-mail, phone and name; a new one where it is needed. */
function ownEntry(
  party: ApiParty | null,
  entries: Entry[],
  { kind, values, ...operation }: WriteOperation,
  markerField: MarkerField,
): Entry | undefined {
  const present = party ? ownContact(party, markerField) : undefined
  const email = values['email']
  const name = textOf(values['name'])
  if (present) {
    const entry = entries.find((entry) => entry.present === present)
    if (!entry || !party) return undefined
    if (email !== undefined) entry.edit['email'] = email ?? ''
    // The own contact's phone shows where the party has none.
    if (values['phone'] === null && textOf(present.phone) !== null) entry.edit['phone'] = ''
    const follows = sameName(contactName(present), nameOf(party))
    if (name !== null && follows) Object.assign(entry.edit, splitName(name))
    return entry
  }
  const person = party ? isPerson(party) : values['classification'] === 'individual'
  if ((email ?? null) === null && !(kind === 'create' && person)) return undefined
  const full = name ?? (party ? nameOf(party) : null)
  const marker = 'marker' in operation ? operation.marker : party && textOf(party[markerField])
  const entry: Entry = {
    present: null,
    edit: {
      ...(person && full !== null ? splitName(full) : {}),
      email: email ?? '',
      ...(marker ? { [markerField]: marker } : {}),
    },
  }
  if (kind === 'create') entries.unshift(entry)
  else entries.push(entry)
  return entry
}

/** A contact that carries the marker of a create was made by an earlier try whose answer got lost. */
function place(
  entries: Entry[],
  part: Exclude<PartWrite, { kind: 'delete' }>,
  markerField: MarkerField,
): void {
  const isIt = ({ present }: Entry): boolean =>
    present !== null &&
    (part.kind === 'update' ? present.id === part.id : textOf(present[markerField]) === part.marker)
  const entry = entries.find(isIt)
  if (entry) Object.assign(entry.edit, emptied(part.values))
  else if (part.kind === 'create') {
    entries.push({ present: null, edit: { ...emptied(part.values), [markerField]: part.marker } })
  } else {
    throw new ConnectorError('rejected', { code: 'invoice-ninja.no-contact', field: 'contacts' })
  }
}

/**
 * Two contacts of a party must not have the same address: the server refuses a request that sends it twice, and its own screen could not
 * save the client any more. The first keeps it.
 */
function dropRepeatedEmails(entries: readonly Entry[]): void {
  const holders = new Map<string, Entry>()
  // Who has an address already keeps it, before anybody who is to get it.
  const settled = entries.filter(({ edit }) => edit['email'] === undefined)
  for (const entry of [...settled, ...entries.filter((entry) => !settled.includes(entry))]) {
    const email = emailOf(entry)
    if (email === null) continue
    if (!holders.has(email)) holders.set(email, entry)
    else delete entry.edit['email']
  }
}

/**
 * `is_primary` and `send_email` are sent for everybody: without them the server makes the first contact the primary one and a recipient
 * of invoices. A new contact becomes a recipient only when there is none with an address.
 */
function asSent(entries: readonly Entry[]): JsonObject[] {
  let recipient = entries.some((entry) => entry.present?.send_email === true && emailOf(entry) !== null)
  const primary = entries.some(({ present }) => present?.is_primary === true)
  return entries.map(({ present, edit }, index) => {
    if (present) {
      const { id, is_primary, send_email } = present
      return { ...edit, id, is_primary, send_email }
    }
    const becomes = !recipient && textOf(edit['email']) !== null
    if (becomes) recipient = true
    return { ...edit, is_primary: !primary && index === 0, send_email: becomes }
  })
}

const emailOf = ({ present, edit }: Entry): string | null => textOf(edit['email'] ?? present?.email)

/** Null would be stored as well, but `""` is what the API shows. */
const emptied = (values: JsonObject): JsonObject =>
  Object.fromEntries(Object.entries(values).map(([name, value]) => [name, value ?? '']))
