import type { Json, JsonObject } from '#canonical'
import { objectsOf, textOf } from '../input.js'
import { EMAIL_LENGTH, TEXT_LENGTH, cut } from '../rows.js'
import { CONTACT_COLUMNS } from './rows.js'
import type { ContactRow, PartyRow } from './rows.js'
import { ordered } from './table.js'
import type { PartyTable } from './table.js'

/**
 * Saves the contacts of a request (ClientContactRepository, VendorContactRepository). The list is complete: who is not in it
 * is deleted. **A contact is matched by its id only**; one without, or with an unknown one, is new. The first with
 * `is_primary`, else the first, becomes primary. Without any contact a blank one is made. Returns whether something changed.
 */
export function saveContacts(
  table: PartyTable,
  row: PartyRow,
  given: Json | undefined,
  now: number,
): boolean {
  const contacts = sortedByPrimary(listOf(given))
  const kept = new Set(contacts.map((contact) => textOf(contact['id'])))
  const remaining = row.contacts.filter((contact) => kept.has(contact.hash))
  let changed = remaining.length < row.contacts.length
  row.contacts = remaining

  const noMail = table.type === 'client' && !contacts.some((contact) => contact['send_email'] === true)
  contacts.forEach((contact, index) => {
    const input: JsonObject = {
      ...contact,
      is_primary: index === 0,
      ...(index === 0 && noMail ? { send_email: true } : {}),
    }
    if (saveOne(table, row, input, now)) changed = true
  })
  if (row.contacts.length > 0) return changed

  const blank = newContact(table, now)
  blank.isPrimary = true
  blank.columns['email'] = table.type === 'client' ? ' ' : null
  row.contacts.push(blank)
  return true
}

function saveOne(table: PartyTable, row: PartyRow, input: JsonObject, now: number): boolean {
  const known = takeOver(table, row, textOf(input['id']))
  const contact = known ?? newContact(table, now)
  let changed = known === undefined
  if (changed) row.contacts.push(contact)
  const set = <T>(present: T, wanted: T, store: (value: T) => void): void => {
    if (present === wanted) return
    store(wanted)
    changed = true
  }
  for (const column of CONTACT_COLUMNS) {
    if (!(column in input)) continue
    const text = textOf(input[column]) ?? (column === 'email' ? '' : null)
    const wanted = text === null ? null : cut(text, column === 'email' ? EMAIL_LENGTH : TEXT_LENGTH)
    set(contact.columns[column] ?? null, wanted, (value) => (contact.columns[column] = value))
  }
  set(contact.isPrimary, input['is_primary'] === true, (value) => (contact.isPrimary = value))
  if ('send_email' in input) {
    set(contact.sendEmail, Boolean(input['send_email']), (value) => (contact.sendEmail = value))
  }
  if (changed) contact.updatedAt = now
  return changed
}

/** The contact with this id. One that belongs to somebody else moves over here: nothing checks whose it is. */
function takeOver(table: PartyTable, row: PartyRow, hash: string | null): ContactRow | undefined {
  if (hash === null) return undefined
  const own = row.contacts.find((contact) => contact.hash === hash)
  const holder = own ? undefined : table.ofContact(hash)
  const found = holder?.contacts.find((contact) => contact.hash === hash)
  if (!holder || !found || holder === row) return own
  table.change(holder, (other) => {
    other.contacts = other.contacts.filter((contact) => contact !== found)
  })
  row.contacts.push(found)
  return found
}

function newContact(table: PartyTable, now: number): ContactRow {
  const key = table.newContactKey()
  return {
    ...key,
    columns: Object.fromEntries(CONTACT_COLUMNS.map((name) => [name, null])),
    isPrimary: false,
    sendEmail: table.type === 'client',
    key: key.hash.repeat(4).slice(0, 32),
    createdAt: now,
    updatedAt: now,
  }
}

/** `count === count(recursive)` in the source: a list without a filled item counts as one item without values. */
function listOf(given: Json | undefined): JsonObject[] {
  if (given === undefined || given === null) return []
  const items = objectsOf(given)
  return items.some((item) => Object.keys(item).length > 0) ? items : [{}]
}

const sortedByPrimary = (contacts: JsonObject[]): JsonObject[] =>
  [...contacts].sort((a, b) => Number(Boolean(b['is_primary'])) - Number(Boolean(a['is_primary'])))

/** The contact that the system's own screens show first. */
export const primaryOf = (row: PartyRow): ContactRow | undefined => ordered(row.contacts)[0]
