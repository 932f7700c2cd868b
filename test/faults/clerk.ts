import type { JsonObject } from '#canonical'
import type { Person, RunningSimulator } from '#connector-kit/testing'
import type { SystemId } from './world.js'

/** What people do with customers at a system's own screens; each by the name that stands there. */
export interface Clerk {
  rename(customer: string, name: string): void
  phone(customer: string, phone: string): void
  email(customer: string, email: string): void
  vat(customer: string, vatId: string): void
  number(customer: string, number: string): void
  street(customer: string, street: string): void
  /** A delivery address; `null` as the present street adds one, as the new one takes it away. */
  delivery(customer: string, from: string | null, to: string | null): void
  addContact(customer: string, name: string, email: string): void
  contactEmail(customer: string, contact: string, email: string): void
  dropContact(customer: string, contact: string): void
  makeSupplier(customer: string): void
}

/** Somebody who works in this system. */
export function clerkOf(id: SystemId, { model }: RunningSimulator): Clerk {
  return { odoo, erpnext, 'invoice-ninja': invoiceNinja }[id](model.person)
}

function only(rows: readonly JsonObject[], what: string): JsonObject & { id: string } {
  const [row] = rows
  if (!row || rows.length > 1) throw new Error(`there are ${rows.length} of ${what}`)
  return { ...row, id: String(row['id'] ?? row['name']) }
}

const halves = (name: string): JsonObject => {
  const space = name.lastIndexOf(' ')
  return { first_name: name.slice(0, space), last_name: name.slice(space + 1) }
}

function odoo(person: Person): Clerk {
  const type = 'res.partner'
  const rows = (): JsonObject[] => person.list(type).filter((row) => row['active'] === true)
  const find = (name: string): string =>
    only(
      rows().filter((row) => row['parent_id'] === null && row['name'] === name),
      name,
    ).id
  const child = (parent: string, field: string, value: string): string =>
    only(
      rows().filter((row) => row['parent_id'] === parent && row[field] === value),
      value,
    ).id
  const set = (customer: string, values: JsonObject): void => person.update(type, find(customer), values)
  return {
    rename: (customer, name) => set(customer, { name }),
    phone: (customer, phone) => set(customer, { phone }),
    email: (customer, email) => set(customer, { email }),
    vat: (customer, vat) => set(customer, { vat }),
    number: (customer, number) => set(customer, { ref: number }),
    street: (customer, street) => set(customer, { street }),
    delivery(customer, from, to) {
      const parent = find(customer)
      const values = { street: to, zip: '10117', city: 'Berlin', country_id: 'DE' }
      if (from === null) person.create(type, { ...values, parent_id: parent, type: 'delivery' })
      else person.update(type, child(parent, 'street', from), to === null ? { active: false } : values)
    },
    addContact(customer, name, email) {
      person.create(type, { parent_id: find(customer), type: 'contact', name, email })
    },
    contactEmail: (customer, contact, email) =>
      person.update(type, child(find(customer), 'name', contact), { email }),
    dropContact: (customer, contact) =>
      person.update(type, child(find(customer), 'name', contact), { active: false }),
    makeSupplier: (customer) => set(customer, { supplier_rank: 1 }),
  }
}

function erpnext(person: Person): Clerk {
  const find = (name: string): JsonObject & { id: string } =>
    only(
      person.list('Customer').filter((row) => row['customer_name'] === name),
      name,
    )
  const set = (customer: string, values: JsonObject): void =>
    person.update('Customer', find(customer).id, values)
  const part = (doctype: string, customer: string, field: string, value: string): string =>
    only(
      person
        .list(doctype)
        .filter(
          (row) =>
            row['party_type'] === 'Customer' && row['party'] === find(customer).id && row[field] === value,
        ),
      value,
    ).id
  // Taking a contact or address away does not show at the party (README of the connector); its next save does.
  const touch = (customer: string): void => set(customer, { customer_details: `gesehen ${Math.random()}` })
  return {
    rename: (customer, name) => set(customer, { customer_name: name }),
    phone: (customer, phone) => set(customer, { phone }),
    email: (customer, email) => set(customer, { email }),
    vat: (customer, vat) => set(customer, { tax_id: vat }),
    number() {
      throw new Error('ERPNext has no numbers of customers')
    },
    street: (customer, street) => set(customer, { address: { address_line1: street } }),
    delivery(customer, from, to) {
      const values = { address_line1: to, pincode: '10117', city: 'Berlin', country: 'Germany' }
      const link = { party_type: 'Customer', party: find(customer).id }
      if (from === null) {
        person.create('Address', {
          ...values,
          ...link,
          address_title: `Lieferung ${String(to)}`,
          address_type: 'Shipping',
        })
      } else if (to === null) {
        person.remove('Address', part('Address', customer, 'address_line1', from))
        touch(customer)
      } else person.update('Address', part('Address', customer, 'address_line1', from), values)
    },
    addContact(customer, name, email) {
      const link = { party_type: 'Customer', party: find(customer).id }
      person.create('Contact', { ...halves(name), email_id: email, ...link })
    },
    contactEmail: (customer, contact, email) =>
      person.update('Contact', part('Contact', customer, 'full_name', contact), { email_id: email }),
    dropContact(customer, contact) {
      person.remove('Contact', part('Contact', customer, 'full_name', contact))
      touch(customer)
    },
    makeSupplier(customer) {
      const { tax_id, email, phone, address } = find(customer)
      const values = { supplier_name: customer, supplier_type: 'Company', tax_id, email, phone, address }
      person.create('Supplier', values as JsonObject)
    },
  }
}

function invoiceNinja(person: Person): Clerk {
  const find = (name: string): JsonObject & { id: string } =>
    only(
      person.list('client').filter((row) => row['name'] === name),
      name,
    )
  const set = (customer: string, values: JsonObject): void =>
    person.update('client', find(customer).id, values)
  /** The screen sends all contacts. */
  const contacts = (customer: string, edit: (all: JsonObject[]) => JsonObject[]): void =>
    set(customer, { contacts: edit(find(customer)['contacts'] as JsonObject[]) })
  const named =
    (name: string) =>
    ({ first_name, last_name }: JsonObject): boolean =>
      `${String(first_name)} ${String(last_name)}`.trim() === name
  return {
    rename: (customer, name) => set(customer, { name }),
    phone: (customer, phone) => set(customer, { phone }),
    email: (customer, email) =>
      contacts(customer, (all) => all.map((one) => (named('')(one) ? { ...one, email } : one))),
    vat: (customer, vat) => set(customer, { vat_number: vat }),
    number: (customer, number) => set(customer, { number }),
    street: (customer, street) => set(customer, { address1: street }),
    delivery: (customer, _from, to) =>
      set(customer, { shipping_address1: to, shipping_postal_code: '10117', shipping_city: 'Berlin' }),
    addContact: (customer, name, email) => contacts(customer, (all) => [...all, { ...halves(name), email }]),
    contactEmail: (customer, contact, email) =>
      contacts(customer, (all) => all.map((one) => (named(contact)(one) ? { ...one, email } : one))),
    dropContact: (customer, contact) =>
      contacts(customer, (all) => all.filter((one) => !named(contact)(one))),
    makeSupplier(customer) {
      const { vat_number, phone } = find(customer)
      person.create('vendor', { name: customer, vat_number, phone } as JsonObject)
    },
  }
}
