import type { EntityName, Json, JsonObject } from '#canonical'
import { ConnectorError, isConnectorError } from '#connector-kit'
import type { Hint, WebhookRequest } from '#connector-kit'
import { isObject, textOf } from './api.js'
import type { NativeType } from './api.js'
import type { Client } from './client.js'

/** Parameter of the subscribed address that carries the event, since a delivery does not say what it is about (upstream §11). */
const EVENT = 'event'

/** Events of each type: create, update, delete, archive, restore, and what else changes it. */
const EVENTS: Record<NativeType, readonly number[]> = {
  client: [1, 10, 11, 37, 45],
  vendor: [5, 13, 14, 48, 49],
  product: [50, 51, 52, 53, 54],
  quote: [3, 6, 7, 21, 34, 42, 61],
  invoice: [2, 8, 9, 33, 41, 60],
  credit: [27, 28, 29, 35, 43, 62],
  payment: [4, 31, 12, 32, 40],
}

const ENTITIES: Record<NativeType, EntityName> = {
  client: 'party',
  vendor: 'party',
  product: 'product',
  quote: 'order',
  invoice: 'invoice',
  credit: 'invoice',
  payment: 'payment',
}

const TYPES = Object.keys(EVENTS) as NativeType[]

/** What a delivery says to look at again: its body is the bare record as it was when it was sent. */
export function hintsOf({ query, body }: WebhookRequest): Hint[] {
  const event = Number(query[EVENT])
  const type = TYPES.find((type) => EVENTS[type].includes(event))
  if (!type || !isObject(body)) return []
  return [...hint(type, body['id']), ...(type === 'payment' ? settled(body) : [])]
}

/** A payment changes its invoices and credits, and nothing else says so (upstream §9). */
function settled({ paymentables }: JsonObject): Hint[] {
  const shares = Array.isArray(paymentables) ? paymentables.filter(isObject) : []
  return shares.flatMap((share) => [
    ...hint('invoice', share['invoice_id']),
    ...hint('credit', share['credit_id']),
  ])
}

function hint(type: NativeType, value: Json | undefined): Hint[] {
  const id = textOf(value)
  return id === null ? [] : [{ entity: ENTITIES[type], type, id }]
}

/** A row of `GET /webhooks`. */
interface Subscription {
  id: string
  target: string
  event: string
  archived: boolean
}

const PAGE_SIZE = 100

/**
 * One subscription for each event of these entities, since a subscription has one event only. The server refuses no second one, so
 * that it is looked at what there is; and an answer of 404, 405 or 410 archives a subscription, so that it is brought back.
 */
export async function subscribe(
  client: Client,
  entities: readonly EntityName[],
  address: string,
): Promise<void> {
  const events = TYPES.filter((type) => entities.includes(ENTITIES[type])).flatMap((type) => EVENTS[type])
  const present = await subscriptions(client)
  for (const event of events) {
    const target = new URL(address)
    target.searchParams.set(EVENT, String(event))
    const same = present.filter((row) => row.target === target.href && row.event === String(event))
    if (same.some((row) => !row.archived)) continue
    const [archived] = same
    await (archived ? restore(client, archived) : create(client, target.href, event))
  }
}

async function subscriptions(client: Client): Promise<Subscription[]> {
  const found: Subscription[] = []
  for (let page = 1, pages = 1; page <= pages; page++) {
    const list = await client.rows('webhooks', {}, page, PAGE_SIZE)
    pages = list.pages
    for (const row of list.data.filter(isObject)) {
      const [id, target] = [textOf(row['id']), textOf(row['target_url'])]
      const archived = row['archived_at'] !== 0 || row['is_deleted'] === true
      if (id !== null && target !== null) found.push({ id, target, event: String(row['event_id']), archived })
    }
  }
  return found
}

async function create(client: Client, target: string, event: number): Promise<void> {
  const body = { target_url: target, event_id: event, rest_method: 'post', headers: {} }
  await allowed(client.ask({ method: 'POST', path: 'webhooks', json: body }, { write: true }))
}

async function restore(client: Client, { id }: Subscription): Promise<void> {
  const body = { action: 'restore', ids: [id] }
  await allowed(client.ask({ method: 'POST', path: 'webhooks/bulk', json: body }, { write: true }))
}

/** Webhooks are for admins; for everybody else the list is empty, and only a write is refused (recorded in permission_errors). */
async function allowed(call: Promise<unknown>): Promise<void> {
  try {
    await call
  } catch (error) {
    if (!isConnectorError(error) || error.status !== 401) throw error
    throw new ConnectorError('misconfigured', { code: 'invoice-ninja.webhook-rights', cause: error })
  }
}
