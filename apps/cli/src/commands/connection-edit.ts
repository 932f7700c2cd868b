import { dataOf } from '#api-client'
import { collectSettings, type GivenSettings } from '../connector-settings.js'
import { changeConnection, connectorOf, getConnection, showReport } from '../connections.js'
import { CliError } from '../errors.js'
import { exitCodes } from '../exit-codes.js'
import type { Shell } from '../shell.js'
import { connectionTexts as texts } from '../texts/connection.js'

export interface AddOptions extends GivenSettings {
  slug?: string
  name?: string
  check: boolean
}

export interface SetOptions extends GivenSettings {
  name?: string
  naturalKeys?: 'yes' | 'no'
  check: boolean
}

export async function add(shell: Shell, options: AddOptions, id: string): Promise<void> {
  const { output, t, world } = shell
  const { api, tenant } = await shell.hub()
  const connector = await connectorOf(api, id)
  const config = await collectSettings(connector, connector.configuration, options, world)
  const { slug = connector.id, name = connector.label } = options
  const connection = await dataOf(
    api.POST('/api/v1/tenants/{tenant}/connections', {
      params: { path: { tenant }, query: { check: options.check } },
      body: { slug, name, connector: connector.id, config },
    }),
  )
  output.result(connection, () => {
    output.text(t(texts.added, { name: connection.name, slug: connection.slug }))
    if (connection.report) showReport(shell, slug, connection.report)
    else output.text(t(texts.unchecked, { slug }))
  })
}

export async function set(shell: Shell, options: SetOptions, slug: string): Promise<void> {
  const { output, t, world } = shell
  const hub = await shell.hub()
  const connection = await getConnection(hub, slug)
  const connector = await connectorOf(hub.api, connection.connector)
  // Nothing is asked for: what is not named stays as it is.
  const fields = connector.configuration.map((field) => ({ ...field, required: false }))
  const config = await collectSettings(connector, fields, options, world)
  const body = {
    ...(options.name !== undefined && { name: options.name }),
    ...(options.naturalKeys && { naturalKeys: options.naturalKeys === 'yes' }),
    ...(Object.keys(config).length > 0 && { config }),
  }
  const changed = await changeConnection(hub, connection, body, { check: options.check })
  output.result(changed, () => {
    output.text(t(texts.changed, { slug }))
    if (body.config && options.check && changed.report) showReport(shell, slug, changed.report)
  })
}

export async function rotate(
  shell: Shell,
  options: GivenSettings & { check: boolean },
  slug: string,
): Promise<void> {
  const { output, t, world } = shell
  const hub = await shell.hub()
  const connection = await getConnection(hub, slug)
  const connector = await connectorOf(hub.api, connection.connector)
  const secrets = connector.configuration.filter(({ type }) => type === 'secret')
  if (secrets.length === 0) {
    throw new CliError('usage.secrets', texts.noSecrets, {
      params: { connector: connector.label },
      exitCode: exitCodes.usage,
    })
  }
  const config = await collectSettings(connector, secrets, options, world)
  const changed = await changeConnection(hub, connection, { config }, { check: options.check })
  output.result(changed, () => {
    output.text(t(options.check ? texts.rotated : texts.rotatedUnchecked, { slug }))
    if (options.check && changed.report) showReport(shell, slug, changed.report)
  })
}
