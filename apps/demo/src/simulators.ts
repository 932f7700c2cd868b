import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { ConnectionConfig } from '#connector-kit'
import { discoverSimulators, startSimulator, type DiscoveredSimulator } from '#connector-kit/testing'
import { writeState } from './state-file.js'
import { createWorld, systems, type SystemId } from './world.js'

/** A simulated system of the demo. */
export interface DemoSystem {
  /** Connector id. */
  id: string
  label: string
  url: string
  /** Configuration of the connection that reaches it, credentials included. */
  config: ConnectionConfig
  stop(): Promise<void>
}

/** The connectors that the demo simulates, in a stable order. */
export function demoSystems(): Promise<DiscoveredSimulator[]> {
  return discoverSimulators()
}

/** Starts a server per system and reports each to `running`. A system's first start finds the demo world in it; later ones go on with its file. */
export async function startSystems(
  found: readonly DiscoveredSimulator[],
  folder: string,
  port: (id: string) => Promise<number>,
  running: (system: DemoSystem) => Promise<unknown>,
): Promise<DemoSystem[]> {
  const world = createWorld()
  const started: DemoSystem[] = []
  for (const { id, createSimulator } of found) {
    const model = createSimulator()
    if (isWorldly(id)) model.seed(world.parties[id])
    const stateFile = join(folder, `${id}.json`)
    // Kept from the first moment on: a system that was made anew would be another one, with other ids and time stamps.
    if (!existsSync(stateFile)) writeState(stateFile, model.save())
    const simulator = await startSimulator(model, { port: await port(id), stateFile })
    const config = model.config(simulator.url)
    const system = { id, label: model.label, url: simulator.url, config, stop: () => simulator.stop() }
    started.push(system)
    await running(system)
  }
  return started
}

function isWorldly(id: string): id is SystemId {
  return systems.some((system) => system === id)
}
