import { exitCodes, type ExitCode } from '../exit-codes.js'
import type { Run } from '../follow.js'
import type { Shell } from '../shell.js'
import { countText, runTexts as texts } from '../texts/run.js'
import type { Translate } from '../texts/text.js'

/** How far a run has got, in one line. */
export function progressOf(run: Run, t: Translate): string {
  const { pending, sending, done, failed } = run.deliveries
  const total = pending + sending + done + failed
  if (run.state === 'queued') return t(texts.waiting)
  if (run.state !== 'running' && total > 0) {
    const params = { done: done + failed, total, failed }
    return t(failed > 0 ? texts.writingFailed : texts.writing, params)
  }
  if (run.state !== 'running') return t(texts.done)
  const read = run.counts['read'] ?? 0
  if (run.connection === null) return t(texts.planning, { n: read })
  const params = { connection: run.connection, n: read }
  return t(read > 0 ? texts.readingCount : texts.reading, params)
}

/** What scripts learn from a run that has ended: all well, something to look at, or broken off. */
export function exitCodeOf(runs: readonly Run[]): ExitCode {
  if (runs.some(({ state }) => state === 'failed' || state === 'cancelled')) return exitCodes.attention
  return runs.some((run) => run.deliveries.failed > 0 || questions(run) > 0)
    ? exitCodes.attention
    : exitCodes.ok
}

/** New questions that the run raised. */
export function questions({ counts }: Run): number {
  return counts['reviews'] ?? counts['review'] ?? 0
}

/** Says what a run did: its numbers, its writes, and what now needs a person. */
export function showResult({ output, t }: Shell, run: Run): void {
  const { style } = output
  if (run.state === 'cancelled') output.text(t(texts.wasCancelled), style.warn)
  if (run.state === 'failed') {
    output.text(t(texts.brokeOff, { problem: run.error?.text ?? '' }), style.bad)
    if (run.error?.fix) output.text(run.error.fix)
  }
  const numbers = numbersOf(run.counts, t)
  if (numbers) output.text(numbers)
  const { done, failed } = run.deliveries
  if (done > 0) output.text(t(texts.wroteAll, { n: done }), style.good)
  if (failed > 0) output.text(t(texts.failed, { n: failed }), style.bad)
  const asked = questions(run)
  if (asked > 0) output.text(t(texts.asked, { n: asked }), style.warn)
  if (run.state === 'done' && done + failed + asked + (run.counts['changed'] ?? 0) === 0)
    output.text(t(texts.nothing))
}

/** `300 read, 45 linked`; zeros are left out. */
export function numbersOf(counts: Readonly<Record<string, number>>, t: Translate): string {
  return Object.entries(counts)
    .filter(([, n]) => n > 0)
    .map(([name, n]) => t(countText(name), { n }))
    .join(', ')
}
