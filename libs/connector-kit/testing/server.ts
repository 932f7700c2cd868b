import { createServer } from 'node:http'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as delay } from 'node:timers/promises'
import { createControl } from './control.js'
import { Faults } from './faults.js'
import type { Fault } from './faults.js'
import { page, pageHeaders, prefersPage } from './page/index.js'
import { RequestLog } from './requests.js'
import type { LoggedRequest } from './requests.js'
import type { SimulatorModel, SimulatorOptions, SimulatorReply, SimulatorRequest } from './simulator.js'
import { StateFile } from './state-file.js'

/** A simulator that answers over HTTP on the loopback interface. */
export interface RunningSimulator {
  url: string
  model: SimulatorModel
  faults: Faults
  requests: RequestLog
  /** Milliseconds that the simulated system's clock is ahead of ours. */
  setClockOffset(milliseconds: number): void
  /** Records as they were at the start (before the state file), no faults, no log, true clock. */
  reset(): void
  /** Ends open connections and writes the state file. May be called twice. */
  stop(): Promise<void>
}

/**
 * Puts a simulator on a port. Three kinds of requests: the API (everything that is not listed here) with faults and log,
 * `/__control` (docs/connectors.md lists its routes), and a page for people at `/` for browsers.
 */
export async function startSimulator(
  model: SimulatorModel,
  options: SimulatorOptions = {},
): Promise<RunningSimulator> {
  const faults = new Faults()
  const requests = new RequestLog()
  const clock = options.clock ?? Date.now
  let offset = 0
  model.now = () => clock() + offset
  const pristine = JSON.stringify(model.save())

  const file = options.stateFile ? new StateFile(options.stateFile, () => model.save()) : undefined
  const kept = file?.read()
  if (kept !== undefined) model.load(kept)
  model.onChange = () => file?.changed()

  const running: Omit<RunningSimulator, 'url' | 'stop'> = {
    model,
    faults,
    requests,
    setClockOffset: (milliseconds) => {
      offset = milliseconds
    },
    reset: () => {
      model.load(JSON.parse(pristine))
      file?.changed()
      faults.clear()
      requests.clear()
      offset = 0
    },
  }
  const control = createControl(running)

  const answer = async (incoming: IncomingMessage, response: ServerResponse): Promise<void> => {
    const request = await readRequest(incoming)
    if (request.path.startsWith('/__control')) return send(response, request, control(request))
    if (prefersPage(request))
      return send(response, request, { status: 200, headers: pageHeaders, body: page })
    await answerApi(request, incoming, response)
  }

  const answerApi = async (
    request: SimulatorRequest,
    incoming: IncomingMessage,
    response: ServerResponse,
  ): Promise<void> => {
    const entry: LoggedRequest = {
      method: request.method,
      path: request.rawUrl,
      writes: model.writes(request),
    }
    const fault = faults.take(entry)
    if (fault) entry.fault = fault.kind
    requests.begin(entry)
    try {
      const date = { date: new Date(model.now()).toUTCString() }
      const reply = fault ? await strike(fault, model, request) : await model.handle(request)
      if (reply === 'broken') return void incoming.socket.destroy()
      entry.status = reply.status
      send(
        response,
        request,
        { ...reply, headers: { ...date, ...reply.headers } },
        fault?.kind === 'truncated',
      )
    } finally {
      requests.ended()
    }
  }

  const server = createServer((incoming, response) => {
    response.sendDate = false
    answer(incoming, response).catch((error: unknown) => {
      // A simulator that throws has a defect of its own; it must not look like one of the system's answers.
      if (response.headersSent) incoming.socket.destroy()
      else response.writeHead(599).end(error instanceof Error ? error.stack : String(error))
    })
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(options.port ?? 0, '127.0.0.1', resolve)
  })

  return {
    ...running,
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    stop: async () => {
      if (!server.listening) return
      const closed = new Promise((resolve) => server.close(resolve))
      server.closeAllConnections()
      await closed
      file?.flush()
    },
  }
}

/** What a fault makes of a request; `broken`: the connection ends without an answer. */
async function strike(
  fault: Fault,
  model: SimulatorModel,
  request: SimulatorRequest,
): Promise<SimulatorReply | 'broken'> {
  if (fault.kind === 'down') return 'broken'
  if (fault.kind === 'status') return model.errorReply(fault.status ?? 500, fault.retryAfter)
  const reply = await model.handle(request)
  if (fault.kind === 'lost-reply') return 'broken'
  if (fault.kind === 'half-page') return model.thinReply(reply, 0.5)
  if (fault.kind === 'empty') return model.thinReply(reply, 0)
  if (fault.kind === 'slow') await delay(fault.delay ?? 1_000, undefined, { ref: false })
  return reply
}

async function readRequest(incoming: IncomingMessage): Promise<SimulatorRequest> {
  const chunks: Buffer[] = []
  await new Promise<void>((resolve, reject) => {
    incoming.on('data', (chunk: Buffer) => chunks.push(chunk))
    incoming.on('end', resolve)
    incoming.on('error', reject)
  })
  const rawUrl = incoming.url ?? '/'
  const mark = rawUrl.indexOf('?')
  const headers: Record<string, string> = {}
  for (const [name, value] of Object.entries(incoming.headers)) {
    if (value !== undefined) headers[name] = Array.isArray(value) ? value.join(', ') : value
  }
  return {
    method: incoming.method ?? 'GET',
    path: decodePath(mark < 0 ? rawUrl : rawUrl.slice(0, mark)),
    rawUrl,
    query: new URLSearchParams(mark < 0 ? '' : rawUrl.slice(mark + 1)),
    headers,
    body: Buffer.concat(chunks),
  }
}

function decodePath(path: string): string {
  try {
    return decodeURIComponent(path)
  } catch {
    return path
  }
}

function send(response: ServerResponse, request: SimulatorRequest, reply: SimulatorReply, cut = false): void {
  const raw = reply.body === undefined || typeof reply.body === 'string' || Buffer.isBuffer(reply.body)
  const body = Buffer.from(
    raw ? ((reply.body as Buffer | string | undefined) ?? '') : JSON.stringify(reply.body),
  )
  const headers: Record<string, string | number> = { 'content-length': body.length, ...reply.headers }
  if (!raw && !Object.keys(headers).some((name) => name.toLowerCase() === 'content-type')) {
    headers['content-type'] = 'application/json'
  }
  response.writeHead(reply.status, headers)
  if (!cut) response.end(request.method === 'HEAD' ? undefined : body)
  else response.write(body.subarray(0, Math.floor(body.length / 2)), () => response.socket?.destroy())
}
