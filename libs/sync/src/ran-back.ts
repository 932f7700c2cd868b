import type { LinkRow } from '#persistence'
import type { Observation } from './observe.js'

/** How far a system's clock may be set back, in milliseconds, before older stamps count as a restored backup. */
export const clockSteps = 60_000

/** A system shows something older than it has shown before: its backup was restored (rule 16). Nothing of the page is kept. */
export class TimeRanBack extends Error {
  override readonly name = 'TimeRanBack'
  constructor() {
    super('the system shows an older state than before')
  }
}

/** True when an item was last changed earlier than what was seen of it before. */
export function ranBack(link: LinkRow, item: Observation): boolean {
  const [before, now] = [link.changedAt, item.changedAt]
  return before !== null && now !== null && now < before - clockSteps && link.seenHash !== item.hash
}
