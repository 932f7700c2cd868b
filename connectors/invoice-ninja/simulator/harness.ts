import type { ConnectContext, Connector, NativeRecord, Page, Session } from '#connector-kit'
import { startSimulator } from '#connector-kit/testing'
import type { RunningSimulator } from '#connector-kit/testing'
import { InvoiceNinja } from './model.js'

/** A running simulator with a session on it, for tests. */
export interface Harness {
  server: RunningSimulator
  model: InvoiceNinja
  session: Session
  /** A further session, with other settings. */
  connect(context?: Partial<ConnectContext>): Promise<Session>
  /** Lets the simulated clock go on. */
  wait(seconds: number): void
  stop(): Promise<void>
}

/** The time at which tests begin; their clock stands still unless they let it go on. */
const START = Date.UTC(2026, 10, 24, 8)

export async function startHarness(connector: Connector): Promise<Harness> {
  let time = START
  const model = new InvoiceNinja(1)
  // Set up as the README says.
  model.company.updateProducts = false
  model.company.settings.timezone_id = '46'
  const server = await startSimulator(model, { clock: () => time })
  const sessions: Session[] = []
  const connect = async (context: Partial<ConnectContext> = {}): Promise<Session> => {
    const config = { ...model.config(server.url), ...context.config }
    const session = await connector.connect({ timeout: 5_000, ...context, config })
    sessions.push(session)
    return session
  }
  return {
    server,
    model,
    session: await connect(),
    connect,
    wait: (seconds) => {
      time += seconds * 1000
    },
    stop: async () => {
      for (const session of sessions) await session.close()
      await server.stop()
    },
  }
}

/** All pages of a pull. */
export async function pages(pull: AsyncIterable<Page>): Promise<Page[]> {
  const all: Page[] = []
  for await (const page of pull) all.push(page)
  return all
}

/** Records of a pull, without those that came twice. */
export function recordsOf(all: readonly Page[]): NativeRecord[] {
  const records = all.flatMap((page) => page.records)
  return [...new Map(records.map((record) => [`${record.type} ${record.id}`, record])).values()]
}
