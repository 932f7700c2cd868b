import type { JsonObject } from '#connector-kit'
import type { Person } from '#connector-kit/testing'
import { createEnv } from './env.js'
import type { Env } from './env.js'
import { OdooError } from './errors.js'
import { modelOf } from './models.js'
import type { Row } from './table.js'
import { formatMoment } from './query.js'
import { createRecords, unlinkRecords, writeRecords } from './records.js'
import type { Server } from './server.js'
import { COUNTRIES, STATES } from './tables.js'
import { Transaction } from './transaction.js'
import type { Values } from './values.js'

/** The user at the screen: an administrator of the company. */
const CLERK = 2

const PARTNER = 'res.partner'

/** What else has a screen. */
const SCREENS = new Set(['product.product', 'sale.order', 'account.move', 'account.payment'])

/**
 * Somebody at the screen (Sales › Customers): countries and states by code or name, related records by id. Throws an error with
 * Odoo's text for what Odoo refuses.
 */
export function createPerson(server: Server): Person {
  return {
    create(type, values) {
      checkType(type)
      // What the menu presets for a new customer; a contact of a company gets none of it.
      const preset = type !== PARTNER || values['parent_id'] ? {} : { is_company: true, customer_rank: 1 }
      const [id] = act(server, (tx) => createRecords(tx, type, [{ ...preset, ...typed(tx, type, values) }]))
      return String(id)
    },
    update(type, id, values) {
      checkType(type)
      act(server, (tx) => {
        const row = type === PARTNER ? tx.env.db.partners.get(Number(id)) : undefined
        writeRecords(tx, type, [Number(id)], { ...typed(tx, type, values), ...onChange(row, values) })
      })
    },
    remove(type, id) {
      checkType(type)
      act(server, (tx) => unlinkRecords(tx, type, [Number(id)]))
    },
    get(type, id) {
      checkType(type)
      const row = server.db.table(type).get(Number(id))
      return row && shown(server, type, row)
    },
    list(type) {
      checkType(type)
      const { companies, users } = server.db
      const own = new Set(
        type === PARTNER ? [...companies, ...users].map(({ partner_id }) => partner_id) : [],
      )
      return server.db
        .table(type)
        .after(0)
        .filter((row) => !own.has(row.id) && row['move_type'] !== 'entry')
        .map((row) => shown(server, type, row))
    },
  }
}

function clerk(server: Server, context: Record<string, unknown> = {}): Env {
  const user = server.db.user(CLERK)
  if (!user) throw new Error('no user')
  return createEnv(server.db, user, { lang: 'de_DE', active_test: false, ...context }, server.time())
}

/** Runs one change in a transaction of the clerk's. */
export function act<T>(
  server: Server,
  run: (tx: Transaction) => T,
  context: Record<string, unknown> = {},
): T {
  const tx = new Transaction(clerk(server, context))
  try {
    const result = run(tx)
    server.committed(tx.env, tx.changes())
    return result
  } catch (error) {
    tx.rollback()
    throw error instanceof OdooError ? new Error(error.message.trim()) : error
  }
}

function checkType(type: string): void {
  if (type !== PARTNER && !SCREENS.has(type)) throw new Error(`There is no screen for ${type}.`)
}

/** What a person typed, as values of the API. */
function typed(tx: Transaction, type: string, values: JsonObject): Values {
  const result: Values = { ...values }
  if (typeof values['country_id'] === 'string')
    result['country_id'] = choose(COUNTRIES, values['country_id'], 'country')
  if (typeof values['state_id'] === 'string') result['state_id'] = choose(STATES, values['state_id'], 'state')
  if (typeof values['parent_id'] === 'string') result['parent_id'] = Number(values['parent_id']) || false
  const fields = modelOf(type, noModel).fields(tx.env)
  for (const [name, value] of Object.entries(result)) {
    const field = fields[name]
    if (value === '') result[name] = false
    else if (field?.type === 'one2many' && Array.isArray(value)) result[name] = itemCommands(value)
    else if (field?.type === 'many2one' && typeof value === 'string') result[name] = Number(value) || false
  }
  // The editor makes paragraphs of what is typed.
  for (const [name, value] of Object.entries(values)) {
    if (fields[name]?.type !== 'html' || typeof value !== 'string' || !value || value.includes('<')) continue
    const lines = value.split('\n').map((line) => `<p>${line.replaceAll('&', '&amp;') || '<br>'}</p>`)
    result[name] = lines.join('')
  }
  return result
}

/** Rows of a list on a form: those that have an id are changed, the others are new. */
function itemCommands(rows: readonly unknown[]): unknown[] {
  return rows.map((row) => {
    if (typeof row !== 'object' || row === null || !('id' in row)) return [0, 0, row]
    const { id, ...values } = row
    return [1, Number(id), values]
  })
}

const noModel = (): OdooError => new OdooError('builtins.KeyError', 'model')

function choose(
  list: readonly { id: number; code: string; name: string }[],
  text: string,
  what: string,
): number | false {
  const wanted = text.trim().toLowerCase()
  if (!wanted) return false
  const found =
    list.find(({ code }) => code.toLowerCase() === wanted) ??
    list.find(({ name }) => name.toLowerCase() === wanted)
  if (!found) throw new Error(`There is no ${what} "${text}".`)
  return found.id
}

/** Choosing another country empties a state that is not in it (res_partner.py `_onchange_country_id`). */
function onChange(row: Row | undefined, values: JsonObject): Values {
  if (!row || !('country_id' in values) || 'state_id' in values || row['state_id'] === null) return {}
  const given = values['country_id']
  const country = typeof given === 'string' ? choose(COUNTRIES, given, 'country') : given
  return STATES[Number(row['state_id']) - 1]?.country_id === country ? {} : { state_id: false }
}

const HIDDEN = new Set([
  'create_uid',
  'write_uid',
  'image_1920',
  'image_128',
  'category_id',
  'commercial_partner_id',
])

/** Lists that a form shows in full, and what of each row. */
const LISTS: Record<string, [field: string, model: string, columns: string[]]> = {
  'sale.order': ['order_line', 'sale.order.line', ['name', 'product_uom_qty', 'price_unit', 'discount']],
  'account.move': ['invoice_line_ids', 'account.move.line', ['name', 'quantity', 'price_unit', 'discount']],
}

/** A row as a person reads it. */
function shown(server: Server, type: string, row: Row): JsonObject {
  const record: JsonObject = {}
  for (const [name, value] of Object.entries(row)) if (!HIDDEN.has(name)) record[name] = value
  record['id'] = String(row.id)
  for (const name of ['create_date', 'write_date', 'date_order', 'commitment_date'])
    if (typeof row[name] === 'number') record[name] = formatMoment(row[name])
  if (type === PARTNER) {
    record['parent_id'] = row['parent_id'] === null ? null : String(row['parent_id'])
    record['country_id'] = COUNTRIES[Number(row['country_id']) - 1]?.code ?? null
    record['state_id'] = STATES[Number(row['state_id']) - 1]?.name ?? null
    return record
  }
  const env = clerk(server)
  const model = modelOf(type, noModel)
  for (const name of ['note', 'narration'])
    if (typeof row[name] === 'string') record[name] = textOf(row[name])
  for (const name of SHOWN) {
    if (name in model.fields(env) && record[name] === undefined) record[name] = model.value(env, row, name)
  }
  const [field = '', lines = '', columns = []] = LISTS[type] ?? []
  if (!field) return record
  record[field] = (model.value(env, row, field) as number[]).map((id) => {
    const line = server.db.table(lines).get(id)
    return { id, ...Object.fromEntries(columns.map((name) => [name, line?.[name] ?? null])) }
  })
  return record
}

/** What a person reads in an html field. */
const textOf = (html: string): string =>
  html
    .replace(/<\/p>\s*<p>/g, '\n')
    .replace(/<[^>]*>/g, '')
    .replaceAll('&lt;', '<')
    .replaceAll('&amp;', '&')

/** Fields of a product's template that its form shows. */
const SHOWN = ['name', 'description_sale', 'type', 'lst_price']
