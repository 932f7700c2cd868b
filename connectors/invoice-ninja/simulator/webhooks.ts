import type { JsonObject } from '#canonical'
import { underFault, type WebhookFault } from '#connector-kit/testing'
import { encodeId } from './hashids.js'
import { seconds } from './rows.js'
import type { NativeType, Row } from './rows.js'

/** What can happen to a record so that somebody is told. */
export type Happening = 'create' | 'update' | 'delete' | 'archive' | 'restore' | 'sent' | 'approved'

export type Announce = (type: NativeType, happening: Happening, row: Row) => void

/** A row of `webhooks`: one event and the address that is called. */
export interface Subscription {
  id: number
  hash: string
  targetUrl: string
  eventId: string
  restMethod: 'post' | 'put'
  headers: Record<string, string>
  createdAt: number
  updatedAt: number
  deletedAt: number | null
  isDeleted: boolean
}

/** Ids of the events (upstream §11). What is missing is never told. */
export const EVENTS: Record<NativeType, Partial<Record<Happening, number>>> = {
  client: { create: 1, update: 10, delete: 11, archive: 37, restore: 45 },
  vendor: { create: 5, update: 13, delete: 14, archive: 48, restore: 49 },
  product: { create: 50, update: 51, delete: 52, archive: 54, restore: 53 },
  quote: { create: 3, update: 6, delete: 7, archive: 34, restore: 42, approved: 21 },
  invoice: { create: 2, update: 8, delete: 9, archive: 33, restore: 41, sent: 60 },
  credit: { create: 27, update: 28, delete: 29, archive: 35, restore: 43 },
  payment: { create: 4, update: 31, delete: 12, archive: 32, restore: 40 },
  tax_rate: {},
}

/** Payments are told late: 20 seconds after a create or an archive, 25 after the rest (upstream §11). */
export const LATE: ReadonlyMap<number, number> = new Map([
  [4, 20_000],
  [32, 20_000],
  [31, 25_000],
  [40, 25_000],
  [12, 25_000],
])

/** What a payload includes besides the record (recorded in webhook_deliveries). */
export const PAYLOAD: Partial<Record<NativeType, readonly string[]>> = {
  quote: ['client'],
  invoice: ['client'],
  payment: ['invoices', 'client'],
}

/** Ids that `POST /webhooks` accepts (Webhook::$valid_events, as far as upstream §11 names them). */
export const VALID_EVENTS: ReadonlySet<number> = new Set(
  (
    '1 10 11 37 45 2 8 9 33 41 60 22 24 3 6 7 21 23 34 42 61 64 4 31 12 32 40 50 51 52 53 54 5 13 14 48 49 15 16 17 39 47 ' +
    '18 19 20 36 44 25 26 30 38 46 27 28 29 35 43 62 55 56 57 58 59 63'
  )
    .split(' ')
    .map(Number),
)

/** What a receiver got. */
export interface Delivery {
  eventId: string
  url: string
  /** 0: it could not be reached. */
  status: number
}

/** Statuses after which a subscription is archived (upstream §11). */
const UNWELCOME = new Set([404, 405, 410])

/**
 * Calls the subscribed addresses. The body is the bare record as it is when it is sent, with neither event nor time nor signature; **nothing
 * is sent again**, and an answer of 404, 405 or 410 archives the subscription.
 */
export class Webhooks {
  subscriptions: Subscription[] = []
  /** The last deliveries, oldest first. */
  readonly deliveries: Delivery[] = []
  fault: WebhookFault | null = null
  /** How many seconds of the real system's delays a second of the simulation is; tests let payments be told at once. */
  speed = 1
  private waiting: (() => Promise<void>)[] = []
  private running: Promise<void> = Promise.resolve()

  constructor(
    private readonly now: () => number,
    private readonly changed: () => void,
  ) {}

  subscribe(given: Pick<Subscription, 'targetUrl' | 'eventId' | 'restMethod' | 'headers'>): Subscription {
    const id = this.subscriptions.length + 1
    const now = this.now()
    const subscription = {
      id,
      hash: encodeId(id),
      ...given,
      createdAt: now,
      updatedAt: now,
      deletedAt: null,
      isDeleted: false,
    }
    this.subscriptions.push(subscription)
    return subscription
  }

  find(hash: string): Subscription | undefined {
    return this.subscriptions.find((subscription) => subscription.hash === hash)
  }

  /** Queues a call for each subscription; `payload` is read when it is sent, `delay` milliseconds later. */
  announce(event: number, payload: () => JsonObject, delay = 0): void {
    const wanted = this.subscriptions.filter(
      ({ eventId, deletedAt }) => eventId === String(event) && deletedAt === null,
    )
    for (const subscription of wanted) {
      const task = (): Promise<void> => this.deliver(subscription, payload())
      if (delay > 0 && this.speed !== Infinity)
        setTimeout(() => this.enqueue(task), delay / this.speed).unref()
      else this.enqueue(task)
    }
  }

  /** Sends to one subscription, as its "retry" does. */
  send(subscription: Subscription, payload: () => JsonObject): void {
    this.enqueue(() => this.deliver(subscription, payload()))
  }

  /** Resolves when everything that was queued without delay has been sent. */
  async settled(): Promise<void> {
    for (let last; last !== this.running;) {
      last = this.running
      await last
    }
  }

  /** After the present request: a queue worker takes the jobs. */
  private enqueue(task: () => Promise<void>): void {
    this.waiting.push(...underFault([task], this.fault))
    this.running = this.running
      .then(() => new Promise((resolve) => setImmediate(resolve)))
      .then(async () => {
        const tasks = this.waiting.splice(0)
        for (const next of this.fault === 'reordered' ? tasks.toReversed() : tasks) await next()
      })
  }

  private async deliver(subscription: Subscription, payload: JsonObject): Promise<void> {
    const { targetUrl, restMethod, headers, eventId } = subscription
    const forged = { ...payload, id: 'zzz', name: 'not from here' }
    let status = 0
    try {
      const answer = await fetch(targetUrl, {
        method: restMethod.toUpperCase(),
        headers: {
          ...headers,
          accept: 'application/json',
          'user-agent': 'GuzzleHttp/7',
          'content-type': 'application/json',
        },
        body: JSON.stringify(this.fault === 'forged' ? forged : payload),
      })
      await answer.arrayBuffer()
      status = answer.status
    } catch {
      // Refused or broken: lost, and only logged.
    }
    this.deliveries.push({ eventId, url: targetUrl, status })
    if (!UNWELCOME.has(status)) return
    subscription.deletedAt = this.now()
    subscription.updatedAt = this.now()
    this.changed()
  }
}

/** WebhookTransformer. `format` shows the column's default only once the row is read again. */
export function subscriptionDocument(subscription: Subscription, userId: string, fresh = false): JsonObject {
  return {
    id: subscription.hash,
    company_id: encodeId(1),
    user_id: userId,
    archived_at: seconds(subscription.deletedAt),
    updated_at: seconds(subscription.updatedAt),
    created_at: seconds(subscription.createdAt),
    is_deleted: subscription.isDeleted,
    target_url: subscription.targetUrl,
    event_id: subscription.eventId,
    format: fresh ? '' : 'JSON',
    rest_method: subscription.restMethod,
    headers: subscription.headers,
  }
}
