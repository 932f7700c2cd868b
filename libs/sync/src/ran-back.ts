import type { LinkRow } from '#persistence'
import type { Observation } from './observe.js'

/**
 * How far stamps may go back, in milliseconds, before they betray a restored backup: clocks are set, and where stamps are local
 * an hour is lived twice when summer time ends (upstream/erpnext.md §7).
 */
export const clockSteps = 2 * 3_600_000

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
