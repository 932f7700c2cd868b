import type { Company } from './accounts.js'
import type { Env } from './env.js'
import { localized, OdooError } from './errors.js'
import {
  APIKEY_FIELDS,
  COMPANY_FIELDS,
  COUNTRY_FIELDS,
  CURRENCY_FIELDS,
  FIELD_FIELDS,
  MODEL_FIELDS,
  NAMED_FIELDS,
  STATE_FIELDS,
  USER_FIELDS,
  XMLID_FIELDS,
} from './fields.js'
import type { Fields } from './fields.js'
import { accountingTables } from './accounting-tables.js'
import { automationModels } from './automations.js'
import { moveModels } from './move-models.js'
import { orderModels } from './order-models.js'
import { partnerModel } from './partner-model.js'
import { paymentModels } from './payment-models.js'
import { productModels } from './product-models.js'
import { modelOfStored } from './stored.js'
import type { StoredModel } from './stored.js'
import type { Row, Value } from './table.js'
import { COUNTRIES, CURRENCIES, STATES } from './tables.js'

export type Operation = 'read' | 'write' | 'create' | 'unlink'

/** One model, as far as searching and reading need it. */
export interface Model {
  name: string
  label: string
  /** SQL order of a search without `order`. */
  order: string
  fields(env: Env): Fields
  /** All rows in id order; `since` and `after` let an index leave out what cannot match. */
  rows(env: Env, bounds: Bounds): Iterable<Row>
  get(env: Env, id: number): Row | undefined
  /** Value of a field, computed ones too. */
  value(env: Env, row: Row, field: string): Value
  /** Value of a field that holds an object. */
  json?(env: Env, row: Row, field: string): unknown
  allows(env: Env, operation: Operation): boolean
  /** Record rules: false for records of other companies. */
  visible(env: Env, row: Row): boolean
}

/** What a search's conditions say about ids and time, for models with an index. */
export interface Bounds {
  ids?: readonly number[]
  parents?: readonly number[]
  /** Only rows without a parent. */
  roots?: boolean
  after?: number
  /** Microseconds. */
  since?: number
}

const tables = new Map<string, Model>()
/** Models that clients may write, beside partners. */
const stored = new Map<string, StoredModel>()

/** The model, or the error of the real server for one that it does not have. */
export function modelOf(name: string, unknown: () => OdooError): Model {
  const model = registry().get(name)
  if (!model) throw unknown()
  return model
}

/** What is special about a model that clients may write; undefined for partners and all that is only read. */
export function storedOf(name: string): StoredModel | undefined {
  registry()
  return stored.get(name)
}

/** True for models with the methods that change records. */
export const isWritable = (name: string): boolean => name === 'res.partner' || storedOf(name) !== undefined

/** All models; filled at the first use, since their files use each other. */
function registry(): ReadonlyMap<string, Model> {
  if (tables.size === 0) registerAll()
  return tables
}

/** Throws AccessError when the account has no right to the model at all. */
export function checkAccess(env: Env, model: Model, operation: Operation): void {
  if (model.allows(env, operation)) return
  throw localized('odoo.exceptions.AccessError', env.lang, 'noAccess', {
    operation: operation === 'read' ? 'access' : operation === 'write' ? 'modify' : operation,
    label: model.label,
    model: model.name,
  })
}

/** Rows that the conditions' bounds on ids leave over. */
export function* within(rows: Iterable<Row>, { ids, after }: Bounds): Generator<Row> {
  const wanted = ids && new Set(ids)
  for (const row of rows) {
    if ((after === undefined || row.id > after) && (!wanted || wanted.has(row.id))) yield row
  }
}

/** A model whose records are few and kept in a list. */
function table(
  name: string,
  label: string,
  fields: Fields,
  rows: (env: Env) => Iterable<Row>,
  more: Partial<Model> = {},
): Model {
  return {
    name,
    label,
    order: 'id',
    fields: () => fields,
    rows: (env, bounds) => within(rows(env), bounds),
    get: (env, id) => [...rows(env)].find((row) => row.id === id),
    value: (_env, row, field) => (field === 'display_name' ? (row['name'] ?? null) : (row[field] ?? null)),
    allows: (env, operation) => operation === 'read' || env.user.admin,
    visible: () => true,
    ...more,
  }
}

const register = (model: Model): void => {
  tables.set(model.name, model)
}

const NOT_HERE = [
  'account.fiscal.position',
  'account.payment.method.line',
  'crm.team',
  'crm.tag',
  'product.uom',
]

const adminsOnly: Partial<Model> = { allows: (env) => env.user.admin }

const currencyOf = (country: string): number | null =>
  CURRENCIES.find(({ countries }) => countries.split(' ').includes(country))?.id ?? null

const COUNTRY_ROWS: Row[] = COUNTRIES.map((country) => {
  return { ...country, currency_id: currencyOf(country.code), vat_label: country.code === 'US' ? '' : 'VAT' }
})
const STATE_ROWS: Row[] = STATES.map((state) => ({ ...state }))
const COUNTRY_CODES = new Map(COUNTRIES.map(({ id, code }) => [id, code]))
const COUNTRY_BY_CODE = new Map(COUNTRIES.map(({ id, code }) => [code, id]))

function registerAll(): void {
  const groups = [automationModels, accountingTables, productModels, orderModels, moveModels, paymentModels]
  for (const model of groups.flat()) stored.set(model.name, model)
  register(partnerModel)
  register(
    table('res.country', 'Country', COUNTRY_FIELDS, () => COUNTRY_ROWS, {
      order: 'name',
      get: (_env, id) => COUNTRY_ROWS[id - 1],
    }),
  )
  register(
    table('res.country.state', 'Country state', STATE_FIELDS, () => STATE_ROWS, {
      order: 'code, id',
      get: (_env, id) => STATE_ROWS[id - 1],
      value: (_env, row, field) =>
        field === 'display_name'
          ? `${String(row['name'])} (${COUNTRY_CODES.get(Number(row['country_id'])) ?? ''})`
          : (row[field] ?? null),
    }),
  )
  register(
    table('res.company', 'Companies', COMPANY_FIELDS, (env) => env.db.companies.map(companyRow), {
      // Companies that the user may not enter are hidden.
      visible: (env, row) => env.user.company_ids.includes(row.id),
    }),
  )
  register(
    table('res.users', 'User', USER_FIELDS, (env) =>
      env.db.users.map(({ id, name, login, active, share, partner_id, company_ids, lang }) => {
        return {
          id,
          name,
          login,
          active,
          share,
          partner_id,
          company_id: company_ids[0] ?? null,
          company_ids,
          lang,
        }
      }),
    ),
  )
  register(
    table(
      'res.users.apikeys',
      'Users API Keys',
      APIKEY_FIELDS,
      (env) =>
        env.db.keys.map(({ id, name, user_id, expiration_date, create_date }) => {
          return { id, name, user_id, scope: null, expiration_date, create_date }
        }),
      // A user sees the own keys only.
      { visible: (env, row) => row['user_id'] === env.user.id, allows: () => true },
    ),
  )
  register(
    table('ir.model.data', 'Model Data', XMLID_FIELDS, xmlidRows, {
      ...adminsOnly,
      order: 'module, model, name',
      value: (_env, row, field) =>
        field === 'complete_name' || field === 'display_name'
          ? `${String(row['module'])}.${String(row['name'])}`
          : (row[field] ?? null),
    }),
  )
  register(
    table('res.partner.category', 'Partner Tags', NAMED_FIELDS, (env) => env.db.tags.values(), {
      allows: () => true,
    }),
  )
  register(
    table('res.currency', 'Currency', CURRENCY_FIELDS, () =>
      CURRENCIES.map(({ id, name }) => {
        const money = { symbol: name, decimal_places: 2, rounding: 0.01, rate: 1, position: 'after' }
        return { id, name, active: true, ...money }
      }),
    ),
  )
  // Other apps' models that ours refer to; there are no records here.
  for (const name of NOT_HERE) register(table(name, name, NAMED_FIELDS, () => []))
  register(table('ir.model', 'Models', MODEL_FIELDS, () => modelRows(), adminsOnly))
  register(table('ir.model.fields', 'Fields', FIELD_FIELDS, (env) => fieldRows(env), adminsOnly))
  for (const model of stored.values()) register(modelOfStored(model))
}

function companyRow({ id, name, partner_id, country, vat, create_date }: Company): Row {
  const country_id = COUNTRY_BY_CODE.get(country) ?? null
  return {
    id,
    name,
    partner_id,
    country_id,
    account_fiscal_country_id: country_id,
    currency_id: currencyOf(country),
    vat,
    create_date,
  }
}

function* xmlidRows(env: Env): Generator<Row> {
  for (const xmlid of env.db.allXmlids()) yield { ...xmlid }
}

/** What the database says about itself: its models, numbered as they are registered, and their fields. */
function modelRows(): Row[] {
  return [...registry().values()].map(({ name, label }, index) => ({
    id: index + 1,
    name: label,
    model: name,
  }))
}

/** Most fields that one model has. */
const FIELDS = 1_000

function* fieldRows(env: Env): Generator<Row> {
  for (const [index, model] of [...registry().values()].entries()) {
    for (const [at, name] of Object.keys(model.fields(env)).entries())
      yield { id: (index + 1) * FIELDS + at, name, model: model.name, model_id: index + 1 }
  }
}

/** The id of a model in ir.model. */
export const modelId = (name: string): number => [...registry().keys()].indexOf(name) + 1

/** The model of an id of ir.model. */
export const modelNameOf = (id: Value | undefined): string => [...registry().keys()][Number(id) - 1] ?? ''

/** The name of a field by its id in ir.model.fields. */
export function fieldNameOf(env: Env, id: number): string {
  const model = registry().get(modelNameOf(Math.floor(id / FIELDS)))
  return model ? (Object.keys(model.fields(env))[id % FIELDS] ?? '') : ''
}
