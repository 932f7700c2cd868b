import { discoverConnectors, type ConnectionConfig } from '#connector-kit'
import { discoverSimulators, startSimulator, type RunningSimulator } from '#connector-kit/testing'

/** The native type that a customer is in each system, and the field with its name. */
export const customerType: Record<string, { type: string; name: string }> = {
  odoo: { type: 'res.partner', name: 'name' },
  'invoice-ninja': { type: 'client', name: 'name' },
  erpnext: { type: 'Customer', name: 'customer_name' },
}

/** The simulators of the three systems of the first slice, each a real HTTP server in this process. */
export class Simulators {
  private constructor(private readonly running: ReadonlyMap<string, RunningSimulator>) {}

  static async start(ids: readonly string[] = Object.keys(customerType)): Promise<Simulators> {
    const running = new Map<string, RunningSimulator>()
    for (const { id, createSimulator } of await discoverSimulators()) {
      if (ids.includes(id)) running.set(id, await startSimulator(createSimulator()))
    }
    return new Simulators(running)
  }

  /** Does what the hub does when a connection is created: stores what markers need (ERPNext: a unique field). */
  async prepare(): Promise<void> {
    for (const [id, { model, url }] of this.running) await prepareConnection(id, model.config(url))
  }

  of(id: string): RunningSimulator {
    const found = this.running.get(id)
    if (!found) throw new Error(`no simulator ${id}`)
    return found
  }

  /** One more installation of a system, with the same credentials; whoever asks for it stops it. */
  async another(id: string): Promise<RunningSimulator> {
    const found = (await discoverSimulators()).find((simulator) => simulator.id === id)
    if (!found) throw new Error(`no simulator ${id}`)
    return startSimulator(found.createSimulator({ seed: 2 }))
  }

  /** Names of all customers that exist in a system, sorted. */
  names(id: string): string[] {
    const { type, name } = customerType[id] ?? { type: '', name: '' }
    return (
      this.of(id)
        .model.person.list(type)
        // In Odoo the contacts and addresses of a party are partners as well.
        .filter((values) => !values['parent_id'])
        .map((values) => String(values[name]))
        .sort()
    )
  }

  clearLogs(): void {
    for (const { requests } of this.running.values()) requests.clear()
  }

  async stop(): Promise<void> {
    for (const { stop } of this.running.values()) await stop()
  }
}

/** Checks a connection as its creation does, so that the system can keep markers. */
export async function prepareConnection(id: string, config: ConnectionConfig): Promise<void> {
  const found = (await discoverConnectors()).find((connector) => connector.id === id)
  if (!found) throw new Error(`no connector ${id}`)
  const session = await found.connector.connect({ config })
  const { markers } = await session.check({ prepare: true })
  await session.close()
  if (!markers) throw new Error(`${id} keeps no markers`)
}
