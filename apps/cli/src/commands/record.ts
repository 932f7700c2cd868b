import { dataOf, type Schemas } from '#api-client'
import type { Command } from 'commander'
import { findRecord } from '../find-record.js'
import { yesOption } from '../confirm.js'
import { load, listOptions, type ListOptions } from '../list.js'
import { fieldText, valueText } from '../output/values.js'
import { noun, verb, type Frame } from '../program/command.js'
import type { Shell } from '../shell.js'
import { ruleName } from '../texts/plan.js'
import { recordTexts as texts } from '../texts/record.js'
import { entityText, stateText, words } from '../texts/words.js'
import { merge, split, type RegroupOptions, type SplitOptions } from './record-regroup.js'
import { why } from './record-why.js'

interface SearchOptions extends ListOptions {
  entity?: string
  connection?: string
}

export function recordCommands(program: Command, frame: Frame): void {
  const record = noun(program, frame, 'record', texts.noun)
  const named = { name: '<record>', text: texts.record }
  verb<[string | undefined], SearchOptions>(record, frame, {
    name: 'search',
    summary: texts.search,
    more: texts.searchMore,
    arguments: [{ name: '[text]', text: texts.text }],
    options: [
      { flags: '--entity <entity>', text: texts.entity },
      { flags: '--connection <connection>', text: texts.connection },
      ...listOptions,
    ],
    examples: [
      'einmal record search müller',
      'einmal record search DE123456789',
      'einmal record search --connection odoo',
    ],
    run: search,
  })
  verb<[string]>(record, frame, { name: 'show', summary: texts.show, arguments: [named], run: show })
  verb<[string, string | undefined]>(record, frame, {
    name: 'why',
    summary: texts.why,
    more: texts.whyMore,
    arguments: [named, { name: '[field]', text: texts.field }],
    examples: ['einmal record why "Müller GmbH"', 'einmal record why K-10001 email'],
    run: why,
  })
  const dryRun = { flags: '--dry-run', text: texts.onlyShow }
  verb<[string], SplitOptions>(record, frame, {
    name: 'split',
    summary: texts.split,
    more: texts.splitMore,
    arguments: [named],
    options: [
      { flags: '--connection <connection>', text: texts.splitConnection, mandatory: true },
      { flags: '--id <id>', text: texts.splitId },
      dryRun,
      yesOption,
    ],
    examples: ['einmal record split "Müller GmbH" --connection erpnext'],
    run: split,
  })
  verb<[string, string], RegroupOptions>(record, frame, {
    name: 'merge',
    summary: texts.merge,
    more: texts.mergeMore,
    arguments: [
      { name: '<keep>', text: texts.keep },
      { name: '<gone>', text: texts.gone },
    ],
    options: [dryRun, yesOption],
    examples: ['einmal record merge K-10001 K-10077'],
    run: merge,
  })
}

async function search(shell: Shell, options: SearchOptions, text: string | undefined): Promise<void> {
  const { output, t } = shell
  const { api, tenant } = await shell.hub()
  const filter = {
    ...(text !== undefined && { search: text }),
    ...(options.entity !== undefined && { entity: options.entity }),
    ...(options.connection !== undefined && { connection: options.connection }),
  }
  const page = await load(options, (query) =>
    dataOf(
      api.GET('/api/v1/tenants/{tenant}/records', {
        params: { path: { tenant }, query: { ...query, ...filter } },
      }),
    ),
  )
  output.list(page, t(texts.empty), [
    { title: t(words.id), value: ({ id }) => id },
    { title: t(words.name), value: ({ title }) => title, flexible: true },
    {
      title: t(words.value),
      value: ({ fields, title }) =>
        Object.values(fields)
          .filter((value) => typeof value === 'string' && value !== title)
          .join(', '),
      flexible: true,
    },
    {
      title: t(words.system),
      value: ({ links }) => [...new Set(links.map(({ connection }) => connection))].join(', '),
      flexible: true,
    },
  ])
}

async function show(shell: Shell, _: unknown, typed: string): Promise<void> {
  const { output, t } = shell
  const record = await findRecord(await shell.hub(), typed)
  output.result(record, () => {
    output.heading(record.title)
    output.facts([
      [t(words.id), record.id],
      [t(words.entity), entityText(record.entity, t)],
      [t(words.changed), output.time(record.updatedAt)],
    ])
    output.line()
    output.facts(valuesOf(record.fields, t))
    for (const [list, parts] of Object.entries(record.parts)) {
      for (const part of parts) {
        output.line()
        output.heading(list)
        output.facts(valuesOf(part.fields, t), '  ')
      }
    }
    output.line()
    output.heading(t(texts.systems))
    showLinks(shell, record.links)
  })
}

function valuesOf(fields: Schemas['RecordView']['fields'], t: Shell['t']): [string, string][] {
  return Object.entries(fields)
    .filter(([, value]) => value !== null)
    .map(([key, value]) => [fieldText(key), valueText(value, t)])
}

function showLinks({ output, t }: Shell, links: Schemas['RecordView']['links']): void {
  output.table(links, [
    { title: t(words.connection), value: ({ connection }) => connection },
    { title: t(words.type), value: ({ type }) => type },
    { title: t(texts.externalId), value: ({ externalId }) => externalId },
    { title: t(words.state), value: ({ state }) => stateText(state, t) },
    { title: t(words.why), value: ({ rule }) => t(ruleName(rule)), flexible: true },
  ])
}
