import { dataOf, type Schemas } from '#api-client'
import { CliError } from './errors.js'
import { exitCodes } from './exit-codes.js'
import type { Hub, Shell } from './shell.js'
import { connectionTexts as texts } from './texts/connection.js'
import { words } from './texts/words.js'

export type Connection = Schemas['ConnectionView']
type Report = Pick<Schemas['CheckView'], 'version' | 'account' | 'markers' | 'warnings'>

const one = '/api/v1/tenants/{tenant}/connections/{connection}'

export function getConnection({ api, tenant }: Hub, connection: string): Promise<Connection> {
  return dataOf(api.GET(one, { params: { path: { tenant, connection } } }))
}

export function changeConnection(
  { api, tenant }: Hub,
  { slug, revision }: Connection,
  body: Schemas['ConnectionChange'],
  query: { check?: boolean } = {},
): Promise<Connection> {
  const header = { 'If-Match': `"${revision}"` }
  return dataOf(api.PATCH(one, { params: { path: { tenant, connection: slug }, header, query }, body }))
}

export async function connectorOf(api: Hub['api'], id: string): Promise<Schemas['ConnectorView']> {
  const { items } = await dataOf(api.GET('/api/v1/connectors'))
  const connector = items.find((each) => each.id === id)
  if (connector) return connector
  throw new CliError('connector.unknown', texts.unknownConnector, {
    params: { id, known: items.map((each) => each.id).join(', ') },
    fix: texts.unknownConnectorFix,
    exitCode: exitCodes.notFound,
  })
}

export function showReport({ output, t }: Shell, slug: string, report: Report): void {
  output.facts([
    [t(words.version), report.version],
    [t(words.account), report.account],
  ])
  if (report.markers === false) output.text(t(texts.noMarkers, { slug }))
  for (const { text, fix } of report.warnings) {
    output.text([`${t(texts.warnings)}:`, text, fix].filter(Boolean).join(' '), output.style.warn)
  }
}
