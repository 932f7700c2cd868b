import { request } from 'node:http'
import { underFault, type WebhookFault } from '#connector-kit/testing'
import type { WebhookCall } from './automations.js'

/** Milliseconds after which Odoo gives up a webhook; it never tries again (upstream §6). */
const PATIENCE = 1_000

/**
 * Sends webhooks as Odoo does: after the commit, without waiting, without signature, one attempt. A receiver that is down is never
 * told again.
 */
export class Webhooks {
  fault: WebhookFault | null = null
  private readonly underWay = new Set<Promise<void>>()

  send(calls: readonly WebhookCall[]): void {
    for (const call of underFault(calls, this.fault)) {
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
