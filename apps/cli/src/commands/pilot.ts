import { dataOf, type Schemas } from '#api-client'
import type { Command } from 'commander'
import { pairs } from '../connector-settings.js'
import { findRecord } from '../find-record.js'
import { load, listOptions, type ListOptions } from '../list.js'
import { noun, verb, type Frame } from '../program/command.js'
import type { Shell } from '../shell.js'
import { pilotTexts as texts } from '../texts/pilot.js'
import { words } from '../texts/words.js'

interface StartOptions {
  record?: string[]
  only?: string[]
}

const one = '/api/v1/tenants/{tenant}/flows/{flow}/pilot'

export function pilotCommands(program: Command, frame: Frame): void {
  const pilot = noun(program, frame, 'pilot', texts.noun)
  const named = { arguments: [{ name: '<flow>', text: texts.flow }] }
  verb<[], ListOptions>(pilot, frame, { name: 'list', summary: texts.list, options: listOptions, run: list })
  verb<[string], StartOptions>(pilot, frame, {
    name: 'start',
    summary: texts.start,
    more: texts.startMore,
    ...named,
    options: [
      { flags: '--record <record>', text: texts.record, many: true },
      { flags: '--only <field=value>', text: texts.only, many: true },
    ],
    examples: [
      'einmal pilot start customers --record "Müller GmbH"',
      'einmal pilot start customers --only address.country=AT',
    ],
    run: start,
  })
  verb<[string]>(pilot, frame, { name: 'end', summary: texts.end, more: texts.endMore, ...named, run: end })
}

async function list(shell: Shell, options: ListOptions): Promise<void> {
  const { output, t } = shell
  const { api, tenant } = await shell.hub()
  const page = await load({ ...options, all: true }, (query) =>
    dataOf(api.GET('/api/v1/tenants/{tenant}/flows', { params: { path: { tenant }, query } })),
  )
  const items = page.items.filter(({ settings }) => settings.pilot)
  output.list({ ...page, items }, t(texts.empty), [
    { title: t(words.flow), value: ({ slug }) => slug },
    {
      title: t(texts.records),
      value: ({ settings }) => settings.pilot?.records?.length ?? 0,
      align: 'right',
    },
    {
      title: t(texts.filter),
      value: ({ settings }) =>
        (settings.pilot?.filter ?? []).map(({ field, is, value }) => [field, is, value].join(' ')).join(', '),
      flexible: true,
    },
    { title: t(texts.waiting), value: ({ counts }) => counts['held'] ?? 0, align: 'right' },
  ])
}

async function start(shell: Shell, options: StartOptions, flow: string): Promise<void> {
  const { output, t } = shell
  const hub = await shell.hub()
  const { api, tenant } = hub
  const records: string[] = []
  for (const typed of options.record ?? []) records.push((await findRecord(hub, typed)).id)
  const filter = pairs(options.only).map(([field, value]): Schemas['FilterConditionDto'] => ({
    field,
    is: 'equal',
    value: valueOf(value),
  }))
  const pilot = await dataOf(api.PUT(one, { params: { path: { tenant, flow } }, body: { records, filter } }))
  output.result(pilot, () => {
    output.text(t(texts.started, { flow }))
    output.next(t(words.next), [`einmal pilot end ${flow}`])
  })
}

async function end(shell: Shell, _: unknown, flow: string): Promise<void> {
  const { output, t } = shell
  const { api, tenant } = await shell.hub()
  await api.DELETE(one, { params: { path: { tenant, flow } } })
  output.result({ ended: flow }, () => output.text(t(texts.ended, { flow })))
}

/** Yes and no are no texts in a record. */
const valueOf = (typed: string): string | boolean =>
  typed === 'true' ? true : typed === 'false' ? false : typed
