import { isConnectorError } from '#connector-kit'
import type { CheckReport } from '#connector-kit'
import { notAnAnswer } from './client.js'
import type { Client } from './client.js'
import type { Markers } from './markers.js'
import { explainForbidden } from './pull.js'
import { readZone } from './site-zone.js'
import type { Tables } from './tables.js'
import type { MasterTables } from './trade/masters.js'
import { KINDS, PARTS } from './types.js'

type Warning = CheckReport['warnings'][number]

/** Major version that was tested. */
const TESTED = 15

const RIGHTS = ['read', 'write', 'create'] as const

/** Version, account, rights, time zone and marker field, each with what a person should do about it. */
export async function check(
  parts: { client: Client; tables: Tables; markers: Markers; masters: MasterTables },
  settings: { company: string | undefined; timeZone: string | undefined },
  prepare: boolean,
): Promise<CheckReport> {
  const { client, tables, markers, masters } = parts
  const account = await askAccount(client)
  const version = await readVersion(client)
  await tables.load()
  markers.forget()
  masters.forget()
  if (prepare) await markers.prepare()
  const complete = await markers.complete()
  const warnings: Warning[] = [
    ...versionWarnings(version),
    ...(await rightWarnings(client)),
    ...(await zoneWarnings(client, settings.timeZone)),
    ...(await companyWarnings(client, settings.company, masters)),
    ...(complete ? [] : [{ code: 'erpnext.marker-missing' }]),
  ]
  const identity = settings.company ? `${tables.birth} ${settings.company}` : tables.birth
  return { version, account, identity, markers: complete, warnings }
}

/** Every account may ask who it is: a refusal means that the credentials never arrived. */
async function askAccount(client: Client): Promise<string> {
  try {
    const account = await client.ask('frappe.auth.get_logged_user')
    if (typeof account !== 'string') throw notAnAnswer()
    return account
  } catch (error) {
    if (isConnectorError(error) && error.code === 'erpnext.not-permitted')
      await explainForbidden(client, error)
    throw error
  }
}

async function readVersion(client: Client): Promise<string> {
  const apps = await permitted(() => client.ask('frappe.utils.change_log.get_versions'))
  const version = (apps as { erpnext?: { version?: unknown } } | undefined)?.erpnext?.version
  return typeof version === 'string' ? version : ''
}

function versionWarnings(version: string): Warning[] {
  const major = Number.parseInt(version, 10)
  return major === TESTED ? [] : [{ code: 'erpnext.version-untested', params: { version: version || '?' } }]
}

async function rightWarnings(client: Client): Promise<Warning[]> {
  const asked = [...Object.keys(KINDS), ...PARTS].flatMap((doctype) =>
    RIGHTS.map((right) => ({ doctype, right })),
  )
  const answers = await Promise.all(
    asked.map(async ({ doctype, right }) => {
      const query = { doctype, docname: '', perm_type: right }
      const answer = await permitted(() => client.ask('frappe.client.has_permission', query))
      return (answer as { has_permission?: unknown } | undefined)?.has_permission === false
    }),
  )
  const missing = asked.filter((_, index) => answers[index])
  return missing.map(({ doctype, right }) => ({ code: 'erpnext.right-missing', params: { doctype, right } }))
}

async function zoneWarnings(client: Client, configured: string | undefined): Promise<Warning[]> {
  const zone = await readZone(client, undefined)
  if (configured === undefined) return zone === null ? [{ code: 'erpnext.zone-unknown' }] : []
  await readZone(client, configured)
  if (zone === null || zone === configured) return []
  return [{ code: 'erpnext.zone-differs', params: { zone, configured } }]
}

async function companyWarnings(
  client: Client,
  company: string | undefined,
  masters: MasterTables,
): Promise<Warning[]> {
  const query = { doctype: 'Company', fields: ['name'], order: 'name asc', limit: 0 }
  const companies = await permitted(() => client.list(query))
  if (companies === undefined) return []
  const names = companies.map((row) => row.name)
  if (company !== undefined && !names.includes(company))
    return [{ code: 'erpnext.company-unknown', params: { company } }]
  if (company === undefined && names.length !== 1) return [{ code: 'erpnext.company-needed' }]
  // Codecs of units and taxes know from now on what the site has.
  await permitted(() => masters.load())
  return []
}

/** Undefined instead of an error for what the account may not ask. */
async function permitted<T>(ask: () => Promise<T>): Promise<T | undefined> {
  try {
    return await ask()
  } catch (error) {
    if (isConnectorError(error) && error.code === 'erpnext.not-permitted') return undefined
    throw error
  }
}
