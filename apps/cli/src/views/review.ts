import type { Schemas } from '#api-client'
import { short } from '../list.js'
import { fieldText, valueText } from '../output/values.js'
import type { Column } from '../output/table.js'
import type { Shell } from '../shell.js'
import { ruleName } from '../texts/plan.js'
import { reviewTexts as texts } from '../texts/review.js'
import { stateText, words } from '../texts/words.js'

export type Review = Schemas['ReviewView']
type Flat = Record<string, unknown>

/** A question with what speaks for each answer, and the answers as commands. */
export function showReview(shell: Shell, review: Review): void {
  const { output, t } = shell
  const { evidence } = review
  output.heading(review.title)
  output.text(review.question)
  output.facts([
    [t(words.flow), review.flow],
    [t(words.system), [review.connection, review.type, review.externalId].filter(Boolean).join(' ')],
    [t(words.field), review.field && fieldText(review.field)],
    ...('here' in evidence || 'there' in evidence
      ? [
          [t(texts.here), withSource(valueText(evidence.here, t), evidence.from)] as const,
          [t(texts.there), valueText(evidence.there, t)] as const,
          [
            t(texts.earlier),
            evidence.earlier
              ?.map(({ there, connection }) => withSource(valueText(there, t), connection))
              .join(', '),
          ] as const,
        ]
      : []),
    [
      t(texts.records),
      evidence.changed === undefined
        ? null
        : t(texts.changedOf, { changed: evidence.changed, total: evidence.total ?? 0 }),
    ],
    [t(texts.edited), evidence.fields?.map(fieldText).join(', ')],
    [t(words.state), review.state === 'open' ? null : stateText(review.state, t)],
    [t(texts.decision), review.decision && JSON.stringify(review.decision)],
    [t(words.by), review.decidedBy],
  ])
  if (evidence.candidates) showCandidates(shell, evidence.item ?? {}, evidence.candidates)
  if (evidence.record && evidence.system) showBoth(shell, evidence.record as Flat, evidence.system as Flat)
  if (review.actions.length > 0) showAnswers(shell, review)
}

function withSource(value: string, from: string | null | undefined): string {
  return from ? `${value} (${from})` : value
}

/** The item beside its candidates, field by field, so that differences meet the eye. */
function showCandidates(shell: Shell, item: Flat, candidates: readonly Schemas['CandidateView'][]): void {
  const { output, t } = shell
  const fields = [...new Set([item, ...candidates.map(({ values }) => values as Flat)].flatMap(Object.keys))]
  const rows = fields.filter(
    (field) =>
      !field.includes('/') &&
      [item, ...candidates.map(({ values }) => values as Flat)].some(
        (values) => (values[field] ?? null) !== null,
      ),
  )
  output.line()
  output.table(rows, [
    { title: t(words.field), value: (field) => field, flexible: true },
    { title: t(texts.item), value: (field) => cell(item[field], t), flexible: true },
    ...candidates.map(({ values }, index): Column<string> => ({
      title: `${index + 1}`,
      value: (field) => cell((values as Flat)[field], t),
      flexible: true,
    })),
  ])
  output.line()
  output.table(candidates, [
    { title: '#', value: (candidate) => candidates.indexOf(candidate) + 1 },
    { title: t(words.name), value: ({ title }) => title, flexible: true },
    { title: t(texts.score), value: ({ score }) => `${Math.round(score * 100)} %`, align: 'right' },
    {
      title: t(texts.agrees),
      value: ({ agrees }) => agrees.map((rule) => t(ruleName(rule))).join(', '),
      flexible: true,
    },
    {
      title: t(texts.differs),
      value: ({ differs }) => differs.map((rule) => t(ruleName(rule))).join(', '),
      flexible: true,
    },
    {
      title: t(texts.contradicts),
      value: ({ contradicts }) => contradicts.map((rule) => t(ruleName(rule))).join(', '),
      flexible: true,
      style: output.style.bad,
    },
  ])
}

/** What a system has frozen, beside what the hub has. */
function showBoth({ output, t }: Shell, record: Flat, system: Flat): void {
  output.line()
  output.table(Object.keys(record), [
    { title: t(words.field), value: fieldText, flexible: true },
    { title: t(texts.here), value: (key) => cell(record[key], t), flexible: true },
    { title: t(texts.there), value: (key) => cell(system[key], t), flexible: true },
  ])
}

function cell(value: unknown, t: Shell['t']): string {
  return value === null || value === undefined ? '' : valueText(value, t)
}

function showAnswers({ output, t }: Shell, { id, actions }: Review): void {
  const needs: Record<string, string> = { record: ' --record <1…>', value: ' --value <…>' }
  output.line()
  output.line(t(texts.answers))
  for (const { action, text, needs: names } of actions) {
    const options = names.map((name) => needs[name] ?? '').join('')
    output.line(`  ${output.style.command(`einmal review resolve ${short(id)} ${action}${options}`)}`)
    output.facts([['', text]], '   ')
  }
}
