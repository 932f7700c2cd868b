import type { JsonObject } from '#canonical'
import type { PartWrite } from '#connector-kit'
import { textOf } from '../api.js'
import type { ApiParty } from '../api.js'
import type { CodeTable } from '../reference.js'

/** Id and type of the one further address that a client has. */
export const SHIPPING = 'shipping'

const COLUMNS = ['address1', 'address2', 'city', 'state', 'postal_code'] as const

/** The client's shipping address; undefined when none of its columns is filled. */
export function shippingAddress(party: ApiParty, countries: CodeTable): JsonObject | undefined {
  const filled = (column: string): boolean => textOf(party[`shipping_${column}`]) !== null
  if (!COLUMNS.some(filled) && !filled('country_id')) return undefined
  return {
    ...Object.fromEntries(COLUMNS.map((column) => [column, textOf(party[`shipping_${column}`])])),
    country_code: countries.code(party['shipping_country_id']),
  }
}

/** What the address parts of a write change, and the ids of those that found a place. */
export interface ShippingPlan {
  columns: JsonObject
  created: Record<string, string>
}

/**
 * Columns for the address parts of a write. There is one place, for a shipping address: the first one that is created takes it when it is
 * free. Other addresses have no place in Invoice Ninja; they are left out, and get no id. Throws `rejected` for an unknown country.
 */
export function planShipping(
  party: ApiParty | null,
  parts: readonly PartWrite[],
  countries: CodeTable,
): ShippingPlan {
  const columns: JsonObject = {}
  const created: Record<string, string> = {}
  let taken = party !== null && shippingAddress(party, countries) !== undefined
  const addresses = parts.filter(({ list }) => list === 'addresses')
  if (addresses.some(({ kind }) => kind === 'delete')) {
    for (const column of [...COLUMNS, 'country_id']) columns[`shipping_${column}`] = ''
    taken = false
  }
  for (const part of addresses) {
    if (part.kind === 'update') Object.assign(columns, columnsOf(part.values, countries))
    if (part.kind !== 'create' || taken || (part.values['type'] ?? SHIPPING) !== SHIPPING) continue
    Object.assign(columns, columnsOf(part.values, countries))
    created[part.key] = SHIPPING
    taken = true
  }
  return { columns, created }
}

function columnsOf(values: JsonObject, countries: CodeTable): JsonObject {
  const columns: JsonObject = {}
  for (const column of COLUMNS) {
    if (values[column] !== undefined) columns[`shipping_${column}`] = values[column] ?? ''
  }
  const country = values['country_code']
  if (country !== undefined) columns['shipping_country_id'] = countries.id(country) ?? ''
  return columns
}
