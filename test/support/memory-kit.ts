import type { Json, JsonObject } from '#canonical'
import type { CheckReport, Manifest, WriteOperation } from '#connector-kit'

// What systems in memory have in common, whatever they keep.

/** A record in a system in memory. Stamps are ticks of its own clock. */
export interface MemoryRow {
  id: string
  values: JsonObject
  marker: string | null
  created: number
  changed: number
  gone: boolean
}

/** The manifest of a system in memory that keeps these entities. */
export const memoryManifest = (id: string, entities: Manifest['entities']): Manifest => ({
  id,
  label: id,
  supports: '1',
  configuration: [],
  concurrency: 4,
  texts: {},
  entities,
})

/** What `check` says of a system in memory. */
export const memoryReport = (identity: string): CheckReport => ({
  version: '1',
  account: 'test',
  identity,
  markers: true,
  warnings: [],
})

/** The values of a write together with its lists as they are afterwards; ids of new items are noted in `created` by key. */
export function withParts(
  before: JsonObject,
  operation: Pick<WriteOperation, 'values' | 'parts'>,
  created: Record<string, string>,
  newId: () => string,
): JsonObject {
  const values: JsonObject = { ...operation.values }
  for (const part of operation.parts) {
    let items = (values[part.list] ?? before[part.list] ?? []) as JsonObject[]
    if (part.kind === 'delete') items = items.filter(({ id }) => id !== part.id)
    else if (part.kind === 'update') {
      items = items.map((item) => (item['id'] === part.id ? { ...item, ...part.values } : item))
    } else {
      const id = newId()
      created[part.key] = id
      items = [...items, { ...part.values, id }]
    }
    values[part.list] = items as Json
  }
  return values
}
