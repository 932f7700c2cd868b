import { request } from 'node:http'
import type { WebhookCall } from './automations.js'

/** Milliseconds after which Odoo gives up a webhook; it never tries again (upstream §6). */
const PATIENCE = 1_000

/** What may become of webhooks on their way: as they are, each twice, in the wrong order, or lost. */
export type Delivery = 'normal' | 'duplicate' | 'reorder' | 'lost'

/**
 * Sends webhooks as Odoo does: after the commit, without waiting, without signature, one attempt. A receiver that is down is never
 * told again.
 */
export class Webhooks {
  delivery: Delivery = 'normal'
  private readonly underWay = new Set<Promise<void>>()

  send(calls: readonly WebhookCall[]): void {
    if (this.delivery === 'lost') return
    const ordered = this.delivery === 'reorder' ? calls.toReversed() : calls
    for (const call of this.delivery === 'duplicate' ? ordered.flatMap((one) => [one, one]) : ordered) {
      const sent = post(call).finally(() => this.underWay.delete(sent))
      this.underWay.add(sent)
    }
  }

  /** Resolves once no call is under way. */
  async settled(): Promise<void> {
    while (this.underWay.size > 0) await Promise.all(this.underWay)
  }
}

function post({ url, body }: WebhookCall): Promise<void> {
  const payload = JSON.stringify(body)
  return new Promise((resolve) => {
    const call = request(url, {
      method: 'POST',
      agent: false,
      timeout: PATIENCE,
      headers: {
        'user-agent': 'python-requests/2.31.0',
        'accept-encoding': 'gzip, deflate',
        accept: '*/*',
        'content-type': 'application/json',
        'content-length': Buffer.byteLength(payload),
      },
    })
    call.on('response', (response) => response.resume())
    call.on('timeout', () => call.destroy())
    // Failures are only logged, and nobody reads that log.
    call.on('error', () => undefined)
    call.on('close', resolve)
    call.end(payload)
  })
}
