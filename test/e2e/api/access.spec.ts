import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { ModulesContainer } from '@nestjs/core'
import { METHOD_METADATA, PATH_METADATA } from '@nestjs/common/constants.js'
import { RequestMethod } from '@nestjs/common'
import { accessOf } from '#security'
import { startTestHub, type Person, type TestHub } from '../../support/hub.js'

/** Who may do what, as the project promises it. A route that is not listed here, or differs, fails. */
const promised: Record<string, string> = {
  'GET /': 'public',
  'GET /health/live': 'public',
  'GET /health/ready': 'public',
  'GET /api/v1/auth': 'public',
  'GET /api/v1/me': 'signed-in',
  'GET /api/v1/tenants': 'signed-in',
  'POST /api/v1/tenants': 'provider-admin',
  'POST /api/v1/tenants/restored': 'provider-admin',
  'ALL /hooks/:connection/:token': 'public',
  'GET /api/v1/connectors': 'signed-in',
  ...inTenant('connections', {
    'GET ': 'viewer',
    'POST ': 'admin',
    'POST /check': 'admin',
    'GET /:connection': 'viewer',
    'PATCH /:connection': 'admin',
    'DELETE /:connection': 'admin',
    'POST /:connection/check': 'operator',
    'POST /:connection/webhook': 'admin',
    'DELETE /:connection/webhook': 'admin',
    'POST /:connection/subscribe': 'admin',
  }),
  ...inTenant('mappings', {
    'GET ': 'viewer',
    'GET /:connector/:entity': 'viewer',
    'PUT /:connector/:entity/overrides': 'admin',
    'POST /:connector/:entity/lint': 'operator',
    'POST /:connector/:entity/preview': 'operator',
  }),
  ...inTenant('flows', {
    'GET ': 'viewer',
    'POST ': 'admin',
    'GET /:flow': 'viewer',
    'PATCH /:flow': 'admin',
    'DELETE /:flow': 'admin',
    'POST /:flow/plans': 'operator',
    'POST /:flow/runs': 'operator',
    'PUT /:flow/pilot': 'admin',
    'DELETE /:flow/pilot': 'admin',
  }),
  ...inTenant('plans', {
    'GET ': 'viewer',
    'GET /:plan': 'viewer',
    'GET /:plan/items': 'viewer',
    'POST /:plan/approve': 'operator',
    'POST /:plan/apply': 'operator',
    'POST /:plan/discard': 'operator',
  }),
  ...inTenant('runs', {
    'GET ': 'viewer',
    'GET /:run': 'viewer',
    'GET /:run/events': 'viewer',
    'POST /:run/cancel': 'operator',
    'POST /:run/undo': 'operator',
  }),
  ...inTenant('operations', { 'POST /:operation/undo': 'operator' }),
  ...inTenant('records', {
    'GET ': 'viewer',
    'GET /:record': 'viewer',
    'GET /:record/fields': 'viewer',
    'GET /:record/history': 'viewer',
    'POST /:record/split': 'operator',
    'POST /:record/merge': 'operator',
  }),
  ...inTenant('reviews', {
    'GET ': 'viewer',
    'GET /:review': 'viewer',
    'POST /:review/resolve': 'operator',
    'POST /resolve': 'operator',
  }),
  ...inTenant('failures', {
    'GET ': 'viewer',
    'GET /:cause/operations': 'viewer',
    'POST /retry': 'operator',
    'POST /ignore': 'operator',
    'POST /:operation/edit': 'operator',
  }),
  ...inTenant('retention', { 'GET ': 'viewer', 'PATCH ': 'admin' }),
  ...inTenant('audit', { 'GET ': 'admin' }),
}

function inTenant(noun: string, routes: Record<string, string>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(routes).map(([route, access]) => {
      const [method, rest = ''] = route.split(' ')
      return [`${method} /api/v1/tenants/:tenant/${noun}${rest}`, access]
    }),
  )
}

/** People in the order of their rights in the client `acme`. */
const ladder: Person[] = ['viewer', 'operator', 'admin', 'provider']
const rank: Record<string, number> = { viewer: 0, operator: 1, admin: 2, 'provider-admin': 3 }

let hub: TestHub
beforeAll(async () => {
  hub = await startTestHub({ simulators: false })
})
afterAll(() => hub.close())

/** Status and code of a call with everything in the path made up. */
async function call(route: string, person?: Person): Promise<{ status: number; code: string }> {
  const [verb = '', pattern = ''] = route.split(' ')
  const method = verb === 'ALL' ? 'POST' : verb
  const path = pattern
    .replace(':tenant', 'acme')
    .replace(/:(plan|run|record|review|operation)\b/, '00000000-0000-4000-8000-000000000000')
    .replaceAll(/:\w+/g, 'made-up')
  const response = await fetch(`${hub.url}${path}`, {
    method,
    headers: {
      ...(person && { authorization: `Bearer ${await hub.token(person)}` }),
      ...(method !== 'GET' && { 'content-type': 'application/json', 'if-match': '"1"' }),
    },
    ...(method === 'GET' || method === 'DELETE' ? {} : { body: '{"none": 1}' }),
  })
  const text = await response.text()
  const json = response.headers.get('content-type')?.includes('json') ?? false
  return { status: response.status, code: json ? ((JSON.parse(text) as { code?: string }).code ?? '') : '' }
}

describe('every route', () => {
  it('declares who may use it, and the declarations are the promised ones', () => {
    const found: Record<string, string> = {}
    for (const module of hub.app.get(ModulesContainer).values()) {
      for (const { metatype } of module.controllers.values()) {
        const controller = metatype as unknown as { prototype: Record<string, object> }
        const base = String(Reflect.getMetadata(PATH_METADATA, controller))
        for (const name of Object.getOwnPropertyNames(controller.prototype)) {
          const handler = controller.prototype[name]
          const method =
            handler && (Reflect.getMetadata(METHOD_METADATA, handler) as RequestMethod | undefined)
          if (!handler || method === undefined) continue
          const path = `/${base}/${String(Reflect.getMetadata(PATH_METADATA, handler))}`
          const route = `${RequestMethod[method]} ${path.replaceAll(/\/+/g, '/').replace(/(.)\/$/, '$1')}`
          found[route] = accessOf(handler, controller as unknown as object) ?? 'none'
        }
      }
    }
    expect(found).toEqual(promised)
  })

  it('is reachable in no other way: the server has these routes and the documentation only', () => {
    const server = hub.app.getHttpAdapter().getInstance() as unknown as { router: { stack: Layer[] } }
    const routes = server.router.stack.flatMap(({ route }) =>
      route
        ? [...new Set(Object.keys(route.methods).map((method) => nameOf(method.toUpperCase(), route.path)))]
        : [],
    )
    const others = routes.filter((route) => !(route in promised) && !/ \/api\/docs/.test(route))
    expect(others).toEqual([])
    expect(routes.length).toBeGreaterThan(40)
  })

  it.each(Object.entries(promised))('%s is for %s', async (route, access) => {
    if (access === 'public') {
      expect((await call(route)).status).toBe(route.startsWith('ALL ') ? 202 : 200)
      return
    }
    expect(await call(route)).toEqual({ status: 401, code: 'auth.missing' })
    const inClient = route.includes(':tenant')
    if (access === 'signed-in') {
      for (const person of [...ladder, 'nobody', 'stranger'] as const) {
        expect((await call(route, person)).status).toBe(200)
      }
      return
    }
    const needed = rank[access] ?? 0
    for (const [index, person] of ladder.entries()) {
      const { status, code } = await call(route, person)
      if (index < needed) expect([person, status, code]).toEqual([person, 403, 'auth.forbidden'])
      else expect([person, [401, 403].includes(status)]).toEqual([person, false])
    }
    for (const person of ['nobody', 'stranger'] as const) {
      const expected = inClient ? 'auth.not-a-member' : 'auth.forbidden'
      expect(await call(route, person)).toEqual({ status: 403, code: expected })
    }
  })
})

/** A route that takes every method stands in the promises once. */
function nameOf(method: string, path: string): string {
  return `ALL ${path}` in promised ? `ALL ${path}` : `${method} ${path}`
}

interface Layer {
  route?: { path: string; methods: Record<string, boolean> }
}

describe('somebody without rights', () => {
  it('learns nothing about which clients exist', async () => {
    const path = (slug: string): string => `/api/v1/tenants/${slug}/connections`
    const ask = async (slug: string): Promise<unknown> => {
      const authorization = `Bearer ${await hub.token('stranger')}`
      const response = await fetch(`${hub.url}${path(slug)}`, { headers: { authorization } })
      const { instance: _, ...problem } = (await response.json()) as Record<string, unknown>
      return JSON.stringify(problem).replaceAll(slug, '…')
    }
    expect(await ask('acme')).toEqual(await ask('no-such-client'))
  })

  it('sees in lists only where they belong', async () => {
    for (const [person, slugs] of [
      ['viewer', ['acme']],
      ['stranger', ['other']],
      ['nobody', []],
      ['provider', ['acme', 'other']],
    ] as const) {
      const { data } = await hub.as(person).GET('/api/v1/tenants')
      expect(data?.items.map(({ slug }) => slug)).toEqual(slugs)
      const me = await hub.as(person).GET('/api/v1/me')
      expect(me.data?.tenants.map(({ slug }) => slug)).toEqual(slugs)
    }
  })

  it('gets a sentence about a client that does not exist only as the provider', async () => {
    const asked = hub.as('provider').GET('/api/v1/tenants/{tenant}/flows', {
      params: { path: { tenant: 'nowhere' } },
    })
    await expect(asked).rejects.toMatchObject({ status: 404, code: 'tenant.unknown' })
  })
})
