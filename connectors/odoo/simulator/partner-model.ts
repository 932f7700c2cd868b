import type { Env } from './env.js'
import type { Model } from './models.js'
import type { Row, Value } from './table.js'
import { COUNTRIES } from './tables.js'

/** res.partner for searching and reading; writing is in orm.ts. */
export const partnerModel: Model = {
  name: 'res.partner',
  label: 'Contact',
  order: 'complete_name, id desc',
  fields: (env) => env.db.partnerFields(),
  rows(env, { ids, parents, roots, after, since }) {
    const { partners } = env.db
    const chosen = ids ?? parents?.flatMap((parent) => partners.childIds(parent))
    if (chosen) {
      const found = [...new Set(chosen)].sort((a, b) => a - b).flatMap((id) => partners.get(id) ?? [])
      return after === undefined ? found : found.filter((row) => row.id > after)
    }
    if (since === undefined) return partners.after(after ?? 0, roots)
    const changed = partners.since(since)
    return after === undefined ? changed : changed.filter((row) => row.id > after)
  },
  get: (env, id) => env.db.partners.get(id),
  value: partnerValue,
  allows: (env, operation) => operation === 'read' || env.user.admin || env.user.contacts,
  visible: visiblePartner,
}

function partnerValue(env: Env, row: Row, field: string): Value {
  switch (field) {
    case 'child_ids':
      // The field's own domain: archived children never show, whatever the context says. Neither do those of other companies.
      return env.db.partners.childIds(row.id).filter((id) => {
        const child = env.db.partners.get(id)
        return child?.['active'] === true && visiblePartner(env, child)
      })
    case 'display_name':
      return row['complete_name'] ?? null
    case 'country_code':
      return COUNTRIES[Number(row['country_id']) - 1]?.code ?? null
    case 'company_type':
      return row['is_company'] === true ? 'company' : 'person'
    case 'user_ids':
      return env.db.users
        .filter((user) => user.partner_id === row.id && (user.active || !env.activeTest))
        .map((user) => user.id)
    case 'ref_company_ids':
      return env.db.companies.filter((company) => company.partner_id === row.id).map(({ id }) => id)
    default:
      return row[field] ?? null
  }
}

/** Odoo's multi-company rule for partners: shared ones, those of the companies of the call, and internal users. */
function visiblePartner(env: Env, row: Row): boolean {
  const company = row['company_id']
  return row['partner_share'] !== true || typeof company !== 'number' || env.companies.includes(company)
}
