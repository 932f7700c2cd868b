import { ConnectorError, isConnectorError } from '#connector-kit'
import { untrustworthy } from '../client.js'
import type { Client, Row } from '../client.js'

/** The company that documents belong to, with the accounts that it uses where nothing else is said. */
export interface Company {
  name: string
  currency: string
  /** A value of the company's own document. */
  setting(column: string): string | null
}

/** The configured company, or the only one of the site. */
export async function readCompany(client: Client, configured: string | undefined): Promise<Company> {
  const name = configured ?? (await onlyCompany(client))
  let row: Row
  try {
    row = await client.get('Company', name)
  } catch (error) {
    if (!isConnectorError(error) || error.kind !== 'gone') throw error
    throw new ConnectorError('misconfigured', {
      code: 'erpnext.company-unknown',
      field: 'company',
      params: { company: name },
    })
  }
  const setting = (column: string): string | null => {
    const value = row[column]
    return typeof value === 'string' && value !== '' ? value : null
  }
  return { name: row.name, currency: setting('default_currency') ?? 'EUR', setting }
}

async function onlyCompany(client: Client): Promise<string> {
  const rows = await client.list({ doctype: 'Company', fields: ['name'], order: 'name asc', limit: 2 })
  if (rows.length > 1)
    throw new ConnectorError('misconfigured', { code: 'erpnext.company-needed', field: 'company' })
  const only = rows[0]
  if (!only) throw untrustworthy('Company')
  return only.name
}
