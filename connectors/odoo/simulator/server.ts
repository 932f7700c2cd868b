import type { SimulatorReply, SimulatorRequest } from '#connector-kit/testing'
import type { Database } from './database.js'
import type { Env } from './env.js'
import { htmlReply } from './errors.js'
import { handleJson2, json, json2Target } from './json2.js'
import { handleJsonRpc, parseRpc, rpcTarget } from './jsonrpc.js'
import { isWriting } from './methods.js'
import type { Change } from './transaction.js'

/** What the protocols need from the simulator around them. */
export interface Server {
  readonly db: Database
  /** Now, in microseconds; never the same twice within a millisecond. */
  time(): number
  /** Called after each commit. */
  committed(env: Env, changes: readonly Change[]): void
}

/** Routes one request (upstream §1). */
export function handle(server: Server, request: SimulatorRequest): SimulatorReply {
  const { version } = server.db
  if (request.path === '/jsonrpc' && request.method === 'POST') return handleJsonRpc(server, request)
  if (version >= 19 && request.path === '/web/version') {
    return json(200, { version_info: [version, 0, 0, 'final', 0, ''], version: `${version}.0` })
  }
  if (version >= 19 && request.path.startsWith('/json/2/')) return handleJson2(server, request)
  return htmlReply(
    404,
    'Not Found',
    'The requested URL was not found on the server. If you entered the URL manually please check your spelling and try again.',
  )
}

/** True when the request would change something. */
export function writes(request: SimulatorRequest): boolean {
  const target =
    json2Target(request.path) ?? (request.path === '/jsonrpc' ? rpcTarget(parseRpc(request)) : undefined)
  return target !== undefined && isWriting(target.model, target.method)
}
