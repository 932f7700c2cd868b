import type { SimulatorReply, SimulatorRequest } from '#connector-kit/testing'
import { userOfLogin } from './authentication.js'
import type { User } from './accounts.js'
import { createEnv } from './env.js'
import type { Context } from './env.js'
import { htmlReply, OdooError } from './errors.js'
import { idList, json, privateMethod } from './json2.js'
import { isPrivate, methodOf } from './methods.js'
import type { Arguments } from './method.js'
import { modelOf } from './models.js'
import type { Server } from './server.js'

interface Rpc {
  id?: unknown
  params?: { service?: string; method?: string; args?: unknown[] }
}

/** `POST /jsonrpc` (upstream §1 and §3): every answer is HTTP 200, errors too; a method without a value has no `result`. */
export function handleJsonRpc(server: Server, request: SimulatorRequest): SimulatorReply {
  const rpc = parseRpc(request)
  if (!rpc || Array.isArray(rpc)) return htmlReply(400, 'Bad Request', 'Invalid JSON-RPC data')
  const envelope = { jsonrpc: '2.0', id: rpc.id ?? null }
  try {
    const result = dispatch(server, rpc)
    return json(200, result === null ? envelope : { ...envelope, result })
  } catch (error) {
    if (!(error instanceof OdooError)) throw error
    return json(200, { ...envelope, error: rpcError(server.db.version, error) })
  }
}

/** The error member; its code changed in 19 (upstream §3). */
export const rpcError = (version: number, error: OdooError): object => ({
  code: version >= 19 ? 0 : 200,
  message: 'Odoo Server Error',
  data: error.body(),
})

export function parseRpc(request: SimulatorRequest): Rpc | undefined {
  try {
    return JSON.parse(request.body.toString('utf8')) as Rpc
  } catch {
    return undefined
  }
}

/** Model and method that a call of `execute_kw` names; undefined for other services. */
export function rpcTarget(rpc: Rpc | undefined): { model: string; method: string } | undefined {
  const { service, args = [] } = rpc?.params ?? {}
  return service === 'object' ? { model: String(args[3]), method: String(args[4]) } : undefined
}

function dispatch(server: Server, { params = {} }: Rpc): unknown {
  const { service, method, args = [] } = params
  switch (`${service ?? ''}.${method ?? ''}`) {
    case 'common.version':
      return {
        server_version: `${server.db.version}.0`,
        server_version_info: [server.db.version, 0, 0, 'final', 0, ''],
        server_serie: `${server.db.version}.0`,
        protocol_version: 1,
      }
    case 'common.authenticate':
    case 'common.login':
      checkDatabase(server, args[0])
      // Wrong credentials are no error: the answer is `false` (upstream §2).
      return userOfLogin(server.db, String(args[1]), String(args[2]), server.time())?.id ?? false
    case 'object.execute_kw':
      return executeKw(server, args)
    default:
      throw new OdooError('builtins.AttributeError', `Method not found: ${method ?? ''}`)
  }
}

function checkDatabase(server: Server, name: unknown): void {
  if (name === server.db.name) return
  throw new OdooError(
    'psycopg2.OperationalError',
    `connection to server at "127.0.0.1", port 5432 failed: FATAL:  database "${String(name)}" does not exist\n`,
  )
}

function executeKw(
  server: Server,
  [database, uid, secret, modelName, methodName, positional, keywords]: unknown[],
): unknown {
  checkDatabase(server, database)
  const now = server.time()
  const user = authenticate(server, Number(uid), String(secret), now)
  const { context, ...named } = (keywords ?? {}) as Arguments
  const env = createEnv(server.db, user, (context ?? {}) as Context, now)
  const name = `${String(modelName)}.${String(methodName)}`
  const model = modelOf(
    String(modelName),
    () => new OdooError('odoo.exceptions.UserError', `Object ${String(modelName)} doesn't exist`),
  )
  if (isPrivate(String(methodName), server.db.version)) throw privateMethod(name)
  const method = methodOf(model.name, String(methodName), server.db.version)
  if (!method) throw new OdooError('builtins.AttributeError', `The method '${name}' does not exist`)
  const values = [...((positional ?? []) as unknown[])]
  const ids = method.on === 'record' ? idList(values.shift()) : []
  const args: Arguments = { ...named }
  values.forEach((value, index) => {
    const parameter = method.parameters[index]
    if (parameter !== undefined) args[parameter] = value
  })
  for (const argument of Object.keys(args)) {
    if (!method.parameters.includes(argument))
      throw new OdooError('builtins.TypeError', `${name}() got an unexpected keyword argument '${argument}'`)
  }
  for (const parameter of method.required ?? []) {
    if (!(parameter in args))
      throw new OdooError(
        'builtins.TypeError',
        `${name}() missing 1 required positional argument: '${parameter}'`,
      )
  }
  const outcome = method.run({ env, model, ids, args })
  if (outcome.changes) server.committed(env, outcome.changes)
  // Unlike JSON-2, a create with one object answers one id.
  const single = methodName === 'create' && !Array.isArray(args['vals_list'])
  return single ? (outcome.result as unknown[])[0] : outcome.result
}

function authenticate(server: Server, uid: number, secret: string, now: number): User {
  const user = server.db.user(uid)
  const known = user && userOfLogin(server.db, user.login, secret, now)
  if (!known) throw new OdooError('odoo.exceptions.AccessDenied', 'Access Denied')
  return known
}
