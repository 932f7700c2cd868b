import { ConnectorError } from '#connector-kit'
import type { NativeType } from './api.js'
import type { Client } from './client.js'
import { readCompany } from './reference.js'
import type { Company } from './reference.js'
import { sees } from './rights.js'

/** Ids are all that is wanted, but the API has no smaller answer: a page of 500 clients has about 1 MB. */
const PAGE_SIZE = 500

/**
 * Ids of everything that is not deleted, as a proof (rule 9). There is no filter by id and no stable snapshot: pages are cut by number, so a
 * record that is purged meanwhile moves all later ones forward over a page's edge. Ids are therefore counted up to the newest record that
 * there was at the start: only if as many were seen as the server counted then, none was passed over. No filter is used that
 * could be ignored, and the user's rights are read before and after, since a list without them is short **without an error** (upstream §2).
 */
export async function* listIds(client: Client, type: NativeType): AsyncGenerator<string[]> {
  const before = await seeingAll(client, type)
  const newest = await client.list(type, { sort: 'id|desc' }, 1, 1)
  const last = newest.records[0]?.id
  const seen = new Set<string>()
  let counted = 0
  for (let page = 1, pages = 1; page <= pages; page++) {
    const list = await client.list(type, {}, page, PAGE_SIZE)
    pages = list.pages
    for (const { id } of list.records) {
      if (seen.has(id)) throw moved()
      seen.add(id)
      if (id === last) counted = seen.size
    }
    const present = list.records.filter((record) => !record.is_deleted)
    if (present.length > 0) yield present.map(({ id }) => id)
  }
  if (counted !== newest.total) throw moved()
  const after = await seeingAll(client, type)
  if (after.key !== before.key) throw moved()
}

/** The company, if its user sees everything of this type. */
async function seeingAll(client: Client, type: NativeType): Promise<Company> {
  const company = await readCompany(client)
  if (sees(company.user, type)) return company
  throw new ConnectorError('unauthorized', { code: 'invoice-ninja.list-rights', params: { type } })
}

const moved = (): ConnectorError => new ConnectorError('unavailable', { code: 'invoice-ninja.list-moved' })
