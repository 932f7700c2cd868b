import { ConnectorError } from '#connector-kit'
import type { JsonObject } from '#connector-kit'
import type { Client, ListAnswer } from './client.js'

/** A field as `fields_get` describes it. */
export interface Field {
  type: string
  string: string
  required?: boolean
  readonly?: boolean
  store?: boolean
  relation?: string
  selection?: [string, string][]
  size?: number
}

/** What a session must know of a database before it can read or write partners; asked for once, when first needed. */
export interface Facts {
  /** Fields of res.partner: they differ by version and by installed modules (upstream §7). */
  fields: Record<string, Field>
  /** Partners that are no parties: the tenant's own companies, their internal users, Odoo's technical accounts. */
  excluded: number[]
  company: { id: number; name: string; created: string }
}

/** Logins of the accounts that Odoo makes for visitors and as the pattern of portal users. */
const TECHNICAL_LOGINS = ['public', 'portaltemplate']

const ATTRIBUTES = ['type', 'string', 'required', 'readonly', 'store', 'relation', 'selection', 'size']

/** Throws `misconfigured` when the account may not enter the company. */
export async function loadFacts(client: Client): Promise<Facts> {
  const companies = await loadCompanies(client)
  const own = companies.find(({ id }) => id === client.config.companyId)
  if (!own) throw refused(client)
  const [fields, users] = await Promise.all([
    client.call({ model: 'res.partner', method: 'fields_get', args: { attributes: ATTRIBUTES } }),
    client.list('res.users', {
      domain: ['|', ['share', '=', false], ['login', 'in', TECHNICAL_LOGINS]],
      specification: { partner_id: {} },
    }),
  ])
  const partners = [...companies, ...users.records].map((one) => Number(one['partner_id']))
  return {
    fields: fields as unknown as Facts['fields'],
    excluded: [...new Set(partners)].sort((a, b) => a - b),
    company: { id: own.id, name: text(own, 'name'), created: text(own, 'create_date') },
  }
}

async function loadCompanies(client: Client): Promise<ListAnswer['records']> {
  try {
    const specification = { name: {}, partner_id: {}, create_date: {} }
    return (await client.list('res.company', { domain: [], specification })).records
  } catch (error) {
    // Every call names the company, and one that the account may not enter refuses all of them (upstream §2).
    throw error instanceof ConnectorError && error.code === 'odoo.no-access' ? refused(client) : error
  }
}

const refused = ({ config }: Client): ConnectorError =>
  new ConnectorError('misconfigured', { code: 'odoo.company-refused', params: { company: config.companyId } })

const text = (record: JsonObject, name: string): string => {
  const value = record[name]
  return typeof value === 'string' ? value : ''
}
