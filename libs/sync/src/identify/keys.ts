import type { Flat } from '#canonical'
import { email, nameTokens, number, phone, postalCode, registration, street, vatId } from './normalise.js'

/** The values by which a party is recognised, normalised once. */
export interface Features {
  kind: string
  vatId: string
  registration: string
  number: string
  emails: ReadonlySet<string>
  phones: ReadonlySet<string>
  name: readonly string[]
  postalCode: string
  street: string
  city: string
  country: string
}

/** Reads the features of a party, from its own fields and from those of its contacts. */
export function features(values: Flat, contacts: readonly Flat[]): Features {
  const country = values['address.country']
  const all = [values, ...contacts]
  const set = (read: (from: Flat) => string[]): ReadonlySet<string> =>
    new Set(all.flatMap(read).filter((value) => value !== ''))
  return {
    kind: text(values['kind']),
    vatId: vatId(values['vatId']),
    registration: registration(values['registrationNumber']),
    number: number(values['number']),
    emails: set((from) => [email(from['email'])]),
    phones: set((from) => [phone(from['phone'], country), phone(from['mobile'], country)]),
    name: nameTokens(values['name']),
    postalCode: postalCode(values['address.postalCode']),
    street: street(values['address.street']),
    city: nameTokens(values['address.city']).join(' '),
    country: text(country),
  }
}

const text = (value: Flat[string] | undefined): string => (typeof value === 'string' ? value : '')

/**
 * Blocking keys: two parties that could be the same share at least one of them, compared by plain equality, so that the
 * work grows with the number of look-alikes and not with the number of records.
 */
export function matchKeys(party: Features): string[] {
  const joined = [...party.name].sort().join('')
  const keys = [
    party.vatId && `vat:${party.vatId}`,
    party.registration && `reg:${party.registration}`,
    party.number && `num:${party.number}`,
    joined && `name:${joined}`,
    party.postalCode && joined && `post:${party.postalCode}:${(party.name[0] ?? '').slice(0, 4)}`,
    party.postalCode && party.street && `street:${party.postalCode}:${party.street}`,
    ...[...party.emails].map((value) => `mail:${value}`),
    ...[...party.phones].map((value) => `tel:${value}`),
  ]
  return keys
    .filter((key): key is string => typeof key === 'string' && key !== '')
    .map((key) => key.slice(0, 200))
}
