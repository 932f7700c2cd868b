import { Inject, Injectable, type BeforeApplicationShutdown } from '@nestjs/common'
import { Database } from '#persistence'
import { Catalogue, receiveWebhooks, Sessions, type WebhookCall } from '#sync'
import { LOGGER, type HubLogger } from '../core/tokens.js'

/** Milliseconds for which the calls of one connection are collected, so that many of them are one insert. */
const pause = 50
/** Calls of one connection whose content is kept meanwhile; of the others only that they came. */
const mostKept = 500
/** Connections with calls that wait; more are strangers' inventions, and polling finds what they hid. */
const mostConnections = 1000

/** Calls of other systems that have been answered and wait to be taken in, by connection. */
@Injectable()
export class HookInbox implements BeforeApplicationShutdown {
  private readonly waiting = new Map<string, WebhookCall[]>()
  private readonly underWay = new Set<Promise<void>>()

  constructor(
    @Inject(LOGGER) private readonly logger: HubLogger,
    private readonly db: Database,
    private readonly catalogue: Catalogue,
    private readonly sessions: Sessions,
  ) {}

  /** Notes a call; it is taken in a moment later, together with those that follow. */
  put(connectionId: string, call: WebhookCall): void {
    const calls = this.waiting.get(connectionId)
    if (!calls) {
      if (this.waiting.size >= mostConnections) return
      this.waiting.set(connectionId, [call])
      setTimeout(() => this.take(connectionId), pause)
    } else if (calls.length < mostKept) calls.push(call)
    else if (!calls.some(({ request, token }) => !request && token === call.token)) {
      // A connection has one token; a few wrong ones beside it must not make the list grow.
      if (calls.length < mostKept * 2) calls.push({ ...call, request: null })
    }
  }

  /** Takes in what still waits. */
  async beforeApplicationShutdown(): Promise<void> {
    for (const connectionId of [...this.waiting.keys()]) this.take(connectionId)
    await Promise.all(this.underWay)
  }

  private take(connectionId: string): void {
    const calls = this.waiting.get(connectionId)
    if (!calls) return
    this.waiting.delete(connectionId)
    const { db, catalogue, sessions } = this
    // What fails here is found by the next poll.
    const work = receiveWebhooks({ db, catalogue, sessions }, connectionId, calls)
      .catch((error: unknown) => this.logger.error({ err: error, connectionId }, 'webhooks not taken in'))
      .finally(() => this.underWay.delete(work))
    this.underWay.add(work)
  }
}
