import { ConnectorError } from '#connector-kit'
import type { ConnectionConfig } from '#connector-kit'

/** The configuration of a connection, read. */
export interface OdooConfig {
  url: string
  database: string
  /** Needed for JSON-RPC (Odoo 17 and 18). */
  login: string | null
  apiKey: string
  /** The company that the connection is bound to. */
  companyId: number
  /** Odoo language code for translated fields; null: the source language. */
  language: string | null
  /** How far each poll looks back before the last one, in seconds. */
  overlap: number
}

/**
 * Long transactions (imports, scheduled jobs) become visible with a stamp of their start: minutes back (upstream §4 recommends 5
 * to 15 minutes).
 */
const DEFAULT_OVERLAP = 15 * 60

/** Reads a connection's configuration. Throws `misconfigured` for what is missing. */
export function readConfig(config: ConnectionConfig): OdooConfig {
  const text = (name: string): string => {
    const value = config[name]
    return typeof value === 'string' ? value.trim() : ''
  }
  const needed = (name: string): string => {
    const value = text(name)
    if (!value)
      throw new ConnectorError('misconfigured', { code: 'odoo.setting-missing', params: { setting: name } })
    return value
  }
  const company = config['companyId']
  if (typeof company !== 'number' || !Number.isInteger(company) || company < 1) {
    throw new ConnectorError('misconfigured', {
      code: 'odoo.setting-missing',
      params: { setting: 'companyId' },
    })
  }
  const overlap = config['overlapSeconds']
  return {
    url: needed('url'),
    database: needed('database'),
    login: text('login') || null,
    apiKey: needed('apiKey'),
    companyId: company,
    language: text('language') || null,
    overlap: typeof overlap === 'number' && overlap >= 0 ? overlap : DEFAULT_OVERLAP,
  }
}
