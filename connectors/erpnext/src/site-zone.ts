import { ConnectorError, isConnectorError } from '#connector-kit'
import type { Client } from './client.js'
import { isZone } from './zone.js'

/**
 * The zone in which the site writes its time stamps: from the configuration, else from System Settings, which needs the role
 * System Manager. Never from `get_time_zone`, which answers the caller's own (upstream/erpnext.md §7).
 */
export async function readZone(client: Client, configured: string | undefined): Promise<string | null> {
  if (configured !== undefined) {
    if (isZone(configured)) return configured
    throw new ConnectorError('misconfigured', {
      code: 'erpnext.zone-invalid',
      field: 'timeZone',
      params: { zone: configured },
    })
  }
  try {
    const query = { doctype: 'System Settings', field: 'time_zone' }
    const zone = await client.ask('frappe.client.get_single_value', query)
    return typeof zone === 'string' && isZone(zone) ? zone : null
  } catch (error) {
    if (isConnectorError(error) && error.code === 'erpnext.not-permitted') return null
    throw error
  }
}
