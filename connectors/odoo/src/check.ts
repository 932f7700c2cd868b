import { ConnectorError } from '#connector-kit'
import type { CheckReport } from '#connector-kit'
import { majorOf } from './client.js'
import type { Client } from './client.js'
import { isObject } from './errors.js'
import type { Base } from './facts.js'
import { PARTNER } from './party.js'

type Warning = CheckReport['warnings'][number]

/** Days before the expiry of an API key from which an admin is told. */
const EXPIRY_NOTICE = 30

/** Last major version that was tried. */
const NEWEST = 19

/** Version, account and rights, with what a person should act on. Odoo needs no preparation for markers. */
export async function check(client: Client, { company }: Base): Promise<CheckReport> {
  const version = await client.version()
  const server = await client.server()
  const me = await client.call({ model: 'res.users', method: 'context_get' })
  const uid = server.api === 'jsonrpc' ? server.uid : isObject(me) ? Number(me['uid']) : 0
  const { records, now } = await client.list('res.users', {
    domain: [['id', '=', uid]],
    specification: { name: {}, login: {} },
  })
  const [canCreate, canWrite] = await Promise.all([
    may(client, version, 'create'),
    may(client, version, 'write'),
  ])
  const warnings: Warning[] = []
  if (!canCreate || !canWrite) warnings.push({ code: 'odoo.read-only' })
  if (!(await hasRanks(client))) warnings.push({ code: 'odoo.no-invoicing' })
  if (majorOf(version) > NEWEST) warnings.push({ code: 'odoo.version-untested', params: { version } })
  // Up to 17 keys never expire (upstream §2).
  if (majorOf(version) > 17) warnings.push(...(await expiringKeys(client, uid, now)))
  const { id, name, created } = company
  return {
    version,
    account: `${String(records[0]?.['name'] ?? uid)} – ${name}`,
    // Address and protocol are no part of it: the same database by another name is the same database.
    identity: [client.config.database, id, created].join('/'),
    markers: canCreate,
    warnings,
  }
}

/** The ranks come with the app Invoicing. */
async function hasRanks(client: Client): Promise<boolean> {
  const args = { allfields: ['customer_rank'], attributes: ['type'] }
  const fields = await client.call({ model: PARTNER, method: 'fields_get', args })
  return isObject(fields) && 'customer_rank' in fields
}

async function may(client: Client, version: string, operation: string): Promise<boolean> {
  if (majorOf(version) < 18) {
    const args = { operation, raise_exception: false }
    return (await client.call({ model: PARTNER, method: 'check_access_rights', args })) === true
  }
  return (await client.call({ model: PARTNER, method: 'has_access', args: { operation } })) === true
}

/** The account's own keys; which of them is ours Odoo does not say. */
async function expiringKeys(client: Client, uid: number, now: string | null): Promise<Warning[]> {
  if (now === null) return []
  try {
    const { records } = await client.list('res.users.apikeys', {
      domain: [['user_id', '=', uid]],
      specification: { name: {}, expiration_date: {} },
    })
    return records.flatMap((key): Warning[] => {
      const expiry = key['expiration_date']
      if (typeof expiry !== 'string') return []
      const days = Math.floor(
        (Date.parse(expiry.replace(' ', 'T')) - Date.parse(now.replace(' ', 'T'))) / 86_400_000,
      )
      if (days < 0 || days > EXPIRY_NOTICE) return []
      return [
        { code: 'odoo.key-expires', params: { key: String(key['name']), date: expiry.slice(0, 10), days } },
      ]
    })
  } catch (error) {
    // Some installations close the list; then nothing can be told.
    if (error instanceof ConnectorError && error.kind === 'misconfigured') return []
    throw error
  }
}
