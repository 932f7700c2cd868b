import { dataOf, type Schemas } from '#api-client'
import type { Command } from 'commander'
import { CliError } from '../errors.js'
import { exitCodes, type ExitCode } from '../exit-codes.js'
import { showCauses } from '../views/failure.js'
import { load, listOptions, loadAll, type ListOptions } from '../list.js'
import { fieldText } from '../output/values.js'
import { noun, verb, type Frame } from '../program/command.js'
import type { Hub, Shell } from '../shell.js'
import { failureTexts as texts } from '../texts/failure.js'
import { stateText, words } from '../texts/words.js'

interface RetryOptions {
  connection?: string
  operation?: string
}

export function failureCommands(program: Command, frame: Frame): void {
  const failure = noun(program, frame, 'failure', texts.noun)
  verb<[], ListOptions & { ignored?: boolean }>(failure, frame, {
    name: 'list',
    summary: texts.list,
    options: [...listOptions, { flags: '--ignored', text: texts.ignoredOnes }],
    run: list,
  })
  verb<[string], ListOptions>(failure, frame, {
    name: 'show',
    summary: texts.show,
    arguments: [{ name: '<cause>', text: texts.cause }],
    options: listOptions,
    run: show,
  })
  verb<[string | undefined], RetryOptions>(failure, frame, {
    name: 'retry',
    summary: texts.retry,
    more: texts.retryMore,
    arguments: [{ name: '[cause]', text: texts.cause }],
    options: [
      { flags: '--connection <connection>', text: texts.connection },
      { flags: '--operation <id>', text: texts.operation },
    ],
    examples: ['einmal failure retry 1', 'einmal failure retry --connection odoo', 'einmal failure retry'],
    run: retry,
  })
  verb<[string | undefined], RetryOptions>(failure, frame, {
    name: 'ignore',
    summary: texts.ignore,
    more: texts.ignoreMore,
    arguments: [{ name: '[cause]', text: texts.cause }],
    options: [
      { flags: '--connection <connection>', text: texts.connection },
      { flags: '--operation <id>', text: texts.operation },
    ],
    examples: ['einmal failure ignore 1'],
    run: ignore,
  })
  verb<[string], { set: string[] }>(failure, frame, {
    name: 'edit',
    summary: texts.edit,
    more: texts.editMore,
    arguments: [{ name: '<operation>', text: texts.editOperation }],
    options: [{ flags: '--set <field=value>', text: texts.editSet, many: true, mandatory: true }],
    examples: ['einmal failure edit 5d0c1d6e-… --set vatId=DE136695976'],
    run: edit,
  })
}

async function list(shell: Shell, options: ListOptions & { ignored?: boolean }): Promise<void> {
  const { output, t } = shell
  const hub = await shell.hub()
  const page = await load(options, (query) => causes(hub, { ...query, ignored: options.ignored === true }))
  output.result(page, () => {
    if (page.items.length === 0) return output.text(t(texts.empty), output.style.good)
    showCauses(shell, page.items)
    output.line()
    output.next(t(words.next), ['einmal failure show 1', 'einmal failure retry 1'])
    if (page.next !== null) output.note(t(words.more))
  })
}

async function show(shell: Shell, options: ListOptions, typed: string): Promise<void> {
  const { output, t } = shell
  const hub = await shell.hub()
  const { api, tenant } = hub
  const path = { tenant, cause: await causeOf(hub, typed) }
  const page = await load(options, (query) =>
    dataOf(api.GET('/api/v1/tenants/{tenant}/failures/{cause}/operations', { params: { path, query } })),
  )
  output.list(page, t(texts.empty), [
    { title: t(words.id), value: ({ id }) => id },
    { title: t(words.name), value: ({ title }) => title, flexible: true },
    {
      title: t(words.connection),
      value: ({ connection, type, externalId }) => [connection, type, externalId].filter(Boolean).join(' '),
      flexible: true,
    },
    { title: t(words.field), value: ({ error }) => error.field && fieldText(error.field) },
    { title: t(words.problem), value: ({ error }) => error.upstream ?? error.text, flexible: true },
    { title: t(words.state), value: ({ state }) => stateText(state, t) },
    { title: t(texts.attempts), value: ({ attempts }) => attempts, align: 'right' },
  ])
}

async function retry(shell: Shell, options: RetryOptions, typed: string | undefined): Promise<ExitCode> {
  const { output, t } = shell
  const hub = await shell.hub()
  const { api, tenant } = hub
  const body = await wishOf(hub, options, typed)
  const answer = await dataOf(
    api.POST('/api/v1/tenants/{tenant}/failures/retry', { params: { path: { tenant } }, body }),
  )
  output.result(answer, () => output.text(t(texts.retried, { n: answer.retried })))
  return exitCodes.ok
}

async function ignore(shell: Shell, options: RetryOptions, typed: string | undefined): Promise<void> {
  const { output, t } = shell
  const hub = await shell.hub()
  const { api, tenant } = hub
  const body = await wishOf(hub, options, typed)
  const answer = await dataOf(
    api.POST('/api/v1/tenants/{tenant}/failures/ignore', { params: { path: { tenant } }, body }),
  )
  output.result(answer, () => output.text(t(texts.ignored, { n: answer.ignored })))
}

async function edit(shell: Shell, options: { set: string[] }, operation: string): Promise<void> {
  const { output, t } = shell
  const { api, tenant } = await shell.hub()
  const values = Object.fromEntries(options.set.map(fieldValue))
  const answer = await dataOf(
    api.POST('/api/v1/tenants/{tenant}/failures/{operation}/edit', {
      params: { path: { tenant, operation } },
      body: { values },
    }),
  )
  const fields = answer.fields.map(fieldText).join(', ')
  output.result(answer, () => output.text(t(texts.edited, { fields })))
}

/** `field=value`; without a value the field is emptied. */
function fieldValue(pair: string): [string, string | null] {
  const [, field, value = ''] = /^([^=]+)=(.*)$/s.exec(pair) ?? []
  if (field !== undefined) return [field, value === '' ? null : value]
  throw new CliError('usage.pair', texts.badPair, { params: { pair }, exitCode: exitCodes.usage })
}

async function wishOf(hub: Hub, options: RetryOptions, typed: string | undefined): Promise<Schemas['Retry']> {
  return {
    ...(typed !== undefined && { cause: await causeOf(hub, typed) }),
    ...(options.connection !== undefined && { connection: options.connection }),
    ...(options.operation !== undefined && { operation: options.operation }),
  }
}

/** The name of a cause, which is long, from its number in the list. */
async function causeOf(hub: Hub, typed: string): Promise<string> {
  const all = await loadAll((query) => causes(hub, query))
  const found = all[Number(typed) - 1] ?? all.find(({ cause }) => cause === typed)
  if (found) return found.cause
  throw new CliError('not-found', texts.unknownCause, {
    params: { cause: typed },
    fix: texts.unknownCauseFix,
    exitCode: exitCodes.notFound,
  })
}

function causes(
  { api, tenant }: Hub,
  query: { limit: number; cursor?: string; ignored?: boolean },
): Promise<Schemas['FailurePage']> {
  return dataOf(api.GET('/api/v1/tenants/{tenant}/failures', { params: { path: { tenant }, query } }))
}
