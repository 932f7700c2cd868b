import createFetchClient, { type Client, type Middleware } from 'openapi-fetch'
import { ApiError, HubUnreachable } from './errors.js'
import type { components, paths } from './schema.generated.js'

/** Shapes of the API by name, e.g. `Schemas['FlowView']`. */
export type Schemas = components['schemas']

/** The typed client: `client.GET('/api/v1/tenants/{tenant}/flows', { params: { path: { tenant } } })`. */
export type ApiClient = Client<paths>

export interface ClientOptions {
  /** Address of the hub, without a slash at the end. */
  url: string
  /** The access token for the next request; undefined: none. Asked each time, because tokens expire. */
  token?: () => string | undefined | Promise<string | undefined>
  /** Language of texts, e.g. `de`. */
  language?: string
  /** For tests and proxies. */
  fetch?: (request: Request) => Promise<Response>
}

/**
 * Makes a client. Its calls throw `ApiError` when the hub refuses or fails and `HubUnreachable` when nobody answers, so that
 * `data` of an answer that came back is there.
 */
export function createClient({ url, token, language, fetch }: ClientOptions): ApiClient {
  const client = createFetchClient<paths>({ baseUrl: url, ...(fetch && { fetch }) })
  const middleware: Middleware = {
    async onRequest({ request }) {
      const bearer = await token?.()
      if (bearer !== undefined) request.headers.set('authorization', `Bearer ${bearer}`)
      if (language !== undefined) request.headers.set('accept-language', language)
    },
    async onResponse({ response }) {
      if (!response.ok) throw await ApiError.of(response)
    },
    onError({ request, error }) {
      // Who stopped the call knows why.
      return request.signal.aborted && error instanceof Error ? error : new HubUnreachable(url, error)
    },
  }
  client.use(middleware)
  return client
}

/** The data of an answer. */
export async function dataOf<T>(answer: Promise<{ data?: T }>): Promise<T> {
  const { data } = await answer
  // Errors have been thrown; an answer without content is `undefined` by its type as well.
  return data as T
}

/** All items of a list, page by page: `for await (const run of pages((cursor) => client.GET(…)))`. */
export async function* pages<T>(
  load: (cursor: string | undefined) => Promise<{ data?: { items: T[]; next: string | null } }>,
): AsyncGenerator<T> {
  let cursor: string | undefined
  do {
    const { items, next } = await dataOf(load(cursor))
    yield* items
    cursor = next ?? undefined
  } while (cursor !== undefined)
}
