import { dataOf, type Schemas } from '#api-client'
import type { Command } from 'commander'
import { applyPlan } from './plan-apply.js'
import { fullId, load, listOptions, short, type ListOptions } from '../list.js'
import { showPlan, type ItemOptions, type Plan } from '../views/plan.js'
import { noun, verb, type Frame } from '../program/command.js'
import { numbersOf } from '../views/run.js'
import type { Hub, Shell } from '../shell.js'
import { flowTexts } from '../texts/flow.js'
import { planTexts as texts } from '../texts/plan.js'
import { stateText, words } from '../texts/words.js'

interface PlanListOptions extends ListOptions {
  flow?: string
}

const one = '/api/v1/tenants/{tenant}/plans/{plan}'
const kinds: readonly Schemas['PlanItemView']['kind'][] = ['create', 'update', 'link', 'review', 'merge']
const states: readonly Schemas['PlanItemView']['state'][] = [
  'proposed',
  'pending',
  'sending',
  'done',
  'failed',
  'world-changed',
]

export function planCommands(program: Command, frame: Frame): void {
  const plan = noun(program, frame, 'plan', texts.noun)
  const named = { arguments: [{ name: '<plan>', text: texts.plan }] }
  verb<[], PlanListOptions>(plan, frame, {
    name: 'list',
    summary: texts.list,
    options: [{ flags: '--flow <flow>', text: texts.flowFilter }, ...listOptions],
    run: list,
  })
  verb<[string], ItemOptions>(plan, frame, {
    name: 'show',
    summary: texts.show,
    ...named,
    options: [
      { flags: '--kind <kind>', text: texts.kind, choices: kinds },
      { flags: '--state <state>', text: texts.state, choices: states },
      { flags: '--values', text: texts.values },
      ...listOptions,
    ],
    examples: ['einmal plan show 1a2b3c4d', 'einmal plan show 1a2b3c4d --kind update --values --all'],
    run: async (shell, options, id) => {
      const hub = await shell.hub()
      await showPlan(shell, hub, await get(hub, id), options)
    },
  })
  verb<[string]>(plan, frame, {
    name: 'approve',
    summary: texts.approve,
    more: texts.approveMore,
    ...named,
    run: approve,
  })
  verb<[string], { wait: boolean }>(plan, frame, {
    name: 'apply',
    summary: texts.apply,
    more: texts.applyMore,
    ...named,
    options: [{ flags: '--no-wait', text: flowTexts.noWait }],
    run: async (shell, options, id) => {
      const hub = await shell.hub()
      return applyPlan(shell, hub, await get(hub, id), options)
    },
  })
  verb<[string]>(plan, frame, { name: 'discard', summary: texts.discard, ...named, run: discard })
}

async function list(shell: Shell, options: PlanListOptions): Promise<void> {
  const { output, t } = shell
  const hub = await shell.hub()
  const page = await load(options, (query) => plans(hub, options.flow, query))
  output.list(page, t(texts.empty), [
    { title: t(words.id), value: ({ id }) => short(id) },
    { title: t(words.flow), value: ({ flow }) => flow },
    { title: t(words.state), value: ({ state }) => stateText(state, t) },
    {
      title: t(words.what),
      value: ({ counts }) => numbersOf(counts, t),
      flexible: true,
    },
    { title: t(words.created), value: ({ createdAt }) => output.time(createdAt) },
    { title: t(words.by), value: ({ createdBy }) => createdBy },
  ])
}

async function approve(shell: Shell, _: unknown, id: string): Promise<void> {
  const { output, t } = shell
  const hub = await shell.hub()
  const path = { tenant: hub.tenant, plan: await idOf(hub, id) }
  const plan = await dataOf(hub.api.POST(`${one}/approve`, { params: { path } }))
  output.result(plan, () => {
    output.text(t(texts.approved))
    output.next(t(words.next), [`einmal plan apply ${short(plan.id)}`])
  })
}

async function discard(shell: Shell, _: unknown, id: string): Promise<void> {
  const { output, t } = shell
  const hub = await shell.hub()
  const path = { tenant: hub.tenant, plan: await idOf(hub, id) }
  const plan = await dataOf(hub.api.POST(`${one}/discard`, { params: { path } }))
  output.result(plan, () => output.text(t(texts.discarded)))
}

async function get(hub: Hub, id: string): Promise<Plan> {
  const path = { tenant: hub.tenant, plan: await idOf(hub, id) }
  return dataOf(hub.api.GET(one, { params: { path } }))
}

function idOf(hub: Hub, id: string): Promise<string> {
  return fullId(id, (query) => plans(hub, undefined, query))
}

function plans(
  { api, tenant }: Hub,
  flow: string | undefined,
  page: { limit: number; cursor?: string },
): Promise<Schemas['PlanPage']> {
  const query = { ...page, ...(flow !== undefined && { flow }) }
  return dataOf(api.GET('/api/v1/tenants/{tenant}/plans', { params: { path: { tenant }, query } }))
}
