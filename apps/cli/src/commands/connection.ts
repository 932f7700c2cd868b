import { dataOf, type Schemas } from '#api-client'
import type { Command } from 'commander'
import { confirm, yesOption } from '../confirm.js'
import { collectSettings, secretOptions, settingOptions, type GivenSettings } from '../connector-settings.js'
import { CliError } from '../errors.js'
import { exitCodes, type ExitCode } from '../exit-codes.js'
import { load, listOptions, type ListOptions } from '../list.js'
import { noun, verb, type Frame } from '../program/command.js'
import type { Hub, Shell } from '../shell.js'
import { connectionTexts as texts } from '../texts/connection.js'
import { stateText, words } from '../texts/words.js'

type Connection = Schemas['ConnectionView']
type Report = Pick<Schemas['CheckView'], 'version' | 'account' | 'markers' | 'warnings'>

interface AddOptions extends GivenSettings {
  slug?: string
  name?: string
  check: boolean
}

interface SetOptions extends GivenSettings {
  name?: string
  naturalKeys?: 'yes' | 'no'
  check: boolean
}

const one = '/api/v1/tenants/{tenant}/connections/{connection}'

export function connectionCommands(program: Command, frame: Frame): void {
  const connection = noun(program, frame, 'connection', texts.noun)
  const named = { arguments: [{ name: '<connection>', text: texts.connection }] }
  const noCheck = { flags: '--no-check', text: texts.noCheck }
  verb<[], ListOptions>(connection, frame, {
    name: 'list',
    summary: texts.list,
    options: listOptions,
    run: list,
  })
  verb<[string], AddOptions>(connection, frame, {
    name: 'add',
    summary: texts.add,
    more: texts.addMore,
    arguments: [{ name: '<connector>', text: texts.connector }],
    options: [
      { flags: '--slug <slug>', text: texts.slug },
      { flags: '--name <name>', text: texts.name },
      ...settingOptions,
      noCheck,
    ],
    examples: [
      'einmal connection add odoo',
      'einmal connection add odoo --slug sales --set url=https://odoo.example.org --secret-env apiKey=ODOO_KEY',
    ],
    run: add,
  })
  verb<[string]>(connection, frame, {
    name: 'check',
    summary: texts.check,
    more: texts.checkMore,
    ...named,
    run: check,
  })
  verb<[string], SetOptions>(connection, frame, {
    name: 'set',
    summary: texts.change,
    more: texts.changeMore,
    ...named,
    options: [
      { flags: '--name <name>', text: texts.newName },
      ...settingOptions,
      { flags: '--natural-keys <answer>', text: texts.naturalKeys, choices: ['yes', 'no'] },
      noCheck,
    ],
    examples: [
      'einmal connection set odoo --set url=https://odoo.example.org',
      'einmal connection set odoo --natural-keys yes',
    ],
    run: set,
  })
  verb<[string], GivenSettings & { check: boolean }>(connection, frame, {
    name: 'rotate',
    summary: texts.rotate,
    more: texts.rotateMore,
    ...named,
    options: [...secretOptions, noCheck],
    examples: [
      'einmal connection rotate odoo',
      'einmal connection rotate odoo --secret-file apiKey=/run/key',
    ],
    run: rotate,
  })
  verb<[string]>(connection, frame, {
    name: 'pause',
    summary: texts.pause,
    ...named,
    run: (shell, _, slug) => setState(shell, slug, 'paused'),
  })
  verb<[string]>(connection, frame, {
    name: 'resume',
    summary: texts.resume,
    ...named,
    run: (shell, _, slug) => setState(shell, slug, 'active'),
  })
  verb<[string], { yes?: boolean }>(connection, frame, {
    name: 'remove',
    summary: texts.remove,
    more: texts.removeMore,
    ...named,
    options: [yesOption],
    run: remove,
  })
}

async function list(shell: Shell, options: ListOptions): Promise<void> {
  const { output, t } = shell
  const { api, tenant } = await shell.hub()
  const page = await load(options, (query) =>
    dataOf(api.GET('/api/v1/tenants/{tenant}/connections', { params: { path: { tenant }, query } })),
  )
  const { style } = output
  output.list(page, t(texts.empty), [
    { title: t(words.slug), value: ({ slug }) => slug },
    { title: t(words.name), value: ({ name }) => name, flexible: true },
    { title: t(words.connector), value: ({ connector }) => connector },
    {
      title: t(words.state),
      value: ({ state }) => stateText(state, t),
      style: (cell, { state }) => (state === 'active' ? style.good(cell) : style.warn(cell)),
    },
    { title: t(words.flows), value: ({ flows }) => flows.join(', '), flexible: true },
    { title: t(words.problem), value: ({ problem }) => problem?.text, flexible: true, style: style.bad },
  ])
  if (output.asJson) return
  for (const { slug, problem } of page.items) if (problem?.fix) output.text(`${slug}: ${problem.fix}`)
}

async function add(shell: Shell, options: AddOptions, id: string): Promise<void> {
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

async function check(shell: Shell, _: unknown, slug: string): Promise<ExitCode> {
  const { output, t } = shell
  const { api, tenant } = await shell.hub()
  const params = { path: { tenant, connection: slug } }
  const found = await dataOf(api.POST(`${one}/check`, { params }))
  output.result(found, () => {
    const { style } = output
    if (found.ok) output.text(t(texts.works, { slug }), style.good)
    else output.text(t(texts.broken, { slug, problem: found.problem?.text ?? '' }), style.bad)
    if (found.problem?.fix) output.text(found.problem.fix)
    showReport(shell, slug, found)
  })
  return found.ok ? exitCodes.ok : exitCodes.failed
}

async function set(shell: Shell, options: SetOptions, slug: string): Promise<void> {
  const { output, t, world } = shell
  const hub = await shell.hub()
  const connection = await get(hub, slug)
  const connector = await connectorOf(hub.api, connection.connector)
  // Nothing is asked for: what is not named stays as it is.
  const fields = connector.configuration.map((field) => ({ ...field, required: false }))
  const config = await collectSettings(connector, fields, options, world)
  const body = {
    ...(options.name !== undefined && { name: options.name }),
    ...(options.naturalKeys && { naturalKeys: options.naturalKeys === 'yes' }),
    ...(Object.keys(config).length > 0 && { config }),
  }
  const changed = await change(hub, connection, body, { check: options.check })
  output.result(changed, () => {
    output.text(t(texts.changed, { slug }))
    if (body.config && options.check && changed.report) showReport(shell, slug, changed.report)
  })
}

async function rotate(
  shell: Shell,
  options: GivenSettings & { check: boolean },
  slug: string,
): Promise<void> {
  const { output, t, world } = shell
  const hub = await shell.hub()
  const connection = await get(hub, slug)
  const connector = await connectorOf(hub.api, connection.connector)
  const secrets = connector.configuration.filter(({ type }) => type === 'secret')
  if (secrets.length === 0) {
    throw new CliError('usage.secrets', texts.noSecrets, {
      params: { connector: connector.label },
      exitCode: exitCodes.usage,
    })
  }
  const config = await collectSettings(connector, secrets, options, world)
  const changed = await change(hub, connection, { config }, { check: options.check })
  output.result(changed, () => {
    output.text(t(options.check ? texts.rotated : texts.rotatedUnchecked, { slug }))
    if (options.check && changed.report) showReport(shell, slug, changed.report)
  })
}

async function setState(shell: Shell, slug: string, state: 'active' | 'paused'): Promise<void> {
  const { output, t } = shell
  const hub = await shell.hub()
  const changed = await change(hub, await get(hub, slug), { state })
  output.result(changed, () => output.text(t(state === 'paused' ? texts.paused : texts.resumed, { slug })))
}

async function remove(shell: Shell, options: { yes?: boolean }, slug: string): Promise<ExitCode> {
  const { output, t } = shell
  const { api, tenant } = await shell.hub()
  if (!(await confirm(shell, options, texts.sureRemove, { slug }))) {
    output.note(t(texts.kept))
    return exitCodes.failed
  }
  await api.DELETE(one, { params: { path: { tenant, connection: slug } } })
  output.result({ removed: slug }, () => output.text(t(texts.removed, { slug })))
  return exitCodes.ok
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

export function get({ api, tenant }: Hub, connection: string): Promise<Connection> {
  return dataOf(api.GET(one, { params: { path: { tenant, connection } } }))
}

function change(
  { api, tenant }: Hub,
  { slug, revision }: Connection,
  body: Schemas['ConnectionChange'],
  query: { check?: boolean } = {},
): Promise<Connection> {
  const header = { 'If-Match': `"${revision}"` }
  return dataOf(api.PATCH(one, { params: { path: { tenant, connection: slug }, header, query }, body }))
}

function showReport({ output, t }: Shell, slug: string, report: Report): void {
  output.facts([
    [t(words.version), report.version],
    [t(words.account), report.account],
  ])
  if (report.markers === false) output.text(t(texts.noMarkers, { slug }))
  for (const { text, fix } of report.warnings) {
    output.text([`${t(texts.warnings)}:`, text, fix].filter(Boolean).join(' '), output.style.warn)
  }
}
