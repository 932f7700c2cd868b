import type {
  CreateSimulator,
  Seed,
  SimulatorModel,
  SimulatorReply,
  SimulatorRequest,
} from '#connector-kit/testing'
import { errorReply, FrappeError } from './errors.js'
import { Desk } from './person.js'
import { handle, writes } from './rest.js'
import { screens } from './screens.js'
import { Seeds } from './seed.js'
import { Site } from './site.js'
import { restore, snapshot } from './state.js'
import { users } from './users.js'
import { setUp } from './world.js'

/** The ERPNext simulator with its site, so that tests can turn the site's own switches. */
export interface ErpnextSimulator extends SimulatorModel {
  readonly site: Site
  readonly person: Desk
  handle(request: SimulatorRequest): SimulatorReply
}

/** An ERPNext 15 site with its parties, contacts and addresses, as upstream/erpnext.md describes it, traps included. */
export const createSimulator = (() => {
  const site = new Site(() => model.now())
  const seeds = new Seeds(site)
  const model: ErpnextSimulator = {
    id: 'erpnext',
    label: 'ERPNext',
    site,
    screens,
    now: Date.now,
    person: new Desk(site, () => model.onChange?.()),
    config: (url) => ({ url, apiKey: users[0]?.key, apiSecret: users[0]?.secret, company: 'Acme GmbH' }),
    handle(request) {
      const reply = handle(site, request)
      if (writes(request) && reply.status < 300) model.onChange?.()
      return reply
    },
    writes,
    errorReply: injected,
    thinReply: thin,
    seed(records: readonly Seed[]) {
      const clerk = { ...(users[0] as (typeof users)[number]), name: 'clerk@example.com' }
      const places = records.map((seed) => site.transaction(clerk, () => seeds.take(seed)))
      model.onChange?.()
      return places
    },
    save: () => snapshot(site),
    load: (state) => restore(site, state),
  }
  // The site is older than anything that happens in it.
  model.now = () => Date.UTC(2020, 0, 2, 9)
  setUp(site)
  model.now = Date.now
  return model
}) satisfies CreateSimulator

/** A list with only part of its rows, still status 200. */
function thin(reply: SimulatorReply, keep: number): SimulatorReply {
  const body = reply.body as Record<string, unknown> | undefined
  for (const key of ['data', 'message']) {
    const rows = body?.[key]
    if (!Array.isArray(rows) || rows.some((row) => typeof row !== 'object')) continue
    return { ...reply, body: { ...body, [key]: rows.slice(0, Math.floor(rows.length * keep)) } }
  }
  return reply
}

const EXCEPTIONS: Record<number, string> = {
  401: 'AuthenticationError',
  403: 'PermissionError',
  404: 'DoesNotExistError',
  409: 'DuplicateEntryError',
  417: 'ValidationError',
  429: 'TooManyRequestsError',
  500: 'OperationalError',
  503: 'SessionStopped',
}

/** Injected errors look like Frappe's own; what only a proxy in front answers is a page. */
function injected(status: number, retryAfter?: number): SimulatorReply {
  const headers: Record<string, string> =
    retryAfter === undefined ? {} : { 'retry-after': String(retryAfter) }
  const type = EXCEPTIONS[status]
  if (!type) {
    const body = `<html><head><title>${status}</title></head><body><center><h1>${status}</h1></center><hr><center>nginx</center></body></html>`
    return { status, headers: { ...headers, 'content-type': 'text/html' }, body }
  }
  return { ...errorReply(new FrappeError(type), { version: 1, tracebacks: true }), headers }
}
