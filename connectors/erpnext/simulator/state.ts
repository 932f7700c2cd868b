import { createSchema } from './schema.js'
import type { DocType } from './schema.js'
import { freshSettings } from './site.js'
import type { Site, SiteSettings } from './site.js'
import type { Doc } from './tables.js'

interface Snapshot {
  schema: DocType[]
  settings: SiteSettings
  docs: Record<string, readonly Doc[]>
  series: [string, number][]
  hashes: number
  secrets: [string, string][]
}

/** Everything that a restart must not lose. */
export function snapshot(site: Site): Snapshot {
  return {
    schema: [...site.schema.values()],
    settings: site.settings,
    docs: Object.fromEntries([...site.tables].map(([name, table]) => [name, table.all()])),
    series: [...site.series],
    hashes: site.hashes,
    secrets: [...site.secrets],
  }
}

/** Puts a snapshot in the place of what there is. */
export function restore(site: Site, state: unknown): void {
  const { schema, settings, docs, series, hashes, secrets } = state as Snapshot
  site.schema = createSchema()
  for (const type of schema) site.schema.set(type.name, type)
  site.settings = { ...freshSettings(), ...settings }
  site.series = new Map(series)
  site.hashes = hashes
  site.secrets = new Map(secrets)
  site.createTables()
  for (const [name, list] of Object.entries(docs)) for (const doc of list) site.table(name).insert(doc)
}
