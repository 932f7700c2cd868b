import { dataOf, type Schemas } from '#api-client'
import { CliError } from './errors.js'
import { exitCodes } from './exit-codes.js'
import type { Hub } from './shell.js'
import { recordTexts as texts } from './texts/record.js'

export type GoldenRecord = Schemas['RecordView']

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

/**
 * The record that a person means: by its id, or by a text that finds exactly one (or that is the whole name of exactly one).
 * @throws CliError `not-found` or `ambiguous`, naming what was found
 */
export async function findRecord({ api, tenant }: Hub, typed: string): Promise<GoldenRecord> {
  const get = (record: string): Promise<GoldenRecord> =>
    dataOf(api.GET('/api/v1/tenants/{tenant}/records/{record}', { params: { path: { tenant, record } } }))
  if (uuid.test(typed)) return get(typed)
  const { items } = await dataOf(
    api.GET('/api/v1/tenants/{tenant}/records', {
      params: { path: { tenant }, query: { search: typed, limit: 50 } },
    }),
  )
  const same = items.filter(({ title }) => title.toLowerCase() === typed.toLowerCase())
  const [found, ...others] = same.length === 1 ? same : items
  if (found && others.length === 0) return get(found.id)
  if (!found) {
    throw new CliError('not-found', texts.none, {
      params: { text: typed },
      fix: texts.noneFix,
      exitCode: exitCodes.notFound,
    })
  }
  const titles = items.slice(0, 5).map(({ id, title }) => `${title} (${id})`)
  throw new CliError('ambiguous', texts.several, {
    params: { text: typed, titles: [...titles, ...(items.length > 5 ? ['…'] : [])].join('; ') },
    fix: texts.severalFix,
    exitCode: exitCodes.usage,
  })
}
