import { ConnectorError } from '#connector-kit'
import type { Presence } from '#connector-kit'
import { incomplete } from './client.js'
import type { Client } from './client.js'

const CHUNK = 500

/**
 * Looks at ids directly. A search omits what is gone and what belongs to another company alike; a direct read omits only what is gone
 * and answers with an error for the other (upstream §2). A record that surely exists is read along, so that an answer that is empty for
 * any other reason proves nothing.
 */
export async function presenceOf(
  client: Client,
  model: string,
  ids: readonly number[],
): Promise<Map<number, Presence>> {
  const found = new Map<number, Presence>()
  for (let start = 0; start < ids.length; start += CHUNK) {
    const chunk = ids.slice(start, start + CHUNK)
    const { records } = await client.list(model, { domain: [['id', 'in', chunk]], specification: {} })
    for (const { id } of records) found.set(id, 'present')
  }
  const missing = ids.filter((id) => !found.has(id))
  if (missing.length === 0) return found
  const { records } = await client.list(model, { domain: [], specification: {}, limit: 1 })
  const hidden = await hiddenAmong(client, model, missing, records[0]?.id)
  for (const id of missing) found.set(id, hidden.has(id) ? 'hidden' : 'gone')
  return found
}

/** Of ids that no search shows, those that exist all the same. `known` is one that surely does. */
export async function hiddenAmong(
  client: Client,
  model: string,
  ids: readonly number[],
  known?: number,
): Promise<Set<number>> {
  try {
    const asked = known === undefined ? [...ids] : [...ids, known]
    const answer = await client.call({ model, method: 'read', ids: asked, args: { fields: ['id'] } })
    const shown = Array.isArray(answer) ? (answer as { id?: unknown }[]).map((row) => row.id) : []
    if (known !== undefined && !shown.includes(known)) throw incomplete(model)
    return new Set()
  } catch (error) {
    if (!(error instanceof ConnectorError) || error.code !== 'odoo.no-access') throw error
  }
  if (ids.length === 1) return new Set(ids)
  const middle = ids.length >> 1
  const [first, second] = [ids.slice(0, middle), ids.slice(middle)]
  return new Set([
    ...(await hiddenAmong(client, model, first, known)),
    ...(await hiddenAmong(client, model, second, known)),
  ])
}
