import { createHash, timingSafeEqual } from 'node:crypto'
import type { Hint, WebhookRequest } from '#connector-kit'
import { webhooks, work, type Database } from '#persistence'
import type { Catalogue } from './catalogue.js'
import type { Sessions } from './sessions.js'

/** A call as it arrived at a connection's address; null where its content was not kept. */
export interface WebhookCall {
  token: string
  request: WebhookRequest | null
}

/** So many named ids are looked at singly; more than that, and reading on is cheaper. */
const mostHints = 2000

/**
 * Takes the calls of one connection in: those with the right token only say where to look again (rule 1), in one insert
 * and one wake-up for all of them. What cannot be taken in singly makes the connection be read on.
 */
export async function receiveWebhooks(
  hub: { db: Database; catalogue: Catalogue; sessions: Sessions },
  connectionId: string,
  calls: readonly WebhookCall[],
): Promise<void> {
  const { db, catalogue, sessions } = hub
  const tenantId = await db.system((tx) => webhooks.tenantOf(tx, connectionId))
  if (tenantId === null) return
  await db.tenant(tenantId, async (tx) => {
    const connection = await webhooks.withToken(tx, connectionId)
    const token = await sessions.webhookToken(tx, connectionId)
    const connector = connection && catalogue.connector(connection.connector)
    if (token === null || !connector?.webhook) return
    const genuine = calls.filter((call) => equal(call.token, token))
    const requests = genuine.flatMap(({ request }) => (request ? [request] : []))
    const hints = unique(requests.flatMap((request) => connector.webhook?.(request) ?? []))
    if (requests.length < genuine.length || hints.length > mostHints) await webhooks.readNow(tx, connectionId)
    else if (hints.length === 0 || !(await webhooks.hint(tx, connectionId, hints))) return
    await work.wake(tx, tenantId, [connectionId])
  })
}

/** Compares in a time that says nothing about where the two differ, or how long they are. */
function equal(given: string, token: string): boolean {
  const digest = (text: string): Buffer => createHash('sha256').update(text).digest()
  return timingSafeEqual(digest(given), digest(token))
}

function unique(hints: readonly Hint[]): Hint[] {
  return [...new Map(hints.map((hint) => [`${hint.entity}\n${hint.type}\n${hint.id}`, hint])).values()]
}
