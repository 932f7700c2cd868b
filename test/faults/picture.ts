import type { JsonObject } from '#canonical'
import type { RunningSimulator } from '#connector-kit/testing'
import type { SystemId } from './world.js'

/** A customer or supplier as people see it in any of the three systems. */
export interface PicturedParty {
  name: string
  vatId: string | null
  email: string | null
  phone: string | null
  street: string | null
  contacts: { name: string; email: string | null }[]
  /** Streets of further addresses. */
  addresses: string[]
}

export interface Picture {
  customers: PicturedParty[]
  suppliers: PicturedParty[]
  /** Contacts and addresses that belong to nobody. */
  strays: string[]
}

type Role = 'customers' | 'suppliers'

/** Everything that stands in a system, from its own tables and past the hub, so that two of anything are two here. */
export function picture(id: SystemId, { model }: RunningSimulator): Picture {
  const list = (type: string): JsonObject[] => model.person.list(type)
  return { odoo, erpnext, 'invoice-ninja': invoiceNinja }[id](list)
}

type List = (type: string) => JsonObject[]

function odoo(list: List): Picture {
  const partners = list('res.partner').filter((row) => row['active'] === true)
  const parents = partners.filter((row) => row['parent_id'] === null)
  const children = (row: JsonObject, contact: boolean): JsonObject[] =>
    partners.filter((child) => child['parent_id'] === row['id'] && (child['type'] === 'contact') === contact)
  const of = (rank: string): PicturedParty[] =>
    sorted(
      parents
        .filter((row) => Number(row[rank]) > 0)
        .map((row) => ({
          name: String(row['name']),
          vatId: text(row['vat']),
          email: text(row['email']),
          phone: text(row['phone']),
          street: text(row['street']),
          contacts: byName(
            children(row, true).map((child) => ({
              name: String(child['name']),
              email: text(child['email']),
            })),
          ),
          addresses: texts(children(row, false).map((child) => child['street'])),
        })),
    )
  const known = new Set(parents.map((row) => row['id']))
  const strays = partners.filter(({ parent_id: parent, customer_rank: customer, supplier_rank: supplier }) =>
    parent === null ? !customer && !supplier : !known.has(parent ?? null),
  )
  return {
    customers: of('customer_rank'),
    suppliers: of('supplier_rank'),
    strays: texts(strays.map((row) => row['name'])),
  }
}

function erpnext(list: List): Picture {
  const parts = (doctype: string, type: string, party: unknown): JsonObject[] =>
    list(doctype).filter(
      (row) => row['party_type'] === type && row['party'] === party && row['disabled'] !== 1,
    )
  const of = (type: 'Customer' | 'Supplier'): PicturedParty[] =>
    sorted(
      list(type).map((row) => {
        const address = row['address'] as JsonObject | null
        return {
          name: String(row[`${type.toLowerCase()}_name`]),
          vatId: text(row['tax_id']),
          email: text(row['email']),
          phone: text(row['phone']),
          street: text(address?.['address_line1']),
          contacts: byName(
            parts('Contact', type, row['name'])
              .filter(
                (contact) =>
                  isSomebody(contact['full_name'], row[`${type.toLowerCase()}_name`]) &&
                  contact['first_name'],
              )
              .map((contact) => ({ name: String(contact['full_name']), email: text(contact['email_id']) })),
          ),
          addresses: texts(
            parts('Address', type, row['name'])
              .filter((other) => other['is_primary_address'] !== 1)
              .map((other) => other['address_line1']),
          ),
        }
      }),
    )
  const strays = ['Contact', 'Address'].flatMap((doctype) =>
    // The site's own users are contacts, too.
    list(doctype).filter((row) => row['party'] === null && row['owner'] !== 'Administrator'),
  )
  return {
    customers: of('Customer'),
    suppliers: of('Supplier'),
    strays: texts(strays.map((row) => row['name'])),
  }
}

function invoiceNinja(list: List): Picture {
  const of = (type: string): PicturedParty[] =>
    sorted(
      list(type).map((row) => {
        const contacts = (row['contacts'] as JsonObject[]).map((contact) => ({
          name: `${String(contact['first_name'])} ${String(contact['last_name'])}`.trim(),
          email: text(contact['email']),
        }))
        return {
          name: String(row['name']),
          vatId: text(row['vat_number']),
          email: contacts.find(({ name }) => !isSomebody(name, row['name']))?.email ?? null,
          phone: text(row['phone']),
          street: text(row['address1']),
          contacts: byName(contacts.filter(({ name }) => isSomebody(name, row['name']))),
          addresses: texts([row['shipping_address1']]),
        }
      }),
    )
  return { customers: of('client'), suppliers: of('vendor'), strays: [] }
}

/** False for the contact that stands for the party itself: it has no name, or a private customer's own. */
const isSomebody = (name: unknown, party: unknown): boolean => name !== '' && name !== party

const text = (value: unknown): string | null =>
  typeof value === 'string' && value.trim() !== '' ? value.trim() : null

const texts = (values: readonly unknown[]): string[] =>
  values
    .map(text)
    .filter((value) => value !== null)
    .sort()

const byName = <T extends { name: string }>(items: readonly T[]): T[] =>
  [...items].sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1))

const sorted = (parties: readonly PicturedParty[]): PicturedParty[] => byName(parties)

/** One role of a picture, by name. */
export function party(all: Picture, name: string, role: Role = 'customers'): PicturedParty {
  const found = all[role].filter((one) => one.name === name)
  if (found.length !== 1 || !found[0]) throw new Error(`${found.length} ${role} are called ${name}`)
  return found[0]
}
