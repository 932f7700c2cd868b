import type {
  ConnectionConfig,
  Cursor,
  JsonObject,
  NativeRecord,
  Session,
  WriteOperation,
  WriteResult,
} from '#connector-kit'
import { startSimulator } from '#connector-kit/testing'
import type { RunningSimulator } from '#connector-kit/testing'
import { connector } from '../src/index.js'
import { createSimulator } from './index.js'
import type { ErpnextSimulator } from './index.js'
import { users } from './users.js'

/** A running simulator with a clock of its own and sessions on it, for the specs of this connector. */
export class Harness {
  /** The site's clock in milliseconds; starts on a summer day at noon. */
  now = Date.UTC(2026, 5, 15, 10)
  readonly model: ErpnextSimulator = createSimulator()
  private started: RunningSimulator | undefined
  private readonly sessions: Session[] = []

  async start(): Promise<Session> {
    this.started = await startSimulator(this.model, { clock: () => this.now })
    return this.connect()
  }

  get simulator(): RunningSimulator {
    if (!this.started) throw new Error('start() first')
    return this.started
  }

  async connect(more: ConnectionConfig = {}): Promise<Session> {
    const session = await connector.connect({ config: { ...this.model.config(this.simulator.url), ...more } })
    this.sessions.push(session)
    return session
  }

  /** Credentials of one of the demo accounts. */
  account(name: 'sync@example.com' | 'limited@example.com'): ConnectionConfig {
    const user = users.find((one) => one.name === name)
    return { apiKey: user?.key, apiSecret: user?.secret }
  }

  /** Paths of all requests so far, readable. */
  asked(filter: { writes?: boolean } = {}): string[] {
    const requests = this.simulator.requests.list(filter)
    return requests.map(({ method, path }) => `${method} ${decodeURIComponent(path)}`)
  }

  async stop(): Promise<void> {
    await Promise.all(this.sessions.splice(0).map((session) => session.close()))
    await this.simulator.stop()
  }
}

/** All pages of a pull. */
export async function pullAll(
  session: Session,
  cursor: Cursor | null,
): Promise<{ records: NativeRecord[]; cursor: Cursor }> {
  const records: NativeRecord[] = []
  let last: Cursor = cursor ?? {}
  for await (const page of session.pull('party', cursor)) {
    records.push(...page.records)
    last = page.cursor
  }
  return { records, cursor: last }
}

/** The present state of one customer. */
export async function customer(session: Session, id: string): Promise<NativeRecord> {
  const [record] = await session.read('party', 'Customer', [id])
  if (!record) throw new Error(`there is no customer ${id}`)
  return record
}

type Create = Extract<WriteOperation, { kind: 'create' }>
type Update = Extract<WriteOperation, { kind: 'update' }>

export const create = (
  marker: string,
  values: JsonObject,
  parts: Create['parts'] = [],
  type = 'Customer',
): Create => ({
  kind: 'create',
  type,
  marker,
  values,
  parts,
})

export const update = (current: NativeRecord, values: JsonObject, parts: Update['parts'] = []): Update => ({
  kind: 'update',
  type: current.type,
  id: current.id,
  values,
  parts,
  current,
})

/** The only result of one operation. */
export async function write(session: Session, operation: WriteOperation): Promise<WriteResult> {
  const [result] = await session.write('party', [operation])
  if (!result) throw new Error('no result')
  return result
}

/** The record of a write that must have succeeded. */
export function recordOf(result: WriteResult | undefined): NativeRecord {
  if (result?.status === 'done') return result.record
  const code = result && 'error' in result ? result.error.code : ''
  throw new Error(`the write is ${result?.status ?? 'missing'} ${code}`)
}
