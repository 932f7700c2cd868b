import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Schemas } from '#api-client'

/** One request that the hub received. */
export interface Call {
  /** `GET /api/v1/me` */
  route: string
  query: Record<string, string>
  /** JSON, or the fields of a form. */
  body: unknown
  headers: Record<string, string | undefined>
}

/** What a route answers: JSON, or something of its own. */
type Answer = object | Handler
type Handler = (call: Call, response: ServerResponse) => object | undefined | Promise<object | undefined>

/** A refusal, as the hub words it. */
export class Refusal {
  constructor(
    readonly status: number,
    readonly problem: Partial<Schemas['ProblemView']> & { code: string },
  ) {}
}

/**
 * A hub of canned answers over real HTTP, with the identity provider's endpoints beside it. A request that no test planned is
 * answered with 500 and kept in `unplanned`.
 */
export class FakeHub {
  readonly calls: Call[] = []
  readonly unplanned: string[] = []
  private readonly routes = new Map<string, Answer>()

  private constructor(
    private readonly server: Server,
    readonly url: string,
  ) {}

  static async start(): Promise<FakeHub> {
    const server = createServer()
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
    const hub = new FakeHub(server, `http://127.0.0.1:${(server.address() as AddressInfo).port}`)
    server.on('request', (request: IncomingMessage, response: ServerResponse) => {
      hub.answer(request, response).catch((error: unknown) => response.destroy(error as Error))
    })
    hub.on('GET /api/v1/auth', { issuer: hub.issuer, clientId: 'einmal-cli' })
    return hub
  }

  get issuer(): string {
    return `${this.url}/realms/einmal`
  }

  /** Plans the answer of a route; `:x` stands for any piece of the path. */
  on(route: string, answer: Answer): this {
    this.routes.set(route, answer)
    return this
  }

  /** Plans the answer of a route of the client `acme`. */
  inTenant(route: string, answer: Answer): this {
    const [method = '', path = ''] = route.split(' ')
    return this.on(`${method} /api/v1/tenants/acme${path}`, answer)
  }

  /** Plans the answer of an endpoint of the identity provider. */
  onIdp(endpoint: string, answer: Answer): this {
    return this.on(`POST /realms/einmal/protocol/openid-connect/${endpoint}`, answer)
  }

  /** The requests of a route. */
  of(route: string): Call[] {
    return this.calls.filter((call) => call.route === route)
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections()
    await new Promise((done) => this.server.close(done))
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '', this.url)
    const route = `${request.method} ${url.pathname}`
    const call: Call = {
      route,
      query: Object.fromEntries(url.searchParams),
      body: await bodyOf(request),
      headers: request.headers as Call['headers'],
    }
    this.calls.push(call)
    const planned = [...this.routes].find(([pattern]) => matches(pattern, route))?.[1]
    if (!planned) {
      this.unplanned.push(route)
      return send(response, new Refusal(500, { code: 'fake.unplanned', detail: `not planned: ${route}` }))
    }
    const answer = isHandler(planned) ? await planned(call, response) : planned
    if (answer) send(response, answer)
  }
}

function isHandler(answer: Answer): answer is Handler {
  return typeof answer === 'function'
}

function matches(pattern: string, route: string): boolean {
  const [wanted, given] = [pattern.split('/'), route.split('/')]
  return (
    wanted.length === given.length &&
    wanted.every((piece, index) => piece.startsWith(':') || piece === given[index])
  )
}

async function bodyOf(request: IncomingMessage): Promise<unknown> {
  let text = ''
  for await (const chunk of request) text += String(chunk)
  if (text === '') return undefined
  if (request.headers['content-type']?.includes('json')) return JSON.parse(text)
  return Object.fromEntries(new URLSearchParams(text))
}

function send(response: ServerResponse, answer: object): void {
  if (answer instanceof Refusal) {
    const { status, problem } = answer
    response.writeHead(status, { 'content-type': 'application/problem+json' })
    response.end(JSON.stringify({ type: 'about:blank', title: '', status, detail: problem.code, ...problem }))
    return
  }
  const refused = 'error' in answer && typeof answer.error === 'string'
  response.writeHead(refused ? 400 : 200, { 'content-type': 'application/json' })
  response.end(JSON.stringify(answer))
}

/** Sends a run's states as server-sent events, the last one as `end`. */
export function eventStream(...states: object[]): Handler {
  return (_, response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' })
    response.write(': hello\n\n')
    for (const [index, state] of states.entries()) {
      const event = index === states.length - 1 ? 'end' : 'progress'
      response.write(`event: ${event}\ndata: ${JSON.stringify(state)}\n\n`)
    }
    response.end()
    return undefined
  }
}

/** A list of the API that ends here. */
export const page = (...items: object[]): object => ({ items, next: null })
