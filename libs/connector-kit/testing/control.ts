import type { JsonObject } from '#canonical'
import { FAULT_KINDS } from './faults.js'
import type { Fault, Faults } from './faults.js'
import type { RequestLog } from './requests.js'
import type { SimulatorModel, SimulatorReply, SimulatorRequest } from './simulator.js'

export interface Controlled {
  model: SimulatorModel
  faults: Faults
  requests: RequestLog
  setClockOffset(milliseconds: number): void
  reset(): void
}

/** An answer of the control endpoint that a person or script did not want. */
class ControlError extends Error {
  constructor(
    readonly status: number,
    message: string,
  ) {
    super(message)
  }
}

/**
 * The back door of a simulator, under `/__control`: faults, request log, clock, and its records as somebody at the system's own
 * screen sees and changes them. It is never part of what the system itself offers, and no fault strikes it.
 */
export function createControl(simulator: Controlled): (request: SimulatorRequest) => SimulatorReply {
  return (request) => {
    try {
      return route(simulator, request)
    } catch (error) {
      const status = error instanceof ControlError ? error.status : 400
      return { status, body: { error: error instanceof Error ? error.message : String(error) } }
    }
  }
}

function route(simulator: Controlled, request: SimulatorRequest): SimulatorReply {
  const { model, faults, requests } = simulator
  const [what = '', type = '', ...rest] = request.path.split('/').slice(2)
  switch (`${request.method} ${what}`) {
    case 'GET ':
      return ok({ id: model.id, label: model.label, screens: model.screens, now: model.now() })
    case 'GET faults':
      return ok({ faults: faults.list() })
    case 'POST faults':
      for (const fault of [jsonOf(request)].flat()) faults.add(faultOf(fault))
      return ok({ faults: faults.list() })
    case 'DELETE faults':
      faults.clear()
      return { status: 204 }
    case 'GET requests': {
      const [method, path, writes] = ['method', 'path', 'writes'].map((name) => request.query.get(name))
      const filter = {
        ...(method && { method }),
        ...(path && { path }),
        ...(writes && { writes: writes === 'true' }),
      }
      return ok({ ...requests.counts(), requests: requests.list(filter) })
    }
    case 'DELETE requests':
      requests.clear()
      return { status: 204 }
    case 'POST clock': {
      const { offsetMs } = objectOf(request)
      if (typeof offsetMs !== 'number')
        throw new ControlError(400, 'offsetMs must be a number of milliseconds')
      simulator.setClockOffset(offsetMs)
      return ok({ now: model.now() })
    }
    case 'POST reset':
      jsonOf(request)
      simulator.reset()
      return { status: 204 }
  }
  if (what === 'records' && type) return records(model, request, type, rest.join('/'))
  throw new ControlError(
    404,
    `No ${request.method} ${request.path} here; docs/connectors.md lists the routes.`,
  )
}

/** One type's records; an id may contain slashes (ERPNext names). */
function records(model: SimulatorModel, request: SimulatorRequest, type: string, id: string): SimulatorReply {
  const { person } = model
  if (!id && request.method === 'GET') return list(person.list(type), request.query)
  if (!id && request.method === 'POST') {
    const created = person.create(type, objectOf(request))
    return { status: 201, body: { id: created, record: person.get(type, created) } }
  }
  if (id && person.get(type, id) === undefined) throw new ControlError(404, `There is no ${type} ${id}.`)
  switch (request.method) {
    case 'GET':
      return ok({ id, record: person.get(type, id) })
    case 'PUT': {
      const values = objectOf(request)
      person.update(type, id, values)
      // ERPNext renames a record whose name is changed: then there is nothing under the old id any more.
      return ok({ id, record: person.get(type, id) ?? null })
    }
    case 'DELETE':
      person.remove(type, id)
      return { status: 204 }
  }
  throw new ControlError(405, `${request.method} is not possible here.`)
}

function list(all: JsonObject[], query: URLSearchParams): SimulatorReply {
  const words = (query.get('q') ?? '').toLowerCase().split(/\s+/).filter(Boolean)
  const found = all
    .map((record) => ({ id: String(record['id'] ?? record['name']), record }))
    .filter(({ record }) => {
      if (words.length === 0) return true
      const text = Object.values(record).join('\n').toLowerCase()
      return words.every((word) => text.includes(word))
    })
  const offset = Number(query.get('offset') ?? 0)
  const limit = Number(query.get('limit') ?? 100)
  return ok({ total: found.length, records: found.slice(offset, offset + limit) })
}

const ok = (body: unknown): SimulatorReply => ({
  status: 200,
  headers: { 'cache-control': 'no-store' },
  body,
})

/** Only JSON is taken, which a foreign web page cannot send here without being asked first (CORS preflight). */
function jsonOf(request: SimulatorRequest): unknown {
  if (!/^application\/json\b/.test(request.headers['content-type'] ?? '')) {
    throw new ControlError(415, 'Send content-type: application/json.')
  }
  try {
    return request.body.length === 0 ? {} : (JSON.parse(request.body.toString('utf8')) as unknown)
  } catch {
    throw new ControlError(400, 'The body is not JSON.')
  }
}

function objectOf(request: SimulatorRequest): JsonObject {
  const value = jsonOf(request)
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new ControlError(400, 'The body must be a JSON object.')
  }
  return value as JsonObject
}

function faultOf(value: unknown): Fault {
  const fault = value as Fault
  if (FAULT_KINDS.includes(fault.kind)) return fault
  throw new ControlError(400, `kind must be one of ${FAULT_KINDS.join(', ')}`)
}
