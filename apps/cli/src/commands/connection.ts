import { dataOf } from '#api-client'
import type { Command } from 'commander'
import { confirm, yesOption } from '../confirm.js'
import { secretOptions, settingOptions, type GivenSettings } from '../connector-settings.js'
import { changeConnection, getConnection, showReport } from '../connections.js'
import { exitCodes, type ExitCode } from '../exit-codes.js'
import { load, listOptions, type ListOptions } from '../list.js'
import { noun, verb, type Frame } from '../program/command.js'
import type { Shell } from '../shell.js'
import { connectionTexts as texts } from '../texts/connection.js'
import { webhookTexts } from '../texts/webhook.js'
import { stateText, words } from '../texts/words.js'
import { subscribe, webhook } from './connection-webhook.js'
import { add, rotate, set, type AddOptions, type SetOptions } from './connection-edit.js'

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
  verb<[string], { off?: boolean }>(connection, frame, {
    name: 'webhook',
    summary: webhookTexts.webhook,
    more: webhookTexts.webhookMore,
    ...named,
    options: [{ flags: '--off', text: webhookTexts.off }],
    run: webhook,
  })
  verb<[string]>(connection, frame, {
    name: 'subscribe',
    summary: webhookTexts.subscribe,
    ...named,
    run: subscribe,
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

async function setState(shell: Shell, slug: string, state: 'active' | 'paused'): Promise<void> {
  const { output, t } = shell
  const hub = await shell.hub()
  const changed = await changeConnection(hub, await getConnection(hub, slug), { state })
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
