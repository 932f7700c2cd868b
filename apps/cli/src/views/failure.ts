import type { Schemas } from '#api-client'
import { fieldText } from '../output/values.js'
import type { Shell } from '../shell.js'
import { failureTexts as texts } from '../texts/failure.js'

export type Failure = Schemas['FailureView']

/** Causes of failures, each with its number, what it means and what to do. */
export function showCauses({ output, t }: Shell, failures: readonly Failure[]): void {
  const { style } = output
  for (const [index, failure] of failures.entries()) {
    const { connection, count, retrying, text, field, fix, upstream, examples } = failure
    if (index > 0) output.line()
    const where = [connection, field && fieldText(field)].filter(Boolean).join(', ')
    output.text(`${index + 1}. ${where}: ${t(texts.writes, { n: count })}`, style.heading)
    output.text(text, style.bad)
    if (upstream) output.text(t(texts.upstream, { words: upstream }), style.faint)
    if (fix) output.text(fix)
    if (retrying > 0) output.text(t(texts.retrying, { n: retrying }))
    const titles = [...new Set(examples.map(({ title }) => title))].slice(0, 3).join(', ')
    if (titles) output.text(t(texts.examples, { titles }))
  }
}
