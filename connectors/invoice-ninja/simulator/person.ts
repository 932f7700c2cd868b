import type { JsonObject } from '#canonical'
import type { Person, SimulatorScreen } from '#connector-kit/testing'
import type { User } from './company.js'
import { primaryOf } from './contacts.js'
import { documentOf } from './documents.js'
import { objectsOf, tidyObject } from './input.js'
import type { World } from './party-routes.js'
import type { PartyRow } from './rows.js'
import { actions, createParty, updateParty } from './saving.js'
import { countryCodes, countryIds } from './statics.js'
import { ordered } from './table.js'
import type { PartyTable } from './table.js'
import { clientProblems, vendorProblems } from './validation.js'

/** Columns of the screens that stand for the first contact's. */
const OF_CONTACT: Record<string, string> = {
  email: 'email',
  first_name: 'first_name',
  last_name: 'last_name',
  contact_phone: 'phone',
}

/**
 * Somebody at Invoice Ninja's own screen, which sends whole records: what is not named stays as it is, settings and contacts
 * included. Takes the API's columns, and `email`, `first_name`, `last_name`, `contact_phone` of the first contact, `country` as ISO code, `active`.
 */
export class ScreenUser implements Person {
  constructor(
    private readonly world: World,
    private readonly user: () => User,
  ) {}

  create(type: string, values: JsonObject): string {
    const table = this.table(type)
    const input = this.typed(values, [])
    this.validate(table, input)
    const row = createParty(table, input, this.world.context(this.user()))
    this.activate(table, row, values)
    this.world.changed()
    return row.hash
  }

  update(type: string, id: string, values: JsonObject): void {
    const table = this.table(type)
    const row = this.row(type, id)
    if (row.isDeleted) throw new Error('Record is deleted and cannot be edited.')
    const contacts = ordered(row.contacts).map(({ hash, columns, isPrimary, sendEmail }): JsonObject => ({
      id: hash,
      ...columns,
      is_primary: isPrimary,
      send_email: sendEmail,
    }))
    const input = { settings: row.settings ?? {}, ...this.typed(values, contacts) }
    this.validate(table, input, row)
    updateParty(table, row, input, this.world.context(this.user()))
    this.activate(table, row, values)
    this.world.changed()
  }

  remove(type: string, id: string): void {
    actions['delete']?.(this.table(type), this.row(type, id), this.now())
    this.world.changed()
  }

  get(type: string, id: string): JsonObject | undefined {
    const table = this.table(type)
    const row = table.find(id)
    return row && this.shown(table, row)
  }

  list(type: string): JsonObject[] {
    const table = this.table(type)
    return table
      .all()
      .filter((row) => !row.isDeleted)
      .map((row) => this.shown(table, row))
  }

  private table(type: string): PartyTable {
    if (type === 'client' || type === 'vendor') return this.world.tables[type]
    throw new Error(`Invoice Ninja has no ${type}; there are client and vendor.`)
  }

  private row(type: string, id: string): PartyRow {
    const row = this.table(type).find(id)
    if (!row) throw new Error(`There is no ${type} ${id}.`)
    return row
  }

  private now(): number {
    return this.world.context(this.user()).now
  }

  private typed(given: JsonObject, contacts: JsonObject[]): JsonObject {
    const values = tidyObject(given)
    const own = Object.entries(OF_CONTACT).filter(([name]) => name in values)
    if (own.length > 0 && values['contacts'] === undefined) {
      const [first = {}, ...others] = contacts
      const edited = Object.fromEntries(own.map(([name, column]) => [column, values[name]]))
      values['contacts'] = [{ ...first, ...edited }, ...others]
    }
    if (typeof values['country'] === 'string')
      values['country_id'] = countryIds.get(values['country']) ?? null
    else if ('country' in values) values['country_id'] = null
    return values
  }

  private validate(table: PartyTable, input: JsonObject, row?: PartyRow): void {
    const problems = (table.type === 'client' ? clientProblems : vendorProblems)(table, input, row)
    const [first] = Object.values(problems).flat()
    if (first !== undefined) throw new Error(first)
    if (input['contacts'] !== undefined && objectsOf(input['contacts']).length === 0) delete input['contacts']
  }

  private activate(table: PartyTable, row: PartyRow, { active }: JsonObject): void {
    if (typeof active === 'boolean') actions[active ? 'restore' : 'archive']?.(table, row, this.now())
  }

  private shown(table: PartyTable, row: PartyRow): JsonObject {
    const contact = primaryOf(row)
    const document = documentOf(table.type, row, '')
    return {
      ...document,
      // A screen shows an empty setting as empty, whether it is stored as "" or as null.
      ...(row.settings ? { settings: tidyObject(row.settings) } : {}),
      ...Object.fromEntries(
        Object.entries(OF_CONTACT).map(([name, column]) => [name, contact?.columns[column]?.trim() ?? '']),
      ),
      country: countryCodes.get(String(row.columns['country_id'])) ?? '',
      active: row.deletedAt === null,
    }
  }
}

const COLUMNS: SimulatorScreen['columns'] = [
  { name: 'name', title: { en: 'Name', de: 'Name' } },
  { name: 'number', title: { en: 'Number', de: 'Nummer' } },
  { name: 'vat_number', title: { en: 'VAT number', de: 'USt-IdNr.' } },
  { name: 'email', title: { en: 'E-mail (first contact)', de: 'E-Mail (erster Kontakt)' } },
  { name: 'first_name', title: { en: 'First name', de: 'Vorname' } },
  { name: 'last_name', title: { en: 'Last name', de: 'Nachname' } },
  { name: 'phone', title: { en: 'Phone', de: 'Telefon' } },
  { name: 'website', title: { en: 'Website', de: 'Webseite' } },
  { name: 'address1', title: { en: 'Street', de: 'Straße' } },
  { name: 'postal_code', title: { en: 'Postal code', de: 'PLZ' } },
  { name: 'city', title: { en: 'City', de: 'Ort' } },
  { name: 'country', title: { en: 'Country (ISO code)', de: 'Land (ISO-Code)' } },
  { name: 'private_notes', title: { en: 'Private notes', de: 'Interne Notizen' } },
  { name: 'active', title: { en: 'Active', de: 'Aktiv' }, input: 'checkbox' },
]

export const screens: readonly SimulatorScreen[] = [
  { type: 'client', title: { en: 'Clients', de: 'Kunden' }, columns: COLUMNS },
  { type: 'vendor', title: { en: 'Vendors', de: 'Lieferanten' }, columns: COLUMNS },
]
