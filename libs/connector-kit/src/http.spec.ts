import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { createServer } from 'node:http'
import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import { createServer as createTcpServer } from 'node:net'
import type { AddressInfo, Socket } from 'node:net'
import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib'
import { ConnectorError } from './errors.js'
import { createHttp, retryAfter } from './http.js'
import type { Http, HttpOptions } from './http.js'
import { kitTexts } from './texts.js'

type Handler = (request: IncomingMessage, response: ServerResponse, body: string) => void

let server: Server
let url: string
let handler: Handler
let seen: { method: string; url: string; headers: IncomingMessage['headers']; body: string; port: number }[]
let clients: Http[]

beforeEach(async () => {
  seen = []
  clients = []
  server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      const body = Buffer.concat(chunks).toString()
      const { method = '', headers } = request
      seen.push({ method, url: request.url ?? '', headers, body, port: request.socket.remotePort ?? 0 })
      handler(request, response, body)
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})

afterEach(async () => {
  await Promise.all(clients.map((client) => client.close()))
  server.closeAllConnections()
  await new Promise((resolve) => server.close(resolve))
})

const open = (options: Partial<HttpOptions> = {}): Http => {
  const http = createHttp({ baseUrl: url, ...options })
  clients.push(http)
  return http
}

const failure = async (promise: Promise<unknown>): Promise<ConnectorError> => {
  const error = await promise.then(
    () => undefined,
    (caught: unknown) => caught,
  )
  expect(error).toBeInstanceOf(ConnectorError)
  return error as ConnectorError
}

const json = (response: ServerResponse, value: unknown, status = 200): void => {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(value))
}

describe('a request', () => {
  it('carries method, path under the base path, encoded query, headers and JSON', async () => {
    handler = (_request, response) => json(response, { ok: true })
    const http = open({ baseUrl: `${url}/erp/`, headers: { authorization: 'token a:b' } })
    const answer = await http.request({
      method: 'POST',
      path: '/api/Müller & Söhne'.split('/').map(encodeURIComponent).join('/'),
      query: { q: 'a b&c=ü', limit: 5, none: undefined },
      json: { name: 'Ä😀"' },
      headers: { 'x-one': '1' },
    })
    expect(answer).toMatchObject({ status: 200, json: { ok: true }, text: '{"ok":true}' })
    expect(seen[0]).toMatchObject({
      method: 'POST',
      url: '/erp/api/M%C3%BCller%20%26%20S%C3%B6hne?q=a%20b%26c%3D%C3%BC&limit=5',
      body: JSON.stringify({ name: 'Ä😀"' }),
      headers: { authorization: 'token a:b', 'x-one': '1', 'content-type': 'application/json' },
    })
  })

  it('sends a body as it is, and none with GET', async () => {
    handler = (_request, response) => response.end('x')
    const http = open()
    await http.request({
      method: 'PUT',
      path: '/',
      body: Buffer.from('raw'),
      headers: { 'content-type': 'text/csv' },
    })
    await http.request({ method: 'GET', path: '/?a=1', query: { b: 2 } })
    expect(seen[0]).toMatchObject({ body: 'raw', headers: { 'content-type': 'text/csv' } })
    expect(seen[1]).toMatchObject({ body: '', url: '/?a=1&b=2' })
    expect(seen[1]?.headers['content-type']).toBeUndefined()
  })

  it('gives every status back, follows no redirect and parses only JSON types', async () => {
    handler = (request, response) => {
      if (request.url === '/moved') response.writeHead(302, { location: '/there' }).end()
      else if (request.url === '/html')
        response.writeHead(200, { 'content-type': 'text/html' }).end('{"a":1}')
      else if (request.url === '/problem')
        response.writeHead(422, { 'content-type': 'application/problem+json' }).end('{"a":1}')
      else if (request.url === '/broken')
        response.writeHead(502, { 'content-type': 'application/json' }).end('{"a"')
      else response.writeHead(204, { 'content-type': 'application/json', 'Set-Cookie': ['a=1', 'b=2'] }).end()
    }
    const http = open()
    expect(await http.request({ method: 'GET', path: '/moved' })).toMatchObject({
      status: 302,
      headers: { location: '/there' },
    })
    expect(await http.request({ method: 'GET', path: '/html' })).toMatchObject({
      status: 200,
      json: undefined,
      text: '{"a":1}',
    })
    expect(await http.request({ method: 'GET', path: '/problem' })).toMatchObject({
      status: 422,
      json: { a: 1 },
    })
    expect(await http.request({ method: 'GET', path: '/broken' })).toMatchObject({
      status: 502,
      json: undefined,
    })
    expect(await http.request({ method: 'DELETE', path: '/x' })).toMatchObject({
      status: 204,
      json: undefined,
      text: '',
      headers: { 'set-cookie': 'a=1, b=2' },
    })
    expect(seen.map((request) => request.url)).not.toContain('/there')
  })

  it.each([
    ['gzip', gzipSync],
    ['br', brotliCompressSync],
    ['deflate', deflateSync],
  ])('unpacks %s', async (encoding, pack) => {
    handler = (_request, response) =>
      response
        .writeHead(200, { 'content-type': 'application/json', 'content-encoding': encoding })
        .end(pack('{"a":"ü"}'))
    expect((await open().request({ method: 'GET', path: '/' })).json).toEqual({ a: 'ü' })
    expect(seen[0]?.headers['accept-encoding']).toContain(encoding)
  })

  it('reuses sockets and never has more requests under way than allowed', async () => {
    let under = 0
    let most = 0
    handler = (_request, response) => {
      most = Math.max(most, (under += 1))
      setTimeout(() => {
        under -= 1
        json(response, 1)
      }, 5)
    }
    const http = open({ connections: 3 })
    await Promise.all(Array.from({ length: 30 }, () => http.request({ method: 'GET', path: '/' })))
    expect(most).toBe(3)
    expect(new Set(seen.map((request) => request.port)).size).toBe(3)
  })
})

describe('a fault of the transport', () => {
  it('refused connections never count as sent', async () => {
    const closed = createTcpServer()
    await new Promise<void>((resolve) => closed.listen(0, '127.0.0.1', resolve))
    const { port } = closed.address() as AddressInfo
    await new Promise((resolve) => closed.close(resolve))
    const error = await failure(
      open({ baseUrl: `http://127.0.0.1:${port}` }).request({ method: 'POST', path: '/', json: {} }),
    )
    expect(error).toMatchObject({ kind: 'unavailable', code: 'http.unreachable', outcomeUnknown: false })
    expect(error.params).toEqual({ host: `127.0.0.1:${port}`, reason: 'ECONNREFUSED' })
  })

  it('an unknown host name is unreachable', async () => {
    const error = await failure(
      open({ baseUrl: 'http://nowhere.invalid' }).request({ method: 'POST', path: '/' }),
    )
    expect(error).toMatchObject({ kind: 'unavailable', code: 'http.unreachable', outcomeUnknown: false })
  })

  it('a request that HTTP cannot carry needs an admin and is not sent', async () => {
    const http = open({ headers: { authorization: 'token geheim→' } })
    const error = await failure(http.request({ method: 'POST', path: '/' }))
    expect(error).toMatchObject({
      kind: 'misconfigured',
      code: 'http.invalid-request',
      outcomeUnknown: false,
    })
    expect(seen).toHaveLength(0)
  })

  it('a connection that breaks after the request was sent has an unknown outcome', async () => {
    handler = (request) => request.socket.destroy()
    const error = await failure(open().request({ method: 'POST', path: '/', json: { a: 1 } }))
    expect(error).toMatchObject({ kind: 'unavailable', code: 'http.no-answer', outcomeUnknown: true })
    expect(seen).toHaveLength(1)
  })

  it('a keep-alive socket that its server resets under a write has an unknown outcome, and is not repeated', async () => {
    // A server of its own: answers once, then resets the same socket as soon as the next request arrives.
    const sockets: Socket[] = []
    let requests = 0
    const tcp = createTcpServer((socket) => {
      sockets.push(socket)
      socket.on('error', () => undefined)
      socket.on('data', () => {
        requests += 1
        if (requests === 1) socket.write('HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok')
        else socket.resetAndDestroy()
      })
    })
    await new Promise<void>((resolve) => tcp.listen(0, '127.0.0.1', resolve))
    const http = open({ baseUrl: `http://127.0.0.1:${(tcp.address() as AddressInfo).port}`, connections: 1 })
    expect((await http.request({ method: 'GET', path: '/' })).text).toBe('ok')
    const error = await failure(http.request({ method: 'POST', path: '/', json: {} }))
    expect(error).toMatchObject({ kind: 'unavailable', code: 'http.no-answer', outcomeUnknown: true })
    expect(requests).toBe(2)
    expect(sockets).toHaveLength(1)
    for (const socket of sockets) socket.destroy()
    await new Promise((resolve) => tcp.close(resolve))
  })

  it('a server that never answers is given up after the timeout', async () => {
    handler = () => undefined
    const error = await failure(open({ timeout: 50 }).request({ method: 'POST', path: '/', json: {} }))
    expect(error).toMatchObject({ kind: 'unavailable', code: 'http.no-answer', outcomeUnknown: true })
  })

  it('an answer that trickles on for ever is given up after the timeout', async () => {
    let trickle: NodeJS.Timeout | undefined
    handler = (_request, response) => {
      response.writeHead(200, { 'content-type': 'application/json' })
      trickle = setInterval(() => response.write(' '), 5)
    }
    const error = await failure(open({ timeout: 60 }).request({ method: 'POST', path: '/', json: {} }))
    clearInterval(trickle)
    expect(error).toMatchObject({ kind: 'unavailable', code: 'http.no-answer', outcomeUnknown: true })
  })

  const whole = JSON.stringify(Array.from({ length: 50 }, (_, index) => ({ index })))
  const half = whole.slice(0, whole.length / 2)
  it.each<[string, Handler]>([
    [
      'below its content-length',
      (request, response) => {
        response.writeHead(200, { 'content-type': 'application/json', 'content-length': whole.length })
        response.write(half, () => request.socket.end())
      },
    ],
    [
      'below its content-length with connection: close',
      (request, response) => {
        response.writeHead(200, {
          'content-type': 'text/csv',
          'content-length': whole.length,
          connection: 'close',
        })
        response.write(half, () => request.socket.end())
      },
    ],
    [
      'inside its chunks',
      (request, response) => {
        response.writeHead(200, { 'content-type': 'text/csv' })
        response.write(half, () => request.socket.end())
      },
    ],
    [
      'inside its chunks with connection: close',
      (request, response) => {
        response.writeHead(200, { 'content-type': 'text/csv', connection: 'close' })
        response.write(half, () => request.socket.end())
      },
    ],
    [
      'as JSON that breaks off',
      (_request, response) => response.writeHead(200, { 'content-type': 'application/json' }).end(half),
    ],
    [
      'as gzip that breaks off',
      (_request, response) => {
        const packed = gzipSync(whole)
        response
          .writeHead(200, { 'content-type': 'text/csv', 'content-encoding': 'gzip' })
          .end(packed.subarray(0, packed.length - 12))
      },
    ],
  ])('a body that ends %s is truncated, never a short answer', async (_name, behaviour) => {
    handler = behaviour
    const error = await failure(open().request({ method: 'POST', path: '/', json: {} }))
    expect(error).toMatchObject({
      kind: 'unavailable',
      code: 'http.truncated',
      outcomeUnknown: true,
      status: 200,
    })
  })

  it.each<[string, Handler]>([
    ['plain', (_request, response) => response.end('x'.repeat(5_000))],
    [
      'packed',
      (_request, response) =>
        response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync('x'.repeat(5_000))),
    ],
  ])('a %s body beyond the limit is refused', async (_name, behaviour) => {
    handler = behaviour
    const error = await failure(open({ maxBytes: 1_000 }).request({ method: 'GET', path: '/' }))
    expect(error).toMatchObject({ kind: 'unavailable', code: 'http.too-large' })
  })

  it('goes on with other requests after a fault', async () => {
    handler = (request, response) => (request.url === '/bad' ? request.socket.destroy() : json(response, 1))
    const http = open({ connections: 1 })
    await failure(http.request({ method: 'GET', path: '/bad' }))
    expect((await http.request({ method: 'GET', path: '/good' })).json).toBe(1)
  })
})

describe('the abort signal', () => {
  it('lets no request start once it is aborted', async () => {
    handler = (_request, response) => json(response, 1)
    const error = await failure(open({ signal: AbortSignal.abort() }).request({ method: 'POST', path: '/' }))
    expect(error).toMatchObject({ kind: 'unavailable', code: 'http.aborted', outcomeUnknown: false })
    expect(seen).toHaveLength(0)
  })

  it('gives up the request under way as unknown, and the waiting one as never sent', async () => {
    const abort = new AbortController()
    handler = () => abort.abort()
    const http = open({ signal: abort.signal, connections: 1 })
    const [first, second] = await Promise.all([
      failure(http.request({ method: 'POST', path: '/1', json: {} })),
      failure(http.request({ method: 'POST', path: '/2', json: {} })),
    ])
    expect(first).toMatchObject({ code: 'http.aborted', outcomeUnknown: true })
    expect(second).toMatchObject({ code: 'http.aborted', outcomeUnknown: false })
    expect(seen.map((request) => request.url)).toEqual(['/1'])
  })
})

describe('what errors say', () => {
  it('shows neither credentials nor bodies anywhere', async () => {
    handler = (_request, response) =>
      response.writeHead(200, { 'content-type': 'application/json' }).end('{"secret-body"')
    const http = open({ headers: { authorization: 'Bearer secret-token' } })
    const error = await failure(http.request({ method: 'POST', path: '/', json: { a: 'secret-sent' } }))
    expect(`${error.stack} ${JSON.stringify(error)} ${String(error.cause)}`).not.toContain('secret')
  })

  it.each(['ftp://host', 'not an address', '', 'https://user:secret@host/'])(
    'refuses the address %p',
    (baseUrl) => {
      expect(() => createHttp({ baseUrl })).toThrow(
        expect.objectContaining({ kind: 'misconfigured', code: 'http.invalid-url' }),
      )
    },
  )

  it('has a text with a fix in both languages for every code', () => {
    const texts = Object.entries(kitTexts).filter(([code]) => code.startsWith('http.'))
    expect(texts.length).toBeGreaterThan(6)
    for (const [code, { message, fix }] of texts) {
      expect([code, message.en && message.de && fix?.en && fix.de]).toEqual([code, fix?.de])
    }
  })
})

describe('retryAfter', () => {
  it('reads seconds, and dates against the answer’s own clock', () => {
    expect(retryAfter({ 'retry-after': '7' })).toBe(7)
    expect(
      retryAfter({ 'retry-after': 'Wed, 21 Oct 2015 07:28:30 GMT', date: 'Wed, 21 Oct 2015 07:28:00 GMT' }),
    ).toBe(30)
    expect(retryAfter({})).toBeUndefined()
    expect(retryAfter({ 'retry-after': 'soon' })).toBeUndefined()
  })
})

it('closes twice without complaint and gives up what is under way', async () => {
  handler = () => undefined
  const http = open()
  const pending = failure(http.request({ method: 'POST', path: '/', json: {} }))
  while (seen.length === 0) await new Promise((resolve) => setImmediate(resolve))
  await http.close()
  await http.close()
  expect(await pending).toMatchObject({ code: 'http.no-answer', outcomeUnknown: true })
})
