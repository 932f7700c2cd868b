import type { OptionSpec } from './program/command.js'
import { CliError } from './errors.js'
import { exitCodes } from './exit-codes.js'
import { listTexts } from './texts/list.js'

/** One page of the API. */
interface Page<Item> {
  items: Item[]
  next: string | null
}

export interface ListOptions {
  limit: number
  all?: boolean
}

/** The most that the API gives at a time. */
const pageSize = 200

/** Options of every list; the default fits a screen or two. */
export const listOptions: readonly OptionSpec[] = [
  { flags: '--limit <number>', text: listTexts.limit, default: 50, number: true },
  { flags: '--all', text: listTexts.all },
]

/** Loads as many items as are wanted, page by page; `next` leads to those that were left out. */
export async function load<Item>(
  options: ListOptions,
  page: (query: { limit: number; cursor?: string }) => Promise<Page<Item>>,
): Promise<Page<Item>> {
  const wanted = options.all ? Number.POSITIVE_INFINITY : options.limit
  const items: Item[] = []
  let next: string | null = null
  do {
    const limit = Math.min(pageSize, wanted - items.length)
    const loaded: Page<Item> = await page({ limit, ...(next !== null && { cursor: next }) })
    items.push(...loaded.items)
    next = loaded.next
  } while (next !== null && items.length < wanted)
  return { items, next }
}

/** Everything that a list holds. */
export async function loadAll<Item>(
  page: (query: { limit: number; cursor?: string }) => Promise<Page<Item>>,
): Promise<Item[]> {
  return (await load({ limit: 0, all: true }, page)).items
}

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i
/** So many of the newest are looked through for the beginning of an id. */
const reach = 1000

/** The beginning of an id that lists show; enough to tell it apart, and short enough to type. */
export function short(id: string): string {
  return id.slice(0, 8)
}

/**
 * The whole id of what a person typed: itself, or the beginning that a list showed.
 * @throws CliError `not-found` or `ambiguous`
 */
export async function fullId(
  typed: string,
  page: (query: { limit: number; cursor?: string }) => Promise<Page<{ id: string }>>,
): Promise<string> {
  if (uuid.test(typed)) return typed
  const start = typed.toLowerCase()
  const { items } = await load({ limit: reach }, page)
  const [id, ...others] = items
    .map((item) => item.id)
    .filter((each) => start !== '' && each.startsWith(start))
  if (id !== undefined && others.length === 0) return id
  const params = { id: typed }
  if (id === undefined) {
    throw new CliError('not-found', listTexts.unknownId, {
      params,
      fix: listTexts.unknownIdFix,
      exitCode: exitCodes.notFound,
    })
  }
  throw new CliError('ambiguous', listTexts.ambiguousId, { params, exitCode: exitCodes.usage })
}
