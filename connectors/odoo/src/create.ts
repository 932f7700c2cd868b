import { ConnectorError } from '#connector-kit'
import type { Client } from './client.js'
import type { Kind } from './kind.js'
import { cells, itemOf, load, xmlidOf } from './load.js'
import type { LoadItem } from './load.js'
import { BATCH } from './manifest.js'
import { QUIET } from './outcome.js'
import type { Create, Outcome, Steps, Written } from './outcome.js'
import { listOf } from './parts.js'
import type { References } from './references.js'

/** Creates records with their items, each in one transaction, many in one call (upstream §5). */
export async function createAll(
  client: Client,
  kind: Kind,
  references: References,
  steps: Steps,
  operations: readonly Create[],
): Promise<Outcome[]> {
  const outcomes = new Array<Outcome>(operations.length)
  // The cells of one call share their columns and an empty cell would clear: only creates that set the same fields go together.
  const groups = new Map<string, { index: number; item: CreateItem }[]>()
  for (const [index, operation] of operations.entries()) {
    const item = await steps.run(() => createItem(kind, references, operation))
    if (item instanceof ConnectorError) {
      outcomes[index] = item
      continue
    }
    const key = item.columns.join()
    groups.set(key, [...(groups.get(key) ?? []), { index, item }])
  }
  const batches = [...groups.values()].flatMap((group) => chunks(group, BATCH))
  const run = async (batch: { index: number; item: CreateItem }[]): Promise<void> => {
    const items = batch.map(({ item }) => item)
    const results = await steps.run(() => load(client, kind.type, items, QUIET))
    batch.forEach(({ index, item }, at) => {
      const result = results instanceof ConnectorError ? results : (results[at] as number | ConnectorError)
      if (result instanceof ConnectorError) steps.note(result)
      outcomes[index] =
        result instanceof ConnectorError ? result : written(result, operations[index] as Create, item.parts)
    })
  }
  await Promise.all(batches.map(run))
  return outcomes
}

/** A record to be loaded, and the ids of items that are known beforehand. */
type CreateItem = LoadItem & { parts: Record<string, string> }

async function createItem(
  kind: Kind,
  references: References,
  { marker, values, parts }: Create,
): Promise<CreateItem> {
  const { facts } = references
  const woven = await kind.weave?.(references, values, parts, null)
  const root = { ...(await kind.resolve(references, values, null)), ...woven?.values }
  const children: Record<string, string>[] = []
  for (const part of kind.weave ? [] : parts) {
    if (part.kind !== 'create') continue
    const list = listOf(kind, part.list)
    const resolved = await list.resolve(references, part.values, null, values)
    const row = cells(resolved, facts.children[list.model] ?? facts.fields, `${list.field}/`)
    children.push({ ...row, [`${list.field}/id`]: xmlidOf(list.model, part.marker) })
  }
  const item = itemOf({ ...cells(root, facts.fields), id: xmlidOf(kind.type, marker) }, children)
  return { ...item, parts: woven?.parts ?? {} }
}

function written(id: number, { parts }: Create, known: Record<string, string>): Written {
  const markers = parts.flatMap((part): [string, string][] =>
    part.kind === 'create' && !(part.key in known) ? [[part.key, part.marker]] : [],
  )
  return { id, parts: known, markers: Object.fromEntries(markers) }
}

function chunks<T>(list: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(list.length / size) }, (_, at) =>
    list.slice(at * size, (at + 1) * size),
  )
}
