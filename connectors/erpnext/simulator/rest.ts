import type { Json, JsonObject } from '#canonical'
import type { SimulatorReply, SimulatorRequest } from '#connector-kit/testing'
import { document } from './answers.js'
import { encodeMessages, errorReply, FrappeError, thrown } from './errors.js'
import { metaOf } from './meta.js'
import { getList, methods } from './methods.js'
import { count } from './query.js'
import { argumentsOf, bodyOf } from './requests.js'
import type { Site } from './site.js'
import { rowsOf } from './tables.js'
import { authenticate, demand, demandDelete, GUEST, isVisible, notAllowed } from './users.js'
import type { User } from './users.js'
import { beforeFrappe, limitHeaders, refuseByMode } from './web-server.js'

/** One API request to a site: web server, mode of the site, sign-in, route (f:app.py, f:api/v1.py, f:api/v2.py). */
export function handle(site: Site, request: SimulatorRequest): SimulatorReply {
  const early = beforeFrappe(request)
  if (early) return early
  const version = request.path.startsWith('/api/v2/') ? 2 : 1
  const headers = { 'set-cookie': 'sid=Guest; Path=/; SameSite=Lax', ...limitHeaders(site) }
  let user: User = GUEST
  try {
    const refused = refuseByMode(site, request, writes(request), version)
    if (refused) return { ...refused, headers: { ...refused.headers, ...headers } }
    user = authenticate(request.headers['authorization'])
    const reply = site.transaction(user, () => (version === 2 ? v2(site, request) : v1(site, request)))
    return { ...reply, headers: { ...headers, ...reply.headers } }
  } catch (error) {
    if (!(error instanceof FrappeError)) throw error
    const options = {
      version,
      tracebacks: site.settings.allow_error_traceback,
      earlier: site.messages,
    } as const
    return { ...errorReply(error, options), headers }
  }
}

/** True when the request would change something; some reads come as POST because their filters are long. */
export function writes(request: SimulatorRequest): boolean {
  if (request.method === 'GET' || request.method === 'HEAD') return false
  const method = /^\/api\/(?:v[12]\/)?method\/(.+)$/.exec(request.path)?.[1]
  return !(method && methods[method]?.reads)
}

function v1(site: Site, request: SimulatorRequest): SimulatorReply {
  const [, kind = '', rest = ''] = /^\/api\/(?:v1\/)?(\w+)\/?(.*)$/.exec(request.path) ?? []
  if (kind === 'method') return answer(site, { message: callMethod(site, request, rest) })
  if (kind !== 'resource' || rest === '') throw new FrappeError('DoesNotExistError')
  const [doctype, name] = split(rest)
  if (name === '') {
    if (request.method === 'GET')
      return answer(site, { data: getList(site, { ...argumentsOf(request), doctype }) })
    if (request.method === 'POST') return answer(site, { data: create(site, doctype, bodyOf(request)) })
  } else {
    if (request.method === 'POST') {
      const method = String(argumentsOf(request)['run_method'] ?? '')
      return answer(site, { data: runMethod(site, doctype, name, method) })
    }
    if (request.method === 'GET') return answer(site, { data: read(site, doctype, name) })
    if (request.method === 'PUT') return answer(site, { data: change(site, doctype, name, bodyOf(request)) })
    if (request.method === 'DELETE') {
      remove(site, doctype, name)
      return { ...answer(site, { data: 'ok' }), status: 202 }
    }
  }
  throw new FrappeError('DoesNotExistError')
}

function v2(site: Site, request: SimulatorRequest): SimulatorReply {
  const [, kind = '', rest = ''] = /^\/api\/v2\/(\w+)\/(.*)$/.exec(request.path) ?? []
  if (kind === 'method') return { status: 200, body: { data: callMethod(site, request, rest) } }
  const [doctype, name] = split(rest)
  if (kind === 'doctype' && name === 'meta')
    return { status: 200, body: { data: metaOf(site.type(doctype)) } }
  if (kind === 'doctype' && name === 'count')
    return { status: 200, body: { data: count(site, doctype, undefined) } }
  if (kind !== 'document') throw new FrappeError('DoesNotExistError')
  const [, of, method] = /^(.*)\/method\/(\w+)$/.exec(name) ?? []
  if (of !== undefined && method && request.method === 'POST') {
    return { status: 200, body: { data: runMethod(site, doctype, of, method) } }
  }
  if (name === '' && request.method === 'GET') {
    // v15 ignores limit_page_length and start here (upstream §1).
    const args = { ...argumentsOf(request), limit_page_length: undefined, doctype }
    return { status: 200, body: { data: getList(site, args) } }
  }
  if (name === '' && request.method === 'POST')
    return { status: 200, body: { data: create(site, doctype, bodyOf(request)) } }
  if (request.method === 'GET') return { status: 200, body: { data: read(site, doctype, name) } }
  if (request.method === 'PUT' || request.method === 'PATCH') {
    return { status: 200, body: { data: change(site, doctype, name, bodyOf(request)) } }
  }
  if (request.method === 'DELETE') {
    remove(site, doctype, name)
    return { status: 202, body: { data: 'ok' } }
  }
  throw new FrappeError('DoesNotExistError')
}

/** DocType and name; a name may hold slashes (recording 111). */
function split(rest: string): [doctype: string, name: string] {
  const at = rest.indexOf('/')
  return at < 0 ? [rest, ''] : [rest.slice(0, at), rest.slice(at + 1)]
}

/** A success may carry messages as well (recordings 21, 97). */
function answer(site: Site, body: JsonObject): SimulatorReply {
  return { status: 200, body: { ...body, ...encodeMessages(site.messages) } }
}

function callMethod(site: Site, request: SimulatorRequest, path: string): Json {
  const method = methods[path]
  if (!method) {
    const [module, name] = [path.slice(0, path.lastIndexOf('.')), path.slice(path.lastIndexOf('.') + 1)]
    throw thrown(
      'ValidationError',
      `Failed to get method for command ${path} with module '${module}' has no attribute '${name}'`,
    )
  }
  if (method.only && !method.only.includes(request.method)) throw thrown('PermissionError', 'Not permitted')
  if (site.user === GUEST && !method.guests) {
    throw thrown('PermissionError', 'You are not permitted to access this resource. Login to access', {
      title: 'Method Not Allowed',
    })
  }
  return method.call(site, argumentsOf(request))
}

function create(site: Site, doctype: string, values: JsonObject): Json {
  site.type(doctype)
  demand(site.user, doctype, 'create')
  return document(site, doctype, site.insert(doctype, values), { nulls: false, unsaved: true })
}

function read(site: Site, doctype: string, name: string): Json {
  const doc = site.get(doctype, name)
  demand(site.user, doctype, 'read')
  if (!isVisible(site, site.type(doctype), doc)) throw notAllowed(site.user, doctype, doc.name)
  return document(site, doctype, doc, { nulls: false })
}

function change(site: Site, doctype: string, name: string, values: JsonObject): Json {
  if (site.type(doctype).table) return changeRow(site, doctype, name, values)
  site.get(doctype, name)
  demand(site.user, doctype, 'write')
  return document(site, doctype, site.update(doctype, name, values), { nulls: false })
}

/** A PUT on a child row saves the parent, and so bumps its `modified` (recording 90). */
function changeRow(site: Site, doctype: string, name: string, values: JsonObject): Json {
  for (const holder of site.schema.values()) {
    const field = holder.fields.find((one) => one.type === 'Table' && one.options === doctype)
    if (!field) continue
    const doc = site
      .table(holder.name)
      .all()
      .find((one) => rowsOf(one, field.name).some((row) => row.name === name))
    if (!doc) continue
    demand(site.user, holder.name, 'write')
    const rows = rowsOf(doc, field.name).map(
      (row) => (row.name === name ? { ...row, ...values } : row) as JsonObject,
    )
    const saved = site.update(holder.name, doc.name, { [field.name]: rows })
    const answered = document(site, holder.name, saved, { nulls: false })[field.name] as JsonObject[]
    return answered.find((row) => row['name'] === name) ?? null
  }
  throw thrown('DoesNotExistError', `${doctype} ${name} not found`)
}

/** Whitelisted methods of a document (recordings 151, 154). */
function runMethod(site: Site, doctype: string, name: string, method: string): Json {
  const docstatus = { submit: 1, cancel: 2 }[method]
  if (docstatus === undefined) throw thrown('PermissionError', 'Not permitted')
  demand(site.user, doctype, 'write')
  return document(site, doctype, site.update(doctype, name, { docstatus }), { nulls: true })
}

function remove(site: Site, doctype: string, name: string): void {
  const found = site.table(site.type(doctype).name).get(name)
  if (found) demandDelete(site.user, doctype, found.name)
  site.remove(doctype, name)
}
