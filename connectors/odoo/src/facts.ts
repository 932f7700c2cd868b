import { ConnectorError } from '#connector-kit'
import type { JsonObject } from '#connector-kit'
import type { Client, ListAnswer } from './client.js'
import { isObject } from './errors.js'
import type { Kind } from './kind.js'
import { loadTaxes, NO_TAXES } from './taxes.js'
import type { Taxes } from './taxes.js'
import { loadUnits, NO_UNITS } from './units.js'
import type { Units } from './units.js'

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

/** What a session must know of a database, whatever it reads; asked for once, when first needed. */
export interface Base {
  /** Partners that are no parties: the tenant's own companies, their internal users, Odoo's technical accounts. */
  excluded: number[]
  company: { id: number; name: string; created: string; currency: string | null }
  /** Time zone of the account, in which Odoo's moments are days. */
  zone: string
}

/** What it must know besides to read or write one native type. */
export interface Facts extends Base {
  /** Fields of the type: they differ by version and by installed modules (upstream §7). */
  fields: Record<string, Field>
  /** Fields of the models of its lists. */
  children: Record<string, Record<string, Field>>
  /** Empty where the type needs none. */
  taxes: Taxes
  units: Units
}

/** Logins of the accounts that Odoo makes for visitors and as the pattern of portal users. */
const TECHNICAL_LOGINS = ['public', 'portaltemplate']

const ATTRIBUTES = ['type', 'string', 'required', 'readonly', 'store', 'relation', 'selection', 'size']

/** Throws `misconfigured` when the account may not enter the company. */
export async function loadBase(client: Client): Promise<Base> {
  const companies = await loadCompanies(client)
  const own = companies.find(({ id }) => id === client.config.companyId)
  if (!own) throw refused(client)
  const [users, me] = await Promise.all([
    client.list('res.users', {
      domain: ['|', ['share', '=', false], ['login', 'in', TECHNICAL_LOGINS]],
      specification: { partner_id: {} },
    }),
    client.call({ model: 'res.users', method: 'context_get' }),
  ])
  const partners = [...companies, ...users.records].map((one) => Number(one['partner_id']))
  const currency = isObject(own['currency_id']) ? own['currency_id']['name'] : undefined
  const zone = isObject(me) ? me['tz'] : undefined
  return {
    excluded: [...new Set(partners)].sort((a, b) => a - b),
    company: {
      id: own.id,
      name: text(own, 'name'),
      created: text(own, 'create_date'),
      currency: typeof currency === 'string' ? currency : null,
    },
    zone: typeof zone === 'string' && zone ? zone : 'UTC',
  }
}

export async function loadFacts(client: Client, base: Base, kind: Kind): Promise<Facts> {
  const fieldsOf = async (model: string): Promise<Record<string, Field>> =>
    (await client.call({ model, method: 'fields_get', args: { attributes: ATTRIBUTES } })) as never
  const [fields, taxes, units, ...children] = await Promise.all([
    fieldsOf(kind.type),
    kind.tables.includes('taxes') ? loadTaxes(client) : NO_TAXES,
    kind.tables.includes('units') ? loadUnits(client) : NO_UNITS,
    ...kind.children.map(fieldsOf),
  ])
  const byModel = Object.fromEntries(kind.children.map((model, index) => [model, children[index] ?? {}]))
  return { ...base, fields, children: byModel, taxes, units }
}

async function loadCompanies(client: Client): Promise<ListAnswer['records']> {
  try {
    const specification = {
      name: {},
      partner_id: {},
      create_date: {},
      currency_id: { fields: { name: {} } },
    }
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
