import type { Json } from '#canonical'
import type { SimulatorReply, SimulatorRequest } from '#connector-kit/testing'
import { exists, permitted } from './company.js'
import type { User } from './company.js'
import { documentOf } from './documents.js'
import { inputOf, textOf } from './input.js'
import { INCLUDES, UnknownColumn, listParties, pagination } from './listing.js'
import type { Listing } from './listing.js'
import { baseOf, entity, failure, invalid, json } from './replies.js'
import type { PartyRow, PartyType } from './rows.js'
import { actions, createParty, updateParty } from './saving.js'
import type { SaveContext } from './saving.js'
import type { PartyTable } from './table.js'
import { clientProblems, vendorProblems } from './validation.js'

/** The part of the model that routes work on. */
export interface World {
  tables: Record<PartyType, PartyTable>
  context(user: User): SaveContext
  changed(): void
}

/** A request whose token and route are known. */
export interface Call {
  request: SimulatorRequest
  world: World
  user: User
  table: PartyTable
  /** Id in the path. */
  id: string
}

export function list({ request, table, user }: Call): SimulatorReply {
  const include = (request.query.get('include') ?? '').split(',').filter(Boolean)
  const wrong = include.find((name) => !INCLUDES[table.type].includes(name))
  if (wrong !== undefined) return failure(request, 400, `Relation \`${wrong}\` is not a valid include.`)
  try {
    return many(request, table, listParties(table, request.query, user))
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
  const { request, world, user, table } = call
  if (!permitted(user, `create_${table.type}`)) return forbidden(call)
  const input = inputOf(request)
  const problems = problemsOf(table)(table, input)
  if (Object.keys(problems).length > 0) return invalid(request, problems)
  const row = createParty(table, input, world.context(user))
  world.changed()
  return one(call, row)
}

export function update(call: Call): SimulatorReply {
  const { request, world, user, table } = call
  const row = find(call)
  if (!row) return missing(call)
  if (!may(call, 'edit', row)) return forbidden(call)
  const input = inputOf(request)
  const problems = problemsOf(table)(table, input, row)
  if (Object.keys(problems).length > 0) return invalid(request, problems)
  if (row.isDeleted) {
    const message = 'Record is deleted and cannot be edited. Restore the record to enable editing'
    return json(400, { message })
  }
  // A vendor's country is only a foreign key: nothing validates it, and the database refuses it.
  const country = table.type === 'vendor' ? textOf(input['country_id']) : null
  if (country !== null && !exists.country(country)) return failure(request, 500, 'Server Error')
  updateParty(table, row, input, world.context(user))
  world.changed()
  return one(call, row)
}

/** DELETE of a client marks it as deleted; DELETE of a vendor only archives it (VendorController::destroy). */
export function destroy(call: Call): SimulatorReply {
  const { world, user, table } = call
  const row = find(call)
  if (!row) return missing(call)
  if (!may(call, 'edit', row)) return forbidden(call)
  actions[table.type === 'client' ? 'delete' : 'archive']?.(table, row, world.context(user).now)
  world.changed()
  return one(call, row)
}

/** Records that the user may not edit are passed over without a word; vendors are not validated at all. */
export function bulk(call: Call): SimulatorReply {
  const { request, world, user, table } = call
  const { action, ids } = inputOf(request)
  const hashes = hashesOf(ids)
  const rows = hashes.flatMap((hash) => table.find(hash) ?? [])
  if (table.type === 'client') {
    const problems: Record<string, string[]> = {}
    const named = textOf(action)
    if (named === null) problems['action'] = ['The action field is required.']
    else if (!(named in actions) && !['template', 'assign_group', 'bulk_update'].includes(named)) {
      problems['action'] = ['The selected action is invalid.']
    }
    if (hashes.length === 0) problems['ids'] = ['The ids field is required.']
    else if (rows.length < hashes.length) problems['ids'] = ['The selected ids is invalid.']
    if (Object.keys(problems).length > 0) return invalid(request, problems)
  }
  const apply = actions[textOf(action) ?? '']
  const editable = rows.filter((row) => may(call, 'edit', row))
  if (!apply && editable.length > 0) return failure(request, 500, 'Server Error')
  const { now } = world.context(user)
  for (const row of editable) apply?.(table, row, now)
  world.changed()
  // Answered as a list, and so cut to 20 rows.
  const shown = rows.sort((a, b) => a.id - b.id)
  return many(request, table, { rows: shown.slice(0, 20), total: shown.length, page: 1, perPage: 20 })
}

const problemsOf = (table: PartyTable): typeof clientProblems =>
  table.type === 'client' ? clientProblems : vendorProblems

const find = ({ table, id }: Call): PartyRow | undefined => table.find(id)

function many(request: SimulatorRequest, table: PartyTable, listing: Listing): SimulatorReply {
  const data = listing.rows.map((row) => documentOf(table.type, row, baseOf(request)))
  return entity({ data, meta: { pagination: pagination(listing, baseOf(request) + request.path) } })
}

const one = ({ request, table }: Call, row: PartyRow): SimulatorReply =>
  entity({ data: documentOf(table.type, row, baseOf(request)) })

/** Not found is 400, not 404 (upstream §2); a numeric id gets other words. */
function missing({ request, table, id }: Call): SimulatorReply {
  const model = table.type === 'client' ? 'Client' : 'Vendor'
  const message = /^\d+$/.test(id)
    ? `Record with value ${id} not found`
    : `No query results for model [App\\Models\\${model}].`
  return failure(request, 400, message)
}

const forbidden = ({ request }: Call): SimulatorReply => failure(request, 401, 'This action is unauthorized.')

function may({ user, table }: Call, verb: 'view' | 'edit', row: PartyRow): boolean {
  const own = row.userId === user.hash || row.columns['assigned_user_id'] === user.hash
  return own || permitted(user, `${verb}_${table.type}`)
}

const hashesOf = (ids: Json | undefined): string[] =>
  Array.isArray(ids) ? ids.map(String) : [textOf(ids)].filter((id) => id !== null)
