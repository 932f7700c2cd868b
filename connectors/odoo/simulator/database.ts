import { installedRows, UNITS } from './accounting-data.js'
import { COMPANIES, makeKey, USERS } from './accounts.js'
import type { ApiKey, Company, User } from './accounts.js'
import { fieldsOf, PARTNER_FIELDS } from './fields.js'
import type { Field, Fields } from './fields.js'
import { Table } from './table.js'
import type { Row } from './table.js'
import { COUNTRIES, CURRENCIES, DEFAULT_LANGUAGE } from './tables.js'

export interface Xmlid {
  id: number
  module: string
  name: string
  model: string
  res_id: number
  noupdate: boolean
}

/** What `save` writes and `load` takes: all that people and clients can change. */
interface Saved {
  version: number
  created: number
  tables: Record<string, Row[]>
  xmlids: Xmlid[]
  tags: Row[]
  custom: Record<string, Field>
  keys: ApiKey[]
  next: Record<string, number>
}

/** Models whose records are looked up by the record that they belong to, and the field that names it. */
const PARENTS: Record<string, string> = {
  'sale.order.line': 'order_id',
  'account.move.line': 'move_id',
  'product.product': 'product_tmpl_id',
  'ir.actions.server': 'base_automation_id',
}

/** The database was installed some time in the half year after this day: long before any test's or demo's clock. */
const INSTALLED_AFTER = Date.UTC(2024, 0, 15)
const HALF_A_YEAR = 182 * 86_400_000

/** The data of one simulated Odoo database. */
export class Database {
  name = 'odoo'
  readonly users: User[] = USERS.map((user) => ({ ...user }))
  companies: Company[] = []
  private tables = new Map<string, Table>()
  tags = new Map<number, Row>()
  keys: ApiKey[] = []
  private xmlids = new Map<string, Xmlid>()
  private xmlidsByRecord = new Map<string, string[]>()
  private custom: Record<string, Field> = {}
  private fields: Fields = {}
  private next: Record<string, number> = {}

  constructor(
    public version: number,
    private readonly seed: number,
  ) {
    this.create(INSTALLED_AFTER + Math.floor(fraction(seed) * HALF_A_YEAR))
  }

  get partners(): Table {
    return this.table('res.partner')
  }

  /** The table of a model that keeps its records; an empty one when nothing was stored yet. */
  table(model: string): Table {
    const known = this.tables.get(model)
    if (known) return known
    const table = new Table(PARENTS[model])
    this.tables.set(model, table)
    return table
  }

  partnerFields(): Fields {
    return this.fields
  }

  user(id: number): User | undefined {
    return this.users.find((user) => user.id === id)
  }

  company(id: number): Company | undefined {
    return this.companies.find((company) => company.id === id)
  }

  /** The currency that a company keeps its books in. */
  currencyOf(company: number | undefined): number | null {
    const country = this.company(company ?? 1)?.country ?? ''
    return CURRENCIES.find(({ countries }) => countries.split(' ').includes(country))?.id ?? null
  }

  /** Next id of a sequence. Like PostgreSQL's it is not given back when a transaction fails. */
  nextId(sequence: string): number {
    const id = this.next[sequence] ?? 1
    this.next[sequence] = id + 1
    return id
  }

  /** The id that the sequence gives next. */
  setNextId(sequence: string, id: number): void {
    this.next[sequence] = id
  }

  addCustomField(name: string, field: Field): void {
    this.custom[name] = field
    this.refreshFields()
  }

  setVersion(version: number): void {
    this.version = version
    this.refreshFields()
  }

  xmlid(complete: string): Xmlid | undefined {
    return this.xmlids.get(complete)
  }

  allXmlids(): Iterable<Xmlid> {
    return this.xmlids.values()
  }

  /** External ids of a record, `module.name`, oldest first. */
  xmlidsOf(model: string, id: number): readonly string[] {
    return this.xmlidsByRecord.get(`${model},${id}`) ?? []
  }

  setXmlid(module: string, name: string, model: string, res_id: number, noupdate = false): Xmlid {
    const complete = `${module}.${name}`
    this.removeXmlid(complete)
    return this.keepXmlid({ id: this.nextId('ir.model.data'), module, name, model, res_id, noupdate })
  }

  private keepXmlid(xmlid: Xmlid): Xmlid {
    const complete = `${xmlid.module}.${xmlid.name}`
    this.xmlids.set(complete, xmlid)
    const record = `${xmlid.model},${xmlid.res_id}`
    this.xmlidsByRecord.set(record, [...(this.xmlidsByRecord.get(record) ?? []), complete])
    return xmlid
  }

  removeXmlid(complete: string): void {
    const xmlid = this.xmlids.get(complete)
    if (!xmlid) return
    this.xmlids.delete(complete)
    const record = `${xmlid.model},${xmlid.res_id}`
    const rest = (this.xmlidsByRecord.get(record) ?? []).filter((name) => name !== complete)
    if (rest.length > 0) this.xmlidsByRecord.set(record, rest)
    else this.xmlidsByRecord.delete(record)
  }

  save(): Saved {
    return {
      version: this.version,
      created: (this.companies[0]?.create_date ?? 0) / 1_000,
      tables: Object.fromEntries(
        [...this.tables].filter(([, { size }]) => size > 0).map(([model, table]) => [model, table.after(0)]),
      ),
      xmlids: [...this.xmlids.values()],
      tags: [...this.tags.values()],
      custom: this.custom,
      keys: this.keys,
      next: this.next,
    }
  }

  load(state: unknown): void {
    const saved = state as Saved
    this.version = saved.version
    this.create(saved.created)
    this.tables = new Map()
    for (const [model, rows] of Object.entries(saved.tables))
      for (const row of rows) this.table(model).put(row)
    this.xmlids = new Map()
    this.xmlidsByRecord = new Map()
    for (const xmlid of saved.xmlids) this.keepXmlid({ ...xmlid })
    this.tags = new Map(saved.tags.map((row) => [row.id, row]))
    this.custom = { ...saved.custom }
    this.keys = saved.keys.map((key) => ({ ...key }))
    this.next = { ...saved.next }
    this.refreshFields()
  }

  /** A database as the installation leaves it, made at `created` (milliseconds since 1970). */
  private create(created: number): void {
    const at = Math.floor(created) * 1_000
    this.companies = COMPANIES.map((company) => ({ ...company, create_date: at }))
    this.tables = new Map()
    this.xmlids = new Map()
    this.xmlidsByRecord = new Map()
    this.custom = {}
    this.next = { 'ir.model.data': 40_000 }
    this.refreshFields()
    for (const company of this.companies) {
      const country = COUNTRIES.find(({ code }) => code === company.country)?.id ?? null
      this.install(
        {
          id: company.partner_id,
          name: company.name,
          is_company: true,
          country_id: country,
          vat: company.vat,
        },
        at,
      )
    }
    for (const user of this.users) {
      this.install(
        {
          id: user.partner_id,
          name: user.name,
          active: user.active,
          partner_share: user.share,
          parent_id: null,
        },
        at,
      )
    }
    const countryOf = (company: number): number | null => {
      const code = this.company(company)?.country
      return COUNTRIES.find((country) => country.code === code)?.id ?? null
    }
    for (const [model, row] of installedRows(this.version, countryOf)) {
      this.table(model).put({ create_uid: 1, write_uid: 1, create_date: at, write_date: at, ...row })
      this.setNextId(model, Math.max(this.next[model] ?? 1, row.id + 1))
    }
    for (const [id, name] of UNITS) this.setXmlid('uom', name, 'uom.uom', id)
    this.setNextId('res.partner', 11)
    this.keys = this.users
      .filter((user) => user.active)
      .map((user) => ({
        id: this.nextId('res.users.apikeys'),
        user_id: user.id,
        name: 'Einmal',
        key: makeKey(user.login, this.seed),
        expiration_date: null,
        create_date: at,
      }))
  }

  private install(values: Row, at: number): void {
    this.partners.put({
      ...emptyPartner(this.fields),
      complete_name: values['name'] ?? null,
      commercial_partner_id: values.id,
      ...values,
      lang: DEFAULT_LANGUAGE,
      create_uid: 1,
      write_uid: 1,
      create_date: at,
      write_date: at,
    })
  }

  private refreshFields(): void {
    this.fields = { ...fieldsOf(PARTNER_FIELDS, this.version), ...this.custom }
  }
}

/** Stored fields of a partner as they are when nobody says anything. */
export function emptyPartner(fields: Fields): Record<string, Row[string]> {
  const empty: Record<string, Row[string]> = {}
  for (const [name, field] of Object.entries(fields)) {
    if (field.store === false || field.type === 'one2many') continue
    if (field.type === 'many2many') empty[name] = []
    else if (field.type === 'integer' || field.type === 'float') empty[name] = 0
    else empty[name] = field.type === 'boolean' ? false : null
  }
  return { ...empty, active: true, type: 'contact', partner_share: true }
}

/** A number from 0 to 1 that belongs to the seed; another one each time without a seed. */
function fraction(seed: number): number {
  return seed === 0 ? Math.random() : (((Math.sin(seed) * 10_000) % 1) + 1) % 1
}
