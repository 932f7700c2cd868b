import { dataOf, type Schemas } from '#api-client'
import type { Command } from 'commander'
import type { ExitCode } from '../exit-codes.js'
import { directionText, participantsOf, ruleText, settingsOf, type RuleOptions } from '../flow-rules.js'
import { load, listOptions, short, type ListOptions } from '../list.js'
import { noun, verb, type Frame } from '../program/command.js'
import type { Hub, Shell } from '../shell.js'
import { flowTexts as texts } from '../texts/flow.js'
import { entityText, stateText, words } from '../texts/words.js'
import { preview, runNow } from './flow-work.js'

type Flow = Schemas['FlowView']

interface AddOptions extends RuleOptions {
  name?: string
  entity: string
}

const one = '/api/v1/tenants/{tenant}/flows/{flow}'

export function flowCommands(program: Command, frame: Frame): void {
  const flow = noun(program, frame, 'flow', texts.noun)
  const named = { arguments: [{ name: '<flow>', text: texts.flow }] }
  const noWait = { flags: '--no-wait', text: texts.noWait }
  verb<[], ListOptions>(flow, frame, { name: 'list', summary: texts.list, options: listOptions, run: list })
  verb<[string]>(flow, frame, { name: 'show', summary: texts.show, ...named, run: show })
  verb<[string], AddOptions>(flow, frame, {
    name: 'add',
    summary: texts.add,
    more: texts.addMore,
    arguments: [{ name: '<slug>', text: texts.slug }],
    options: [
      { flags: '--with <connection>', text: texts.with, many: true, mandatory: true },
      { flags: '--name <name>', text: texts.name },
      { flags: '--entity <entity>', text: texts.entity, default: 'party' },
      { flags: '--leader <connection>', text: texts.leader },
      { flags: '--field-leader <field=connection>', text: texts.fieldLeader, many: true },
      { flags: '--first-contact <way>', text: texts.firstContact, choices: ['link', 'fill', 'align'] },
      { flags: '--creates <way>', text: texts.creates, choices: ['plan', 'auto'] },
      { flags: '--every <seconds>', text: texts.every, number: true },
      { flags: '--schedule <cron>', text: texts.schedule },
      { flags: '--time-zone <zone>', text: texts.timeZone },
      { flags: '--deletes <way>', text: texts.deletePolicy, choices: ['ignore', 'archive', 'delete', 'ask'] },
      { flags: '--sweep <seconds>', text: texts.sweep, number: true },
      { flags: '--parents <way>', text: texts.parents, choices: ['create', 'wait'] },
      { flags: '--rounding <amount>', text: texts.rounding },
    ],
    examples: [
      'einmal flow add customers --with odoo:reads --with invoice-ninja:writes',
      'einmal flow add customers --with odoo --with erpnext --field-leader address=erpnext',
    ],
    run: add,
  })
  verb<[string], { wait: boolean }>(flow, frame, {
    name: 'preview',
    summary: texts.preview,
    more: texts.previewMore,
    ...named,
    options: [noWait],
    examples: ['einmal flow preview customers'],
    run: preview,
  })
  verb<[string], { connection?: string; full?: boolean; deletes?: boolean; wait: boolean }>(flow, frame, {
    name: 'run',
    summary: texts.run,
    more: texts.runMore,
    ...named,
    options: [
      { flags: '--connection <connection>', text: texts.only },
      { flags: '--full', text: texts.full },
      { flags: '--deletes', text: texts.deletes },
      noWait,
    ],
    run: runNow,
  })
  verb<[string]>(flow, frame, {
    name: 'pause',
    summary: texts.pause,
    ...named,
    run: (shell, _, slug) => setState(shell, slug, 'paused'),
  })
  verb<[string]>(flow, frame, {
    name: 'resume',
    summary: texts.resume,
    ...named,
    run: (shell, _, slug) => setState(shell, slug, 'live'),
  })
}

async function list(shell: Shell, options: ListOptions): Promise<void> {
  const { output, t } = shell
  const { style } = output
  const { api, tenant } = await shell.hub()
  const page = await load(options, (query) =>
    dataOf(api.GET('/api/v1/tenants/{tenant}/flows', { params: { path: { tenant }, query } })),
  )
  const open = (name: string) => ({
    value: ({ counts }: Flow) => counts[name] || null,
    align: 'right' as const,
    style: style.warn,
  })
  output.list(page, t(texts.empty), [
    { title: t(words.slug), value: ({ slug }) => slug },
    { title: t(words.name), value: ({ name }) => name, flexible: true },
    {
      title: t(words.state),
      value: ({ state }) => stateText(state, t),
      style: (cell, { state }) => (state === 'live' ? style.good(cell) : style.warn(cell)),
    },
    {
      title: t(words.participants),
      value: ({ participants }) => participants.map(({ connection }) => connection).join(', '),
      flexible: true,
    },
    { title: t(words.reviews), ...open('reviews') },
    { title: t(words.failures), ...open('failures') },
    { title: t(words.pending), ...open('pending') },
  ])
}

async function show(shell: Shell, _: unknown, slug: string): Promise<void> {
  const { output, t } = shell
  const flow = await get(await shell.hub(), slug)
  output.result(flow, () => {
    output.heading(`${flow.name} (${flow.slug})`)
    output.facts([
      [t(words.entity), entityText(flow.entity, t)],
      [t(words.state), stateText(flow.state, t)],
      [t(words.plan), flow.openPlan && short(flow.openPlan)],
      [t(words.reviews), flow.counts['reviews'] || null],
      [t(words.failures), flow.counts['failures'] || null],
      [t(words.pending), flow.counts['pending'] || null],
    ])
    output.line()
    showParticipants(shell, flow)
    output.line()
    output.heading(t(texts.rules))
    const { fields, authority } = flow.settings
    output.facts([
      ...Object.entries(fields).map(([field, rule]) => [field, ruleText(rule, t)] as const),
      [t(texts.allFields), ruleText(authority, t)],
    ])
  })
}

function showParticipants({ output, t }: Shell, flow: Flow): void {
  output.table(flow.participants, [
    { title: t(words.connection), value: ({ connection }) => connection },
    { title: t(texts.direction), value: (participant) => directionText(participant, t) },
    {
      title: t(texts.every_),
      value: ({ reads, intervalSeconds: n, cron, timeZone }) =>
        reads ? (cron === null ? t(texts.seconds, { n }) : `${cron} ${timeZone}`) : null,
      align: 'right',
    },
    { title: t(texts.firstRead), value: ({ firstContactAt }) => output.time(firstContactAt) || t(words.no) },
    { title: t(texts.lastRead), value: ({ polledAt }) => output.time(polledAt) },
    {
      title: t(texts.filter),
      value: ({ filter }) =>
        filter
          .map(({ field, is, value, values }) => [field, is, values?.join('|') ?? value].join(' '))
          .join(', '),
      flexible: true,
    },
    {
      title: t(words.review),
      value: ({ heldBy }) => heldBy && t(texts.held, { review: short(heldBy) }),
      style: output.style.warn,
    },
  ])
}

async function add(shell: Shell, options: AddOptions, slug: string): Promise<void> {
  const { output, t } = shell
  const body = {
    slug,
    name: options.name ?? slug,
    entity: options.entity,
    participants: participantsOf(options),
    settings: settingsOf(options),
  }
  const { api, tenant } = await shell.hub()
  const flow = await dataOf(
    api.POST('/api/v1/tenants/{tenant}/flows', { params: { path: { tenant } }, body }),
  )
  output.result(flow, () => {
    output.text(t(texts.added, { slug }))
    output.next(t(words.next), [`einmal flow preview ${slug}`])
  })
}

async function setState(shell: Shell, slug: string, state: 'live' | 'paused'): Promise<ExitCode | void> {
  const { output, t } = shell
  const hub = await shell.hub()
  const { api, tenant } = hub
  const { revision } = await get(hub, slug)
  const params = { path: { tenant, flow: slug }, header: { 'If-Match': `"${revision}"` } }
  const flow = await dataOf(api.PATCH(one, { params, body: { state } }))
  output.result(flow, () => output.text(t(state === 'paused' ? texts.paused : texts.resumed, { slug })))
}

function get({ api, tenant }: Hub, flow: string): Promise<Flow> {
  return dataOf(api.GET(one, { params: { path: { tenant, flow } } }))
}
