import { dataOf, type Schemas } from '#api-client'
import type { Command } from 'commander'
import type { ExitCode } from '../exit-codes.js'
import { follow, waitFor, type Run } from '../follow.js'
import { fullId, load, listOptions, short, type ListOptions } from '../list.js'
import { noun, verb, type Frame } from '../program/command.js'
import { exitCodeOf, numbersOf, progressOf, showResult } from '../views/run.js'
import type { Hub, Shell } from '../shell.js'
import { flowTexts } from '../texts/flow.js'
import { undo } from './run-undo.js'
import { planTexts } from '../texts/plan.js'
import { runKind, runTexts as texts } from '../texts/run.js'
import { stateText, words } from '../texts/words.js'

interface RunListOptions extends ListOptions {
  flow?: string
  state?: Run['state']
}

const one = '/api/v1/tenants/{tenant}/runs/{run}'
const states: readonly Run['state'][] = ['queued', 'running', 'done', 'failed', 'cancelled']

export function runCommands(program: Command, frame: Frame): void {
  const run = noun(program, frame, 'run', texts.noun)
  const named = { arguments: [{ name: '<run>', text: texts.run }] }
  verb<[], RunListOptions>(run, frame, {
    name: 'list',
    summary: texts.list,
    options: [
      { flags: '--flow <flow>', text: planTexts.flowFilter },
      { flags: '--state <state>', text: texts.stateFilter, choices: states },
      ...listOptions,
    ],
    run: list,
  })
  verb<[string]>(run, frame, { name: 'show', summary: texts.show, ...named, run: show })
  verb<[string]>(run, frame, {
    name: 'watch',
    summary: texts.watch,
    more: texts.watchMore,
    ...named,
    run: watch,
  })
  verb<[string]>(run, frame, {
    name: 'cancel',
    summary: texts.cancel,
    more: texts.cancelMore,
    ...named,
    run: cancel,
  })
  verb<[string], { operation?: boolean; wait: boolean }>(run, frame, {
    name: 'undo',
    summary: texts.undo,
    more: texts.undoMore,
    ...named,
    options: [
      { flags: '--operation', text: texts.undoOperation },
      { flags: '--no-wait', text: flowTexts.noWait },
    ],
    run: undo,
  })
}

async function list(shell: Shell, options: RunListOptions): Promise<void> {
  const { output, t } = shell
  const { style } = output
  const hub = await shell.hub()
  const filter = {
    ...(options.flow !== undefined && { flow: options.flow }),
    ...(options.state && { state: options.state }),
  }
  const page = await load(options, (query) => runs(hub, { ...query, ...filter }))
  output.list(page, t(texts.empty), [
    { title: t(words.id), value: ({ id }) => short(id) },
    { title: t(words.when), value: ({ createdAt }) => output.time(createdAt) },
    { title: t(words.flow), value: ({ flow }) => flow, flexible: true },
    { title: t(words.kind), value: ({ kind }) => t(runKind(kind)), flexible: true },
    { title: t(words.connection), value: ({ connection }) => connection, flexible: true },
    {
      title: t(words.state),
      value: ({ state }) => stateText(state, t),
      style: (cell, { state }) => (state === 'failed' ? style.bad(cell) : cell),
    },
    {
      title: t(words.what),
      value: ({ counts, error }) => error?.text ?? numbersOf(counts, t),
      flexible: true,
    },
    {
      title: t(words.failures),
      value: ({ deliveries }) => deliveries.failed || null,
      align: 'right',
      style: style.bad,
    },
  ])
}

async function show(shell: Shell, _: unknown, id: string): Promise<void> {
  const { output, t } = shell
  const hub = await shell.hub()
  const path = { tenant: hub.tenant, run: await idOf(hub, id) }
  const run = await dataOf(hub.api.GET(one, { params: { path } }))
  output.result(run, () => {
    output.facts([
      [t(words.run), run.id],
      [t(words.flow), run.flow],
      [t(words.kind), t(runKind(run.kind))],
      [t(words.plan), run.plan && short(run.plan)],
      [t(words.connection), run.connection],
      [t(words.state), stateText(run.state, t)],
      [t(words.created), output.time(run.createdAt)],
      [t(words.by), run.askedBy],
    ])
    if (run.finishedAt === null) output.text(progressOf(run, t))
    else showResult(shell, run)
  })
}

async function watch(shell: Shell, _: unknown, id: string): Promise<ExitCode> {
  const { output, t } = shell
  const hub = await shell.hub()
  const whole = await idOf(hub, id)
  if (output.asJson) {
    const seen: Run[] = []
    for await (const run of follow(shell, hub, whole)) {
      output.event(run)
      seen[0] = run
    }
    return exitCodeOf(seen)
  }
  const run = await waitFor(shell, hub, whole, (now) => progressOf(now, t))
  showResult(shell, run)
  return exitCodeOf([run])
}

async function cancel(shell: Shell, _: unknown, id: string): Promise<void> {
  const { output, t } = shell
  const hub = await shell.hub()
  const path = { tenant: hub.tenant, run: await idOf(hub, id) }
  const run = await dataOf(hub.api.POST(`${one}/cancel`, { params: { path } }))
  output.result(run, () => output.text(t(run.finishedAt === null ? texts.cancelling : texts.wasCancelled)))
}

function idOf(hub: Hub, id: string): Promise<string> {
  return fullId(id, (query) => runs(hub, query))
}

function runs(
  { api, tenant }: Hub,
  query: { limit: number; cursor?: string; flow?: string; state?: Run['state'] },
): Promise<Schemas['RunPage']> {
  return dataOf(api.GET('/api/v1/tenants/{tenant}/runs', { params: { path: { tenant }, query } }))
}
