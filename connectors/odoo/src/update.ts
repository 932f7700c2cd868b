import { ConnectorError } from '#connector-kit'
import type { Json, JsonObject } from '#connector-kit'
import { afterwards } from './act.js'
import type { Client } from './client.js'
import type { Kind } from './kind.js'
import { placed } from './lines.js'
import { cells, itemOf, load, xmlidOf } from './load.js'
import { QUIET } from './outcome.js'
import type { Outcome, Update } from './outcome.js'
import { itemCommand, listOf, odooValues } from './parts.js'
import type { PartCreate } from './parts.js'
import type { Reader } from './read.js'
import type { References } from './references.js'

/**
 * Changes one record. Everything is translated before anything is sent; then new items go first, by `load`, so that a repeat does no
 * harm, then all the rest in one transaction, and a status last. Only the named fields are written.
 */
export async function update(
  client: Client,
  kind: Kind,
  references: References,
  reader: Reader,
  operation: Update,
): Promise<Outcome> {
  const { id, current } = operation
  const { status, values } = apart(kind, operation.values)
  const woven = await kind.weave?.(references, values, operation.parts, current)
  const root = odooValues({ ...(await kind.resolve(references, values, current)), ...woven?.values })
  const { commands, news } = kind.weave ? NO_ITEMS : await items(kind, references, operation)
  const made: Record<string, string> = { ...woven?.parts }
  for (const { part, model, row } of news) {
    const [outcome] = await load(client, model, [itemOf(row, [])], QUIET)
    if (typeof outcome !== 'number')
      return outcome ?? new ConnectorError('rejected', { code: 'odoo.rejected' })
    made[part.key] = String(outcome)
  }
  const vals: JsonObject = { ...root, ...commands }
  const written = { id: Number(id), parts: made, markers: {} }
  const hasValues = Object.keys(vals).length > 0
  try {
    const record = hasValues ? await reader.save(Number(id), vals, QUIET) : undefined
    if (typeof status !== 'string' || !kind.act) return record ? { ...written, record } : written
    const act = kind.act(client, Number(id), status, current)
    await (hasValues || news.length > 0 ? afterwards(act) : act)
    return written
  } catch (error) {
    const someoneGone =
      Object.keys(commands).length > 0 && error instanceof ConnectorError && error.kind === 'gone'
    // Perhaps only an item is gone, which refuses the write as a whole: then the record itself must be looked at again.
    if (someoneGone && (await reader.some([Number(id)])).length > 0) return 'stale'
    throw error
  }
}

/** A status is an action, no value. */
function apart({ status: name }: Kind, values: JsonObject): { status: unknown; values: JsonObject } {
  if (name === undefined) return { status: undefined, values }
  const { [name]: status, ...rest } = values
  return { status, values: rest }
}

interface Items {
  commands: Record<string, Json[]>
  news: { part: PartCreate; model: string; row: Record<string, string> }[]
}

const NO_ITEMS: Items = { commands: {}, news: [] }

async function items(kind: Kind, references: References, { id, parts, current }: Update): Promise<Items> {
  const { facts } = references
  const found: Items = { commands: {}, news: [] }
  for (const part of placed(parts, current.values)) {
    const list = listOf(kind, part.list)
    if (part.kind !== 'create') {
      const command = await itemCommand(list, references, part, current.values)
      found.commands[list.field] = [...(found.commands[list.field] ?? []), command]
      continue
    }
    const resolved = await list.resolve(references, part.values, null, current.values)
    const row = cells(resolved, facts.children[list.model] ?? facts.fields)
    const own = { id: xmlidOf(list.model, part.marker), [`${list.parent}/.id`]: id }
    found.news.push({ part, model: list.model, row: { ...row, ...own } })
  }
  return found
}
