import type { Json } from '#connector-kit'
import { incomplete } from './client.js'
import type { Client } from './client.js'

/** Ids that one call asks for. */
const PAGE = 5_000

/**
 * All ids that match, proved to be all (design rule 9). Pages go by id, so that rows cannot shift between them; each answer counts what
 * it should hold, what is left never shrinks from page to page, and in the end Odoo counts everything once more in another way.
 */
export async function* listIds(client: Client, model: string, domain: Json[]): AsyncGenerator<string[]> {
  let [after, seen, left] = [0, 0, 0]
  for (;;) {
    const query = { domain: [...domain, ['id', '>', after]], specification: {}, limit: PAGE }
    const { records, total } = await client.list(model, query)
    const ids = records.map(({ id }) => id)
    if ((ids[0] ?? after + 1) <= after || total < left) throw incomplete(model)
    if (ids.length > 0) yield ids.map(String)
    seen += ids.length
    left = total - ids.length
    if (left === 0) break
    after = ids.at(-1) ?? after
  }
  const counted = await client.call({ model, method: 'search_count', args: { domain } })
  if (counted !== seen) throw incomplete(model)
}
