import type { SimulatorReply, SimulatorRequest } from '#connector-kit/testing'
import { userOfKey } from './authentication.js'
import { createEnv } from './env.js'
import type { Context } from './env.js'
import { htmlReply, localized, OdooError } from './errors.js'
import { isPrivate, methodOf } from './methods.js'
import type { Arguments } from './method.js'
import { modelOf } from './models.js'
import type { Server } from './server.js'

const PREFIX = '/json/2/'

export const json = (
  status: number,
  body: unknown,
  headers: Record<string, string> = {},
): SimulatorReply => ({
  status,
  headers: { 'content-type': 'application/json; charset=utf-8', ...headers },
  // `null` and numbers are answers too, and strings must be quoted.
  body: JSON.stringify(body),
})

/** `POST /json/2/<model>/<method>` (upstream §1 and §3), from version 19 on. */
export function handleJson2(server: Server, request: SimulatorRequest): SimulatorReply {
  const database = request.headers['x-odoo-database']
  if (database !== undefined && database !== server.db.name) {
    return htmlReply(
      404,
      'Not Found',
      'No database is selected and the requested URL was not found in the server-wide controllers.',
    )
  }
  try {
    return json(200, call(server, request))
  } catch (error) {
    if (!(error instanceof OdooError)) throw error
    if (error.status === 415) return htmlReply(415, 'Unsupported Media Type', error.message)
    return json(error.status, error.body(), error.status === 401 ? { 'www-authenticate': 'Bearer ' } : {})
  }
}

/** Model and method of a JSON-2 path; undefined for other paths. */
export function json2Target(path: string): { model: string; method: string } | undefined {
  const [model = '', method = '', ...rest] = path.startsWith(PREFIX)
    ? path.slice(PREFIX.length).split('/')
    : []
  return model && method && rest.length === 0 ? { model, method } : undefined
}

function call(server: Server, request: SimulatorRequest): unknown {
  if (request.method !== 'POST')
    throw new OdooError('werkzeug.exceptions.NotFound', 'Did you mean POST /json/2/<model>/<method>?')
  const body = parse(request)
  const now = server.time()
  const user = authenticate(server, request, now)
  const target = json2Target(request.path)
  if (!target)
    throw new OdooError('werkzeug.exceptions.NotFound', 'The requested URL was not found on the server.')
  const { context, ids, ...args } = body
  const env = createEnv(server.db, user, (context ?? {}) as Context, now)
  const name = `${target.model}.${target.method}`
  const model = modelOf(
    target.model,
    () => new OdooError('werkzeug.exceptions.NotFound', `the model '${target.model}' does not exist`),
  )
  if (isPrivate(target.method, server.db.version)) throw privateMethod(name)
  const method = methodOf(target.model, target.method, server.db.version)
  if (!method) throw new OdooError('werkzeug.exceptions.NotFound', `The method '${name}' does not exist`)
  if (method.on === 'model' && ids !== undefined) throw unprocessable(`cannot call ${name} with ids`)
  for (const argument of Object.keys(args)) {
    if (!method.parameters.includes(argument))
      throw unprocessable(`got an unexpected keyword argument '${argument}'`)
  }
  for (const parameter of method.required ?? []) {
    if (!(parameter in args)) throw unprocessable(`missing a required argument: '${parameter}'`)
  }
  const outcome = method.run({ env, model, ids: idList(ids), args: args as Arguments })
  if (outcome.changes) server.committed(env, outcome.changes)
  return outcome.result
}

function parse(request: SimulatorRequest): Record<string, unknown> {
  if (!/^application\/json\b/.test(request.headers['content-type'] ?? '')) {
    throw new UnsupportedMediaType()
  }
  try {
    return JSON.parse(request.body.toString('utf8') || '{}') as Record<string, unknown>
  } catch (error) {
    throw new OdooError(
      'werkzeug.exceptions.BadRequest',
      `could not parse the body as json: ${(error as Error).message}`,
    )
  }
}

class UnsupportedMediaType extends OdooError {
  constructor() {
    super(
      'werkzeug.exceptions.BadRequest',
      'The server does not support the media type transmitted in the request.',
    )
  }
  override get status(): number {
    return 415
  }
}

/** Only API keys are accepted as bearer, never a password (upstream §2). */
function authenticate(server: Server, request: SimulatorRequest, now: number) {
  const key = /^bearer (.+)$/i.exec(request.headers['authorization'] ?? '')?.[1]
  if (!key) {
    throw new OdooError(
      'werkzeug.exceptions.Unauthorized',
      'User not authenticated, use an API Key with a Bearer Authorization header.',
    )
  }
  const user = userOfKey(server.db, key.trim(), now)
  if (!user) throw new OdooError('werkzeug.exceptions.Unauthorized', 'Invalid apikey')
  return user
}

export const privateMethod = (name: string): OdooError =>
  localized('odoo.exceptions.AccessError', 'en_US', 'privateMethod', { name })

const unprocessable = (message: string): OdooError =>
  new OdooError('werkzeug.exceptions.UnprocessableEntity', message)

export const idList = (ids: unknown): number[] =>
  ids === undefined ? [] : ([ids].flat() as number[]).map(Number)
