import { ConnectorError } from '#connector-kit'
import type { JsonObject } from '#connector-kit'
import type { Client } from './client.js'
import { rejected } from './references.js'

/**
 * Performs the action that leads to a state, unless the document has it already: an action whose answer was lost is repeated without
 * harm. What the action answers says nothing (upstream §8, 1), so the state is read before and after.
 * @param fields further fields to read before
 * @returns what was read before; null when nothing had to be done
 * @throws `gone`, and `rejected` where Odoo does not do it
 */
export async function reachState(
  client: Client,
  model: string,
  id: number,
  state: string,
  methods: Record<string, string>,
  fields: readonly string[] = [],
): Promise<JsonObject | null> {
  const before = await stateOf(client, model, id, fields)
  if (before['state'] === state) return null
  const method = methods[state]
  if (method === undefined) throw rejected('odoo.no-way-back', 'status', { state })
  // Up to 18 cancelling asks back in a dialogue unless it is told not to.
  const context = { disable_cancel_warning: true, tracking_disable: true }
  await client.call({ model, method, ids: [id], context })
  const after = await afterwards(stateOf(client, model, id, []))
  if (after['state'] !== state)
    throw rejected('odoo.state-refused', 'status', { state, is: String(after['state']) })
  return before
}

/** A step after something has been written: when it fails, what became of the whole is not known any more. */
export async function afterwards<T>(step: Promise<T>): Promise<T> {
  try {
    return await step
  } catch (error) {
    if (!(error instanceof ConnectorError) || error.outcomeUnknown) throw error
    const { kind, code, params, field, retryAfter, status, upstream } = error
    throw new ConnectorError(kind, {
      code,
      params,
      outcomeUnknown: true,
      ...(field !== undefined && { field }),
      ...(retryAfter !== undefined && { retryAfter }),
      ...(status !== undefined && { status }),
      ...(upstream !== undefined && { upstream }),
    })
  }
}

/** The state of a document, and further fields of it. Throws `gone` when there is none. */
export async function stateOf(
  client: Client,
  model: string,
  id: number,
  fields: readonly string[],
): Promise<JsonObject> {
  const args = { fields: ['state', ...fields], load: null }
  const answer = await client.call({ model, method: 'read', ids: [id], args })
  const [row] = Array.isArray(answer) ? (answer as JsonObject[]) : []
  if (row) return row
  throw new ConnectorError('gone', { code: 'odoo.gone' })
}
