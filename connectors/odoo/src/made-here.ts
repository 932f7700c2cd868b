import type { Client } from './client.js'
import { isObject } from './errors.js'
import type { Row } from './kind.js'
import { MODULE } from './load.js'

/**
 * Notes on each row whether it was made by a hub, told by its external id. A copy made by a person has none, and so shows Odoo's own
 * number. Works for accounts that may not read the table of external ids (upstream §5).
 */
export async function noteOrigin(client: Client, model: string, rows: readonly Row[]): Promise<void> {
  const ids = rows.map(({ id }) => id)
  const answer = await client.call({ model, method: 'get_external_id', ids })
  for (const row of rows) {
    const xmlid = isObject(answer) ? answer[String(row.id)] : undefined
    row['from_hub'] = typeof xmlid === 'string' && xmlid.startsWith(`${MODULE}.`)
  }
}

/** The number of a document as Odoo gives it; drafts have none, which up to 17 is a slash. */
export const ownNumber = (name: unknown): string | null =>
  typeof name === 'string' && name !== '/' && name !== '' ? name : null
