import type { Database } from './database.js'
import type { User } from './accounts.js'
import { localized } from './errors.js'
import { LANGUAGES } from './tables.js'

export type Context = Record<string, unknown>

/** Who calls, with which context: Odoo's `env`. */
export interface Env {
  db: Database
  user: User
  context: Context
  /** Companies that count for this call, the current one first (upstream §2). */
  companies: number[]
  /** Language of error texts. */
  lang: string
  /** Archived records are hidden unless the context says `active_test: false`. */
  activeTest: boolean
  /** Start of the transaction in microseconds; every write of the call gets this one stamp (upstream §4). */
  now: number
}

/** Reads the context as Odoo does. Throws AccessError for foreign companies and UserError for an inactive language. */
export function createEnv(db: Database, user: User, context: Context, now: number): Env {
  const wanted = context['allowed_company_ids']
  const lang = typeof context['lang'] === 'string' ? context['lang'] : user.lang
  if (Array.isArray(wanted) && wanted.some((id) => !user.company_ids.includes(Number(id)))) {
    throw localized('odoo.exceptions.AccessError', user.lang, 'companies')
  }
  if (!LANGUAGES.some(([code]) => code === lang)) {
    throw localized('odoo.exceptions.UserError', user.lang, 'language', { code: lang })
  }
  return {
    db,
    user,
    context,
    companies: Array.isArray(wanted) && wanted.length > 0 ? wanted.map(Number) : user.company_ids,
    lang,
    activeTest: context['active_test'] !== false,
    now,
  }
}
