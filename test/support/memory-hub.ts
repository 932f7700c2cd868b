import type { MappingDocument } from '#mapping'
import type { FlowSettings } from '#persistence'
import { Catalogue } from '#sync'
import { drive, type Driver } from './driver.js'
import { install, type HubDatabase, type Installation } from './installation.js'
import { memoryMapping, type MemorySystem } from './memory-system.js'

/** A hub without HTTP around it, over systems in memory and a real PostgreSQL. */
export type MemoryHub = Driver & { catalogue: Catalogue } & Pick<
    Installation,
    'db' | 'tenantId' | 'flowId' | 'secretKey' | 'connection' | 'query' | 'inTenant' | 'close'
  >

export interface MemoryHubOptions {
  settings?: Partial<FlowSettings>
  /** By system id; default: all read and write. */
  roles?: Record<string, { reads: boolean; writes: boolean }>
  state?: 'preview' | 'live'
  pageSize?: number
  /** A database to share with other hubs; without it the hub has one of its own. */
  database?: HubDatabase
  /** Default: `memoryMapping`. */
  mapping?: MappingDocument
}

/** Starts a hub with one flow over these systems. */
export async function memoryHub(
  systems: readonly MemorySystem[],
  options: MemoryHubOptions = {},
): Promise<MemoryHub> {
  const installation = await install(
    {
      connections: systems.map(({ id }) => ({ slug: id, connector: id, ...options.roles?.[id] })),
      ...(options.settings ? { settings: options.settings } : {}),
      ...(options.state ? { state: options.state } : {}),
    },
    options.database,
  )
  const catalogue = Catalogue.of(
    systems.map(({ connector }) => ({ connector, documents: { party: options.mapping ?? memoryMapping } })),
  )
  const { pageSize = 500 } = options
  return { catalogue, ...installation, ...drive(installation, catalogue, { pageSize }) }
}
