import { dataOf, type Schemas } from '#api-client'
import { confirm } from '../confirm.js'
import { CliError } from '../errors.js'
import { exitCodes, type ExitCode } from '../exit-codes.js'
import type { Shell } from '../shell.js'
import { reviewTexts as texts } from '../texts/review.js'
import { words } from '../texts/words.js'

type Order = Schemas['BulkResolution']

export interface BulkOptions {
  kind?: string
  flow?: string
  connection?: string
  field?: string
  rule?: string
  minScore?: string
  maxScore?: string
  dryRun?: boolean
  yes?: boolean
}

interface Total {
  decided: number
  skipped: number
}

export const bulkActions = ['link', 'create', 'ignore', 'keep', 'take'] as const

/** One answer for all open questions that fit: counts them first, asks, and answers them step by step. */
export async function resolveAll(shell: Shell, options: BulkOptions, action: string): Promise<ExitCode> {
  const { output, t } = shell
  const order = orderOf(options, action)
  const counted = await run(shell, { ...order, dryRun: true })
  if (options.dryRun) {
    output.result({ ...counted, dryRun: true }, () => {
      output.text(t(texts.wouldDecide, { n: counted.decided, action }))
      if (counted.skipped > 0) output.text(t(texts.skipped, { n: counted.skipped }))
    })
    return exitCodes.ok
  }
  if (counted.decided > 0 && !(await confirm(shell, options, texts.askAll, { n: counted.decided, action }))) {
    return exitCodes.ok
  }
  const total = counted.decided === 0 ? counted : await run(shell, order)
  output.result({ ...total, dryRun: false }, () => {
    output.text(t(texts.decidedAll, { n: total.decided, action }), output.style.good)
    if (total.skipped > 0) {
      output.text(t(texts.skipped, { n: total.skipped }))
      output.next(t(words.next), ['einmal review list'])
    }
  })
  return total.skipped > 0 ? exitCodes.attention : exitCodes.ok
}

function orderOf(options: BulkOptions, action: string): Order {
  const { kind, flow, connection, field, rule } = options
  return {
    action: action as Order['action'],
    ...(kind !== undefined && { kind: kind as Order['kind'] & string }),
    ...(flow !== undefined && { flow }),
    ...(connection !== undefined && { connection }),
    ...(field !== undefined && { field }),
    ...(rule !== undefined && { rule }),
    ...(options.minScore !== undefined && { minScore: scoreOf(options.minScore) }),
    ...(options.maxScore !== undefined && { maxScore: scoreOf(options.maxScore) }),
  }
}

/** A score as people write it: `0.9`, `0,9` or `90 %`. */
function scoreOf(typed: string): number {
  const [, digits = '', percent] = /^([\d.,]+)\s*(%)?$/.exec(typed.trim()) ?? []
  const value = Number(digits.replace(',', '.')) / (percent ? 100 : 1)
  if (digits !== '' && value >= 0 && value <= 1) return value
  throw new CliError('usage.score', texts.wrongScore, {
    params: { typed },
    fix: texts.wrongScoreFix,
    exitCode: exitCodes.usage,
  })
}

async function run(shell: Shell, order: Order): Promise<Total> {
  const { api, tenant } = await shell.hub()
  const total = { decided: 0, skipped: 0 }
  let after: string | null = null
  for (;;) {
    const body: Order = { ...order, ...(after !== null && { after }) }
    const step: Schemas['BulkResolutionView'] = await dataOf(
      api.POST('/api/v1/tenants/{tenant}/reviews/resolve', { params: { path: { tenant } }, body }),
    )
    total.decided += step.decided
    total.skipped += step.skipped
    if (step.next === null) return total
    after = step.next
  }
}
