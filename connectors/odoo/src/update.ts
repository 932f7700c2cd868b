import { ConnectorError } from '#connector-kit'
import type { Json, JsonObject } from '#connector-kit'
import type { Client } from './client.js'
import type { Facts } from './facts.js'
import { cells, itemOf, load, xmlidOf } from './load.js'
import { QUIET } from './outcome.js'
import type { Outcome, Update } from './outcome.js'
import { childCommand, childValues, odooValues } from './parts.js'
import type { PartCreate } from './parts.js'
import type { Reader } from './read.js'
import type { References } from './references.js'

/**
 * Changes one party. Everything is translated before anything is sent; then new parts go first, by `load`, so that a repeat does no
 * harm, and all the rest in one transaction. Only the named fields are written.
 */
export async function update(
  client: Client,
  facts: Facts,
  references: References,
  reader: Reader,
  { id, values, parts, current }: Update,
): Promise<Outcome> {
  const shown = current.values
  const root = odooValues(await references.resolve(values, shown))
  const commands: Json[] = []
  const news: { part: PartCreate; row: Record<string, string> }[] = []
  for (const part of parts) {
    if (part.kind !== 'create') {
      commands.push(await childCommand(references, part, shown))
      continue
    }
    const row = cells(await childValues(references, part), facts)
    news.push({ part, row: { ...row, id: xmlidOf(part.marker), 'parent_id/.id': id } })
  }
  const made: Record<string, string> = {}
  for (const { part, row } of news) {
    const [outcome] = await load(client, [itemOf(row, [])], QUIET)
    if (typeof outcome !== 'number')
      return outcome ?? new ConnectorError('rejected', { code: 'odoo.rejected' })
    made[part.key] = String(outcome)
  }
  const vals: JsonObject = { ...root, ...(commands.length > 0 && { child_ids: commands }) }
  const written = { id: Number(id), parts: made, markers: {} }
  if (Object.keys(vals).length === 0) return written
  try {
    return { ...written, record: await reader.save(Number(id), vals, QUIET) }
  } catch (error) {
    const someoneGone = commands.length > 0 && error instanceof ConnectorError && error.kind === 'gone'
    // Perhaps only a contact is gone, which refuses the write as a whole: then the party itself must be looked at again.
    if (someoneGone && (await reader.some([Number(id)])).length > 0) return 'stale'
    throw error
  }
}
