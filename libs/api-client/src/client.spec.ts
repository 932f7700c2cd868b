import { describe, expect, it } from '@jest/globals'
import { ApiError, createClient, dataOf, HubUnreachable, pages, type ClientOptions } from './index.js'

/** A client whose requests are answered here. */
function client(
  answer: (request: Request) => Response | Promise<Response>,
  options: Partial<ClientOptions> = {},
) {
  return createClient({ url: 'http://hub.test', fetch: async (request) => answer(request), ...options })
}

const json = (body: unknown, init: ResponseInit = {}): Response =>
  new Response(JSON.stringify(body), { headers: { 'content-type': 'application/json' }, ...init })

describe('a call', () => {
  it('carries a fresh token and the language each time', async () => {
    const sent: (string | null)[] = []
    let count = 0
    const api = client(
      (request) => {
        sent.push(request.headers.get('authorization'), request.headers.get('accept-language'))
        return json({ items: [], next: null })
      },
      { token: () => `t${++count}`, language: 'de' },
    )
    await api.GET('/api/v1/tenants')
    await api.GET('/api/v1/tenants')
    expect(sent).toEqual(['Bearer t1', 'de', 'Bearer t2', 'de'])
  })

  it('throws what the hub says about a problem', async () => {
    const problem = {
      type: 'urn:einmal:problem:request.invalid',
      title: 'Invalid request',
      status: 400,
      detail: 'The request is not valid.',
      code: 'request.invalid',
      fix: 'Correct the listed fields.',
      errors: [{ field: 'slug', code: 'validation.slug', message: 'No.' }],
      instance: 'urn:uuid:1',
    }
    const headers = { 'content-type': 'application/problem+json', 'retry-after': '7' }
    const refused = client(() => json(problem, { status: 400, headers })).GET('/api/v1/me')
    const { type: _, ...told } = problem
    await expect(refused).rejects.toMatchObject({ ...told, retryAfter: 7 })
    await expect(refused).rejects.toBeInstanceOf(ApiError)
  })

  it('tells the status of an answer that is no problem document', async () => {
    const page = '<html><h1>Bad gateway</h1></html>'
    const refused = client(
      () => new Response(page, { status: 502, headers: { 'content-type': 'text/html' } }),
    )
    await expect(refused.GET('/api/v1/me')).rejects.toMatchObject({
      status: 502,
      code: 'http.502',
      errors: [],
    })
  })

  it('says so when nobody answers', async () => {
    const refused = client(() => Promise.reject(new TypeError('fetch failed'))).GET('/api/v1/me')
    await expect(refused).rejects.toBeInstanceOf(HubUnreachable)
    await expect(refused).rejects.toMatchObject({ url: 'http://hub.test' })
  })

  it('that the caller stops ends with the caller’s own reason', async () => {
    const stop = new AbortController()
    const hanging = client(async ({ signal }) => {
      stop.abort(new Error('Ctrl-C'))
      throw signal.reason as Error
    })
    await expect(hanging.GET('/api/v1/me', { signal: stop.signal })).rejects.toThrow('Ctrl-C')
  })
})

describe('pages', () => {
  it('walks a list to its end', async () => {
    const asked: (string | null)[] = []
    const api = client((request) => {
      const cursor = new URL(request.url).searchParams.get('cursor')
      asked.push(cursor)
      return json(cursor === null ? { items: [1, 2], next: 'x' } : { items: [3], next: null })
    })
    const rows: unknown[] = []
    for await (const row of pages((cursor) =>
      api.GET('/api/v1/tenants', { params: { query: cursor === undefined ? {} : { cursor } } }),
    )) {
      rows.push(row)
    }
    expect(rows).toEqual([1, 2, 3])
    expect(asked).toEqual([null, 'x'])
    expect(await dataOf(api.GET('/api/v1/tenants'))).toEqual({ items: [1, 2], next: 'x' })
  })
})
