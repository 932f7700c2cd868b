import type { Json, JsonObject } from '#canonical'
import type { Person } from '#connector-kit/testing'
import { document } from './answers.js'
import { personNames } from './controllers.js'
import type { Site } from './site.js'
import { rowsOf } from './tables.js'
import type { Doc } from './tables.js'
import type { User } from './users.js'

type Party = 'Customer' | 'Supplier'

const CLERK: User = {
  name: 'clerk@example.com',
  key: '',
  secret: '',
  language: 'en',
  roles: ['All', 'System Manager'],
}
const isParty = (type: string): type is Party => type === 'Customer' || type === 'Supplier'
const isPart = (type: string): boolean => type === 'Contact' || type === 'Address'
const ADDRESS = ['address_line1', 'address_line2', 'city', 'state', 'pincode', 'country']

/**
 * A clerk at the desk. Beside real columns, forms take what the desk offers there: an e-mail address, telephone numbers and
 * an address on a party (kept in its contact and address), plain numbers on a contact, the party that a part belongs to.
 */
export class Desk implements Person {
  constructor(
    private readonly site: Site,
    private readonly changed: () => void,
  ) {}

  create(type: string, values: JsonObject): string {
    const name = this.act(() =>
      isParty(type) ? this.createParty(type, values) : this.site.insert(type, this.form(type, values)).name,
    )
    return name
  }

  update(type: string, id: string, values: JsonObject): void {
    this.act(() => {
      const { name, ...rest } = values
      if (Object.keys(rest).length > 0) {
        if (isParty(type)) this.updateParty(type, id, rest)
        else this.site.update(type, id, this.form(type, rest, this.site.get(type, id)))
      }
      if (typeof name === 'string' && name !== id) this.site.rename(type, id, name, false)
    })
  }

  remove(type: string, id: string): void {
    this.act(() => this.site.remove(type, id))
  }

  /** Joins one party into another, as the desk's "Rename" with "Merge" does. */
  merge(type: string, from: string, into: string): void {
    this.act(() => this.site.rename(type, from, into, true))
  }

  get(type: string, id: string): JsonObject | undefined {
    const doc = this.site.table(type).get(id)
    return doc && doc.name === id ? this.show(type, doc) : undefined
  }

  list(type: string): JsonObject[] {
    return this.site
      .table(type)
      .all()
      .map((doc) => this.show(type, doc))
  }

  private act<T>(work: () => T): T {
    const result = this.site.transaction(CLERK, work)
    this.changed()
    return result
  }

  private show(type: string, doc: Doc): JsonObject {
    const shown = document(this.site, type, doc, { nulls: true })
    if (!isParty(type) && !isPart(type)) return shown
    if (!isParty(type)) {
      const link = rowsOf(doc, 'links')[0]
      return {
        ...shown,
        party_type: (link?.['link_doctype'] ?? null) as Json,
        party: (link?.['link_name'] ?? null) as Json,
      }
    }
    const contact = this.ownContact(type, doc)
    const address = this.mainAddress(type, doc.name)
    return {
      ...shown,
      email: (contact?.['email_id'] ?? null) as Json,
      phone: ((contact?.['phone'] || contact?.['mobile_no']) ?? null) as Json,
      address: address
        ? (Object.fromEntries(ADDRESS.map((field) => [field, address[field] ?? null])) as JsonObject)
        : null,
    }
  }

  private createParty(type: Party, values: JsonObject): string {
    const { email, phone, address, ...rest } = values
    const main = { ...pick(rest, ADDRESS), ...((address ?? {}) as JsonObject) }
    const own = Object.fromEntries(
      Object.entries(rest).filter(([field]) =>
        type === 'Supplier' ? field !== 'address_line1' : !ADDRESS.includes(field),
      ),
    )
    const doc = this.site.insert(type, own)
    if (email || phone) this.writeOwnContact(type, doc, { email: email ?? null, phone: phone ?? null })
    if (main['address_line1'] || main['city']) this.writeAddress(type, doc, main)
    return doc.name
  }

  private updateParty(type: Party, id: string, values: JsonObject): void {
    const { email, phone, address, ...rest } = values
    const doc = this.site.get(type, id)
    if (email !== undefined || phone !== undefined) this.writeOwnContact(type, doc, { email, phone })
    if (address) this.writeAddress(type, doc, address as JsonObject)
    if (Object.keys(rest).length > 0) this.site.update(type, id, rest)
  }

  private ownContact(type: Party, doc: Doc): Doc | undefined {
    const name = String(doc[`${type.toLowerCase()}_name`])
    const contacts = this.site.table('Contact').byLink(type, doc.name)
    return (
      contacts.find((one) => !one['first_name'] && !one['last_name']) ??
      contacts.find((one) => one['full_name'] === name)
    )
  }

  private writeOwnContact(type: Party, doc: Doc, values: JsonObject): void {
    const contact = this.ownContact(type, doc)
    const form = {
      ...(values['email'] === undefined ? {} : { email_id: values['email'] }),
      ...(values['phone'] === undefined ? {} : { phone: values['phone'] }),
    }
    if (contact) {
      this.site.update('Contact', contact.name, this.form('Contact', form, contact))
      return
    }
    const name = String(doc[`${type.toLowerCase()}_name`])
    const named =
      doc[`${type.toLowerCase()}_type`] === 'Individual' ? personNames(name) : { company_name: name }
    const link = { party_type: type, party: doc.name }
    this.site.insert('Contact', this.form('Contact', { ...named, ...form, ...link, is_primary_contact: 1 }))
  }

  private mainAddress(type: Party, name: string): Doc | undefined {
    const addresses = this.site
      .table('Address')
      .byLink(type, name)
      .filter((one) => !one['disabled'])
    return addresses.find((one) => one['is_primary_address']) ?? addresses[0]
  }

  private writeAddress(type: Party, doc: Doc, values: JsonObject): void {
    const address = this.mainAddress(type, doc.name)
    if (address) this.site.update('Address', address.name, values)
    else {
      const title = String(doc[`${type.toLowerCase()}_name`])
      const form = {
        address_title: title,
        is_primary_address: 1,
        ...values,
        party_type: type,
        party: doc.name,
      }
      this.site.insert('Address', this.form('Address', form))
    }
  }

  /** Plain fields of a form as the child rows that they stand for. */
  private form(type: string, values: JsonObject, doc?: Doc): JsonObject {
    if (!isPart(type)) return values
    const { party_type, party, ...rest } = values
    const form: JsonObject = { ...rest }
    const link = doc ? rowsOf(doc, 'links')[0] : undefined
    const moved = party !== link?.['link_name'] || (party_type ?? 'Customer') !== link?.['link_doctype']
    if (party && moved) form['links'] = [{ link_doctype: party_type ?? 'Customer', link_name: party }]
    if (type !== 'Contact') return form
    for (const [plain, table, column, flag] of [
      ['email_id', 'email_ids', 'email_id', 'is_primary'],
      ['phone', 'phone_nos', 'phone', 'is_primary_phone'],
      ['mobile_no', 'phone_nos', 'phone', 'is_primary_mobile_no'],
    ] as const) {
      if (rest[plain] === undefined) continue
      const rows = (form[table] ?? (doc ? rowsOf(doc, table) : [])) as JsonObject[]
      const others = rows.filter((row) => !row[flag])
      form[table] = rest[plain] ? [...others, { [column]: rest[plain], [flag]: 1 }] : others
    }
    return form
  }
}

function pick(values: JsonObject, names: readonly string[]): JsonObject {
  return Object.fromEntries(Object.entries(values).filter(([name]) => names.includes(name)))
}
