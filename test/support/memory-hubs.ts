import { afterAll, beforeAll } from '@jest/globals'
import { openHubDatabase, type HubDatabase } from './installation.js'
import { memoryHub, type MemoryHub, type MemoryHubOptions } from './memory-hub.js'

/** Starts hubs over one database, for a spec that needs many; they are closed when its tests are done. */
export function memoryHubs(): typeof memoryHub {
  const open: MemoryHub[] = []
  let database: HubDatabase
  beforeAll(async () => {
    database = await openHubDatabase()
  })
  afterAll(async () => {
    for (const hub of open) await hub.close()
    await database.close()
  })
  return async (systems, options: MemoryHubOptions = {}) => {
    const hub = await memoryHub(systems, { ...options, database })
    open.push(hub)
    return hub
  }
}
