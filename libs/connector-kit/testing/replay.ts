import { readdirSync, readFileSync } from 'node:fs'
import { request as httpRequest } from 'node:http'
import { join } from 'node:path'
import { importModule } from '../src/index.js'
import type { ErrorKind } from '../src/index.js'
import type { Fault } from './faults.js'
import { replaceInJson, replaceInText } from './replacements.js'
import type { Replacements } from './replacements.js'
import { startSimulator } from './server.js'
import { shapeDifferences } from './shape.js'
import type { CreateSimulator, SimulatorModel } from './simulator.js'

/** How a connector classifies an answer; null when it is no error. */
export type Classification = { kind: ErrorKind; code: string } | null

/** One recorded exchange, trimmed; a file in `connectors/<id>/fixtures/` holds one or a list of them. */
export interface Fixture {
  name: string
  /** File of the recording that it was trimmed from. */
  source: string
  /** How the simulator must be prepared; read by `ReplaySupport.arrange`, except `faults`, which the runner injects. */
  arrange?: { faults?: Fault[]; [key: string]: unknown }
  request: { method: string; path: string; headers?: Record<string, string>; body?: unknown }
  response: {
    status: number
    /** Only those that matter. */
    headers?: Record<string, string>
    /** JSON, or text for anything else. */
    body?: unknown
    /** Places whose objects were cut down to fewer keys than recorded (see `shapeDifferences`). */
    trimmed?: string[]
  }
  error: Classification
}

/** What `connectors/<id>/simulator/replay.ts` exports as `replay`. */
export interface ReplaySupport {
  /**
   * Puts a fresh simulator in the state that the recording assumes. Returns the simulator's own ids, names and keys by the
   * recorded ones; they are replaced in path, headers and bodies.
   */
  arrange(model: SimulatorModel, arrange: unknown): Promise<Replacements> | Replacements
  /** The connector's own classification of an answer. */
  classify(status: number, headers: Record<string, string>, body: string): Classification
}

/** The fixtures of one connector and why the other recordings of its system are none. */
export interface FixtureSet {
  fixtures: Fixture[]
  /** Reason by file name of the recording. */
  unusable: Record<string, string>
  /** What is wrong with the folder itself: files that nobody reads, incomplete fixtures. */
  problems: string[]
}

const UNUSABLE = 'unusable.json'

/** Reads a connector's `fixtures` folder. */
export function readFixtures(connectorFolder: string): FixtureSet {
  const set: FixtureSet = { fixtures: [], unusable: {}, problems: [] }
  const folder = join(connectorFolder, 'fixtures')
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    if (!entry.isFile() || !entry.name.endsWith('.json')) {
      set.problems.push(`fixtures/${entry.name} is not read by anything`)
      continue
    }
    const content = JSON.parse(readFileSync(join(folder, entry.name), 'utf8')) as unknown
    if (entry.name === UNUSABLE) {
      set.unusable = content as Record<string, string>
      for (const [file, reason] of Object.entries(set.unusable)) {
        if (!reason) set.problems.push(`fixtures/${UNUSABLE}: ${file} has no reason`)
      }
    } else {
      const fixtures = [content].flat() as Fixture[]
      if (fixtures.length === 0) set.problems.push(`fixtures/${entry.name} is empty`)
      for (const fixture of fixtures) {
        const whole =
          fixture.name && fixture.source && fixture.request && fixture.response && fixture.error !== undefined
        if (whole) set.fixtures.push(fixture)
        else set.problems.push(`fixtures/${entry.name}: name, source, request, response and error are needed`)
      }
    }
  }
  return set
}

/** Loads a connector's `simulator/replay`; throws when it has none. */
export async function loadReplaySupport(connectorFolder: string): Promise<ReplaySupport> {
  const module = await importModule(join(connectorFolder, 'simulator/replay'))
  if (!module?.['replay']) throw new Error(`${connectorFolder}/simulator/replay.ts does not export "replay"`)
  return module['replay'] as ReplaySupport
}

/**
 * Sends one recorded request to a fresh simulator. Returns how the simulator's answer, or the connector's classification of either
 * answer, differs from the recording; empty when nothing does.
 */
export async function replayFixture(
  fixture: Fixture,
  createSimulator: CreateSimulator,
  support: ReplaySupport,
): Promise<string[]> {
  const simulator = await startSimulator(createSimulator())
  try {
    const replacements = await support.arrange(simulator.model, fixture.arrange ?? {})
    for (const fault of fixture.arrange?.faults ?? []) simulator.faults.add(fault)
    const answer = await send(simulator.url, fixture.request, replacements)
    const { response } = fixture
    const headers = lowerCase(response.headers ?? {})
    const recorded = replaceInJson(response.body, replacements)
    const differences = [
      ...(answer.status === response.status
        ? []
        : [`status is ${answer.status}, recorded as ${response.status}`]),
      ...headerDifferences(headers, answer.headers),
      ...shapeDifferences(recorded === undefined ? '' : recorded, bodyOf(answer), response.trimmed),
    ]
    const text = typeof response.body === 'string' ? response.body : JSON.stringify(response.body ?? '')
    const classified = {
      'the recorded answer': support.classify(response.status, headers, text),
      'the simulator’s answer': support.classify(answer.status, answer.headers, answer.text),
    }
    for (const [which, classification] of Object.entries(classified)) {
      const [got, expected] = [describe(classification), describe(fixture.error)]
      if (got !== expected) differences.push(`${which} is classified as ${got}, expected ${expected}`)
    }
    return differences
  } finally {
    await simulator.stop()
  }
}

const describe = (classification: Classification): string =>
  classification ? `${classification.kind} ${classification.code}` : 'no error'

const lowerCase = (headers: Record<string, string>): Record<string, string> =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]))

interface Answer {
  status: number
  headers: Record<string, string>
  text: string
}

/** Sends exactly the recorded headers: what a client adds by itself (Accept) can change the answer. */
function send(url: string, recorded: Fixture['request'], replacements: Replacements): Promise<Answer> {
  const replaced = replaceInJson(recorded.body, replacements)
  const body =
    replaced === undefined ? '' : typeof replaced === 'string' ? replaced : JSON.stringify(replaced)
  const headers: Record<string, string> = {}
  for (const [name, value] of Object.entries(recorded.headers ?? {})) {
    if (name.toLowerCase() !== 'content-length') headers[name] = replaceInText(value, replacements)
  }
  return new Promise((resolve, reject) => {
    const options = {
      method: recorded.method,
      headers: { ...headers, 'content-length': Buffer.byteLength(body) },
    }
    const request = httpRequest(url + replaceInText(recorded.path, replacements), options, (response) => {
      const chunks: Buffer[] = []
      response.on('data', (chunk: Buffer) => chunks.push(chunk))
      response.on('error', reject)
      response.on('end', () => {
        const entries = Object.entries(response.headers).map(([name, value]) => [name, String(value)])
        resolve({
          status: response.statusCode ?? 0,
          headers: Object.fromEntries(entries) as Record<string, string>,
          text: Buffer.concat(chunks).toString('utf8'),
        })
      })
    })
    request.on('error', reject)
    request.end(body)
  })
}

function bodyOf({ headers, text }: Answer): unknown {
  if (!/\bjson\b/.test(headers['content-type'] ?? '') || text === '') return text
  return JSON.parse(text) as unknown
}

/** Media types, names of cookies and the fact that a number is there are compared; every other value must be equal. */
function headerDifferences(recorded: Record<string, string>, actual: Record<string, string>): string[] {
  const essence = (name: string, value: string | undefined): string => {
    if (value === undefined) return 'missing'
    if (name === 'content-type') return value.split(';')[0]?.trim().toLowerCase() ?? ''
    if (name === 'set-cookie')
      return [...value.matchAll(/(?:^|,\s*)([\w.-]+)=/g)].map((match) => match[1]).join()
    return /^\d+(\.\d+)?$/.test(value) ? 'a number' : value
  }
  return Object.entries(recorded).flatMap(([name, value]) => {
    if (['content-length', 'date', 'server', 'connection'].includes(name)) return []
    const [expected, got] = [essence(name, value), essence(name, actual[name])]
    return expected === got ? [] : [`header ${name} is ${got}, recorded as ${expected}`]
  })
}
