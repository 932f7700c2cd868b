import { dataOf } from '#api-client'
import type { Command } from 'commander'
import { load, listOptions, type ListOptions } from '../list.js'
import { noun, verb, type Frame } from '../program/command.js'
import type { Shell } from '../shell.js'
import { tenantTexts as texts } from '../texts/tenant.js'
import { words } from '../texts/words.js'

interface AddOptions {
  name?: string
}

const kept = ['changes', 'runs', 'operations', 'reviews', 'audit'] as const
type RetentionOptions = Partial<Record<(typeof kept)[number], number>>

export function tenantCommands(program: Command, frame: Frame): void {
  const tenant = noun(program, frame, 'tenant', texts.noun)
  verb<[], ListOptions>(tenant, frame, { name: 'list', summary: texts.list, options: listOptions, run: list })
  verb<[string], AddOptions>(tenant, frame, {
    name: 'add',
    summary: texts.add,
    more: texts.addMore,
    arguments: [{ name: '<slug>', text: texts.slug }],
    options: [{ flags: '--name <name>', text: texts.name }],
    examples: ['einmal tenant add acme --name "ACME Bürotechnik GmbH"'],
    run: add,
  })
  verb<[], RetentionOptions>(tenant, frame, {
    name: 'retention',
    summary: texts.retention,
    more: texts.retentionMore,
    options: kept.map((name) => ({ flags: `--${name} <days>`, text: texts.kept[name], number: true })),
    examples: ['einmal tenant retention', 'einmal tenant retention --changes 365'],
    run: retention,
  })
  verb(tenant, frame, { name: 'restored', summary: texts.restored, more: texts.restoredMore, run: restored })
}

async function restored({ api, output, t }: Shell): Promise<void> {
  const clients = await dataOf((await api()).POST('/api/v1/tenants/restored', {}))
  output.result(clients, () => {
    for (const { tenant, flows } of clients)
      if (flows.length > 0) output.text(t(texts.restoredFlows, { tenant, flows: flows.join(', ') }))
    output.text(t(texts.restoredNext))
  })
}

async function list(shell: Shell, options: ListOptions): Promise<void> {
  const { output, t } = shell
  const api = await shell.api()
  const page = await load(options, (query) => dataOf(api.GET('/api/v1/tenants', { params: { query } })))
  output.list(page, t(texts.empty), [
    { title: t(words.slug), value: ({ slug }) => slug },
    { title: t(words.name), value: ({ name }) => name, flexible: true },
    { title: t(words.role), value: ({ role }) => role },
  ])
}

async function add(shell: Shell, { name }: AddOptions, slug: string): Promise<void> {
  const { output, t } = shell
  const api = await shell.api()
  const tenant = await dataOf(api.POST('/api/v1/tenants', { body: { slug, name: name ?? slug } }))
  output.result(tenant, () => {
    output.text(t(texts.added, { slug: tenant.slug, name: tenant.name }))
    output.text(t(texts.addedNext, { slug: tenant.slug }))
  })
}

async function retention(shell: Shell, options: RetentionOptions): Promise<void> {
  const { output, t } = shell
  const { api, tenant } = await shell.hub()
  const body = Object.fromEntries(kept.flatMap((name) => (options[name] ? [[name, options[name]]] : [])))
  const route = '/api/v1/tenants/{tenant}/retention'
  const params = { path: { tenant } }
  const days = await dataOf(
    Object.keys(body).length > 0 ? api.PATCH(route, { params, body }) : api.GET(route, { params }),
  )
  output.result(days, () =>
    output.facts(kept.map((name) => [t(texts.kept[name]), t(texts.days, { n: days[name] })])),
  )
}
