import type { SimulatorReply, SimulatorRequest } from '#connector-kit/testing'
import { companyDocument, companyUserDocument } from './company.js'
import type { User } from './company.js'
import { bulk, create, destroy, list, show, update } from './party-routes.js'
import type { Call, World } from './party-routes.js'
import { entity, failure, json, noToken, webPage } from './replies.js'
import { statics } from './statics.js'

type Handler = (call: Call) => SimulatorReply

const ROUTES: [method: string, path: RegExp, handler: Handler][] = [
  ['GET', /^ping$/, ping],
  ['GET', /^statics$/, staticData],
  ['POST', /^companies\/current$/, company],
  ['GET', /^(client|vendor)s$/, list],
  ['POST', /^(client|vendor)s$/, create],
  ['POST', /^(client|vendor)s\/bulk$/, bulk],
  ['GET', /^(client|vendor)s\/([^/]+)$/, show],
  ['PUT', /^(client|vendor)s\/([^/]+)$/, update],
  ['DELETE', /^(client|vendor)s\/([^/]+)$/, destroy],
]

/** Answers a request below `/api/v1`. */
export function route(request: SimulatorRequest, world: World, users: readonly User[]): SimulatorReply {
  const path = /^\/api\/v1\/(.+)$/.exec(request.path)?.[1]?.replace(/\/+$/, '') ?? ''
  const known = ROUTES.filter(([, pattern]) => pattern.test(path))
  if (known.length === 0) {
    return request.method === 'GET' ? webPage() : failure(request, 404, 'Route does not exist')
  }
  const found = known.find(([method]) => method === request.method)
  if (!found) return failure(request, 404, 'Method not supported for this route')
  const user = users.find((user) => user.token === request.headers['x-api-token'])
  if (!user) return noToken()
  if (user.isLocked) return noToken('User access locked')
  const [, type, id = ''] = found[1].exec(path) ?? []
  const table = world.tables[type === 'vendor' ? 'vendor' : 'client']
  return found[2]({ request, world, user, table, id })
}

function ping({ world, user }: Call): SimulatorReply {
  return json(200, { company_name: world.context(user).company.name, user_name: user.name })
}

function company({ request, world, user }: Call): SimulatorReply {
  const document = companyDocument(world.context(user).company)
  const includes = (request.query.get('include') ?? '').split(',')
  return entity({
    data: includes.includes('company_user')
      ? { ...document, company_user: companyUserDocument(user) }
      : document,
  })
}

function staticData(): SimulatorReply {
  const reply = json(200, statics())
  return { ...reply, headers: { ...reply.headers, 'Content-Type': 'application/json; charset=utf-8' } }
}
