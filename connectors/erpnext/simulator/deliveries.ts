import { createHmac } from 'node:crypto'
import { request } from 'node:http'
import type { Json } from '#canonical'
import { underFault, type WebhookFault } from '#connector-kit/testing'
import { render } from './jinja.js'
import type { Site } from './site.js'
import { rowsOf } from './tables.js'
import type { Doc } from './tables.js'

/** Something that happened to a document, as the hooks of Frappe name it. */
export interface DocumentEvent {
  event: 'after_insert' | 'on_update' | 'on_change' | 'on_submit' | 'on_cancel' | 'on_trash'
  doctype: string
  doc: Doc
}

/** One call that waits for a worker. */
interface Delivery {
  webhook: Doc
  doc: Doc
  body: string
}

/**
 * Calls webhooks as Frappe's workers do (upstream/erpnext.md §8): after the commit, one after the other, three tries, then
 * dropped; no Content-Type unless the webhook names one, signed over the raw body with Python's JSON.
 */
export class Deliveries {
  fault: WebhookFault | null = null
  /** Milliseconds before the second and the third try. */
  gaps: readonly number[] = [1_000, 4_000]
  private waiting: Delivery[] = []
  private working = false

  constructor(private readonly site: Site) {}

  /** Queues what a committed transaction triggered; several triggers of one webhook on one document are one call. */
  queue(events: readonly DocumentEvent[]): void {
    const webhooks = this.site
      .table('Webhook')
      .all()
      .filter((webhook) => webhook['enabled'] === 1)
    if (webhooks.length === 0) return
    const calls = new Map<string, Delivery>()
    for (const { event, doctype, doc } of events) {
      for (const webhook of webhooks) {
        if (webhook['webhook_doctype'] !== doctype || webhook['webhook_docevent'] !== event) continue
        if (!meets(webhook['condition'], doc)) continue
        calls.set(`${webhook.name}\n${doc.name}`, { webhook, doc, body: bodyOf(webhook, doctype, doc) })
      }
    }
    const fresh = underFault([...calls.values()], this.fault)
    if (this.fault === 'reordered') this.waiting.unshift(...fresh)
    else this.waiting.push(...fresh)
    setTimeout(() => void this.work(), 0).unref()
  }

  private async work(): Promise<void> {
    if (this.working) return
    this.working = true
    for (let call = this.waiting.shift(); call; call = this.waiting.shift()) await this.deliver(call)
    this.working = false
  }

  private async deliver(call: Delivery): Promise<void> {
    for (let attempt = 0; ; attempt += 1) {
      const outcome = await send(call, this.site.secrets.get(call.webhook.name))
      if (outcome === 'ok') return
      const gap = this.gaps[attempt]
      if (gap === undefined) return
      // A timeout is tried again at once.
      if (outcome === 'refused') await new Promise<void>((resolve) => setTimeout(resolve, gap).unref())
    }
  }
}

function bodyOf(webhook: Doc, doctype: string, doc: Doc): string {
  if (webhook['request_structure'] === 'JSON' && webhook['webhook_json']) {
    return pythonJson(JSON.parse(render(String(webhook['webhook_json']), doctype, doc)) as Json)
  }
  const data = rowsOf(webhook, 'webhook_data').map((row) => [
    String(row['key']),
    (doc[String(row['fieldname'])] ?? null) as Json,
  ])
  return pythonJson(Object.fromEntries(data) as Json)
}

/** Conditions of the form `doc.column == 0`. */
function meets(condition: unknown, doc: Doc): boolean {
  const [, column, value] = /^doc\.(\w+) == (.+)$/.exec(String(condition ?? '')) ?? []
  return column === undefined || String(doc[column]) === String(value).replace(/^['"]|['"]$/g, '')
}

/** `json.dumps`: blanks behind commas and colons, nothing but ASCII. */
export function pythonJson(value: Json): string {
  if (Array.isArray(value)) return `[${value.map(pythonJson).join(', ')}]`
  if (typeof value === 'object' && value !== null) {
    const pairs = Object.entries(value).map(([key, one]) => `${pythonJson(key)}: ${pythonJson(one ?? null)}`)
    return `{${pairs.join(', ')}}`
  }
  return JSON.stringify(value).replace(
    /[\u0080-\uffff]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
}

/** Headers exactly as recorded; `fetch` would add a Content-Type. */
function send(
  { webhook, body }: Delivery,
  secret: string | undefined,
): Promise<'ok' | 'refused' | 'timeout'> {
  const headers: Record<string, string> = {
    'User-Agent': 'python-requests/2.32.5',
    'Accept-Encoding': 'gzip, deflate, br',
    Accept: '*/*',
    Connection: 'keep-alive',
  }
  if (webhook['enable_security'] === 1 && secret !== undefined) {
    headers['X-Frappe-Webhook-Signature'] = createHmac('sha256', secret).update(body).digest('base64')
  }
  for (const row of rowsOf(webhook, 'webhook_headers')) headers[String(row['key'])] = String(row['value'])
  headers['Content-Length'] = String(Buffer.byteLength(body))
  return new Promise((resolve) => {
    try {
      const call = request(
        String(webhook['request_url']),
        {
          method: String(webhook['request_method'] ?? 'POST'),
          headers,
          timeout: Number(webhook['timeout'] ?? 5) * 1_000,
        },
        (answer) => {
          answer.resume()
          answer.on('error', () => resolve('refused'))
          answer.on('end', () => resolve((answer.statusCode ?? 500) < 400 ? 'ok' : 'refused'))
        },
      )
      call.on('timeout', () => {
        resolve('timeout')
        call.destroy()
      })
      call.on('error', () => resolve('refused'))
      call.end(body)
    } catch {
      resolve('refused')
    }
  })
}
