import { join } from 'node:path'
import { connectorFolders, connectorsFolder, importModule } from '../src/index.js'
import type { CreateSimulator } from './simulator.js'

export interface DiscoveredSimulator {
  /** Connector id. */
  id: string
  createSimulator: CreateSimulator
  /** Further versions or set-ups of the system that behave differently, by name; the conformance suite runs against each. */
  variants: Readonly<Record<string, CreateSimulator>>
}

/** Every connector's simulator, by name. Throws for a connector folder without one. */
export async function discoverSimulators(root: string = connectorsFolder): Promise<DiscoveredSimulator[]> {
  const found: DiscoveredSimulator[] = []
  for (const id of connectorFolders(root)) {
    const module = await importModule(join(root, id, 'simulator/index'))
    const createSimulator = module?.['createSimulator'] as CreateSimulator | undefined
    if (!createSimulator)
      throw new Error(`connectors/${id}/simulator/index.ts does not export "createSimulator"`)
    const variants = (module?.['variants'] ?? {}) as DiscoveredSimulator['variants']
    found.push({ id, createSimulator, variants })
  }
  return found
}
