import type { JsonObject } from '#connector-kit'
import { DEMANDED, PLACEHOLDER } from './types.js'

/** Columns without which there is no address. */
const CONTENT = ['address_line1', 'address_line2', 'city', 'county', 'state', 'pincode'] as const

/** What to send for these values of an address item: demanded columns never go out empty. */
export function addressChange(values: JsonObject, partyName: string): JsonObject {
  const change: JsonObject = { ...values }
  for (const column of DEMANDED)
    if (Object.hasOwn(change, column) && change[column] === null) change[column] = PLACEHOLDER
  if (change['address_title'] === null) change['address_title'] = partyName
  return change
}

/** A new address; the site fills in its own country where none is given. */
export function newAddress(values: JsonObject, partyName: string): JsonObject {
  const filled = Object.fromEntries(
    Object.entries(values).filter(([, value]) => value !== null && value !== undefined),
  )
  return {
    address_title: partyName,
    address_type: 'Billing',
    ...Object.fromEntries(DEMANDED.map((column) => [column, PLACEHOLDER])),
    ...filled,
  }
}

/** True when nothing of an address is left that somebody could write to. */
export function isEmptyAddress(values: JsonObject): boolean {
  return CONTENT.every((column) => values[column] === null || values[column] === undefined)
}

/** True when a new address would hold something. */
export function hasContent(values: JsonObject): boolean {
  return Object.values(values).some((value) => value !== null && value !== undefined)
}
