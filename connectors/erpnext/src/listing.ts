import { ConnectorError, isConnectorError } from '#connector-kit'
import type { Presence } from '#connector-kit'
import { untrustworthy } from './client.js'
import type { Client, Filter } from './client.js'
import { explainForbidden } from './pull.js'

const PAGE = 1_000

/** Names in one question about many of them. */
const CHUNK = 500

/** Which documents of a DocType belong to this connection. */
export interface Scope {
  doctype: string
  filters?: readonly Filter[]
}

/**
 * The names of all documents in the scope, proved complete (design rule 9). Pages go on behind the last name: a document that
 * stays is met whatever comes and goes around it, unlike with offsets. A page that repeats or leaves the scope, a total that the
 * server counts differently, an account that is shown only some rows: all are errors.
 */
export async function* listNames(client: Client, scope: Scope): AsyncGenerator<string[]> {
  const { doctype, filters = [] } = scope
  await refuseNarrowed(client, doctype, filters)
  let last: string | undefined
  let previous = new Set<string>()
  let seen = 0
  for (;;) {
    const rows = await permitted(client, () =>
      client.list({
        doctype,
        fields: ['name', ...filters.map(([field]) => field)],
        filters: last === undefined ? filters : [...filters, ['name', '>', last]],
        order: 'name asc',
        limit: PAGE,
      }),
    )
    const names = new Set(rows.map((row) => row.name))
    const outside = rows.some((row) =>
      filters.some(([field, operator, value]) => operator === '=' && row[field] !== value),
    )
    if (names.size < rows.length || outside || rows.some((row) => previous.has(row.name))) {
      throw untrustworthy(doctype)
    }
    seen += rows.length
    if (rows.length > 0) yield [...names]
    if (rows.length < PAGE) break
    last = rows.at(-1)?.name
    previous = names
  }
  if ((await client.count({ doctype, filters })) !== seen) throw untrustworthy(doctype)
}

/** Looks at each name. A list may lack what its account must not see; only the document itself says that it is gone. */
export async function presenceOf(
  client: Client,
  doctype: string,
  names: readonly string[],
  concurrency: number,
): Promise<Map<string, Presence>> {
  const found = new Map<string, Presence>()
  for (let start = 0; start < names.length; start += CHUNK) {
    const some = names.slice(start, start + CHUNK)
    const rows = await client.list({
      doctype,
      fields: ['name'],
      filters: [['name', 'in', some]],
      order: 'name asc',
      limit: 0,
    })
    for (const row of rows) if (some.includes(row.name)) found.set(row.name, 'present')
  }
  const waiting = names.filter((name) => !found.has(name))
  const worker = async (): Promise<void> => {
    for (let name = waiting.shift(); name !== undefined; name = waiting.shift()) {
      found.set(name, await lookAt(client, doctype, name))
    }
  }
  await Promise.all(Array.from({ length: concurrency }, worker))
  return found
}

/** ERPNext looks for the document before it looks at rights: "not found" is true for every account. */
async function lookAt(client: Client, doctype: string, name: string): Promise<Presence> {
  try {
    const doc = await client.get(doctype, name)
    // The database finds a name in any case and accent: this one was renamed, the old name is gone.
    return doc.name === name ? 'present' : 'gone'
  } catch (error) {
    if (!isConnectorError(error)) throw error
    if (error.kind === 'gone') return 'gone'
    if (error.code !== 'erpnext.not-permitted') throw error
    await explainForbidden(client, error)
    return 'hidden'
  }
}

/**
 * User Permissions show an account only some rows, in lists and counts alike. Every account may ask for its own. One that only keeps
 * the account to the company of this connection takes nothing away.
 */
async function refuseNarrowed(client: Client, doctype: string, filters: readonly Filter[]): Promise<void> {
  const answer = await permitted(client, () =>
    client.ask('frappe.core.doctype.user_permission.user_permission.get_user_permissions'),
  )
  const narrowed = Object.entries((answer ?? {}) as Record<string, { doc?: unknown }[]>).filter(
    ([allow, entries]) =>
      !(
        allow === 'Company' &&
        filters.some(
          ([field, , value]) => field === 'company' && entries.some((entry) => entry.doc === value),
        )
      ),
  )
  if (narrowed.length === 0) return
  const params = { doctype, by: narrowed.map(([allow]) => allow).join(', ') }
  throw new ConnectorError('misconfigured', { code: 'erpnext.rows-hidden', params })
}

async function permitted<T>(client: Client, ask: () => Promise<T>): Promise<T> {
  try {
    return await ask()
  } catch (error) {
    if (isConnectorError(error) && error.code === 'erpnext.not-permitted')
      await explainForbidden(client, error)
    throw error
  }
}
