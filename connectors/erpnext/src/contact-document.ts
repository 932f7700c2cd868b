import type { Json, JsonObject } from '#connector-kit'
import type { Row } from './client.js'
import { isNameless } from './types.js'

/** The plain values of a contact item that are rows of child tables in the system. */
const CHANNELS = {
  email_id: { table: 'email_ids', column: 'email_id', flag: 'is_primary', flags: ['is_primary'] },
  phone: {
    table: 'phone_nos',
    column: 'phone',
    flag: 'is_primary_phone',
    flags: ['is_primary_phone', 'is_primary_mobile_no'],
  },
  mobile_no: {
    table: 'phone_nos',
    column: 'phone',
    flag: 'is_primary_mobile_no',
    flags: ['is_primary_phone', 'is_primary_mobile_no'],
  },
} as const
type Channel = keyof typeof CHANNELS

const isChannel = (name: string): name is Channel => Object.hasOwn(CHANNELS, name)

/** A new contact from the values of an item. */
export function newContact(values: JsonObject): JsonObject {
  return contactChange({ name: '', email_ids: [], phone_nos: [] }, values)
}

/**
 * What to send so that a contact shows these values: its primary rows change, every other row is sent along as it is, since the
 * array replaces the table and a row is not merged (upstream/erpnext.md §3).
 */
export function contactChange(doc: Row, values: JsonObject): JsonObject {
  const change: JsonObject = {}
  const tables = new Map<string, JsonObject[]>()
  for (const [name, value] of Object.entries(values)) {
    if (!isChannel(name)) change[name] = value
    else {
      const { table } = CHANNELS[name]
      tables.set(table, withPrimary(tables.get(table) ?? rowsOf(doc, table), name, value ?? null))
    }
  }
  // Items show first and middle name as one.
  if (Object.hasOwn(values, 'first_name') && doc['middle_name']) change['middle_name'] = null
  return { ...change, ...Object.fromEntries(tables) }
}

/** Where the party's telephone number is kept in its own contact: where it was read from. */
export function ownContactValues(own: JsonObject | null, values: { email?: Json; phone?: Json }): JsonObject {
  const mobile = own !== null && !own['phone'] && Boolean(own['mobile_no'])
  return {
    ...(values.email === undefined ? {} : { email_id: values.email }),
    ...(values.phone === undefined ? {} : { [mobile ? 'mobile_no' : 'phone']: values.phone }),
  }
}

/** Names of the contact that stands for a party: none for an organization, as ERPNext itself does; a person's own. */
export function ownContactName(partyName: string, person: boolean): JsonObject {
  return person ? personName(partyName) : { company_name: partyName }
}

/** When the party is renamed, a contact that carries its name goes along; one without a name needs nothing. */
export function renamedOwnContact(own: JsonObject, partyName: string): JsonObject {
  return isNameless(own) ? {} : personName(partyName)
}

function personName(name: string): JsonObject {
  const space = name.lastIndexOf(' ')
  return space < 0
    ? { first_name: name, last_name: null }
    : { first_name: name.slice(0, space), last_name: name.slice(space + 1) }
}

/** Rows of a child table with nothing but their own columns. */
function rowsOf(doc: JsonObject, table: string): JsonObject[] {
  const rows = doc[table]
  if (!Array.isArray(rows)) return []
  const { column, flags } = table === 'email_ids' ? CHANNELS.email_id : CHANNELS.phone
  return (rows as JsonObject[]).map((row) => {
    const kept = ['name', column, ...flags].map((key) => [key, row[key] ?? null])
    return Object.fromEntries(kept) as JsonObject
  })
}

function withPrimary(rows: readonly JsonObject[], name: Channel, value: Json): JsonObject[] {
  const { column, flag, flags } = CHANNELS[name]
  const wasPrimary = (row: JsonObject): boolean => row[flag] === 1
  const shared = (row: JsonObject): boolean => flags.some((other) => other !== flag && row[other] === 1)
  if (value === null) {
    return rows.flatMap((row) => (wasPrimary(row) ? (shared(row) ? [{ ...row, [flag]: 0 }] : []) : [row]))
  }
  const holder = rows.find((row) => row[column] === value)
  if (holder) return rows.map((row) => ({ ...row, [flag]: row === holder ? 1 : 0 }))
  const primary = rows.find((row) => wasPrimary(row) && !shared(row))
  if (primary) return rows.map((row) => (row === primary ? { ...row, [column]: value } : row))
  return [...rows.map((row) => ({ ...row, [flag]: 0 })), { [column]: value, [flag]: 1 }]
}
