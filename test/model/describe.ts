import type { Act, Fault, History, Step } from './history.js'

/** A history as lines for people. */
export function describe({ participants, settings, theme, redelivers, preview, steps }: History): string[] {
  return [
    ...participants.map((traits, at) => `  p${at}: ${facts({ ...traits })}`),
    `  ${theme}, rules: ${JSON.stringify(settings)}${preview ? ', begins with a preview' : ''}${redelivers ? ', backups are written over' : ''}`,
    ...steps.map((step, at) => `  ${at + 1}. ${sentence(step)}`),
  ]
}

function sentence(step: Step | Act | Fault): string {
  if (step.do !== 'sync' && step.do !== 'sweep') return facts({ ...step })
  const between = step.interruptions.map(({ step: n, what }) => `at its step ${n} ${sentence(what)}`)
  const where = step.do === 'sync' && step.parallel ? 'all at a time' : (step.at ?? 'all')
  return [`${step.do} ${where}`, ...between].join('; ')
}

/** What is out of the ordinary: names and values, without those that are off. */
const facts = (of: Record<string, unknown>): string =>
  Object.entries(of)
    .filter(([, value]) => value !== null && value !== false && value !== 0)
    .map(([name, value]) =>
      name === 'do'
        ? String(value)
        : value === true
          ? name
          : `${name} ${typeof value === 'object' ? JSON.stringify(value) : String(value)}`,
    )
    .join(', ')
