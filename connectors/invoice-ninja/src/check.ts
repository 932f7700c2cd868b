import type { CheckReport } from '#connector-kit'
import { textOf } from './api.js'
import type { MarkerField } from './api.js'
import type { Client } from './client.js'
import { NATIVE_TYPES } from './kinds.js'
import { readCompany } from './reference.js'
import { missingRights } from './rights.js'

/** What has custom fields of its own, as the company's labels name it. */
const LABELLED = ['client', 'vendor', 'contact', 'vendor_contact', 'product', 'invoice', 'payment']

/** Who the token belongs to, and what an admin should know before data flow. */
export async function check(client: Client, markerField: MarkerField): Promise<CheckReport> {
  const { json, headers } = await client.ask({ method: 'GET', path: 'ping' })
  const company = await readCompany(client)
  const version = headers['x-app-version'] ?? ''
  const warnings: CheckReport['warnings'] = []
  if (!/^5\.(1\d|[2-9]\d)\./.test(version)) {
    warnings.push({ code: 'invoice-ninja.version', params: { version: version || '?' } })
  }
  const missing = missingRights(company.user, NATIVE_TYPES)
  if (missing.length > 0)
    warnings.push({ code: 'invoice-ninja.rights', params: { missing: missing.join(', ') } })
  const number = markerField.slice(-1)
  for (const type of LABELLED) {
    const label = company.labels[`${type}${number}`]
    if (label) warnings.push({ code: 'invoice-ninja.marker-field', params: { field: number, label } })
  }
  if (company.updatesProducts) warnings.push({ code: 'invoice-ninja.update-products' })
  if (company.isAtMidway) warnings.push({ code: 'invoice-ninja.time-zone' })
  const names = [json['user_name'], json['company_name']].map(textOf).filter((name) => name !== null)
  return { version, account: names.join(', '), identity: company.key, markers: true, warnings }
}
