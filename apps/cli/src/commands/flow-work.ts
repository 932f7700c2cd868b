import { dataOf } from '#api-client'
import { exitCodes, type ExitCode } from '../exit-codes.js'
import { waitFor, type Run } from '../follow.js'
import { showPlan, type Plan } from '../views/plan.js'
import { exitCodeOf, progressOf, showResult } from '../views/run.js'
import type { Hub, Shell } from '../shell.js'
import { flowTexts as texts } from '../texts/flow.js'
import { short } from '../list.js'

/** Starts a preview, waits for it, and shows what would happen and how to go on. */
export async function preview(shell: Shell, { wait }: { wait: boolean }, flow: string): Promise<ExitCode> {
  const hub = await shell.hub()
  const { api, tenant } = hub
  const started = await dataOf(
    api.POST('/api/v1/tenants/{tenant}/flows/{flow}/plans', { params: { path: { tenant, flow } } }),
  )
  return showWhenMade(shell, hub, started, wait)
}

/** Waits for a preview that has been started, and shows it. */
export async function showWhenMade(shell: Shell, hub: Hub, started: Plan, wait: boolean): Promise<ExitCode> {
  const { output, t } = shell
  const { api, tenant } = hub
  if (!wait || started.run === null) {
    output.result(started, () => {
      output.text(t(texts.started, { plan: started.id }))
      output.text(t(texts.startedNext, { plan: short(started.id) }))
    })
    return exitCodes.ok
  }
  const run = await waitFor(shell, hub, started.run, (now) => progressOf(now, t))
  const path = { tenant, plan: started.id }
  const plan = await dataOf(api.GET('/api/v1/tenants/{tenant}/plans/{plan}', { params: { path } }))
  if (run.state !== 'done') {
    output.result({ plan, run }, () => showResult(shell, run))
    return exitCodeOf([run])
  }
  await showPlan(shell, hub, plan, { limit: 5 })
  return exitCodes.ok
}

/** Reads the participants of a flow now, waits until all is delivered, and says what came of it. */
export async function runNow(
  shell: Shell,
  options: { connection?: string; full?: boolean; deletes?: boolean; wait: boolean },
  flow: string,
): Promise<ExitCode> {
  const { output, t } = shell
  const { connection, full, deletes, wait } = options
  const hub = await shell.hub()
  const { api, tenant } = hub
  const body = {
    ...(connection !== undefined && { connection }),
    ...(full && { full }),
    ...(deletes && { deletes }),
  }
  const { runs } = await dataOf(
    api.POST('/api/v1/tenants/{tenant}/flows/{flow}/runs', { params: { path: { tenant, flow } }, body }),
  )
  if (!wait) {
    output.result({ runs }, () => {
      output.next(
        t(texts.runsStarted, { n: runs.length }),
        runs.map(({ id }) => `einmal run watch ${short(id)}`),
      )
    })
    return exitCodes.ok
  }
  const ended: Run[] = []
  for (const { id } of runs) ended.push(await waitFor(shell, hub, id, (now) => progressOf(now, t)))
  output.result({ runs: ended }, () => {
    for (const run of ended) {
      if (run.connection !== null) output.heading(run.connection)
      showResult(shell, run)
    }
  })
  return exitCodeOf(ended)
}
