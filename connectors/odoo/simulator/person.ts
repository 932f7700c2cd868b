import type { JsonObject } from '#connector-kit'
import type { Person } from '#connector-kit/testing'
import { createEnv } from './env.js'
import { OdooError } from './errors.js'
import { createPartners, unlinkPartners, writePartners } from './orm.js'
import type { Row } from './table.js'
import { formatMoment } from './query.js'
import type { Server } from './server.js'
import { COUNTRIES, STATES } from './tables.js'
import { Transaction } from './transaction.js'
import type { Values } from './values.js'

/** The user at the screen: an administrator of the company. */
const CLERK = 2

const TYPE = 'res.partner'

/**
 * Somebody at the screen (Sales › Customers): countries and states by code or name, related records by id. Throws an error with
 * Odoo's text for what Odoo refuses.
 */
export function createPerson(server: Server): Person {
  return {
    create(type, values) {
      checkType(type)
      // What the menu presets for a new customer; a contact of a company gets none of it.
      const preset = values['parent_id'] ? {} : { is_company: true, customer_rank: 1 }
      const [id] = act(server, (tx) => createPartners(tx, [{ ...preset, ...typed(values) }]))
      return String(id)
    },
    update(type, id, values) {
      checkType(type)
      act(server, (tx) => {
        const row = tx.env.db.partners.get(Number(id))
        writePartners(tx, [Number(id)], { ...typed(values), ...onChange(row, values) })
      })
    },
    remove(type, id) {
      checkType(type)
      act(server, (tx) => unlinkPartners(tx, [Number(id)]))
    },
    get(type, id) {
      checkType(type)
      const row = server.db.partners.get(Number(id))
      return row && shown(row)
    },
    list(type) {
      checkType(type)
      const { companies, users, partners } = server.db
      const own = new Set([...companies, ...users].map(({ partner_id }) => partner_id))
      return [...partners.after(0)].filter((row) => !own.has(row.id)).map(shown)
    },
  }
}

/** Runs one change in a transaction of the clerk's. */
export function act<T>(
  server: Server,
  run: (tx: Transaction) => T,
  context: Record<string, unknown> = {},
): T {
  const user = server.db.user(CLERK)
  if (!user) throw new Error('no user')
  const tx = new Transaction(
    createEnv(server.db, user, { ...context, lang: 'de_DE', active_test: false }, server.time()),
  )
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
  if (type !== TYPE) throw new Error(`There is no screen for ${type}, only for ${TYPE}.`)
}

/** What a person typed, as values of the API. */
function typed(values: JsonObject): Values {
  const result: Values = { ...values }
  if (typeof values['country_id'] === 'string')
    result['country_id'] = choose(COUNTRIES, values['country_id'], 'country')
  if (typeof values['state_id'] === 'string') result['state_id'] = choose(STATES, values['state_id'], 'state')
  if (typeof values['parent_id'] === 'string') result['parent_id'] = Number(values['parent_id']) || false
  for (const [name, value] of Object.entries(result)) if (value === '') result[name] = false
  // The editor makes paragraphs of what is typed.
  if (typeof values['comment'] === 'string' && values['comment'] && !values['comment'].includes('<')) {
    result['comment'] = values['comment']
      .split('\n')
      .map((line) => `<p>${line.replaceAll('&', '&amp;') || '<br>'}</p>`)
      .join('')
  }
  return result
}

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
  const country = typed({ country_id: values['country_id'] ?? null })['country_id']
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

/** A row as a person reads it. */
function shown(row: Row): JsonObject {
  const record: JsonObject = {}
  for (const [name, value] of Object.entries(row)) if (!HIDDEN.has(name)) record[name] = value
  return {
    ...record,
    id: String(row.id),
    parent_id: row['parent_id'] === null ? null : String(row['parent_id']),
    country_id: COUNTRIES[Number(row['country_id']) - 1]?.code ?? null,
    state_id: STATES[Number(row['state_id']) - 1]?.name ?? null,
    create_date: formatMoment(Number(row['create_date'])),
    write_date: formatMoment(Number(row['write_date'])),
  }
}
