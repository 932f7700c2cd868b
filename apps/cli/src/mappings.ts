import { dataOf, type Schemas } from '#api-client'
import { pairs } from './connector-settings.js'
import { CliError } from './errors.js'
import { exitCodes } from './exit-codes.js'
import { loadAll } from './list.js'
import type { Hub } from './shell.js'
import { mappingTexts as texts } from './texts/mapping.js'

/** Whose mapping of what. */
export interface MappingName {
  connector: string
  entity: string
}

/** Lines from `path=line`; a line is a field of the system, or JSON. */
export function linesOf(list: readonly string[] | undefined): Record<string, unknown> {
  return Object.fromEntries(pairs(list).map(([path, line]) => [path, parsed(line)]))
}

function parsed(line: string): unknown {
  if (!/^[[{"]|^(null|true|false|-?\d+(\.\d+)?)$/.test(line)) return line
  try {
    return JSON.parse(line)
  } catch {
    return line
  }
}

/** The mapping that is meant; the kind of data may be left out where there is only one. */
export async function nameOf(hub: Hub, connector: string, entity: string | undefined): Promise<MappingName> {
  if (entity !== undefined) return { connector, entity }
  const own = (await listMappings(hub)).filter((mapping) => mapping.connector === connector)
  const [only, ...others] = own
  if (only && others.length === 0) return { connector, entity: only.entity }
  const details = { params: { connector, entities: own.map((mapping) => mapping.entity).join(', ') } }
  if (only) {
    throw new CliError('usage.entity', texts.which, {
      ...details,
      fix: texts.whichFix,
      exitCode: exitCodes.usage,
    })
  }
  throw new CliError('not-found', texts.none, {
    ...details,
    fix: texts.noneFix,
    exitCode: exitCodes.notFound,
  })
}

export function getMapping({ api, tenant }: Hub, name: MappingName): Promise<Schemas['MappingView']> {
  return dataOf(
    api.GET('/api/v1/tenants/{tenant}/mappings/{connector}/{entity}', {
      params: { path: { tenant, ...name } },
    }),
  )
}

export function listMappings({ api, tenant }: Hub): Promise<Schemas['MappingSummaryView'][]> {
  return loadAll((query) =>
    dataOf(api.GET('/api/v1/tenants/{tenant}/mappings', { params: { path: { tenant }, query } })),
  )
}
