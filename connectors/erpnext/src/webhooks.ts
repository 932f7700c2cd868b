import { createHash } from 'node:crypto'
import { ConnectorError, isConnectorError } from '#connector-kit'
import type { Hint, JsonObject, WebhookRequest } from '#connector-kit'
import type { EntityName } from '#canonical'
import type { Client } from './client.js'
import { WATCHED } from './types.js'
import type { Watched } from './types.js'

/**
 * Events that together miss nothing that a webhook can tell (upstream/erpnext.md §8): a save is `on_change` except the first
 * one, a payment changes its invoice by `on_change` only, a deletion is `on_trash`. `on_update_after_submit` never fires.
 */
const EVENTS = ['after_insert', 'on_change', 'on_trash'] as const
type Event = (typeof EVENTS)[number] | 'on_submit'

const eventsOf = ({ submits }: Watched): Event[] => [...EVENTS, ...(submits ? (['on_submit'] as const) : [])]

/** Reads the documents that a webhook names. Its body is what `subscribe` asked for; anybody could have sent it. */
export function hintsOf({ body }: WebhookRequest): Hint[] {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) return []
  const { doctype, name } = body
  const watched = typeof doctype === 'string' ? WATCHED[doctype] : undefined
  if (!watched || typeof name !== 'string' || name === '') return []
  if (!watched.of) return [{ entity: watched.entity, type: String(doctype), id: name }]
  const owners = Array.isArray(body['of']) ? body['of'] : []
  return owners.flatMap((owner): Hint[] => {
    if (typeof owner !== 'object' || owner === null || Array.isArray(owner)) return []
    const { type, id } = owner
    const known = typeof type === 'string' ? WATCHED[type] : undefined
    if (!known || known.of || typeof id !== 'string' || id === '') return []
    return [{ entity: known.entity, type: String(type), id }]
  })
}

/** Makes the site call this address when one of these entities changes. Asked again, it puts right what is there. */
export async function subscribe(
  client: Client,
  entities: readonly EntityName[],
  address: string,
): Promise<void> {
  const wanted = Object.entries(WATCHED)
    .filter(([, watched]) => entities.includes(watched.entity))
    .flatMap(([doctype, watched]) =>
      eventsOf(watched).map((event) => webhookDocument(doctype, watched, event, address)),
    )
  try {
    const present = await client.list({
      doctype: 'Webhook',
      fields: ['name', ...COMPARED],
      filters: [['name', 'in', wanted.map((webhook) => webhook.name)]],
      order: 'name asc',
      limit: 0,
    })
    const byName = new Map(present.map((row) => [row.name, row]))
    for (const { name, ...values } of wanted) {
      const row = byName.get(name)
      if (!row) await create(client, { name, ...values })
      else if (COMPARED.some((column) => row[column] !== values[column])) {
        await client.update('Webhook', name, values)
      }
    }
  } catch (error) {
    if (!isConnectorError(error) || error.code !== 'erpnext.not-permitted') throw error
    throw new ConnectorError('misconfigured', { code: 'erpnext.webhooks-not-permitted', status: 403 })
  }
}

/** Another hub may have made it in the same moment. */
async function create(client: Client, webhook: JsonObject): Promise<void> {
  try {
    await client.insert('Webhook', webhook)
  } catch (error) {
    if (!isConnectorError(error) || error.code !== 'erpnext.name-taken') throw error
  }
}

const COMPARED = ['request_url', 'webhook_json', 'enabled', 'webhook_doctype', 'webhook_docevent'] as const

type WebhookDocument = JsonObject & { name: string }

/**
 * One subscription. The name is made of the address, so that two hubs on one site do not take each other's. Without a header of
 * its own the call would have no Content-Type at all (upstream/erpnext.md §8).
 */
function webhookDocument(doctype: string, { of }: Watched, event: Event, address: string): WebhookDocument {
  const key = createHash('sha256').update(address).digest('hex').slice(0, 12)
  return {
    name: `einmal-${key}-${doctype}-${event}`,
    webhook_doctype: doctype,
    webhook_docevent: event,
    enabled: 1,
    request_url: address,
    request_method: 'POST',
    request_structure: 'JSON',
    webhook_json: `{"doctype": {{ doc.doctype | tojson }}, "name": {{ doc.name | tojson }}${of ? `, "of": ${of}` : ''}}`,
    webhook_headers: [{ key: 'Content-Type', value: 'application/json' }],
    timeout: 5,
  }
}
