import { ConnectorError } from '#connector-kit'
import type { Client } from './client.js'
import type { Facts } from './facts.js'
import { cells, itemOf, load, xmlidOf } from './load.js'
import type { LoadItem } from './load.js'
import { BATCH } from './manifest.js'
import { QUIET } from './outcome.js'
import type { Create, Outcome, Steps, Written } from './outcome.js'
import { childValues } from './parts.js'
import type { References } from './references.js'

/** Creates parties with their contacts and addresses, each in one transaction, many in one call (upstream §5). */
export async function createAll(
  client: Client,
  facts: Facts,
  references: References,
  steps: Steps,
  operations: readonly Create[],
): Promise<Outcome[]> {
  const outcomes = new Array<Outcome>(operations.length)
  // The cells of one call share their columns and an empty cell would clear: only creates that set the same fields go together.
  const groups = new Map<string, { index: number; item: LoadItem }[]>()
  for (const [index, operation] of operations.entries()) {
    const item = await steps.run(() => createItem(facts, references, operation))
    if (item instanceof ConnectorError) {
      outcomes[index] = item
      continue
    }
    const key = item.columns.join()
    groups.set(key, [...(groups.get(key) ?? []), { index, item }])
  }
  const batches = [...groups.values()].flatMap((group) => chunks(group, BATCH))
  const run = async (batch: { index: number; item: LoadItem }[]): Promise<void> => {
    const items = batch.map(({ item }) => item)
    const results = await steps.run(() => load(client, items, QUIET))
    batch.forEach(({ index }, at) => {
      const result = results instanceof ConnectorError ? results : (results[at] as number | ConnectorError)
      if (result instanceof ConnectorError) steps.note(result)
      outcomes[index] =
        result instanceof ConnectorError ? result : written(result, operations[index] as Create)
    })
  }
  await Promise.all(batches.map(run))
  return outcomes
}

async function createItem(
  facts: Facts,
  references: References,
  { marker, values, parts }: Create,
): Promise<LoadItem> {
  const root = cells(await references.resolve(values), facts)
  const children: Record<string, string>[] = []
  for (const part of parts) {
    if (part.kind !== 'create') continue
    const child = cells(await childValues(references, part), facts, 'child_ids/')
    children.push({ ...child, 'child_ids/id': xmlidOf(part.marker) })
  }
  return itemOf({ ...root, id: xmlidOf(marker) }, children)
}

function written(id: number, { parts }: Create): Written {
  const markers = parts.flatMap((part): [string, string][] =>
    part.kind === 'create' ? [[part.key, part.marker]] : [],
  )
  return { id, parts: {}, markers: Object.fromEntries(markers) }
}

function chunks<T>(list: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(list.length / size) }, (_, at) =>
    list.slice(at * size, (at + 1) * size),
  )
}
