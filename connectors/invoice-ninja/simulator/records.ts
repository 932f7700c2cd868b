import type { Json } from '#canonical'
import type { SimulatorReply, SimulatorRequest } from '#connector-kit/testing'
import { permitted } from './company.js'
import type { User } from './company.js'
import { inputOf, textOf } from './input.js'
import { UnknownColumn, listRecords, pagination } from './listing.js'
import type { Listing } from './listing.js'
import { baseOf, entity, failure, invalid, json } from './replies.js'
import { Refusal } from './resource.js'
import type { Problems, Resource } from './resource.js'
import { Locked } from './sales/resource.js'
import type { Row } from './rows.js'
import type { World } from './world.js'

/** A request whose token and route are known. */
export interface Call {
  request: SimulatorRequest
  world: World
  user: User
  resource: Resource
  /** Id in the path. */
  id: string
}

export function list(call: Call): SimulatorReply {
  const { request, resource, user } = call
  const wrong = includesOf(call).find((name) => !resource.includes.includes(name))
  if (wrong !== undefined) return failure(request, 400, `Relation \`${wrong}\` is not a valid include.`)
  try {
    return many(call, listRecords(resource, request.query, user))
  } catch (error) {
    if (error instanceof UnknownColumn) return failure(request, 500, 'Server Error')
    throw error
  }
}

export function show(call: Call): SimulatorReply {
  const row = find(call)
  if (!row) return missing(call)
  return may(call, 'view', row) ? one(call, row) : forbidden(call)
}

export function create(call: Call): SimulatorReply {
  const { request, world, user, resource } = call
  if (!permitted(user, `create_${resource.table.type}`)) return forbidden(call)
  const input = inputOf(request)
  const context = world.context(user, request.query)
  return attempt(call, () => {
    const problems = resource.problems(input, context)
    return Object.keys(problems).length > 0 ? problems : resource.create(input, context)
  })
}

export function update(call: Call): SimulatorReply {
  const { request, world, user, resource } = call
  const row = find(call)
  if (!row) return missing(call)
  if (!may(call, 'edit', row)) return forbidden(call)
  const input = inputOf(request)
  const context = world.context(user, request.query)
  return attempt(call, () => {
    const problems = resource.problems(input, context, row)
    if (Object.keys(problems).length > 0) return problems
    if (row.isDeleted) {
      throw new Refusal(400, 'Record is deleted and cannot be edited. Restore the record to enable editing')
    }
    resource.update(row, input, context)
    return row
  })
}

export function destroy(call: Call): SimulatorReply {
  const { world, user, resource } = call
  const row = find(call)
  if (!row) return missing(call)
  if (!may(call, 'edit', row)) return forbidden(call)
  // The answer shows the record as it was loaded where the resource deletes another copy of it (payments).
  const before = resource.staleAnswers ? one(call, row) : undefined
  resource.destroy(row, world.context(user))
  world.changed()
  return before ?? one(call, row)
}

/** Records that the user may not edit are passed over without a word. */
export function bulk(call: Call): SimulatorReply {
  const { request, world, user, resource } = call
  const { action, ids } = inputOf(request)
  const hashes = hashesOf(ids)
  const rows = hashes.flatMap((hash) => resource.table.find(hash) ?? [])
  const named = textOf(action)
  const problems = resource.bulkProblems(named, hashes)
  if (Object.keys(problems).length > 0) return invalid(request, problems)
  const context = world.context(user)
  try {
    for (const row of rows.filter((row) => may(call, 'edit', row))) resource.act(named ?? '', row, context)
  } catch (error) {
    if (error instanceof Refusal) return failure(request, error.status, error.message)
    throw error
  }
  world.changed()
  // Answered as a list, and so cut to 20 rows.
  const shown = rows.sort((a, b) => a.id - b.id)
  return many(call, { rows: shown.slice(0, 20), total: shown.length, page: 1, perPage: 20 })
}

/** Gives money of a payment back (upstream §9); the answer shows the payment as it was. */
export function refund(call: Call): SimulatorReply {
  const { request, world, user } = call
  const result = world.resources.payment.refund(inputOf(request), world.context(user, request.query))
  if ('problems' in result) return invalid(request, result.problems)
  world.changed()
  return one(call, result)
}

/** Stores something; what the application refuses only then is answered as the exception that it throws. */
function attempt(call: Call, store: () => Row | Problems): SimulatorReply {
  const { request, world } = call
  try {
    const stored = store()
    if (!isRow(stored)) return invalid(request, stored)
    world.changed()
    return one(call, stored)
  } catch (error) {
    if (error instanceof Locked) return json(422, { message: '', errors: { number: error.message } })
    if (error instanceof Refusal) return failure(request, error.status, error.message)
    throw error
  }
}

const isRow = (value: Row | Problems): value is Row => 'hash' in value

const find = ({ resource, id }: Call): Row | undefined => resource.table.find(id)

function many(call: Call, listing: Listing): SimulatorReply {
  const { request, resource } = call
  const base = baseOf(request)
  const includes = includesOf(call)
  const data = listing.rows.map((row) => resource.document(row, base, includes))
  return entity({ data, meta: { pagination: pagination(listing, base + request.path) } })
}

const one = (call: Call, row: Row): SimulatorReply =>
  entity({ data: call.resource.document(row, baseOf(call.request), includesOf(call)) })

const includesOf = ({ request }: Call): string[] =>
  (request.query.get('include') ?? '').split(',').filter(Boolean)

/** Not found is 400, not 404 (upstream §2); a numeric id gets other words. */
function missing({ request, resource, id }: Call): SimulatorReply {
  const message = /^\d+$/.test(id)
    ? `Record with value ${id} not found`
    : `No query results for model [App\\Models\\${resource.model}].`
  return failure(request, 400, message)
}

const forbidden = ({ request }: Call): SimulatorReply => failure(request, 401, 'This action is unauthorized.')

function may({ user, resource }: Call, verb: 'view' | 'edit', row: Row): boolean {
  const own = row.userId === user.hash || row.columns['assigned_user_id'] === user.hash
  return own || permitted(user, `${verb}_${resource.table.type}`)
}

const hashesOf = (ids: Json | undefined): string[] =>
  Array.isArray(ids) ? ids.map(String) : [textOf(ids)].filter((id) => id !== null)
