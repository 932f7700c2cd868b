import type { JsonObject } from '#canonical'
import type { SimulatorReply } from '#connector-kit/testing'
import { InvoiceNinja } from './model.js'

/** Requests to a simulator without network, for its own tests. */
export interface Caller {
  ninja: InvoiceNinja
  /** Lets the simulated clock go on. */
  later(seconds: number): void
  call(
    method: string,
    path: string,
    body?: unknown,
    headers?: Record<string, string>,
  ): SimulatorReply & { json: JsonObject }
  create(body: JsonObject, type?: string): JsonObject
  update(party: JsonObject, body: JsonObject): JsonObject
}

/** A fresh installation on 24 November 2026, 8 o'clock UTC. */
export function newCaller(): Caller {
  const ninja = new InvoiceNinja(1)
  let time = Date.UTC(2026, 10, 24, 8)
  ninja.now = () => time
  const call: Caller['call'] = (method, path, body, headers = { accept: 'application/json' }) => {
    const url = `/api/v1/${path}`
    const [pathname = '', query = ''] = url.split('?')
    const reply = ninja.handle({
      method,
      path: pathname,
      rawUrl: url,
      query: new URLSearchParams(query),
      headers: { 'x-api-token': ninja.owner.token, 'content-type': 'application/json', ...headers },
      body: Buffer.from(typeof body === 'string' ? body : body === undefined ? '' : JSON.stringify(body)),
    })
    return { ...reply, json: reply.body as JsonObject }
  }
  return {
    ninja,
    call,
    later: (seconds) => {
      time += seconds * 1000
    },
    create: (body, type = 'clients') => dataOf(call('POST', type, body)),
    update: (party, body) => dataOf(call('PUT', `clients/${String(party['id'])}`, body)),
  }
}

export const dataOf = (reply: { json: JsonObject }): JsonObject => reply.json['data'] as JsonObject
export const listOf = (reply: { json: JsonObject }): JsonObject[] => reply.json['data'] as JsonObject[]
