import { dataOf, type Schemas } from '#api-client'
import { showCauses } from '../views/failure.js'
import { exitCodes, type ExitCode } from '../exit-codes.js'
import { waitFor, type Run } from '../follow.js'
import { short } from '../list.js'
import type { Plan } from '../views/plan.js'
import { exitCodeOf, progressOf, showResult } from '../views/run.js'
import type { Hub, Shell } from '../shell.js'
import { planTexts as texts } from '../texts/plan.js'
import { words } from '../texts/words.js'

/** What came of applying a plan. */
interface Outcome {
  plan: Plan
  run: Run
  /** The plan that takes up what had changed meanwhile. */
  following: Plan | null
  failures: Schemas['FailureView'][]
  questions: number
}

/** Applies an approved plan, waits until everything is delivered, and says what became of it and what is left to do. */
export async function applyPlan(
  shell: Shell,
  hub: Hub,
  plan: Plan,
  { wait }: { wait: boolean },
): Promise<ExitCode> {
  const { output, t } = shell
  const { api, tenant } = hub
  const path = { tenant, plan: plan.id }
  const started = await dataOf(api.POST('/api/v1/tenants/{tenant}/plans/{plan}/apply', { params: { path } }))
  if (!wait) {
    output.result(started, () => {
      output.text(t(texts.applying))
      output.next(t(words.next), [`einmal run watch ${short(started.run.id)}`])
    })
    return exitCodes.ok
  }
  const run = await waitFor(shell, hub, started.run.id, (now) => progressOf(now, t))
  const outcome = await outcomeOf(hub, plan, run)
  output.result(outcome, () => showOutcome(shell, outcome))
  const open = outcome.following !== null || outcome.questions > 0
  return open ? exitCodes.attention : exitCodeOf([run])
}

async function outcomeOf({ api, tenant }: Hub, { id, flow }: Plan, run: Run): Promise<Outcome> {
  const path = { tenant }
  const plan = await dataOf(
    api.GET('/api/v1/tenants/{tenant}/plans/{plan}', { params: { path: { tenant, plan: id } } }),
  )
  const plans = await dataOf(api.GET('/api/v1/tenants/{tenant}/plans', { params: { path, query: { flow } } }))
  const failures =
    run.deliveries.failed > 0
      ? (await dataOf(api.GET('/api/v1/tenants/{tenant}/failures', { params: { path } }))).items
      : []
  const { counts } = await dataOf(
    api.GET('/api/v1/tenants/{tenant}/flows/{flow}', { params: { path: { tenant, flow } } }),
  )
  const following = plans.items.find(({ follows }) => follows === id) ?? null
  return { plan, run, following, failures, questions: counts['reviews'] ?? 0 }
}

function showOutcome(shell: Shell, { plan, run, following, failures, questions }: Outcome): void {
  const { output, t } = shell
  if (run.state === 'done') {
    output.text(t(texts.appliedAll, { n: run.counts['applied'] ?? 0 }), output.style.good)
    const changed = run.counts['worldChanged'] ?? 0
    if (changed > 0) output.text(t(texts.worldChanged, { n: changed }), output.style.warn)
  }
  showResult(shell, { ...run, counts: {} })
  if (following) output.next(t(texts.following), [`einmal plan show ${short(following.id)}`])
  if (failures.length > 0) {
    output.line()
    output.text(t(texts.failures))
    showCauses(shell, failures)
  }
  if (questions > 0) output.next(t(texts.questions), [`einmal review list --flow ${plan.flow}`])
  output.next(t(texts.explain), ['einmal record search <text>', 'einmal record why <text>'])
}
