import { createHash } from 'node:crypto'
import type { JsonObject, NativeRecord } from '#connector-kit'
import type { Row } from './client.js'
import { isPartMarker, partMarker } from './markers.js'
import { DEMANDED, isNameless, MARKER, PLACEHOLDER, plainName, sameName } from './types.js'
import type { PartyKind } from './types.js'
import { stampOf } from './zone.js'

/** Contacts and addresses of one party, as rows; undefined where the account may not read them. */
export interface Parts {
  contacts: Row[] | undefined
  addresses: Row[] | undefined
}

/**
 * One document per party: its own columns, `email` and `phone` of its own contact, the main address under `address`, and
 * the other contacts and addresses as lists. Which contact and address stand for the party itself is said in README.md.
 */
export function compose(kind: PartyKind, row: Row, parts: Parts): NativeRecord {
  const values: JsonObject = cleaned(row)
  if (parts.contacts) {
    const contacts = parts.contacts.toSorted(oldestFirst)
    const own = ownContact(kind, row, contacts)
    values['own_contact'] = own ? contactItem(own) : null
    values['email'] = filled(own?.['email_id'])
    values['phone'] = filled(own?.['phone']) ?? filled(own?.['mobile_no'])
    values['contacts'] = contacts.filter((contact) => contact !== own).map(contactItem)
  }
  if (parts.addresses) {
    // A disabled address is what ERPNext leaves of a deleted one that an invoice still names (recording 286).
    const addresses = parts.addresses.filter((address) => !address['disabled']).toSorted(oldestFirst)
    const main = mainAddress(addresses)
    values['address'] = main ? addressItem(main, row[kind.nameField]) : null
    values['addresses'] = addresses
      .filter((address) => address !== main)
      .map((address) => addressItem(address, row[kind.nameField]))
  }
  return {
    type: kind.doctype,
    id: row.name,
    values,
    incarnation: textOf(row['creation']),
    // The party's own `modified` does not move with its contacts and addresses (upstream/erpnext.md §7): all content counts.
    version: createHash('sha1').update(JSON.stringify(values)).digest('base64url'),
    changedAt: stampOf(row['modified']),
    marker: textOf(row[MARKER]),
    state: 'present',
  }
}

/** The contact that stands for the party; the primary one, where several could. */
function ownContact(kind: PartyKind, party: Row, contacts: readonly Row[]): Row | undefined {
  const candidates = contacts.filter((contact) => standsFor(kind, party, contact))
  return candidates.find((contact) => contact['is_primary_contact'] === 1) ?? candidates[0]
}

/**
 * True for a contact that stands for the party: one without a name, or named like the party; never one that the hub created as
 * a person. A rename must not cut it off, since contacts keep their name then (recording 285): so the party's key and the
 * contact's own key "Name-Name" count too. Takes a contact's row or its item.
 */
export function standsFor(kind: PartyKind, party: JsonObject, contact: JsonObject): boolean {
  const marker = contact[MARKER]
  if (marker && !isPartMarker(String(marker), 'contact')) return false
  if (isNameless(contact) || marker === partMarker(party, kind.doctype, 'contact')) return true
  const name = plainName(contact['full_name'])
  if (name === plainName(party[kind.nameField]) || name === plainName(party['name'])) return true
  const key = plainName(contact['name'])
  const twice = plainName(`${String(contact['full_name'])}-${String(contact['full_name'])}`)
  return key === twice || (key.startsWith(`${twice}-`) && /^\d+$/.test(key.slice(twice.length + 1)))
}

/**
 * The preferred billing address, else the first of kind Billing, else the first. An address that the hub created as a further
 * one stays one until somebody prefers it.
 */
function mainAddress(addresses: readonly Row[]): Row | undefined {
  const possible = addresses.filter(
    ({ [MARKER]: marker }) => !marker || isPartMarker(String(marker), 'address'),
  )
  return (
    addresses.find((address) => address['is_primary_address'] === 1) ??
    possible.find((address) => address['address_type'] === 'Billing') ??
    possible[0]
  )
}

/** Mappings know a first and a last name: a middle name counts to the first. */
function contactItem(row: Row): JsonObject {
  const item = cleaned(row)
  const first = [item['first_name'], item['middle_name']].filter(
    (name) => name !== null && name !== undefined,
  )
  return { ...item, id: row.name, first_name: first.length > 0 ? first.join(' ') : null }
}

/** A title that only repeats the party's name says nothing: ERPNext fills it in by itself. */
function addressItem(row: Row, partyName: unknown): JsonObject {
  const item: JsonObject = { ...cleaned(row), id: row.name }
  for (const column of DEMANDED) if (item[column] === PLACEHOLDER) item[column] = null
  if (sameName(item['address_title'], partyName)) item['address_title'] = null
  return item
}

/** Empty texts are no values. */
function cleaned(row: Row): JsonObject {
  const values: JsonObject = {}
  for (const key in row) values[key] = row[key] === '' ? null : row[key]
  return values
}

const filled = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null)
const textOf = filled

function oldestFirst(a: Row, b: Row): number {
  const [left, right] = [`${String(a['creation'])} ${a.name}`, `${String(b['creation'])} ${b.name}`]
  return left < right ? -1 : left > right ? 1 : 0
}
