import type { CheckReport } from '#connector-kit'
import { textOf } from './api.js'
import type { MarkerField } from './api.js'
import type { Client } from './client.js'
import { readCompany } from './reference.js'
import type { Company } from './reference.js'

/** Rights that the hub needs on both types, as Invoice Ninja names them. */
const RIGHTS = ['client', 'vendor'].flatMap((type) =>
  ['view', 'create', 'edit'].map((verb) => `${verb}_${type}`),
)

/** Who the token belongs to, and what an admin should know before data flow. */
export async function check(client: Client, markerField: MarkerField): Promise<CheckReport> {
  const { json, headers } = await client.ask({ method: 'GET', path: 'ping' })
  const company = await readCompany(client)
  const version = headers['x-app-version'] ?? ''
  const warnings: CheckReport['warnings'] = []
  if (!/^5\.(1\d|[2-9]\d)\./.test(version)) {
    warnings.push({ code: 'invoice-ninja.version', params: { version: version || '?' } })
  }
  const missing = missingRights(company.user)
  if (missing.length > 0)
    warnings.push({ code: 'invoice-ninja.rights', params: { missing: missing.join(', ') } })
  const number = markerField.slice(-1)
  for (const type of ['client', 'vendor', 'contact', 'vendor_contact']) {
    const label = company.labels[`${type}${number}`]
    if (label) warnings.push({ code: 'invoice-ninja.marker-field', params: { field: number, label } })
  }
  const names = [json['user_name'], json['company_name']].map(textOf).filter((name) => name !== null)
  return { version, account: names.join(', '), identity: company.key, markers: true, warnings }
}

/** Owners and admins may everything; `view_…` is also granted by `edit_…` and everything by the `_all` of its verb (User::hasPermission). */
function missingRights(user: Company['user']): string[] {
  if (!user || user.all) return []
  const granted = new Set(user.permissions.split(','))
  return RIGHTS.filter((right) => {
    const [verb = '', type = ''] = right.split('_')
    const names = [right, `${verb}_all`, ...(verb === 'view' ? [`edit_${type}`, 'edit_all'] : [])]
    return !names.some((name) => granted.has(name))
  })
}
