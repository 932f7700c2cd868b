import { textOf } from '../api.js'
import type { ApiContact, ApiParty, MarkerField } from '../api.js'

/**
 * Invoice Ninja keeps e-mail addresses on contacts only. The *own contact* stands for the party itself: the one that the hub made for it
 * (it carries the party's marker, and so survives a renaming), else one named like the party, else one without a name, else the first
 * contact of a private person. Undefined when every contact is somebody else.
 */
export function ownContact(party: ApiParty, markerField: MarkerField): ApiContact | undefined {
  const marker = textOf(party[markerField])
  const name = nameOf(party)
  const { contacts } = party
  return (
    (marker === null ? undefined : contacts.find((contact) => textOf(contact[markerField]) === marker)) ??
    contacts.find((contact) => sameName(contactName(contact), name)) ??
    contacts.find((contact) => contactName(contact) === null) ??
    (isPerson(party) ? contacts[0] : undefined)
  )
}

/** A party without a name goes by its first contact, as on Invoice Ninja's own screens. */
export function nameOf(party: ApiParty): string | null {
  const [first] = party.contacts
  return textOf(party.name) ?? (first ? (contactName(first) ?? textOf(first.email)) : null)
}

export function contactName(contact: ApiContact): string | null {
  return textOf(`${contact.first_name} ${contact.last_name}`)
}

/**
 * `classification` came late and is empty on most older records: whoever has a name of its own is a business then, and who goes by
 * its contact's name an individual.
 */
export function classificationOf(party: ApiParty): string {
  return textOf(party['classification']) ?? (textOf(party.name) === null ? 'individual' : 'business')
}

export const isPerson = (party: ApiParty): boolean => classificationOf(party) === 'individual'

export function sameName(a: string | null, b: string | null): boolean {
  return a !== null && b !== null && folded(a) === folded(b)
}

const folded = (name: string): string => name.toLowerCase().replace(/\s+/g, '')

/** First and last name, split at the last space as the mapping's `personName` does. */
export function splitName(name: string): { first_name: string; last_name: string } {
  const space = name.lastIndexOf(' ')
  if (space < 0) return { first_name: name, last_name: '' }
  return { first_name: name.slice(0, space), last_name: name.slice(space + 1) }
}
