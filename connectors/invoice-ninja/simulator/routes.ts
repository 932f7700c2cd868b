import type { SimulatorReply, SimulatorRequest } from '#connector-kit/testing'
import { companyDocument, companyUserDocument } from './company.js'
import type { User } from './company.js'
import { bulk, create, destroy, list, refund, show, update } from './records.js'
import type { Call } from './records.js'
import { entity, failure, json, noToken, webPage } from './replies.js'
import { statics } from './statics.js'
import { bulkHooks, createHook, listHooks, retryHook, showHook, updateHook } from './webhook-routes.js'
import type { HookCall } from './webhook-routes.js'
import type { World } from './world.js'

/** Routes about the company and its webhooks. */
const ROUTES: [method: string, path: RegExp, handler: (call: HookCall) => SimulatorReply][] = [
  ['GET', /^ping$/, ping],
  ['GET', /^statics$/, staticData],
  ['POST', /^companies\/current$/, company],
  ['GET', /^webhooks$/, listHooks],
  ['POST', /^webhooks$/, createHook],
  ['POST', /^webhooks\/bulk$/, bulkHooks],
  ['GET', /^webhooks\/([^/]+)$/, showHook],
  ['PUT', /^webhooks\/([^/]+)$/, updateHook],
  ['POST', /^webhooks\/([^/]+)\/retry$/, retryHook],
]

/** Routes that every kind of record has, below its own name. */
const RECORDS: [method: string, path: RegExp, handler: (call: Call) => SimulatorReply][] = [
  ['GET', /^$/, list],
  ['POST', /^$/, create],
  ['POST', /^\/bulk$/, bulk],
  ['GET', /^\/([^/]+)$/, show],
  ['PUT', /^\/([^/]+)$/, update],
  ['DELETE', /^\/([^/]+)$/, destroy],
]

const REFUND: (typeof RECORDS)[number] = ['POST', /^\/refund$/, refund]

/** Answers a request below `/api/v1`. */
export function route(request: SimulatorRequest, world: World, users: readonly User[]): SimulatorReply {
  const path = /^\/api\/v1\/(.+)$/.exec(request.path)?.[1]?.replace(/\/+$/, '') ?? ''
  const handlers = handlersOf(path, world)
  if (handlers.length === 0) {
    return request.method === 'GET' ? webPage() : failure(request, 404, 'Route does not exist')
  }
  const found = handlers.find(({ method }) => method === request.method)
  if (!found) return failure(request, 404, 'Method not supported for this route')
  const user = users.find((user) => user.token === request.headers['x-api-token'])
  if (!user) return noToken()
  if (user.isLocked) return noToken('User access locked')
  return found.answer({ request, world, user })
}

interface Route {
  method: string
  answer(call: Omit<HookCall, 'id'>): SimulatorReply
}

/** What a path can be asked, by method. */
function handlersOf(path: string, world: World): Route[] {
  const [collection = '', ...rest] = path.split('/')
  const resource = Object.values(world.resources).find(({ table }) => `${table.type}s` === collection)
  const below = rest.map((part) => `/${part}`).join('')
  const table = collection === 'payments' ? [...RECORDS, REFUND] : RECORDS
  const records = table
    .filter(([, pattern]) => resource && pattern.test(below))
    .map(([method, pattern, handler]): Route => ({
      method,
      answer: (call) => {
        if (!resource) return webPage()
        return handler({ ...call, resource, id: pattern.exec(below)?.[1] ?? '' })
      },
    }))
  const others = ROUTES.filter(([, pattern]) => pattern.test(path)).map(
    ([method, pattern, handler]): Route => ({
      method,
      answer: (call) => handler({ ...call, id: pattern.exec(path)?.[1] ?? '' }),
    }),
  )
  return [...others, ...records]
}

function ping({ world, user }: HookCall): SimulatorReply {
  return json(200, { company_name: world.context(user).company.name, user_name: user.name })
}

function company({ request, world, user }: HookCall): SimulatorReply {
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
