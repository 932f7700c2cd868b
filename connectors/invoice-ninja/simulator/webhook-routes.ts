import type { JsonObject } from '#canonical'
import type { SimulatorReply } from '#connector-kit/testing'
import { inputOf, isObject, textOf } from './input.js'
import { pagination } from './listing.js'
import { baseOf, entity, failure, invalid, json } from './replies.js'
import type { Problems } from './resource.js'
import type { User } from './company.js'
import type { SimulatorRequest } from '#connector-kit/testing'
import { VALID_EVENTS, subscriptionDocument } from './webhooks.js'
import type { Subscription } from './webhooks.js'
import type { World } from './world.js'

/** A request about the company's webhooks, which are not records. */
export interface HookCall {
  request: SimulatorRequest
  world: World
  user: User
  id: string
}

const admin = ({ user }: HookCall): boolean => user.isOwner || user.isAdmin

/** Who is no admin sees only what is theirs, which is nothing: no error (recorded in permission_errors). */
export function listHooks(call: HookCall): SimulatorReply {
  const { request, world } = call
  const all = admin(call) ? world.webhooks.subscriptions : []
  const perPage = Number(request.query.get('per_page') ?? 20)
  const page = Number(request.query.get('page') ?? 1)
  const rows = all.slice((page - 1) * perPage, page * perPage)
  return entity({
    data: rows.map((row) => subscriptionDocument(row, call.user.hash)),
    meta: {
      pagination: pagination(
        { rows: [], total: all.length, page, perPage },
        baseOf(request) + request.path,
        rows.length,
      ),
    },
  })
}

export function createHook(call: HookCall): SimulatorReply {
  const { request, world } = call
  if (!admin(call)) return forbidden(call)
  const input = inputOf(request)
  const problems = problemsOf(input, false)
  if (Object.keys(problems).length > 0) return invalid(request, problems)
  const wrong = wrongEvent(input)
  if (wrong) return wrong
  const row = world.webhooks.subscribe({
    targetUrl: textOf(input['target_url']) ?? '',
    eventId: textOf(input['event_id']) ?? '',
    restMethod: input['rest_method'] === 'put' ? 'put' : 'post',
    headers: headersOf(input),
  })
  world.changed()
  return entity({ data: subscriptionDocument(row, call.user.hash, true) })
}

export function showHook(call: HookCall): SimulatorReply {
  const row = call.world.webhooks.find(call.id)
  if (!row) return missing(call)
  return admin(call) ? shown(call, row) : forbidden(call)
}

export function updateHook(call: HookCall): SimulatorReply {
  const { request, world } = call
  const row = world.webhooks.find(call.id)
  if (!row) return missing(call)
  if (!admin(call)) return forbidden(call)
  const input = inputOf(request)
  const problems = problemsOf(input, true)
  if (Object.keys(problems).length > 0) return invalid(request, problems)
  row.targetUrl = textOf(input['target_url']) ?? row.targetUrl
  row.eventId = textOf(input['event_id']) ?? row.eventId
  row.updatedAt = world.context(call.user).now
  world.changed()
  return shown(call, row)
}

/** `restore` brings an archived subscription back. */
export function bulkHooks(call: HookCall): SimulatorReply {
  const { request, world, user } = call
  const { action, ids } = inputOf(request)
  const wanted = Array.isArray(ids) ? ids.map(String) : []
  const rows = admin(call) ? world.webhooks.subscriptions.filter(({ hash }) => wanted.includes(hash)) : []
  const { now } = world.context(user)
  for (const row of rows) {
    if (action === 'restore') Object.assign(row, { deletedAt: null, isDeleted: false, updatedAt: now })
    if (action === 'archive') Object.assign(row, { deletedAt: now, updatedAt: now })
    if (action === 'delete') Object.assign(row, { deletedAt: now, isDeleted: true, updatedAt: now })
  }
  world.changed()
  return entity({ data: rows.map((row) => subscriptionDocument(row, user.hash)) })
}

/** Sends one record again to this subscription, whatever its event. */
export function retryHook(call: HookCall): SimulatorReply {
  const { request, world, id } = call
  const row = world.webhooks.find(id)
  if (!row) return missing(call)
  const { entity: type, entity_id: recordId } = inputOf(request)
  const resource = Object.values(world.resources).find(({ table }) => table.type === type)
  const record = resource?.table.find(String(recordId))
  if (resource && record) world.webhooks.send(row, () => resource.document(record, baseOf(request)))
  return shown(call, row)
}

const shown = (call: HookCall, row: Subscription): SimulatorReply =>
  entity({ data: subscriptionDocument(row, call.user.hash) })

const missing = ({ request }: HookCall): SimulatorReply =>
  failure(request, 400, 'No query results for model [App\\Models\\Webhook].')

const forbidden = ({ request }: HookCall): SimulatorReply =>
  failure(request, 401, 'This action is unauthorized.')

/** Only the syntax of the address is looked at. */
function problemsOf(input: JsonObject, update: boolean): Problems {
  const problems: Problems = {}
  const url = textOf(input['target_url'])
  if (url === null ? !update : !URL.canParse(url)) {
    problems['target_url'] = [
      url === null ? 'The target url field is required.' : 'The target url must be a valid URL.',
    ]
  }
  if (!update && textOf(input['event_id']) === null)
    problems['event_id'] = ['The event id field is required.']
  const method = textOf(input['rest_method'])
  if (method !== null && !['post', 'put'].includes(method))
    problems['rest_method'] = ['The selected rest method is invalid.']
  return problems
}

/** An unknown event is answered with a bare text (upstream §2). */
const wrongEvent = (input: JsonObject): SimulatorReply | undefined =>
  VALID_EVENTS.has(Number(input['event_id'])) ? undefined : json(400, '"Invalid event"')

function headersOf({ headers }: JsonObject): Record<string, string> {
  const entries = Object.entries(isObject(headers) ? headers : {})
  return Object.fromEntries(entries.map(([name, value]) => [name, textOf(value) ?? '']))
}
